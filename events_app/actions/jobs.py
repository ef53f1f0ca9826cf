"""The life of a job: claimed, confirmed, failed, tried again by hand."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from events_app.actions.history import record
from events_app.domain.history import Deed
from events_app.domain.jobs import KEPT_FOR, LEASE_ENDED, MOST_ATTEMPTS, Job, JobKind, JobState
from events_app.domain.rights import Asker, Noun, Right, require
from events_app.storage import jobs
from events_app.storage.database import transaction


async def claim_next(kinds: Iterable[JobKind], *, now: datetime) -> Job | None:
    """Take the job that has been due longest; None where nothing is due.

    A job whose workers died each time is given up here: nobody else can.
    """
    wanted = tuple(kinds)
    # Asked without a lock first: most of the time there is nothing, and SQLite has one writer.
    while await jobs.find_due(wanted, now=now) is not None:
        async with transaction():
            due = await jobs.lock_due(wanted, now=now)
            if due is None:
                return None
            is_hopeless = due.state is JobState.RUNNING and due.attempts >= MOST_ATTEMPTS
            claimed = due.fail(LEASE_ENDED, now=now) if is_hopeless else due.claim(now=now)
            await jobs.set_(claimed, before=due)
        if not is_hopeless:
            return claimed
    return None


async def confirm(job: Job, *, now: datetime) -> bool:
    """Keep that a claimed job is done; False where its lease had ended and another worker has it."""
    return await jobs.set_(job.succeed(now=now), before=job)


async def report_failure(job: Job, reason: str, *, is_permanent: bool, now: datetime) -> Job:
    """Keep that an attempt failed; the job is tried again at its time, or given up."""
    failed = job.fail(reason, is_permanent=is_permanent, now=now)
    await jobs.set_(failed, before=job)
    return failed


async def retry(job_id: UUID, *, by: Asker, now: datetime) -> Job:
    """Have a failed job tried at once. Raises NotFound, NotAllowed or JobNotRetriable."""
    require(by, Right.EDIT, Noun.JOB)
    async with transaction():
        failed = await jobs.lock(job_id)
        again = failed.retry(now=now)
        await jobs.set_(again, before=failed)
        await record(Deed.RETRIED, Noun.JOB, job_id, by=by, now=now, label=failed.kind.value)
    return again


async def tidy(*, now: datetime) -> int:
    """Remove what was finished long ago; return how many jobs."""
    return await jobs.remove_finished(now - KEPT_FOR)
