"""The demonstration of applying: every state is there, and one edition has a waiting list."""

from collections import Counter
from datetime import UTC, datetime

import pytest

from events_app.actions.demo import load_demo, load_demo_desk
from events_app.domain.applications import ApplicationState
from events_app.reference import demo
from events_app.storage import applications, jobs
from events_app.storage.database import Database, fetch
from tests.actions.test_demo import settings

S = ApplicationState


@pytest.mark.parametrize("now", [datetime(2026, 11, 23, 9, 0, tzinfo=UTC), datetime(2027, 3, 1, 9, 0, tzinfo=UTC)])
async def test_cases_are_in_every_state(sqlite_database: Database, now: datetime) -> None:
    await load_demo(settings(), now)
    await load_demo_desk(settings(), now)

    rows = await fetch("SELECT edition, state FROM application")
    states = Counter(ApplicationState(row["state"]) for row in rows)
    by_edition = Counter(row["edition"] for row in rows if row["state"] == "waiting")

    assert len({row["edition"] for row in rows}) == 3
    assert set(S) - set(states) <= {S.EXPIRED}
    assert len(by_edition) == 1
    assert max(by_edition.values()) >= 4
    assert len(demo.companies()) == 40


async def test_nobody_is_written_to_about_the_past_and_trails_are_whole(sqlite_database: Database) -> None:
    now = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
    await load_demo(settings(), now)
    await load_demo_desk(settings(), now)

    assert [job for job in await jobs.list_jobs(limit=500) if job.kind == "send_mail"] == []
    for row in await fetch("SELECT id, state FROM application"):
        steps = await applications.list_steps(row["id"])
        assert bool(steps) == (row["state"] != "draft")
