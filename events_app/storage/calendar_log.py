"""Which entries changed at which version of the calendar: a line for each entry that ever changed.

Versions are given out under the lock of one row that is held until the transaction ends, so whoever has read a version
has seen everything up to it: nothing with a lower one comes to be afterwards. What time alone changes has no version:
its moments stand beside the log.
"""

from collections.abc import Iterable, Mapping
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


@dataclass(frozen=True, slots=True, order=True)
class Turn:
    """A moment from which an entry is told otherwise, or no longer, though nobody changed it."""

    at: datetime
    entry_id: UUID


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


async def set_turns(moments: Mapping[UUID, Iterable[datetime]]) -> None:
    """Keep the moments of entries that were just written."""
    rows = [(entry_id, at) for entry_id, all_of_it in moments.items() for at in sorted(set(all_of_it))]
    types = ("uuid", "timestamptz")
    await fetch_rows("INSERT INTO calendar_turn (entry, at) VALUES {}", rows, types=types)


async def find_last_turn(now: datetime) -> Turn | None:
    """The latest of all turns up to now."""
    table = tables.CalendarTurn
    row = await table.select().where(table.at <= now).order_by(table.at, table.entry, ascending=False).first()
    return Turn(row["at"], row["entry"]) if row else None


async def list_turns(after: Turn | None, now: datetime, *, limit: int) -> tuple[Turn, ...]:
    """Up to `limit` turns up to now that follow one, the oldest first."""
    table = tables.CalendarTurn
    asked = table.select().where(table.at <= now)
    if after is not None:
        asked = asked.where((table.at > after.at) | ((table.at == after.at) & (table.entry > after.entry_id)))
    rows = await asked.order_by(table.at, table.entry).limit(limit)
    return tuple(Turn(row["at"], row["entry"]) for row in rows)
