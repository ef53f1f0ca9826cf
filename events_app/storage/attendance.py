"""Attendance of companies: their people from the check-ins, visitors at their stands as somebody counted them."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from events_app.domain.attendance import EXHIBITING
from events_app.storage.database import fetch, fetch_rows


async def count_present(edition_id: UUID) -> dict[tuple[UUID, date], int]:
    """How many members of each company were let in on each day."""
    rows = await fetch(
        "SELECT delegation_member.company AS company, check_in.day, COUNT(*) AS found FROM check_in "
        "JOIN delegation_member ON delegation_member.id = check_in.member "
        "WHERE check_in.edition = {} AND delegation_member.company IS NOT NULL "
        "GROUP BY delegation_member.company, check_in.day",
        edition_id,
    )
    return {(row["company"], row["day"]): int(row["found"]) for row in rows}


async def count_visitors(edition_id: UUID) -> dict[tuple[UUID, date], int]:
    """How many visitors each company counted on each day."""
    rows = await fetch("SELECT company, day, visitors FROM stand_count WHERE edition = {}", edition_id)
    return {(row["company"], row["day"]): int(row["visitors"]) for row in rows}


async def list_companies(edition_id: UUID) -> frozenset[UUID]:
    """Companies that exhibit at an edition or have people in its delegation, stands there, or visitors."""
    rows = await fetch(
        "SELECT company FROM delegation_member WHERE edition = {} AND company IS NOT NULL "
        "UNION SELECT company FROM stand_count WHERE edition = {} "
        "UNION SELECT application.company FROM application JOIN stand ON stand.application = application.id "
        "WHERE stand.edition = {} "
        "UNION SELECT company FROM stand_scan WHERE edition = {} "
        "UNION SELECT company FROM application WHERE edition = {} AND state IN ({}, {}, {})",
        *(edition_id,) * 5,
        *(state.value for state in EXHIBITING),
    )
    return frozenset(row["company"] for row in rows)


async def set_visitors(edition_id: UUID, visitors: Mapping[tuple[UUID, date], int | None]) -> None:
    """Keep what companies counted on days; None forgets it."""
    gone = [(edition_id, company, day) for (company, day), number in visitors.items() if number is None]
    await fetch_rows(
        "DELETE FROM stand_count WHERE (edition, company, day) IN (VALUES {})", gone, types=("uuid", "uuid", "date")
    )
    kept = [(edition_id, company, day, number) for (company, day), number in visitors.items() if number is not None]
    await fetch_rows(
        "INSERT INTO stand_count (edition, company, day, visitors) VALUES {} "
        "ON CONFLICT (edition, company, day) DO UPDATE SET visitors = excluded.visitors",
        kept,
        types=("uuid", "uuid", "date", "integer"),
    )
