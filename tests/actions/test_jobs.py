"""The life of jobs on both engines: many workers, lost leases, retries by hand with a line in the history."""

import asyncio
from collections import Counter
from datetime import timedelta

import pytest

from events_app.actions import jobs as actions
from events_app.domain.history import Deed
from events_app.domain.jobs import KEPT_FOR, LEASE, LEASE_ENDED, MOST_ATTEMPTS, JobKind, JobNotRetriable, JobState
from events_app.domain.rights import SYSTEM, Asker, NotAllowed
from events_app.storage import history, jobs
from events_app.storage.database import Database
from tests.builders import an_id
from tests.job_builders import NOW, a_job

MAIL = (JobKind.SEND_MAIL,)


async def test_many_workers_share_jobs_without_doing_one_twice(database: Database) -> None:
    numbers = range(24)
    for number in numbers:
        await jobs.add(a_job(f"job {number}"))
    done = Counter[object]()

    async def work() -> None:
        idle = 0
        while idle < 3:
            job = await actions.claim_next(MAIL, now=NOW)
            if job is None:
                idle += 1
                await asyncio.sleep(0.01)
                continue
            done[job.id] += 1
            assert await actions.confirm(job, now=NOW)

    await asyncio.gather(*(work() for _ in range(12)))

    assert done == Counter(an_id(f"job {number}") for number in numbers)
    assert (await jobs.count_by_state())[JobState.DONE] == len(numbers)


async def test_a_worker_whose_lease_ended_confirms_nothing(database: Database) -> None:
    await jobs.add(a_job())
    slow = await actions.claim_next(MAIL, now=NOW)
    assert slow is not None
    assert await actions.claim_next(MAIL, now=NOW) is None

    quick = await actions.claim_next(MAIL, now=NOW + LEASE)

    assert quick is not None
    assert not await actions.confirm(slow, now=NOW + LEASE)
    assert await actions.confirm(quick, now=NOW + LEASE)
    assert await actions.claim_next(MAIL, now=NOW + 9 * LEASE) is None


async def test_a_job_that_kills_each_worker_is_given_up(database: Database) -> None:
    await jobs.add(a_job())
    now, claims = NOW, 0
    while await actions.claim_next(MAIL, now=now):
        claims += 1
        now += LEASE

    job = await jobs.get(an_id("job"))
    assert (claims, job.state, job.last_error) == (MOST_ATTEMPTS, JobState.GIVEN_UP, LEASE_ENDED)


async def test_a_failure_is_kept_with_its_reason_and_the_next_time(database: Database) -> None:
    await jobs.add(a_job())
    job = await actions.claim_next(MAIL, now=NOW)
    assert job is not None

    failed = await actions.report_failure(job, "connection refused", is_permanent=False, now=NOW)

    assert failed == await jobs.get(job.id)
    assert (failed.state, failed.last_error, failed.run_at) == (
        JobState.FAILED,
        "connection refused",
        NOW + timedelta(minutes=1),
    )


async def test_a_retry_by_hand_makes_the_job_due_and_is_told_in_the_history(database: Database) -> None:
    await jobs.add(a_job(state=JobState.GIVEN_UP, attempts=8, finished_at=NOW, last_error="550"))

    again = await actions.retry(an_id("job"), by=SYSTEM, now=NOW)

    assert again == await jobs.get(an_id("job"))
    assert (await actions.claim_next(MAIL, now=NOW)) == again.claim(now=NOW)
    assert [(line.deed, line.object_id) for line in await history.list_lines()] == [(Deed.RETRIED, an_id("job"))]
    with pytest.raises(JobNotRetriable):
        await actions.retry(an_id("job"), by=SYSTEM, now=NOW)


async def test_nobody_retries_without_the_right(database: Database) -> None:
    await jobs.add(a_job(state=JobState.FAILED))

    with pytest.raises(NotAllowed):
        await actions.retry(an_id("job"), by=Asker(None), now=NOW)

    assert (await jobs.get(an_id("job"))).state is JobState.FAILED


async def test_the_log_is_kept_for_three_months(database: Database) -> None:
    await jobs.add(a_job(state=JobState.DONE, finished_at=NOW))

    assert await actions.tidy(now=NOW + KEPT_FOR) == 0
    assert await actions.tidy(now=NOW + KEPT_FOR + timedelta(seconds=1)) == 1
