"""How far translations are, in characters of the source, and whether that is far enough to publish."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import NamedTuple
from uuid import UUID

from events_app.domain.exhibitions import Edition, Series, moment_in
from events_app.domain.languages import LANGUAGES
from events_app.domain.messages import N_
from events_app.domain.refusals import Refusal
from events_app.domain.texts import Text
from events_app.domain.translations import (
    State,
    Translated,
    UnitNoun,
    state_of,
    subject_of,
    texts_of,
    urgency_of,
)


class TranslationsLacking(Refusal):
    """Not translated far enough to publish; `languages` are the names of the languages that lack something."""

    message = N_("Translate first: %(languages)s. At least %(least)s %% of the text is needed.")


class Figure(NamedTuple):
    """How far a translation is, in characters of the source."""

    current: int
    total: int

    @property
    def share(self) -> float:
        """From 0 to 1; nothing to translate is all done."""
        return self.current / self.total if self.total else 1.0

    @property
    def percent(self) -> int:
        """Whole percent, rounded down: 100 means that nothing lacks."""
        return self.current * 100 // self.total if self.total else 100


@dataclass(frozen=True, slots=True)
class Readiness:
    """How far the translations of an object are, in each language and overall."""

    languages: Mapping[str, Figure]

    @property
    def overall(self) -> Figure:
        """All languages together."""
        return Figure(
            sum(figure.current for figure in self.languages.values()),
            sum(figure.total for figure in self.languages.values()),
        )


@dataclass(frozen=True, slots=True)
class PublishRule:
    """Into which languages an edition must be translated before it is published, and how far, in percent."""

    languages: tuple[str, ...]
    least: int = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class TranslationState:
    """How the translation of one object into one language stands, in units and characters of the source.

    `urgent_at` is the next moment that makes it urgent; after `ends_at` nobody waits for it any more (None: always).
    """

    subject: UnitNoun
    subject_id: UUID
    slug: str
    name: Text
    language: str
    unit_id: UUID | None
    missing: int
    outdated: int
    current: int
    figure: Figure
    urgent_at: datetime | None
    ends_at: datetime | None


def readiness(value: Translated, languages: Iterable[str]) -> Readiness:
    """How far the translations into `languages` are."""
    texts = [text for _, text in texts_of(value)]
    return Readiness({language: _figure(texts, language) for language in languages})


def ready_enough(value: Translated, rule: PublishRule) -> None:
    """Raise TranslationsLacking where a language lacks more than the rule allows."""
    figures = readiness(value, rule.languages).languages
    lacking = [language for language, figure in figures.items() if figure.percent < rule.least]
    if lacking:
        names = ", ".join(LANGUAGES[code].name if code in LANGUAGES else code for code in lacking)
        raise TranslationsLacking(languages=names, least=rule.least)


def states_of(value: Translated, *, now: datetime) -> tuple[TranslationState, ...]:
    """How the translations of a value stand, in every language there is, to be kept beside it."""
    urgent_at = urgency_of(value, now=now)
    ends_at = (
        moment_in(value.zone, value.days.last + timedelta(days=1), time(0)) if isinstance(value, Edition) else None
    )
    texts = [text for _, text in texts_of(value)]
    found = []
    for language in LANGUAGES:
        states = [state_of(text, language) for text in texts if text.source != language]
        found.append(
            TranslationState(
                subject=subject_of(value),
                subject_id=value.id,
                slug=value.slug,
                name=value.name,
                language=language,
                unit_id=None if isinstance(value, Series) else value.unit_id,
                missing=states.count(State.MISSING),
                outdated=states.count(State.OUTDATED),
                current=states.count(State.CURRENT),
                figure=_figure(texts, language),
                urgent_at=urgent_at,
                ends_at=ends_at,
            )
        )
    return tuple(found)


def _figure(texts: Iterable[Text], language: str) -> Figure:
    current = total = 0
    for text in texts:
        if text.source == language:
            continue
        weight = len(text.wordings[text.source])
        total += weight
        current += weight if state_of(text, language) is State.CURRENT else 0
    return Figure(current, total)
