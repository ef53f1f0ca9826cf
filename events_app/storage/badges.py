"""Badges, and who was let in: one row of `check_in` for a member is what lets nobody in twice."""

from typing import Any
from uuid import UUID

from events_app.domain.badges import Badge, CheckIn
from events_app.storage.database import fetch

Row = dict[str, Any]


async def find(digest: str, edition_id: UUID) -> Badge | None:
    """The badge of an edition with this digest."""
    rows = await fetch("SELECT * FROM badge WHERE digest = {} AND edition = {}", digest, edition_id)
    return _badge(rows[0]) if rows else None


async def lock(digest: str, edition_id: UUID) -> Badge | None:
    """As `find`; nobody revokes it before this transaction ends."""
    await fetch("UPDATE badge SET digest = digest WHERE digest = {} AND edition = {}", digest, edition_id)
    return await find(digest, edition_id)


async def add(badge: Badge) -> None:
    """Keep a new badge, and revoke the one before it."""
    await fetch(
        "UPDATE badge SET revoked_at = {} WHERE member = {} AND revoked_at IS NULL", badge.made_at, badge.member_id
    )
    await fetch(
        "INSERT INTO badge (id, edition, member, digest, made_at) VALUES ({}, {}, {}, {}, {})",
        badge.id,
        badge.edition_id,
        badge.member_id,
        badge.digest,
        badge.made_at,
    )


async def add_check_in(check_in: CheckIn) -> bool:
    """Let a member in; False where they were let in before."""
    rows = await fetch(
        "INSERT INTO check_in (member, edition, at, key) VALUES ({}, {}, {}, {}) "
        "ON CONFLICT (member) DO NOTHING RETURNING member",
        check_in.member_id,
        check_in.edition_id,
        check_in.at,
        check_in.key,
    )
    return bool(rows)


async def find_check_in(member_id: UUID) -> CheckIn | None:
    """When a member was let in."""
    rows = await fetch("SELECT * FROM check_in WHERE member = {}", member_id)
    return CheckIn(member_id, rows[0]["edition"], rows[0]["at"], rows[0]["key"]) if rows else None


def _badge(row: Row) -> Badge:
    return Badge(
        id=row["id"],
        edition_id=row["edition"],
        member_id=row["member"],
        digest=row["digest"],
        made_at=row["made_at"],
        revoked_at=row["revoked_at"],
    )
