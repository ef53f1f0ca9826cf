"""Halls, stands and plans of editions."""

from collections.abc import Iterable, Sequence
from typing import Any, Final
from uuid import UUID

from events_app.domain.applications import Application, StandKind
from events_app.domain.refusals import ChangedMeanwhile, NotFound
from events_app.domain.stands import GIVEN, SHOWN, Hall, Stand, StandPlan, StandState
from events_app.storage import tables
from events_app.storage.applications import application_of
from events_app.storage.database import fetch, fetch_rows

Row = dict[str, Any]
_HALL: Final = ("id", "edition", "name", "gross_m2", "net_m2", "width", "depth", "position")
_STAND: Final = (
    "id",
    "hall",
    "edition",
    "number",
    "x",
    "y",
    "width",
    "depth",
    "area_m2",
    "kind",
    "open_sides",
    "zone",
    "pavilion",
    "state",
    "application",
)


async def get_plan(edition_id: UUID) -> StandPlan:
    """The plan of an edition; one that nobody has begun is not public."""
    rows = await fetch("SELECT * FROM stand_plan WHERE edition = {}", edition_id)
    return _plan(rows[0]) if rows else StandPlan(edition_id=edition_id)


async def lock_plan(edition_id: UUID) -> StandPlan:
    """The plan, kept from other transactions until this one ends: who changes halls or stands holds it."""
    # The row itself is the lock on PostgreSQL; on SQLite one transaction writes at a time.
    rows = await fetch(
        "INSERT INTO stand_plan (edition, is_published, version) VALUES ({}, {}, 1) "
        "ON CONFLICT (edition) DO UPDATE SET version = stand_plan.version RETURNING *",
        edition_id,
        False,
    )
    return _plan(rows[0])


async def set_plan(plan: StandPlan) -> None:
    """Keep whether the plan is public. Raises ChangedMeanwhile."""
    rows = await fetch(
        "UPDATE stand_plan SET is_published = {}, version = version + 1 WHERE edition = {} AND version = {} "
        "RETURNING edition",
        plan.is_published,
        plan.edition_id,
        plan.version,
    )
    if not rows:
        raise ChangedMeanwhile


async def list_halls(edition_id: UUID) -> tuple[Hall, ...]:
    """Halls of an edition, in their order."""
    rows = await fetch("SELECT * FROM hall WHERE edition = {} ORDER BY position, name", edition_id)
    return tuple(map(_hall, rows))


async def get_hall(hall_id: UUID) -> Hall:
    """Hall by id; raises NotFound."""
    rows = await fetch("SELECT * FROM hall WHERE id = {}", hall_id)
    if not rows:
        raise NotFound
    return _hall(rows[0])


async def add_hall(hall: Hall) -> None:
    """Keep a new hall."""
    columns: dict[str, Any] = dict(zip(_HALL, _hall_row(hall), strict=True)) | {"version": hall.version}
    await tables.Hall.insert(tables.Hall(**columns))


async def set_hall(hall: Hall) -> None:
    """Replace a hall and raise its version. Raises ChangedMeanwhile."""
    table = tables.Hall
    columns: dict[Any, Any] = dict(zip(_HALL, _hall_row(hall), strict=True)) | {"version": hall.version + 1}
    columns.pop("id")
    at_its_version = (table.id == hall.id) & (table.version == hall.version)
    if not await table.update(columns).where(at_its_version).returning(table.id):
        raise ChangedMeanwhile


async def remove_hall(hall_id: UUID) -> None:
    """Take a hall without stands off the plan."""
    await fetch("DELETE FROM hall WHERE id = {}", hall_id)


async def list_stands(edition_id: UUID, *, hall_id: UUID | None = None) -> tuple[Stand, ...]:
    """Stands of an edition, or of one of its halls, in the order of their numbers."""
    sql = "SELECT * FROM stand WHERE edition = {}"
    if hall_id is None:
        rows = await fetch(f"{sql} ORDER BY number", edition_id)
    else:
        rows = await fetch(f"{sql} AND hall = {{}} ORDER BY number", edition_id, hall_id)
    return tuple(map(_stand, rows))


async def get_stand(stand_id: UUID) -> Stand:
    """Stand by id; raises NotFound."""
    rows = await fetch("SELECT * FROM stand WHERE id = {}", stand_id)
    if not rows:
        raise NotFound
    return _stand(rows[0])


async def list_of_application(application_id: UUID) -> tuple[Stand, ...]:
    """Stands that belong to an application, in the order of their numbers."""
    rows = await fetch("SELECT * FROM stand WHERE application = {} ORDER BY number", application_id)
    return tuple(map(_stand, rows))


async def list_numbers(application_ids: Iterable[UUID]) -> dict[UUID, list[str]]:
    """Numbers of the stands of applications, in order; applications without any are left out."""
    rows = await fetch_rows(
        "SELECT application, number FROM stand WHERE application IN (VALUES {}) ORDER BY number",
        [(each,) for each in set(application_ids)],
        types=("uuid",),
    )
    found: dict[UUID, list[str]] = {}
    for row in rows:
        found.setdefault(row["application"], []).append(row["number"])
    return found


async def list_exhibiting(edition_id: UUID) -> tuple[Application, ...]:
    """Applications that have stands of an edition."""
    rows = await fetch(
        "SELECT * FROM application WHERE id IN "
        "(SELECT application FROM stand WHERE edition = {} AND application IS NOT NULL) ORDER BY number",
        edition_id,
    )
    return tuple(map(application_of, rows))


async def list_shown(edition_id: UUID) -> dict[UUID, UUID]:
    """The company of each application that the public sees on the plan of an edition."""
    states = sorted(state.value for state in SHOWN)
    rows = await fetch(
        "SELECT DISTINCT application.id, application.company FROM application JOIN stand "  # noqa: S608
        "ON stand.application = application.id WHERE stand.edition = {} AND stand.state = {} "
        f"AND application.state IN ({', '.join('{}' for _ in states)})",
        edition_id,
        StandState.CONFIRMED.value,
        *states,
    )
    return {row["id"]: row["company"] for row in rows}


async def count_given(edition_id: UUID) -> dict[UUID, int]:
    """How many stands of an edition each application has."""
    rows = await fetch(
        "SELECT application, COUNT(*) AS stands FROM stand WHERE edition = {} AND application IS NOT NULL "
        "GROUP BY application",
        edition_id,
    )
    return {row["application"]: int(row["stands"]) for row in rows}


async def add_stands(stands: Iterable[Stand]) -> None:
    """Keep new stands."""
    rows = [(*_stand_row(stand), 1) for stand in stands]
    await fetch_rows(f"INSERT INTO stand ({', '.join(_STAND)}, version) VALUES {{}}", rows)  # noqa: S608


async def set_stands(stands: Sequence[Stand]) -> None:
    """Replace stands, and raise their versions. Raises ChangedMeanwhile where one has moved on."""
    columns = [name for name in _STAND if name not in {"id", "edition"}]
    changes = ", ".join(f"{name} = new.column{_STAND.index(name) + 1}" for name in columns)
    version = len(_STAND) + 1
    found = await fetch_rows(
        f"UPDATE stand SET version = version + 1, {changes} FROM (VALUES {{}}) AS new "  # noqa: S608 - our own names
        f"WHERE stand.id = new.column1 AND stand.version = new.column{version} RETURNING id",
        [(*_stand_row(stand), stand.version) for stand in stands],
        types=_TYPES,
    )
    if len(found) != len(stands):
        raise ChangedMeanwhile


async def set_following(states: Iterable[tuple[UUID, StandState]]) -> None:
    """Make of the stands of applications what their moves make of them."""
    rows = [(application_id, state.value) for application_id, state in states]
    await fetch_rows(
        "UPDATE stand SET version = version + 1, state = moved.column2, application = "  # noqa: S608 - our own states
        f"CASE WHEN moved.column2 IN ({', '.join(sorted(repr(each.value) for each in GIVEN))}) THEN application END "
        "FROM (VALUES {}) AS moved WHERE stand.application = moved.column1",
        rows,
        types=("uuid", "text"),
    )


async def remove_stands(stand_ids: Iterable[UUID]) -> None:
    """Take stands off the plan."""
    table = tables.Stand
    await table.delete().where(table.id.is_in(list(stand_ids)))


_TYPES: Final = ("uuid", "uuid", "uuid", "text", *["integer"] * 5, "text", "integer", *["text"] * 3, "uuid", "integer")


def _hall_row(hall: Hall) -> tuple[object, ...]:
    return (
        hall.id,
        hall.edition_id,
        hall.name,
        hall.gross_m2,
        hall.net_m2,
        hall.width,
        hall.depth,
        hall.position,
    )


def _stand_row(stand: Stand) -> tuple[object, ...]:
    return (
        stand.id,
        stand.hall_id,
        stand.edition_id,
        stand.number,
        stand.x,
        stand.y,
        stand.width,
        stand.depth,
        stand.area_m2,
        stand.kind.value,
        stand.open_sides,
        stand.zone,
        stand.pavilion,
        stand.state.value,
        stand.application_id,
    )


def _plan(row: Row) -> StandPlan:
    return StandPlan(edition_id=row["edition"], is_published=bool(row["is_published"]), version=row["version"])


def _hall(row: Row) -> Hall:
    named = {name: row[name] for name in _HALL if name != "edition"}
    return Hall(edition_id=row["edition"], version=row["version"], **named)


def _stand(row: Row) -> Stand:
    named = {name: row[name] for name in ("id", "number", "x", "y", "width", "depth", "area_m2", "open_sides")}
    return Stand(
        **named,
        hall_id=row["hall"],
        edition_id=row["edition"],
        kind=StandKind(row["kind"]),
        zone=row["zone"],
        pavilion=row["pavilion"],
        state=StandState(row["state"]),
        application_id=row["application"],
        version=row["version"],
    )
