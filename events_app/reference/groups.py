"""Groups of countries and regions: names, and who belonged to each from when to when.

Memberships come from two places. groups.csv beside this module holds what was compiled by hand: first and last days, as
exact as they are known (a bare year counts from its first day, as a last day to its end), each row with how certain
it is. The World Factbook states many more memberships, without dates and as of 2024–25; a row of groups.csv for
the same group and country or region replaces its statement. For groups that name no Factbook acronym the file is
complete. What follows from a membership is for `domain.countries`.
"""

import calendar
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache

from events_app.domain import countries as rules
from events_app.domain.countries import Membership
from events_app.domain.country_policies import SOURCE
from events_app.domain.messages import N_, P_, Message
from events_app.reference import factbook, policies
from events_app.reference.locales import rows_of


@dataclass(frozen=True, slots=True)
class Group:
    """A group by its code, which is also its form in addresses.

    `factbook` is its acronym in the World Factbook, for groups whose members are read there. `is_trade_agreement`: its
    members trade with each other on the terms of the group's own agreement. SADC, the CIS, SAARC, ECO and the D-8 are
    none: their agreements bear other names and bind only some of their members. `with_country` is the one country that
    every member has its agreement with, where the members have none with each other.
    """

    code: str
    short_name: Message
    name: Message
    factbook: str | None = None
    is_trade_agreement: bool = False
    with_country: str | None = None


# Remarks under which the Factbook still means a member: suspended, seated under another name, joined in that year.
_MEMBER_REMARKS = frozenset({None, "suspended", "Chinese Taipei", "2024"})

# How certain a row of groups.csv is, as the `source` of its memberships.
COMPILED_SOURCES = {"S": "compiled-read", "K": "compiled-known", "M": "compiled-unsure"}

SOURCE_NAMES: dict[str, Message] = {
    "compiled-read": N_("Compiled by hand from a published source"),
    "compiled-known": N_("Compiled by hand, without a published source"),
    "compiled-unsure": N_("Compiled by hand, not confirmed"),
    factbook.SOURCE: N_("The World Factbook, 2024–25 edition"),
    SOURCE: N_("Decided by the authority"),
}

GROUPS: dict[str, Group] = {
    group.code: group
    for group in (
        Group(
            "AFCFTA",
            P_("group of countries", "AfCFTA"),
            N_("African Continental Free Trade Area (signatories)"),
            is_trade_agreement=True,
        ),
        Group("APEC", P_("group of countries", "APEC"), N_("Asia-Pacific Economic Cooperation")),
        Group("APTA", P_("group of countries", "APTA"), N_("Asia-Pacific Trade Agreement"), is_trade_agreement=True),
        Group(
            "ASEAN",
            P_("group of countries", "ASEAN"),
            N_("Association of Southeast Asian Nations"),
            is_trade_agreement=True,
        ),
        Group("AU", P_("group of countries", "AU"), N_("African Union"), "AU"),
        Group("BIMSTEC", P_("group of countries", "BIMSTEC"), N_("Bay of Bengal Initiative"), "BIMSTEC"),
        Group("BRICS", P_("group of countries", "BRICS"), N_("BRICS members")),
        Group("BRICS-PARTNERS", P_("group of countries", "BRICS partners"), N_("Partner countries of BRICS")),
        Group(
            "CAN", P_("group of countries", "Andean Community"), N_("Andean Community"), "CAN", is_trade_agreement=True
        ),
        Group(
            "CARICOM",
            P_("group of countries", "CARICOM"),
            N_("Caribbean Community"),
            "Caricom",
            is_trade_agreement=True,
        ),
        Group("CELAC", P_("group of countries", "CELAC"), N_("Community of Latin American and Caribbean States")),
        Group(
            "CEMAC",
            P_("group of countries", "CEMAC"),
            N_("Economic and Monetary Community of Central Africa"),
            is_trade_agreement=True,
        ),
        Group("CENTRAL-ASIA", P_("group of countries", "Central Asia (5)"), N_("Five states of Central Asia")),
        Group("CHINA-CEEC", P_("group of countries", "China–CEEC"), N_("China and Central and Eastern Europe")),
        Group(
            "CHINA-FTA",
            P_("group of countries", "FTA with China"),
            N_("Free trade agreement with China"),
            is_trade_agreement=True,
            with_country="CN",
        ),
        Group("CIS", P_("group of countries", "CIS"), N_("Commonwealth of Independent States"), "CIS"),
        Group(
            "COMESA",
            P_("group of countries", "COMESA"),
            N_("Eastern and Southern African market"),
            "COMESA",
            is_trade_agreement=True,
        ),
        Group("CPLP", P_("group of countries", "CPLP"), N_("Community of Portuguese-speaking Countries"), "CPLP"),
        Group("CPTPP", P_("group of countries", "CPTPP"), N_("Trans-Pacific Partnership"), is_trade_agreement=True),
        Group("D-8", P_("group of countries", "D-8"), N_("D-8 Organisation for Economic Cooperation"), "D-8"),
        Group("EAC", P_("group of countries", "EAC"), N_("East African Community"), "EAC", is_trade_agreement=True),
        Group("EAEU", P_("group of countries", "EAEU"), N_("Eurasian Economic Union"), is_trade_agreement=True),
        Group("ECO", P_("group of countries", "ECO"), N_("Economic Cooperation Organization"), "ECO"),
        Group(
            "ECOWAS",
            P_("group of countries", "ECOWAS"),
            N_("Economic Community of West African States"),
            "ECOWAS",
            is_trade_agreement=True,
        ),
        Group("EFTA", P_("group of countries", "EFTA"), N_("European Free Trade Association"), is_trade_agreement=True),
        Group("EU", P_("group of countries", "EU"), N_("European Union"), is_trade_agreement=True),
        Group("FOCAC", P_("group of countries", "FOCAC"), N_("Forum on China–Africa Cooperation")),
        Group("G-20", P_("group of countries", "G20"), N_("Group of Twenty"), "G-20"),
        Group("G-77", P_("group of countries", "G77"), N_("Group of 77"), "G-77"),
        Group("GCC", P_("group of countries", "GCC"), N_("Gulf Cooperation Council"), is_trade_agreement=True),
        Group("IGAD", P_("group of countries", "IGAD"), N_("Intergovernmental Authority on Development"), "IGAD"),
        Group("LANCANG-MEKONG", P_("group of countries", "Lancang–Mekong"), N_("Lancang–Mekong Cooperation")),
        Group("LAS", P_("group of countries", "Arab League"), N_("League of Arab States")),
        Group("MERCOSUR", P_("group of countries", "Mercosur"), N_("Southern Common Market"), is_trade_agreement=True),
        Group("OECD", P_("group of countries", "OECD"), N_("Organisation for Economic Co-operation and Development")),
        Group("OIC", P_("group of countries", "OIC"), N_("Organisation of Islamic Cooperation"), "OIC"),
        Group("OPEC", P_("group of countries", "OPEC"), N_("Organization of the Petroleum Exporting Countries")),
        Group(
            "PACIFIC-ALLIANCE",
            P_("group of countries", "Pacific Alliance"),
            N_("Pacific Alliance"),
            is_trade_agreement=True,
        ),
        Group("PIF", P_("group of countries", "PIF"), N_("Pacific Islands Forum"), "PIF"),
        Group(
            "RCEP",
            P_("group of countries", "RCEP"),
            N_("Regional Comprehensive Economic Partnership"),
            is_trade_agreement=True,
        ),
        Group("SAARC", P_("group of countries", "SAARC"), N_("South Asian Association for Regional Cooperation")),
        Group(
            "SACU",
            P_("group of countries", "SACU"),
            N_("Southern African Customs Union"),
            "SACU",
            is_trade_agreement=True,
        ),
        Group("SADC", P_("group of countries", "SADC"), N_("Southern African Development Community"), "SADC"),
        Group("SCO", P_("group of countries", "SCO"), N_("Shanghai Cooperation Organisation")),
        Group(
            "SICA",
            P_("group of countries", "SICA"),
            N_("Central American Integration System"),
            "SICA",
            is_trade_agreement=True,
        ),
        Group(
            "UEMOA",
            P_("group of countries", "UEMOA"),
            N_("West African Economic and Monetary Union"),
            "WAEMU",
            is_trade_agreement=True,
        ),
        Group(
            "USMCA",
            P_("group of countries", "USMCA"),
            N_("United States–Mexico–Canada Agreement"),
            is_trade_agreement=True,
        ),
        Group("WIPO", P_("group of countries", "WIPO"), N_("World Intellectual Property Organization"), "WIPO"),
        Group("WTO", P_("group of countries", "WTO"), N_("World Trade Organization"), "WTO"),
    )
}


def first_day(text: str) -> date | None:
    """First day of '2025-10-26', '2007-04' or '1961'; None for ''."""
    year, month, day = (*(int(part) for part in text.split("-") if part), 1, 1, 1)[:3]
    return date(year, month, day) if text else None


def last_day(text: str) -> date | None:
    """Last day of '2020-01-31', '2022-08' or '2020'; None for ''."""
    if not text:
        return None
    year, month, day = (*(int(part) for part in text.split("-")), None, None)[:3]
    month = month or 12
    return date(year or 1, month, day or calendar.monthrange(year or 1, month)[1])


@cache
def _compiled() -> tuple[Membership, ...]:
    """What groups.csv says."""
    return tuple(
        Membership(
            group=row["group"],
            country=row["country"],
            since=first_day(row["since"]),
            until=last_day(row["until"]),
            source=COMPILED_SOURCES[row["certainty"]],
        )
        for row in rows_of("groups.csv")
    )


def memberships() -> tuple[Membership, ...]:
    """Every spell of membership in a group of GROUPS, sorted by group, country and first day.

    What the authority has decided stands in place of what is shipped. The first call reads the whole Factbook (about
    0.1 s).
    """
    return _in_force(policies.generation())


@lru_cache(maxsize=1)
def _in_force(_generation: int) -> tuple[Membership, ...]:
    return policies.in_force().applied_to(shipped_memberships())


@cache
def shipped_memberships() -> tuple[Membership, ...]:
    """Every spell that the product itself knows, whatever the authority has decided."""
    compiled = _compiled()
    settled = {(spell.group, spell.country) for spell in compiled}
    group_of = {group.factbook: group.code for group in GROUPS.values() if group.factbook}
    stated = {
        (group_of[participation.organisation], country)
        for country, participation in factbook.participations()
        if participation.organisation in group_of and participation.remark in _MEMBER_REMARKS
    }
    from_factbook = (Membership(group, country, None, None, factbook.SOURCE) for group, country in stated - settled)
    spells = (*compiled, *from_factbook)
    return tuple(sorted(spells, key=lambda spell: (spell.group, spell.country, spell.since or date.min)))


@lru_cache(maxsize=256)
def _members_on(day: date, _generation: int) -> Mapping[str, frozenset[str]]:
    return {code: rules.members_on(memberships(), code, day) for code in GROUPS}


@lru_cache(maxsize=1024)
def _groups_on(country: str, day: date, _generation: int) -> tuple[str, ...]:
    return tuple(sorted(rules.groups_on(memberships(), country, day)))


def members_of(group: str, day: date) -> frozenset[str]:
    """Countries and regions in `group` on `day`; empty for a group that is not in GROUPS."""
    return _members_on(day, policies.generation()).get(group, frozenset())


def groups_of(country: str, day: date) -> tuple[str, ...]:
    """Codes of the groups that `country` belongs to on `day`, sorted."""
    return _groups_on(country, day, policies.generation())
