"""Proposals of matching programmes: asked for, how far they are, what they propose, accepted in whole or in part."""

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from events_app.actions import proposals as actions
from events_app.api.bodies import Faults, read_body
from events_app.api.calls import Call, answered
from events_app.api.fields import Model
from events_app.api.match_views import cut, first_place
from events_app.api.operations import CURSOR, LIMIT, Operation, one_of
from events_app.api.programme_bodies import Acceptance
from events_app.api.programmes import PAIR, named
from events_app.api.proposal_views import (
    ProposalView,
    ProposedPairView,
    UnservedView,
    pair_views,
    proposal_view,
    unserved_views,
)
from events_app.domain.messages import N_
from events_app.domain.programmes import Programme
from events_app.domain.proposal_results import PairKey, Result, Why
from events_app.domain.proposals import NotProposed, Proposal
from events_app.domain.rights import Noun, Right, require, require_somewhere
from events_app.reference.countries import all_codes
from events_app.storage import organisations, programmes, proposals


@post("/programmes/{slug:str}/proposals", status_code=202)
async def propose(call: NamedDependency[Call], *, slug: FromPath[str]) -> Response[bytes]:
    """Have a proposal computed."""
    require(call.by, Right.EDIT, Noun.PROGRAMME)

    async def create() -> tuple[Model, int, str]:
        proposal = await actions.propose(slug, by=call.by, now=call.now)
        return await _view(call, await programmes.get(slug), proposal), 1, str(proposal.number)

    return await call.created(f"programmes/{slug}/proposals", create, status=202)


@get("/programmes/{slug:str}/proposals/{number:int}")
async def get_proposal(call: NamedDependency[Call], *, slug: FromPath[str], number: FromPath[int]) -> Response[bytes]:
    """Show how far a proposal is, or what it comes to."""
    return call.item(await _view(call, *await _found(call, slug, number)), 1)


@get("/programmes/{slug:str}/proposals/{number:int}/pairs")
async def list_pairs(call: NamedDependency[Call], *, slug: FromPath[str], number: FromPath[int]) -> Response[bytes]:
    """List the pairs of a proposal, by country or region, the highest score first."""
    programme, proposal = await _found(call, slug, number)
    form = call.query("country", "cursor", "limit")
    country = form.one_of("country", all_codes(), required=False)
    limit, first = call.limit(form), first_place(call, form)
    answered(form)
    whole = [pair for pair in (proposal.result.pairs if proposal.result else ()) if not country or pair.code == country]
    whole.sort(key=lambda pair: (pair.code, -(pair.score or 0.0), pair.company_id.hex))
    pairs, after = cut(whole, first, limit)
    held = {pair.key for pair in await proposals.list_accepted_of(programme)}
    return call.page(await pair_views(call, pairs, held), after=after)


@get("/programmes/{slug:str}/proposals/{number:int}/unserved")
async def list_unserved(call: NamedDependency[Call], *, slug: FromPath[str], number: FromPath[int]) -> Response[bytes]:
    """List the exporters that go nowhere, and why."""
    _, proposal = await _found(call, slug, number)
    form = call.query("why", "cursor", "limit")
    why = form.choice("why", Why, required=False)
    limit, first = call.limit(form), first_place(call, form)
    answered(form)
    whole = [one for one in (proposal.result.unserved if proposal.result else ()) if why in {None, one.why}]
    whole.sort(key=lambda one: (one.why, one.company_id.hex))
    left, after = cut(whole, first, limit)
    return call.page(await unserved_views(call, left), after=after)


@post("/programmes/{slug:str}/proposals/{number:int}/stop", status_code=200)
async def stop(call: NamedDependency[Call], *, slug: FromPath[str], number: FromPath[int]) -> Response[bytes]:
    """Have a computation left."""
    require(call.by, Right.EDIT, Noun.PROGRAMME)
    stopped = await actions.stop(slug, number, by=call.by, now=call.now)
    return call.changed(await _view(call, await programmes.get(slug), stopped), 1)


@post("/programmes/{slug:str}/proposals/{number:int}/accept", status_code=200)
async def accept(call: NamedDependency[Call], *, slug: FromPath[str], number: FromPath[int]) -> Response[bytes]:
    """Let pairs of a proposal hold: those named, or all."""
    require(call.by, Right.DECIDE, Noun.PROGRAMME)
    _, proposal = await _found(call, slug, number)
    body = await read_body(call.request, Acceptance)
    chosen = None if body.pairs is None else await _keys(body, proposal.result)
    with named(call):
        await actions.accept(slug, number, chosen, by=call.by, now=call.now)
    return call.changed(await _view(call, *await _found(call, slug, number)), 1)


async def _found(call: Call, slug: str, number: int) -> tuple[Programme, Proposal]:
    require_somewhere(call.by, Right.READ, Noun.PROGRAMME)
    programme = await programmes.get(slug)
    return programme, await proposals.get(programme.id, number)


async def _keys(body: Acceptance, result: Result | None) -> list[PairKey]:
    """The pairs that are named. Raises InvalidFields for those that the proposal does not contain."""
    faults, found = Faults(), []
    known = {pair.key for pair in result.pairs} if result else set()
    companies = await organisations.list_by_id({key.company_id for key in known})
    ids: Mapping[str, UUID] = {company.slug: identity for identity, company in companies.items()}
    for number, pair in enumerate(body.pairs or ()):
        identity = ids.get(pair.company)
        if result is not None and (identity is None or (identity, pair.country) not in known):
            faults.add(("pairs", number), NotProposed.message)
        elif identity is not None:
            found.append(PairKey(identity, pair.country))
    faults.check()
    return found


async def _view(call: Call, programme: Programme, proposal: Proposal) -> ProposalView:
    return await proposal_view(call, programme.slug, proposal)


COUNTRY: Final = one_of("country", N_("Country or region of the pair."), all_codes(), several=False)
OPERATIONS = (
    Operation(
        handler=propose,
        id="propose",
        tag="programmes",
        summary=N_("Ask for a proposal under the rules and weights of now; it is computed after the answer."),
        gives=ProposalView,
        needs_token=True,
        creates=True,
        is_task=True,
    ),
    Operation(
        handler=get_proposal,
        id="getProposal",
        tag="programmes",
        summary=N_("Show how far a proposal is, or what it comes to, with its proof and what each bound costs."),
        gives=ProposalView,
        needs_token=True,
    ),
    Operation(
        handler=list_pairs,
        id="listProposedPairs",
        tag="programmes",
        summary=N_("List the pairs of a proposal, by country or region, the highest score first."),
        gives=ProposedPairView,
        is_page=True,
        query=(COUNTRY, CURSOR, LIMIT),
        needs_token=True,
    ),
    Operation(
        handler=list_unserved,
        id="listUnserved",
        tag="programmes",
        summary=N_("List the exporters without a match in a proposal, and why."),
        gives=UnservedView,
        is_page=True,
        query=(one_of("why", N_("Why the exporter has no match."), Why, several=False), CURSOR, LIMIT),
        needs_token=True,
    ),
    Operation(
        handler=stop,
        id="stopProposal",
        tag="programmes",
        summary=N_("Stop the computation of a proposal."),
        gives=ProposalView,
        needs_token=True,
    ),
    Operation(
        handler=accept,
        id="acceptProposal",
        tag="programmes",
        summary=N_("Accept all pairs of a proposal, or some; what holds already stays as it is."),
        gives=ProposalView,
        reads=Acceptance,
        needs_token=True,
        example={"pairs": [PAIR]},
    ),
)
