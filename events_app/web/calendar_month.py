"""The calendar as a month: a table with weeks as rows, and what is on laid as bars across the days.

Each week shows a bounded number of bars and leads to the list for the rest, however full the calendar is. The frame for
other websites (`embeds`) shows the same weeks.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from litestar import Request, Response, get
from litestar.datastructures import State
from litestar.di import NamedDependency

from events_app.domain.calendar import CalendarEntry, EntryKind
from events_app.domain.messages import N_
from events_app.domain.selections import Selection
from events_app.edge.pages import address, page
from events_app.edge.problems import Problem
from events_app.edge.selections import query_of
from events_app.edge.tallies import ruler
from events_app.i18n import dates
from events_app.settings import Settings
from events_app.storage import selections
from events_app.web.charts import mark_of, months_from
from events_app.web.filters import FIRST_YEAR, KEPT_BRIEFLY, LAST_YEAR, Filters, form, read_filters, too_far

PATH = "calendar/month"
DAYS_OF_WEEK = 7
MOST_BARS = 10
MOST_READ = 30
"""So many beginnings of one week are read at most: beyond, the rest is "more than" what was counted."""
POINT_DAYS = 3
"""A deadline lies on one day, but its words take the room of three where the week has it."""
NOT_A_MONTH = N_("“%(value)s” is not a month: write it as 2027-04.")


@dataclass(frozen=True, slots=True)
class Span:
    """One entry within a week: the column it begins in (1 to 7), how many it is on, and over how many it is drawn.

    `is_continued`: it began in an earlier week. `mark` is its word of the legend.
    """

    entry: CalendarEntry
    column: int
    days: int
    drawn: int
    mark: str
    is_continued: bool


@dataclass(frozen=True, slots=True)
class Cell:
    """So many columns of one line of a week: with a bar, or empty."""

    columns: int
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Week:
    """One week: days, lines of bars, how many more there are (at least, where `is_open`), and where to read them."""

    days: tuple[date, ...]
    lines: tuple[tuple[Cell, ...], ...]
    more: int
    is_open: bool
    href: str


@get("/calendar/month", include_in_schema=False)
async def show(
    request: Request[Any, Any, Any],
    *,
    state: State,
    settings: NamedDependency[Settings],
    language: NamedDependency[str],
    now: NamedDependency[datetime],
    today: NamedDependency[date],
) -> Response[str]:
    """The month."""
    asked = request.query_params.get("month", "").strip()
    month, problem = read_month(asked, today)
    kept = {"month": word_of(month)}
    filters = read_filters(request.query_params, language=language, path=PATH, kept=kept, has_period=False)
    if problem:
        filters = replace(filters, problems={**filters.problems, "month": problem})
    previous, following = beside(month)
    weeks = await weeks_of(filters.selection, month, language)
    context: dict[str, Any] = form(filters, settings) | {
        "month": month,
        "typed_month": asked[:40] if problem else word_of(month),
        "weeks": weeks,
        "weekend": dates.weekend(language),
        "is_empty": not any(week.lines for week in weeks),
        "earlier": (_href(filters, previous), previous) if previous else None,
        "later": (_href(filters, following), following) if following else None,
        "present": None if month == today.replace(day=1) else filters.href(),
        "marks": _marks(settings, filters.selection),
        "list_href": filters.href("calendar", **{"from": month, "to": months_from(month, 2)[1] - timedelta(days=1)}),
        **await ruler(state, language, year=month.year, current_month=month.month),
    }
    return page(request, "calendar/month.html", now=now, headers=KEPT_BRIEFLY, **context)


def read_month(text: str, today: date) -> tuple[date, Problem | None]:
    """First day of the month asked for; of the present one with the problem where it cannot be shown."""
    if not text:
        return today.replace(day=1), None
    if not re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", text, re.ASCII):
        return today.replace(day=1), Problem(NOT_A_MONTH, {"value": text[:40]})
    year, month = int(text[:4]), int(text[5:])
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return today.replace(day=1), too_far(text)
    return date(year, month, 1), None


def word_of(month: date) -> str:
    """A month as it stands in an address."""
    return f"{month.year:04}-{month.month:02}"


def beside(month: date) -> tuple[date | None, date | None]:
    """First days of the months before and after, as far as the calendar reaches."""
    previous, following = (month - timedelta(days=1)).replace(day=1), months_from(month, 2)[1]
    return (
        previous if previous.year >= FIRST_YEAR else None,
        following if following.year <= LAST_YEAR else None,
    )


def _href(filters: Filters, month: date) -> str:
    return filters.href(month=word_of(month))


async def weeks_of(selection: Selection, month: date, language: str, *, most: int = MOST_BARS) -> tuple[Week, ...]:
    """Every week that has a day of the month: one query each, and one for what began before the first.

    A period of the selection holds: what begins outside of it is not shown. `most` is the number of bars in a week.
    """
    limit = max(MOST_READ, most + 1)
    monday = month - timedelta(days=(month.weekday() - dates.first_weekday(language)) % DAYS_OF_WEEK)
    earliest, latest = selection.first_day or date.min, selection.last_day or date.max
    on = (await selections.list_on(selection, monday, limit=limit))[::-1]
    on = tuple(entry for entry in on if earliest <= entry.starts_on <= latest)
    weeks: list[Week] = []
    while monday < months_from(month, 2)[1]:
        sunday = monday + timedelta(days=DAYS_OF_WEEK - 1)
        first, last = max(monday, earliest), min(sunday, latest)
        within = replace(selection, first_day=first, last_day=last)
        starting = await selections.list_starting(within, limit=limit) if first <= last else ()
        entries = (*on, *starting)
        href = address(language, "calendar", {**query_of(selection), "from": first, "to": last})
        weeks.append(_week(monday, entries, href, most=most, is_open=len(starting) == limit))
        on = tuple(entry for entry in entries if entry.ends_on > sunday)
        monday += timedelta(days=DAYS_OF_WEEK)
    return tuple(weeks)


def _week(first: date, entries: Sequence[CalendarEntry], href: str, *, most: int, is_open: bool) -> Week:
    days = tuple(first + timedelta(days=number) for number in range(DAYS_OF_WEEK))
    spans = [_span(entry, days) for entry in entries[:most]]
    return Week(days, _lines(spans), len(entries) - len(spans), is_open, href)


def _span(entry: CalendarEntry, days: Sequence[date]) -> Span:
    start, end = max(entry.starts_on, days[0]), min(entry.ends_on, days[-1])
    column = (start - days[0]).days + 1
    length = drawn = (end - start).days + 1
    if entry.kind is EntryKind.DEADLINE:
        drawn = min(POINT_DAYS, DAYS_OF_WEEK - column + 1)
    return Span(entry, column, length, drawn, mark_of(entry), is_continued=entry.starts_on < days[0])


def _lines(spans: Iterable[Span]) -> tuple[tuple[Cell, ...], ...]:
    """Lay each bar on the first line that has room behind its last one."""
    lines: list[list[Span]] = []
    for span in spans:
        for line in lines:
            if line[-1].column + line[-1].drawn <= span.column:
                line.append(span)
                break
        else:
            lines.append([span])
    return tuple(_cells(line) for line in lines)


def _cells(line: Iterable[Span]) -> tuple[Cell, ...]:
    cells, column = list[Cell](), 1
    for span in line:
        if span.column > column:
            cells.append(Cell(span.column - column))
        cells.append(Cell(span.days, span))
        column = span.column + span.days
    return (*cells, *([Cell(DAYS_OF_WEEK - column + 1)] if column <= DAYS_OF_WEEK else []))


def _marks(settings: Settings, selection: Selection) -> Iterable[str]:
    """Marks that this month can show, in the order of the legend."""
    kinds = selection.effective_kinds
    marks = ["domestic", "overseas", *(["separate"] if settings.separate_regions else [])]
    marks = marks if EntryKind.EXHIBITION in kinds or EntryKind.SESSION in kinds else []
    marks += ["milestone"] if EntryKind.MILESTONE in kinds else []
    return (*marks, *(["deadline"] if EntryKind.DEADLINE in kinds else []), "cancelled")


ROUTES = (show,)
