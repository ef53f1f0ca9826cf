"""Members of delegations with their deadlines; what is sealed stays sealed here."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from events_app.domain.delegations import Due, DueKind, Member, MemberRole
from events_app.domain.refusals import ChangedMeanwhile, NotFound
from events_app.domain.search import tokens_of
from events_app.storage.database import fetch

Row = dict[str, Any]


async def get(member_id: UUID) -> Member:
    """Member by id; raises NotFound."""
    rows = await fetch("SELECT * FROM delegation_member WHERE id = {}", member_id)
    if not rows:
        raise NotFound
    return (await members_of(rows))[0]


async def list_by_id(ids: Iterable[UUID]) -> tuple[Member, ...]:
    """Members by their names; ids of anything else are left out."""
    wanted = list(ids)
    if not wanted:
        return ()
    places = ", ".join("{}" for _ in wanted)
    sql = f"SELECT * FROM delegation_member WHERE id IN ({places}) ORDER BY name, id"  # noqa: S608 - places alone
    return await members_of(await fetch(sql, *wanted))


async def list_company_ids(edition_id: UUID) -> tuple[UUID, ...]:
    """Companies that have members in the delegation."""
    sql = "SELECT DISTINCT company FROM delegation_member WHERE edition = {} AND company IS NOT NULL"
    return tuple(row["company"] for row in await fetch(sql, edition_id))


async def list_sealed_states(edition_id: UUID) -> tuple[tuple[UUID, str], ...]:
    """For each member of the delegation of an edition, which has a bound, where visa and passport stand, sealed."""
    rows = await fetch("SELECT id, sealed_state FROM delegation_member WHERE edition = {}", edition_id)
    return tuple((row["id"], row["sealed_state"]) for row in rows)


async def count_of_edition(edition_id: UUID) -> int:
    """How many members the delegation of an edition has."""
    rows = await fetch("SELECT COUNT(*) AS found FROM delegation_member WHERE edition = {}", edition_id)
    return int(rows[0]["found"])


async def add(member: Member) -> None:
    """Keep a new member."""
    await fetch(
        "INSERT INTO delegation_member (id, edition, company, unit, name, local_name, words, role, email, phone, "
        "language, sealed, sealed_state, created_at, created_on, version) "
        "VALUES ({}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {})",
        member.id,
        member.edition_id,
        member.company_id,
        member.unit,
        member.name,
        member.local_name,
        _words(member),
        member.role.value,
        member.email,
        member.phone,
        member.language,
        member.sealed,
        member.sealed_state,
        member.created_at,
        member.created_at.date(),
        member.version,
    )
    await _set_dues(member)


async def set_(member: Member) -> None:
    """Replace a member, and raise the version. Raises ChangedMeanwhile."""
    kept = await fetch(
        "UPDATE delegation_member SET company = {}, unit = {}, name = {}, local_name = {}, words = {}, role = {}, "
        "email = {}, phone = {}, language = {}, sealed = {}, sealed_state = {}, version = version + 1 "
        "WHERE id = {} AND version = {} RETURNING id",
        member.company_id,
        member.unit,
        member.name,
        member.local_name,
        _words(member),
        member.role.value,
        member.email,
        member.phone,
        member.language,
        member.sealed,
        member.sealed_state,
        member.id,
        member.version,
    )
    if not kept:
        raise ChangedMeanwhile
    await _set_dues(member)


async def remove(member_id: UUID) -> None:
    """Forget a member, with deadlines and badges."""
    await fetch("DELETE FROM delegation_member WHERE id = {}", member_id)


async def remove_passports(last_day: date) -> int:
    """Erase passports and visas of editions that ended on this day or earlier; return of how many members."""
    rows = await fetch(
        "UPDATE delegation_member SET sealed = '', sealed_state = '', version = version + 1 "
        "WHERE (sealed <> '' OR sealed_state <> '') "
        "AND edition IN (SELECT id FROM edition WHERE last_day <= {}) RETURNING id",
        last_day,
    )
    return len(rows)


async def _set_dues(member: Member) -> None:
    await fetch("DELETE FROM member_due WHERE member = {}", member.id)
    for due in member.dues:
        await fetch(
            "INSERT INTO member_due (member, kind, day, is_done) VALUES ({}, {}, {}, {})",
            member.id,
            due.kind.value,
            due.day,
            due.is_done,
        )


async def members_of(rows: Sequence[Row]) -> tuple[Member, ...]:
    """Members with their deadlines: one more query, however many there are."""
    if not rows:
        return ()
    places = ", ".join("{}" for _ in rows)
    sql = f"SELECT * FROM member_due WHERE member IN ({places}) ORDER BY kind"  # noqa: S608 - places alone
    dues: dict[UUID, list[Due]] = {}
    for row in await fetch(sql, *(each["id"] for each in rows)):
        dues.setdefault(row["member"], []).append(Due(DueKind(row["kind"]), row["day"], bool(row["is_done"])))
    return tuple(_member(row, tuple(dues.get(row["id"], ()))) for row in rows)


def _member(row: Row, dues: tuple[Due, ...]) -> Member:
    return Member(
        id=row["id"],
        edition_id=row["edition"],
        company_id=row["company"],
        unit=row["unit"],
        name=row["name"],
        local_name=row["local_name"],
        role=MemberRole(row["role"]),
        email=row["email"],
        phone=row["phone"],
        language=row["language"],
        dues=dues,
        sealed=row["sealed"],
        sealed_state=row["sealed_state"],
        created_at=row["created_at"],
        version=row["version"],
    )


def _words(member: Member) -> str:
    return " ".join(["", *sorted(tokens_of([member.name, member.local_name, member.unit])), ""])
