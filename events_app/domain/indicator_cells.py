"""What single cells of a table of figures say: numbers, years, codes, words, each refused with what is wrong."""

import re
from decimal import Context, Decimal
from typing import Final

from events_app.domain.indicators import FIRST_YEAR, LAST_YEAR, LONGEST_UNIT, LONGEST_WORDS
from events_app.domain.messages import N_
from events_app.domain.refusals import InvalidValue
from events_app.domain.sectors import FIELDS, SECTORS
from events_app.domain.tables import NotDecimal, clean

MOST_DIGITS: Final = 15
"""Significant digits that are kept: as many as a spreadsheet holds."""
MOST_MAGNITUDE: Final = 18
LONGEST_NUMBER: Final = 60
MOST_TOLD: Final = 60
_CONTEXT = Context(prec=MOST_DIGITS)
_YEAR = re.compile(r"\d{4}", re.ASCII)
_FIELD = re.compile(r"\d{1,2}(?:\.0+)?", re.ASCII)
_INDICATOR = re.compile(r"[a-z][a-z0-9_]{1,63}")
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d{1,3})?", re.ASCII)


class CellEmpty(InvalidValue):
    """Nothing in a cell that must say something, and nothing for all lines."""

    message = N_("This line says nothing here.")


class CountryUnknown(InvalidValue):
    """A code that is no country or region."""

    message = N_("“%(value)s” is no code of a country or region (two or three letters, ISO 3166-1).")


class SectorUnknown(InvalidValue):
    """A code that is no sector."""

    message = N_("“%(value)s” is not the code of a sector.")


class FieldUnknown(InvalidValue):
    """A number that is no technology field."""

    message = N_("Technology fields have the numbers 1 to 35; 0 is their total.")


class IndicatorOdd(InvalidValue):
    """A code of an indicator that is none."""

    message = N_("“%(value)s” cannot be the code of an indicator: use small letters, digits and underscores.")


class YearOdd(InvalidValue):
    """A year that is none."""

    message = N_("Write a year from 1900 to 2100.")


class WordsTooLong(InvalidValue):
    """A unit, source or licence of too many characters."""

    message = N_("Use at most %(most)s characters.")


def value_of(said: str) -> Decimal:
    """A number as it is written, to 15 significant digits. Raises NotDecimal."""
    if len(said) > LONGEST_NUMBER or not _NUMBER.fullmatch(said):
        raise NotDecimal
    number = Decimal(said)
    if number and abs(number.adjusted()) > MOST_MAGNITUDE:
        raise NotDecimal
    kept = _CONTEXT.plus(number) if number else Decimal()
    return Decimal(format(kept.normalize(_CONTEXT), "f"))


def year_of(said: str) -> int:
    """A year. Raises YearOdd."""
    if not _YEAR.fullmatch(said) or not FIRST_YEAR <= int(said) <= LAST_YEAR:
        raise YearOdd
    return int(said)


def field_of(said: str) -> int | None:
    """The number of a technology field; None for 0, the total. Raises FieldUnknown."""
    if not _FIELD.fullmatch(said) or int(float(said)) not in {0, *FIELDS}:
        raise FieldUnknown
    return int(float(said)) or None


def sector_of(said: str) -> str:
    """The code of a sector. Raises SectorUnknown."""
    if said not in SECTORS:
        raise SectorUnknown(value=shortened(said))
    return said


def indicator_of(said: str) -> str:
    """The code of an indicator. Raises IndicatorOdd."""
    if not _INDICATOR.fullmatch(said):
        raise IndicatorOdd(value=shortened(said))
    return said


def unit_of(said: str) -> str:
    """A unit. Raises WordsTooLong."""
    return words_of(said, most=LONGEST_UNIT)


def words_of(said: str, *, most: int = LONGEST_WORDS) -> str:
    """A text on one line. Raises WordsTooLong, and CellEmpty where nothing of it can be kept."""
    found = " ".join(clean(said).split())
    if len(found) > most:
        raise WordsTooLong(most=most)
    if not found:
        raise CellEmpty
    return found


def shortened(said: str) -> str:
    """The beginning of what was written, to say it again."""
    return said[:MOST_TOLD]
