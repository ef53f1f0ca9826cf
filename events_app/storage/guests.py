"""Guests of programme sessions."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from piccolo.columns.combination import Or
from piccolo.query.functions.aggregate import Count

from events_app.domain.guests import Guest, GuestState
from events_app.domain.invitations import Invitation
from events_app.domain.letters import Mailbox
from events_app.domain.people import Person
from events_app.domain.refusals import NotFound
from events_app.storage import tables
from events_app.storage.values import dumps, loads

Row = dict[str, Any]


async def get(guest_id: UUID) -> Guest:
    """Guest by id; raises NotFound."""
    table = tables.SessionGuest
    row = await table.select().where(table.id == guest_id).first()
    if row is None:
        raise NotFound
    return _guest(row)


async def list_of_session(session_id: UUID) -> tuple[Guest, ...]:
    """Guests of a session, the withdrawn ones included, by address."""
    table = tables.SessionGuest
    return tuple(map(_guest, await table.select().where(table.session == session_id).order_by(table.email)))


async def list_of_edition(edition_id: UUID) -> tuple[Guest, ...]:
    """Guests of all sessions of an edition, by address."""
    table = tables.SessionGuest
    rows = await table.select().where(table.edition == edition_id).order_by(table.email, table.id)
    return tuple(map(_guest, rows))


async def list_of_person(person: Person) -> tuple[Guest, ...]:
    """What a person, or their address, was invited to, in the order of the sessions."""
    table = tables.SessionGuest
    rows = await table.select().where(_is_of(person)).order_by(table.ends_at, table.id)
    return tuple(map(_guest, rows))


async def count_by_session(edition_id: UUID) -> dict[UUID, int]:
    """How many people are expected at each session of an edition; sessions without guests are left out."""
    table = tables.SessionGuest
    rows = (
        await table.select(table.session, Count())
        .where(table.edition == edition_id)
        .where(table.state != GuestState.CANCELLED.value)
        .group_by(table.session)
    )
    return {row["session"]: row["count"] for row in rows}


async def add(guests: Iterable[Guest]) -> None:
    """Keep new guests."""
    rows = [tables.SessionGuest(**_columns(guest)) for guest in guests]
    if rows:
        await tables.SessionGuest.insert(*rows)


async def set_(guest: Guest) -> None:
    """Keep what a guest was told."""
    columns: dict[Any, Any] = _columns(guest)
    identity = columns.pop("id")
    await tables.SessionGuest.update(columns).where(tables.SessionGuest.id == identity)


async def remove_(ids: Iterable[UUID]) -> None:
    """Forget guests."""
    wanted = list(ids)
    if wanted:
        await tables.SessionGuest.delete().where(tables.SessionGuest.id.is_in(wanted))


async def remove_of_person(person: Person) -> None:
    """Forget everything that a person, or their address, was invited to."""
    await tables.SessionGuest.delete().where(_is_of(person))


async def remove_ended_before(moment: datetime) -> None:
    """Forget the guests of sessions that ended before a moment."""
    await tables.SessionGuest.delete().where(tables.SessionGuest.ends_at < moment)


def _is_of(person: Person) -> Or:
    return (tables.SessionGuest.person == person.id) | (tables.SessionGuest.email == person.email)


def _columns(guest: Guest) -> Row:
    return {
        "id": guest.id,
        "edition": guest.edition_id,
        "session": guest.session_id,
        "email": guest.to.address,
        "name": guest.to.name,
        "language": guest.language,
        "zone": guest.zone,
        "person": guest.person_id,
        "state": guest.state.value,
        "told": dumps(guest.told.params()),
        "told_at": guest.told_at,
        "ends_at": guest.told.ends_at,
    }


def _guest(row: Row) -> Guest:
    return Guest(
        id=row["id"],
        edition_id=row["edition"],
        session_id=row["session"],
        to=Mailbox(row["email"], row["name"]),
        language=row["language"],
        zone=row["zone"],
        person_id=row["person"],
        state=GuestState(row["state"]),
        told=Invitation.of_params(loads(row["told"])),
        told_at=row["told_at"],
    )
