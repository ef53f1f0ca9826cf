"""Proposals of matching programmes, and the pairs that were accepted.

A worker writes only while the proposal is in its hands: its number of the attempt has to be the one that is kept, and
the proposal has to be running still. Whoever stops a proposal needs nobody's leave.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from events_app.domain.programmes import Programme
from events_app.domain.proposals import MOST_PROPOSALS, AcceptedPair, Fault, Proposal, ProposalState, Step
from events_app.domain.refusals import NotFound
from events_app.storage import tables
from events_app.storage.database import current, fetch
from events_app.storage.programme_values import (
    bound_json,
    forced_json,
    json_bound,
    json_forced,
    json_result,
    json_rules,
    result_json,
    rules_json,
)
from events_app.storage.values import dumps, loads

Row = dict[str, Any]
AT_ONCE: Final = 500
"""Rows that one statement takes: SQLite allows 32,766 values."""


async def get(programme_id: UUID, number: int) -> Proposal:
    """Proposal of a programme by its number, with its result; raises NotFound."""
    if not 0 < number <= MOST_PROPOSALS:
        raise NotFound
    table = tables.Proposal
    row = await table.select().where((table.programme == programme_id) & (table.number == number)).first()
    if row is None:
        raise NotFound
    return _proposal(row)


async def get_by_id(proposal_id: UUID) -> Proposal:
    """Proposal by id, with its result; raises NotFound."""
    row = await tables.Proposal.select().where(tables.Proposal.id == proposal_id).first()
    if row is None:
        raise NotFound
    return _proposal(row)


async def lock(proposal_id: UUID) -> Proposal:
    """As `get_by_id`, kept from other transactions until this one ends."""
    query = tables.Proposal.select().where(tables.Proposal.id == proposal_id)
    row = await (query.lock_rows() if current().dialect == "postgres" else query).first()
    if row is None:
        raise NotFound
    return _proposal(row)


async def list_proposals(programme_id: UUID, *, limit: int = 50) -> tuple[Proposal, ...]:
    """Proposals of a programme, the newest first, without their results."""
    table = tables.Proposal
    columns = [column for column in table.all_columns() if column._meta.name != "result"]  # noqa: SLF001 - its name
    rows = (
        await table.select(*columns)
        .where(table.programme == programme_id)
        .order_by(table.number, ascending=False)
        .limit(limit)
    )
    return tuple(_proposal(row | {"result": None}) for row in rows)


async def list_latest(programme_ids: Iterable[UUID]) -> dict[UUID, ProposalState]:
    """State of the newest proposal of each programme that has one."""
    wanted = list(programme_ids)
    if not wanted:
        return {}
    table = tables.Proposal
    rows = await table.select(table.programme, table.state).where(table.programme.is_in(wanted)).order_by(table.number)
    return {row["programme"]: ProposalState(row["state"]) for row in rows}


async def list_lost(before: datetime) -> tuple[UUID, ...]:
    """Proposals that a worker had and that gave their last sign of life before a moment."""
    table = tables.Proposal
    is_lost = (table.state == ProposalState.RUNNING.value) & (table.seen_at < before)
    return tuple(row["id"] for row in await table.select(table.id).where(is_lost))


async def add(proposal: Proposal) -> None:
    """Keep a new proposal."""
    columns: Row = {
        "id": proposal.id,
        "programme": proposal.programme_id,
        "number": proposal.number,
        "conditions": dumps(
            {
                "rules": rules_json(proposal.rules),
                "forced": forced_json(proposal.forced),
                "seed": proposal.seed,
            }
        ),
        "weights_version": proposal.weights_version,
        "made_at": proposal.made_at,
        "made_by": proposal.made_by,
    }
    await tables.Proposal.insert(tables.Proposal(**columns, **_moving(proposal), result=_result(proposal)))


async def set_(proposal: Proposal, *, before: Proposal) -> bool:
    """Keep a proposal that has moved on; False where it is no longer in the state and attempt of `before`."""
    columns: dict[Any, Any] = _moving(proposal)
    if proposal.result is not before.result:
        columns["result"] = _result(proposal)
    table = tables.Proposal
    is_as_before = (table.id == before.id) & (table.state == before.state.value) & (table.attempt == before.attempt)
    return bool(await table.update(columns).where(is_as_before).returning(table.id))


async def list_accepted_of(programme: Programme) -> tuple[AcceptedPair, ...]:
    """What was accepted in a programme, by country or region and company."""
    return await _accepted("programme = {} ORDER BY country, company", programme.id)


async def list_accepted(company_id: UUID, *, limit: int = 100) -> tuple[AcceptedPair, ...]:
    """Pairs of a company that officers accepted, in all programmes, the newest first."""
    return await _accepted("company = {} ORDER BY accepted_at DESC, country LIMIT {}", company_id, limit)


async def count_accepted(programme_ids: Iterable[UUID]) -> dict[UUID, int]:
    """How many pairs were accepted in each programme that has any."""
    wanted = list(programme_ids)
    if not wanted:
        return {}
    places = ", ".join("{}" for _ in wanted)
    rows = await fetch(
        f"SELECT programme, COUNT(*) AS found FROM accepted_pair WHERE programme IN ({places}) GROUP BY programme",  # noqa: S608 - places alone
        *wanted,
    )
    return {row["programme"]: int(row["found"]) for row in rows}


async def add_accepted(pairs: Iterable[AcceptedPair]) -> None:
    """Keep pairs; one that is kept already stays as it is."""
    rows = [
        (
            one.programme_id,
            one.company_id,
            one.code,
            one.offer_id,
            one.score,
            one.proposal_id,
            one.accepted_by,
            one.accepted_at,
        )
        for one in pairs
    ]
    for start in range(0, len(rows), AT_ONCE):
        part = rows[start : start + AT_ONCE]
        values = ", ".join(f"({', '.join('{}' for _ in row)})" for row in part)
        await fetch(
            "INSERT INTO accepted_pair "  # noqa: S608 - places alone
            "(programme, company, country, offer, score, proposal, accepted_by, accepted_at) "
            f"VALUES {values} ON CONFLICT (programme, company, country) DO NOTHING RETURNING country",
            *(value for row in part for value in row),
        )


async def remove_accepted(programme_id: UUID, company_id: UUID, code: str) -> bool:
    """Take a pair back; False where it was not there."""
    rows = await fetch(
        "DELETE FROM accepted_pair WHERE programme = {} AND company = {} AND country = {} RETURNING country",
        programme_id,
        company_id,
        code,
    )
    return bool(rows)


async def _accepted(condition: str, *args: object) -> tuple[AcceptedPair, ...]:
    rows = await fetch(f"SELECT * FROM accepted_pair WHERE {condition}", *args)  # noqa: S608 - conditions of our own
    return tuple(
        AcceptedPair(
            programme_id=row["programme"],
            company_id=row["company"],
            code=row["country"],
            offer_id=row["offer"],
            score=row["score"],
            proposal_id=row["proposal"],
            accepted_by=row["accepted_by"],
            accepted_at=row["accepted_at"],
        )
        for row in rows
    )


def _moving(proposal: Proposal) -> Row:
    """The columns that change while it is computed and decided."""
    return {
        "state": proposal.state.value,
        "attempt": proposal.attempt,
        "step": proposal.step.value,
        "fraction": proposal.fraction,
        "input_digest": proposal.input_digest,
        "fault": proposal.fault.value if proposal.fault else None,
        "fault_at": dumps([list(map(bound_json, each)) for each in (proposal.unreached, proposal.in_the_way)]),
        "seen_at": proposal.seen_at,
        "finished_at": proposal.finished_at,
    }


def _result(proposal: Proposal) -> str | None:
    return dumps(result_json(proposal.result)) if proposal.result else None


def _proposal(row: Row) -> Proposal:
    conditions = loads(row["conditions"])
    unreached, in_the_way = (tuple(map(json_bound, each)) for each in loads(row["fault_at"]))
    return Proposal(
        id=row["id"],
        programme_id=row["programme"],
        number=row["number"],
        rules=json_rules(conditions["rules"]),
        forced=json_forced(conditions["forced"]),
        seed=conditions["seed"],
        weights_version=row["weights_version"],
        state=ProposalState(row["state"]),
        attempt=row["attempt"],
        step=Step(row["step"]),
        fraction=row["fraction"],
        input_digest=row["input_digest"],
        fault=Fault(row["fault"]) if row["fault"] else None,
        unreached=unreached,
        in_the_way=in_the_way,
        result=json_result(loads(row["result"])) if row["result"] else None,
        made_at=row["made_at"],
        made_by=row["made_by"],
        seen_at=row["seen_at"],
        finished_at=row["finished_at"],
    )
