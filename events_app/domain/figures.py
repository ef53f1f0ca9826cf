"""Figures for the desk: counts of editions and projects in tables whose lines add up.

A table has one line for each key and one column for each mark. Where one object may stand in several lines (an edition
has several sectors), the last line counts each object once, and the table says so.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

MONTHS_AT_MOST = 36
"""A longer period is told by years."""
YEARS_AT_MOST = 50


class PartnerClass(StrEnum):
    """Where the partners of a project are at home, by the class of their countries or regions."""

    DEVELOPED = "developed"
    DEVELOPING = "developing"
    BOTH = "both"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Count:
    """How many objects have this key and this mark."""

    key: str
    mark: str
    number: int


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One line: counts in the order of the table's columns."""

    key: str
    counts: tuple[int, ...]

    @property
    def total(self) -> int:
        """Sum of the line."""
        return sum(self.counts)


@dataclass(frozen=True, slots=True)
class FigureTable:
    """Lines by key, columns by mark; `once` counts each object once by column where it may stand in several lines."""

    columns: tuple[str, ...]
    rows: tuple[FigureRow, ...]
    once: tuple[int, ...] | None = None

    @property
    def totals(self) -> FigureRow:
        """The last line: the sum of all others, or each object once."""
        sums = tuple(sum(row.counts[number] for row in self.rows) for number in range(len(self.columns)))
        return FigureRow("", self.once if self.once is not None else sums)

    @property
    def most(self) -> int:
        """Total of the longest line, for drawing."""
        return max((row.total for row in self.rows), default=0)


def crossed(
    counts: Iterable[Count], *, rows: Sequence[str], columns: Sequence[str], once: Iterable[Count] | None = None
) -> FigureTable:
    """Lay counts out. Lines and columns stay in their order; a key or mark that is not among them gets one at the end.

    `once` are counts by column that count each object once; their keys do not matter.
    """
    found = tuple(counts)
    singles = None if once is None else tuple(once)
    marks = tuple(dict.fromkeys((*columns, *sorted(each.mark for each in (*found, *(singles or ()))))))
    keys = tuple(dict.fromkeys((*rows, *sorted(each.key for each in found))))
    numbers: dict[tuple[str, str], int] = {}
    for each in found:
        numbers[each.key, each.mark] = numbers.get((each.key, each.mark), 0) + each.number
    lines = tuple(FigureRow(key, tuple(numbers.get((key, mark), 0) for mark in marks)) for key in keys)
    total = None if singles is None else tuple(sum(s.number for s in singles if s.mark == mark) for mark in marks)
    return FigureTable(marks, lines, total)


def is_by_years(first: date, last: date) -> bool:
    """Whether a period is so long that it is told by years."""
    return _months(first, last) > MONTHS_AT_MOST


def spans(first: date, last: date) -> tuple[str, ...]:
    """Keys of the months of a period, as 2027-04, or of its years where it is long."""
    if is_by_years(first, last):
        return tuple(f"{year:04}" for year in range(first.year, last.year + 1))
    months, day = [], first.replace(day=1)
    for _ in range(_months(first, last)):
        months.append(f"{day.year:04}-{day.month:02}")
        day = (day + timedelta(days=31)).replace(day=1)
    return tuple(months)


def _months(first: date, last: date) -> int:
    return (last.year - first.year) * 12 + last.month - first.month + 1
