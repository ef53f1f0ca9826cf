"""The officers' queue of applications: the list with a case beside it, the case on its own page, notes, a workbook.

Deciding is next door in `desk_decisions`, how an edition admits in `desk_admission`.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from events_app.actions import decisions
from events_app.actions.exports import record_export
from events_app.domain.admissions import POLICY_NAMES, Admission
from events_app.domain.application_names import APPLICATION_STATE_NAMES, MOVE_NAMES, STAND_KIND_NAMES
from events_app.domain.application_steps import LONGEST_NOTE, Note, NoteMissing, Step
from events_app.domain.applications import Actor, Application, ApplicationState, moves_by, moves_of
from events_app.domain.companies import SIZE_NAMES
from events_app.domain.exhibitions import Edition
from events_app.domain.messages import P_, Message
from events_app.domain.organisations import Organisation
from events_app.domain.refusals import NotFound
from events_app.domain.rights import Asker, Noun, Right, may, require, require_somewhere
from events_app.domain.scores import Score, sheet_of
from events_app.domain.sectors import SECTORS, sector_name
from events_app.domain.tables import Column, Kind, Table
from events_app.domain.waiting_list import free_space, position_of, ranked
from events_app.edge.application_words import RINGS, SIDE_NAMES, step_words
from events_app.edge.desk import Visit, see
from events_app.edge.forms import Form, read_form
from events_app.edge.paging import Cursor, page_after, page_before, parse_cursor
from events_app.edge.papers import papers_of
from events_app.edge.problems import problem_of
from events_app.edge.table_files import table_file
from events_app.storage import admissions, applications, companies, exhibitions, offers, organisations, people, scores
from events_app.storage import papers as stored_papers
from events_app.storage.desk_applications import Wanted, count_applications, list_applications
from events_app.storage.desk_exhibitions import list_names
from events_app.storage.saved_filters import list_filters

PER_PAGE = 30
COUNTED = 1_000
MOST_ROWS = 10_000
FILTERS = ("state", "edition", "sector", "q", "order")
TITLE = P_("exported table", "Applications")
COLUMNS: tuple[tuple[Message, Kind], ...] = (
    (P_("column of applications", "Edition"), Kind.TEXT),
    (P_("column of applications", "Number"), Kind.INTEGER),
    (P_("column of applications", "Company"), Kind.TEXT),
    (P_("column of applications", "Status"), Kind.TEXT),
    (P_("column of applications", "Sector"), Kind.TEXT),
    (P_("column of applications", "Kind of stand"), Kind.TEXT),
    (P_("column of applications", "Stands"), Kind.INTEGER),
    (P_("column of applications", "Net area (m²)"), Kind.INTEGER),
    (P_("column of applications", "Score"), Kind.DECIMAL),
    (P_("column of applications", "Submitted (UTC)"), Kind.MOMENT),
    (P_("column of applications", "Waiting since (UTC)"), Kind.MOMENT),
    (P_("column of applications", "To be answered by (UTC)"), Kind.MOMENT),
    (P_("column of applications", "Exhibits"), Kind.TEXT),
)


@dataclass(frozen=True, slots=True)
class DeskCase:
    """One case with all that an officer decides by."""

    application: Application
    edition: Edition
    company: Organisation
    admission: Admission


@get("/applications", include_in_schema=False)
async def applications_page(visit: NamedDependency[Visit]) -> Response[str]:
    """List the cases that the asker may decide about, with one of them beside the list."""
    require_somewhere(visit.asker, Right.READ, Noun.ADMISSION)
    form, wanted = await read_wanted(visit)
    query = visit.request.query_params
    after, before = (parse_cursor(query.get(name)) for name in ("after", "before"))
    rows = await list_applications(wanted, after=after, before=before, limit=PER_PAGE + 1)
    found = page_before(rows, PER_PAGE, _key) if before else page_after(rows, PER_PAGE, _key, after=after)
    beside = await _beside(visit)
    return visit.page(
        "desk/applications/list.html",
        form=form,
        found=found,
        count=await count_applications(wanted, at_most=COUNTED),
        counted_up_to=COUNTED,
        editions=await list_names(row.edition_id for row in found.items),
        companies=await organisations.list_by_id(row.company_id for row in found.items),
        totals=await _totals(found.items),
        with_change=await stored_papers.list_with_open_request(row.id for row in found.items),
        query={name: form.list(name) for name in FILTERS},
        shown_at={name: form.list(name) for name in FILTERS} | {name: query.get(name) for name in ("after", "before")},
        choices=await _edition_choices(visit),
        sectors=list(SECTORS),
        saved=await list_filters(visit.asker.person_id, "applications") if visit.asker.person_id else (),
        asked=visit.request.scope["query_string"].decode("ascii", "replace"),
        filter_outcome=query.get("filter", ""),
        state_names={state: name for state, name in APPLICATION_STATE_NAMES.items() if state != "draft"},
        bulk_moves=[(move, MOVE_NAMES[move]) for move in moves_by(Actor.ORGANISER)],
        may_decide=_may_decide_somewhere(visit.asker),
        **(await context_of_case(visit, beside) if beside else {"case": None, "rings": RINGS}),
    )


@get("/applications/{application_id:uuid}", include_in_schema=False)
async def application_page(visit: NamedDependency[Visit], *, application_id: FromPath[UUID]) -> Response[str]:
    """Show one case, as the list shows it beside itself."""
    case = await readable_case(application_id, visit.asker)
    return visit.page("desk/applications/show.html", **await context_of_case(visit, case))


@post("/applications/{application_id:uuid}/notes", include_in_schema=False, status_code=200)
async def add_note(visit: NamedDependency[Visit], *, application_id: FromPath[UUID]) -> Response[Any]:
    """Keep a note that no company reads."""
    case = await readable_case(application_id, visit.asker, Right.DECIDE)
    form = await read_form(visit.request)
    text = form.words("note", most=LONGEST_NOTE)
    if form.is_good:
        try:
            await decisions.add_note(application_id, text, by=visit.asker, now=visit.now)
        except NoteMissing as refusal:
            form.problems["note"] = problem_of(refusal)
    if not form.is_good:
        return await shown_case(visit, case, form)
    return see(f"desk/applications/{application_id}", done="noted")


@get("/applications.xlsx", include_in_schema=False)
async def workbook(visit: NamedDependency[Visit]) -> Response[bytes]:
    """The list as a workbook, as it is filtered."""
    require_somewhere(visit.asker, Right.READ, Noun.ADMISSION)
    _, wanted = await read_wanted(visit)
    table = await _table(visit, wanted)
    title = str(visit.request.app.state.catalogues.translate(visit.language, TITLE))
    name = f"applications-{visit.today.isoformat()}.xlsx"
    answer = await table_file(table, name, title=title, language=visit.language)
    await record_export(Noun.ADMISSION, count=len(table.rows), label="applications.xlsx", by=visit.asker, now=visit.now)
    return answer


async def readable_case(application_id: UUID, asker: Asker, right: Right = Right.READ) -> DeskCase:
    """A case, if the asker may see it as an organiser. Raises NotFound or NotAllowed."""
    application = await applications.get(application_id)
    edition = (await exhibitions.list_editions_by_id([application.edition_id]))[application.edition_id]
    require(asker, right, Noun.ADMISSION, owner=edition.unit_id)
    admission = await admissions.find(edition.id)
    if admission is None or application.state is ApplicationState.DRAFT:
        raise NotFound
    return DeskCase(application, edition, await organisations.get(application.company_id), admission)


async def shown_case(visit: Visit, case: DeskCase, form: Form) -> Response[str]:
    """The page of a case, with what went wrong."""
    context = await context_of_case(visit, case, form)
    return visit.page("desk/applications/show.html", status_code=422, **context)


async def context_of_case(visit: Visit, case: DeskCase, form: Form | None = None) -> dict[str, Any]:
    """What the panel of a case shows."""
    application, edition = case.application, case.edition
    trail = await applications.list_steps(application.id)
    notes = await applications.list_notes(application.id)
    ledger = await applications.get_ledger(edition.id)
    waiting = ranked(case.admission, ledger, await applications.list_waiting(edition.id))
    may_decide = may(visit.asker, Right.DECIDE, Noun.ADMISSION, owner=edition.unit_id)
    given = await scores.list_scores([application.id])
    return {
        "sheet": sheet_of(case.admission.criteria, given),
        "own_scores": {score.criterion: score.value for score in given if score.person_id == visit.asker.person_id},
        "case": case,
        "note_form": form or Form(),
        "trail": [(step, step_words(step)) for step in reversed(trail)],
        "notes": notes,
        "known": await people.list_by_id((*_whose(trail), *_whose(notes))),
        "members": [
            person for person in await people.list_people(organisation_ids=[case.company.id]) if person.is_active
        ],
        **await papers_of(application, case.admission),
        "offered": await offers.list_by_id(application.offer_ids),
        **await _profile_of(case.company.id),
        "size_names": SIZE_NAMES,
        "free": free_space(case.admission, ledger),
        "position": position_of(application.id, waiting),
        "total": len(waiting),
        "moves": [(move, MOVE_NAMES[move]) for move in moves_of(application, Actor.ORGANISER)] if may_decide else [],
        "may_note": may_decide,
        "all_state_names": APPLICATION_STATE_NAMES,
        "rings": RINGS,
        "kind_names": STAND_KIND_NAMES,
        "side_names": SIDE_NAMES,
        "policy_names": POLICY_NAMES,
    }


async def _profile_of(company_id: UUID) -> dict[str, Any]:
    """The profile of a company, and which others gave its registration number."""
    profile = await companies.find(company_id)
    same = await companies.list_with_number(profile.registration_number) if profile else ()
    others = await organisations.list_by_id(each for each in same if each != company_id)
    return {"profile": profile, "same_number": list(others.values())}


def _whose(lines: Iterable[Step] | Iterable[Note]) -> list[UUID]:
    return [line.person_id for line in lines if line.person_id]


async def read_wanted(visit: Visit) -> tuple[Form, Wanted]:
    """The filters of the list, within what the asker may see."""
    query = visit.request.query_params
    form = Form({name: query.getall(name, []) for name in FILTERS})
    reach = None if may(visit.asker, Right.READ, Noun.ADMISSION) else visit.asker.unit_ids
    edition = await exhibitions.find_edition(form.value("edition")) if form.value("edition") else None
    states = [state for state in ApplicationState if state is not ApplicationState.DRAFT]
    return form, Wanted(
        unit_ids=reach,
        edition_id=edition.id if edition else None,
        states=tuple(ApplicationState(value) for value in form.some_of("state", states)),
        sector=form.one_of("sector", SECTORS, required=False),
        words=form.line("q"),
        is_oldest_first=form.one_of("order", ("newest", "oldest"), required=False) == "oldest",
    )


async def _beside(visit: Visit) -> DeskCase | None:
    """The case that is shown beside the list; one that is not there or not the asker's is left out."""
    form = Form({"case": [visit.request.query_params.get("case", "")]})
    chosen = form.attempt("case", lambda: form.identity("case")) if form.value("case") else None
    return await readable_case(chosen, visit.asker) if chosen else None


async def _edition_choices(visit: Visit) -> list[Edition]:
    """Editions ahead that admit, and that the asker may decide about."""
    found = await exhibitions.list_admitting(visit.today)
    return [each for each in found if may(visit.asker, Right.READ, Noun.ADMISSION, owner=each.unit_id)]


def _may_decide_somewhere(asker: Asker) -> bool:
    return may(asker, Right.DECIDE, Noun.ADMISSION) or any(
        may(asker, Right.DECIDE, Noun.ADMISSION, owner=unit) for unit in asker.unit_ids
    )


async def _table(visit: Visit, wanted: Wanted) -> Table:
    def say(message: Message) -> str:
        return str(visit.request.app.state.catalogues.translate(visit.language, message))

    rows = await list_applications(wanted, limit=MOST_ROWS)
    editions = await list_names(row.edition_id for row in rows)
    companies = await organisations.list_by_id(row.company_id for row in rows)
    totals = await _totals(rows)
    return Table(
        tuple(Column(say(name), kind) for name, kind in COLUMNS),
        tuple(
            (
                editions[row.edition_id][1].shown(visit.language).text,
                row.number,
                companies[row.company_id].name.shown(visit.language).text,
                say(APPLICATION_STATE_NAMES[row.state]),
                say(sector_name(row.sector)) if row.sector else "",
                say(STAND_KIND_NAMES[row.wish.kind]),
                row.wish.stands,
                row.wish.area,
                totals.get(row.id),
                row.submitted_at,
                row.queued_at,
                row.due_at,
                row.exhibits,
            )
            for row in rows
        ),
    )


async def _totals(cases: Sequence[Application]) -> dict[UUID, float]:
    """What officers gave to each case that was scored, from 0 to 10."""
    given: defaultdict[UUID, list[Score]] = defaultdict(list)
    for score in await scores.list_scores(case.id for case in cases):
        given[score.application_id].append(score)
    kept = await admissions.list_by_edition(case.edition_id for case in cases if case.id in given)
    sheets = {
        case.id: sheet_of(kept[case.edition_id].criteria, given[case.id]) for case in cases if case.edition_id in kept
    }
    return {case_id: round(float(sheet.total), 2) for case_id, sheet in sheets.items() if sheet.total is not None}


def _key(row: Application) -> Cursor:
    return Cursor(row.modified_at.date(), row.id)


ROUTES = (applications_page, application_page, add_note, workbook)
