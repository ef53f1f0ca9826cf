"""Keeping filters of lists: each person their own."""

from datetime import datetime
from uuid import UUID, uuid4

from events_app.domain.rights import Asker, NotAllowed
from events_app.domain.saved_filters import MOST_FILTERS, SavedFilter, TooManyFilters
from events_app.storage import saved_filters
from events_app.storage.database import transaction


async def keep(page: str, name: str, query: str, *, by: Asker, now: datetime) -> SavedFilter:
    """Keep the query of a page under a name. Raises FilterNameMissing, TooManyFilters or NotAllowed."""
    if by.person is None:
        raise NotAllowed
    saved = SavedFilter(
        id=uuid4(), person_id=by.person.id, page=page, name=" ".join(name.split()), query=query, created_at=now
    )
    async with transaction():
        if len(await saved_filters.list_filters(by.person.id, page)) >= MOST_FILTERS:
            raise TooManyFilters(most=MOST_FILTERS)
        await saved_filters.add(saved)
    return saved


async def drop(filter_id: UUID, *, by: Asker) -> None:
    """Remove a filter of one's own."""
    if by.person is None:
        raise NotAllowed
    await saved_filters.remove_(filter_id, by.person.id)
