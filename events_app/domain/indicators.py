"""Indicators of countries and regions: figures that organisers import as tables, each with unit, year, source, licence.

A figure that a source does not give is not there at all; it is never zero. How lines of a file become measures is the
business of `indicator_mappings`; what matching makes of them, that of others.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Final, NamedTuple
from uuid import UUID

from events_app.domain.messages import N_, P_, Message
from events_app.domain.refusals import InvalidValue, Refusal
from events_app.domain.tables import Column, Kind, Table

FIRST_YEAR: Final = 1900
LAST_YEAR: Final = 2100
MOST_MEASURES: Final = 100_000
"""Figures of one table."""
LONGEST_CODE: Final = 64
LONGEST_UNIT: Final = 100
LONGEST_WORDS: Final = 500
"""Of a title, a source or a licence."""
BETWEEN: Final = " · "

INDICATOR_NAMES: Mapping[str, Message] = {
    "patent_families": P_("indicator", "International patent families"),
    "collaboration_index": P_("indicator", "Index of collaboration in publications"),
    "coauthored_publications": P_("indicator", "Publications written together"),
    "pct_applications": P_("indicator", "PCT applications"),
    "pct_applications_electrical": P_("indicator", "PCT applications: electrical engineering"),
    "pct_applications_instruments": P_("indicator", "PCT applications: instruments"),
    "pct_applications_chemistry": P_("indicator", "PCT applications: chemistry"),
    "pct_applications_mechanical": P_("indicator", "PCT applications: mechanical engineering"),
    "pct_applications_other": P_("indicator", "PCT applications: other fields"),
    "gerd_ppp_million": P_("indicator", "Expenditure on research and development"),
    "gerd_percent_gdp": P_("indicator", "Expenditure on research and development, share of GDP"),
}
"""Names of the codes that this installation knows; organisers may import others."""


class TableCodeOdd(InvalidValue):
    """A code that cannot stand in an address."""

    message = N_("Write a code of 2 to 64 small letters, digits and hyphens, a letter first.")


class TableTitleMissing(InvalidValue):
    """A table without a title, or with too long a one."""

    message = N_("Give the table a title of at most 500 characters.")


class TableIsCurrent(Refusal):
    """The version to be removed is the one in force."""

    message = N_("This version is in force: make another one current first, or take it out of force.")


class Key(NamedTuple):
    """What a figure is about; empty strings and None where it is about all of them."""

    country: str
    counterpart: str
    sector: str
    field: int
    indicator: str
    year: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One figure. `country` and `counterpart` (the other one of a pair) are ISO 3166-1 alpha-2 codes.

    `sector` is a code of `domain.sectors.SECTORS`, `field` the number of a WIPO technology field (1 to 35); None means
    the total over all of them. `value` is in `unit`, as the source states it.
    """

    country: str
    counterpart: str | None = None
    sector: str | None = None
    field: int | None = None
    indicator: str
    value: Decimal
    unit: str
    year: int
    source: str
    licence: str

    @property
    def key(self) -> Key:
        """What it is about: a table gives at most one figure for each key."""
        return Key(self.country, self.counterpart or "", self.sector or "", self.field or 0, self.indicator, self.year)

    @property
    def digits(self) -> int:
        """How many digits of the value stand behind the point."""
        exponent = self.value.as_tuple().exponent
        return max(0, -exponent) if isinstance(exponent, int) else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorTable:
    """One version of a table; of those with one `code` at most one is in force.

    `rows` counts the figures, `no_data` the empty cells that the file had in their place.
    """

    id: UUID
    code: str
    title: str
    source: str
    licence: str
    version: int
    is_current: bool
    rows: int
    no_data: int = 0
    imported_at: datetime
    imported_by: UUID | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a new version changes: pairs of (before, after) for figures of one key that differ in anything."""

    new: tuple[Measure, ...] = ()
    changed: tuple[tuple[Measure, Measure], ...] = ()
    gone: tuple[Measure, ...] = ()
    unchanged: int = 0

    def __bool__(self) -> bool:
        """Whether anything differs."""
        return bool(self.new or self.changed or self.gone)


def compare(old: Iterable[Measure], new: Iterable[Measure]) -> Comparison:
    """What `new` says otherwise than `old`; each has at most one figure for a key."""
    before = {measure.key: measure for measure in old}
    after = {measure.key: measure for measure in new}
    shared = [(before[key], measure) for key, measure in after.items() if key in before]
    changed = tuple(pair for pair in shared if pair[0] != pair[1])
    return Comparison(
        new=tuple(measure for key, measure in after.items() if key not in before),
        changed=changed,
        gone=tuple(measure for key, measure in before.items() if key not in after),
        unchanged=len(shared) - len(changed),
    )


def check_code(code: str) -> str:
    """The code of a table as it is. Raises TableCodeOdd."""
    plain = code.replace("-", "")
    is_good = plain.isascii() and plain.isalnum() and plain == plain.lower() and code[:1].isalpha()
    if not is_good or not 2 <= len(code) <= LONGEST_CODE:  # noqa: PLR2004 - one letter names nothing
        raise TableCodeOdd
    return code


def check_title(title: str) -> str:
    """The title without what surrounds it. Raises TableTitleMissing."""
    found = " ".join(title.split())
    if not found or len(found) > LONGEST_WORDS:
        raise TableTitleMissing
    return found


def told_once(words: Iterable[str]) -> str:
    """Different words once each, in their order: the sources of a table whose lines name several."""
    return BETWEEN.join(dict.fromkeys(words))[:LONGEST_WORDS]


COLUMNS: Final = (
    Column("country"),
    Column("counterpart"),
    Column("sector"),
    Column("field", Kind.INTEGER),
    Column("indicator"),
    Column("value", Kind.DECIMAL),
    Column("unit"),
    Column("year", Kind.INTEGER),
    Column("source"),
    Column("licence"),
)
"""The documented form: one line for each figure."""


def table_of(measures: Iterable[Measure]) -> Table:
    """Write figures in the documented form, so that they come back the same."""
    return Table(
        COLUMNS,
        tuple(
            (
                each.country,
                each.counterpart,
                each.sector,
                each.field,
                each.indicator,
                int(each.value) if each.value == each.value.to_integral_value() else float(each.value),
                each.unit,
                each.year,
                each.source,
                each.licence,
            )
            for each in measures
        ),
    )
