from datetime import UTC, date, datetime

from litestar import get
from litestar.di import NamedDependency

from events_app.edge.clock import system_clock
from tests.clients import NOW, opened_client


@get("/times")
async def times(now: NamedDependency[datetime], today: NamedDependency[date]) -> list[str]:
    return [now.isoformat(), today.isoformat()]


async def test_handlers_are_given_the_moment_and_the_authoritys_day(sqlite_url: str) -> None:
    async with opened_client(sqlite_url, times, HOME_ZONE="Pacific/Kiritimati") as client:
        answer = await client.get("/times")

    assert answer.json() == [NOW.isoformat(), "2026-11-23"]


async def test_the_authoritys_day_begins_at_its_own_midnight(sqlite_url: str) -> None:
    async with opened_client(sqlite_url, times, HOME_ZONE="Pacific/Pago_Pago") as client:
        assert (await client.get("/times")).json()[1] == "2026-11-22"


def test_the_clock_of_the_system_is_aware() -> None:
    assert system_clock().tzinfo is UTC
