"""CLDR locales behind the interface languages, and the files of our own that lie beside this module."""

import csv
from functools import cache
from importlib import resources

from babel import Locale

from events_app.domain.languages import LANGUAGES


@cache
def locale_of(language_code: str) -> Locale:
    """CLDR locale of an interface language or any other BCP 47 tag; raises babel.UnknownLocaleError or ValueError."""
    language = LANGUAGES.get(language_code)
    return Locale.parse(language.locale) if language else Locale.parse(language_code, sep="-")


def rows_of(file_name: str) -> list[dict[str, str]]:
    """Rows of one of our CSV files, every cell as text: `NA` is Namibia and `NO` is Norway."""
    text = resources.files("events_app.reference").joinpath(file_name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))
