"""Matching programmes as the API shows them: rules, forced pairs, and the proposals made for them."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from events_app.api.calls import ROOT, Call
from events_app.api.fields import Model, ShownText
from events_app.api.programme_bodies import ClassLimits, CountryPlaces, SizeLimits, rules_fields
from events_app.domain.organisations import Organisation
from events_app.domain.programmes import (
    FORCE_NAMES,
    PROGRAMME_KIND_NAMES,
    PROGRAMME_STATE_NAMES,
    Force,
    ForcedPair,
    Programme,
    ProgrammeKind,
    ProgrammeState,
)
from events_app.domain.proposals import PROPOSAL_STATE_NAMES, AcceptedPair, Proposal, ProposalState
from events_app.storage import exhibitions, organisations, proposals


class ProgrammeLabels(Model):
    """Codes in words."""

    kind: str
    state: str


class ProgrammeSummary(Model):
    """A programme in a list: `latest` is the state of its newest proposal, `accepted` the number of accepted pairs."""

    id: UUID
    slug: str
    name: ShownText
    kind: ProgrammeKind
    exhibition: str | None
    year: int | None
    first_day: date
    last_day: date
    state: ProgrammeState
    is_illustrative: bool
    latest: ProposalState | None
    accepted: int
    labels: ProgrammeLabels
    version: int


class ForcedPairLabels(Model):
    """Codes in words."""

    country: str
    force: str


class ForcedPairView(Model):
    """A pair that has to be, or must not be, with the reason."""

    company: str
    company_name: ShownText
    country: str
    force: Force
    reason: str
    at: datetime
    labels: ForcedPairLabels


class ProposalLine(Model):
    """A proposal of a programme; `address` leads to it."""

    number: int
    address: str
    state: ProposalState
    state_label: str
    made_at: datetime
    finished_at: datetime | None


class ProgrammeView(ProgrammeSummary):
    """A programme with its rules, what was forced, and its proposals, the newest first."""

    countries: tuple[CountryPlaces, ...]
    most_each: int
    developing_each: int
    by_class: ClassLimits
    by_size: SizeLimits
    sectors: tuple[str, ...]
    price_step: int
    seed: str
    forced: tuple[ForcedPairView, ...]
    proposals: tuple[ProposalLine, ...]
    created_at: datetime
    modified_at: datetime


class PairLabels(Model):
    """Codes in words."""

    country: str


class AcceptedPairView(Model):
    """An exporter that is to go to a country or region; `proposal` is the number of what was accepted."""

    company: str
    company_name: ShownText
    country: str
    offer: str | None
    score: float | None
    proposal: int
    accepted_at: datetime
    labels: PairLabels


async def summaries(call: Call, found: Sequence[Programme]) -> list[ProgrammeSummary]:
    """Programmes of a list."""
    ids = [programme.id for programme in found]
    latest, accepted = await proposals.list_latest(ids), await proposals.count_accepted(ids)
    slugs = await exhibition_slugs(found)
    return [_summary(call, each, slugs, latest.get(each.id), accepted.get(each.id, 0)) for each in found]


async def shown(call: Call, programme: Programme) -> tuple[ProgrammeView, int]:
    """One programme, with its version."""
    made = await proposals.list_proposals(programme.id)
    accepted = (await proposals.count_accepted([programme.id])).get(programme.id, 0)
    companies = await organisations.list_by_id(one.company_id for one in programme.forced)
    slugs = await exhibition_slugs([programme])
    view = ProgrammeView(
        **dict(_summary(call, programme, slugs, made[0].state if made else None, accepted)),
        **rules_fields(programme.rules),
        seed=programme.seed,
        forced=tuple(_forced(call, one, companies[one.company_id]) for one in programme.forced),
        proposals=tuple(_line(call, programme, one) for one in made),
        created_at=programme.created_at,
        modified_at=programme.modified_at,
    )
    return view, programme.version


async def exhibition_slugs(found: Sequence[Programme]) -> Mapping[UUID, str]:
    """Names in addresses of the exhibitions that programmes are for."""
    editions = await exhibitions.list_editions_by_id(each.edition_id for each in found if each.edition_id)
    return {identity: edition.slug for identity, edition in editions.items()}


def accepted_view(
    call: Call, pair: AcceptedPair, company: Organisation, offer: str | None, number: int
) -> AcceptedPairView:
    """An accepted pair."""
    return AcceptedPairView(
        company=company.slug,
        company_name=ShownText.in_(call.language, company.name),
        country=pair.code,
        offer=offer,
        score=pair.score,
        proposal=number,
        accepted_at=pair.accepted_at,
        labels=PairLabels(country=call.country(pair.code)),
    )


def _summary(
    call: Call, programme: Programme, slugs: Mapping[UUID, str], latest: ProposalState | None, accepted: int
) -> ProgrammeSummary:
    return ProgrammeSummary(
        id=programme.id,
        slug=programme.slug,
        name=ShownText.in_(call.language, programme.name),
        kind=programme.kind,
        exhibition=slugs.get(programme.edition_id) if programme.edition_id else None,
        year=programme.year,
        first_day=programme.first_day,
        last_day=programme.last_day,
        state=programme.state,
        is_illustrative=programme.is_illustrative,
        latest=latest,
        accepted=accepted,
        labels=ProgrammeLabels(
            kind=call.say(PROGRAMME_KIND_NAMES[programme.kind]),
            state=call.say(PROGRAMME_STATE_NAMES[programme.state]),
        ),
        version=programme.version,
    )


def _forced(call: Call, pair: ForcedPair, company: Organisation) -> ForcedPairView:
    return ForcedPairView(
        company=company.slug,
        company_name=ShownText.in_(call.language, company.name),
        country=pair.code,
        force=pair.force,
        reason=pair.reason,
        at=pair.at,
        labels=ForcedPairLabels(country=call.country(pair.code), force=call.say(FORCE_NAMES[pair.force])),
    )


def _line(call: Call, programme: Programme, proposal: Proposal) -> ProposalLine:
    return ProposalLine(
        number=proposal.number,
        address=f"{ROOT}/programmes/{programme.slug}/proposals/{proposal.number}",
        state=proposal.state,
        state_label=call.say(PROPOSAL_STATE_NAMES[proposal.state]),
        made_at=proposal.made_at,
        finished_at=proposal.finished_at,
    )
