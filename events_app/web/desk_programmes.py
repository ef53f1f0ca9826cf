"""Matching programmes at the desk: listed, made, changed, pairs forced, proposals asked for, pairs taken back."""

from typing import Any, Final

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from events_app.actions import programmes as actions
from events_app.actions import proposals as proposal_actions
from events_app.domain.messages import N_
from events_app.domain.organisations import Organisation, OrganisationKind
from events_app.domain.programmes import (
    LONGEST_REASON,
    Force,
    Programme,
    ProgrammeKind,
    ProgrammeState,
)
from events_app.domain.proposals import PlacesTaken
from events_app.domain.refusals import NotFound, Refusal
from events_app.domain.rights import NotAllowed, Noun, Right, may, require, require_somewhere
from events_app.domain.sectors import ALL_SECTORS, SECTORS
from events_app.edge.desk import Visit, see
from events_app.edge.forms import Form, read_form
from events_app.edge.paging import Cursor, page_after, page_before, parse_cursor
from events_app.edge.problems import Problem, problem_of
from events_app.edge.programme_words import WORDS
from events_app.reference import countries
from events_app.reference.groups import GROUPS
from events_app.storage import exhibitions, offers, organisations, programmes, proposals
from events_app.web.countries import REGIONS
from events_app.web.desk_exhibitions import country_choices
from events_app.web.programme_forms import add_rows, blank_form, filled_form, read_programme, rows_of

PER_PAGE: Final = 30
COUNTED: Final = 1_000
MOST_SHOWN: Final = 200
BASE: Final = "desk/programmes"
FILTERS: Final = ("kind", "state", "q")
DEEDS: Final = ("close", "reopen", "propose", "force", "release", "take_back")
NO_SUCH_COMPANY = N_("No exporter has this address. It is the last part of the address of its page.")


@get("/programmes", include_in_schema=False)
async def programmes_page(visit: NamedDependency[Visit]) -> Response[str]:
    """List the programmes, the one that begins last first."""
    require_somewhere(visit.asker, Right.READ, Noun.PROGRAMME)
    query = visit.request.query_params
    form = Form({name: query.getall(name, []) for name in FILTERS})
    kind = form.choice("kind", ProgrammeKind, required=False)
    state = form.choice("state", ProgrammeState, required=False)
    wanted = programmes.Wanted(
        kinds=(kind,) if kind else (), states=(state,) if state else (), words=form.line("q", most=200)
    )
    after, before = (parse_cursor(query.get(name)) for name in ("after", "before"))
    rows = await programmes.list_programmes(wanted, after=after, before=before, limit=PER_PAGE + 1)

    def key(row: Programme) -> Cursor:
        return Cursor(row.first_day, row.id)

    found = page_before(rows, PER_PAGE, key) if before else page_after(rows, PER_PAGE, key, after=after)
    ids = [row.id for row in found.items]
    return visit.page(
        "desk/programmes/list.html",
        form=form,
        found=found,
        latest=await proposals.list_latest(ids),
        accepted=await proposals.count_accepted(ids),
        count=await programmes.count_programmes(wanted, at_most=COUNTED),
        query={name: form.value(name) for name in FILTERS},
        may_create=may(visit.asker, Right.CREATE, Noun.PROGRAMME),
        **WORDS,
    )


@get("/programmes/new", include_in_schema=False)
async def new_page(visit: NamedDependency[Visit]) -> Response[str]:
    """Show the form of a new programme."""
    require(visit.asker, Right.CREATE, Noun.PROGRAMME)
    return _form(visit, None, blank_form())


@post("/programmes/new", include_in_schema=False, status_code=200)
async def add(visit: NamedDependency[Visit]) -> Response[Any]:
    """Keep a new programme, or add countries to the form."""
    require(visit.asker, Right.CREATE, Noun.PROGRAMME)
    form = await read_form(visit.request)
    if form.value("deed") == "add":
        await add_rows(form, visit)
        return _form(visit, None, form)
    programme = await read_programme(form, None, visit)
    if programme is None:
        return _form(visit, None, form)
    kept = await actions.add(programme, by=visit.asker, now=visit.now)
    return see(f"{BASE}/{kept.slug}", done="saved")


@get("/programmes/{slug:str}", include_in_schema=False)
async def programme_page(visit: NamedDependency[Visit], *, slug: FromPath[str]) -> Response[str]:
    """Show the rules, forced pairs, proposals and what was accepted."""
    require_somewhere(visit.asker, Right.READ, Noun.PROGRAMME)
    return await _shown(visit, await programmes.get(slug), Form())


@post("/programmes/{slug:str}", include_in_schema=False, status_code=200)
async def act(visit: NamedDependency[Visit], *, slug: FromPath[str]) -> Response[Any]:
    """Close or open it, ask for a proposal, force a pair or leave it, take an accepted pair back."""
    require(visit.asker, Right.EDIT, Noun.PROGRAMME)
    programme = await programmes.get(slug)
    form = await read_form(visit.request)
    deed = form.one_of("deed", DEEDS)
    if not form.is_good:
        return await _shown(visit, programme, form)
    try:
        done = await _acted(visit, programme, deed, form)
    except NotAllowed:
        raise
    except Refusal as refusal:
        form.problems["reason" if deed in {"force", "take_back"} else "deed"] = problem_of(refusal)
        done = None
    return see(done, done=deed) if done else await _shown(visit, await programmes.get(slug), form)


@get("/programmes/{slug:str}/edit", include_in_schema=False)
async def edit_page(visit: NamedDependency[Visit], *, slug: FromPath[str]) -> Response[str]:
    """Show the form as the programme is now."""
    require(visit.asker, Right.EDIT, Noun.PROGRAMME)
    programme = await programmes.get(slug)
    return _form(visit, programme, await filled_form(programme))


@post("/programmes/{slug:str}/edit", include_in_schema=False, status_code=200)
async def edit(visit: NamedDependency[Visit], *, slug: FromPath[str]) -> Response[Any]:
    """Keep changed rules, or add countries to the form."""
    require(visit.asker, Right.EDIT, Noun.PROGRAMME)
    old = await programmes.get(slug)
    form = await read_form(visit.request)
    if form.value("deed") == "add":
        await add_rows(form, visit)
        return _form(visit, old, form)
    new = await read_programme(form, old, visit)
    if new is None:
        return _form(visit, old, form)
    try:
        await actions.change(slug, new, by=visit.asker, now=visit.now)
    except NotAllowed:
        raise
    except Refusal as refusal:
        form.problems["add"] = told(refusal, visit)
        form.put("version", old.version)
        return _form(visit, old, form)
    return see(f"{BASE}/{slug}", done="saved")


def told(refusal: Refusal, visit: Visit) -> Problem:
    """What was refused, with the name of the country or region that it is about."""
    problem = problem_of(refusal)
    if not isinstance(refusal, PlacesTaken):
        return problem
    code = str(refusal.params["country"])
    named = countries.name(code, visit.language, visit.settings.country_names)
    return Problem(problem.message, {**problem.params, "country": named})


async def _acted(visit: Visit, programme: Programme, deed: str, form: Form) -> str | None:
    """Do it; the page to go on with, None where something of the form is wrong."""
    here, by, now = f"{BASE}/{programme.slug}", visit.asker, visit.now
    match deed:
        case "propose":
            proposal = await proposal_actions.propose(programme.slug, by=by, now=now)
            return f"{here}/proposals/{proposal.number}"
        case "close":
            await actions.close(programme.slug, by=by, now=now)
        case "reopen":
            await actions.reopen(programme.slug, by=by, now=now)
        case "release":
            await actions.release(programme.slug, form.identity("company_id"), form.value("code"), by=by, now=now)
        case "take_back":
            reason = form.line("reason", required=True, most=LONGEST_REASON)
            company_id, code = form.identity("company_id"), form.value("code")
            if not form.is_good:
                return None
            await proposal_actions.take_back(programme.slug, company_id, code, reason=reason, by=by, now=now)
        case _:
            return here if await _forced(visit, programme, form) else None
    return here


async def _forced(visit: Visit, programme: Programme, form: Form) -> bool:
    force = form.choice("force", Force)
    code = form.one_of("code", [one.code for one in programme.rules.countries])
    reason = form.line("reason", required=True, most=LONGEST_REASON)
    company = await _company(form)
    if not form.is_good or force is None or company is None:
        return False
    await actions.force(programme.slug, company.id, code, force, reason=reason, by=visit.asker, now=visit.now)
    return True


async def _company(form: Form) -> Organisation | None:
    """The exporter whose address was typed."""
    slug = form.line("company", required=True)
    if not slug:
        return None
    try:
        company = await organisations.get_by_slug(slug)
    except NotFound:
        company = None
    if company is None or company.kind is not OrganisationKind.EXPORTER:
        form.fail("company", NO_SUCH_COMPANY)
        return None
    return company


async def _shown(visit: Visit, programme: Programme, form: Form) -> Response[str]:
    accepted = await proposals.list_accepted_of(programme)
    shown = accepted[:MOST_SHOWN]
    edition_id = programme.edition_id
    editions = await exhibitions.list_editions_by_id([edition_id]) if edition_id else {}
    named = {*(one.company_id for one in programme.forced), *(one.company_id for one in shown)}
    led = await offers.list_by_id({one.offer_id for one in shown if one.offer_id})
    return visit.page(
        "desk/programmes/show.html",
        status_code=200 if form.is_good else 422,
        programme=programme,
        form=form,
        edition=editions.get(edition_id) if edition_id else None,
        proposals=await proposals.list_proposals(programme.id),
        accepted=shown,
        accepted_count=len(accepted),
        accepted_of={one.code: sum(each.code == one.code for each in accepted) for one in programme.rules.countries},
        companies=await organisations.list_by_id(named),
        offers={offer.id: offer for offer in led},
        may_edit=may(visit.asker, Right.EDIT, Noun.PROGRAMME) and programme.state is ProgrammeState.OPEN,
        may_decide=may(visit.asker, Right.DECIDE, Noun.PROGRAMME) and programme.state is ProgrammeState.OPEN,
        may_open=may(visit.asker, Right.EDIT, Noun.PROGRAMME),
        **WORDS,
    )


def _form(visit: Visit, programme: Programme | None, form: Form) -> Response[str]:
    return visit.page(
        "desk/programmes/edit.html",
        status_code=200 if form.is_good else 422,
        programme=programme,
        form=form,
        rows=rows_of(form),
        source=programme.name.source if programme else visit.language,
        groups=[(code, group.name) for code, group in GROUPS.items()],
        regions=[region for region in REGIONS if region],
        sectors=[code for code in SECTORS if code != ALL_SECTORS],
        countries=country_choices(visit.language, visit.settings),
        **WORDS,
    )


ROUTES = (programmes_page, new_page, add, programme_page, act, edit_page, edit)
