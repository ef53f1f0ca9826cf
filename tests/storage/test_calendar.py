"""The projection as it is kept: entries, terms, tallies, change log and version, on both engines."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from events_app.domain.calendar import CalendarEntry, Subject
from events_app.domain.changes import Aspect, AspectChange, Change
from events_app.domain.latest_changes import LatestChange
from events_app.storage import calendar
from events_app.storage.calendar import Tally
from events_app.storage.database import Database, fetch, transaction
from events_app.storage.values import dump_entry, dumps, load_entry, loads
from tests.builders import a_text, an_entry, an_id

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


async def _keep(*entries: CalendarEntry, before: Iterable[CalendarEntry] = ()) -> None:
    async with transaction():
        await calendar.set_entries(entries, before=before, now=NOW)


async def test_an_entry_is_read_back_whole(database: Database) -> None:
    at = datetime(2026, 4, 1, 10, tzinfo=UTC)
    change = LatestChange(
        at=at, fields=("room", "status"), days=an_entry().days, starts_at=at, zone="Asia/Tokyo", status="published"
    )
    entry = an_entry(latest_change=change, removed_at=at)

    await _keep(entry)

    assert await calendar.list_of_subject(entry.subject_id) == (entry,)


def test_an_entry_of_an_older_release_is_read() -> None:
    body = loads(dump_entry(an_entry()))
    del body["latest_change"], body["removed_at"]

    assert load_entry(dumps(body)) == an_entry()


async def test_replacing_an_entry_leaves_no_term_of_the_old_one(database: Database) -> None:
    old = an_entry(title=a_text("Zebra fair"))
    new = replace(old, title=a_text("Lion fair"))
    await _keep(old)

    await _keep(new, before=(old,))

    terms = {row["term"] for row in await fetch("SELECT term FROM posting")}
    assert "w:lion" in terms
    assert "w:zebra" not in terms


async def test_each_change_raises_the_version_once(database: Database) -> None:
    entry = an_entry()
    assert (await calendar.get_state()).version == 0

    await _keep(entry)
    await _keep(replace(entry, revision=2), before=(entry,))

    state = await calendar.get_state()
    assert (state.version, state.changed_at) == (2, NOW)


async def test_the_time_of_the_last_change_never_goes_back(database: Database) -> None:
    entry = an_entry()
    await _keep(entry)

    async with transaction():
        await calendar.set_entries((replace(entry, revision=2),), before=(entry,), now=NOW - timedelta(days=30))

    state = await calendar.get_state()
    assert (state.version, state.changed_at) == (2, NOW)


async def test_tallies_follow_an_entry_that_moves_to_another_month(database: Database) -> None:
    old = an_entry(starts_on=date(2027, 4, 5), ends_on=date(2027, 4, 9), countries=("DE",))
    new = replace(old, starts_on=date(2027, 5, 3), ends_on=date(2027, 5, 7))
    await _keep(old)

    await _keep(new, before=(old,))

    scope = old.scope.value if old.scope else ""
    assert set(await calendar.list_tallies(date(2027, 1, 1), date(2027, 12, 1))) == {
        Tally(date(2027, 5, 1), old.kind.value, scope, "", 1),
        Tally(date(2027, 5, 1), old.kind.value, scope, "DE", 1),
    }


async def test_the_change_log_is_read_newest_first(database: Database) -> None:
    lines = [
        Change(
            id=an_id(f"change {hour}"),
            subject=Subject.EXHIBITION,
            subject_id=an_id("edition"),
            at=NOW.replace(hour=hour),
            aspects=(AspectChange(Aspect.DAYS, "2027-04-05/2027-04-09", "2027-05-03/2027-05-07"),),
            note=a_text("The hall burnt down."),
        )
        for hour in (7, 8)
    ]

    for line in lines:
        await calendar.add_change(line)

    assert await calendar.list_changes(an_id("edition")) == (lines[1], lines[0])
    assert await calendar.list_latest_changes(limit=1) == (lines[1],)
