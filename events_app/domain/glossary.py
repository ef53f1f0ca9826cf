"""Terms that translators keep to, for each pair of languages."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from events_app.domain.messages import N_
from events_app.domain.refusals import InvalidValue
from events_app.domain.search import fold

LONGEST_TERM = 200
LONGEST_NOTE = 2000


class TermNotPossible(InvalidValue):
    """A term without words or with too many, or one translated into its own language."""

    message = N_("A term needs words in two languages, at most 200 characters each.")


class TermKnown(InvalidValue):
    """The term has its line already."""

    message = N_("This term is in the glossary already.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A term, how it is translated into `language`, and a note on when."""

    id: UUID
    source_language: str
    term: str
    language: str
    translation: str
    note: str = ""
    modified_at: datetime

    def __post_init__(self) -> None:
        """Raise TermNotPossible."""
        words = (self.term, self.translation)
        if self.source_language == self.language or not all(0 < len(each.strip()) <= LONGEST_TERM for each in words):
            raise TermNotPossible
        if len(self.note) > LONGEST_NOTE:
            raise TermNotPossible


def terms_in(source: str, terms: Iterable[Term]) -> tuple[Term, ...]:
    """Terms that occur in a source wording, the longest first; case and accents do not count.

    In scripts that part words a term stands alone (*stand* is not in *understand*), with an ending it may have
    (*stands*): up to two letters more.
    """
    folded = _folded(source)
    found = [term for term in terms if (words := _folded(term.term)) and _occurs(words, folded)]
    return tuple(sorted(found, key=lambda term: (-len(term.term), term.term, str(term.id))))


ENDING = 2
"""Letters that a word of a text may have more than the term: plural endings."""


def _occurs(term: str, source: str) -> bool:
    at = source.find(term)
    while at >= 0:
        if not _is_worded(term[0]) or at == 0 or not _is_worded(source[at - 1]):
            rest = source[at + len(term) : at + len(term) + ENDING + 1]
            if not _is_worded(term[-1]) or not (len(rest) > ENDING and all(map(_is_worded, rest))):
                return True
        at = source.find(term, at + 1)
    return False


def _folded(words: str) -> str:
    return " ".join(fold(words).split())


def _is_worded(character: str) -> bool:
    """Whether it is a letter of a script that puts blanks between words."""
    return character.isalnum() and not is_unparted(character)


def is_unparted(character: str) -> bool:
    """Whether it belongs to a script without blanks between words: Han, kana, Thai, Lao, Khmer, Burmese."""
    code = ord(character)
    return (
        0x0E00 <= code <= 0x0EFF  # noqa: PLR2004 - blocks of Unicode
        or 0x1000 <= code <= 0x109F  # noqa: PLR2004
        or 0x1780 <= code <= 0x17FF  # noqa: PLR2004
        or 0x2E80 <= code <= 0x9FFF  # noqa: PLR2004
        or 0xF900 <= code <= 0xFAFF  # noqa: PLR2004
        or 0xFF00 <= code <= 0xFFEF  # noqa: PLR2004
        or 0x20000 <= code <= 0x3FFFF  # noqa: PLR2004
    )
