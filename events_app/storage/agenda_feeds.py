"""Private feeds of agendas: found by the digest of their token, kept when they are revoked."""

from datetime import datetime
from typing import Any
from uuid import UUID

from events_app.domain.agendas import AgendaFeed
from events_app.storage import tables

Row = dict[str, Any]


async def find(token_digest: str) -> AgendaFeed | None:
    """Feed by the digest of its token, a revoked one too."""
    table = tables.AgendaFeed
    row = await table.select().where(table.token_digest == token_digest).first()
    return _feed(row) if row else None


async def list_of_person(person_id: UUID, company_id: UUID) -> tuple[AgendaFeed, ...]:
    """A person's feeds for a company that hold, the newest first."""
    table = tables.AgendaFeed
    own = (table.person == person_id) & (table.company == company_id) & table.revoked_at.is_null()
    rows = await table.select().where(own).order_by(table.created_at, ascending=False)
    return tuple(map(_feed, rows))


async def add(feed: AgendaFeed) -> None:
    """Keep a new feed."""
    await tables.AgendaFeed.insert(
        tables.AgendaFeed(
            id=feed.id,
            token_digest=feed.token_digest,
            person=feed.person_id,
            company=feed.company_id,
            name=feed.name,
            created_at=feed.created_at,
            revoked_at=feed.revoked_at,
        )
    )


async def set_revoked(feed_id: UUID, person_id: UUID, at: datetime) -> bool:
    """Revoke a feed of this person; False where there is none that still holds."""
    table = tables.AgendaFeed
    holding = (table.id == feed_id) & (table.person == person_id) & table.revoked_at.is_null()
    return bool(await table.update({table.revoked_at: at}).where(holding).returning(table.id))


def _feed(row: Row) -> AgendaFeed:
    return AgendaFeed(
        id=row["id"],
        token_digest=row["token_digest"],
        person_id=row["person"],
        company_id=row["company"],
        name=row["name"],
        created_at=row["created_at"],
        revoked_at=row["revoked_at"],
    )
