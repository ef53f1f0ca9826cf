"""Matching: everything that it rests on, gathered for a day; and its weights, set by the authority."""

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID, uuid5

from events_app.actions.history import record
from events_app.domain.companies import CompanySize, Profile
from events_app.domain.countries import Scope, scope_of
from events_app.domain.history import Deed, differences
from events_app.domain.indicators import Measure
from events_app.domain.match_facts import Demand, Experience, Fact, Home, Partner, Supply, revealed_advantages
from events_app.domain.match_grounds import Ground
from events_app.domain.match_parts import maturity_of
from events_app.domain.matching import Weights, is_licensed
from events_app.domain.needs import Need
from events_app.domain.offers import Offer
from events_app.domain.refusals import ChangedMeanwhile
from events_app.domain.rights import Asker, Noun, Right, require
from events_app.domain.sector_words import Overrides
from events_app.domain.support_schemes import PERCENT, SupportScheme
from events_app.reference.countries import all_codes
from events_app.reference.groups import groups_of
from events_app.reference.partners import partner as partner_facts
from events_app.reference.treaties import treaties_of
from events_app.storage import (
    companies,
    country_policies,
    indicators,
    introductions,
    match_grounds,
    match_weights,
    needs,
    offers,
    sector_words,
)
from events_app.storage import support_schemes as schemes
from events_app.storage.database import transaction

YEAR: Final = timedelta(days=365)
PATENT_FAMILIES: Final = "patent_families"
COLLABORATION: Final = "collaboration_index"
WEIGHTS_ID: Final = UUID("5f0c3c52-3a0e-4a3e-9a39-3f2ab0f4c0de")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where the authority is at home, what is neither home nor abroad, and with whom nothing is traded."""

    home: str
    neither: frozenset[str] = frozenset()
    embargoed: frozenset[str] = frozenset()


async def gather(place: Place, *, today: date) -> Ground:
    """Read all that matching rests on: thirteen queries, however much there is."""
    profiles = await companies.list_offering()
    shown = await offers.list_matchable(today)
    supplies = tuple(supply_of(offer, profiles.get(offer.company_id), today) for offer in shown)
    openings = await match_grounds.list_openings(today, today + YEAR)
    own = await match_grounds.list_company_experience()
    projects = await match_grounds.list_project_experience()
    abroad = await match_grounds.list_places_abroad(today - YEAR, today + YEAR)
    advantages = _advantages(await indicators.list_current([PATENT_FAMILIES]))
    decided = await country_policies.list_policies()
    focus = {one.code: one.focus.priority for one in decided if one.focus and one.focus.holds_on(today)}
    words = await sector_words.get_overrides()
    known = await asyncio.to_thread(_partners, place, today, words)
    joint = _collaboration(await indicators.list_current([COLLABORATION]), place.home)
    partners = tuple(
        replace(
            one, advantages=advantages.get(one.code, {}), collaboration=joint.get(one.code), focus=focus.get(one.code)
        )
        for one in known
    )
    declined, refused = await introductions.list_excluded()
    return Ground(
        today=today,
        home=Home(
            code=place.home,
            advantages=advantages.get(place.home, {}),
            treaties=treaties_of(place.home, today),
            developing_share=_developing_share(abroad, partners),
        ),
        partners=partners,
        supplies=supplies,
        demands=_demands(await needs.list_matchable(today)),
        openings=openings,
        support=_support(await schemes.list_schemes(valid_on=today), place, today),
        own=own,
        authority=_authority(own, projects),
        declined=declined,
        refused=refused,
    )


def supply_of(offer: Offer, profile: Profile | None, today: date) -> Supply:
    """An offer as it is compared: what was approved, or what is written where nothing was."""
    content = offer.approved or offer.content
    return Supply(
        offer_id=offer.id,
        company_id=offer.company_id,
        sectors=content.sectors,
        fields=content.fields,
        forms=content.forms,
        trl=maturity_of(content.trl, content.in_use_since),
        languages=frozenset(profile.languages) if profile else frozenset(),
        size=profile.size if profile else None,
        ip_rights=content.ip_rights,
        export_class=content.export_class,
        is_licensed=is_licensed(content.licence_number, content.licence_until, today=today),
        is_shown=offer.is_shown(today),
    )


async def set_weights(weights: Weights, *, by: Asker, now: datetime) -> Weights:
    """Put weights in force; `version` is that of those they were made from. Raises NotAllowed or ChangedMeanwhile."""
    require(by, Right.EDIT, Noun.MATCHING)
    kept = replace(weights, version=weights.version + 1, set_at=now, set_by=by.person_id)
    async with transaction():
        old = await match_weights.get_current()
        if old.version != weights.version:
            raise ChangedMeanwhile
        await match_weights.add(kept)
        identity = uuid5(WEIGHTS_ID, str(kept.version))
        changes = differences(old, kept)
        await record(Deed.CHANGED, Noun.MATCHING, identity, by=by, now=now, label=str(kept.version), changes=changes)
    return kept


def _partners(place: Place, today: date, words: Overrides) -> tuple[Partner, ...]:
    return tuple(
        partner_facts(code, home=place.home, day=today, overrides=words, embargoed=place.embargoed)
        for code in all_codes()
        if code not in place.neither
    )


def _advantages(families: Iterable[Measure]) -> dict[str, dict[int, Fact]]:
    counts = {(one.country, one.field): one for one in families if one.field}
    found: dict[str, dict[int, Fact]] = {}
    values = revealed_advantages({key: float(one.value) for key, one in counts.items() if key[1]})
    for (country, number), value in values.items():
        measure = counts[country, number]
        found.setdefault(country, {})[number] = Fact(value, measure.year, measure.source)
    return found


def _collaboration(measures: Iterable[Measure], home: str) -> dict[str, Fact]:
    found = {}
    for one in measures:
        other = one.counterpart if one.country == home else one.country if one.counterpart == home else None
        if other is not None:
            found[other] = Fact(float(one.value), one.year, one.source)
    return found


def _demands(matchable: Iterable[Need]) -> dict[str, tuple[Demand, ...]]:
    found: dict[str, list[Demand]] = {}
    for need in matchable:
        content = need.approved or need.content
        demand = Demand(
            need_id=need.id,
            sectors=content.sectors,
            fields=content.fields,
            forms=content.forms,
            trl_from=content.trl_from,
            languages=frozenset(content.languages),
        )
        found.setdefault(content.country, []).append(demand)
    return {code: tuple(demands) for code, demands in found.items()}


def _support(valid: Iterable[SupportScheme], place: Place, today: date) -> dict[tuple[str, CompanySize | None], float]:
    """Highest rate of the grants that may apply, by country or region and size of the company."""
    paying = [scheme for scheme in valid if scheme.rate_percent is not None]
    found: dict[tuple[str, CompanySize | None], float] = {}
    if not paying:
        return found
    for code in all_codes():
        scope = scope_of(code, place.home, place.neither)
        if scope is not Scope.OVERSEAS:
            continue
        groups = groups_of(code, today)
        for size in (None, *CompanySize):
            rates = [
                scheme.rate_percent or 0
                for scheme in paying
                if scheme.may_apply(country=code, groups=groups, scope=scope, size=size, on=today)
            ]
            if rates:
                found[code, size] = max(rates) / PERCENT
    return found


def _authority(own: Mapping[tuple[UUID, str], Experience], projects: Mapping[str, Experience]) -> dict[str, Experience]:
    found = dict(projects)
    for (_, code), seen in own.items():
        found[code] = found.get(code, Experience()) + seen
    return found


def _developing_share(abroad: Mapping[str, int], partners: Iterable[Partner]) -> float | None:
    """Share of developing partners in what goes on abroad; None where nothing does."""
    developing = {one.code for one in partners if not one.is_developed}
    whole = sum(abroad.values())
    return sum(count for code, count in abroad.items() if code in developing) / whole if whole else None
