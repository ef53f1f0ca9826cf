"""Applications, their trail, and notes among organisers."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from events_app.domain.application_steps import Note, Step
from events_app.domain.applications import HOLDING, Actor, Application, ApplicationState, Move, Space, StandKind, Wish
from events_app.domain.refusals import ChangedMeanwhile, NotFound
from events_app.domain.search import tokens_of
from events_app.domain.waiting_list import BlockKind, Claim, Ledger
from events_app.storage import tables
from events_app.storage.database import current, fetch, fetch_rows
from events_app.storage.values import dumps, loads

Row = dict[str, Any]


async def get(application_id: UUID) -> Application:
    """Application by id; raises NotFound."""
    rows = await fetch("SELECT * FROM application WHERE id = {}", application_id)
    if not rows:
        raise NotFound
    return application_of(rows[0])


async def list_of_edition(edition_id: UUID, states: Iterable[ApplicationState]) -> tuple[Application, ...]:
    """Cases of an edition in one of these states, in the order of their numbers."""
    table = tables.Application
    wanted = (table.edition == edition_id) & table.state.is_in([state.value for state in states])
    return tuple(map(application_of, await table.select().where(wanted).order_by(table.number)))


async def list_by_id(ids: Iterable[UUID]) -> tuple[Application, ...]:
    """Applications by their ids, in the order of their numbers; unknown ids are left out."""
    wanted = list(set(ids))
    if not wanted:
        return ()
    table = tables.Application
    rows = await table.select().where(table.id.is_in(wanted)).order_by(table.edition, table.number)
    return tuple(map(application_of, rows))


async def list_of_company(
    company_id: UUID, *, edition_id: UUID | None = None, limit: int = 500
) -> tuple[Application, ...]:
    """A company's cases, newest first; those for one edition, if it is named."""
    table = tables.Application
    query = table.select().where(table.company == company_id)
    if edition_id is not None:
        query = query.where(table.edition == edition_id)
    rows = await query.order_by(table.created_at, table.id, ascending=False).limit(limit)
    return tuple(map(application_of, rows))


async def list_waiting(edition_id: UUID) -> tuple[Claim, ...]:
    """Who waits for a place at an edition, the longest waiting first."""
    rows = await fetch(
        "SELECT id, company, stands, area, sector, country, queued_at, number FROM application "
        "WHERE edition = {} AND state = 'waiting' ORDER BY queued_at, number",
        edition_id,
    )
    return tuple(
        Claim(
            application_id=row["id"],
            company_id=row["company"],
            space=Space(row["stands"], row["area"]),
            sector=row["sector"],
            country=row["country"],
            queued_at=row["queued_at"],
            number=row["number"],
        )
        for row in rows
    )


async def get_ledger(edition_id: UUID) -> Ledger:
    """What is taken at an edition. Exact only under the lock of its admission."""
    states = sorted(state.value for state in HOLDING)
    rows = await fetch(
        "SELECT sector, country, company, SUM(stands) AS stands, SUM(area) AS area FROM application "  # noqa: S608
        f"WHERE edition = {{}} AND state IN ({', '.join('{}' for _ in states)}) GROUP BY sector, country, company",
        edition_id,
        *states,
    )
    return Ledger.of(
        Claim(
            application_id=row["company"],
            company_id=row["company"],
            space=Space(int(row["stands"]), int(row["area"])),
            sector=row["sector"],
            country=row["country"],
        )
        for row in rows
    )


async def count_by_state(edition_id: UUID) -> dict[ApplicationState, int]:
    """How many cases of an edition there are in each state; states without any are left out."""
    rows = await fetch("SELECT state, COUNT(*) AS cases FROM application WHERE edition = {} GROUP BY state", edition_id)
    return {ApplicationState(row["state"]): int(row["cases"]) for row in rows}


async def lock_overdue(edition_id: UUID, *, now: datetime) -> tuple[Application, ...]:
    """Offers and completions of an edition that were not answered in time, the longest overdue first.

    Kept from other transactions until this one ends: who answers at this very moment is waited for.
    """
    table = tables.Application
    query = table.select().where((table.edition == edition_id) & (table.due_at < now)).order_by(table.due_at)
    rows = await (query.lock_rows() if current().dialect == "postgres" else query)
    return tuple(map(application_of, rows))


async def add(application: Application, *, company_words: Iterable[str]) -> None:
    """Keep a new case; `company_words` are names of the company, to be found by."""
    columns = _columns(application) | {"words": _words(application, company_words)}
    await tables.Application.insert(tables.Application(**columns))


async def set_(application: Application, *, company_words: Iterable[str] | None = None) -> None:
    """Replace a case and raise its version. Raises NotFound or ChangedMeanwhile."""
    table = tables.Application
    columns: dict[Any, Any] = _columns(application) | {"version": application.version + 1}
    if company_words is not None:
        columns["words"] = _words(application, company_words)
    identity = columns.pop("id")
    at_its_version = (table.id == identity) & (table.version == application.version)
    if not await table.update(columns).where(at_its_version).returning(table.id):
        raise ChangedMeanwhile if await table.exists().where(table.id == identity) else NotFound


async def set_moved(moved: Iterable[Application]) -> None:
    """Replace what moves change in cases, and raise their versions. Raises ChangedMeanwhile where one has moved on."""
    rows = [
        (
            each.id,
            each.version,
            each.state.value,
            each.reason,
            each.report,
            each.submitted_at,
            each.queued_at,
            each.due_at,
            each.modified_at,
            each.modified_at.date(),
        )
        for each in moved
    ]
    found = await fetch_rows(
        "UPDATE application SET version = version + 1, state = moved.column3, reason = moved.column4, "
        "report = moved.column5, submitted_at = moved.column6, queued_at = moved.column7, due_at = moved.column8, "
        "modified_at = moved.column9, changed_on = moved.column10 FROM (VALUES {}) AS moved "
        "WHERE application.id = moved.column1 AND application.version = moved.column2 RETURNING id",
        rows,
        types=_MOVED,
    )
    if len(found) != len(rows):
        raise ChangedMeanwhile


_MOVED = ("uuid", "integer", *["text"] * 3, *["timestamptz"] * 4, "date")


async def add_steps(steps: Iterable[Step]) -> None:
    """Add lines to trails."""
    rows = [
        (
            step.id,
            step.application_id,
            step.at,
            step.actor.value,
            step.move.value if step.move else None,
            step.why.value if step.why else None,
            step.reason,
            step.person_id,
        )
        for step in steps
    ]
    await fetch_rows(
        "INSERT INTO application_step (id, application, at, actor, move, why, reason, person) VALUES {}", rows
    )


async def list_steps(application_id: UUID) -> tuple[Step, ...]:
    """The trail of a case, oldest first."""
    table = tables.ApplicationStep
    rows = await table.select().where(table.application == application_id).order_by(table.at, table.id)
    return tuple(
        Step(
            id=row["id"],
            application_id=row["application"],
            at=row["at"],
            actor=Actor(row["actor"]),
            move=Move(row["move"]) if row["move"] else None,
            why=BlockKind(row["why"]) if row["why"] else None,
            reason=row["reason"],
            person_id=row["person"],
        )
        for row in rows
    )


async def add_note(note: Note) -> None:
    """Keep a note."""
    await tables.ApplicationNote.insert(
        tables.ApplicationNote(
            id=note.id, application=note.application_id, at=note.at, person=note.person_id, text=note.text
        )
    )


async def list_notes(application_id: UUID) -> tuple[Note, ...]:
    """Notes on a case, oldest first."""
    table = tables.ApplicationNote
    rows = await table.select().where(table.application == application_id).order_by(table.at, table.id)
    return tuple(
        Note(
            id=row["id"],
            application_id=row["application"],
            at=row["at"],
            person_id=row["person"],
            text=row["text"],
        )
        for row in rows
    )


def _words(application: Application, company_words: Iterable[str]) -> str:
    found = tokens_of((str(application.number), application.exhibits, *application.co_exhibitors, *company_words))
    return f" {' '.join(sorted(found))} "


def _columns(application: Application) -> Row:
    wish = application.wish
    return {
        "id": application.id,
        "edition": application.edition_id,
        "company": application.company_id,
        "number": application.number,
        "state": application.state.value,
        "stands": wish.stands,
        "area": wish.area,
        "wish": dumps(
            [wish.kind.value, wish.open_sides, wish.preferences, wish.neighbours_wanted, wish.neighbours_refused]
        ),
        "sector": application.sector,
        "country": application.country,
        "exhibits": application.exhibits,
        "offers": dumps(application.offer_ids),
        "co_exhibitors": dumps(application.co_exhibitors),
        "remarks": application.remarks,
        "terms_version": application.terms_version,
        "reason": application.reason,
        "report": application.report,
        "submitted_at": application.submitted_at,
        "queued_at": application.queued_at,
        "due_at": application.due_at,
        "created_at": application.created_at,
        "modified_at": application.modified_at,
        "changed_on": application.modified_at.date(),
        "version": application.version,
    }


def application_of(row: Row) -> Application:
    """Read a row."""
    kind, open_sides, preferences, wanted, refused = loads(row["wish"])
    return Application(
        id=row["id"],
        edition_id=row["edition"],
        company_id=row["company"],
        number=row["number"],
        state=ApplicationState(row["state"]),
        wish=Wish(
            kind=StandKind(kind),
            stands=row["stands"],
            area=row["area"],
            open_sides=open_sides,
            preferences=tuple(preferences),
            neighbours_wanted=wanted,
            neighbours_refused=refused,
        ),
        sector=row["sector"],
        country=row["country"],
        exhibits=row["exhibits"],
        offer_ids=tuple(map(UUID, loads(row["offers"]))),
        co_exhibitors=tuple(loads(row["co_exhibitors"])),
        remarks=row["remarks"],
        terms_version=row["terms_version"],
        reason=row["reason"],
        report=row["report"],
        submitted_at=row["submitted_at"],
        queued_at=row["queued_at"],
        due_at=row["due_at"],
        created_at=row["created_at"],
        modified_at=row["modified_at"],
        version=row["version"],
    )
