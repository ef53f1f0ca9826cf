"""Technology needs at the authority: what waits for review, and what it writes down itself; for organisers."""

from collections.abc import Awaitable, Callable
from typing import Any

from litestar import Response, get, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from events_app.actions import needs as actions
from events_app.api.bodies import patched, read_body, read_patch
from events_app.api.calls import Call, answered, chosen
from events_app.api.fields import Model
from events_app.api.need_bodies import (
    BEGIN,
    CHANGE,
    EXAMPLE,
    RENEW,
    SUBMIT,
    WITHDRAW,
    WRITE,
    NeedBody,
    NewNeed,
    WorkingNeed,
    partners_of,
    working_fields,
)
from events_app.api.operations import CURSOR, LIMIT, WORDS, Operation, one_of
from events_app.domain.messages import N_
from events_app.domain.needs import Need, NeedContent, NeedState
from events_app.domain.offers import CooperationForm
from events_app.domain.organisations import Organisation
from events_app.domain.refusals import NotFound
from events_app.domain.rights import NotAllowed, Noun, Right, require, require_somewhere
from events_app.domain.sectors import SECTORS
from events_app.edge.paging import Cursor, page_after
from events_app.edge.slugs import slug_of
from events_app.reference.countries import all_codes
from events_app.storage import needs
from events_app.storage.needs import Order

Step = Callable[..., Awaitable[Need]]


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
        content = body.on(NeedContent())
        need = await actions.begin(
            None,
            content,
            slug=body.slug or slug_of(content.title.shown(content.title.source).text),
            wanted_until=body.wanted_until,
            by=call.by,
            now=call.now,
        )
        return _view(call, need, None), need.version, need.slug

    return await call.created("need-reviews", create)


@patch("/needs/{slug:str}")
async def change(call: NamedDependency[Call], *, slug: FromPath[str]) -> Response[bytes]:
    """Change the working copy of a need of the authority's own by a merge patch."""
    need = await _own(call, slug, Right.EDIT)
    body = patched(NeedBody.of(need), await read_patch(call.request), NeedBody)
    version = call.version(need.version) or need.version
    body.check_day(call.today)
    saved = await actions.write(
        slug,
        body.on(need.content),
        wanted_until=body.wanted_until,
        version=version,
        by=call.by,
        now=call.now,
        zone=call.settings.home_zone,
    )
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
    saved = await step(slug, version=call.version(need.version), by=call.by, now=call.now, **words)
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
    Operation(
        handler=begin,
        id="beginNeed",
        tag="needs",
        summary=BEGIN,
        gives=WorkingNeed,
        reads=NewNeed,
        needs_token=True,
        creates=True,
        example=EXAMPLE,
    ),
    Operation(
        handler=change,
        id="changeNeed",
        tag="needs",
        summary=WRITE,
        gives=WorkingNeed,
        reads=NeedBody,
        merges=True,
        needs_token=True,
        is_versioned=True,
        example=CHANGE,
    ),
    *(
        Operation(
            handler=handler,
            id=f"{deed}Need",
            tag="needs",
            summary=summary,
            gives=WorkingNeed,
            needs_token=True,
            is_versioned=True,
        )
        for handler, deed, summary in (
            (submit, "submit", SUBMIT),
            (withdraw, "withdraw", WITHDRAW),
            (renew, "renew", RENEW),
        )
    ),
)
