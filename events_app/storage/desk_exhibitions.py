"""Editions as the desk lists them: drafts too, by unit, status, place and words, in the order of their first days."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from events_app.domain.countries import Scope
from events_app.domain.exhibitions import Days, EditionStatus
from events_app.domain.search import query_tokens
from events_app.domain.texts import Text
from events_app.storage import tables
from events_app.storage.database import fetch
from events_app.storage.values import load_text

COLUMNS = (
    "id, slug, series, name, country, city, zone, first_day, last_day, scope, mode, status, dates_confirmed, unit, "
    "version, modified_at"
)
Row = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskEdition:
    """One row of the desk's list: what is needed to tell editions apart, and no more."""

    id: UUID
    slug: str
    name: Text
    country: str
    city: Text
    zone: str
    days: Days
    scope: Scope
    mode: str
    status: EditionStatus
    dates_confirmed: bool
    unit_id: UUID | None
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What to list; empty means no limit. `unit_ids` None reaches every unit and what belongs to none."""

    unit_ids: frozenset[UUID] | None = None
    statuses: tuple[EditionStatus, ...] = ()
    scopes: tuple[Scope, ...] = ()
    country: str = ""
    first_day: date | None = None
    last_day: date | None = None
    words: str = ""
    newest_first: bool = False
    is_unconfirmed: bool = False


async def list_editions(
    wanted: Wanted, *, after: tuple[date, UUID] | None = None, before: tuple[date, UUID] | None = None, limit: int = 50
) -> tuple[DeskEdition, ...]:
    """Editions in the order of first day and id, after or before a place between two rows.

    With `before` the nearest comes first.
    """
    conditions, args = _conditions(wanted)
    backwards = (before is not None) != wanted.newest_first
    if edge := after or before:
        conditions.append(f"(first_day, id) {'<' if backwards else '>'} ({{}}, {{}})")
        args += edge
    where = f"WHERE {' AND '.join(conditions)}" if conditions else ""
    direction = "DESC" if backwards else "ASC"
    sql = f"SELECT {COLUMNS} FROM edition {where} ORDER BY first_day {direction}, id {direction} LIMIT {{}}"
    return tuple(map(_row, await fetch(sql, *args, limit)))


async def count_editions(wanted: Wanted, *, at_most: int = 1000) -> int:
    """How many editions there are of these, counted up to a bound."""
    conditions, args = _conditions(wanted)
    where = f"WHERE {' AND '.join(conditions)}" if conditions else ""
    sql = f"SELECT COUNT(*) AS found FROM (SELECT 1 FROM edition {where} LIMIT {{}}) AS counted"
    return int((await fetch(sql, *args, at_most))[0]["found"])


async def count_by_status(unit_ids: Iterable[UUID] | None, since: date) -> dict[EditionStatus, int]:
    """How many editions that end on `since` or later have each status."""
    conditions, args = _conditions(Wanted(unit_ids=None if unit_ids is None else frozenset(unit_ids)))
    where = " AND ".join(("last_day >= {}", *conditions))
    rows = await fetch(f"SELECT status, COUNT(*) AS found FROM edition WHERE {where} GROUP BY status", since, *args)
    return {EditionStatus(row["status"]): int(row["found"]) for row in rows}


async def list_deadlines(unit_ids: Iterable[UUID] | None, first: Any, last: Any, *, limit: int) -> list[Row]:  # noqa: ANN401
    """Deadlines of public editions between two moments: kind, at, zone, and the edition's slug and name."""
    conditions, args = _conditions(Wanted(unit_ids=None if unit_ids is None else frozenset(unit_ids)))
    where = " AND ".join(("d.at >= {}", "d.at <= {}", "e.status <> 'cancelled'", *(f"e.{each}" for each in conditions)))
    sql = (
        "SELECT d.kind AS kind, d.at AS at, d.zone AS zone, e.slug AS slug, e.name AS name, e.status AS status "
        f"FROM deadline AS d JOIN edition AS e ON e.id = d.edition WHERE {where} ORDER BY d.at, d.id LIMIT {{}}"
    )
    rows = await fetch(sql, first, last, *args, limit)
    return [row | {"name": load_text(row["name"])} for row in rows]


async def list_near(first: date, last: date, *, limit: int = 200) -> tuple[DeskEdition, ...]:
    """Editions that touch these days and are not cancelled, whoever keeps them: for the conflict radar."""
    sql = (
        f"SELECT {COLUMNS} FROM edition WHERE first_day <= {{}} AND first_day >= {{}} AND last_day >= {{}} "
        "AND status <> 'cancelled' ORDER BY first_day, id LIMIT {}"
    )
    return tuple(map(_row, await fetch(sql, last, date.fromordinal(first.toordinal() - 400), first, limit)))


async def list_names(edition_ids: Iterable[UUID]) -> dict[UUID, tuple[str, Text]]:
    """Slug and name of editions by id; ids of anything else are left out."""
    ids = list(set(edition_ids))
    if not ids:
        return {}
    table = tables.Edition
    rows = await table.select(table.id, table.slug, table.name).where(table.id.is_in(ids))
    return {row["id"]: (row["slug"], load_text(row["name"])) for row in rows}


def _conditions(wanted: Wanted) -> tuple[list[str], list[Any]]:
    conditions: list[str] = []
    args: list[Any] = []
    if wanted.unit_ids is not None:
        if not wanted.unit_ids:
            return ["unit <> unit"], []
        conditions.append(f"unit IN ({_places(wanted.unit_ids)})")
        args += sorted(wanted.unit_ids)
    for column, values in (("status", wanted.statuses), ("scope", wanted.scopes)):
        if values:
            conditions.append(f"{column} IN ({_places(values)})")
            args += [value.value for value in values]
    for sql, value in (
        ("country = {}", wanted.country),
        ("last_day >= {}", wanted.first_day),
        ("first_day <= {}", wanted.last_day),
    ):
        if value:
            conditions.append(sql)
            args.append(value)
    if wanted.is_unconfirmed:
        conditions.append("dates_confirmed = {} AND status <> 'cancelled'")
        args.append(False)
    for token in query_tokens(wanted.words):
        conditions.append("words LIKE {}")
        args.append(f"% {token}%")
    return conditions, args


def _places(values: Iterable[object]) -> str:
    return ", ".join("{}" for _ in values)


def _row(row: Row) -> DeskEdition:
    return DeskEdition(
        id=row["id"],
        slug=row["slug"],
        name=load_text(row["name"]),
        country=row["country"],
        city=load_text(row["city"]),
        zone=row["zone"],
        days=Days(row["first_day"], row["last_day"]),
        scope=Scope(row["scope"]),
        mode=row["mode"],
        status=EditionStatus(row["status"]),
        dates_confirmed=bool(row["dates_confirmed"]),
        unit_id=row["unit"],
        version=row["version"],
    )
