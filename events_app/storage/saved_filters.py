"""Filters that people keep."""

from uuid import UUID

from events_app.domain.saved_filters import SavedFilter
from events_app.storage import tables


async def list_filters(person_id: UUID, page: str) -> tuple[SavedFilter, ...]:
    """Filters of a person for a page, by name."""
    table = tables.SavedFilter
    rows = await table.select().where((table.person == person_id) & (table.page == page)).order_by(table.name, table.id)
    return tuple(
        SavedFilter(
            id=row["id"],
            person_id=row["person"],
            page=row["page"],
            name=row["name"],
            query=row["query"],
            created_at=row["created_at"],
        )
        for row in rows
    )


async def add(saved: SavedFilter) -> None:
    """Keep a filter."""
    await tables.SavedFilter.insert(
        tables.SavedFilter(
            id=saved.id,
            person=saved.person_id,
            page=saved.page,
            name=saved.name,
            query=saved.query,
            created_at=saved.created_at,
        )
    )


async def remove_(filter_id: UUID, person_id: UUID) -> None:
    """Remove a filter of this person; nothing where it is somebody else's."""
    table = tables.SavedFilter
    await table.delete().where((table.id == filter_id) & (table.person == person_id))
