"""Badges scanned at stands: one row for a badge, a stand and a day is what counts nobody twice."""

from datetime import date
from typing import Any
from uuid import UUID

from events_app.domain.badges import StandScan
from events_app.storage.database import fetch

Row = dict[str, Any]


async def add(scan: StandScan) -> StandScan | None:
    """Count a badge; return what is kept of it at this stand on this day, None where its key means another scan."""
    await fetch(
        "INSERT INTO stand_scan (edition, company, stand, day, member, at, key) VALUES ({}, {}, {}, {}, {}, {}, {}) "
        "ON CONFLICT DO NOTHING",
        scan.edition_id,
        scan.company_id,
        scan.stand,
        scan.day,
        scan.member_id,
        scan.at,
        scan.key,
    )
    rows = await fetch(
        "SELECT * FROM stand_scan WHERE edition = {} AND company = {} AND stand = {} AND day = {} AND member = {}",
        scan.edition_id,
        scan.company_id,
        scan.stand,
        scan.day,
        scan.member_id,
    )
    return _scan(rows[0]) if rows else None


async def find(edition_id: UUID, key: str) -> StandScan | None:
    """What was counted under a key."""
    rows = await fetch("SELECT * FROM stand_scan WHERE edition = {} AND key = {}", edition_id, key)
    return _scan(rows[0]) if rows else None


async def count_scanned(edition_id: UUID) -> dict[tuple[UUID, date], dict[str, int]]:
    """How many badges were scanned at each stand of each company on each day."""
    rows = await fetch(
        "SELECT company, stand, day, COUNT(*) AS found FROM stand_scan WHERE edition = {} GROUP BY company, stand, day",
        edition_id,
    )
    scanned: dict[tuple[UUID, date], dict[str, int]] = {}
    for row in rows:
        scanned.setdefault((row["company"], row["day"]), {})[row["stand"]] = int(row["found"])
    return scanned


async def count_at(edition_id: UUID, company_id: UUID, stand: str, day: date) -> int:
    """How many badges were scanned at a stand on a day."""
    rows = await fetch(
        "SELECT COUNT(*) AS found FROM stand_scan WHERE edition = {} AND company = {} AND stand = {} AND day = {}",
        edition_id,
        company_id,
        stand,
        day,
    )
    return int(rows[0]["found"])


def _scan(row: Row) -> StandScan:
    return StandScan(
        member_id=row["member"],
        edition_id=row["edition"],
        company_id=row["company"],
        stand=row["stand"],
        day=row["day"],
        at=row["at"],
        key=row["key"],
    )
