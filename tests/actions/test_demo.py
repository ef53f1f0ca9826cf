"""The demonstration as it stands in a database, on both engines."""

from datetime import UTC, datetime

from events_app.actions.demo import load_demo
from events_app.domain.calendar import EntryKind, EntryStatus
from events_app.domain.changes import Aspect
from events_app.domain.selections import Selection
from events_app.reference import demo
from events_app.settings import Settings, read
from events_app.storage import calendar, exhibitions, selections
from events_app.storage.database import Database

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def settings() -> Settings:
    return read({}, demo.profile())


async def test_the_demonstration_is_loaded_once(database: Database) -> None:
    assert await load_demo(settings(), NOW) is True
    assert await load_demo(settings(), NOW) is False

    data = demo.load("CN", {"HK", "MO", "TW"}, NOW)
    every_kind = await selections.list_all(Selection(kinds=tuple(EntryKind)))
    published = [entry for entry in every_kind if entry.kind is EntryKind.EXHIBITION]
    assert await exhibitions.count_series() == len(data.series) == 85
    assert {entry.slug for entry in published} == {edition.slug for edition in data.editions}


async def test_postponed_and_cancelled_editions_tell_their_history(database: Database) -> None:
    await load_demo(settings(), NOW)
    data = demo.load("CN", {"HK", "MO", "TW"}, NOW)

    (postponed,) = data.postponements
    (cancelled,) = data.cancellations
    moved = await exhibitions.get_edition(postponed)
    stopped = await exhibitions.get_edition(cancelled)
    moved_entry = next(e for e in await calendar.list_of_subject(moved.id) if e.kind is EntryKind.EXHIBITION)
    stopped_entry = next(e for e in await calendar.list_of_subject(stopped.id) if e.kind is EntryKind.EXHIBITION)

    assert moved.former_days
    assert (moved_entry.sequence, moved_entry.status) == (1, EntryStatus.POSTPONED)
    assert (stopped_entry.sequence, stopped_entry.status) == (1, EntryStatus.CANCELLED)
    newest = (await calendar.list_changes(moved.id))[0]
    assert Aspect.POSTPONED in {aspect.aspect for aspect in newest.aspects}
