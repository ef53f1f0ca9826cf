"""Badges of members, who was let in, and what doors were answered.

One row of `check_in` for a member and a day is what lets nobody in twice.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from events_app.domain.badges import Answer, Badge, BadgeState, Bearer, CheckIn, Verdict, standing_of
from events_app.domain.delegations import MemberRole
from events_app.storage.database import fetch, fetch_rows
from events_app.storage.keyset import Chosen, count_rows

Row = dict[str, Any]
_LIVE = "SELECT 1 FROM badge WHERE badge.member = delegation_member.id AND revoked_at IS NULL"
_ANY = "SELECT 1 FROM badge WHERE badge.member = delegation_member.id"
_IN_STATE = {
    BadgeState.NONE: f"NOT EXISTS ({_ANY})",
    BadgeState.MADE: f"EXISTS ({_LIVE} AND printed_at IS NULL)",
    BadgeState.PRINTED: f"EXISTS ({_LIVE} AND printed_at IS NOT NULL)",
    BadgeState.REVOKED: f"(EXISTS ({_ANY}) AND NOT EXISTS ({_LIVE}))",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which members of an edition to list; empty means no limit."""

    edition_id: UUID
    states: tuple[BadgeState, ...] = ()
    roles: tuple[MemberRole, ...] = ()
    words: str = ""
    is_latest_first: bool = False
    """By when they were entered, instead of by name."""


async def lock(digest: str) -> Badge | None:
    """The badge with this digest, of whatever edition; nobody revokes it before this transaction ends."""
    rows = await fetch("UPDATE badge SET digest = digest WHERE digest = {} RETURNING id", digest)
    if not rows:
        return None
    found = await fetch("SELECT * FROM badge WHERE id = {}", rows[0]["id"])
    return _badge(found[0])


async def add(badges: Sequence[Badge], at: datetime) -> None:
    """Keep new badges, and revoke the ones before them."""
    await set_revoked([badge.member_id for badge in badges], at)
    rows = [(badge.id, badge.edition_id, badge.member_id, badge.digest, badge.made_at) for badge in badges]
    await fetch_rows("INSERT INTO badge (id, edition, member, digest, made_at) VALUES {}", rows)


async def set_revoked(member_ids: Iterable[UUID], at: datetime) -> tuple[UUID, ...]:
    """Revoke the badges of members; return whose were valid until now."""
    rows = await fetch_rows(
        "UPDATE badge SET revoked_at = gone.column2 FROM (VALUES {}) AS gone "
        "WHERE badge.member = gone.column1 AND revoked_at IS NULL RETURNING badge.member",
        [(member_id, at) for member_id in member_ids],
        types=("uuid", "timestamptz"),
    )
    return tuple(row["member"] for row in rows)


async def set_printed(badge_ids: Iterable[UUID], at: datetime) -> None:
    """Note that a sheet with these badges was handed out."""
    await fetch_rows(
        "UPDATE badge SET printed_at = handed.column2 FROM (VALUES {}) AS handed WHERE badge.id = handed.column1",
        [(badge_id, at) for badge_id in badge_ids],
        types=("uuid", "timestamptz"),
    )


async def list_bearers(
    wanted: Wanted, *, after: UUID | None = None, before: UUID | None = None, limit: int
) -> tuple[Bearer, ...]:
    """Members in order, after or before one of them; with `before` the nearest comes first."""
    column = "created_on" if wanted.is_latest_first else "name"
    backwards = (before is not None) != wanted.is_latest_first
    chosen = _chosen(wanted)
    if edge := after or before:
        sign = "<" if backwards else ">"
        place = f"(SELECT {column}, id FROM delegation_member WHERE id = {{}})"  # noqa: S608 - a name of our own
        chosen = chosen.with_(f"({column}, id) {sign} {place}", edge)
    direction = "DESC" if backwards else "ASC"
    rows = await fetch(
        f"SELECT * FROM delegation_member WHERE {chosen.where} "  # noqa: S608 - names of our own
        f"ORDER BY {column} {direction}, id {direction} LIMIT {{}}",
        *chosen.args,
        limit,
    )
    return await _with_states(rows)


async def list_bearers_by_id(edition_id: UUID, member_ids: Collection[UUID]) -> tuple[Bearer, ...]:
    """These members of an edition, by name; whoever is none is left out."""
    rows = await fetch_rows(
        "SELECT * FROM delegation_member WHERE id IN (VALUES {}) ORDER BY name, id",
        [(each,) for each in member_ids],
        types=("uuid",),
    )
    return await _with_states([row for row in rows if row["edition"] == edition_id])


async def count_bearers(wanted: Wanted, *, at_most: int) -> int:
    """How many members there are of these, counted up to a bound."""
    return await count_rows("delegation_member", _chosen(wanted), at_most=at_most)


async def count_states(edition_id: UUID) -> dict[BadgeState, int]:
    """How many members of an edition have a badge in each state."""
    cases = ", ".join(
        f"COUNT(CASE WHEN {condition} THEN 1 END) AS {state.value}_found" for state, condition in _IN_STATE.items()
    )
    rows = await fetch(f"SELECT {cases} FROM delegation_member WHERE edition = {{}}", edition_id)  # noqa: S608
    return {state: int(rows[0][f"{state.value}_found"]) for state in BadgeState}


async def add_check_in(check_in: CheckIn) -> None:
    """Let a member in; nothing where they were let in on that day before."""
    await fetch(
        "INSERT INTO check_in (member, day, edition, at, door, key) VALUES ({}, {}, {}, {}, {}, {}) "
        "ON CONFLICT (member, day) DO NOTHING",
        check_in.member_id,
        check_in.day,
        check_in.edition_id,
        check_in.at,
        check_in.door,
        check_in.key,
    )


async def find_check_in(member_id: UUID, day: date) -> CheckIn | None:
    """When and where a member was let in on a day."""
    rows = await fetch("SELECT * FROM check_in WHERE member = {} AND day = {}", member_id, day)
    return _check_in(rows[0]) if rows else None


async def count_admitted(edition_id: UUID, day: date) -> dict[str, int]:
    """How many members were let in on a day, by door."""
    rows = await fetch(
        "SELECT door, COUNT(*) AS found FROM check_in WHERE edition = {} AND day = {} GROUP BY door ORDER BY door",
        edition_id,
        day,
    )
    return {row["door"]: int(row["found"]) for row in rows}


async def add_answer(edition_id: UUID, key: str, digest: str, answer: Answer, *, asked_at: datetime) -> bool:
    """Keep what a door was answered under its key; False where an answer is kept already."""
    rows = await fetch(
        "INSERT INTO door_answer (edition, key, digest, verdict, member, at, door, asked_at) "
        "VALUES ({}, {}, {}, {}, {}, {}, {}, {}) ON CONFLICT (edition, key) DO NOTHING RETURNING key",
        edition_id,
        key,
        digest,
        answer.verdict.value,
        answer.member_id,
        answer.at,
        answer.door,
        asked_at,
    )
    return bool(rows)


async def find_answer(edition_id: UUID, key: str) -> tuple[str, Answer] | None:
    """What was answered under a key, and the digest of the code that it was asked with."""
    rows = await fetch("SELECT * FROM door_answer WHERE edition = {} AND key = {}", edition_id, key)
    if not rows:
        return None
    row = rows[0]
    return row["digest"], Answer(Verdict(row["verdict"]), row["member"], row["at"], row["door"])


def _chosen(wanted: Wanted) -> Chosen:
    chosen = Chosen().with_("edition = {}", wanted.edition_id).among("role", wanted.roles)
    if wanted.states:
        chosen = chosen.with_(f"({' OR '.join(_IN_STATE[state] for state in wanted.states)})")
    return chosen.with_words(wanted.words)


async def _with_states(rows: Sequence[Row]) -> tuple[Bearer, ...]:
    """Members with the states of their badges: one more query, however many there are."""
    found = await fetch_rows(
        "SELECT * FROM badge WHERE member IN (VALUES {}) ORDER BY made_at, revoked_at IS NULL",
        [(row["id"],) for row in rows],
        types=("uuid",),
    )
    badges: dict[UUID, list[Badge]] = {}
    for row in found:
        badges.setdefault(row["member"], []).append(_badge(row))
    return tuple(_bearer(row, badges.get(row["id"], [])) for row in rows)


def _bearer(row: Row, badges: Sequence[Badge]) -> Bearer:
    state, made_at = standing_of(badges)
    return Bearer(
        id=row["id"],
        name=row["name"],
        local_name=row["local_name"],
        company_id=row["company"],
        unit=row["unit"],
        role=MemberRole(row["role"]),
        state=state,
        made_at=made_at,
    )


def _badge(row: Row) -> Badge:
    return Badge(
        id=row["id"],
        edition_id=row["edition"],
        member_id=row["member"],
        digest=row["digest"],
        made_at=row["made_at"],
        printed_at=row["printed_at"],
        revoked_at=row["revoked_at"],
    )


def _check_in(row: Row) -> CheckIn:
    return CheckIn(
        member_id=row["member"],
        edition_id=row["edition"],
        day=row["day"],
        at=row["at"],
        door=row["door"],
        key=row["key"],
    )
