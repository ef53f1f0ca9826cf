"""Which countries and regions belong to the treaties by which rights are protected abroad, and since when.

treaties.csv beside this module, first and last days as in groups.csv. S: read in WIPO's lists of contracting parties
(Patent Cooperation Treaty, Madrid Protocol), as public tables carried them in 2022. K: general knowledge, which
completes those lists after 2022 and where they were read badly, and gives the members of the European Patent
Convention, of the Eurasian Patent Convention, of the Harare Protocol (ARIPO) and of the Bangui Agreement (OAPI). A
remark says where a country or region is bound through another. States that only extend or validate European patents
are no members.
"""

from collections.abc import Mapping
from datetime import date
from functools import cache, lru_cache
from types import MappingProxyType

from events_app.domain.countries import Membership
from events_app.domain.match_facts import Treaty
from events_app.reference.groups import COMPILED_SOURCES, first_day, last_day
from events_app.reference.locales import rows_of


@cache
def memberships() -> Mapping[str, tuple[Membership, ...]]:
    """Every spell in a treaty by country or region; `group` is the value of the Treaty."""
    found: dict[str, list[Membership]] = {}
    for row in rows_of("treaties.csv"):
        spell = Membership(
            group=Treaty(row["treaty"]).value,
            country=row["country"],
            since=first_day(row["since"]),
            until=last_day(row["until"]),
            source=COMPILED_SOURCES[row["certainty"]],
        )
        found.setdefault(spell.country, []).append(spell)
    return MappingProxyType({country: tuple(spells) for country, spells in found.items()})


@lru_cache(maxsize=1024)
def treaties_of(country: str, day: date) -> frozenset[Treaty]:
    """Treaties that `country` is bound by on `day`."""
    return frozenset(Treaty(spell.group) for spell in memberships().get(country, ()) if spell.holds_on(day))
