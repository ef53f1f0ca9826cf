"""Proposals for the plan of an exhibition: asked for, how far they are, their lines, accepted in whole or in part."""

from typing import Any, Final
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from pydantic import Field

from events_app.actions import allotments as actions
from events_app.api.allotment_views import AllotmentLineView, AllotmentView, allotment_view, line_view
from events_app.api.bodies import read_body
from events_app.api.calls import Call, answered, chosen
from events_app.api.fields import Model
from events_app.api.halls import edition_of
from events_app.api.match_views import cut, first_place
from events_app.api.operations import CURSOR, LIMIT, Operation, one_of
from events_app.domain.allotments import Standing
from events_app.domain.messages import N_
from events_app.domain.rights import Right
from events_app.edge.allotment_pages import get_shown, ordered
from events_app.storage import allotments

MOST_LINES: Final = 10_000


class ChosenLines(Model):
    """What of a proposal is accepted."""

    applications: tuple[UUID, ...] | None = Field(
        max_length=MOST_LINES, description=N_("Applications whose stands are given; null: all of the proposal.").id
    )


@get("/exhibitions/{slug:str}/allotments")
async def list_allotments(call: NamedDependency[Call], *, slug: FromPath[str]) -> Response[bytes]:
    """List the proposals for the plan of an exhibition, the newest first."""
    edition = await edition_of(call, slug, Right.READ)
    form = call.query("cursor", "limit")
    limit, first = call.limit(form), first_place(call, form)
    answered(form)
    found, after = cut(await allotments.list_allotments(edition.id), first, limit)
    return call.page([allotment_view(call, edition, each) for each in found], after=after)


@post("/exhibitions/{slug:str}/allotments", status_code=202)
async def propose(call: NamedDependency[Call], *, slug: FromPath[str]) -> Response[bytes]:
    """Have a proposal computed."""
    edition = await edition_of(call, slug, Right.EDIT)

    async def create() -> tuple[Model, int, str]:
        proposal = await actions.propose(slug, by=call.by, now=call.now)
        return allotment_view(call, edition, proposal), 1, str(proposal.number)

    return await call.created(f"exhibitions/{slug}/allotments", create, status=202)


@get("/exhibitions/{slug:str}/allotments/{number:int}")
async def get_allotment(call: NamedDependency[Call], *, slug: FromPath[str], number: FromPath[int]) -> Response[bytes]:
    """Show how far a proposal is, or what it comes to."""
    edition = await edition_of(call, slug, Right.READ)
    return call.item(allotment_view(call, edition, await allotments.get(edition.id, number)), 1)


@get("/exhibitions/{slug:str}/allotments/{number:int}/lines")
async def list_lines(call: NamedDependency[Call], *, slug: FromPath[str], number: FromPath[int]) -> Response[bytes]:
    """List what a proposal says of each application, by the names of companies."""
    edition = await edition_of(call, slug, Right.READ)
    proposal = await allotments.get(edition.id, number)
    form = call.query("standing", "cursor", "limit")
    standings = chosen(form, "standing", list(Standing))
    limit, first = call.limit(form), first_place(call, form)
    answered(form)
    whole = ordered((await get_shown(proposal)).rows, standings, "company", call.language)
    rows, after = cut(whole, first, limit)
    return call.page([line_view(call, row) for row in rows], after=after)


@post("/exhibitions/{slug:str}/allotments/{number:int}/stop", status_code=200)
async def stop(call: NamedDependency[Call], *, slug: FromPath[str], number: FromPath[int]) -> Response[bytes]:
    """Have a computation left."""
    edition = await edition_of(call, slug, Right.EDIT)
    stopped = await actions.stop(slug, number, by=call.by, now=call.now)
    return call.changed(allotment_view(call, edition, stopped), 1)


@post("/exhibitions/{slug:str}/allotments/{number:int}/discard", status_code=200)
async def discard(call: NamedDependency[Call], *, slug: FromPath[str], number: FromPath[int]) -> Response[bytes]:
    """Put a proposal away."""
    edition = await edition_of(call, slug, Right.EDIT)
    discarded = await actions.discard(slug, number, by=call.by, now=call.now)
    return call.changed(allotment_view(call, edition, discarded), 1)


@post("/exhibitions/{slug:str}/allotments/{number:int}/accept", status_code=200)
async def accept(call: NamedDependency[Call], *, slug: FromPath[str], number: FromPath[int]) -> Response[bytes]:
    """Give the stands of a proposal to the applications named, or to all."""
    edition = await edition_of(call, slug, Right.DECIDE)
    body = await read_body(call.request, ChosenLines)
    await actions.accept(slug, number, body.applications, by=call.by, now=call.now)
    return call.changed(allotment_view(call, edition, await allotments.get(edition.id, number)), 1)


def _operation(handler: Any, id_: str, summary: Any, gives: type[Model] = AllotmentView, **more: Any) -> Operation:  # noqa: ANN401 - fields of Operation
    return Operation(handler=handler, id=id_, tag="stands", summary=summary, gives=gives, needs_token=True, **more)


OPERATIONS = (
    _operation(
        list_allotments,
        "listAllotments",
        N_("List the proposals for the plan of an exhibition, the newest first."),
        is_page=True,
        query=(CURSOR, LIMIT),
    ),
    _operation(
        propose,
        "proposeAllotment",
        N_("Ask for a proposal of who gets which stands; it is computed after the answer, and changes nothing."),
        creates=True,
        is_task=True,
    ),
    _operation(get_allotment, "getAllotment", N_("Show how far a proposal for a plan is, or what it comes to.")),
    _operation(
        list_lines,
        "listAllotmentLines",
        N_("List what a proposal says of each application, and what that is worth on the plan as it is now."),
        AllotmentLineView,
        is_page=True,
        query=(one_of("standing", N_("What the line is worth now."), Standing), CURSOR, LIMIT),
    ),
    _operation(stop, "stopAllotment", N_("Stop the computation of a proposal for a plan.")),
    _operation(discard, "discardAllotment", N_("Discard a proposal for a plan; stands that were given stay given.")),
    _operation(
        accept,
        "acceptAllotment",
        N_(
            "Give the stands of a proposal to all of its applications, or some; all of them, or none where one is gone."
        ),
        reads=ChosenLines,
        example={"applications": ["6f1c1f6e-7a0f-4c39-9d64-2b7f6f3c1d11"]},
    ),
)
