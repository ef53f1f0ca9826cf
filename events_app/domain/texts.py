"""A text in several languages, as one value.

A text has one source language; each translation keeps the digest of the source wording it was made from, so that
*outdated* is computed and can never be forgotten. Which language a reader gets is decided by a declared chain.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Self

from events_app.domain.languages import Direction, chain_of, direction_of
from events_app.domain.messages import N_
from events_app.domain.refusals import InvalidValue

DIGEST_CHARACTERS = 16


class SourceTextMissing(InvalidValue):
    """A text without wording in its source language."""

    message = N_("Write the text in its source language first.")


def digest(wording: str) -> str:
    """First 16 hexadecimal characters of SHA-256 over the UTF-8 wording; a lone surrogate has a digest too."""
    return hashlib.sha256(wording.encode(errors="surrogatepass")).hexdigest()[:DIGEST_CHARACTERS]


@dataclass(frozen=True, slots=True)
class Shown:
    """The wording a reader gets, and in which language it is."""

    text: str
    language: str
    is_fallback: bool

    @property
    def direction(self) -> Direction:
        """Writing direction of the wording."""
        return direction_of(self.language)

    def __str__(self) -> str:
        """Return the wording alone."""
        return self.text


@dataclass(frozen=True, slots=True)
class Text:
    """A text in several languages.

    `source` is the language written first; `wordings` maps language codes to wordings (never empty strings);
    `made_from` maps each translated language to the digest of the source wording it was translated from.
    """

    source: str
    wordings: Mapping[str, str]
    made_from: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Drop empty wordings and freeze the mappings; raise SourceTextMissing without a source wording."""
        wordings = {language: wording for language, wording in self.wordings.items() if wording.strip()}
        if wordings and self.source not in wordings:
            raise SourceTextMissing
        made_from = {language: mark for language, mark in self.made_from.items() if language in wordings}
        object.__setattr__(self, "wordings", MappingProxyType(wordings))
        object.__setattr__(self, "made_from", MappingProxyType(made_from))

    def __bool__(self) -> bool:
        """Whether there is any wording."""
        return bool(self.wordings)

    def __eq__(self, other: object) -> bool:
        """Compare by content."""
        if not isinstance(other, Text):
            return NotImplemented
        return (self.source, dict(self.wordings), dict(self.made_from)) == (
            other.source,
            dict(other.wordings),
            dict(other.made_from),
        )

    def __hash__(self) -> int:
        """Hash by content."""
        return hash((self.source, frozenset(self.wordings.items())))

    def __iter__(self) -> Iterator[str]:
        """Iterate over the languages that have a wording."""
        return iter(self.wordings)

    @classmethod
    def of(cls, source: str, wording: str, translations: Mapping[str, str] | None = None) -> Self:
        """Build a text whose translations are all made from the present source wording."""
        others = {k: v for k, v in (translations or {}).items() if k != source and v.strip()}
        if not wording.strip() and not others:
            return cls(source, {})
        return cls(source, {source: wording, **others}, dict.fromkeys(others, digest(wording)))

    @classmethod
    def empty(cls, source: str = "en") -> Self:
        """Build a text without any wording."""
        return cls(source, {})

    def shown(self, languages: str | Iterable[str]) -> Shown:
        """Return the wording for a reader of `languages` (one code, or a chain of codes tried in order).

        A single code is widened by its declared chain; after the chain come the source language and then any
        wording there is, so a text with wording is never shown empty. An empty text gives an empty wording.
        """
        chain = chain_of(languages) if isinstance(languages, str) else tuple(languages)
        for language in (*chain, self.source, *self.wordings):
            if wording := self.wordings.get(language):
                return Shown(wording, language, is_fallback=language != chain[0])
        return Shown("", chain[0], is_fallback=False)

    def is_outdated(self, language: str) -> bool:
        """Whether the wording in `language` was made from an older source wording (or from one nobody recorded)."""
        if language == self.source or language not in self.wordings:
            return False
        return self.made_from.get(language) != digest(self.wordings[self.source])

    def with_wording(self, language: str, wording: str) -> Self:
        """Return the text with a new wording; a translation is marked as made from the present source wording."""
        wordings = {**self.wordings, language: wording}
        made_from = dict(self.made_from)
        if language != self.source and wording.strip():
            made_from[language] = digest(wordings[self.source]) if self.source in wordings else ""
        return type(self)(self.source, wordings, made_from)
