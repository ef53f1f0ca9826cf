"""Proposals for the plan of an edition at the desk: asked for, watched, looked at, accepted in whole or in part."""

from typing import Any, Final
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from events_app.actions import allotments as actions
from events_app.domain.allotments import AllotmentProposal, NotInAllotment
from events_app.domain.exhibitions import Edition
from events_app.domain.refusals import Refusal
from events_app.domain.rights import NotAllowed, Noun, Right, may
from events_app.edge.allotment_pages import WORDS, get_shown, ordered, standing_values
from events_app.edge.desk import Visit, see
from events_app.edge.forms import Form, read_form
from events_app.edge.problems import problem_of
from events_app.storage import allotments
from events_app.web.desk_stands import edition_at

PER_PAGE: Final = 100
DEEDS: Final = ("stop", "discard", "all", "some")
QUERY: Final = ("standing", "order", "hall", "page")


@get("/exhibitions/{slug:str}/allotments", include_in_schema=False)
async def allotments_page(visit: NamedDependency[Visit], *, slug: FromPath[str]) -> Response[str]:
    """List the proposals for a plan, the newest first."""
    return await _listed(visit, await edition_at(visit, slug, Right.READ), Form())


@post("/exhibitions/{slug:str}/allotments", include_in_schema=False, status_code=200)
async def propose(visit: NamedDependency[Visit], *, slug: FromPath[str]) -> Response[Any]:
    """Have a proposal computed, and show how far it is."""
    edition = await edition_at(visit, slug, Right.EDIT)
    form = await read_form(visit.request)
    try:
        proposal = await actions.propose(slug, by=visit.asker, now=visit.now)
    except NotAllowed:
        raise
    except Refusal as refusal:
        form.problems["deed"] = problem_of(refusal)
        return await _listed(visit, edition, form)
    return see(f"{_home(slug)}/{proposal.number}")


@get("/exhibitions/{slug:str}/allotments/{number:int}", include_in_schema=False)
async def allotment_page(visit: NamedDependency[Visit], *, slug: FromPath[str], number: FromPath[int]) -> Response[str]:
    """Show how far a proposal is, or what it proposes."""
    edition = await edition_at(visit, slug, Right.READ)
    return await _shown(visit, edition, await allotments.get(edition.id, number), Form(_query(visit)))


@post("/exhibitions/{slug:str}/allotments/{number:int}", include_in_schema=False, status_code=200)
async def decide(visit: NamedDependency[Visit], *, slug: FromPath[str], number: FromPath[int]) -> Response[Any]:
    """Stop the computation, put the proposal away, or accept all or some of its lines."""
    edition = await edition_at(visit, slug, Right.EDIT)
    proposal = await allotments.get(edition.id, number)
    form = await read_form(visit.request)
    form.values.update(_query(visit))
    deed = form.one_of("deed", DEEDS)
    if not form.is_good:
        return await _shown(visit, edition, proposal, form)
    try:
        await _done(visit, slug, proposal, deed, form)
    except NotAllowed:
        raise
    except Refusal as refusal:
        form.problems["line"] = problem_of(refusal)
        return await _shown(visit, edition, await allotments.get(edition.id, number), form)
    kept = {name: form.value(name) for name in ("order", "hall", "page") if form.value(name)}
    return see(f"{_home(slug)}/{number}", done=deed, **kept)


async def _done(visit: Visit, slug: str, proposal: AllotmentProposal, deed: str, form: Form) -> None:
    by, now, number = visit.asker, visit.now, proposal.number
    match deed:
        case "stop":
            await actions.stop(slug, number, by=by, now=now)
        case "discard":
            await actions.discard(slug, number, by=by, now=now)
        case "all":
            # All that can be accepted; where nothing can, the action says why.
            await actions.accept(slug, number, (await get_shown(proposal)).proposed or None, by=by, now=now)
        case _:
            await actions.accept(slug, number, [_identity(each) for each in form.list("line")], by=by, now=now)


def _identity(value: str) -> UUID:
    """The application behind a tick. Raises NotInAllotment."""
    try:
        return UUID(value)
    except ValueError:
        raise NotInAllotment from None


def _home(slug: str) -> str:
    return f"desk/exhibitions/{slug}/allotments"


def _query(visit: Visit) -> dict[str, list[str]]:
    given = visit.request.query_params
    return {name: given.getall(name, []) for name in QUERY}


def _page_number(form: Form) -> int:
    text = form.value("page")
    return max(1, int(text)) if text.isascii() and text.isdecimal() and len(text) < len("100000") else 1


async def _listed(visit: Visit, edition: Edition, form: Form) -> Response[str]:
    return visit.page(
        "desk/stands/allotments.html",
        status_code=200 if form.is_good else 409,
        edition=edition,
        form=form,
        found=await allotments.list_allotments(edition.id),
        may_edit=may(visit.asker, Right.EDIT, Noun.ADMISSION, owner=edition.unit_id),
        **WORDS,
    )


async def _shown(visit: Visit, edition: Edition, proposal: AllotmentProposal, form: Form) -> Response[str]:
    shown = await get_shown(proposal) if proposal.figures else None
    wanted, order = standing_values(form.list("standing")), form.value("order")
    rows = ordered(shown.rows, wanted, order, visit.language) if shown else []
    pages = max(1, -(-len(rows) // PER_PAGE))
    page = min(_page_number(form), pages)
    halls = shown.halls if shown else ()
    hall = next((each for each in halls if str(each.id) == form.value("hall")), halls[0] if halls else None)
    return visit.page(
        "desk/stands/allotment.html",
        status_code=409 if form.problems else 200,
        edition=edition,
        proposal=proposal,
        figures=proposal.figures,
        form=form,
        shown=shown,
        counts=shown.counts() if shown else {},
        rows=rows[(page - 1) * PER_PAGE : page * PER_PAGE],
        page_number=page,
        pages=pages,
        hall=hall,
        drawing=shown.drawing(hall, visit.language) if shown and hall else None,
        kept={name: form.list(name) for name in ("standing", "order")},
        may_edit=may(visit.asker, Right.EDIT, Noun.ADMISSION, owner=edition.unit_id),
        may_decide=proposal.is_open and may(visit.asker, Right.DECIDE, Noun.ADMISSION, owner=edition.unit_id),
        **WORDS,
    )


ROUTES = (allotments_page, propose, allotment_page, decide)
