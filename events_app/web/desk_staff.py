"""Staff of an edition at the desk: who works there, on which days, at what. Double use is warned of, never refused."""

from typing import Any
from uuid import UUID, uuid4

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from events_app.actions import staff as actions
from events_app.domain.exhibitions import Days, Edition
from events_app.domain.people import Person
from events_app.domain.refusals import ChangedMeanwhile, InvalidValue, NotFound
from events_app.domain.staff import LONGEST_TASK, Assignment, DaysFarOff
from events_app.edge.desk import Visit, see
from events_app.edge.forms import REQUIRED, Form, read_form
from events_app.edge.problems import problem_of
from events_app.i18n.sorting import sort_key
from events_app.storage import organisations, people, staff
from events_app.web.desk_exhibitions import editable

MOST_PEOPLE = 500


@get("/exhibitions/{slug:str}/staff/new", include_in_schema=False)
async def new_page(visit: NamedDependency[Visit], *, slug: FromPath[str]) -> Response[str]:
    """Show the form that assigns somebody."""
    return await _form(visit, await editable(slug, visit.asker), Form())


@post("/exhibitions/{slug:str}/staff/new", include_in_schema=False, status_code=200)
async def assign(visit: NamedDependency[Visit], *, slug: FromPath[str]) -> Response[Any]:
    """Assign somebody to the edition."""
    edition = await editable(slug, visit.asker)
    form = await read_form(visit.request)
    assignment = await _read(form, edition, uuid4())
    if assignment is None:
        return await _form(visit, edition, form)
    try:
        await actions.assign(slug, assignment, by=visit.asker, now=visit.now)
    except InvalidValue as refusal:
        return await _refused(visit, edition, form, refusal)
    return see(f"desk/exhibitions/{slug}", done="saved")


@get("/exhibitions/{slug:str}/staff/{assignment_id:uuid}", include_in_schema=False)
async def change_page(
    visit: NamedDependency[Visit], *, slug: FromPath[str], assignment_id: FromPath[UUID]
) -> Response[str]:
    """Show one assignment in its form."""
    edition = await editable(slug, visit.asker)
    found = await _of_edition(edition, assignment_id)
    form = Form.of({"person": found.person_id, "task": found.task, "version": found.version})
    if found.days:
        form.put("first", found.days.first)
        form.put("last", found.days.last)
    return await _form(visit, edition, form, found)


@post("/exhibitions/{slug:str}/staff/{assignment_id:uuid}", include_in_schema=False, status_code=200)
async def change(visit: NamedDependency[Visit], *, slug: FromPath[str], assignment_id: FromPath[UUID]) -> Response[Any]:
    """Keep what was changed, or take the person off the edition."""
    edition = await editable(slug, visit.asker)
    found = await _of_edition(edition, assignment_id)
    form = await read_form(visit.request)
    if form.ticked("remove"):
        await actions.remove(slug, assignment_id, by=visit.asker, now=visit.now)
        return see(f"desk/exhibitions/{slug}", done="saved")
    assignment = await _read(form, edition, assignment_id, found)
    if assignment is None:
        return await _form(visit, edition, form, found)
    try:
        await actions.change(slug, assignment, by=visit.asker, now=visit.now)
    except (InvalidValue, ChangedMeanwhile) as refusal:
        form.put("version", (await staff.get(assignment_id)).version)
        return await _refused(visit, edition, form, refusal, found)
    return see(f"desk/exhibitions/{slug}", done="saved")


async def _of_edition(edition: Edition, assignment_id: UUID) -> Assignment:
    found = await staff.get(assignment_id)
    if found.edition_id != edition.id:
        raise NotFound
    return found


async def _read(form: Form, edition: Edition, assignment_id: UUID, old: Assignment | None = None) -> Assignment | None:
    """The assignment as it was typed; without days it lasts as long as the edition."""
    known = [str(person.id) for person in await _list_people(edition)]
    person = form.one_of("person", [*known, *([str(old.person_id)] if old else [])])
    task = form.line("task", most=LONGEST_TASK)
    first, last = form.day("first"), form.day("last")
    if last and not first and "first" not in form.problems:
        form.fail("first", REQUIRED)
    days = form.attempt("last", lambda: Days(first, last or first)) if first and form.is_good else None
    version = form.number("version", 1, 10**9) or 1
    if not form.is_good:
        return None
    return Assignment(
        id=assignment_id, edition_id=edition.id, person_id=UUID(person), task=task, days=days, version=version
    )


async def _list_people(edition: Edition) -> list[Person]:
    """People who may be assigned: of the edition's unit and of the authority."""
    authority = await organisations.find_authority()
    ids = [each for each in (edition.unit_id, authority.id if authority else None) if each]
    found = await people.list_people(organisation_ids=ids, limit=MOST_PEOPLE)
    return [person for person in found if person.is_active]


async def _refused(
    visit: Visit,
    edition: Edition,
    form: Form,
    refusal: InvalidValue | ChangedMeanwhile,
    found: Assignment | None = None,
) -> Response[str]:
    form.problems["first" if isinstance(refusal, DaysFarOff) else "person"] = problem_of(refusal)
    return await _form(visit, edition, form, found)


async def _form(visit: Visit, edition: Edition, form: Form, found: Assignment | None = None) -> Response[str]:
    named = {str(person.id): person.name for person in await _list_people(edition)}
    if found:
        named.setdefault(str(found.person_id), found.name)
    return visit.page(
        "desk/exhibitions/staff.html",
        status_code=200 if form.is_good else 422,
        edition=edition,
        form=form,
        part=found.id if found else None,
        people=sorted(named.items(), key=lambda pair: sort_key(pair[1], visit.language)),
    )


ROUTES = (new_page, assign, change_page, change)
