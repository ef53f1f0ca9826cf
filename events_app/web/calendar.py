"""The calendar as a list: what begins from today on, or in the period that was chosen, month by month.

How a choice is read and shown is next door in `filters`; the same choice as a month or a year has rooms of its own.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any
from uuid import UUID

from litestar import Request, Response, get
from litestar.datastructures import State
from litestar.di import NamedDependency

from events_app.domain.calendar import CalendarEntry
from events_app.domain.selections import Selection
from events_app.edge.pages import address, page
from events_app.edge.paging import Cursor, Page, page_after, page_before, parse_cursor
from events_app.edge.tallies import ruler
from events_app.settings import Settings
from events_app.storage import selections
from events_app.storage.selections import Position
from events_app.web.charts import months_from
from events_app.web.filters import KEPT_BRIEFLY, Chip, Filters, form, read_filters

PATH = "calendar"
ON_PAGE = 30
MOST_RUNNING = 6
COUNTED = 1_000
MOST_LIGHTER = 6
"""So many chips at most are tried without, where nothing was found."""
BEFORE_ALL = UUID(int=0)


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the list the reader is: at its beginning, or beside an entry."""

    after: Cursor | None
    before: Cursor | None

    @property
    def is_beginning(self) -> bool:
        """Whether nothing was turned over yet."""
        return self.after is None and self.before is None

    def is_past(self, today: date) -> bool:
        """Whether the reader has turned back beyond today, where the list begins by itself."""
        return (self.before is not None and self.before.day <= today) or (
            self.after is not None and self.after.day < today
        )


@dataclass(frozen=True, slots=True)
class Onward:
    """Ways out of an empty list.

    `nearest` are entries just before and behind the period, with the address of the list of their month; `lighter` the
    things chosen without which there is something, with how much.
    """

    nearest: tuple[tuple[CalendarEntry, str], ...]
    lighter: tuple[tuple[Chip, int], ...]


@get("/calendar", include_in_schema=False)
async def show(
    request: Request[Any, Any, Any],
    *,
    state: State,
    settings: NamedDependency[Settings],
    language: NamedDependency[str],
    now: NamedDependency[datetime],
    today: NamedDependency[date],
) -> Response[str]:
    """The list."""
    query = request.query_params
    filters = read_filters(query, language=language, path=PATH)
    place = Place(parse_cursor(query.get("after")), parse_cursor(query.get("before")))
    selection = _in_force(filters.selection, place, today)
    found = await _page_of(selection, place)
    number = await selections.count_up_to(selection, COUNTED)
    is_from_today = selection.first_day == today and filters.selection.first_day is None
    # Where the list begins by itself, it can be turned back into the past.
    earlier = found.previous or (Cursor(today, BEFORE_ALL) if is_from_today else None)
    context: dict[str, Any] = form(filters, settings) | {
        "months": _by_month(found.items),
        "number": number,
        "counted": COUNTED,
        "is_from_today": is_from_today,
        "is_beginning": place.is_beginning,
        "running": await _running(selection, place),
        "running_on": selection.first_day,
        "onward": None if found.items else await _onward(filters, selection, today),
        "earlier": filters.href(before=str(earlier)) if earlier else None,
        "later": filters.href(after=str(found.next)) if found.next else None,
        "feed": address(f"feeds/{language}", "calendar.ics", filters.query),
        **await ruler(state, language, year=today.year, current_month=today.month),
    }
    if not place.is_beginning:
        context["is_indexed"] = False
    return page(request, "calendar/list.html", now=now, headers=KEPT_BRIEFLY, **context)


def _in_force(asked: Selection, place: Place, today: date) -> Selection:
    """The choice with its default: from today on, unless a period was chosen or the reader has turned back."""
    ends_before = asked.last_day is not None and asked.last_day < today
    if asked.first_day is not None or ends_before or place.is_past(today):
        return asked
    return replace(asked, first_day=today)


async def _page_of(selection: Selection, place: Place) -> Page[CalendarEntry]:
    if place.before is not None and place.after is None:
        before = Position(place.before.day, place.before.id)
        rows = await selections.list_starting(selection, limit=ON_PAGE + 1, before=before)
        return page_before(rows[::-1], ON_PAGE, _cursor)
    after = Position(place.after.day, place.after.id) if place.after is not None else None
    rows = await selections.list_starting(selection, limit=ON_PAGE + 1, after=after)
    return page_after(rows, ON_PAGE, _cursor, after=place.after)


def _cursor(entry: CalendarEntry) -> Cursor:
    return Cursor(entry.starts_on, entry.id)


async def _running(selection: Selection, place: Place) -> tuple[CalendarEntry, ...]:
    """What began before the list begins and is still on then; nothing on later pages."""
    if selection.first_day is None or not place.is_beginning:
        return ()
    return await selections.list_on(selection, selection.first_day, limit=MOST_RUNNING)


def _by_month(entries: Iterable[CalendarEntry]) -> tuple[tuple[date, tuple[CalendarEntry, ...]], ...]:
    return tuple(
        (month, tuple(group)) for month, group in groupby(entries, key=lambda entry: entry.starts_on.replace(day=1))
    )


async def _onward(filters: Filters, selection: Selection, today: date) -> Onward:
    nearest: tuple[CalendarEntry, ...] = ()
    whenever = replace(selection, first_day=None, last_day=None)
    if first := selection.first_day:
        nearest += await selections.list_starting(whenever, limit=1, before=Position(first, BEFORE_ALL))
    if last := selection.last_day:
        nearest += await selections.list_starting(replace(whenever, first_day=last + timedelta(days=1)), limit=1)
    counts = [
        (chip, await selections.count_up_to(_in_force(chip.rest, Place(None, None), today), COUNTED))
        for chip in filters.chips[:MOST_LIGHTER]
    ]
    return Onward(
        tuple((entry, _month_href(filters, entry.starts_on)) for entry in nearest),
        tuple((chip, number) for chip, number in counts if number),
    )


def _month_href(filters: Filters, day: date) -> str:
    first, following = months_from(day, 2)
    return filters.href(**{"from": first, "to": following - timedelta(days=1)})


ROUTES = (show,)
