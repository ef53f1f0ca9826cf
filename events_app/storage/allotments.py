"""Proposals for the plans of editions, and what they say of each application.

A worker writes only while the proposal is in its hands: its number of the attempt has to be the one that is kept, and
the proposal has to be running still. Whoever stops a proposal needs nobody's leave.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from events_app.domain.allotments import (
    MOST_ALLOTMENTS,
    Aim,
    AllotmentFigures,
    AllotmentLine,
    AllotmentProposal,
    AllotmentState,
    Counts,
    Fault,
    Why,
)
from events_app.domain.refusals import NotFound
from events_app.storage import tables
from events_app.storage.database import current, fetch_rows
from events_app.storage.values import dumps, loads

Row = dict[str, Any]
_LINE = ("allotment", "application", "stands", "choice", "neighbours", "extra_m2", "why", "counts")


async def get(edition_id: UUID, number: int) -> AllotmentProposal:
    """Proposal of an edition by its number; raises NotFound."""
    if not 0 < number <= MOST_ALLOTMENTS:
        raise NotFound
    table = tables.Allotment
    row = await table.select().where((table.edition == edition_id) & (table.number == number)).first()
    if row is None:
        raise NotFound
    return _proposal(row)


async def get_by_id(proposal_id: UUID) -> AllotmentProposal:
    """Proposal by id; raises NotFound."""
    row = await tables.Allotment.select().where(tables.Allotment.id == proposal_id).first()
    if row is None:
        raise NotFound
    return _proposal(row)


async def lock(proposal_id: UUID) -> AllotmentProposal:
    """As `get_by_id`, kept from other transactions until this one ends."""
    query = tables.Allotment.select().where(tables.Allotment.id == proposal_id)
    row = await (query.lock_rows() if current().dialect == "postgres" else query).first()
    if row is None:
        raise NotFound
    return _proposal(row)


async def list_allotments(edition_id: UUID, *, limit: int = MOST_ALLOTMENTS) -> tuple[AllotmentProposal, ...]:
    """Proposals of an edition, the newest first."""
    table = tables.Allotment
    rows = await table.select().where(table.edition == edition_id).order_by(table.number, ascending=False).limit(limit)
    return tuple(map(_proposal, rows))


async def list_lost(before: datetime) -> tuple[UUID, ...]:
    """Proposals that a worker had and that gave their last sign of life before a moment."""
    table = tables.Allotment
    is_lost = (table.state == AllotmentState.RUNNING.value) & (table.seen_at < before)
    return tuple(row["id"] for row in await table.select(table.id).where(is_lost))


async def add(proposal: AllotmentProposal) -> None:
    """Keep a new proposal."""
    columns: Row = {
        "id": proposal.id,
        "edition": proposal.edition_id,
        "number": proposal.number,
        "seed": proposal.seed,
        "made_at": proposal.made_at,
        "made_by": proposal.made_by,
    }
    await tables.Allotment.insert(tables.Allotment(**columns, **_moving(proposal)))


async def set_(proposal: AllotmentProposal, *, before: AllotmentProposal) -> bool:
    """Keep a proposal that has moved on; False where it is no longer in the state and attempt of `before`."""
    columns: dict[Any, Any] = _moving(proposal)
    table = tables.Allotment
    is_as_before = (table.id == before.id) & (table.state == before.state.value) & (table.attempt == before.attempt)
    return bool(await table.update(columns).where(is_as_before).returning(table.id))


async def add_lines(proposal_id: UUID, lines: Iterable[AllotmentLine]) -> None:
    """Keep what a proposal says of each application."""
    rows = [
        (
            proposal_id,
            line.application_id,
            dumps([each.hex for each in line.stand_ids]),
            line.choice,
            line.neighbours,
            line.extra_m2,
            line.why.value if line.why else None,
            dumps(line.counts) if line.counts else None,
        )
        for line in lines
    ]
    await fetch_rows(
        f"INSERT INTO allotment_line ({', '.join(_LINE)}) VALUES {{}}",  # noqa: S608 - our own names
        rows,
        types=("uuid", "uuid", "text", "integer", "integer", "integer", "text", "text"),
    )


async def list_lines(proposal_id: UUID) -> tuple[AllotmentLine, ...]:
    """What a proposal says of each application, in the order of their ids."""
    table = tables.AllotmentLine
    rows = await table.select().where(table.allotment == proposal_id).order_by(table.application)
    return tuple(map(_line, rows))


def _moving(proposal: AllotmentProposal) -> Row:
    """The columns that change while it is computed and decided."""
    return {
        "state": proposal.state.value,
        "attempt": proposal.attempt,
        "aim": proposal.aim.value if proposal.aim else None,
        "fraction": proposal.fraction,
        "input_digest": proposal.input_digest,
        "fault": proposal.fault.value if proposal.fault else None,
        "figures": dumps(proposal.figures) if proposal.figures else None,
        "seen_at": proposal.seen_at,
        "finished_at": proposal.finished_at,
    }


def _proposal(row: Row) -> AllotmentProposal:
    return AllotmentProposal(
        id=row["id"],
        edition_id=row["edition"],
        number=row["number"],
        seed=row["seed"],
        state=AllotmentState(row["state"]),
        attempt=row["attempt"],
        aim=Aim(row["aim"]) if row["aim"] else None,
        fraction=row["fraction"],
        input_digest=row["input_digest"],
        fault=Fault(row["fault"]) if row["fault"] else None,
        figures=msgspec.json.decode(row["figures"], type=AllotmentFigures) if row["figures"] else None,
        made_at=row["made_at"],
        made_by=row["made_by"],
        seen_at=row["seen_at"],
        finished_at=row["finished_at"],
    )


def _line(row: Row) -> AllotmentLine:
    return AllotmentLine(
        application_id=row["application"],
        stand_ids=tuple(map(UUID, loads(row["stands"]))),
        choice=row["choice"],
        neighbours=row["neighbours"],
        extra_m2=row["extra_m2"],
        why=Why(row["why"]) if row["why"] else None,
        counts=msgspec.json.decode(row["counts"], type=Counts) if row["counts"] else None,
    )
