"""Technology needs in the partner organisation's hands: written, submitted for review, renewed and withdrawn."""

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
    working_fields,
)
from events_app.api.need_deeds import Step, begun, changed, stepped, writing
from events_app.api.operations import CURSOR, LIMIT, WORDS, Operation, one_of
from events_app.api.references import partner_of
from events_app.domain.messages import N_
from events_app.domain.needs import Need, NeedState
from events_app.domain.organisations import Organisation
from events_app.domain.refusals import NotFound
from events_app.domain.rights import Right
from events_app.edge.need_words import next_words
from events_app.edge.paging import Cursor, page_after
from events_app.storage import needs


class OwnNeedView(WorkingNeed):
    """The working copy of a need, for its partner organisation; `next` says what happens next."""

    next: str


@get("/partners/{slug:str}/needs")
async def list_own(call: NamedDependency[Call], *, slug: FromPath[str]) -> Response[bytes]:
    """List a partner organisation's needs, drafts too, the one changed last first."""
    partner = await partner_of(call, slug, Right.READ)
    form = call.query("state", "q", "cursor", "limit")
    limit, cursor = call.limit(form), call.cursor(form)
    states = tuple(map(NeedState, chosen(form, "state", list(NeedState))))
    wanted = needs.Wanted(organisation_id=partner.id, states=states, words=form.line("q", most=200))
    answered(form)
    rows = await needs.list_needs(wanted, after=cursor, limit=limit + 1)
    page = page_after(rows, limit, lambda need: Cursor(wanted.by.day_of(need), need.id), after=None)
    return call.page([_view(call, partner, need) for need in page.items], after=page.next)


@get("/partners/{slug:str}/needs/{need_slug:str}")
async def get_own(call: NamedDependency[Call], *, slug: FromPath[str], need_slug: FromPath[str]) -> Response[bytes]:
    """Show the working copy of one need."""
    partner, need = await _own(call, slug, need_slug, Right.READ)
    return call.item(_view(call, partner, need), need.version)


@post("/partners/{slug:str}/needs", status_code=201)
async def begin(call: NamedDependency[Call], *, slug: FromPath[str]) -> Response[bytes]:
    """Keep a new need as a draft; without a country or region it is for the partner's own."""
    partner = await partner_of(call, slug, Right.CREATE)
    body = await read_body(call.request, NewNeed)
    body.check_day(call.today)

    async def create() -> tuple[Model, int, str]:
        need = await begun(call, body, partner)
        return _view(call, partner, need), need.version, need.slug

    return await call.created(f"partners/{slug}/needs", create)


@patch("/partners/{slug:str}/needs/{need_slug:str}")
async def change(call: NamedDependency[Call], *, slug: FromPath[str], need_slug: FromPath[str]) -> Response[bytes]:
    """Change the working copy by a merge patch; what is approved stays for readers until the next review."""
    partner, need = await _own(call, slug, need_slug, Right.EDIT)
    saved = await changed(call, need)
    return call.changed(_view(call, partner, saved), saved.version)


@post("/partners/{slug:str}/needs/{need_slug:str}/submit", status_code=200)
async def submit(call: NamedDependency[Call], *, slug: FromPath[str], need_slug: FromPath[str]) -> Response[bytes]:
    """Ask for a review."""
    return await _stepped(call, slug, need_slug, actions.submit)


@post("/partners/{slug:str}/needs/{need_slug:str}/withdraw", status_code=200)
async def withdraw(call: NamedDependency[Call], *, slug: FromPath[str], need_slug: FromPath[str]) -> Response[bytes]:
    """Show it to nobody any more."""
    return await _stepped(call, slug, need_slug, actions.withdraw)


@post("/partners/{slug:str}/needs/{need_slug:str}/renew", status_code=200)
async def renew(call: NamedDependency[Call], *, slug: FromPath[str], need_slug: FromPath[str]) -> Response[bytes]:
    """Let the approval hold for another year at most."""
    return await _stepped(call, slug, need_slug, actions.renew, zone=call.settings.home_zone)


async def _own(call: Call, slug: str, need_slug: str, right: Right) -> tuple[Organisation, Need]:
    partner = await partner_of(call, slug, right)
    need = await needs.get(need_slug)
    if need.organisation_id != partner.id:
        raise NotFound
    return partner, need


async def _stepped(call: Call, slug: str, need_slug: str, step: Step, **words: Any) -> Response[bytes]:  # noqa: ANN401 - of each step
    partner, need = await _own(call, slug, need_slug, Right.PUBLISH)
    saved = await stepped(call, need, step, **words)
    return call.changed(_view(call, partner, saved), saved.version)


def _view(call: Call, partner: Organisation, need: Need) -> OwnNeedView:
    return OwnNeedView(**working_fields(call, need, need.content, partner), next=call.say(next_words(need, call.today)))


OPERATIONS = (
    Operation(
        handler=list_own,
        id="listPartnerNeeds",
        tag="needs",
        summary=N_("List a partner organisation’s technology needs, drafts too, the one changed last first."),
        gives=OwnNeedView,
        is_page=True,
        query=(one_of("state", N_("Status of the working copy."), NeedState), WORDS, CURSOR, LIMIT),
        needs_token=True,
    ),
    Operation(
        handler=get_own,
        id="getPartnerNeed",
        tag="needs",
        summary=N_("Show the working copy of a technology need."),
        gives=OwnNeedView,
        needs_token=True,
    ),
    *writing("PartnerNeed", OwnNeedView, begin=begin, change=change, submit=submit, withdraw=withdraw, renew=renew),
)
