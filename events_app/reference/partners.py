"""A country or region as matching knows it, as far as packages and our own files say: a `Partner` without own records.

What storage adds (advantages by field, joint publications) is left as the value's own defaults; what the authority has
decided about countries and regions stands before what is shipped, as everywhere in `reference`.
"""

from datetime import date
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from events_app.domain.countries import developed_on
from events_app.domain.match_facts import Fact, Partner
from events_app.domain.sector_words import NOTHING_DECIDED, Overrides
from events_app.reference import countries, market, places, policies
from events_app.reference.facts import Figure, facts
from events_app.reference.groups import GROUPS, groups_of, memberships
from events_app.reference.treaties import treaties_of

# Forms that CLDR lists for what profiles of companies name by a code of ISO 639-1.
_AS_SPOKEN: Final = MappingProxyType({"fil": "tl", "nn": "nb", "yue": "zh", "nan": "zh", "hak": "zh"})
_ISO_639_1_LETTERS = 2


def partner(
    code: str,
    *,
    home: str,
    day: date,
    overrides: Overrides = NOTHING_DECIDED,
    embargoed: frozenset[str] = frozenset(),
) -> Partner:
    """What is known about `code` on `day`, seen from the home country. The first call reads its file (1 ms or two)."""
    return _partner((code, home, day), overrides, embargoed, policies.generation())


@lru_cache(maxsize=2048)
def _partner(key: tuple[str, str, date], overrides: Overrides, embargoed: frozenset[str], generation: int) -> Partner:
    code, home, day = key
    found = facts(code)
    imports = found.import_commodities if found else None
    return Partner(
        code=code,
        is_developed=code in _developed(day, generation),
        imports_usd=_fact(found.imports_usd) if found else None,
        growth_percent=_fact(found.growth_percent) if found else None,
        import_standing=market.import_standing(code, overrides),
        imports_year=imports.year if imports else None,
        industry_sectors=market.industry_sectors(code, overrides),
        home_share=market.home_share(code, home),
        agreements=agreements(code, home, day),
        treaties=treaties_of(code, day),
        languages=languages(code),
        distance_km=places.distance_km(home, code),
        shared_hours=places.shared_hours(home, code, day),
        is_embargoed=code in embargoed,
    )


def agreements(one: str, other: str, day: date) -> tuple[str, ...]:
    """Codes of the trade agreements that two countries or regions have with each other on `day`, sorted."""
    belong = {one: frozenset(groups_of(one, day)), other: frozenset(groups_of(other, day))}
    found = set()
    for code in belong[one] | belong[other]:
        group = GROUPS.get(code)
        if group is None or not group.is_trade_agreement:
            continue
        if group.with_country is None:
            is_common = code in belong[one] and code in belong[other]
        else:
            is_common = (code in belong[one] and other == group.with_country) or (
                code in belong[other] and one == group.with_country
            )
        if is_common:
            found.add(code)
    return tuple(sorted(found))


def languages(code: str) -> frozenset[str]:
    """ISO 639-1 codes of the official languages, as profiles of companies name them; those without a code are left out.

    Written forms count as one language: Norwegian is `nb`, every Chinese `zh`.
    """
    spoken = (tag.split("-", 1)[0] for tag in countries.languages(code))
    codes = {_AS_SPOKEN.get(tag, tag) for tag in spoken}
    return frozenset(tag for tag in codes if len(tag) == _ISO_639_1_LETTERS)


@lru_cache(maxsize=16)
def _developed(day: date, _generation: int) -> frozenset[str]:
    return developed_on(day, memberships=memberships(), rule=policies.in_force().rule)


def _fact(figure: Figure | None) -> Fact | None:
    return Fact(float(figure.value), figure.year, figure.source) if figure else None
