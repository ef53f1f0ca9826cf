"""Jobs: claimed for the time of a lease, confirmed once, tried again by a schedule, given up at its end."""

from dataclasses import replace
from datetime import timedelta

import pytest

from events_app.domain.jobs import LEASE, LONGEST_ERROR, MOST_ATTEMPTS, WAITS, JobNotRetriable, JobState
from tests.job_builders import NOW, a_job

LATER = NOW + timedelta(hours=1)


def test_a_claimed_job_is_due_again_only_when_its_lease_ends() -> None:
    claimed = a_job().claim(now=NOW)

    assert (claimed.state, claimed.attempts, claimed.lease_until) == (JobState.RUNNING, 1, NOW + LEASE)
    assert not claimed.is_due(now=NOW + LEASE - timedelta(seconds=1))
    assert claimed.is_due(now=NOW + LEASE)


def test_a_job_is_not_due_before_its_time() -> None:
    job = a_job(run_at=LATER)

    assert (job.is_due(now=NOW), job.is_due(now=LATER), job.lease_until) == (False, True, None)


def test_a_confirmed_job_forgets_its_secrets_and_is_never_due() -> None:
    job = a_job(payload={"to": "ana@unit.example", "secret": {"token": "t"}}, last_error="once").claim(now=NOW)

    done = job.succeed(now=LATER)

    assert done == a_job(state=JobState.DONE, attempts=1, run_at=LATER, finished_at=LATER)
    assert not done.is_due(now=LATER + timedelta(days=1))


def test_failures_wait_by_the_schedule_until_the_job_is_given_up() -> None:
    job, now, waits = a_job(), NOW, []
    while job.state is not JobState.GIVEN_UP:
        job = job.claim(now=now).fail("no route", now=now)
        waits.append(job.run_at - now)
        now = job.run_at

    assert (waits, job.attempts, job.finished_at) == ([*WAITS, timedelta(0)], MOST_ATTEMPTS, now)
    assert sum(WAITS, timedelta(0)) == timedelta(hours=41, minutes=21)


def test_a_permanent_failure_is_given_up_at_once() -> None:
    given_up = a_job().claim(now=NOW).fail("550  no such\nmailbox", is_permanent=True, now=NOW)

    assert given_up == a_job(
        state=JobState.GIVEN_UP, attempts=1, run_at=NOW, last_error="550 no such mailbox", finished_at=NOW
    )


def test_a_long_reason_is_cut() -> None:
    assert len(a_job().fail("x" * 10_000, now=NOW).last_error) == LONGEST_ERROR


@pytest.mark.parametrize("state", [JobState.FAILED, JobState.GIVEN_UP])
def test_what_failed_is_tried_again_by_hand_with_all_attempts_before_it(state: JobState) -> None:
    finished = NOW if state is JobState.GIVEN_UP else None
    failed = a_job(state=state, attempts=5, last_error="no route", finished_at=finished)

    assert failed.retry(now=LATER) == a_job(run_at=LATER, last_error="no route")


@pytest.mark.parametrize("state", [JobState.WAITING, JobState.RUNNING, JobState.DONE])
def test_what_did_not_fail_is_not_tried_again(state: JobState) -> None:
    with pytest.raises(JobNotRetriable):
        replace(a_job(), state=state).retry(now=LATER)
