"""Translated sentences: gettext catalogues, and the language that the current request or task speaks.

Which language that is, `edge` decides; dates and numbers inside a sentence come formatted from the neighbours.
"""

import gettext as gnu
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from events_app.domain.languages import LANGUAGES
from events_app.domain.messages import Message
from events_app.i18n.locales import SOURCE_LANGUAGE

DOMAIN = "messages"

current_language: ContextVar[str] = ContextVar("current_language", default=SOURCE_LANGUAGE)

_UNTRANSLATED = gnu.NullTranslations()


def set_language(code: str) -> None:
    """Speak `code` until the end of this request's or task's context."""
    current_language.set(code)


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Speak `code` inside the block, then the former language again."""
    token = current_language.set(code)
    try:
        yield
    finally:
        current_language.reset(token)


@dataclass(frozen=True, slots=True)
class Catalogues:
    """The catalogue of each language; a language or sentence without one is answered in English, the msgid.

    An empty msgid is answered with an empty text: gettext would hand out the catalogue's header.
    """

    by_code: Mapping[str, gnu.NullTranslations]

    def gettext(self, code: str, msgid: str) -> str:
        return self._of(code).gettext(msgid) if msgid else ""

    def ngettext(self, code: str, singular: str, plural: str, count: int) -> str:
        return self._of(code).ngettext(singular, plural, count)

    def pgettext(self, code: str, context: str, msgid: str) -> str:
        return self._of(code).pgettext(context, msgid) if msgid else ""

    def npgettext(self, code: str, context: str, singular: str, plural: str, count: int) -> str:
        return self._of(code).npgettext(context, singular, plural, count)

    def translate(self, code: str, message: Message, /, **params: object) -> str:
        """The sentence with its `%(name)s` parameters filled in; without parameters a `%` is an ordinary sign."""
        if message.context is None:
            text = self.gettext(code, message.id)
        else:
            text = self.pgettext(code, message.context, message.id)
        return filled(text, params) if params else text

    def jinja_callables(self) -> dict[str, Callable[..., str]]:
        """`gettext ngettext pgettext npgettext` in the current language, for templates."""

        def gettext(msgid: str) -> str:
            return self.gettext(current_language.get(), msgid)

        def ngettext(singular: str, plural: str, count: int) -> str:
            return self.ngettext(current_language.get(), singular, plural, count)

        def pgettext(context: str, msgid: str) -> str:
            return self.pgettext(current_language.get(), context, msgid)

        def npgettext(context: str, singular: str, plural: str, count: int) -> str:
            return self.npgettext(current_language.get(), context, singular, plural, count)

        return {"gettext": gettext, "ngettext": ngettext, "pgettext": pgettext, "npgettext": npgettext}

    def _of(self, code: str) -> gnu.NullTranslations:
        return self.by_code.get(code, _UNTRANSLATED)


def filled(text: str, params: Mapping[str, object]) -> str:
    """Fill in the `%(name)s` of a sentence; a value that ends with a full stop needs no second one behind it."""
    for name, value in params.items():
        if isinstance(value, str) and value.endswith("."):
            place = f"%({name})s"
            text = text.replace(f"{place}.", place)  # Markup stays Markup
    return text % params


def open_catalogues(directory: Path, codes: Iterable[str]) -> Catalogues:
    """Read `<directory>/<catalogue>/LC_MESSAGES/messages.mo` of each interface language, once per process.

    A catalogue that is missing counts as empty. One that is damaged raises OSError or ValueError: that is a fault of
    the installation, to be seen at start-up.
    """
    return _open(directory, tuple(codes))


@cache
def _open(directory: Path, codes: tuple[str, ...]) -> Catalogues:
    return Catalogues({code: _read(directory, code) for code in codes if code in LANGUAGES})


def _read(directory: Path, code: str) -> gnu.NullTranslations:
    path = directory / LANGUAGES[code].catalogue / "LC_MESSAGES" / f"{DOMAIN}.mo"
    if not path.is_file():
        return _UNTRANSLATED
    with path.open("rb") as file:
        return gnu.GNUTranslations(file)
