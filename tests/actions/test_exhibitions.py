"""Changes to editions: the calendar, its numbers and the change log follow in the same transaction, on both engines."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from events_app.actions import exhibitions as actions
from events_app.actions.context import Context
from events_app.domain.calendar import CalendarEntry, EntryKind, EntryStatus
from events_app.domain.changes import Aspect
from events_app.domain.countries import Membership
from events_app.domain.exhibitions import Days, EditionStatus, ReasonMissing
from events_app.domain.refusals import ChangedMeanwhile, NotFound
from events_app.domain.rights import SYSTEM
from events_app.domain.selections import Selection
from events_app.domain.texts import Text
from events_app.storage import calendar, exhibitions, selections
from events_app.storage.database import Database
from tests.builders import DOMAIN, a_deadline, a_series, a_session, a_text, an_edition

NOW = datetime(2026, 6, 1, 10, 0, tzinfo=UTC)
CONTEXT = Context(
    uid_domain=DOMAIN,
    memberships=(Membership("EU", "DE", date(1993, 11, 1), None, "test"),),
)
NO_NOTE = Text.empty()
LATER = Days(date(2026, 11, 2), date(2026, 11, 5))


async def _add(**changes: object) -> None:
    await actions.add_series(a_series(), by=SYSTEM, now=NOW)
    await actions.add_edition(an_edition(**changes), by=SYSTEM, context=CONTEXT, now=NOW)


async def _entry(kind: EntryKind) -> CalendarEntry:
    entries = await calendar.list_of_subject(an_edition().id)
    return next(entry for entry in entries if entry.kind is kind)


async def _aspects(subject_id: UUID) -> list[list[Aspect]]:
    return [[a.aspect for a in change.aspects] for change in await calendar.list_changes(subject_id)]


async def test_a_published_edition_is_in_the_calendar_with_its_groups(database: Database) -> None:
    await _add(sessions=(a_session(),), deadlines=(a_deadline(),))

    found = await selections.list_all(Selection(groups=("EU",), kinds=tuple(EntryKind)))

    assert sorted(entry.kind.value for entry in found) == ["deadline", "exhibition", "session"]
    assert await exhibitions.get_edition(an_edition().slug) == an_edition(
        sessions=(a_session(),), deadlines=(a_deadline(),)
    )
    assert await _aspects(an_edition().id) == [[Aspect.ADDED]]


async def test_a_draft_is_kept_and_nothing_of_it_is_shown(database: Database) -> None:
    await _add(status=EditionStatus.DRAFT, sessions=(a_session(),))

    assert (await exhibitions.get_edition(an_edition().slug)).status is EditionStatus.DRAFT
    assert await selections.list_all(Selection(kinds=tuple(EntryKind))) == ()
    assert await _aspects(an_edition().id) == []
    assert (await calendar.get_state()).version == 0


async def test_a_typo_does_not_trouble_subscribers_and_a_new_hall_does(database: Database) -> None:
    await _add()
    typo = an_edition(summary=a_text("Lighting, electrical engineering, building automation."))

    await actions.change_edition(typo, by=SYSTEM, context=CONTEXT, now=NOW)
    after_typo = await _entry(EntryKind.EXHIBITION)
    await actions.change_edition(replace(typo, venue=a_text("Hall 11"), version=2), by=SYSTEM, context=CONTEXT, now=NOW)
    after_move = await _entry(EntryKind.EXHIBITION)

    assert (after_typo.revision, after_typo.sequence) == (2, 0)
    assert (after_move.revision, after_move.sequence) == (3, 1)
    assert sorted(await _aspects(an_edition().id)) == sorted([[Aspect.PLACE], [Aspect.WORDING], [Aspect.ADDED]])


async def test_an_edition_saved_from_a_stale_copy_is_refused(database: Database) -> None:
    await _add()
    copy = await exhibitions.get_edition(an_edition().slug)
    one, two = (replace(copy, website=f"https://{word}.example") for word in ("one", "two"))

    saved = await actions.change_edition(one, by=SYSTEM, context=CONTEXT, now=NOW)
    with pytest.raises(ChangedMeanwhile):
        await actions.change_edition(two, by=SYSTEM, context=CONTEXT, now=NOW)

    assert (saved, saved.version) == (one, 2)
    assert await exhibitions.get_edition(copy.slug) == one


async def test_saving_without_a_change_changes_nothing(database: Database) -> None:
    await _add(deadlines=(a_deadline(),))
    before, state = await calendar.list_of_subject(an_edition().id), await calendar.get_state()

    unchanged = an_edition(deadlines=(a_deadline(),), modified_at=NOW)
    await actions.change_edition(unchanged, by=SYSTEM, context=CONTEXT, now=NOW)

    assert await calendar.list_of_subject(an_edition().id) == before
    assert await calendar.get_state() == state


async def test_a_session_taken_off_stays_as_cancelled(database: Database) -> None:
    await _add(sessions=(a_session(),))

    await actions.change_edition(an_edition(), by=SYSTEM, context=CONTEXT, now=NOW)

    session = await _entry(EntryKind.SESSION)
    assert (session.status, session.sequence) == (EntryStatus.CANCELLED, 1)


async def test_postponing_moves_the_entry_and_keeps_the_old_dates(database: Database) -> None:
    await _add()

    await actions.postpone(
        an_edition().slug,
        LATER,
        deadlines=(),
        note=a_text("The hall is let."),
        by=SYSTEM,
        context=CONTEXT,
        now=NOW + timedelta(days=1),
    )

    entry = await _entry(EntryKind.EXHIBITION)
    assert (entry.days, entry.former_days, entry.sequence) == (LATER, (an_edition().days,), 1)
    newest = (await calendar.list_changes(an_edition().id))[0]
    assert (newest.aspects[0].aspect, newest.note) == (Aspect.POSTPONED, a_text("The hall is let."))
    months = {tally.month for tally in await calendar.list_tallies(date(2026, 1, 1), date(2026, 12, 1))}
    assert months == {date(2026, 11, 1)}


async def test_cancelling_cancels_every_part(database: Database) -> None:
    await _add(sessions=(a_session(),), deadlines=(a_deadline(),))

    await actions.cancel(an_edition().slug, a_text("Too few exhibitors"), by=SYSTEM, context=CONTEXT, now=NOW)

    entries = await calendar.list_of_subject(an_edition().id)
    assert {entry.status for entry in entries} == {EntryStatus.CANCELLED}
    assert {entry.reason for entry in entries} == {a_text("Too few exhibitors")}


async def test_a_refused_change_leaves_everything_as_it_was(database: Database) -> None:
    await _add()
    before = await calendar.list_of_subject(an_edition().id)

    with pytest.raises(ReasonMissing):
        await actions.cancel(an_edition().slug, Text.empty(), by=SYSTEM, context=CONTEXT, now=NOW)
    with pytest.raises(NotFound):
        await actions.cancel("not-there", a_text("Why"), by=SYSTEM, context=CONTEXT, now=NOW)

    assert await calendar.list_of_subject(an_edition().id) == before
    assert await exhibitions.get_edition(an_edition().slug) == an_edition()
