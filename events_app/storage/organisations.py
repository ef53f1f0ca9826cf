"""Organisations: the authority, organising units, exporters and partner organisations."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from events_app.domain.organisations import Organisation, OrganisationKind
from events_app.domain.refusals import ChangedMeanwhile, NotFound
from events_app.storage import tables
from events_app.storage.database import fetch
from events_app.storage.values import dump_text, load_text

Row = dict[str, Any]


async def get(organisation_id: UUID) -> Organisation:
    """Organisation by id; raises NotFound."""
    row = await tables.Organisation.select().where(tables.Organisation.id == organisation_id).first()
    if row is None:
        raise NotFound
    return _organisation(row)


async def get_by_slug(slug: str) -> Organisation:
    """Organisation by slug; raises NotFound."""
    row = await tables.Organisation.select().where(tables.Organisation.slug == slug).first()
    if row is None:
        raise NotFound
    return _organisation(row)


async def find_authority() -> Organisation | None:
    """The authority, once it has been set up."""
    table = tables.Organisation
    row = await table.select().where(table.kind == OrganisationKind.AUTHORITY.value).order_by(table.created_at).first()
    return _organisation(row) if row else None


async def list_by_id(ids: Iterable[UUID]) -> dict[UUID, Organisation]:
    """Organisations by their ids; unknown ids are left out."""
    wanted = list(set(ids))
    if not wanted:
        return {}
    rows = await tables.Organisation.select().where(tables.Organisation.id.is_in(wanted))
    return {row["id"]: _organisation(row) for row in rows}


async def list_organisations(
    *, kind: OrganisationKind | None = None, after: str = "", limit: int = 50
) -> tuple[Organisation, ...]:
    """Organisations by slug, those of one kind if it is named; `after` is the slug of the last one seen."""
    table = tables.Organisation
    query = table.select().where(table.slug > after)
    if kind is not None:
        query = query.where(table.kind == kind.value)
    return tuple(map(_organisation, await query.order_by(table.slug).limit(limit)))


async def list_partners_in(country: str, *, limit: int = 200) -> tuple[Organisation, ...]:
    """Partner organisations of a country or region that are not closed, by slug."""
    table = tables.Organisation
    is_there = (table.kind == OrganisationKind.PARTNER.value) & (table.country == country) & table.closed_at.is_null()
    return tuple(map(_organisation, await table.select().where(is_there).order_by(table.slug).limit(limit)))


async def list_units() -> tuple[Organisation, ...]:
    """Organising units that are not closed, by slug."""
    table = tables.Organisation
    is_open_unit = (table.kind == OrganisationKind.UNIT.value) & table.closed_at.is_null()
    return tuple(map(_organisation, await table.select().where(is_open_unit).order_by(table.slug)))


async def add(organisation: Organisation) -> None:
    """Keep a new organisation."""
    await tables.Organisation.insert(tables.Organisation(**_columns(organisation)))


async def set_(organisation: Organisation) -> None:
    """Replace an organisation and raise its version. Raises NotFound or ChangedMeanwhile."""
    table = tables.Organisation
    columns: dict[Any, Any] = _columns(organisation) | {"version": organisation.version + 1}
    identity = columns.pop("id")
    at_its_version = (table.id == identity) & (table.version == organisation.version)
    if not await table.update(columns).where(at_its_version).returning(table.id):
        raise ChangedMeanwhile if await table.exists().where(table.id == identity) else NotFound


async def lock_authority() -> None:
    """Keep other transactions from counting administrators until this one ends."""
    await fetch(
        "UPDATE organisation SET version = version WHERE kind = {} RETURNING id", OrganisationKind.AUTHORITY.value
    )


def _columns(organisation: Organisation) -> Row:
    return {
        "id": organisation.id,
        "slug": organisation.slug,
        "kind": organisation.kind.value,
        "name": dump_text(organisation.name),
        "country": organisation.country,
        "email": organisation.email,
        "needs_approval": organisation.needs_approval,
        "created_at": organisation.created_at,
        "closed_at": organisation.closed_at,
        "version": organisation.version,
    }


def _organisation(row: Row) -> Organisation:
    return Organisation(
        id=row["id"],
        slug=row["slug"],
        kind=OrganisationKind(row["kind"]),
        name=load_text(row["name"]),
        country=row["country"],
        email=row["email"],
        needs_approval=row["needs_approval"],
        created_at=row["created_at"],
        closed_at=row["closed_at"],
        version=row["version"],
    )
