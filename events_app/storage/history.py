"""The history: lines are added and read, never changed (a trigger of the database sees to it)."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from events_app.domain.history import Deed, FieldChange, HistoryLine
from events_app.domain.rights import Noun
from events_app.storage import tables
from events_app.storage.database import fetch_rows
from events_app.storage.values import dumps, loads


async def add(*lines: HistoryLine) -> None:
    """Keep lines."""
    rows = [
        (
            line.id,
            line.at,
            line.person_id,
            line.noun.value,
            line.object_id,
            line.owner,
            line.deed.value,
            line.label,
            dumps([[change.name, change.before, change.after] for change in line.changes]),
        )
        for line in lines
    ]
    await fetch_rows(
        "INSERT INTO history (id, at, person, noun, object_id, owner, deed, label, changes) VALUES {}", rows
    )


async def list_lines(
    *,
    object_id: UUID | None = None,
    person_id: UUID | None = None,
    owners: Iterable[UUID] | None = None,
    noun: Noun | None = None,
    deed: Deed | None = None,
    before: tuple[datetime, UUID] | None = None,
    limit: int = 50,
) -> tuple[HistoryLine, ...]:
    """Lines that meet every condition given, newest first; `before` is the (at, id) of the last line already seen.

    `owners` limits to objects of these organisations; None does not limit.
    """
    table = tables.History
    query = table.select()
    if object_id is not None:
        query = query.where(table.object_id == object_id)
    if person_id is not None:
        query = query.where(table.person == person_id)
    if owners is not None:
        ids = list(owners)
        if not ids:
            return ()
        query = query.where(table.owner.is_in(ids))
    if noun is not None:
        query = query.where(table.noun == noun.value)
    if deed is not None:
        query = query.where(table.deed == deed.value)
    if before is not None:
        at, identity = before
        query = query.where((table.at < at) | ((table.at == at) & (table.id < identity)))
    rows = await query.order_by(table.at, table.id, ascending=False).limit(limit)
    return tuple(map(_line, rows))


def _line(row: dict[str, Any]) -> HistoryLine:
    return HistoryLine(
        id=row["id"],
        at=row["at"],
        person_id=row["person"],
        noun=Noun(row["noun"]),
        object_id=row["object_id"],
        owner=row["owner"],
        deed=Deed(row["deed"]),
        label=row["label"],
        changes=tuple(FieldChange(*change) for change in loads(row["changes"])),
    )
