"""Staff of editions."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from events_app.domain.exhibitions import Days
from events_app.domain.refusals import ChangedMeanwhile, NotFound
from events_app.domain.staff import Assignment
from events_app.storage import tables

Row = dict[str, Any]


async def get(assignment_id: UUID) -> Assignment:
    """Assignment by id; raises NotFound."""
    table = tables.StaffAssignment
    row = await table.select(*table.all_columns(), table.person.name).where(table.id == assignment_id).first()
    if row is None:
        raise NotFound
    return _assignment(row)


async def list_of_editions(edition_ids: Iterable[UUID]) -> tuple[Assignment, ...]:
    """Staff of these editions, by the names of the people."""
    wanted = list(edition_ids)
    if not wanted:
        return ()
    table = tables.StaffAssignment
    query = table.select(*table.all_columns(), table.person.name).where(table.edition.is_in(wanted))
    return tuple(map(_assignment, await query.order_by(table.person.name, table.id)))


async def list_of_person(person_id: UUID) -> tuple[Assignment, ...]:
    """Where a person works."""
    table = tables.StaffAssignment
    query = table.select(*table.all_columns(), table.person.name).where(table.person == person_id)
    return tuple(map(_assignment, await query.order_by(table.id)))


async def add(assignment: Assignment) -> None:
    """Keep a new assignment."""
    await tables.StaffAssignment.insert(tables.StaffAssignment(**_columns(assignment)))


async def set_(assignment: Assignment) -> None:
    """Replace an assignment and raise its version by one. Raises ChangedMeanwhile, also where it is gone."""
    table = tables.StaffAssignment
    columns: dict[Any, Any] = _columns(assignment) | {"version": assignment.version + 1}
    identity = columns.pop("id")
    at_its_version = (table.id == identity) & (table.version == assignment.version)
    if not await table.update(columns).where(at_its_version).returning(table.id):
        raise ChangedMeanwhile


async def remove_(assignment_id: UUID) -> None:
    """Forget an assignment."""
    await tables.StaffAssignment.delete().where(tables.StaffAssignment.id == assignment_id)


async def remove_of_person(person_id: UUID) -> None:
    """Forget where a person worked."""
    await tables.StaffAssignment.delete().where(tables.StaffAssignment.person == person_id)


def _columns(assignment: Assignment) -> Row:
    days = assignment.days
    return {
        "id": assignment.id,
        "edition": assignment.edition_id,
        "person": assignment.person_id,
        "task": assignment.task,
        "first_day": days.first if days else None,
        "last_day": days.last if days else None,
        "version": assignment.version,
    }


def _assignment(row: Row) -> Assignment:
    first, last = row["first_day"], row["last_day"]
    return Assignment(
        id=row["id"],
        edition_id=row["edition"],
        person_id=row["person"],
        name=row["person.name"],
        task=row["task"],
        days=Days(first, last) if first and last else None,
        version=row["version"],
    )
