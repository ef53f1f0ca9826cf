"""The worker against a mail server of other make: each letter once, again after failures, again after a death."""

import asyncio
import signal
import sys
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from events_app.actions import countries
from events_app.actions.mail import post_session, post_to
from events_app.app import create_app
from events_app.domain.country_policies import CountryPolicy
from events_app.domain.invitations import Invitation
from events_app.domain.jobs import SECRET, WAITS, Job, JobFailed, JobKind, JobState
from events_app.domain.letters import Letter, LetterKind, Mailbox, letter_job
from events_app.domain.rights import SYSTEM
from events_app.edge.letters import LetterWriter
from events_app.edge.pages import open_pages
from events_app.edge.policies import forget_policies
from events_app.mail.folder import FolderSender
from events_app.mail.smtp import SMTPSender
from events_app.settings import environment
from events_app.storage import jobs
from events_app.storage.database import Database, opened, transaction
from events_app.worker import Worker, mail_handler, open_worker, running
from tests.builders import a_session_entry, an_id
from tests.clients import settings_for
from tests.job_builders import NOW, a_job
from tests.mail_sinks import LOCALHOST, Sink, open_sink

SETTINGS = settings_for("", UID_DOMAIN="fairs.example")
WRITER = LetterWriter(open_pages(SETTINGS))
DEADLINE_S = 20


class _Clock:
    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


def _worker(port: int, clock: _Clock, **options: float) -> Worker:
    sender = SMTPSender(host=LOCALHOST, port=port, security="none")
    made = Worker(handlers={JobKind.SEND_MAIL: mail_handler(WRITER, sender)}, clock=clock)
    return replace(made, **options)  # type: ignore[arg-type]  # numbers of the worker


@pytest.fixture
async def sink() -> AsyncIterator[Sink]:
    async with open_sink() as opened:
        yield opened


async def _post(address: str = "ana@unit.example", *, key: str = "") -> None:
    params = {"token": "t0k3n", "expires_at": (NOW + timedelta(hours=2)).isoformat()}
    async with transaction():
        await post_to(
            LetterKind.PASSWORD_RESET, email=address, name="Ana", language="en", params=params, now=NOW, key=key
        )


async def _only_job() -> Job:
    (job,) = await jobs.list_jobs()
    return job


async def test_a_letter_is_sent_once_and_its_secret_forgotten(database: Database, sink: Sink) -> None:
    await _post()
    worker = _worker(sink.port, _Clock())

    attempts = [await worker.work_off(), await worker.work_off()]

    job = await _only_job()
    (mail,) = sink.mails
    assert (attempts, job.state, SECRET in job.payload) == ([1, 0], JobState.DONE, False)
    assert mail["Message-ID"] == f"<{job.id}@fairs.example>"
    assert "t0k3n" in str(mail.get_body(("plain",)))


async def test_a_letter_with_a_key_is_sent_once_however_often_it_is_asked_for(database: Database, sink: Sink) -> None:
    for _ in range(3):
        await _post(key="reset-ana")

    await _worker(sink.port, _Clock()).work_off()

    assert len(sink.mails) == 1


async def test_a_failure_is_tried_again_at_its_time_with_the_same_identity(database: Database, sink: Sink) -> None:
    await _post()
    clock = _Clock()
    worker = _worker(sink.port, clock)
    sink.answers = ["451 Greylisted"]

    await worker.work_off()
    failed = await _only_job()
    clock.now += WAITS[0]
    await worker.work_off()

    assert (failed.state, failed.run_at) == (JobState.FAILED, NOW + WAITS[0])
    assert "Greylisted" in failed.last_error
    assert (await _only_job()).state is JobState.DONE
    assert [mail["Message-ID"] for mail in sink.mails] == [f"<{failed.id}@fairs.example>"]


async def test_a_mailbox_that_is_not_there_is_given_up_at_once(database: Database, sink: Sink) -> None:
    await _post()
    sink.refused["ana@unit.example"] = "550 No such mailbox"

    await _worker(sink.port, _Clock()).work_off()

    job = await _only_job()
    assert (job.state, job.finished_at, "No such mailbox" in job.last_error) == (JobState.GIVEN_UP, NOW, True)


async def test_a_letter_that_cannot_be_worded_hurts_no_other(database: Database, sink: Sink) -> None:
    await jobs.add(a_job("broken", payload={"letter": "love"}, run_at=NOW - timedelta(hours=1)))
    await _post()

    await _worker(sink.port, _Clock()).work_off()

    assert len(sink.mails) == 1
    assert (await jobs.get(an_id("broken"))).state is JobState.FAILED


async def test_a_handler_that_hangs_is_ended_before_its_lease(database: Database, sink: Sink) -> None:
    await _post()
    sink.hold = asyncio.Event()

    await _worker(sink.port, _Clock(), handler_s=0.2).work_off()

    job = await _only_job()
    assert (job.state, job.last_error) == (JobState.FAILED, "Not done within 0 s.")


async def test_many_workers_send_each_letter_once(database: Database, sink: Sink) -> None:
    addresses = [f"person{number}@unit.example" for number in range(12)]
    for address in addresses:
        await _post(address)
    stop = asyncio.Event()
    workers = [_worker(sink.port, _Clock(), poll_s=0.01) for _ in range(4)]
    group = asyncio.gather(*(worker.run(stop) for worker in workers))
    async with asyncio.timeout(DEADLINE_S):
        while (await jobs.count_by_state())[JobState.DONE] < len(addresses):  # noqa: ASYNC110 - the database tells no event
            await asyncio.sleep(0.02)

    stop.set()
    await group

    assert Counter(envelope.rcpt_tos[0] for envelope in sink.envelopes) == Counter(addresses)


async def test_a_worker_that_is_told_to_end_finishes_what_it_began(database: Database, sink: Sink) -> None:
    await _post()
    sink.hold = asyncio.Event()
    async with running(_worker(sink.port, _Clock())):
        await sink.reached.wait()
        asyncio.get_running_loop().call_later(0.1, sink.hold.set)

    assert (await _only_job()).state is JobState.DONE
    assert len(sink.mails) == 1


async def test_chores_are_done_and_one_that_fails_stops_nothing(database: Database, sink: Sink) -> None:
    done = asyncio.Event()

    async def broken(_now: datetime) -> None:
        raise JobFailed("nothing to tidy", is_permanent=True)

    async def chore(_now: datetime) -> None:
        done.set()

    async with running(replace(_worker(sink.port, _Clock()), chores=(broken, chore))), asyncio.timeout(DEADLINE_S):
        await done.wait()


async def test_a_worker_words_letters_with_what_was_decided_since_its_start(database: Database, sink: Sink) -> None:
    worker = _worker(sink.port, _Clock())

    for version, name in enumerate(("first", "second")):
        async with transaction():
            await post_session(
                LetterKind.SESSION_INVITATION,
                Invitation.of_entry(a_session_entry()),
                to=Mailbox(f"{name}@unit.example"),
                language="en",
                now=NOW,
            )
        await worker.work_off()
        # The action changes rows, and nothing in the memory of this process.
        await countries.decide(
            CountryPolicy(code="DE", names={"en": "Federal Germany"}, version=version), by=SYSTEM, now=NOW
        )
    forget_policies()

    parts = [part for mail in sink.mails for part in mail.walk() if part.get_content_type() == "text/plain"]
    bodies = [part.get_content() for part in parts]
    assert ["Federal Germany" in body for body in bodies] == [False, True]


async def test_a_killed_worker_leaves_the_letter_to_the_next_after_its_lease(
    database: Database, database_url: str, sink: Sink, tmp_path: Path
) -> None:
    await _post()
    sink.hold = asyncio.Event()
    # The moment of the job is in the process's past or future: it is made due for both.
    await jobs.set_(replace(await _only_job(), run_at=NOW - timedelta(days=3650)), before=await _only_job())
    variables = {
        "HOME_COUNTRY": "CN",
        "DATABASE_URL": database_url,
        "DATA_DIR": str(tmp_path),
        "UID_DOMAIN": "fairs.example",
        "AUTHORITY_EMAIL": "calendar@events.invalid",
        "SMTP_HOST": LOCALHOST,
        "SMTP_PORT": str(sink.port),
        "SMTP_SECURITY": "none",
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "events_app", "worker", env={**environment(), **variables}, cwd=Path.cwd(),

    )  # fmt: skip
    async with asyncio.timeout(DEADLINE_S):
        await sink.reached.wait()
    process.send_signal(signal.SIGKILL)
    await process.wait()
    left = await _only_job()
    clock = _Clock()
    clock.now = left.run_at - timedelta(seconds=1)

    sink.hold.set()
    sink.hold = None
    before_its_end = await _worker(sink.port, clock).work_off()
    clock.now = left.run_at
    after_its_end = await _worker(sink.port, clock).work_off()

    job = await _only_job()
    assert (left.state, left.attempts) == (JobState.RUNNING, 1)
    assert (before_its_end, after_its_end, job.state, job.attempts) == (0, 1, JobState.DONE, 2)
    # The server had the first one already, or it had not: either way all bear one identity.
    assert {mail["Message-ID"] for mail in sink.mails} == {f"<{job.id}@fairs.example>"}


async def test_without_a_server_letters_land_in_the_data_folder(database: Database, tmp_path: Path) -> None:
    await _post()
    settings = replace(SETTINGS, data_dir=tmp_path)

    await open_worker(open_pages(settings), clock=_Clock()).work_off()

    job = await _only_job()
    written = FolderSender(tmp_path / "mail").folder.glob("*.eml")
    assert [path.name for path in written] == [f"20261125T093000Z-{job.id}@fairs.example.eml"]


async def test_a_server_process_sends_letters_where_it_is_told_to(sqlite_url: str, tmp_path: Path) -> None:
    past = datetime(2020, 1, 1, tzinfo=UTC)
    letter = Letter(kind=LetterKind.PASSWORD_CHANGED, to=Mailbox("ana@unit.example"), language="en")
    async with opened(sqlite_url):
        await jobs.add(letter_job(letter, job_id=an_id("letter"), now=past))

    app = create_app(settings_for(sqlite_url, DATA_DIR=str(tmp_path)), with_worker=True)
    async with asyncio.timeout(DEADLINE_S), app.lifespan():
        while not list(tmp_path.glob("mail/*.eml")):  # noqa: ASYNC110, ASYNC240 - the folder tells no event
            await asyncio.sleep(0.05)

    async with opened(sqlite_url):
        assert (await _only_job()).state is JobState.DONE
