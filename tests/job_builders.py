"""Builders of jobs, letters and messages, as in `builders`."""

# ruff: noqa: ANN401 - as in builders
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from events_app.domain.jobs import Job, JobKind
from events_app.domain.letters import Mailbox
from events_app.mail.messages import Message
from tests.builders import an_id

NOW = datetime(2026, 11, 25, 9, 30, tzinfo=UTC)


def a_job(word: str = "job", **changes: Any) -> Job:
    """Build a job that waits since `NOW`."""
    job = Job(id=an_id(word), kind=JobKind.SEND_MAIL, payload={"to": "ana@unit.example"}, run_at=NOW, created_at=NOW)
    return replace(job, **changes)


def a_message(**changes: Any) -> Message:
    """Build a mail in English to one receiver."""
    message = Message(
        id="7f0c@events.example",
        sender=Mailbox("calendar@authority.example", "Trade Promotion Authority"),
        to=Mailbox("ana@unit.example", "Ana Sá"),
        subject="Invitation to the calendar",
        text="Hello Ana,\n\nyou are invited.\n",
        html='<!doctype html><html lang="en" dir="ltr"><title>Invitation</title><p>You are invited.</p></html>\n',
        language="en",
        written_at=NOW,
    )
    return replace(message, **changes)
