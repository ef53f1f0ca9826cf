"""The outbox on both engines: part of its transaction, held by one worker at a time, read newest first."""

import asyncio
from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest

from events_app.domain.jobs import LEASE, Job, JobKind, JobState
from events_app.domain.refusals import NotFound
from events_app.storage import jobs
from events_app.storage.database import Database, transaction
from tests.builders import an_id
from tests.job_builders import NOW, a_job

MAIL = (JobKind.SEND_MAIL,)


class _RolledBack(Exception):  # noqa: N818 - ends a transaction
    pass


async def test_a_job_is_read_back_whole(database: Database) -> None:
    job = a_job(payload={"to": "ana@unit.example", "params": {"name": "Ана «х»", "n": [1, None]}}, key="letter-1")

    assert await jobs.add(job)

    assert await jobs.get(job.id) == job
    with pytest.raises(NotFound):
        await jobs.get(an_id("nothing"))


async def test_what_is_rolled_back_is_never_sent(database: Database) -> None:
    async def add_and_fail() -> None:
        async with transaction():
            await jobs.add(a_job())
            raise _RolledBack

    with pytest.raises(_RolledBack):
        await add_and_fail()

    assert await jobs.list_jobs() == ()


async def test_a_second_job_with_the_same_key_is_not_added(database: Database) -> None:
    async with transaction():
        assert await jobs.add(a_job("one", key="same"))
        assert not await jobs.add(a_job("two", key="same"))
        assert await jobs.add(a_job("three"))
        assert await jobs.add(a_job("four"))

    assert {job.id for job in await jobs.list_jobs()} == {an_id("one"), an_id("three"), an_id("four")}


async def test_the_job_that_has_been_due_longest_comes_first(database: Database) -> None:
    await jobs.add(a_job("later", run_at=NOW + timedelta(hours=1)))
    await jobs.add(a_job("now", run_at=NOW))
    await jobs.add(a_job("before", run_at=NOW - timedelta(hours=1)))
    await jobs.add(a_job("webhook", kind=JobKind.DELIVER_WEBHOOK, run_at=NOW - timedelta(hours=2)))
    await jobs.add(a_job("given up", state=JobState.GIVEN_UP, finished_at=NOW, run_at=NOW - timedelta(hours=3)))

    found = await jobs.find_due(MAIL, now=NOW)
    async with transaction():
        locked = await jobs.lock_due(MAIL, now=NOW)

    assert found == locked == a_job("before", run_at=NOW - timedelta(hours=1))
    assert await jobs.count_waiting(now=NOW) == 3
    assert await jobs.find_due(MAIL, now=NOW - timedelta(days=1)) is None


async def test_a_job_that_moved_on_meanwhile_is_left_alone(database: Database) -> None:
    job = a_job()
    await jobs.add(job)
    first = job.claim(now=NOW)
    assert await jobs.set_(first, before=job)
    second = first.claim(now=NOW + LEASE)
    assert await jobs.set_(second, before=first)

    assert not await jobs.set_(first.succeed(now=NOW + LEASE), before=first)
    assert await jobs.get(job.id) == second


async def test_of_many_claims_at_once_each_job_goes_to_one(database: Database) -> None:
    for number in range(10):
        await jobs.add(a_job(f"job {number}"))

    async def claim() -> Job | None:
        async with transaction():
            due = await jobs.lock_due(MAIL, now=NOW)
            if due is not None:
                assert await jobs.set_(due.claim(now=NOW), before=due)
            return due

    claimed = [job.id for job in await asyncio.gather(*(claim() for _ in range(40))) if job is not None]
    while (left := await claim()) is not None:  # PostgreSQL passes over rows that others lock
        claimed.append(left.id)

    assert Counter(claimed) == Counter(an_id(f"job {number}") for number in range(10))


async def test_the_log_is_read_newest_first_by_state_and_kind(database: Database) -> None:
    every = [a_job(f"job {n}", created_at=NOW + timedelta(minutes=n // 2)) for n in range(6)]
    every[1] = replace(every[1], state=JobState.FAILED)
    every[2] = replace(every[2], kind=JobKind.DELIVER_WEBHOOK, state=JobState.FAILED)
    for job in every:
        await jobs.add(job)
    newest = sorted(every, key=lambda job: (job.created_at, str(job.id)), reverse=True)

    pages, before = list[tuple[Job, ...]](), None
    while page := await jobs.list_jobs(before=before, limit=4):
        pages.append(page)
        before = page[-1].created_at, page[-1].id

    assert pages == [tuple(newest[:4]), tuple(newest[4:])]
    assert await jobs.list_jobs(states=[JobState.FAILED], kind=JobKind.SEND_MAIL) == (every[1],)
    assert await jobs.list_jobs(states=[]) == ()
    assert await jobs.count_by_state() == dict.fromkeys(JobState, 0) | {JobState.WAITING: 4, JobState.FAILED: 2}
    assert (await jobs.count_by_state(JobKind.SEND_MAIL))[JobState.FAILED] == 1


async def test_only_what_was_finished_long_ago_is_removed(database: Database) -> None:
    day = timedelta(days=1)
    await jobs.add(a_job("old", state=JobState.DONE, finished_at=NOW - 3 * day))
    await jobs.add(a_job("new", state=JobState.DONE, finished_at=NOW))
    await jobs.add(a_job("stuck", created_at=NOW - 9 * day))

    assert await jobs.remove_finished(NOW - day) == 1
    assert {job.id for job in await jobs.list_jobs()} == {an_id("new"), an_id("stuck")}
