"""Builders of jobs, letters and messages, as in `builders`."""

# ruff: noqa: ANN401 - as in builders
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from events_app.domain.jobs import Job, JobKind
from tests.builders import an_id

NOW = datetime(2026, 11, 25, 9, 30, tzinfo=UTC)


def a_job(word: str = "job", **changes: Any) -> Job:
    """Build a job that waits since `NOW`."""
    job = Job(id=an_id(word), kind=JobKind.SEND_MAIL, payload={"to": "ana@unit.example"}, run_at=NOW, created_at=NOW)
    return replace(job, **changes)
