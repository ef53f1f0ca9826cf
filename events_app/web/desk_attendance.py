"""Attendance of an edition at the desk: for each day, a company's people let in, and visitors counted at its stand."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from events_app.actions import attendance as actions
from events_app.domain.attendance import MOST_VISITORS, Attendance, days_of
from events_app.domain.badges import day_of
from events_app.domain.exhibitions import Edition
from events_app.domain.messages import P_, Message
from events_app.domain.organisations import Organisation
from events_app.domain.rights import Noun, Right, may
from events_app.domain.tables import Column, Kind, Table
from events_app.edge.desk import Visit, see
from events_app.edge.forms import Form, read_form
from events_app.edge.table_files import table_file
from events_app.i18n.sorting import sort_key
from events_app.storage import attendance, organisations, stands
from events_app.web.desk_badges import edition_at, say_of

TITLE = P_("exported table", "Attendance")
COLUMNS: tuple[tuple[Message, Kind], ...] = (
    (P_("column of attendance", "Company"), Kind.TEXT),
    (P_("column of attendance", "Stands"), Kind.TEXT),
    (P_("column of attendance", "Day"), Kind.DAY),
    (P_("column of attendance", "Members admitted"), Kind.INTEGER),
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
    companies, numbers = await _companies(visit, edition)
    found = await _attendance(edition, companies)
    rows = [
        (
            companies[each.company_id].name.shown(visit.language).text,
            ", ".join(numbers.get(each.company_id, ())),
            each.day,
            each.present,
            each.visitors,
        )
        for each in found
    ]
    table = Table(tuple(Column(say(name), kind) for name, kind in COLUMNS), tuple(rows))
    answer = await table_file(table, f"attendance-{slug}.xlsx", title=say(TITLE), language=visit.language)
    await actions.note_exported(slug, len(rows), by=visit.asker, now=visit.now)
    return answer


def _day(form: Form, edition: Edition, visit: Visit) -> date:
    """The day that is asked for; else today where the exhibition is open, else its first day."""
    days = days_of(edition.days)
    asked = form.value("day")
    found = next((day for day in days if day.isoformat() == asked), None)
    today = day_of(visit.now, edition.zone)
    return found or (today if today in days else days[0])


async def _page(visit: Visit, edition: Edition, day: date, form: Form) -> Response[str]:
    companies, numbers = await _companies(visit, edition)
    found = [each for each in await _attendance(edition, companies) if each.day == day]
    return visit.page(
        "desk/badges/attendance.html",
        status_code=200 if form.is_good else 422,
        edition=edition,
        day=day,
        days=days_of(edition.days),
        form=form,
        rows=found,
        companies=companies,
        numbers=numbers,
        present=sum(each.present for each in found),
        visitors=sum(each.visitors or 0 for each in found),
        may_edit=may(visit.asker, Right.EDIT, Noun.DELEGATION, owner=edition.unit_id),
        most=MOST_VISITORS,
    )


async def _companies(visit: Visit, edition: Edition) -> tuple[dict[UUID, Organisation], dict[UUID, list[str]]]:
    """Companies of an edition by the names of the reader's language, and the numbers of their stands."""
    found = await organisations.list_by_id(await attendance.list_companies(edition.id))
    cases = {case.id: case.company_id for case in await stands.list_exhibiting(edition.id)}
    numbers: dict[UUID, list[str]] = {}
    for case_id, some in (await stands.list_numbers(cases)).items():
        numbers.setdefault(cases[case_id], []).extend(some)

    def key(company: Organisation) -> tuple[object, str]:
        return sort_key(company.name.shown(visit.language).text, visit.language), company.slug

    return {company.id: company for company in sorted(found.values(), key=key)}, numbers


async def _attendance(edition: Edition, companies: Mapping[UUID, Organisation]) -> list[Attendance]:
    """Every company on every day, by company and day."""
    present = await attendance.count_present(edition.id)
    visitors = await attendance.count_visitors(edition.id)
    days = sorted({*days_of(edition.days), *(day for _, day in present), *(day for _, day in visitors)})
    return [
        Attendance(company, day, present.get((company, day), 0), visitors.get((company, day)))
        for company in companies
        for day in days
    ]


ROUTES = (attendance_page, note, workbook)
