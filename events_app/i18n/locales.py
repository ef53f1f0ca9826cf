"""The CLDR locale behind each interface language, kept apart from every other locale of the process.

Babel 2.18 writes a resolved alias back into data that locales share (its issue 1234): once Chinese stand-alone months
were read, French ones came out Chinese. So each of our locales owns a deep copy of its data, made at import, before
anything can have been resolved. It costs some 40 ms and holds for Babel's own functions, which find the same data.
"""

import copy
from functools import cache

from babel import Locale, localedata

from events_app.domain.languages import LANGUAGES

SOURCE_LANGUAGE = "en"


def _own_data(locale: str) -> None:
    data = localedata.load(locale)
    data.update(copy.deepcopy(data))


for _language in LANGUAGES.values():
    _own_data(_language.locale)


@cache
def locale_of(code: str) -> Locale:
    """CLDR locale of an interface language; English for a code that is none."""
    language = LANGUAGES.get(code, LANGUAGES[SOURCE_LANGUAGE])
    return Locale.parse(language.locale)


def is_right_to_left(code: str) -> bool:
    """Whether the interface language runs from the right; a code that is none is shown in English."""
    language = LANGUAGES.get(code)
    return language is not None and language.direction == "rtl"
