"""What changed since a version: lines in order, one for each entry, on both engines."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from events_app.domain.calendar import CalendarEntry
from events_app.storage import calendar
from events_app.storage.calendar_log import LogLine, LogPosition, Turn, find_last_turn, list_since, list_turns
from events_app.storage.database import Database, transaction
from tests.builders import an_entry, an_id

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
BEGINNING = LogPosition(0)


async def _keep(*entries: CalendarEntry, before: Iterable[CalendarEntry] = ()) -> None:
    async with transaction():
        await calendar.set_entries(entries, before=before, now=NOW)


async def test_the_log_tells_the_last_change_of_each_entry(database: Database) -> None:
    first, second = (replace(an_entry(), id=an_id(str(number)), uid=str(number)) for number in (1, 2))
    await _keep(first, second)
    await _keep(replace(first, revision=2), before=(first,))
    await _keep(before=(second,))

    lines = await list_since(BEGINNING, limit=10)

    assert lines == (LogLine(first.id, 2, None), LogLine(second.id, 3, NOW))
    assert await list_since(LogPosition(2), limit=10) == lines[1:]
    assert await list_since(LogPosition(3), limit=10) == ()


async def test_an_entry_that_comes_back_is_there_again(database: Database) -> None:
    entry = an_entry()
    await _keep(entry)
    await _keep(before=(entry,))
    await _keep(entry)

    assert await list_since(BEGINNING, limit=10) == (LogLine(entry.id, 3, None),)
    assert await calendar.list_of_ids([entry.id, an_id("99")]) == (entry,)


async def test_a_version_with_many_changes_is_read_in_parts(database: Database) -> None:
    entries = sorted((replace(an_entry(), id=an_id(str(n)), uid=str(n)) for n in range(1, 6)), key=lambda one: one.id)
    await _keep(*entries)

    part = await list_since(BEGINNING, limit=2)
    rest = await list_since(LogPosition(1, part[-1].entry_id), limit=10)

    assert [line.entry_id for line in (*part, *rest)] == [entry.id for entry in entries]


async def test_moments_at_which_time_alone_changes_an_entry_go_with_it(database: Database) -> None:
    first, second = (
        replace(an_entry(), id=an_id(str(number)), uid=str(number), removed_at=NOW - timedelta(days=90 + number))
        for number in (1, 2)
    )
    await _keep(first, second)
    turns = (Turn(NOW - timedelta(days=2), second.id), Turn(NOW - timedelta(days=1), first.id))

    assert await list_turns(None, NOW, limit=9) == turns
    assert await list_turns(turns[0], NOW, limit=9) == turns[1:]
    assert await list_turns(None, NOW, limit=1) == turns[:1]
    assert await list_turns(None, turns[0].at, limit=9) == turns[:1]
    assert await find_last_turn(NOW) == turns[1]
    await _keep(replace(first, removed_at=None), before=(first,))
    assert await find_last_turn(NOW) == turns[0]
    await _keep(before=(second,))
    assert await find_last_turn(NOW) is None


async def test_words_that_stand_everywhere_have_a_version_of_their_own(database: Database) -> None:
    await _keep(an_entry())
    async with transaction():
        assert await calendar.set_changed(NOW, in_words=True) == 2
        assert await calendar.set_changed(NOW) == 3

    state = await calendar.get_state()
    assert (state.version, state.words_version) == (3, 2)
