"""Technology needs at the desk: what waits for review, decided with words, and what the authority writes down."""

from dataclasses import replace
from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from events_app.actions import needs as actions
from events_app.domain.needs import NEED_STATE_NAMES, Need, NeedContent, NeedState, Visibility
from events_app.domain.offers import FORM_NAMES, CooperationForm
from events_app.domain.refusals import NotFound, Refusal
from events_app.domain.rights import NotAllowed, Noun, Right, may, require, require_somewhere
from events_app.domain.sectors import SECTORS
from events_app.edge.desk import Visit, see
from events_app.edge.forms import Form, read_form
from events_app.edge.need_words import NEED_RINGS, facts_of
from events_app.edge.paging import Cursor, page_after, page_before, parse_cursor
from events_app.edge.problems import problem_of
from events_app.reference import countries
from events_app.storage import needs
from events_app.storage.needs import Order
from events_app.web.desk_exhibitions import country_choices
from events_app.web.desk_offers import is_organiser
from events_app.web.need_forms import Place, act, form_page, keep
from events_app.web.needs import get_partner, list_partners

PER_PAGE = 30
COUNTED = 1_000
LONGEST_WORDS = 200
LONGEST_REASON = 2_000
BASE = "desk/needs"
FILTERS = ("state", "country", "sector", "form", "order", "q")


@get("/needs", include_in_schema=False)
async def needs_page(visit: NamedDependency[Visit]) -> Response[str]:
    """List what the asker may read: organisers all but drafts of partners, partners what is public."""
    require_somewhere(visit.asker, Right.READ, Noun.NEED)
    query = visit.request.query_params
    form = Form({name: query.getall(name, []) for name in FILTERS})
    wanted = _wanted(visit, form)
    after, before = (parse_cursor(query.get(name)) for name in ("after", "before"))
    rows = await needs.list_needs(wanted, after=after, before=before, limit=PER_PAGE + 1)

    def key(row: Need) -> Cursor:
        return Cursor(wanted.by.day_of(row), row.id)

    found = page_before(rows, PER_PAGE, key) if before else page_after(rows, PER_PAGE, key, after=after)
    return visit.page(
        "desk/needs/list.html",
        form=form,
        found=found,
        contents={row.id: _content(row, visit) for row in found.items},
        partners=await list_partners(found.items),
        count=await needs.count_needs(wanted, at_most=COUNTED),
        query={name: form.value(name) for name in FILTERS},
        states=list(NEED_STATE_NAMES.items()),
        state_names=NEED_STATE_NAMES,
        countries=country_choices(visit.language, visit.settings),
        sectors=list(SECTORS),
        form_names=FORM_NAMES,
        rings=NEED_RINGS,
        organises=is_organiser(visit.asker),
        may_create=may(visit.asker, Right.CREATE, Noun.NEED),
    )


@get("/needs/new", include_in_schema=False)
async def new_page(visit: NamedDependency[Visit]) -> Response[str]:
    """Show the form of a need that belongs to no organisation."""
    require(visit.asker, Right.CREATE, Noun.NEED)
    return form_page(visit, Place(BASE, None))


@post("/needs/new", include_in_schema=False, status_code=200)
async def add(visit: NamedDependency[Visit]) -> Response[Any]:
    """Keep what a country or region needs as a draft, and submit it where that was asked for."""
    require(visit.asker, Right.CREATE, Noun.NEED)
    return await keep(visit, Place(BASE, None))


@get("/needs/{slug:str}", include_in_schema=False)
async def need_page(visit: NamedDependency[Visit], *, slug: FromPath[str]) -> Response[str]:
    """Show a need: organisers what is in review, partners what is public."""
    return await _shown(visit, await _readable(visit, slug), Form())


@post("/needs/{slug:str}", include_in_schema=False, status_code=200)
async def decide(visit: NamedDependency[Visit], *, slug: FromPath[str]) -> Response[Any]:
    """Approve what is in review, or return it with words."""
    require(visit.asker, Right.DECIDE, Noun.NEED)
    need = await _readable(visit, slug)
    form = await read_form(visit.request)
    decision = form.one_of("decision", ("approve", "return"))
    reason = form.words("reason", most=LONGEST_REASON)
    version = form.number("version", 1, 10**9, required=True)
    if not form.is_good:
        return await _shown(visit, need, form)
    try:
        await actions.decide(
            slug,
            is_approved=decision == "approve",
            reason=reason,
            version=version,
            by=visit.asker,
            now=visit.now,
            zone=visit.settings.home_zone,
        )
    except NotAllowed:
        raise
    except Refusal as refusal:
        form.problems["reason"] = problem_of(refusal)
        return await _shown(visit, await _readable(visit, slug), form)
    return see(f"{BASE}/{slug}", done=decision)


@get("/needs/{slug:str}/edit", include_in_schema=False)
async def edit_page(visit: NamedDependency[Visit], *, slug: FromPath[str]) -> Response[str]:
    """Show the form of a need of the authority's own."""
    return form_page(visit, await _own(visit, slug, Right.EDIT))


@post("/needs/{slug:str}/edit", include_in_schema=False, status_code=200)
async def edit(visit: NamedDependency[Visit], *, slug: FromPath[str]) -> Response[Any]:
    """Keep a need of the authority's own, and submit it where that was asked for."""
    return await keep(visit, await _own(visit, slug, Right.EDIT))


@post("/needs/{slug:str}/deed", include_in_schema=False, status_code=200)
async def change(visit: NamedDependency[Visit], *, slug: FromPath[str]) -> Response[Any]:
    """Submit a need of the authority's own for review, renew its approval, or withdraw it."""
    place = await _own(visit, slug, Right.PUBLISH)
    form = await read_form(visit.request)
    deed = await act(visit, slug, form)
    return see(place.path, done=deed) if form.is_good else await _shown(visit, await _readable(visit, slug), form)


async def _readable(visit: Visit, slug: str) -> Need:
    """A need that the asker may read. Raises NotFound or NotAllowed."""
    require_somewhere(visit.asker, Right.READ, Noun.NEED)
    need = await needs.get(slug)
    if is_organiser(visit.asker):
        if need.state is NeedState.DRAFT and need.approved is None and need.organisation_id:
            raise NotFound
        return need
    approved = need.approved
    if not need.is_shown(visit.today) or approved is None or approved.visibility is not Visibility.PUBLIC:
        raise NotFound
    return need


async def _own(visit: Visit, slug: str, right: Right) -> Place:
    """A need of the authority: what a partner wrote, the partner changes. Raises NotFound or NotAllowed."""
    require(visit.asker, right, Noun.NEED)
    need = await needs.get(slug)
    if need.organisation_id:
        raise NotFound
    return Place(BASE, None, need)


def _content(need: Need, visit: Visit) -> NeedContent:
    """The content that the asker reads: what was submitted, for organisers; a draft over it stays the partner's."""
    if is_organiser(visit.asker) and (need.state is not NeedState.DRAFT or need.organisation_id is None):
        return need.content
    return need.approved or need.content


def _wanted(visit: Visit, form: Form) -> needs.Wanted:
    wanted = needs.Wanted(
        country=form.one_of("country", countries.all_codes(), required=False),
        sector=form.one_of("sector", SECTORS, required=False),
        form=form.choice("form", CooperationForm, required=False),
        words=form.line("q", most=LONGEST_WORDS),
    )
    if not is_organiser(visit.asker):
        return replace(wanted, shown_to=(Visibility.PUBLIC,), today=visit.today)
    state = form.choice("state", NeedState, required=False)
    order = form.choice("order", Order, required=False) or Order.CHANGED
    return replace(wanted, hides_drafts=True, states=(state,) if state else (), order=order)


async def _shown(visit: Visit, need: Need, form: Form) -> Response[str]:
    owner = need.organisation_id
    is_own = owner is None
    return visit.page(
        "desk/needs/show.html",
        status_code=200 if form.is_good else 422,
        partner=await get_partner(need),
        form=form,
        organises=is_organiser(visit.asker),
        may_decide=may(visit.asker, Right.DECIDE, Noun.NEED, owner=owner) and need.state is NeedState.IN_REVIEW,
        may_edit=is_own and may(visit.asker, Right.EDIT, Noun.NEED),
        may_bind=is_own and may(visit.asker, Right.PUBLISH, Noun.NEED),
        is_renewable=need.is_renewable(visit.today),
        state_names=NEED_STATE_NAMES,
        **facts_of(need, _content(need, visit), visit.today),
    )


ROUTES = (needs_page, new_page, add, need_page, decide, edit_page, edit, change)
