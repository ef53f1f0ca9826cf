"""The demonstration of introductions: in several states, without letters of the past."""

from datetime import UTC, datetime

import pytest

from events_app.actions.demo import load_demo, load_demo_desk
from events_app.domain.introductions import IntroductionState, Side
from events_app.reference import demo
from events_app.settings import read
from events_app.storage import introductions, jobs
from events_app.storage.database import Database
from events_app.storage.introductions import Wanted

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
S = IntroductionState


@pytest.mark.parametrize(
    ("home", "expected"),
    [
        ("CN", {"KE": S.PROPOSED, "MZ": S.AGREED, "VN": S.DECLINED}),
        ("KE", {"MZ": S.AGREED, "VN": S.DECLINED}),
    ],
)
async def test_introductions_are_in_several_states(
    sqlite_database: Database, home: str, expected: dict[str, IntroductionState]
) -> None:
    await load_demo(read({"HOME_COUNTRY": home}, demo.profile()), NOW)
    await load_demo_desk(read({"HOME_COUNTRY": home}, demo.profile()), NOW)

    kept = await introductions.list_introductions(Wanted())

    assert {each.country: each.state for each in kept} == expected
    (declined,) = [each for each in kept if each.state is S.DECLINED]
    assert declined.excludes is Side.PARTNER
    assert [job for job in await jobs.list_jobs(limit=500) if job.kind == "send_mail"] == []
