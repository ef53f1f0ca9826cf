"""Units of translation: every text of a series, an edition or a project that readers see, in each language.

What is missing, outdated or current is computed from the texts themselves (`domain.texts`). How far a translation is,
and whether that is far enough to publish, tells `domain.readiness`; terms to keep to are `domain.glossary`.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from typing import Any, Self, TypeVar
from uuid import UUID

from events_app.domain.exhibitions import Edition, FormerName, Series, moment_in
from events_app.domain.messages import N_, P_, Message
from events_app.domain.projects import Party, Project
from events_app.domain.refusals import InvalidValue, Refusal
from events_app.domain.texts import Text, digest

Translated = Edition | Series | Project
Kind = TypeVar("Kind", bound=Translated)

LONGEST_WORDING = 20_000
"""Characters of one wording: nobody translates more in one piece."""


class UnitNoun(StrEnum):
    """What a text belongs to."""

    EDITION = "edition"
    SESSION = "session"
    DEADLINE = "deadline"
    SERIES = "series"
    PROJECT = "project"
    MILESTONE = "milestone"


class State(StrEnum):
    """Where the translation of one text stands."""

    MISSING = "missing"
    OUTDATED = "outdated"
    CURRENT = "current"


SUBJECT_NAMES: dict[UnitNoun, Message] = {
    UnitNoun.EDITION: P_("kind of text", "Edition"),
    UnitNoun.SERIES: P_("kind of text", "Series"),
    UnitNoun.PROJECT: P_("kind of text", "Project"),
}
"""What is translated as one object, parts included."""
STATE_NAMES: dict[State, Message] = {
    State.MISSING: P_("translation", "Missing"),
    State.OUTDATED: P_("translation", "Outdated"),
    State.CURRENT: P_("translation", "Up to date"),
}
FIELD_NAMES: dict[str, Message] = {
    "name": P_("text", "Name"),
    "summary": P_("text", "Summary"),
    "city": P_("text", "City"),
    "venue": P_("text", "Venue"),
    "organiser": P_("text", "Organiser"),
    "co_organisers": P_("text", "Co-organiser"),
    "reason": P_("text", "Reason"),
    "title": P_("text", "Title"),
    "room": P_("text", "Room"),
    "note": P_("text", "Note"),
    "former_names": P_("text", "Former name"),
    "parties": P_("text", "Party"),
    "picture": P_("text", "What the picture shows"),
}
"""By the field without its number."""
SUBJECTS: Mapping[UnitNoun, UnitNoun] = {
    UnitNoun.SESSION: UnitNoun.EDITION,
    UnitNoun.DEADLINE: UnitNoun.EDITION,
    UnitNoun.MILESTONE: UnitNoun.PROJECT,
}
_PLAIN: Mapping[UnitNoun, tuple[str, ...]] = {
    UnitNoun.EDITION: ("name", "summary", "city", "venue", "organiser", "reason"),
    UnitNoun.SERIES: ("name", "summary"),
    UnitNoun.PROJECT: ("name", "summary"),
}
_LISTS: Mapping[UnitNoun, str] = {
    UnitNoun.EDITION: "co_organisers",
    UnitNoun.SERIES: "former_names",
    UnitNoun.PROJECT: "parties",
}
_PARTS: Mapping[UnitNoun, tuple[str, tuple[str, ...]]] = {
    UnitNoun.SESSION: ("sessions", ("title", "room")),
    UnitNoun.DEADLINE: ("deadlines", ("note",)),
    UnitNoun.MILESTONE: ("milestones", ("name",)),
}
_WHOLE = "-"
_PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w*\}")
DAY = timedelta(days=1)


class UnitUnknown(InvalidValue):
    """A key at which there is no text, or none any more."""

    message = N_("There is no such text any more.")


class SourceChanged(Refusal):
    """The source was reworded since the copy that the translator had before them; `was` and `now` are both wordings."""

    message = N_("The source has changed since. Compare, then translate again.")


class SourceIsNotTranslated(InvalidValue):
    """The language is the one that the text was written in."""

    message = N_("This text was written in this language: change it where it is edited.")


class WordingMissing(InvalidValue):
    """An empty translation."""

    message = N_("There is no translation yet.")


class WordingNotPossible(InvalidValue):
    """A translation that is too long, or with characters that cannot be seen."""

    message = N_("The translation is too long or has characters that cannot be shown.")


class PlaceholdersDiffer(InvalidValue):
    """A translation that lost or invented a placeholder."""

    message = N_("The translation must keep %(placeholders)s as it is.")


@dataclass(frozen=True, slots=True)
class UnitKey:
    """Where one text stands: in the object with this id and slug, or in its part with `part_id`, in this field.

    Fields of lists carry a number: `co_organisers.0`.
    """

    noun: UnitNoun
    object_id: UUID
    slug: str
    part_id: UUID | None
    field: str

    @property
    def subject(self) -> UnitNoun:
        """The noun of the object: edition, series or project."""
        return SUBJECTS.get(self.noun, self.noun)

    @property
    def field_name(self) -> Message:
        """What the field is called."""
        return FIELD_NAMES[self.field.partition(".")[0]]

    def __str__(self) -> str:
        """Text for addresses and files; `parse` reads it."""
        return "/".join((self.noun, self.slug, str(self.object_id), str(self.part_id or _WHOLE), self.field))

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `str(key)`. Raises UnitUnknown for anything else."""
        try:
            noun, slug, object_id, part_id, field = text.split("/")
            return cls(UnitNoun(noun), UUID(object_id), slug, None if part_id == _WHOLE else UUID(part_id), field)
        except ValueError:
            raise UnitUnknown from None


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """One text in one language; `digest` is that of its source, `made_from` that of the source it was made from."""

    key: UnitKey
    language: str
    source_language: str
    source: str
    digest: str
    made_from: str
    wording: str
    state: State
    urgent_at: datetime | None

    @property
    def weight(self) -> int:
        """Characters of the source."""
        return len(self.source)


def subject_of(value: Translated) -> UnitNoun:
    """Which noun a value is."""
    if isinstance(value, Edition):
        return UnitNoun.EDITION
    return UnitNoun.SERIES if isinstance(value, Series) else UnitNoun.PROJECT


def texts_of(value: Translated) -> Iterator[tuple[UnitKey, Text]]:
    """Every text of a value that has a wording, and where it stands. Milestones that are not public have none."""
    subject = subject_of(value)

    def key(field: str, noun: UnitNoun = subject, part_id: UUID | None = None) -> UnitKey:
        return UnitKey(noun, value.id, value.slug, part_id, field)

    found = [(key(field), getattr(value, field)) for field in _PLAIN[subject]]
    for number, item in enumerate(getattr(value, _LISTS[subject])):
        found.append((key(f"{_LISTS[subject]}.{number}"), item if isinstance(item, Text) else item.name))
    if isinstance(value, Edition) and value.picture:
        found.append((key("picture"), value.picture.alternative))
    for noun, (collection, names) in _PARTS.items():
        for part in getattr(value, collection) if SUBJECTS[noun] is subject else ():
            if getattr(part, "is_public", True):
                found += [(key(field, noun, part.id), getattr(part, field)) for field in names]
    return ((where, text) for where, text in found if text)


def units_of(value: Translated, language: str, *, now: datetime) -> tuple[Unit, ...]:
    """Every text of a value that has to be in `language`; those written in it are none."""
    urgent_at = urgency_of(value, now=now)
    notes = {each.id: each.at for each in value.deadlines} if isinstance(value, Edition) else {}
    return tuple(
        Unit(
            key=key,
            language=language,
            source_language=text.source,
            source=text.wordings[text.source],
            digest=digest(text.wordings[text.source]),
            made_from=text.made_from.get(language, ""),
            wording=text.wordings.get(language, ""),
            state=state_of(text, language),
            urgent_at=notes.get(key.part_id, urgent_at) if key.part_id else urgent_at,
        )
        for key, text in texts_of(value)
        if text.source != language
    )


def state_of(text: Text, language: str) -> State:
    """Where the translation of a text stands; its source is always current."""
    if language not in text.wordings:
        return State.MISSING
    return State.OUTDATED if text.is_outdated(language) else State.CURRENT


def by_urgency(units: Iterable[Unit]) -> tuple[Unit, ...]:
    """Units that wait, the nearest deadline first, those without one last; within an object in its order."""
    last = datetime.max.replace(tzinfo=UTC)
    waiting = (unit for unit in units if unit.state is not State.CURRENT)
    return tuple(sorted(waiting, key=lambda unit: unit.urgent_at or last))


def urgency_of(value: Translated, *, now: datetime) -> datetime | None:
    """The next moment at which readers need the texts: a deadline, the opening, a milestone; None without one."""
    if isinstance(value, Series):
        return None
    if isinstance(value, Edition):
        moments = [each.at for each in value.deadlines]
        moments += [moment_in(value.zone, day, time(0)) for day in (value.days.first, value.days.last + DAY)]
    else:
        ahead = [each.on for each in value.milestones if each.is_public and each.actual_on is None]
        moments = [moment_in(value.zone, day, time(0)) for day in ahead]
    return min((moment.astimezone(UTC) for moment in moments if moment >= now), default=None)


def text_at(value: Translated, key: UnitKey) -> Text:
    """The text at a key. Raises UnitUnknown."""
    for where, text in texts_of(value):
        if (where.noun, where.object_id, where.part_id, where.field) == (
            key.noun,
            key.object_id,
            key.part_id,
            key.field,
        ):
            return text
    raise UnitUnknown


def with_unit(value: Kind, key: UnitKey, language: str, wording: str) -> Kind:
    """Set one translation, made from the present source. Raises UnitUnknown or what `check_wording` raises."""
    text = text_at(value, key)
    check_wording(text, language, wording)
    return _with_text(value, key, text.with_wording(language, wording))


def with_unit_confirmed(value: Kind, key: UnitKey, language: str) -> Kind:
    """Mark one translation as right for the present source: its meaning did not change.

    Raises UnitUnknown, SourceIsNotTranslated or WordingMissing.
    """
    return with_unit(value, key, language, text_at(value, key).wordings.get(language, ""))


def check_wording(text: Text, language: str, wording: str) -> None:
    """Raise SourceIsNotTranslated, WordingMissing, WordingNotPossible or PlaceholdersDiffer."""
    if language == text.source:
        raise SourceIsNotTranslated
    if not wording.strip():
        raise WordingMissing
    if len(wording) > LONGEST_WORDING or any(_is_control(character) for character in wording):
        raise WordingNotPossible
    wanted, found = (sorted(_PLACEHOLDER.findall(words)) for words in (text.wordings[text.source], wording))
    if wanted != found:
        raise PlaceholdersDiffer(placeholders=", ".join(wanted) or ", ".join(found))


def check_source(text: Text, expected_digest: str) -> None:
    """Raise SourceChanged unless the source is the one with this digest."""
    source = text.wordings[text.source]
    if digest(source) != expected_digest:
        raise SourceChanged(now=source)


def _with_text(value: Kind, key: UnitKey, text: Text) -> Kind:
    field, _, number = key.field.partition(".")
    changed: Any = text
    if key.part_id is not None:
        field = _PARTS[key.noun][0]
        changed = tuple(
            replace(part, **{key.field: text}) if part.id == key.part_id else part for part in getattr(value, field)
        )
    elif number:
        items = list(getattr(value, field))
        items[int(number)] = _renamed(items[int(number)], text)
        changed = tuple(items)
    elif isinstance(value, Edition) and value.picture and field == "picture":
        changed = replace(value.picture, alternative=text)
    changes: dict[str, Any] = {field: changed}
    return replace(value, **changes)


def _renamed(item: Text | FormerName | Party, text: Text) -> Text | FormerName | Party:
    return text if isinstance(item, Text) else replace(item, name=text)


def _is_control(character: str) -> bool:
    """Control characters other than line feed and tab, lone surrogates and noncharacters."""
    code = ord(character)
    if character in "\n\t":
        return False
    return code < 0x20 or 0x7F <= code < 0xA0 or 0xD800 <= code < 0xE000 or code & 0xFFFE == 0xFFFE  # noqa: PLR2004
