"""Private feeds of people: found by the digest of their token, kept when they are revoked."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any
from uuid import UUID

from events_app.domain.exhibitions import Edition
from events_app.domain.private_feeds import PrivateFeed, PrivateKind
from events_app.domain.projects import Project
from events_app.storage import exhibitions, projects, tables
from events_app.storage.database import fetch

Row = dict[str, Any]


async def find(token_digest: str) -> PrivateFeed | None:
    """Feed by the digest of its token, a revoked one too."""
    table = tables.PrivateFeed
    row = await table.select().where(table.token_digest == token_digest).first()
    return _feed(row) if row else None


async def list_of_person(person_id: UUID, *, company_id: UUID | None = None) -> tuple[PrivateFeed, ...]:
    """A person's feeds that hold, or those of one company's agenda, the newest first."""
    table = tables.PrivateFeed
    own = (table.person == person_id) & table.revoked_at.is_null()
    if company_id is not None:
        own &= table.company == company_id
    return tuple(map(_feed, await table.select().where(own).order_by(table.created_at, ascending=False)))


async def list_editions_within(units: Collection[UUID] | None, *, since: date, limit: int) -> tuple[Edition, ...]:
    """Editions of units (of everybody where None), drafts too, that end on `since` or later."""
    rows = await fetch(*_sql("SELECT id FROM edition WHERE last_day >= {}", units, since, "first_day, id", limit))
    found = await exhibitions.list_editions_by_id(row["id"] for row in rows)
    return tuple(found.values())


async def list_projects_within(units: Collection[UUID] | None, *, limit: int) -> tuple[Project, ...]:
    """Projects of units (of everybody where None), those that are not public too, the latest change first."""
    rows = await fetch(*_sql("SELECT slug FROM project WHERE 1 = {}", units, 1, "modified_at DESC, id", limit))
    return await projects.list_projects([row["slug"] for row in rows])


async def add(feed: PrivateFeed) -> None:
    """Keep a new feed."""
    await tables.PrivateFeed.insert(
        tables.PrivateFeed(
            id=feed.id,
            token_digest=feed.token_digest,
            person=feed.person_id,
            kind=feed.kind.value,
            name=feed.name,
            query=feed.query,
            unit=feed.unit_id,
            company=feed.company_id,
            created_at=feed.created_at,
            revoked_at=feed.revoked_at,
        )
    )


async def set_revoked(feed_id: UUID, person_id: UUID, at: datetime) -> bool:
    """Revoke a feed of this person; False where there is none that still holds."""
    table = tables.PrivateFeed
    holding = (table.id == feed_id) & (table.person == person_id) & table.revoked_at.is_null()
    return bool(await table.update({table.revoked_at: at}).where(holding).returning(table.id))


def _sql(head: str, units: Collection[UUID] | None, first: object, order: str, limit: int) -> tuple[Any, ...]:
    args: list[object] = [first]
    if units is not None:
        head += f" AND unit IN ({', '.join(['{}'] * len(units))})" if units else " AND 1 = 0"
        args += units
    return (f"{head} ORDER BY {order} LIMIT {limit:d}", *args)


def _feed(row: Row) -> PrivateFeed:
    return PrivateFeed(
        id=row["id"],
        token_digest=row["token_digest"],
        person_id=row["person"],
        kind=PrivateKind(row["kind"]),
        name=row["name"],
        query=row["query"],
        unit_id=row["unit"],
        company_id=row["company"],
        created_at=row["created_at"],
        revoked_at=row["revoked_at"],
    )
