"""The year, drawn: where bars, points and columns lie, in percentages of a drawing's width.

For languages that run from the right the year does too: x is mirrored here (x' = 100 - x - width), since turning the
picture round would turn its words round with it. Colours and patterns are the templates' business.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from events_app.domain.calendar import CalendarEntry, EntryKind, EntryStatus
from events_app.domain.languages import LANGUAGES

LEAST_WIDTH = 0.5
"""A bar of one day is a quarter of a percent wide: too little to be seen on a telephone."""
MONTHS_OF_YEAR = 12
# The drawing of density is 220 px high: columns stand on the line at 196, their figures below it and above them.
BASELINE_PX = 196.0
HIGHEST_PX = 172.0
PX_EACH_AT_MOST = 14.0
GAP_PX = 1.5
COLUMN_SHARE = 0.79
"""How much of its month's width a column fills."""


@dataclass(frozen=True, slots=True)
class Bar:
    """From `x`, `width` percent wide; `name` says how it is drawn."""

    x: float
    width: float
    name: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """One line of a year: month borders, today or None, bars, and the points where deadlines lie."""

    lines: tuple[float, ...]
    today: float | None
    bars: tuple[Bar, ...] = ()
    points: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class YearScale:
    """Days of one year as percentages."""

    year: int
    is_mirrored: bool

    @property
    def days(self) -> int:
        """Number of days of the year."""
        return (date(self.year + 1, 1, 1) - date(self.year, 1, 1)).days

    def covers(self, day: date) -> bool:
        """Whether `day` lies in this year."""
        return day.year == self.year

    def at(self, day: date) -> float:
        """Where a day begins: its right edge where the year is mirrored."""
        share = 100 * (day - date(self.year, 1, 1)).days / self.days
        return round(100 - share if self.is_mirrored else share, 2)

    def bar(self, first: date, last: date, name: str) -> Bar | None:
        """The bar over these days, cut at the ends of the year; None where they lie outside of it."""
        start, end = max(first, date(self.year, 1, 1)), min(last, date(self.year, 12, 31))
        if end < start:
            return None
        x = 100 * (start - date(self.year, 1, 1)).days / self.days
        width = max(100 * ((end - start).days + 1) / self.days, LEAST_WIDTH)
        x = min(x, 100 - width)
        return Bar(round(100 - x - width if self.is_mirrored else x, 2), round(width, 2), name)

    def lines(self) -> tuple[float, ...]:
        """The borders between months."""
        return tuple(self.at(date(self.year, month, 1)) for month in range(2, MONTHS_OF_YEAR + 1))


def year_scale(year: int, language: str) -> YearScale:
    """Scale of a year for a reader of `language`."""
    return YearScale(year, is_mirrored=LANGUAGES[language].direction == "rtl")


def empty_drawing(scale: YearScale, today: date) -> Drawing:
    """The year with nothing in it but its months and today."""
    return Drawing(scale.lines(), scale.at(today) if scale.covers(today) else None)


def drawing_of(entry: CalendarEntry, scale: YearScale, today: date) -> Drawing:
    """One entry on its year: its days as a bar, or a deadline as a point, and when applications close."""
    bars: tuple[Bar, ...] = ()
    points: list[date] = []
    if entry.kind is EntryKind.DEADLINE:
        points.append(entry.starts_on)
    elif bar := scale.bar(entry.starts_on, entry.ends_on, mark_of(entry)):
        bars = (bar,)
    if entry.applications_close_at and entry.status is not EntryStatus.CANCELLED:
        points.append(entry.applications_close_at.astimezone(ZoneInfo(entry.zone)).date())
    blank = empty_drawing(scale, today)
    return Drawing(blank.lines, blank.today, bars, tuple(scale.at(day) for day in points if scale.covers(day)))


def mark_of(entry: CalendarEntry) -> str:
    """Word of the legend by which an entry is drawn."""
    if entry.status is EntryStatus.CANCELLED:
        return "cancelled"
    if entry.kind is EntryKind.DEADLINE:
        return "deadline"
    return entry.scope.value if entry.scope is not None else "milestone"


@dataclass(frozen=True, slots=True)
class MonthCounts:
    """How many entries of each mark begin in the month that `first` is the first day of."""

    first: date
    counts: Mapping[str, int]

    @property
    def total(self) -> int:
        """Entries of all marks."""
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class Part:
    """One layer of a column; `y` and `height` in px."""

    name: str
    y: float
    height: float


@dataclass(frozen=True, slots=True)
class Column:
    """One month: `x`, `width` and `middle` in percent, its layers from the ground up, and where its figure stands."""

    month: MonthCounts
    x: float
    width: float
    middle: float
    parts: tuple[Part, ...]
    figure_y: float


def density(months: Sequence[MonthCounts], *, is_mirrored: bool) -> tuple[Column, ...]:
    """Columns of as many months as there are, the first at the start side."""
    share = 100 / len(months)
    width = round(share * COLUMN_SHARE, 2)
    px_each = min(PX_EACH_AT_MOST, HIGHEST_PX / max(1, *(month.total for month in months)))
    columns = []
    for number, month in enumerate(months):
        x = share * number + (share - width) / 2
        x = round(100 - x - width if is_mirrored else x, 2)
        parts = _layers(month.counts, px_each)
        top = parts[-1].y if parts else BASELINE_PX
        columns.append(Column(month, x, width, round(x + width / 2, 2), parts, round(top - 5, 1)))
    return tuple(columns)


def _layers(counts: Mapping[str, int], px_each: float) -> tuple[Part, ...]:
    parts: list[Part] = []
    ground = BASELINE_PX
    for name, count in counts.items():
        if count:
            height = max(count * px_each - GAP_PX, 1.0)
            parts.append(Part(name, round(ground - height, 1), round(height, 1)))
            ground -= height + GAP_PX
    return tuple(parts)


def stacked(counts: Mapping[str, int], most: int, *, is_mirrored: bool) -> tuple[Bar, ...]:
    """One line of a table, drawn: a bar for each mark, one after the other; `most` fills the whole width."""
    bars: list[Bar] = []
    start = 0.0
    for name, count in counts.items():
        if count:
            width = 100 * count / max(most, 1)
            bars.append(Bar(round(100 - start - width if is_mirrored else start, 2), round(width, 2), name))
            start += width
    return tuple(bars)


def months_from(first: date, number: int) -> tuple[date, ...]:
    """First days of `number` months, from the one that `first` lies in."""
    months = [first.replace(day=1)]
    while len(months) < number:
        months.append((months[-1] + timedelta(days=31)).replace(day=1))
    return tuple(months)
