"""Public holidays of a country or region as a whole, from the package `holidays`; regional ones are left out.

Names come in the reader's language where the package has it, else in the next language of the reader's chain, else as
the country itself writes them; each says in which language it is. Dates that hang on the sighting of the moon are the
package's calculation until the authorities have announced them, and its names say so where it knows.
"""

import importlib
import warnings
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from types import ModuleType
from typing import Any

from events_app.domain.days_off import Holiday
from events_app.domain.languages import LANGUAGES, chain_of
from events_app.domain.texts import Text
from events_app.reference.countries import all_codes

# The package joins the names of holidays that fall on one day with this.
_JOINT = "; "

# What the package calls an interface language, best first, where that is not the code itself.
_PACKAGE_NAMES = {"zh-Hans": ("zh_CN",), "en": ("en_GB", "en_US"), "pt": ("pt_BR", "pt_PT")}

ENGLISH = "en"


@dataclass(frozen=True, slots=True)
class PublicHoliday:
    """One day off. `names` has more than one entry when holidays coincide; `language` is the BCP 47 tag of all."""

    day: date
    names: tuple[str, ...]
    language: str


@cache
def _package() -> ModuleType:
    """The package, imported at the first question: with its calendars it takes 0.4 s, too long for start-up."""
    return importlib.import_module("holidays")


@cache
def _calendar_of(country: str) -> Any | None:  # noqa: ANN401 - the package builds these classes as they are asked for
    """The package's class for a country or region, under its alpha-2 code, or None."""
    return getattr(_package(), country, None) if country in all_codes() else None


@cache
def _language_for(country: str, language_code: str) -> tuple[str | None, str]:
    """(the package's name of the language or None for the country's own, the BCP 47 tag to show)."""
    calendar: Any = _calendar_of(country)
    for wanted in chain_of(language_code):
        # The country's own variety first: en_IN for India, pt_AO for Angola. (zh_HK is not in simplified characters.)
        preferred = (f"{wanted}_{country}", *_PACKAGE_NAMES.get(wanted, (wanted,)))
        kindred = (name for name in calendar.supported_languages if name.startswith(f"{wanted}_"))
        found = next((name for name in (*preferred, *kindred) if name in calendar.supported_languages), None)
        if found:
            return found, wanted
    # Without translations the package writes English; with some, its default is the country's own language.
    default = calendar.default_language
    return None, str(default).replace("_", "-") if default else ENGLISH


@lru_cache(maxsize=4096)
def _in_year(country: str, year: int, language_code: str) -> tuple[PublicHoliday, ...]:
    """All public holidays of one year, in order."""
    language, tag = _language_for(country, language_code)
    calendar: Any = _calendar_of(country)
    with warnings.catch_warnings():
        # India's calendar warns that it knows fewer holidays before 2001 and after 2035; fewer is what we show then.
        warnings.simplefilter("ignore", UserWarning)
        found = calendar(years=year, language=language)
    return tuple(PublicHoliday(day, tuple(found[day].split(_JOINT)), tag) for day in sorted(found))


def upcoming(country: str, first: date, last: date, language_code: str) -> list[PublicHoliday] | None:
    """Public holidays from `first` to `last`, both included, in order.

    None means that nothing is known: no such country or region in the package, or no holiday at all in any year of
    the window (the package ends for Sri Lanka where no list is published yet). An empty list means that none falls
    into the window.
    """
    if _calendar_of(country) is None:
        return None
    years = [_in_year(country, year, language_code) for year in range(first.year, last.year + 1)]
    if not any(years):
        return None
    return [holiday for year in years for holiday in year if first <= holiday.day <= last]


def between(country: str, first: date, last: date) -> tuple[Holiday, ...] | None:
    """Public holidays from `first` to `last`, both included, each with its names in every language that has one.

    Movable and lunar ones are among them. None means that nothing is known, as in `upcoming`.
    """
    names: dict[date, dict[str, str]] = {}
    for code in LANGUAGES:
        found = upcoming(country, first, last, code)
        if found is None:
            return None
        for holiday in found:
            names.setdefault(holiday.day, {}).setdefault(holiday.language, _JOINT.join(holiday.names))
    return tuple(Holiday(country, day, _text_of(names[day])) for day in sorted(names))


def _text_of(wordings: dict[str, str]) -> Text:
    """Names by language as one text, English first where there is English."""
    source = ENGLISH if ENGLISH in wordings else next(iter(wordings))
    return Text.of(source, wordings[source], wordings)


def prepare() -> None:
    """Import the package and its calendars, which come all at once, now instead of at the first question."""
    _language_for(all_codes()[0], ENGLISH)
