"""Counts of editions and projects, grouped by the database: what the desk's figures are made from."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from uuid import UUID

from events_app.domain.figures import Count, PartnerClass
from events_app.storage.database import current, fetch
from events_app.storage.keyset import Chosen

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


# The day by which a project belongs to a period, as text: days are written alike by both engines, moments are not.
_PROJECT_DAY = (
    "COALESCE(CAST(p.effective_on AS TEXT), "
    "(SELECT MIN(CAST(COALESCE(m.actual_on, m.forecast_on, m.planned_on) AS TEXT)) "
    "FROM milestone AS m WHERE m.project = p.id), {entered})"
)
_ENTERED = MappingProxyType(
    {
        "sqlite": "substr(p.created_at, 1, 10)",
        "postgres": "to_char(p.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD')",
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
    """What counts: editions that begin in this period, and projects whose day lies in it.

    The day of a project is that on which its contract takes effect; without one, its first milestone; without any, the
    day on which it was entered. `unit_ids` are the units that keep them (None: every unit and none).
    """

    first: date
    last: date
    unit_ids: frozenset[UUID] | None = None


async def count_editions_by(key: EditionKey, counted: Counted) -> tuple[Count, ...]:
    """Editions by a key and by scope."""
    chosen = _editions(counted)
    sql = (
        f"SELECT {_KEYS[key]} AS key, scope AS mark, COUNT(*) AS number FROM edition WHERE {chosen.where} GROUP BY 1, 2"  # noqa: S608
    )
    return await _counts(sql, *chosen.args)


async def count_editions_by_sector(counted: Counted) -> tuple[Count, ...]:
    """Editions by sector and by scope: an edition with several sectors counts in each, one without any under ""."""
    chosen = _editions(counted)
    sql = (
        "SELECT COALESCE(s.value, '') AS key, scope AS mark, COUNT(*) AS number "  # noqa: S608
        f"FROM edition LEFT JOIN {_SECTORS[current().dialect]} ON TRUE WHERE {chosen.where} GROUP BY 1, 2"
    )
    return await _counts(sql, *chosen.args)


async def count_projects_by_stage(counted: Counted, *, developed: Iterable[str]) -> tuple[Count, ...]:
    """Projects of a period as they stand now, by stage and by the class of their partners' countries or regions.

    The class is a `PartnerClass`.
    """
    codes = sorted(developed) or ["--"]
    listed = ", ".join("{}" for _ in codes)
    day = _PROJECT_DAY.format(entered=_ENTERED[current().dialect])
    chosen = (
        Chosen().with_(f"{day} >= {{}}", counted.first.isoformat()).with_(f"{day} <= {{}}", counted.last.isoformat())
    )
    chosen = chosen.of_units(counted.unit_ids, "p.unit")
    sql = (
        "SELECT stage AS key, CASE WHEN yes = 1 AND no = 1 THEN {} WHEN yes = 1 THEN {} WHEN no = 1 THEN {} ELSE {} "  # noqa: S608
        "END AS mark, COUNT(*) AS number FROM (SELECT p.id, p.stage, "
        f"MAX(CASE WHEN c.country IN ({listed}) THEN 1 ELSE 0 END) AS yes, "
        f"MAX(CASE WHEN c.country IS NOT NULL AND c.country NOT IN ({listed}) THEN 1 ELSE 0 END) AS no "
        "FROM project AS p LEFT JOIN project_country AS c ON c.project = p.id "
        f"WHERE {chosen.where} GROUP BY p.id, p.stage) AS classed GROUP BY 1, 2"
    )
    marks = (PartnerClass.BOTH, PartnerClass.DEVELOPED, PartnerClass.DEVELOPING, PartnerClass.NONE)
    return await _counts(sql, *(mark.value for mark in marks), *codes, *codes, *chosen.args)


def _editions(counted: Counted) -> Chosen:
    chosen = Chosen().with_("first_day >= {}", counted.first).with_("first_day <= {}", counted.last)
    return chosen.of_units(counted.unit_ids)


async def _counts(sql: str, *args: object) -> tuple[Count, ...]:
    rows = await fetch(f"{sql} ORDER BY 1, 2", *args)
    return tuple(Count(str(row["key"]), str(row["mark"]), int(row["number"])) for row in rows)
