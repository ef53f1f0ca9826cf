"""Proposals as the API shows them: progress, faults, pairs, exporters left out, proof and prices."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from events_app.api.calls import Call
from events_app.api.fields import Model, ShownText
from events_app.api.programme_views import PairLabels
from events_app.domain.companies import SIZE_NAMES, CompanySize
from events_app.domain.matching import EXCLUSION_WORDS
from events_app.domain.messages import N_
from events_app.domain.organisations import Organisation
from events_app.domain.programmes import COUNTRY_CLASS_NAMES, CountryClass
from events_app.domain.proposal_results import (
    BOUND_WORDS,
    WHY_WORDS,
    Bound,
    BoundKind,
    PairKey,
    Price,
    ProposedPair,
    Result,
    Unserved,
    Why,
)
from events_app.domain.proposals import (
    FAULT_WORDS,
    PROPOSAL_STATE_NAMES,
    STEP_NAMES,
    Fault,
    Proposal,
    ProposalState,
    Step,
)
from events_app.storage import offers, organisations

ALL_EXPORTERS: Final = N_("all exporters")
ALL_COUNTRIES: Final = N_("all countries and regions")
NOT_STATED: Final = N_("not stated")
Companies = Mapping[UUID, Organisation]


class BoundView(Model):
    """What an assignment keeps to; `subject` is a code of a country or region, a class or a size, or null for all."""

    kind: BoundKind
    subject: str | None
    company: str | None
    sentence: str


class PriceView(Model):
    """What `step` more room at a bound would gain: solved again, so exact. `score` is a sum of scores from 0 to 1."""

    bound: BoundView
    step: int
    exporters: int
    matches: int
    floors: int
    score: float


class ShortfallView(Model):
    """A country or region whose floor is not reached."""

    country: str
    floor: int
    reached: int


class ObjectiveLevel(Model):
    """A level of the objective with its value."""

    level: str
    value: int


class MatchesOfClass(Model):
    """Matches of a class of countries and regions."""

    developed: int
    developing: int


class MatchesOfSize(Model):
    """Matches of companies by their size."""

    micro: int
    small: int
    medium: int
    large: int
    not_stated: int


class ResultView(Model):
    """An assignment that is proved to be the best: no other is better in the first of `levels` in which they differ."""

    pairs: int
    exporters: int
    unserved: int
    by_class: MatchesOfClass
    by_size: MatchesOfSize
    shortfalls: tuple[ShortfallView, ...]
    prices: tuple[PriceView, ...]
    levels: tuple[ObjectiveLevel, ...]
    score: float
    score_bound: float
    seconds: float


class ProposalLabels(Model):
    """Codes in words; `fault` is empty where there is none."""

    state: str
    step: str
    fault: str


class ProposalView(Model):
    """A proposal: `progress` is the part from 0 to 1 that is done, `fault` why it failed, `result` what it comes to.

    `unreached` tells what falls short, `in_the_way` without which bound it would be possible.
    """

    programme: str
    number: int
    state: ProposalState
    step: Step
    progress: float
    fault: Fault | None
    unreached: tuple[BoundView, ...]
    in_the_way: tuple[BoundView, ...]
    result: ResultView | None
    seed: str
    weights_version: int
    input_digest: str
    made_at: datetime
    finished_at: datetime | None
    labels: ProposalLabels


class ProposedPairView(Model):
    """An exporter, where it is to go, and the offer that leads there; a score of null: forced without any."""

    company: str
    company_name: ShownText
    country: str
    offer: str | None
    score: float | None
    size: CompanySize | None
    is_forced: bool
    is_accepted: bool
    labels: PairLabels


class UnservedLabels(Model):
    """Codes in words."""

    why: str
    exclusions: tuple[str, ...]


class UnservedView(Model):
    """An exporter that goes nowhere; `choices` is how many countries or regions it could go to."""

    company: str
    company_name: ShownText
    why: Why
    choices: int
    size: CompanySize | None
    labels: UnservedLabels


async def proposal_view(call: Call, programme: str, proposal: Proposal) -> ProposalView:
    """A proposal of the programme at this slug."""
    prices = proposal.result.prices if proposal.result else ()
    bounds = (*proposal.unreached, *proposal.in_the_way, *(price.bound for price in prices))
    companies = await organisations.list_by_id(one.company_id for one in bounds if one.company_id)
    return ProposalView(
        programme=programme,
        number=proposal.number,
        state=proposal.state,
        step=proposal.step,
        progress=proposal.fraction,
        fault=proposal.fault,
        unreached=tuple(_bound(call, one, companies) for one in proposal.unreached),
        in_the_way=tuple(_bound(call, one, companies) for one in proposal.in_the_way),
        result=_result(call, proposal.result, companies) if proposal.result else None,
        seed=proposal.seed,
        weights_version=proposal.weights_version,
        input_digest=proposal.input_digest,
        made_at=proposal.made_at,
        finished_at=proposal.finished_at,
        labels=ProposalLabels(
            state=call.say(PROPOSAL_STATE_NAMES[proposal.state]),
            step=call.say(STEP_NAMES[proposal.step]),
            fault=call.say(FAULT_WORDS[proposal.fault]) if proposal.fault else "",
        ),
    )


async def pair_views(call: Call, pairs: Sequence[ProposedPair], held: Collection[PairKey]) -> list[ProposedPairView]:
    """Proposed pairs; `held` are those that are accepted."""
    companies = await organisations.list_by_id(pair.company_id for pair in pairs)
    led = {offer.id: offer.slug for offer in await offers.list_by_id(pair.offer_id for pair in pairs if pair.offer_id)}
    return [
        ProposedPairView(
            company=companies[pair.company_id].slug,
            company_name=ShownText.in_(call.language, companies[pair.company_id].name),
            country=pair.code,
            offer=led.get(pair.offer_id) if pair.offer_id else None,
            score=pair.score,
            size=pair.size,
            is_forced=pair.is_forced,
            is_accepted=pair.key in held,
            labels=PairLabels(country=call.country(pair.code)),
        )
        for pair in pairs
        if pair.company_id in companies
    ]


async def unserved_views(call: Call, left: Sequence[Unserved]) -> list[UnservedView]:
    """Exporters without a match."""
    companies = await organisations.list_by_id(one.company_id for one in left)
    return [
        UnservedView(
            company=companies[one.company_id].slug,
            company_name=ShownText.in_(call.language, companies[one.company_id].name),
            why=one.why,
            choices=one.choices,
            size=one.size,
            labels=UnservedLabels(
                why=call.say(WHY_WORDS[one.why]),
                exclusions=tuple(call.say(EXCLUSION_WORDS[each]) for each in one.exclusions),
            ),
        )
        for one in left
        if one.company_id in companies
    ]


def _result(call: Call, result: Result, companies: Companies) -> ResultView:
    sizes = result.by_size()
    return ResultView(
        pairs=len(result.pairs),
        exporters=result.exporters,
        unserved=len(result.unserved),
        by_class=MatchesOfClass(**{each.value: count for each, count in result.by_class().items()}),
        by_size=MatchesOfSize(**{each.value: sizes[each] for each in CompanySize}, not_stated=sizes.get(None, 0)),
        shortfalls=tuple(
            ShortfallView(country=one.code, floor=one.floor, reached=one.reached) for one in result.shortfalls
        ),
        prices=tuple(_price(call, one, companies) for one in result.prices),
        levels=tuple(ObjectiveLevel(level=name, value=value) for name, value in result.levels),
        score=result.score,
        score_bound=result.score_bound,
        seconds=result.seconds,
    )


def _price(call: Call, price: Price, companies: Companies) -> PriceView:
    return PriceView(
        bound=_bound(call, price.bound, companies),
        step=price.step,
        exporters=price.exporters,
        matches=price.matches,
        floors=price.floors,
        score=price.score,
    )


def _bound(call: Call, bound: Bound, companies: Companies) -> BoundView:
    company = companies.get(bound.company_id) if bound.company_id else None
    sentence = call.say(
        BOUND_WORDS[bound.kind],
        company=company.name.shown(call.language).text if company else call.say(ALL_EXPORTERS),
        country=call.country(bound.subject) if bound.subject else call.say(ALL_COUNTRIES),
        name=_name(call, bound.subject),
    )
    return BoundView(
        kind=bound.kind,
        subject=bound.subject or None,
        company=company.slug if company else None,
        sentence=sentence,
    )


def _name(call: Call, subject: str) -> str:
    """A class of countries or a size of companies in words."""
    if subject in set(CountryClass):
        return call.say(COUNTRY_CLASS_NAMES[CountryClass(subject)])
    return call.say(SIZE_NAMES[CompanySize(subject)] if subject in set(CompanySize) else NOT_STATED)
