"""The calendar as a year: one line for each entry, grouped, with its days drawn as a bar over the months.

A page holds a bounded number of lines; the groups are those of the lines on the page.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from litestar import Request, Response, get
from litestar.datastructures import State
from litestar.di import NamedDependency

from events_app.domain.calendar import CalendarEntry
from events_app.domain.messages import N_, P_
from events_app.domain.sectors import ALL_SECTORS, SECTORS
from events_app.edge.pages import page
from events_app.edge.paging import Cursor, page_after, parse_cursor
from events_app.edge.problems import Problem
from events_app.edge.selections import UNKNOWN
from events_app.edge.tallies import ruler
from events_app.i18n.sorting import sort_key
from events_app.reference import countries
from events_app.settings import Settings
from events_app.storage import selections
from events_app.storage.selections import Position
from events_app.web.charts import Drawing, drawing_of, empty_drawing, year_scale
from events_app.web.filters import FIRST_YEAR, KEPT_BRIEFLY, LAST_YEAR, Filters, form, read_filters, too_far

PATH = "calendar/year"
ON_PAGE = 100
MOST_RUNNING = 20
NOT_A_YEAR = N_("“%(value)s” is not a year: write it as 2027.")


class GroupBy(StrEnum):
    """What the lines are gathered by."""

    SECTOR = "sector"
    COUNTRY = "country"
    MONTH = "month"


GROUP_BY_NAMES = {
    GroupBy.SECTOR: P_("group the year by", "Sector"),
    GroupBy.COUNTRY: P_("group the year by", "Country or region"),
    GroupBy.MONTH: P_("group the year by", "Month"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """An entry and its drawing."""

    entry: CalendarEntry
    drawing: Drawing


@dataclass(frozen=True, slots=True)
class Group:
    """Lines under one heading: a sector, a country or region, or the first day of a month; "" for none."""

    key: str | date
    lines: tuple[Line, ...]


@get("/calendar/year", include_in_schema=False)
async def show(
    request: Request[Any, Any, Any],
    *,
    state: State,
    settings: NamedDependency[Settings],
    language: NamedDependency[str],
    now: NamedDependency[datetime],
    today: NamedDependency[date],
) -> Response[str]:
    """The year."""
    query = request.query_params
    year, year_problem = _read_year(query.get("year", "").strip(), today)
    group_by, group_problem = _read_group_by(query.get("group_by", "").strip())
    kept = {"year": str(year)} | ({} if group_by is GroupBy.SECTOR else {"group_by": group_by.value})
    filters = read_filters(query, language=language, path=PATH, kept=kept, has_period=False)
    found = {"year": year_problem, "group_by": group_problem}
    filters = replace(filters, problems={**filters.problems, **{name: said for name, said in found.items() if said}})
    after = parse_cursor(query.get("after"))
    entries, following = await _entries(filters, year, after)
    scale = year_scale(year, language)
    lines = tuple(Line(entry, drawing_of(entry, scale, today)) for entry in entries)
    grouping = {name: value for name, value in kept.items() if name != "year"}
    context: dict[str, Any] = form(filters, settings) | {
        "year": year,
        "typed_year": query.get("year", "").strip()[:40] if year_problem else str(year),
        "group_by": group_by,
        "group_by_names": GROUP_BY_NAMES,
        "groups": _groups(lines, group_by, settings, language),
        "blank": empty_drawing(scale, today),
        "is_beginning": after is None,
        "beginning": filters.href(**kept),
        "following": filters.href(after=str(following), **kept) if following else None,
        "earlier": filters.href(year=year - 1, **grouping) if year > FIRST_YEAR else None,
        "later": filters.href(year=year + 1, **grouping) if year < LAST_YEAR else None,
        "list_href": filters.href("calendar", **{"from": date(year, 1, 1), "to": date(year, 12, 31)}),
        **await ruler(state, language, year=year, current_month=today.month if year == today.year else None),
    }
    if after is not None:
        context["is_indexed"] = False
    return page(request, "calendar/year.html", now=now, headers=KEPT_BRIEFLY, **context)


def _read_year(text: str, today: date) -> tuple[int, Problem | None]:
    if not text:
        return today.year, None
    if not (text.isascii() and text.isdecimal() and len(text) <= len(str(LAST_YEAR))):
        return today.year, Problem(NOT_A_YEAR, {"value": text[:40]})
    return (int(text), None) if FIRST_YEAR <= int(text) <= LAST_YEAR else (today.year, too_far(text))


def _read_group_by(text: str) -> tuple[GroupBy, Problem | None]:
    if text in {"", *GroupBy}:
        return GroupBy(text or GroupBy.SECTOR), None
    return GroupBy.SECTOR, Problem(UNKNOWN, {"value": text[:40]})


async def _entries(
    filters: Filters, year: int, after: Cursor | None
) -> tuple[tuple[CalendarEntry, ...], Cursor | None]:
    """A page of what begins in the year, the first page with what is on at its first day; and where to go on."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    selection = replace(filters.selection, first_day=first, last_day=last)
    place = Position(after.day, after.id) if after is not None else None
    rows = await selections.list_starting(selection, limit=ON_PAGE + 1, after=place)
    found = page_after(rows, ON_PAGE, lambda entry: Cursor(entry.starts_on, entry.id), after=after)
    running = await selections.list_on(selection, first, limit=MOST_RUNNING) if after is None else ()
    return (*running[::-1], *found.items), found.next


def _groups(lines: Iterable[Line], group_by: GroupBy, settings: Settings, language: str) -> tuple[Group, ...]:
    """Gather lines; each stands once, under its first sector or country, in the order of its day."""
    gathered: dict[str | date, list[Line]] = {}
    for line in lines:
        gathered.setdefault(_key(line.entry, group_by), []).append(line)

    def place(key: str | date) -> object:
        if group_by is GroupBy.COUNTRY:
            return sort_key(countries.name(str(key), language, settings.country_names), language)
        if group_by is GroupBy.SECTOR:
            return ("", ALL_SECTORS, *SECTORS).index(str(key))
        return key

    return tuple(Group(key, tuple(gathered[key])) for key in sorted(gathered, key=place))  # type: ignore[arg-type]


def _key(entry: CalendarEntry, group_by: GroupBy) -> str | date:
    if group_by is GroupBy.MONTH:
        return entry.starts_on.replace(day=1)
    return next(iter(entry.countries if group_by is GroupBy.COUNTRY else entry.sectors), "")


ROUTES = (show,)
