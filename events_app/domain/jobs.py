"""Jobs: work that was promised in a transaction and is done after it, by a worker.

A worker claims a job for the time of a lease and confirms it at the end. One that dies confirms nothing: its lease ends
and the job is claimed again, so a job is done at least once. What was confirmed is never done again.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final, Self
from uuid import UUID

from events_app.domain.messages import N_, P_, Message
from events_app.domain.refusals import Refusal

LEASE: Final = timedelta(minutes=5)
"""How long a worker keeps a job to itself; every handler must give up sooner."""
WAITS: Final = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=15),
    timedelta(hours=1),
    timedelta(hours=4),
    timedelta(hours=12),
    timedelta(hours=24),
)
"""How long a job waits after its first, second … failed attempt: 41 hours and 21 minutes altogether."""
MOST_ATTEMPTS: Final = len(WAITS) + 1
LONGEST_ERROR: Final = 500
KEPT_FOR: Final = timedelta(days=90)
"""How long a finished job is kept for the log: it names a person's address."""
SECRET: Final = "secret"  # noqa: S105 - the name of a part of a payload
"""Part of a payload that is forgotten as soon as the job is done."""
LEASE_ENDED: Final = "The worker stopped before it confirmed."


class JobKind(StrEnum):
    """What is to be done."""

    SEND_MAIL = "send_mail"
    DELIVER_WEBHOOK = "deliver_webhook"
    ANSWER_RESET = "answer_reset"
    FILL_PLACES = "fill_places"
    ANSWER_REGISTRATION = "answer_registration"
    REMIND_OFFER = "remind_offer"
    REMIND_NEED = "remind_need"
    RUN_PROPOSAL = "run_proposal"
    WATCH_INTRODUCTION = "watch_introduction"
    REMIND_PAYMENT = "remind_payment"
    RUN_ALLOTMENT = "run_allotment"


class JobState(StrEnum):
    """How far it is. FAILED is tried again at its time; GIVEN_UP only when a person asks."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    GIVEN_UP = "given_up"


JOB_STATE_NAMES: dict[JobState, Message] = {
    JobState.WAITING: P_("job state", "Waiting"),
    JobState.RUNNING: P_("job state", "Running"),
    JobState.DONE: P_("job state", "Done"),
    JobState.FAILED: P_("job state", "Failed, will be tried again"),
    JobState.GIVEN_UP: P_("job state", "Given up"),
}
FINAL_STATES: Final = frozenset({JobState.DONE, JobState.GIVEN_UP})
RETRIABLE_STATES: Final = frozenset({JobState.FAILED, JobState.GIVEN_UP})


class JobNotRetriable(Refusal):
    """Only what failed can be tried again: what was confirmed is never done twice."""

    message = N_("Only what has failed can be tried again.")


class JobFailed(Exception):  # noqa: N818 - an outcome of a job, which the worker keeps
    """A handler could not do its job. `is_permanent`: another attempt would fail in the same way."""

    def __init__(self, reason: str, *, is_permanent: bool) -> None:
        """Keep the reason, for the log."""
        super().__init__(reason)
        self.reason = reason
        self.is_permanent = is_permanent


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One job.

    `payload` is plain JSON. `run_at` is the moment from which a worker may take it: while it runs, the end of its
    lease. `attempts` counts claims since the job was made or tried again by hand. `key`, where it is not empty, is
    unique: a second job with the same key is not added.
    """

    id: UUID
    kind: JobKind
    payload: Mapping[str, Any] = field(default_factory=dict)
    state: JobState = JobState.WAITING
    attempts: int = 0
    run_at: datetime
    last_error: str = ""
    created_at: datetime
    finished_at: datetime | None = None
    key: str = ""

    @property
    def lease_until(self) -> datetime | None:
        """End of the lease of a running job."""
        return self.run_at if self.state is JobState.RUNNING else None

    @property
    def is_retriable(self) -> bool:
        """Whether a person may have it tried again."""
        return self.state in RETRIABLE_STATES

    def is_due(self, *, now: datetime) -> bool:
        """Whether a worker may take it: it waits and its time has come, or its lease has ended."""
        return self.state not in FINAL_STATES and self.run_at <= now

    def claim(self, *, now: datetime) -> Self:
        """Return the job in the hands of a worker."""
        return replace(self, state=JobState.RUNNING, attempts=self.attempts + 1, run_at=now + LEASE)

    def succeed(self, *, now: datetime) -> Self:
        """Return the job as confirmed, without its secrets."""
        payload = {name: value for name, value in self.payload.items() if name != SECRET}
        return replace(self, state=JobState.DONE, payload=payload, run_at=now, last_error="", finished_at=now)

    def fail(self, reason: str, *, is_permanent: bool = False, now: datetime) -> Self:
        """Return the job to be tried again after a wait, or given up: after MOST_ATTEMPTS, or where it is permanent."""
        error = " ".join(reason.split())[:LONGEST_ERROR]
        if is_permanent or self.attempts >= MOST_ATTEMPTS:
            return replace(self, state=JobState.GIVEN_UP, run_at=now, last_error=error, finished_at=now)
        wait = WAITS[max(self.attempts, 1) - 1]
        return replace(self, state=JobState.FAILED, run_at=now + wait, last_error=error)

    def retry(self, *, now: datetime) -> Self:
        """Return the job to be tried at once, with all attempts before it again. Raises JobNotRetriable."""
        if not self.is_retriable:
            raise JobNotRetriable
        return replace(self, state=JobState.WAITING, attempts=0, run_at=now, finished_at=None)
