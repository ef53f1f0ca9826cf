"""The words of others for what is imported and made, as sectors of the calendar: what the authority decided of them.

`reference.market` knows the words and what is shipped for them; a decision stands in place of what is shipped, word by
word. No sectors is a decision too: none of the calendar's sectors trades in it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID, uuid5

from events_app.domain.messages import N_, P_, Message
from events_app.domain.refusals import InvalidValue
from events_app.domain.sectors import SECTORS

IDS: Final = UUID("8e7f3c52-3a0b-4a68-9f2b-6d0c5f1c9a58")
"""Namespace of the ids of words."""


class WordKind(StrEnum):
    """Where a word stands: among the goods that a country or region imports, or among its industries."""

    IMPORT = "import"
    INDUSTRY = "industry"


WORD_KIND_NAMES: Mapping[WordKind, Message] = {
    WordKind.IMPORT: P_("kind of a word", "Imports"),
    WordKind.INDUSTRY: P_("kind of a word", "Industries"),
}


class UnknownSector(InvalidValue):
    """A sector that is none of the calendar's."""

    message = N_("Choose from the sectors of the calendar.")


@dataclass(frozen=True, slots=True)
class SectorWord:
    """A word as its source writes it, and the sectors that it means, in the order of the calendar's list."""

    kind: WordKind
    item: str
    sectors: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Put the sectors in order; raise UnknownSector."""
        if not set(self.sectors) <= SECTORS.keys():
            raise UnknownSector
        object.__setattr__(self, "sectors", tuple(code for code in SECTORS if code in self.sectors))


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptWord:
    """A decision as it is kept, with the version of the copy."""

    word: SectorWord
    modified_at: datetime
    version: int = 1


Overrides = frozenset[SectorWord]
"""Everything decided: one word of each kind at most."""

NOTHING_DECIDED: Overrides = frozenset()


def word_id(kind: WordKind, item: str) -> UUID:
    """Id of a word, which has none of its own: it is kept, addressed and told of in the history by it."""
    return uuid5(IDS, f"{kind.value}/{item}")
