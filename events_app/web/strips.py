"""The year drawn as one strip: where editions and deadlines lie between January and December, in percent of its width.

What a strip says in words stands beside it in the templates; the macro `year_strip` turns the numbers into lines.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from events_app.domain.calendar import CalendarEntry, EntryStatus

WHOLE = 100.0
LEAST_WIDTH = 0.6
"""A bar of one day would be too thin to tell its pattern."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One edition: `x` and `width` in percent; `name` is how it is drawn (a scope, or cancelled)."""

    x: float
    width: float
    name: str


@dataclass(frozen=True, slots=True)
class Strip:
    """Month borders, the present day if it lies in the year, bars, and points of deadlines; all in percent."""

    lines: tuple[float, ...]
    today: float | None
    bars: tuple[Bar, ...]
    points: tuple[float, ...]


def strip_of_year(
    year: int, entries: Iterable[CalendarEntry], deadlines: Iterable[date], *, today: date, is_mirrored: bool
) -> Strip:
    """Draw one year; what lies outside of it is cut off. `is_mirrored` for languages that run from the right."""
    axis = _Axis(year, is_mirrored=is_mirrored)
    shown = [entry for entry in entries if entry.starts_on.year <= year <= entry.ends_on.year]
    return Strip(
        lines=tuple(axis.point(date(year, month, 1)) for month in range(2, 13)),
        today=axis.point(today) if today.year == year else None,
        bars=tuple(axis.bar(entry) for entry in shown),
        points=tuple(axis.point(day) for day in deadlines if day.year == year),
    )


class _Axis:
    """Days of one year as percentages from the start side, or mirrored."""

    def __init__(self, year: int, *, is_mirrored: bool) -> None:
        self.first, self.last = date(year, 1, 1), date(year, 12, 31)
        self.days = (self.last - self.first).days + 1
        self.is_mirrored = is_mirrored

    def point(self, day: date) -> float:
        share = (day - self.first).days / self.days * WHOLE
        return WHOLE - share if self.is_mirrored else share

    def bar(self, entry: CalendarEntry) -> Bar:
        first, end = max(entry.starts_on, self.first), min(entry.ends_on, self.last) + timedelta(days=1)
        width = max((end - first).days / self.days * WHOLE, LEAST_WIDTH)
        x = self.point(first) - (width if self.is_mirrored else 0)
        is_off = entry.status is EntryStatus.CANCELLED
        return Bar(x, width, "cancelled" if is_off or entry.scope is None else entry.scope.value)
