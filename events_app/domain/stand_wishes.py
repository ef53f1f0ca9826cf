"""What the free words of an application mean on a plan: the stand, hall or price zone that is named, and the pavilion.

Companies write their choices in their own words: “Hall 4, near A12”, “zone Gold”, “B07”. What names nothing of the plan
is no choice; nothing is guessed.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Self
from uuid import UUID

from events_app.domain.stand_rules import SHORTEST_NAME
from events_app.domain.stands import Hall, Stand

_WORD: Final = re.compile(r"[^\W_]+(?:[-/.][^\W_]+)*")
MOST_AROUND: Final = 2
"""Words of a text that may be a short name with a word before it: “zone A”, “stand 7”."""


class Wished(StrEnum):
    """What a choice is for."""

    STAND = "stand"
    HALL = "hall"
    ZONE = "zone"


@dataclass(frozen=True, slots=True)
class Choice:
    """A place that is named; `place` is the id of a stand or hall, or the name of a price zone."""

    kind: Wished
    place: UUID | str


Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NamedPlaces:
    """What of a plan can be named: each name as its words, the longest name first; stands by their numbers."""

    halls: tuple[tuple[Words, Hall], ...]
    numbers: Mapping[Words, tuple[Stand, ...]]
    zones: tuple[tuple[Words, str], ...]
    pavilions: tuple[tuple[Words, str], ...]

    @classmethod
    def of(cls, halls: Iterable[Hall], stands: Sequence[Stand]) -> Self:
        """Every name of a plan."""
        numbers: dict[Words, tuple[Stand, ...]] = {}
        for stand in stands:
            words = _words(stand.number)
            numbers[words] = (*numbers.get(words, ()), stand)
        by_length = sorted(halls, key=lambda hall: (-len(hall.name), hall.position, hall.name))
        return cls(
            tuple((_words(hall.name), hall) for hall in by_length),
            numbers,
            _named({stand.zone for stand in stands}),
            _named({stand.pavilion for stand in stands}),
        )

    def choice_in(self, text: str) -> Choice | None:
        """The smallest place that a text names: a stand, of the hall that is named where one is; a hall; a zone."""
        words = _words(text)
        name, hall = next((pair for pair in self.halls if _within(pair[0], words)), ((), None))
        stand = self._stand_in(_without(name, words) if hall else words, hall)
        if stand is not None:
            return Choice(Wished.STAND, stand.id)
        if hall is not None:
            return Choice(Wished.HALL, hall.id)
        zone = next((zone for said, zone in self.zones if _is_said(said, words)), None)
        return None if zone is None else Choice(Wished.ZONE, zone)

    def pavilion_in(self, texts: Iterable[str]) -> str:
        """The first pavilion that is named; empty where none is."""
        said = [_words(text) for text in texts]
        return next((name for words in said for parts, name in self.pavilions if _is_said(parts, words)), "")

    def _stand_in(self, words: Words, hall: Hall | None) -> Stand | None:
        """The first stand whose number is said, and is not a mere number in a longer text."""
        is_sure = hall is not None or len(words) <= MOST_AROUND
        for start in range(len(words)):
            for end in range(len(words), start, -1):
                for stand in self.numbers.get(words[start:end], ()):
                    if (is_sure or not stand.number.isdecimal()) and (hall is None or stand.hall_id == hall.id):
                        return stand
        return None


def _named(names: Iterable[str]) -> tuple[tuple[Words, str], ...]:
    return tuple((_words(name), name) for name in sorted(names, key=lambda name: (-len(name), name)) if name)


def _words(text: str) -> Words:
    return tuple(_WORD.findall(text.casefold()))


def _within(name: Words, words: Words) -> bool:
    """Whether the words of a name come one after the other."""
    return bool(name) and any(words[at : at + len(name)] == name for at in range(len(words) - len(name) + 1))


def _without(name: Words, words: Words) -> Words:
    at = next(at for at in range(len(words)) if words[at : at + len(name)] == name)
    return words[:at] + words[at + len(name) :]


def _is_said(name: Words, words: Words) -> bool:
    """Whether a name is said; a short one only where next to nothing is said beside it."""
    is_long = sum(map(len, name)) >= SHORTEST_NAME
    return _within(name, words) and (is_long or (len(words) <= MOST_AROUND and words[-len(name) :] == name))
