"""The worker: takes due jobs out of the outbox, does them, and confirms.

It runs inside each server process or as a command of its own; any number may run at once. A job is confirmed after it
was done, so a worker that dies between the two leaves it to be done once more: then a mail is sent again with the same
Message-ID. That is the one point where something can happen twice.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

import structlog

from events_app.actions import (
    allotment_runs,
    delegations,
    due_reminders,
    feed_fetches,
    guests,
    introductions,
    jobs,
    needs,
    offers,
    people,
    places,
    proposal_runs,
    registrations,
    reminders,
    sign_ins,
    translation_states,
    webhooks,
)
from events_app.domain.jobs import LEASE, Job, JobFailed, JobKind
from events_app.domain.letters import Letter
from events_app.edge.clock import Clock, system_clock
from events_app.edge.letters import LetterWriter
from events_app.edge.matching import place_of
from events_app.edge.pages import Pages
from events_app.edge.policies import renew_policies
from events_app.feeds.checking import check_feeds
from events_app.fetching import requests
from events_app.mail.senders import Sender, open_sender
from events_app.settings import Settings

LANES: Final = 2
"""Jobs that one worker does at a time."""
POLL_S: Final = 2.0
CHORES_EVERY_S: Final = 3600.0
STOP_WITHIN_S: Final = 8.0
"""How long a job that has begun may take when the process is told to end; then its lease decides."""
HANDLER_S: Final = LEASE.total_seconds() / 2
CONFIRM_ATTEMPTS: Final = 5

Handler = Callable[[Job], Awaitable[None]]
Chore = Callable[[datetime], Awaitable[object]]

log: Any = structlog.get_logger()


def mail_handler(writer: LetterWriter, sender: Sender) -> Handler:
    """Return what sends letters, with the names of countries as they are decided now."""

    async def send(job: Job) -> None:
        await renew_policies()
        message = writer.message(Letter.of(job.payload), job_id=job.id, written_at=job.created_at)
        await sender.send(message)

    return send


def webhook_handler(send: webhooks.Send, clock: Clock) -> Handler:
    """Return what tells webhooks."""

    async def deliver(job: Job) -> None:
        await webhooks.deliver(job, send=send, now=clock())

    return deliver


def reset_handler(clock: Clock) -> Handler:
    """Return what looks an address up that asked for a new password."""

    async def answer(job: Job) -> None:
        await sign_ins.answer_reset(str(job.payload["email"]), now=clock())

    return answer


def places_handler(clock: Clock) -> Handler:
    """Return what closes overdue offers and gives their places on."""

    async def fill(job: Job) -> None:
        await places.fill(UUID(job.payload["edition"]), now=clock())

    return fill


def registration_handler(clock: Clock) -> Handler:
    """Return what looks an address up that wants to register a company."""

    async def answer(job: Job) -> None:
        await registrations.answer(str(job.payload["email"]), language=str(job.payload["language"]), now=clock())

    return answer


def offers_handler(clock: Clock) -> Handler:
    """Return what reminds companies of approvals that end soon."""

    async def remind(job: Job) -> None:
        await offers.remind(UUID(job.payload["offer"]), date.fromisoformat(job.payload["until"]), now=clock())

    return remind


def needs_handler(clock: Clock) -> Handler:
    """Return what reminds partner organisations of approvals that end soon."""

    async def remind(job: Job) -> None:
        await needs.remind(UUID(job.payload["need"]), date.fromisoformat(job.payload["until"]), now=clock())

    return remind


def proposals_handler(settings: Settings, clock: Clock) -> Handler:
    """Return what computes proposals of matching programmes, in a process of its own each."""
    here = proposal_runs.Installation(place=place_of(settings), zone=settings.home_zone, clock=clock)

    async def compute(job: Job) -> None:
        await renew_policies()
        await proposal_runs.run(UUID(job.payload["proposal"]), here)

    return compute


def allotments_handler(clock: Clock) -> Handler:
    """Return what computes proposals for plans of halls, in a process of its own each."""
    here = allotment_runs.Bench(clock=clock)

    async def compute(job: Job) -> None:
        await allotment_runs.run(UUID(job.payload["allotment"]), here)

    return compute


async def _fail_lost_proposals(now: datetime) -> None:
    await proposal_runs.fail_lost(now=now)
    await allotment_runs.fail_lost(now=now)


def introductions_handler(clock: Clock, zone: str) -> Handler:
    """Return what reminds both sides of introductions, and ends those that nobody answered."""

    async def watch(job: Job) -> None:
        last_day = date.fromisoformat(job.payload["until"])
        await introductions.watch(UUID(job.payload["introduction"]), last_day, now=clock(), zone=zone)

    return watch


def payments_handler(clock: Clock) -> Handler:
    """Return what reminds companies of payments that are overdue."""

    async def remind(job: Job) -> None:
        due = date.fromisoformat(job.payload["due"])
        await reminders.watch(UUID(job.payload["invoice"]), due, int(job.payload["step"]), now=clock())

    return remind


async def _tidy_jobs(now: datetime) -> None:
    await jobs.tidy(now=now)


async def _tidy_sign_ins(now: datetime) -> None:
    await sign_ins.tidy(now=now)
    await registrations.tidy(now=now)


async def _anonymise(now: datetime) -> None:
    await people.anonymise_closed(now=now)


async def _forget_guests(now: datetime) -> None:
    await guests.forget_guests(now=now)


async def _renew_translation_states(now: datetime) -> None:
    await translation_states.renew_states(now=now)


async def _tidy_fetches(now: datetime) -> None:
    await feed_fetches.tidy(now=now)


def feeds_chore(pages: Pages) -> Chore:
    """Return what reads feeds back that the calendar has changed."""

    async def check(now: datetime) -> None:
        await renew_policies()
        await check_feeds(pages.settings, pages.catalogues, now=now)

    return check


def passports_chore(days: int) -> Chore:
    """Return what erases passport data so many days after the last day of an edition."""

    async def forget(now: datetime) -> None:
        await delegations.forget_passports(now.date(), days=days)

    return forget


def reminders_chore(days: int) -> Chore:
    """Return what reminds travellers so many days before a deadline, and once it is over."""

    async def remind(now: datetime) -> None:
        await due_reminders.remind(now, days=days)

    return remind


CHORES: Final[Sequence[Chore]] = (
    _tidy_jobs,
    _tidy_sign_ins,
    _anonymise,
    _forget_guests,
    _fail_lost_proposals,
    _tidy_fetches,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Worker:
    """Does jobs of the kinds that it has a handler for, and now and then the chores of the house.

    A handler returns when the job is done, and raises JobFailed where it cannot be.
    """

    handlers: Mapping[JobKind, Handler]
    chores: Sequence[Chore] = ()
    clock: Clock = system_clock
    lanes: int = LANES
    poll_s: float = POLL_S
    handler_s: float = field(default=HANDLER_S)

    async def run(self, stop: asyncio.Event) -> None:
        """Work until `stop` is set; what has begun is brought to its end."""
        async with asyncio.TaskGroup() as group:
            for _ in range(self.lanes):
                group.create_task(self._lane(stop))
            group.create_task(self._do_chores(stop))

    async def work_off(self) -> int:
        """Do what is due now, one job after the other; return how many attempts were made."""
        attempts = 0
        while await self._work_once():
            attempts += 1
        return attempts

    async def _lane(self, stop: asyncio.Event) -> None:
        while not stop.is_set():
            try:
                found = await self._work_once()
            except Exception:  # the database is away, say: the lane must outlive it
                log.exception("outbox cannot be read")
                found = False
            if not found:
                await _pause(stop, self.poll_s)

    async def _work_once(self) -> bool:
        job = await jobs.claim_next(self.handlers, now=self.clock())
        if job is None:
            return False
        logger = log.bind(job=str(job.id), kind=job.kind.value, attempt=job.attempts)
        try:
            async with asyncio.timeout(self.handler_s):
                await self.handlers[job.kind](job)
        except JobFailed as failed:
            await self._fail(job, failed.reason, logger, is_permanent=failed.is_permanent)
        except TimeoutError:
            await self._fail(job, f"Not done within {self.handler_s:.0f} s.", logger)
        except Exception as error:  # a fault of ours: kept beside the job, and tried again
            logger.exception("job broke")
            await self._fail(job, f"{type(error).__name__}: {error}", logger)
        else:
            await self._confirm(job, logger)
        return True

    async def _fail(self, job: Job, reason: str, logger: Any, *, is_permanent: bool = False) -> None:  # noqa: ANN401 - a bound logger
        after = await jobs.report_failure(job, reason, is_permanent=is_permanent, now=self.clock())
        logger.warning("job failed", state=after.state.value, next_at=after.run_at.isoformat())

    async def _confirm(self, job: Job, logger: Any) -> None:  # noqa: ANN401 - a bound logger
        """Keep that the job is done; what is not confirmed would be done again, so the database is asked repeatedly."""
        for attempt in range(1, CONFIRM_ATTEMPTS + 1):
            try:
                is_kept = await jobs.confirm(job, now=self.clock())
            except Exception:
                if attempt == CONFIRM_ATTEMPTS:
                    raise
                await asyncio.sleep(attempt)
            else:
                logger.info("job done" if is_kept else "job done after its lease")
                return

    async def _do_chores(self, stop: asyncio.Event) -> None:
        while self.chores and not stop.is_set():
            for chore in self.chores:
                try:
                    await chore(self.clock())
                except Exception:  # one chore must not keep the others from being done
                    log.exception("chore failed")
            await _pause(stop, CHORES_EVERY_S)


def open_worker(pages: Pages, *, clock: Clock = system_clock) -> Worker:
    """Return the worker of an installation."""
    handlers = {
        JobKind.SEND_MAIL: mail_handler(LetterWriter(pages), open_sender(pages.settings)),
        JobKind.DELIVER_WEBHOOK: webhook_handler(requests.send, clock),
        JobKind.ANSWER_RESET: reset_handler(clock),
        JobKind.FILL_PLACES: places_handler(clock),
        JobKind.ANSWER_REGISTRATION: registration_handler(clock),
        JobKind.REMIND_OFFER: offers_handler(clock),
        JobKind.REMIND_NEED: needs_handler(clock),
        JobKind.RUN_PROPOSAL: proposals_handler(pages.settings, clock),
        JobKind.RUN_ALLOTMENT: allotments_handler(clock),
        JobKind.WATCH_INTRODUCTION: introductions_handler(clock, pages.settings.home_zone),
        JobKind.REMIND_PAYMENT: payments_handler(clock),
    }
    settings = pages.settings
    reminders = reminders_chore(settings.reminder_days)
    passports = passports_chore(settings.passport_days)
    # Translation states come last: after a large import they take minutes, and the others would wait.
    chores = (*CHORES, passports, reminders, feeds_chore(pages), _renew_translation_states)
    return Worker(handlers=handlers, chores=chores, clock=clock)


@asynccontextmanager
async def running(worker: Worker) -> AsyncIterator[None]:
    """Let a worker run beside the block, and end it with the block."""
    stop = asyncio.Event()
    task = asyncio.create_task(worker.run(stop))
    try:
        yield
    finally:
        stop.set()
        _, late = await asyncio.wait([task], timeout=STOP_WITHIN_S)
        for each in late:
            each.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def _pause(stop: asyncio.Event, seconds: float) -> None:
    try:
        async with asyncio.timeout(seconds):
            await stop.wait()
    except TimeoutError:
        return
