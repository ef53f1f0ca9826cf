"""Which entries changed at which version of the calendar: a line for each entry that ever changed.

Versions are given out under the lock of one row that is held until the transaction ends, so whoever has read a version
has seen everything up to it: nothing with a lower one comes to be afterwards.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from events_app.storage import tables
from events_app.storage.database import fetch_rows


@dataclass(frozen=True, slots=True)
class LogLine:
    """The last change of an entry; `gone_at` is when it was taken out of the calendar, None where it is there."""

    entry_id: UUID
    version: int
    gone_at: datetime | None


@dataclass(frozen=True, slots=True)
class LogPosition:
    """A place in the log: after the entry with this id among those of this version; of all of them where it is None."""

    version: int
    entry_id: UUID | None = None


async def set_logged(there: Iterable[UUID], gone: Iterable[UUID], *, version: int, now: datetime) -> None:
    """Keep that these entries were written, and those taken out, at this version."""
    rows: list[tuple[UUID, int, datetime | None]] = [(entry_id, version, None) for entry_id in there]
    rows += [(entry_id, version, now) for entry_id in gone]
    await fetch_rows(
        "INSERT INTO calendar_log (entry, version, gone_at) VALUES {} ON CONFLICT (entry) DO UPDATE "
        "SET version = excluded.version, gone_at = excluded.gone_at",
        rows,
        types=("uuid", "bigint", "timestamptz"),
    )


async def list_since(position: LogPosition, *, limit: int) -> tuple[LogLine, ...]:
    """Up to `limit` lines that follow a position, the oldest change first."""
    table = tables.CalendarLog
    newer, same = table.version > position.version, table.version == position.version
    after = newer if position.entry_id is None else newer | (same & (table.entry > position.entry_id))
    rows = await table.select().where(after).order_by(table.version, table.entry).limit(limit)
    return tuple(LogLine(row["entry"], row["version"], row["gone_at"]) for row in rows)
