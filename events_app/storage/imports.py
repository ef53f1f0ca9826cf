"""Sources of imported calendars, which edition each of their events is, and the editions that one may be a copy of."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from events_app.domain.imports import Identity, Source
from events_app.domain.refusals import ChangedMeanwhile, NotFound
from events_app.storage import tables
from events_app.storage.database import fetch

UIDS_AT_ONCE = 500
Row = dict[str, Any]


async def get_source(source_id: UUID) -> Source:
    """Source by id; raises NotFound."""
    row = await tables.ImportSource.select().where(tables.ImportSource.id == source_id).first()
    if row is None:
        raise NotFound
    return _source(row)


async def find_source(address: str) -> Source | None:
    """Source with this address, if any."""
    row = await tables.ImportSource.select().where(tables.ImportSource.address == address).first()
    return _source(row) if row else None


async def list_sources(unit_ids: frozenset[UUID] | None, *, limit: int = 200) -> tuple[Source, ...]:
    """Sources of these units (None: of all, and of the authority), by name."""
    table = tables.ImportSource
    if unit_ids is not None and not unit_ids:
        return ()
    query = table.select().order_by(table.name, table.id).limit(limit)
    rows = await (query if unit_ids is None else query.where(table.unit.is_in(list(unit_ids))))
    return tuple(map(_source, rows))


async def add_source(source: Source) -> None:
    """Keep a new source."""
    await tables.ImportSource.insert(tables.ImportSource(**_columns(source)))


async def set_source(source: Source) -> None:
    """Replace a source and raise its version. Raises NotFound or ChangedMeanwhile."""
    table = tables.ImportSource
    columns: dict[Any, Any] = _columns(source) | {"version": source.version + 1}
    identity = columns.pop("id")
    at_its_version = (table.id == identity) & (table.version == source.version)
    if not await table.update(columns).where(at_its_version).returning(table.id):
        raise ChangedMeanwhile if await table.exists().where(table.id == identity) else NotFound


async def list_identities(source_id: UUID, uids: Collection[str]) -> Mapping[str, Identity]:
    """What events of a source are known as, by UID."""
    table = tables.ImportedIdentity
    found: dict[str, Identity] = {}
    wanted = sorted(set(uids))
    for start in range(0, len(wanted), UIDS_AT_ONCE):
        some = wanted[start : start + UIDS_AT_ONCE]
        rows = await table.select().where((table.source == source_id) & table.uid.is_in(some))
        found |= {row["uid"]: _identity(row) for row in rows}
    return found


async def set_identity(identity: Identity) -> None:
    """Keep what an event is known as, instead of what was kept before."""
    await fetch(
        "INSERT INTO imported_identity (id, source, uid, edition, sequence, changed_at, imported_at) "
        "VALUES ({}, {}, {}, {}, {}, {}, {}) ON CONFLICT (source, uid) DO UPDATE SET edition = excluded.edition, "
        "sequence = excluded.sequence, changed_at = excluded.changed_at, imported_at = excluded.imported_at",
        uuid4(),
        identity.source_id,
        identity.uid,
        identity.edition_id,
        identity.sequence,
        identity.changed_at,
        identity.imported_at,
    )


async def list_slugs_between(first: date, last: date, *, limit: int = 2000) -> tuple[str, ...]:
    """Slugs of editions, drafts too, that begin by `last` and end from `first` on."""
    table = tables.Edition
    rows = (
        await table.select(table.slug)
        .where((table.first_day <= last) & (table.last_day >= first))
        .order_by(table.first_day, table.id)
        .limit(limit)
    )
    return tuple(row["slug"] for row in rows)


async def list_edition_slugs(ids: Collection[UUID]) -> Mapping[UUID, str]:
    """Slugs of editions by id; those that are gone are left out."""
    return await _slugs(tables.Edition, ids)


async def list_project_slugs(ids: Collection[UUID]) -> Mapping[UUID, str]:
    """Slugs of projects by id; those that are gone are left out."""
    return await _slugs(tables.Project, ids)


async def _slugs(table: type[tables.Edition] | type[tables.Project], ids: Collection[UUID]) -> Mapping[UUID, str]:
    found: dict[UUID, str] = {}
    wanted = sorted(set(ids))
    for start in range(0, len(wanted), UIDS_AT_ONCE):
        some = wanted[start : start + UIDS_AT_ONCE]
        rows = await table.select(table.id, table.slug).where(table.id.is_in(some))
        found |= {row["id"]: row["slug"] for row in rows}
    return found


def _columns(source: Source) -> Row:
    return {
        "id": source.id,
        "address": source.address,
        "name": source.name,
        "unit": source.unit_id,
        "etag": source.etag,
        "fetched_at": source.fetched_at,
        "created_at": source.created_at,
        "version": source.version,
    }


def _source(row: Row) -> Source:
    return Source(
        id=row["id"],
        address=row["address"],
        name=row["name"],
        unit_id=row["unit"],
        etag=row["etag"],
        fetched_at=row["fetched_at"],
        created_at=row["created_at"],
        version=row["version"],
    )


def _identity(row: Row) -> Identity:
    return Identity(
        source_id=row["source"],
        uid=row["uid"],
        edition_id=row["edition"],
        sequence=row["sequence"],
        changed_at=row["changed_at"],
        imported_at=row["imported_at"],
    )
