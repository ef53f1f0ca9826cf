"""Names of languages and currencies, and the isolation of any name inside text of another direction.

Names of countries are facts with an override table: `reference` has them.
"""

import re

from babel import Locale, UnknownLocaleError

from events_app.domain.languages import LANGUAGES
from events_app.i18n.locales import locale_of

FIRST_STRONG_ISOLATE = "\N{FIRST STRONG ISOLATE}"
POP_ISOLATE = "\N{POP DIRECTIONAL ISOLATE}"
# Embeddings, overrides and isolates: a stray one would reach beyond the name it came with.
_DIRECTION_CONTROLS = re.compile("[\u202a-\u202e\u2066-\u2069]")


def language_name(code: str, in_code: str) -> str:
    """A language, by BCP 47 tag, as the reader of `in_code` calls it inside a sentence; the tag itself if unknown."""
    names = locale_of(in_code).languages
    whole = code.replace("-", "_")
    if whole in names:
        return str(names[whole])
    try:
        return Locale.parse(whole).get_display_name(locale_of(in_code)) or code
    except (UnknownLocaleError, ValueError):
        return str(names.get(whole.split("_", 1)[0], code))


def endonym(code: str) -> str:
    """A language in its own words, as it stands in a list of languages: "Français", 中文."""
    if language := LANGUAGES.get(code):
        return language.name
    try:
        name = Locale.parse(code.replace("-", "_")).get_display_name() or code
    except (UnknownLocaleError, ValueError):
        return code
    return name[:1].upper() + name[1:]


def currency_name(currency: str, code: str) -> str:
    """Name of an ISO 4217 currency, as it stands in a list; the code itself if unknown."""
    return str(locale_of(code).currencies.get(currency, currency))


def isolate(text: str) -> str:
    """A name for plain text (mail, calendar feeds) that cannot reorder its surroundings; in HTML use `<bdi>`."""
    return f"{FIRST_STRONG_ISOLATE}{_DIRECTION_CONTROLS.sub('', text)}{POP_ISOLATE}"
