"""Tables that leave and enter the house as files: one value that CSV and XLSX write, one that both give back.

How bytes are made of them is the business of `formats`; which column means what, that of `domain.exchange`.
"""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import StrEnum

from events_app.domain.messages import N_, Message
from events_app.domain.refusals import InvalidValue, Refusal

LARGEST_BYTES = 10_000_000
MOST_LINES = 20_000
MOST_COLUMNS = 200
LONGEST_CELL = 32_767
"""The most characters that a cell of a spreadsheet holds."""

Value = str | int | float | date | datetime | None

_CONTROLS = dict.fromkeys([*(set(range(32)) - {9, 10}), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF])
_DAY = re.compile(r"(\d{4})([-/])(\d{1,2})\2(\d{1,2})(?:[T ]00:00(?::00)?)?")
_DOTTED_DAY = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
_DECIMAL = re.compile(r"[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?")
_INTEGER = re.compile(r"[+-]?\d{1,18}(?:\.0+)?")


class Kind(StrEnum):
    """What stands in the cells of a column."""

    TEXT = "text"
    INTEGER = "integer"
    DECIMAL = "decimal"
    DAY = "day"
    MOMENT = "moment"


class TableUnreadable(InvalidValue):
    """Bytes that are no table of the kind they should be."""

    message = N_("This file cannot be read as a table.")


class TableTooLarge(InvalidValue):
    """More bytes, lines or columns than are taken at once, or a file that unpacks to more."""

    message = N_("This table is too large. Divide it and import the parts.")


class CellTooLong(InvalidValue):
    """More characters than a cell of a spreadsheet holds."""

    message = N_("This text is too long for a cell of a spreadsheet.")


class LineBroken(InvalidValue):
    """A line whose quotation marks do not match: what follows cannot be trusted."""

    message = N_("From this line on, quotation marks do not match. The rest of the file was not read.")


class CellsWithoutColumn(InvalidValue):
    """A line with more cells than the header has."""

    message = N_("This line has more cells than there are columns.")


class CellIsError(InvalidValue):
    """A cell in which a spreadsheet shows an error."""

    message = N_("The spreadsheet shows an error in this cell.")


class ColumnTwice(InvalidValue):
    """Two columns of one name."""

    message = N_("There are two columns with this name.")


class NotInteger(InvalidValue):
    """Something else where a whole number is expected."""

    message = N_("Write a whole number, in digits.")


class NotDecimal(InvalidValue):
    """Something else where a number is expected."""

    message = N_("Write a number with a point before the decimals.")


class NotDay(InvalidValue):
    """Something else where a day is expected; also a day whose month could be its day."""

    message = N_("Write the day as year-month-day, for example 2027-04-05.")


class NotMoment(InvalidValue):
    """Something else where a moment is expected."""

    message = N_("Write the moment in UTC, for example 2027-04-05 17:00.")


@dataclass(frozen=True, slots=True)
class Column:
    """Moments are told in UTC."""

    name: str
    kind: Kind = Kind.TEXT


@dataclass(frozen=True, slots=True)
class Table:
    """What is written: each row has a value for each column."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in a line; `column` is empty where it is the line as a whole."""

    line: int
    column: str
    message: Message
    params: Mapping[str, object] = field(default_factory=dict)

    @classmethod
    def of(cls, refusal: Refusal, *, line: int, column: str = "") -> "Fault":
        """The fault that a rule has found."""
        return cls(line, column, refusal.message, refusal.params)


@dataclass(frozen=True, slots=True)
class Line:
    """One line as read; from CSV every cell is a string. `number` counts as the file's own editor does, from 1."""

    number: int
    cells: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Sheet:
    """What was read: names of the columns, lines that hold anything, and what was wrong with the file itself."""

    header: tuple[str, ...]
    lines: tuple[Line, ...]
    faults: tuple[Fault, ...] = ()


def clean(text: str) -> str:
    """The text as every file can hold it: line ends as one character, no control characters, no lone surrogates."""
    return text.replace("\r\n", "\n").replace("\r", "\n").translate(_CONTROLS)


def plain_value(value: Value) -> Value:
    """The value as files hold it: clean text, moments in UTC to the second, no infinite numbers."""
    if isinstance(value, str):
        return clean(value) or None
    if isinstance(value, datetime):
        return value.astimezone(UTC).replace(microsecond=0)
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value


def header_of(names: list[str], *, line: int) -> tuple[tuple[str, ...], list[Fault]]:
    """Names of the columns without what surrounds them, and the faults among them. Raises TableTooLarge."""
    header = tuple(name.strip() for name in names)
    if len(header) > MOST_COLUMNS:
        raise TableTooLarge
    twice = dict.fromkeys(name for name in header if name and header.count(name) > 1)
    return header, [Fault.of(ColumnTwice(), line=line, column=name) for name in twice]


def line_of(header: tuple[str, ...], cells: list[Value], *, number: int) -> Line | Fault:
    """A line under its header; cells under an unnamed column are left out. A fault where there are too many cells."""
    if any(cell not in ("", None) for cell in cells[len(header) :]):
        return Fault.of(CellsWithoutColumn(), line=number)
    named = {name: cell for name, cell in zip(header, cells, strict=False) if name}
    return Line(number, {name: named.get(name) for name in header if name})


def typed(value: Value, kind: Kind) -> Value:
    """What a cell says, in the kind of its column: None for nothing.

    Raises NotInteger, NotDecimal, NotDay, NotMoment or CellTooLong.
    """
    if isinstance(value, bool):
        value = "yes" if value else "no"
    if isinstance(value, str):
        if len(value) > LONGEST_CELL:
            raise CellTooLong
        value = clean(value) if kind is Kind.TEXT else value.strip()
    if value is None or value == "":
        return None
    match kind:
        case Kind.TEXT:
            return _as_text(value)
        case Kind.INTEGER:
            return _as_integer(value)
        case Kind.DECIMAL:
            return _as_decimal(value)
        case Kind.DAY:
            return _as_day(value)
        case Kind.MOMENT:
            return _as_moment(value)


def _as_text(value: Value) -> str:
    if isinstance(value, datetime):
        return value.isoformat(" ").removesuffix(" 00:00:00")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _as_integer(value: Value) -> int:
    if isinstance(value, int):
        return value
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, str) and _INTEGER.fullmatch(value):
        return int(value.partition(".")[0])
    raise NotInteger


def _as_decimal(value: Value) -> float:
    is_number = isinstance(value, int | float) or (isinstance(value, str) and _DECIMAL.fullmatch(value))
    if not is_number:
        raise NotDecimal
    number = float(str(value))
    if not math.isfinite(number):
        raise NotDecimal
    return number


def _as_day(value: Value) -> date:
    if isinstance(value, datetime):
        if (value.hour, value.minute, value.second) != (0, 0, 0):
            raise NotDay
        return value.date()
    if isinstance(value, date):
        return value
    try:
        if isinstance(value, str) and (found := _DAY.fullmatch(value)):
            return date(int(found[1]), int(found[3]), int(found[4]))
        if isinstance(value, str) and (found := _DOTTED_DAY.fullmatch(value)):
            return date(int(found[3]), int(found[2]), int(found[1]))
    except ValueError:
        raise NotDay from None
    raise NotDay


def _as_moment(value: Value) -> datetime:
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value)
        except ValueError:
            raise NotMoment from None
    if not isinstance(value, datetime):
        raise NotMoment
    try:
        aware = value if value.tzinfo else value.replace(tzinfo=UTC)
        return aware.astimezone(UTC).replace(microsecond=0)
    except OverflowError:
        raise NotMoment from None
