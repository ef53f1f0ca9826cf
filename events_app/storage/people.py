"""People and their memberships, and what they sign in with."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from events_app.domain.organisations import Membership, OrganisationKind, Role
from events_app.domain.people import Person
from events_app.domain.refusals import ChangedMeanwhile, NotFound
from events_app.domain.sign_ins import Credentials
from events_app.storage import tables
from events_app.storage.database import fetch
from events_app.storage.values import dumps, loads

Row = dict[str, Any]


async def get(person_id: UUID) -> Person:
    """Person by id; raises NotFound."""
    person = await find(person_id)
    if person is None:
        raise NotFound
    return person


async def find(person_id: UUID) -> Person | None:
    """Person by id, if there is one."""
    # In SQL, as what follows it at every request of somebody signed in: building the statement took longer than asking.
    rows = await fetch("SELECT * FROM person WHERE id = {}", person_id)
    return _person(rows[0]) if rows else None


async def find_by_email(email: str) -> Person | None:
    """Person by folded address, if there is one."""
    row = await tables.Person.select().where(tables.Person.email == email).first()
    return _person(row) if row else None


async def list_by_id(ids: Iterable[UUID]) -> dict[UUID, Person]:
    """People by their ids; unknown ids are left out."""
    wanted = list(set(ids))
    if not wanted:
        return {}
    rows = await tables.Person.select().where(tables.Person.id.is_in(wanted))
    return {row["id"]: _person(row) for row in rows}


async def list_people(
    *, organisation_ids: Iterable[UUID] | None = None, after: tuple[str, UUID] | None = None, limit: int = 50
) -> tuple[Person, ...]:
    """People in the order of their names; `organisation_ids` limits to members.

    `after` is the (name, id) of the last one seen.
    """
    table = tables.Person
    query = table.select()
    if organisation_ids is not None:
        members = await _member_ids(organisation_ids)
        if not members:
            return ()
        query = query.where(table.id.is_in(members))
    if after is not None:
        name, identity = after
        query = query.where((table.name > name) | ((table.name == name) & (table.id > identity)))
    rows = await query.order_by(table.name, table.id).limit(limit)
    return tuple(map(_person, rows))


async def list_closed_before(moment: datetime) -> tuple[Person, ...]:
    """People whose accounts were closed before a moment and still bear their names."""
    table = tables.Person
    is_due = (table.closed_at < moment) & table.anonymised_at.is_null()
    return tuple(map(_person, await table.select().where(is_due).order_by(table.id)))


async def add(person: Person, credentials: Credentials) -> None:
    """Keep a new person. Raises an integrity error where the address is taken."""
    await tables.Person.insert(tables.Person(**_person_columns(person), **_credentials_columns(credentials)))


async def set_(person: Person) -> None:
    """Replace what is known of a person, credentials apart. Raises NotFound or ChangedMeanwhile."""
    table = tables.Person
    columns: dict[Any, Any] = _person_columns(person) | {"version": person.version + 1}
    identity = columns.pop("id")
    if (
        not await table.update(columns)
        .where((table.id == identity) & (table.version == person.version))
        .returning(table.id)
    ):
        raise ChangedMeanwhile if await table.exists().where(table.id == identity) else NotFound


async def get_credentials(person_id: UUID) -> Credentials:
    """What a person signs in with; raises NotFound."""
    row = await tables.Person.select().where(tables.Person.id == person_id).first()
    if row is None:
        raise NotFound
    return Credentials(
        person_id=row["id"],
        password_hash=row["password_hash"],
        totp_secret=row["totp_secret"],
        is_totp_confirmed=row["is_totp_confirmed"],
        last_step=row["last_step"],
        recovery_digests=tuple(loads(row["recovery_digests"])),
    )


async def set_credentials(credentials: Credentials, *, before: Credentials) -> bool:
    """Replace credentials that are still as they were `before`; False where another request was faster.

    So a one-time code and a recovery code are used once, however many requests bring them together.
    """
    table = tables.Person
    was = _credentials_columns(before)
    columns: dict[Any, Any] = _credentials_columns(credentials)
    found = (
        await table.update(columns)
        .where(table.id == credentials.person_id)
        .where(table.password_hash == was["password_hash"])
        .where(table.last_step == was["last_step"])
        .where(table.recovery_digests == was["recovery_digests"])
        .where(table.totp_secret == was["totp_secret"])
        .where(table.is_totp_confirmed == was["is_totp_confirmed"])
        .returning(table.id)
    )
    return bool(found)


async def list_memberships(
    *, person_ids: Iterable[UUID] | None = None, organisation_ids: Iterable[UUID] | None = None
) -> tuple[Membership, ...]:
    """Memberships of these people, or in these organisations, oldest first; closed organisations give none."""
    sql = (
        "SELECT m.id, m.person, m.organisation, m.role, m.languages, m.created_at, o.kind AS kind FROM membership m "
        "JOIN organisation o ON o.id = m.organisation WHERE o.closed_at IS NULL"
    )
    arguments: list[UUID] = []
    for column, ids in (("person", person_ids), ("organisation", organisation_ids)):
        if ids is not None:
            wanted = list(ids)
            if not wanted:
                return ()
            sql += f" AND m.{column} IN ({', '.join('{}' for _ in wanted)})"
            arguments += wanted
    return tuple(map(_membership, await fetch(sql + " ORDER BY m.created_at, m.id", *arguments)))


async def add_membership(membership: Membership) -> None:
    """Keep a membership; a second one of the same role in the same organisation replaces the languages."""
    await fetch(
        "INSERT INTO membership (id, person, organisation, role, languages, created_at) "
        "VALUES ({}, {}, {}, {}, {}, {}) "
        "ON CONFLICT (person, organisation, role) DO UPDATE SET languages = excluded.languages",
        membership.id,
        membership.person_id,
        membership.organisation_id,
        membership.role.value,
        dumps(membership.languages),
        membership.created_at,
    )


async def remove_membership(membership_id: UUID) -> None:
    """Remove a membership; none where there is none."""
    await tables.Membership.delete().where(tables.Membership.id == membership_id)


async def count_administrators() -> int:
    """How many active people are administrators."""
    table = tables.Membership
    return int(
        await table.count()
        .where(table.role == Role.ADMINISTRATOR.value)
        .where(table.person.closed_at.is_null())
        .where(table.organisation.closed_at.is_null())
    )


async def _member_ids(organisation_ids: Iterable[UUID]) -> list[UUID]:
    table = tables.Membership
    wanted = list(organisation_ids)
    rows = await table.select(table.person).where(table.organisation.is_in(wanted)) if wanted else []
    return list({row["person"] for row in rows})


def _person_columns(person: Person) -> Row:
    return {
        "id": person.id,
        "email": person.email,
        "name": person.name,
        "language": person.language,
        "zone": person.zone,
        "created_at": person.created_at,
        "closed_at": person.closed_at,
        "anonymised_at": person.anonymised_at,
        "version": person.version,
    }


def _credentials_columns(credentials: Credentials) -> Row:
    return {
        "password_hash": credentials.password_hash,
        "totp_secret": credentials.totp_secret,
        "is_totp_confirmed": credentials.is_totp_confirmed,
        "last_step": credentials.last_step,
        "recovery_digests": dumps(credentials.recovery_digests),
    }


def _person(row: Row) -> Person:
    return Person(
        id=row["id"],
        email=row["email"],
        name=row["name"],
        language=row["language"],
        zone=row["zone"],
        created_at=row["created_at"],
        closed_at=row["closed_at"],
        anonymised_at=row["anonymised_at"],
        has_second_factor=row["is_totp_confirmed"],
        version=row["version"],
    )


def _membership(row: Row) -> Membership:
    return Membership(
        id=row["id"],
        person_id=row["person"],
        organisation_id=row["organisation"],
        organisation_kind=OrganisationKind(row["kind"]),
        role=Role(row["role"]),
        languages=tuple(loads(row["languages"])),
        created_at=row["created_at"],
    )
