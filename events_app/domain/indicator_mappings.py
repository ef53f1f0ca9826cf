"""What the columns of a file say, so that tables of figures can be imported as their publishers wrote them.

A `Mapping` names the column of each part of a figure, or one text for all lines; wide tables have several columns of
values. The documented form (`indicators.COLUMNS`) is the mapping in which each part has a column of its own name.
"""

from collections.abc import Callable, Collection
from collections.abc import Mapping as MappingOf
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Final, TypeVar

from events_app.domain.indicator_cells import (
    CellEmpty,
    CountryUnknown,
    field_of,
    indicator_of,
    sector_of,
    shortened,
    unit_of,
    value_of,
    words_of,
    year_of,
)
from events_app.domain.indicators import MOST_MEASURES, Key, Measure
from events_app.domain.messages import N_, P_, Message
from events_app.domain.refusals import InvalidValue, Refusal
from events_app.domain.tables import Fault, Kind, Line, Sheet, typed

VALUE: Final = "value"

T = TypeVar("T")


class Part(StrEnum):
    """What a column may say beside the value itself."""

    COUNTRY = "country"
    COUNTERPART = "counterpart"
    SECTOR = "sector"
    FIELD = "field"
    INDICATOR = "indicator"
    UNIT = "unit"
    YEAR = "year"
    SOURCE = "source"
    LICENCE = "licence"


PART_NAMES: dict[Part, Message] = {
    Part.COUNTRY: P_("part of a figure", "Country or region"),
    Part.COUNTERPART: P_("part of a figure", "The other one of a pair"),
    Part.SECTOR: P_("part of a figure", "Sector"),
    Part.FIELD: P_("part of a figure", "Technology field"),
    Part.INDICATOR: P_("part of a figure", "Indicator"),
    Part.UNIT: P_("part of a figure", "Unit"),
    Part.YEAR: P_("part of a figure", "Year"),
    Part.SOURCE: P_("part of a figure", "Source"),
    Part.LICENCE: P_("part of a figure", "Licence"),
}
CONSTANTS: Final = (Part.INDICATOR, Part.UNIT, Part.YEAR, Part.SOURCE, Part.LICENCE)
"""Parts for which one text may stand for all lines."""


class ColumnUnknown(InvalidValue):
    """A mapping that names a column that the file has not."""

    message = N_("The file has no column of this name.")


class PartMissing(InvalidValue):
    """A part of a figure that neither a column nor a text for all lines gives."""

    message = N_("Choose a column that says this, or write what holds for all lines.")


class ValueColumnMissing(InvalidValue):
    """A mapping without values."""

    message = N_("Choose at least one column of values.")


class PairOfOne(InvalidValue):
    """A pair of a country or region with itself."""

    message = N_("A pair needs two different countries or regions.")


class FigureTwice(InvalidValue):
    """Two figures of one file about the same."""

    message = N_("Line %(line)s of this file has a figure for the same already.")


class TooManyMeasures(InvalidValue):
    """More figures than one table holds."""

    message = N_("A table holds at most 100,000 figures. Divide it.")


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueColumn:
    """A column of values; what it says here stands before what its line says."""

    column: str
    indicator: str = ""
    unit: str = ""
    year: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapping:
    """Which column says what; an empty cell falls back to the text for all lines.

    `words` turn what stands in the column of the indicator into codes; lines about a country in `left_out` (as the
    file writes it) are counted and not read: sums over groups of countries.
    """

    columns: MappingOf[Part, str] = field(default_factory=dict)
    constants: MappingOf[Part, str] = field(default_factory=dict)
    values: tuple[ValueColumn, ...] = ()
    words: MappingOf[str, str] = field(default_factory=dict)
    left_out: frozenset[str] = frozenset()

    @property
    def named(self) -> frozenset[str]:
        """The columns that are read."""
        return frozenset([*self.columns.values(), *(value.column for value in self.values)])


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file says: figures, faults by line, how many cells hold no data, and how many lines were left out."""

    measures: tuple[Measure, ...] = ()
    faults: tuple[Fault, ...] = ()
    no_data: int = 0
    left_out: int = 0
    unread_columns: tuple[str, ...] = ()


def documented(header: Collection[str]) -> Mapping:
    """The documented form, as far as a file has its columns."""
    return Mapping(
        columns={part: part.value for part in Part if part.value in header}, values=(ValueColumn(column=VALUE),)
    )


def measures_of(sheet: Sheet, mapping: Mapping, *, countries: MappingOf[str, str]) -> Reading:
    """Read every line; `countries` leads from codes of two and three letters to those of two.

    Anything that is wrong becomes a fault of its line and column; faults of the mapping stand on line 1.
    """
    unread = tuple(name for name in sheet.header if name and name not in mapping.named)
    faults = [*_mapping_faults(sheet, mapping), *sheet.faults]
    if faults[: len(faults) - len(sheet.faults)]:
        return Reading(faults=tuple(faults), unread_columns=unread)
    reader = _Reader(mapping, countries, faults)
    for line in sheet.lines:
        reader.take(line)
        if len(reader.found) > MOST_MEASURES:
            faults.append(Fault.of(TooManyMeasures(), line=line.number))
            break
    faults.sort(key=lambda fault: fault.line)
    return Reading(tuple(reader.found.values()), tuple(faults), reader.no_data, reader.left_out, unread)


def _mapping_faults(sheet: Sheet, mapping: Mapping) -> list[Fault]:
    missing = sorted(mapping.named - set(sheet.header))
    faults = [Fault.of(ColumnUnknown(), line=1, column=name) for name in missing]
    if not mapping.values:
        faults.append(Fault.of(ValueColumnMissing(), line=1, column=VALUE))
    for part in (Part.COUNTRY, *CONSTANTS):
        said_for_all = part in mapping.columns or mapping.constants.get(part)
        if not said_for_all and not all(getattr(value, part.value, "") for value in mapping.values or (None,)):
            faults.append(Fault.of(PartMissing(), line=1, column=part.value))
    return faults


class _Reader:
    """Takes lines one by one and keeps what they say."""

    def __init__(self, mapping: Mapping, countries: MappingOf[str, str], faults: list[Fault]) -> None:
        self.mapping = mapping
        self.countries = countries
        self.faults = faults
        self.found: dict[Key, Measure] = {}
        self.lines: dict[Key, int] = {}
        self.no_data = 0
        self.left_out = 0

    def take(self, line: Line) -> None:
        """Read the figures of one line."""
        cells = _Cells(line, self.mapping)
        if self.mapping.left_out and cells.said(Part.COUNTRY) in self.mapping.left_out:
            self.left_out += 1
            return
        country = cells.parsed(Part.COUNTRY, self._country)
        counterpart = cells.parsed(Part.COUNTERPART, self._country, is_needed=False)
        if country and country == counterpart:
            cells.fail(PairOfOne(), Part.COUNTERPART)
        sector = cells.parsed(Part.SECTOR, sector_of, is_needed=False)
        number = cells.parsed(Part.FIELD, field_of, is_needed=False)
        for column in self.mapping.values:
            value = cells.value(column.column)
            if value is None:
                self.no_data += column.column not in cells.faults
                continue
            indicator = cells.parsed(Part.INDICATOR, self._indicator, own=column.indicator)
            unit = cells.parsed(Part.UNIT, unit_of, own=column.unit)
            year = cells.parsed(Part.YEAR, year_of, own=column.year)
            source, licence = (cells.parsed(part, words_of) for part in (Part.SOURCE, Part.LICENCE))
            if country and indicator and unit and year and source and licence and not cells.faults:
                measure = Measure(
                    country=country,
                    counterpart=counterpart,
                    sector=sector,
                    field=number,
                    indicator=indicator,
                    value=value,
                    unit=unit,
                    year=year,
                    source=source,
                    licence=licence,
                )
                self._keep(measure, column.column, cells)
        self.faults += cells.faults.values()

    def _keep(self, measure: Measure, column: str, cells: "_Cells") -> None:
        first = self.lines.setdefault(measure.key, cells.line.number)
        if measure.key in self.found:
            cells.fail(FigureTwice(line=first), column)
        else:
            self.found[measure.key] = measure

    def _country(self, said: str) -> str:
        try:
            return self.countries[said.upper()]
        except KeyError:
            raise CountryUnknown(value=shortened(said)) from None

    def _indicator(self, said: str) -> str:
        return indicator_of(self.mapping.words.get(said, said))


class _Cells:
    """The cells of one line, and the first fault of each column."""

    def __init__(self, line: Line, mapping: Mapping) -> None:
        self.line = line
        self.mapping = mapping
        self.faults: dict[str, Fault] = {}

    def fail(self, refusal: Refusal, column: str) -> None:
        """Note what is wrong with a column, under the name that the file gives it."""
        self.faults.setdefault(column, Fault.of(refusal, line=self.line.number, column=column))

    def said(self, part: Part) -> str:
        """What the line says of a part, or what holds for all lines; empty where neither does."""
        column = self.mapping.columns.get(part)
        found = self._text(column) if column else ""
        return found or self.mapping.constants.get(part, "").strip()

    def parsed(self, part: Part, convert: Callable[[str], T], *, own: str = "", is_needed: bool = True) -> T | None:
        """A part as its type; None where nothing is said or after noting what is wrong."""
        column = self.mapping.columns.get(part, part.value)
        said = own.strip() or self.said(part)
        if not said:
            if is_needed:
                self.fail(CellEmpty(), column)
            return None
        try:
            return convert(said)
        except InvalidValue as refusal:
            self.fail(refusal, column)
            return None

    def value(self, column: str) -> Decimal | None:
        """The figure in a column; None for no data, or after noting that it is none."""
        said = self._text(column)
        try:
            return value_of(said) if said else None
        except InvalidValue as refusal:
            self.fail(refusal, column)
            return None

    def _text(self, column: str) -> str:
        try:
            return str(typed(self.line.cells.get(column), Kind.TEXT) or "").strip()
        except InvalidValue as refusal:
            self.fail(refusal, column)
            return ""
