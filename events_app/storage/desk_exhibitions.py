"""Editions as the desk lists them: drafts too, by unit, status, place and words, in the order of their first days."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from events_app.domain.countries import Scope
from events_app.domain.exhibitions import Days, EditionStatus
from events_app.domain.texts import Text
from events_app.storage import tables
from events_app.storage.database import fetch
from events_app.storage.keyset import Chosen, Place, Row, count_rows, list_rows
from events_app.storage.values import load_text

COLUMNS = (
    "id, slug, series, name, country, city, zone, first_day, last_day, scope, mode, status, dates_confirmed, unit, "
    "version, modified_at"
)


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
    wanted: Wanted, *, after: Place | None = None, before: Place | None = None, limit: int = 50
) -> tuple[DeskEdition, ...]:
    """Editions in the order of first day and id, after or before a place between two rows.

    With `before` the nearest comes first.
    """
    rows = await list_rows(
        "edition",
        COLUMNS,
        _chosen(wanted),
        column="first_day",
        is_latest_first=wanted.newest_first,
        after=after,
        before=before,
        limit=limit,
    )
    return tuple(map(_row, rows))


async def count_editions(wanted: Wanted, *, at_most: int = 1000) -> int:
    """How many editions there are of these, counted up to a bound."""
    return await count_rows("edition", _chosen(wanted), at_most=at_most)


async def count_by_status(unit_ids: Iterable[UUID] | None, since: date) -> dict[EditionStatus, int]:
    """How many editions that end on `since` or later have each status."""
    chosen = Chosen().with_("last_day >= {}", since).of_units(_set_of(unit_ids))
    sql = f"SELECT status, COUNT(*) AS found FROM edition WHERE {chosen.where} GROUP BY status"
    return {EditionStatus(row["status"]): int(row["found"]) for row in await fetch(sql, *chosen.args)}


async def list_deadlines(unit_ids: Iterable[UUID] | None, first: datetime, last: datetime, *, limit: int) -> list[Row]:
    """Deadlines of public editions between two moments: kind, at, zone, and the edition's slug and name."""
    chosen = Chosen().with_("d.at >= {}", first).with_("d.at <= {}", last).with_("e.status <> 'cancelled'")
    chosen = chosen.of_units(_set_of(unit_ids), "e.unit")
    sql = (
        "SELECT d.kind AS kind, d.at AS at, d.zone AS zone, e.slug AS slug, e.name AS name, e.status AS status "
        f"FROM deadline AS d JOIN edition AS e ON e.id = d.edition WHERE {chosen.where} ORDER BY d.at, d.id LIMIT {{}}"
    )
    rows = await fetch(sql, *chosen.args, limit)
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


def _chosen(wanted: Wanted) -> Chosen:
    chosen = Chosen().of_units(wanted.unit_ids).among("status", wanted.statuses).among("scope", wanted.scopes)
    for condition, value in (
        ("country = {}", wanted.country),
        ("last_day >= {}", wanted.first_day),
        ("first_day <= {}", wanted.last_day),
    ):
        if value:
            chosen = chosen.with_(condition, value)
    if wanted.is_unconfirmed:
        chosen = chosen.with_("dates_confirmed = {} AND status <> 'cancelled'", False)
    return chosen.with_words(wanted.words)


def _set_of(unit_ids: Iterable[UUID] | None) -> frozenset[UUID] | None:
    return None if unit_ids is None else frozenset(unit_ids)


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
