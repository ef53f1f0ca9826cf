"""What the free words of an application mean on a plan: the stand, hall or price zone that is named, and the pavilion.

Companies write their choices in their own words: “Hall 4, near A12”, “zone Gold”, “B07”. What names nothing of the plan
is no choice; nothing is guessed.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final
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


@dataclass(frozen=True, slots=True)
class NamedPlaces:
    """What of a plan can be named."""

    halls: tuple[Hall, ...]
    stands: tuple[Stand, ...]

    def choice_in(self, text: str) -> Choice | None:
        """The smallest place that a text names: a stand, of the hall that is named where one is; a hall; a zone."""
        words = _words(text)
        hall = next((each for each in self._longest_first() if _within(_words(each.name), words)), None)
        rest = _without(_words(hall.name), words) if hall else words
        stand = self._stand_in(rest, hall)
        if stand is not None:
            return Choice(Wished.STAND, stand.id)
        if hall is not None:
            return Choice(Wished.HALL, hall.id)
        zones = sorted({each.zone for each in self.stands if each.zone}, key=lambda zone: (-len(zone), zone))
        zone = next((each for each in zones if _is_said(_words(each), words)), None)
        return None if zone is None else Choice(Wished.ZONE, zone)

    def pavilion_in(self, texts: Iterable[str]) -> str:
        """The first pavilion that is named; empty where none is."""
        names = sorted({each.pavilion for each in self.stands if each.pavilion}, key=lambda name: (-len(name), name))
        said = [_words(text) for text in texts]
        return next((name for words in said for name in names if _is_said(_words(name), words)), "")

    def _longest_first(self) -> list[Hall]:
        return sorted(self.halls, key=lambda hall: (-len(hall.name), hall.position))

    def _stand_in(self, words: Sequence[str], hall: Hall | None) -> Stand | None:
        """A stand whose number is said, and is not a mere digit in a longer text."""
        for stand in self.stands:
            number = stand.number.casefold()
            is_sure = hall is not None or len(words) <= MOST_AROUND or not number.isdecimal()
            if is_sure and (hall is None or stand.hall_id == hall.id) and _within(_words(number), words):
                return stand
        return None


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _within(name: Sequence[str], words: Sequence[str]) -> bool:
    """Whether the words of a name come one after the other."""
    return bool(name) and any(words[at : at + len(name)] == name for at in range(len(words) - len(name) + 1))


def _without(name: Sequence[str], words: Sequence[str]) -> list[str]:
    at = next(at for at in range(len(words)) if words[at : at + len(name)] == name)
    return [*words[:at], *words[at + len(name) :]]


def _is_said(name: Sequence[str], words: Sequence[str]) -> bool:
    """Whether a name is said; a short one only where next to nothing is said beside it."""
    is_long = sum(map(len, name)) >= SHORTEST_NAME
    return _within(name, words) and (is_long or (len(words) <= MOST_AROUND and list(words[-len(name) :]) == list(name)))
