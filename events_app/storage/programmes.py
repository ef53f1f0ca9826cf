"""Matching programmes: their rules, found page by page."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from events_app.domain.programmes import Programme, ProgrammeKind, ProgrammeState
from events_app.domain.refusals import ChangedMeanwhile, NotFound
from events_app.storage import tables
from events_app.storage.database import current
from events_app.storage.keyset import Chosen, Place, count_rows, list_rows
from events_app.storage.programme_values import forced_json, json_forced, json_rules, rules_json
from events_app.storage.terms import tokens_of_texts
from events_app.storage.values import dump_text, dumps, load_text, loads

Row = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What to list; empty means no limit."""

    kinds: tuple[ProgrammeKind, ...] = ()
    states: tuple[ProgrammeState, ...] = ()
    words: str = ""


async def get(slug: str) -> Programme:
    """Programme at `slug`; raises NotFound."""
    row = await tables.Programme.select().where(tables.Programme.slug == slug).first()
    if row is None:
        raise NotFound
    return _programme(row)


async def get_by_id(programme_id: UUID) -> Programme:
    """Programme by id; raises NotFound."""
    row = await tables.Programme.select().where(tables.Programme.id == programme_id).first()
    if row is None:
        raise NotFound
    return _programme(row)


async def lock(slug: str) -> Programme:
    """As `get`, kept from other transactions until this one ends; raises NotFound."""
    query = tables.Programme.select().where(tables.Programme.slug == slug)
    row = await (query.lock_rows() if current().dialect == "postgres" else query).first()
    if row is None:
        raise NotFound
    return _programme(row)


async def list_slugs(beginning: str) -> frozenset[str]:
    """Slugs that begin so."""
    table = tables.Programme
    rows = await table.select(table.slug).where((table.slug >= beginning) & (table.slug < f"{beginning}\uffff"))
    return frozenset(row["slug"] for row in rows)


async def list_programmes(
    wanted: Wanted, *, after: Place | None = None, before: Place | None = None, limit: int = 50
) -> tuple[Programme, ...]:
    """Programmes by their first day, the latest first."""
    rows = await list_rows(
        "programme",
        "*",
        _chosen(wanted),
        column="first_day",
        is_latest_first=True,
        after=after,
        before=before,
        limit=limit,
    )
    return tuple(map(_programme, rows))


async def count_programmes(wanted: Wanted, *, at_most: int = 1000) -> int:
    """How many programmes there are of these, counted up to a bound."""
    return await count_rows("programme", _chosen(wanted), at_most=at_most)


async def add(programme: Programme) -> None:
    """Keep a new programme."""
    await tables.Programme.insert(tables.Programme(**_columns(programme)))


async def set_(programme: Programme) -> None:
    """Replace a programme, and raise its version. Raises ChangedMeanwhile."""
    table = tables.Programme
    columns: dict[Any, Any] = _columns(programme) | {"version": programme.version + 1}
    identity = columns.pop("id")
    at_its_version = (table.id == identity) & (table.version == programme.version)
    if not await table.update(columns).where(at_its_version).returning(table.id):
        raise ChangedMeanwhile


def _chosen(wanted: Wanted) -> Chosen:
    return Chosen().among("kind", wanted.kinds).among("state", wanted.states).with_words(wanted.words)


def _columns(programme: Programme) -> Row:
    return {
        "id": programme.id,
        "slug": programme.slug,
        "name": dump_text(programme.name),
        "kind": programme.kind.value,
        "edition": programme.edition_id,
        "year": programme.year,
        "first_day": programme.first_day,
        "last_day": programme.last_day,
        "rules": dumps(rules_json(programme.rules)),
        "forced": dumps(forced_json(programme.forced)),
        "seed": programme.seed,
        "state": programme.state.value,
        "is_illustrative": programme.is_illustrative,
        "created_at": programme.created_at,
        "modified_at": programme.modified_at,
        "words": f" {' '.join(tokens_of_texts(programme.name))} ",
        "version": programme.version,
    }


def _programme(row: Row) -> Programme:
    return Programme(
        id=row["id"],
        slug=row["slug"],
        name=load_text(row["name"]),
        kind=ProgrammeKind(row["kind"]),
        edition_id=row["edition"],
        year=row["year"],
        first_day=row["first_day"],
        last_day=row["last_day"],
        rules=json_rules(loads(row["rules"])),
        forced=json_forced(loads(row["forced"])),
        seed=row["seed"],
        state=ProgrammeState(row["state"]),
        is_illustrative=bool(row["is_illustrative"]),
        created_at=row["created_at"],
        modified_at=row["modified_at"],
        version=row["version"],
    )
