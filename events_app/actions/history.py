"""Writing the history: called inside the transaction of what it tells."""

from datetime import datetime
from uuid import UUID, uuid4

from events_app.domain.history import Deed, FieldChange, HistoryLine
from events_app.domain.rights import Asker, Noun
from events_app.storage import history
from events_app.storage.database import transaction


async def record(
    deed: Deed,
    noun: Noun,
    object_id: UUID | None,
    *,
    by: Asker,
    now: datetime,
    owner: UUID | None = None,
    label: str = "",
    changes: tuple[FieldChange, ...] = (),
) -> None:
    """Add a line to the history."""
    await history.add(line_of(deed, noun, object_id, by=by, now=now, owner=owner, label=label, changes=changes))


def line_of(
    deed: Deed,
    noun: Noun,
    object_id: UUID | None,
    *,
    by: Asker,
    now: datetime,
    owner: UUID | None = None,
    label: str = "",
    changes: tuple[FieldChange, ...] = (),
) -> HistoryLine:
    """A new line, for who adds several at once."""
    return HistoryLine(
        id=uuid4(),
        at=now,
        person_id=by.person_id,
        noun=noun,
        object_id=object_id,
        owner=owner,
        deed=deed,
        label=label,
        changes=changes,
    )


async def record_refusal(noun: Noun, label: str, *, by: Asker, now: datetime) -> None:
    """Add a line about something that the asker was refused, in a transaction of its own."""
    async with transaction():
        await record(Deed.REFUSED, noun, None, by=by, now=now, label=label)
