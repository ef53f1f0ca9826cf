"""Technology needs at the authority: what waits for review, and what it writes down itself; for organisers."""

from typing import Any

from litestar import Response, get, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from events_app.actions import needs as actions
from events_app.api.bodies import read_body
from events_app.api.calls import Call, answered, chosen
from events_app.api.fields import Model
from events_app.api.need_bodies import (
    NewNeed,
    WorkingNeed,
    partners_of,
    working_fields,
)
from events_app.api.need_deeds import Step, begun, changed, stepped, writing
from events_app.api.operations import CURSOR, LIMIT, WORDS, Operation, one_of
from events_app.domain.messages import N_
from events_app.domain.needs import Need, NeedState
from events_app.domain.offers import CooperationForm
from events_app.domain.organisations import Organisation
from events_app.domain.refusals import NotFound
from events_app.domain.rights import NotAllowed, Noun, Right, require, require_somewhere
from events_app.domain.sectors import SECTORS
from events_app.edge.paging import Cursor, page_after
from events_app.reference.countries import all_codes
from events_app.storage import needs
from events_app.storage.needs import Order


@get("/need-reviews")
async def list_all(call: NamedDependency[Call]) -> Response[bytes]:
    """List all needs but drafts of partner organisations, whatever their state."""
    _require_organiser(call)
    form = call.query("state", "country", "sector", "form", "order", "q", "cursor", "limit")
    limit, cursor = call.limit(form), call.cursor(form)
    wanted = needs.Wanted(
        hides_drafts=True,
        states=tuple(map(NeedState, chosen(form, "state", list(NeedState)))),
        country=form.one_of("country", all_codes(), required=False),
        sector=form.one_of("sector", SECTORS, required=False),
        form=form.choice("form", CooperationForm, required=False),
        order=form.choice("order", Order, required=False) or Order.CHANGED,
        words=form.line("q", most=200),
    )
    answered(form)
    rows = await needs.list_needs(wanted, after=cursor, limit=limit + 1)
    page = page_after(rows, limit, lambda need: Cursor(wanted.by.day_of(need), need.id), after=None)
    partners = await partners_of(page.items)
    views = [
        _view(call, need, partners.get(need.organisation_id) if need.organisation_id else None) for need in page.items
    ]
    return call.page(views, after=page.next)


@get("/need-reviews/{slug:str}")
async def get_review(call: NamedDependency[Call], *, slug: FromPath[str]) -> Response[bytes]:
    """Show one of them: what was submitted, or the authority's own working copy."""
    _require_organiser(call)
    need = await needs.get(slug)
    if need.state is NeedState.DRAFT and need.approved is None and need.organisation_id:
        raise NotFound
    partners = await partners_of([need])
    view = _view(call, need, partners[need.organisation_id] if need.organisation_id else None)
    return call.item(view, need.version)


@post("/needs", status_code=201)
async def begin(call: NamedDependency[Call]) -> Response[bytes]:
    """Keep what a country or region needs as a draft of the authority's own."""
    require(call.by, Right.CREATE, Noun.NEED)
    body = await read_body(call.request, NewNeed)
    body.check_day(call.today)

    async def create() -> tuple[Model, int, str]:
        need = await begun(call, body, None)
        return _view(call, need, None), need.version, need.slug

    return await call.created("need-reviews", create)


@patch("/needs/{slug:str}")
async def change(call: NamedDependency[Call], *, slug: FromPath[str]) -> Response[bytes]:
    """Change the working copy of a need of the authority's own by a merge patch."""
    need = await _own(call, slug, Right.EDIT)
    saved = await changed(call, need)
    return call.changed(_view(call, saved, None), saved.version)


@post("/needs/{slug:str}/submit", status_code=200)
async def submit(call: NamedDependency[Call], *, slug: FromPath[str]) -> Response[bytes]:
    """Ask for a review."""
    return await _stepped(call, slug, actions.submit)


@post("/needs/{slug:str}/withdraw", status_code=200)
async def withdraw(call: NamedDependency[Call], *, slug: FromPath[str]) -> Response[bytes]:
    """Show it to nobody any more."""
    return await _stepped(call, slug, actions.withdraw)


@post("/needs/{slug:str}/renew", status_code=200)
async def renew(call: NamedDependency[Call], *, slug: FromPath[str]) -> Response[bytes]:
    """Let the approval hold for another year at most."""
    return await _stepped(call, slug, actions.renew, zone=call.settings.home_zone)


def _require_organiser(call: Call) -> None:
    require_somewhere(call.by, Right.READ, Noun.NEED)
    if not call.by.is_organiser:
        raise NotAllowed


async def _own(call: Call, slug: str, right: Right) -> Need:
    """A need of the authority: what a partner wrote, the partner changes."""
    require(call.by, right, Noun.NEED)
    need = await needs.get(slug)
    if need.organisation_id:
        raise NotFound
    return need


async def _stepped(call: Call, slug: str, step: Step, **words: Any) -> Response[bytes]:  # noqa: ANN401 - of each step
    need = await _own(call, slug, Right.PUBLISH)
    saved = await stepped(call, need, step, **words)
    return call.changed(_view(call, saved, None), saved.version)


def _view(call: Call, need: Need, partner: Organisation | None) -> WorkingNeed:
    """What organisers read: what was submitted; a draft over what is approved stays the partner's."""
    is_submitted = need.state is not NeedState.DRAFT or need.organisation_id is None
    content = need.content if is_submitted else need.approved or need.content
    return WorkingNeed(**working_fields(call, need, content, partner))


OPERATIONS = (
    Operation(
        handler=list_all,
        id="listNeedReviews",
        tag="needs",
        summary=N_("List technology needs as organisers read them: whatever their status, without drafts of partners."),
        gives=WorkingNeed,
        is_page=True,
        query=(
            one_of("state", N_("Status of the working copy."), NeedState),
            one_of("country", N_("Country or region that seeks it."), all_codes(), several=False),
            one_of("sector", N_("Sector of the need."), SECTORS, several=False),
            one_of("form", N_("Form of cooperation."), CooperationForm, several=False),
            one_of("order", N_("Which come first."), Order, several=False),
            WORDS,
            CURSOR,
            LIMIT,
        ),
        needs_token=True,
    ),
    Operation(
        handler=get_review,
        id="getNeedReview",
        tag="needs",
        summary=N_("Show a technology need as organisers read it: what was submitted, or the authority’s own draft."),
        gives=WorkingNeed,
        needs_token=True,
    ),
    *writing("Need", WorkingNeed, begin=begin, change=change, submit=submit, withdraw=withdraw, renew=renew),
)
