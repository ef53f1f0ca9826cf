"""The trail of a case: each move that was made and each passing-over, with its reason; and notes among organisers."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from events_app.domain.applications import Actor, Move
from events_app.domain.messages import N_
from events_app.domain.refusals import InvalidValue
from events_app.domain.waiting_list import BlockKind

LONGEST_NOTE: Final = 4_000


class NoteMissing(InvalidValue):
    """A note without a word in it."""

    message = N_("Write the note.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One line, shown to the company too: a move, or (`why`) that the case was passed over when a place was given away.

    `person_id` is None for what the system did by itself.
    """

    id: UUID
    application_id: UUID
    at: datetime
    actor: Actor
    move: Move | None = None
    why: BlockKind | None = None
    reason: str = ""
    person_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A note of an organiser, never shown to the company."""

    id: UUID
    application_id: UUID
    at: datetime
    person_id: UUID | None
    text: str

    def __post_init__(self) -> None:
        """Raise NoteMissing."""
        if not self.text.strip():
            raise NoteMissing
