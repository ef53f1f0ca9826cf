"""A preview is a promise: saving does to the numbers of each entry exactly what was told before, on both engines."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from events_app.actions import exhibitions as actions
from events_app.actions.context import Context
from events_app.domain.calendar import CalendarEntry
from events_app.domain.countries import Membership
from events_app.domain.exhibitions import Days, Edition, EditionStatus, OpeningHours
from events_app.domain.previews import Effect, Preview, preview
from events_app.domain.rights import SYSTEM
from events_app.storage import calendar, exhibitions
from events_app.storage.database import Database, opened
from tests.builders import DOMAIN, a_deadline, a_series, a_session, a_text, an_edition

NOW = datetime(2026, 6, 1, 10, 0, tzinfo=UTC)
CONTEXT = Context(uid_domain=DOMAIN, memberships=(Membership("EU", "DE", date(1993, 11, 1), None, "test"),))
DAY = timedelta(days=1)

Change = Callable[[Edition], Edition]
CHANGES: dict[str, Change] = {
    "nothing": lambda old: old,
    "typo": lambda old: replace(old, summary=a_text("Lighting and automation.")),
    "translation": lambda old: replace(old, name=old.name.with_wording("es", "Luz y edificios 2026")),
    "source": lambda old: replace(old, source="https://fair.example/other"),
    "hours": lambda old: replace(old, hours=(OpeningHours(old.days.first, time(9), time(18)),)),
    "unconfirmed": lambda old: replace(old, dates_confirmed=False),
    "venue": lambda old: replace(old, venue=a_text("Hall 11")),
    "place": lambda old: replace(old, country="FR", city=a_text("Lyon"), zone="Europe/Paris"),
    "zone": lambda old: replace(old, zone="Europe/Vienna"),
    "days": lambda old: replace(old, days=Days(old.days.first + DAY, old.days.last + DAY)),
    "session added": lambda old: replace(
        old, sessions=(*old.sessions, a_session(id=uuid4(), title=a_text("Matchmaking")))
    ),
    "session renamed": lambda old: replace(
        old, sessions=tuple(replace(each, title=a_text("Forum")) for each in old.sessions)
    ),
    "session later": lambda old: replace(
        old, sessions=tuple(replace(each, ends_at=each.ends_at + DAY / 24) for each in old.sessions)
    ),
    "sessions dropped": lambda old: replace(old, sessions=()),
    "session again": lambda old: replace(old, sessions=(a_session(id=_fresh(old, 1)),)),
    "deadline moved": lambda old: replace(
        old, deadlines=tuple(replace(each, at=each.at + DAY) for each in old.deadlines)
    ),
    "deadline noted": lambda old: replace(
        old, deadlines=tuple(replace(each, note=a_text("No later.")) for each in old.deadlines)
    ),
    "deadlines dropped": lambda old: replace(old, deadlines=()),
    "draft": lambda old: replace(old, status=EditionStatus.DRAFT),
    "published": lambda old: replace(old, status=EditionStatus.PUBLISHED),
    "postponed": lambda old: replace(old, status=EditionStatus.POSTPONED, former_days=(old.days,)),
    "cancelled": lambda old: replace(old, status=EditionStatus.CANCELLED, reason=a_text("No halls.")),
}


def _fresh(edition: Edition, number: int) -> UUID:
    """Id of a part of this edition alone, the same each time."""
    return UUID(int=(edition.id.int + number) % 2**128)


def _planned() -> Edition:
    identity = uuid4()
    edition = an_edition(id=identity, slug=f"fair-{identity}")
    return replace(
        edition,
        sessions=(a_session(id=_fresh(edition, 1)),),
        deadlines=(a_deadline(id=_fresh(edition, 2)),),
    )


async def _save_and_compare(slug: str, change: Change, now: datetime) -> None:
    """Read, tell, save, read, and check that what was told has come true."""
    old = await exhibitions.get_edition(slug)
    new = replace(change(old), version=old.version, modified_at=now)
    before = await calendar.list_of_subject(old.id)
    told = preview(old, new, now=now, domain=DOMAIN, published=before)
    logged = len(await calendar.list_changes(old.id))

    await actions.change_edition(new, by=SYSTEM, context=CONTEXT, now=now)

    _compare(told, {entry.id: entry for entry in await calendar.list_of_subject(old.id)})
    lines = await calendar.list_changes(old.id)
    assert len(lines) - logged == (1 if told.aspects else 0)
    assert not told.aspects or told.aspects in {line.aspects for line in lines}


def _compare(told: Preview, after: dict[UUID, CalendarEntry]) -> None:
    def numbered(entry: CalendarEntry) -> CalendarEntry:
        return replace(entry, groups=())  # looked up when it is saved; subscribers do not see it

    promised = {part.after.id: numbered(part.after) for part in told.parts if part.after is not None}
    assert {key: numbered(entry) for key, entry in after.items()} == promised
    for part in told.parts:
        if part.before is not None and part.after is not None:
            rise = 1 if part.effect in {Effect.MATERIAL, Effect.CALLED_OFF} else 0
            assert part.after.sequence - part.before.sequence == rise
            assert (part.after.revision > part.before.revision) == (part.effect is not Effect.NOTHING)


@pytest.mark.parametrize("name", CHANGES)
async def test_saving_does_what_the_preview_says(database: Database, name: str) -> None:
    await actions.add_series(a_series(), by=SYSTEM, now=NOW)
    edition = await actions.add_edition(_planned(), by=SYSTEM, context=CONTEXT, now=NOW)

    await _save_and_compare(edition.slug, CHANGES[name], NOW + DAY)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(names=st.lists(st.sampled_from(sorted(CHANGES)), min_size=2, max_size=6))
def test_any_row_of_changes_keeps_every_promise(sqlite_url: str, names: list[str]) -> None:
    async def journey() -> None:
        async with opened(sqlite_url):
            if not await exhibitions.find_series(a_series().slug):
                await actions.add_series(a_series(), by=SYSTEM, now=NOW)
            edition = await actions.add_edition(_planned(), by=SYSTEM, context=CONTEXT, now=NOW)
            for number, name in enumerate(names, 1):
                await _save_and_compare(edition.slug, CHANGES[name], NOW + DAY * number)

    asyncio.run(journey())
