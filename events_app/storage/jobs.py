"""The outbox: jobs are added in the caller's transaction, claimed by one worker at a time, and kept for the log.

Which moves a job makes, `domain.jobs` decides; here they are made so that no two workers hold one job.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from piccolo.query import Select
from piccolo.query.functions.aggregate import Count

from events_app.domain.jobs import Job, JobKind, JobState
from events_app.domain.refusals import NotFound
from events_app.storage import tables
from events_app.storage.database import current, fetch, fetch_rows
from events_app.storage.values import dumps, loads


async def add(job: Job) -> bool:
    """Keep a new job inside the caller's transaction; return False where one with its key is there already."""
    return await add_all([job]) == 1


async def add_all(jobs: Iterable[Job]) -> int:
    """Keep new jobs inside the caller's transaction; return how many there are, without those whose key was there."""
    rows = [
        (
            job.id,
            job.kind.value,
            dumps(job.payload),
            job.state.value,
            job.attempts,
            job.run_at,
            job.last_error,
            job.created_at,
            job.finished_at,
            job.key or None,
        )
        for job in jobs
    ]
    added = await fetch_rows(
        "INSERT INTO job (id, kind, payload, state, attempts, run_at, last_error, created_at, finished_at, key) "
        "VALUES {} ON CONFLICT (key) DO NOTHING RETURNING attempts",
        rows,
    )
    return len(added)


async def get(job_id: UUID) -> Job:
    """Job by id. Raises NotFound."""
    row = await tables.Job.select().where(tables.Job.id == job_id).first()
    if row is None:
        raise NotFound
    return _job(row)


async def find_due(kinds: Iterable[JobKind], *, now: datetime) -> Job | None:
    """A job of these kinds that a worker may take, longest due first; others may see the same one."""
    row = await _due(kinds, now).first()
    return _job(row) if row else None


async def lock_due(kinds: Iterable[JobKind], *, now: datetime) -> Job | None:
    """As `find_due`, kept from other workers until the transaction ends; those that others lock are passed over."""
    query = _due(kinds, now)
    if current().dialect == "postgres":
        query = query.lock_rows(skip_locked=True)
    row = await query.first()
    return _job(row) if row else None


async def lock(job_id: UUID) -> Job:
    """Job by id, kept from other transactions until this one ends. Raises NotFound."""
    query = tables.Job.select().where(tables.Job.id == job_id)
    row = await (query.lock_rows() if current().dialect == "postgres" else query).first()
    if row is None:
        raise NotFound
    return _job(row)


async def set_(job: Job, *, before: Job) -> bool:
    """Keep a job that has moved on; return False where it is no longer as it was `before` (a lease was lost, say)."""
    rows = await fetch(
        "UPDATE job SET payload = {}, state = {}, attempts = {}, run_at = {}, last_error = {}, finished_at = {} "
        "WHERE id = {} AND state = {} AND attempts = {} AND run_at = {} RETURNING attempts",
        dumps(job.payload),
        job.state.value,
        job.attempts,
        job.run_at,
        job.last_error,
        job.finished_at,
        before.id,
        before.state.value,
        before.attempts,
        before.run_at,
    )
    return bool(rows)


async def remove_finished(before: datetime) -> int:
    """Remove jobs that were done or given up before a moment; return how many."""
    return len(await fetch("DELETE FROM job WHERE finished_at < {} RETURNING attempts", before))


async def list_jobs(
    *,
    states: Iterable[JobState] | None = None,
    kind: JobKind | None = None,
    before: tuple[datetime, UUID] | None = None,
    limit: int = 50,
) -> tuple[Job, ...]:
    """Jobs in any of these states, newest first; `before` is the (created_at, id) of the last one already seen."""
    table = tables.Job
    query = table.select()
    if states is not None:
        names = [state.value for state in states]
        if not names:
            return ()
        query = query.where(table.state.is_in(names))
    if kind is not None:
        query = query.where(table.kind == kind.value)
    if before is not None:
        at, identity = before
        query = query.where((table.created_at < at) | ((table.created_at == at) & (table.id < identity)))
    rows = await query.order_by(table.created_at, table.id, ascending=False).limit(limit)
    return tuple(map(_job, rows))


async def count_by_state(kind: JobKind | None = None) -> dict[JobState, int]:
    """Number of jobs in each state, those without any included."""
    table = tables.Job
    query = table.select(table.state, Count(alias="jobs")).group_by(table.state)
    rows = await (query.where(table.kind == kind.value) if kind else query)
    found = {JobState(row["state"]): int(row["jobs"]) for row in rows}
    return {state: found.get(state, 0) for state in JobState}


async def count_waiting(*, now: datetime) -> int:
    """Number of jobs that a worker should have taken by now."""
    table = tables.Job
    return int(await table.count().where(table.finished_at.is_null() & (table.run_at <= now)))


def _due(kinds: Iterable[JobKind], now: datetime) -> Select[Any]:
    table = tables.Job
    due = table.finished_at.is_null() & (table.run_at <= now) & table.kind.is_in([kind.value for kind in kinds])
    return table.select().where(due).order_by(table.run_at, table.id)


def _job(row: dict[str, Any]) -> Job:
    return Job(
        id=row["id"],
        kind=JobKind(row["kind"]),
        payload=loads(row["payload"]),
        state=JobState(row["state"]),
        attempts=row["attempts"],
        run_at=row["run_at"],
        last_error=row["last_error"],
        created_at=row["created_at"],
        finished_at=row["finished_at"],
        key=row["key"] or "",
    )
