"""Decisions about countries in a process: read at the start, looked for every few seconds, gone at the end."""

from datetime import datetime

from litestar.testing import AsyncTestClient

from events_app.actions import countries as actions
from events_app.app import create_app
from events_app.domain.country_policies import CountryPolicy
from events_app.domain.rights import SYSTEM
from events_app.edge.policies import LOOKED_EVERY, read_policies
from events_app.reference import countries
from events_app.reference.policies import NOTHING_DECIDED, in_force
from events_app.storage.database import Database, opened
from tests.clients import NOW, settings_for

POLICY = CountryPolicy(code="BR", names={"en": "Federal Brazil"})


class Clock:
    """A clock that is set by hand."""

    now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now


async def test_decisions_are_in_force_from_the_start_and_gone_at_the_end(sqlite_url: str) -> None:
    async with opened(sqlite_url):
        await actions.decide(POLICY, by=SYSTEM, now=NOW)

    async with AsyncTestClient(create_app(settings_for(sqlite_url), clock=Clock())):
        assert countries.name("BR", "en") == "Federal Brazil"
    assert countries.name("BR", "en") == "Brazil"
    assert in_force() == NOTHING_DECIDED


async def test_what_another_process_decides_is_seen_after_a_while(sqlite_url: str) -> None:
    clock = Clock()
    async with AsyncTestClient(create_app(settings_for(sqlite_url), clock=clock)) as client:
        await client.get("/en/about")
        await actions.decide(POLICY, by=SYSTEM, now=NOW)
        await client.get("/en/about")
        early = countries.name("BR", "en")
        clock.now = NOW + LOOKED_EVERY
        page = (await client.get("/en/countries")).text

    assert (early, "Federal Brazil" in page) == ("Brazil", True)


async def test_a_database_that_was_not_migrated_decides_nothing(empty_database: Database) -> None:
    await read_policies()

    assert in_force() == NOTHING_DECIDED
