"""Counts of editions and projects, grouped by the database: what the desk's figures are made from."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from uuid import UUID

from events_app.domain.figures import Count, PartnerClass
from events_app.storage.database import current, fetch

# Days are written YYYY-MM-DD by both engines.
_KEYS = MappingProxyType(
    {
        "month": "substr(CAST(first_day AS TEXT), 1, 7)",
        "year": "substr(CAST(first_day AS TEXT), 1, 4)",
        "country": "country",
        "status": "status",
        "all": "''",
    }
)
_SECTORS = MappingProxyType(
    {
        "sqlite": "json_each(edition.details, '$.sectors') AS s",
        "postgres": "jsonb_array_elements_text(CAST(edition.details AS jsonb) -> 'sectors') AS s(value)",
    }
)


class EditionKey(StrEnum):
    """What editions are counted by."""

    MONTH = "month"
    YEAR = "year"
    COUNTRY = "country"
    STATUS = "status"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Counted:
    """Which editions count: those that begin in this period, of these units (None: of every unit and of none)."""

    first: date
    last: date
    unit_ids: frozenset[UUID] | None = None


async def count_editions_by(key: EditionKey, counted: Counted) -> tuple[Count, ...]:
    """Editions by a key and by scope."""
    where, args = _editions(counted)
    sql = f"SELECT {_KEYS[key]} AS key, scope AS mark, COUNT(*) AS number FROM edition WHERE {where} GROUP BY 1, 2"  # noqa: S608
    return await _counts(sql, *args)


async def count_editions_by_sector(counted: Counted) -> tuple[Count, ...]:
    """Editions by sector and by scope: an edition with several sectors counts in each, one without any under ""."""
    where, args = _editions(counted)
    sql = (
        "SELECT COALESCE(s.value, '') AS key, scope AS mark, COUNT(*) AS number "  # noqa: S608
        f"FROM edition LEFT JOIN {_SECTORS[current().dialect]} ON TRUE WHERE {where} GROUP BY 1, 2"
    )
    return await _counts(sql, *args)


async def count_projects_by_stage(unit_ids: frozenset[UUID] | None, *, developed: Iterable[str]) -> tuple[Count, ...]:
    """Projects as they stand, by stage and by the class of their partners' countries or regions (`PartnerClass`)."""
    codes = sorted(developed) or ["--"]
    listed = ", ".join("{}" for _ in codes)
    where, args = ("1 = 1", []) if unit_ids is None else _units(unit_ids, "p.unit")
    sql = (
        "SELECT stage AS key, CASE WHEN yes = 1 AND no = 1 THEN {} WHEN yes = 1 THEN {} WHEN no = 1 THEN {} ELSE {} "  # noqa: S608
        "END AS mark, COUNT(*) AS number FROM (SELECT p.id, p.stage, "
        f"MAX(CASE WHEN c.country IN ({listed}) THEN 1 ELSE 0 END) AS yes, "
        f"MAX(CASE WHEN c.country IS NOT NULL AND c.country NOT IN ({listed}) THEN 1 ELSE 0 END) AS no "
        "FROM project AS p LEFT JOIN project_country AS c ON c.project = p.id "
        f"WHERE {where} GROUP BY p.id, p.stage) AS classed GROUP BY 1, 2"
    )
    marks = (PartnerClass.BOTH, PartnerClass.DEVELOPED, PartnerClass.DEVELOPING, PartnerClass.NONE)
    return await _counts(sql, *(mark.value for mark in marks), *codes, *codes, *args)


def _editions(counted: Counted) -> tuple[str, list[object]]:
    where, args = ("1 = 1", []) if counted.unit_ids is None else _units(counted.unit_ids, "unit")
    return f"first_day >= {{}} AND first_day <= {{}} AND {where}", [counted.first, counted.last, *args]


def _units(unit_ids: frozenset[UUID], column: str) -> tuple[str, list[object]]:
    if not unit_ids:
        return "1 = 0", []
    return f"{column} IN ({', '.join('{}' for _ in unit_ids)})", [*sorted(unit_ids)]


async def _counts(sql: str, *args: object) -> tuple[Count, ...]:
    rows = await fetch(f"{sql} ORDER BY 1, 2", *args)
    return tuple(Count(str(row["key"]), str(row["mark"]), int(row["number"])) for row in rows)
