"""Attendance of an edition at the desk: for each day, a company's people let in, and visitors counted at its stand."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from events_app.actions import attendance as actions
from events_app.domain.attendance import MOST_VISITORS, Attendance, days_of, scanned_at
from events_app.domain.badges import day_of
from events_app.domain.exhibitions import Edition
from events_app.domain.messages import P_, Message
from events_app.domain.organisations import Organisation
from events_app.domain.rights import Noun, Right, may
from events_app.domain.stands import Stand
from events_app.domain.tables import Column, Kind, Table
from events_app.edge.desk import Visit, see
from events_app.edge.forms import Form, read_form
from events_app.edge.table_files import table_file
from events_app.i18n.sorting import sort_key
from events_app.storage import attendance, organisations, stand_scans, stands
from events_app.web.desk_badges import edition_at, say_of

TITLE = P_("exported table", "Attendance")
COLUMNS: tuple[tuple[Message, Kind], ...] = (
    (P_("column of attendance", "Company"), Kind.TEXT),
    (P_("column of attendance", "Stand"), Kind.TEXT),
    (P_("column of attendance", "Day"), Kind.DAY),
    (P_("column of attendance", "Members admitted"), Kind.INTEGER),
    (P_("column of attendance", "Badges scanned"), Kind.INTEGER),
    (P_("column of attendance", "Visitors counted"), Kind.INTEGER),
)


@get("/exhibitions/{slug:str}/attendance", include_in_schema=False)
async def attendance_page(visit: NamedDependency[Visit], *, slug: FromPath[str]) -> Response[str]:
    """Show one day."""
    edition = await edition_at(visit, slug, Right.READ)
    form = Form({"day": [visit.request.query_params.get("day", "")]})
    return await _page(visit, edition, _day(form, edition, visit), Form())


@post("/exhibitions/{slug:str}/attendance", include_in_schema=False, status_code=200)
async def note(visit: NamedDependency[Visit], *, slug: FromPath[str]) -> Response[Any]:
    """Keep the numbers of visitors of one day."""
    edition = await edition_at(visit, slug, Right.EDIT)
    form = await read_form(visit.request)
    day = _day(form, edition, visit)
    companies = await attendance.list_companies(edition.id)
    visitors = {
        (each, day): form.number(f"visitors-{each}", 0, MOST_VISITORS)
        for each in companies
        if f"visitors-{each}" in form.values and form.value(f"visitors-{each}") != form.value(f"was-{each}")
    }
    if not form.is_good:
        return await _page(visit, edition, day, form)
    await actions.note_visitors(slug, visitors, by=visit.asker, now=visit.now)
    return see(f"desk/exhibitions/{slug}/attendance", day=day.isoformat(), done="saved")


@get("/exhibitions/{slug:str}/attendance.xlsx", include_in_schema=False)
async def workbook(visit: NamedDependency[Visit], *, slug: FromPath[str]) -> Response[bytes]:
    """All days as a workbook."""
    edition = await edition_at(visit, slug, Right.READ)
    say = say_of(visit)
    companies, stands_of = await _companies(visit, edition)
    found = await _attendance(edition, companies, stands_of)
    rows = [
        (companies[each.company_id].name.shown(visit.language).text, *line) for each in found for line in _lines(each)
    ]
    table = Table(tuple(Column(say(name), kind) for name, kind in COLUMNS), tuple(rows))
    answer = await table_file(table, f"attendance-{slug}.xlsx", title=say(TITLE), language=visit.language)
    await actions.note_exported(slug, len(rows), by=visit.asker, now=visit.now)
    return answer


def _lines(found: Attendance) -> Iterator[tuple[str, date, int | None, int | None, int | None]]:
    """A line for each stand; what is known of the whole company stands in the first, so that sums are right."""
    for number, (stand, scanned) in enumerate(found.scanned or [("", None)]):
        whole = (found.present, found.visitors) if number == 0 else (None, None)
        yield stand, found.day, whole[0], scanned, whole[1]


def _day(form: Form, edition: Edition, visit: Visit) -> date:
    """The day that is asked for; else today where the exhibition is open, else its first day."""
    days = days_of(edition.days)
    asked = form.value("day")
    found = next((day for day in days if day.isoformat() == asked), None)
    today = day_of(visit.now, edition.zone)
    return found or (today if today in days else days[0])


async def _page(visit: Visit, edition: Edition, day: date, form: Form) -> Response[str]:
    companies, stands_of = await _companies(visit, edition)
    found = [each for each in await _attendance(edition, companies, stands_of) if each.day == day]
    return visit.page(
        "desk/badges/attendance.html",
        status_code=200 if form.is_good else 422,
        edition=edition,
        day=day,
        days=days_of(edition.days),
        form=form,
        rows=found,
        companies=companies,
        stand_ids={stand.number: stand.id for own in stands_of.values() for stand in own},
        present=sum(each.present for each in found),
        badges=sum(each.badges for each in found),
        visitors=sum(each.visitors or 0 for each in found),
        may_edit=may(visit.asker, Right.EDIT, Noun.DELEGATION, owner=edition.unit_id),
        most=MOST_VISITORS,
    )


async def _companies(visit: Visit, edition: Edition) -> tuple[dict[UUID, Organisation], dict[UUID, list[Stand]]]:
    """Companies of an edition by the names of the reader's language, and their stands."""
    found = await organisations.list_by_id(await attendance.list_companies(edition.id))
    cases = {case.id: case.company_id for case in await stands.list_exhibiting(edition.id)}
    stands_of: dict[UUID, list[Stand]] = {}
    for stand in await stands.list_stands(edition.id):
        if stand.application_id in cases:
            stands_of.setdefault(cases[stand.application_id], []).append(stand)

    def key(company: Organisation) -> tuple[object, str]:
        return sort_key(company.name.shown(visit.language).text, visit.language), company.slug

    return {company.id: company for company in sorted(found.values(), key=key)}, stands_of


async def _attendance(
    edition: Edition, companies: Mapping[UUID, Organisation], stands_of: Mapping[UUID, Sequence[Stand]]
) -> list[Attendance]:
    """Every company on every day, by company and day."""
    present = await attendance.count_present(edition.id)
    visitors = await attendance.count_visitors(edition.id)
    scanned = await stand_scans.count_scanned(edition.id)
    counted = (day for found in (present, visitors, scanned) for _, day in found)
    days = sorted({*days_of(edition.days), *counted})
    return [
        Attendance(
            company,
            day,
            present.get((company, day), 0),
            visitors.get((company, day)),
            scanned_at((stand.number for stand in stands_of.get(company, ())), scanned.get((company, day), {})),
        )
        for company in companies
        for day in days
    ]


ROUTES = (attendance_page, note, workbook)
