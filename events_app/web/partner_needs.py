"""Technology needs in the partner's hands: listed, written, submitted for review, renewed and withdrawn."""

from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from events_app.domain.needs import NEED_STATE_NAMES, Need, NeedState
from events_app.domain.refusals import NotFound
from events_app.domain.rights import Noun, Right, may
from events_app.edge.desk import Visit, see
from events_app.edge.forms import Form, read_form
from events_app.edge.need_words import NEED_RINGS, facts_of, next_words
from events_app.edge.paging import Cursor, page_after, page_before, parse_cursor
from events_app.storage import needs
from events_app.web.need_forms import Place, act, form_page, keep
from events_app.web.partner import member_partner

PER_PAGE = 20
COUNTED = 1_000
LONGEST_WORDS = 200


@get("/{slug:str}/needs", include_in_schema=False)
async def needs_page(visit: NamedDependency[Visit], *, slug: FromPath[str]) -> Response[str]:
    """List the partner's needs, the one changed last first."""
    partner = await member_partner(slug, visit.asker)
    query = visit.request.query_params
    form = Form({name: query.getall(name, []) for name in ("state", "q")})
    state = form.choice("state", NeedState, required=False)
    words = form.line("q", most=LONGEST_WORDS)
    wanted = needs.Wanted(organisation_id=partner.id, states=(state,) if state else (), words=words)
    after, before = (parse_cursor(query.get(name)) for name in ("after", "before"))
    rows = await needs.list_needs(wanted, after=after, before=before, limit=PER_PAGE + 1)
    found = page_before(rows, PER_PAGE, _key) if before else page_after(rows, PER_PAGE, _key, after=after)
    return visit.page(
        "partner/needs.html",
        partner=partner,
        form=form,
        found=found,
        count=await needs.count_needs(wanted, at_most=COUNTED),
        query={"state": state or "", "q": words},
        next_words={row.id: next_words(row, visit.today) for row in found.items},
        states=list(NEED_STATE_NAMES.items()),
        state_names=NEED_STATE_NAMES,
        rings=NEED_RINGS,
        may_create=may(visit.asker, Right.CREATE, Noun.NEED, owner=partner.id),
    )


@get("/{slug:str}/needs/new", include_in_schema=False)
async def new_page(visit: NamedDependency[Visit], *, slug: FromPath[str]) -> Response[str]:
    """Show the form of a new need."""
    return form_page(visit, await _new(visit, slug))


@post("/{slug:str}/needs/new", include_in_schema=False, status_code=200)
async def add(visit: NamedDependency[Visit], *, slug: FromPath[str]) -> Response[Any]:
    """Keep a new need as a draft, and submit it where that was asked for."""
    return await keep(visit, await _new(visit, slug))


@get("/{slug:str}/needs/{need_slug:str}", include_in_schema=False)
async def need_page(visit: NamedDependency[Visit], *, slug: FromPath[str], need_slug: FromPath[str]) -> Response[str]:
    """Show the working copy, where it stands, and what can be done."""
    return _shown(visit, await _place(visit, slug, need_slug), Form())


@post("/{slug:str}/needs/{need_slug:str}", include_in_schema=False, status_code=200)
async def change(visit: NamedDependency[Visit], *, slug: FromPath[str], need_slug: FromPath[str]) -> Response[Any]:
    """Submit it for review, renew its approval, or withdraw it."""
    place = await _place(visit, slug, need_slug, Right.PUBLISH)
    form = await read_form(visit.request)
    deed = await act(visit, need_slug, form)
    return see(place.path, done=deed) if form.is_good else _shown(visit, place, form)


@get("/{slug:str}/needs/{need_slug:str}/edit", include_in_schema=False)
async def edit_page(visit: NamedDependency[Visit], *, slug: FromPath[str], need_slug: FromPath[str]) -> Response[str]:
    """Show the form as the working copy is now."""
    return form_page(visit, await _place(visit, slug, need_slug, Right.EDIT))


@post("/{slug:str}/needs/{need_slug:str}/edit", include_in_schema=False, status_code=200)
async def edit(visit: NamedDependency[Visit], *, slug: FromPath[str], need_slug: FromPath[str]) -> Response[Any]:
    """Keep the working copy, and submit it where that was asked for."""
    return await keep(visit, await _place(visit, slug, need_slug, Right.EDIT))


async def _new(visit: Visit, slug: str) -> Place:
    partner = await member_partner(slug, visit.asker, Right.CREATE)
    return Place(f"partner/{partner.slug}/needs", partner)


async def _place(visit: Visit, slug: str, need_slug: str, right: Right = Right.READ) -> Place:
    """A need of this very partner. Raises NotFound or NotAllowed."""
    partner = await member_partner(slug, visit.asker, right)
    need = await needs.get(need_slug)
    if need.organisation_id != partner.id:
        raise NotFound
    return Place(f"partner/{partner.slug}/needs", partner, need)


def _shown(visit: Visit, place: Place, form: Form) -> Response[str]:
    partner, need = place.partner, place.need
    if partner is None or need is None:
        raise NotFound
    return visit.page(
        "partner/need.html",
        status_code=200 if form.is_good else 422,
        partner=partner,
        here=place.path,
        form=form,
        next=next_words(need, visit.today),
        is_renewable=need.is_renewable(visit.today),
        state_names=NEED_STATE_NAMES,
        may_edit=may(visit.asker, Right.EDIT, Noun.NEED, owner=partner.id),
        may_bind=may(visit.asker, Right.PUBLISH, Noun.NEED, owner=partner.id),
        **facts_of(need, need.content, visit.today),
    )


def _key(row: Need) -> Cursor:
    return Cursor(row.modified_at.date(), row.id)


ROUTES = (needs_page, new_page, add, need_page, change, edit_page, edit)
