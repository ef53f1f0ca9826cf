"""Calendar entries: how they are made of editions and projects, numbered, and worded at a moment."""

from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events_app.domain.calendar import (
    MATERIAL_FIELDS,
    CalendarEntry,
    EntryKind,
    EntryStatus,
    entries_of_edition,
    entries_of_project,
    renewed,
)
from events_app.domain.entry_names import standing_name
from events_app.domain.entry_times import (
    CHANGE_TOLD_FOR,
    REMOVED_SHOWN_FOR,
    has_left,
    tells_change,
    turns,
)
from events_app.domain.exhibitions import Days, DeadlineKind, EditionStatus, ParticipationMode
from events_app.domain.latest_changes import LatestChange
from events_app.domain.projects import Stage
from events_app.domain.standings import Standing
from tests.builders import (
    DOMAIN,
    a_deadline,
    a_deadline_entry,
    a_milestone,
    a_milestone_entry,
    a_project,
    a_session,
    a_session_entry,
    a_text,
    an_edition,
    an_entry,
    an_id,
)

NOW = datetime(2026, 9, 1, 12, 0, tzinfo=UTC)


def test_a_draft_has_no_entries() -> None:
    edition = an_edition(status=EditionStatus.DRAFT, sessions=(a_session(),), deadlines=(a_deadline(),))

    assert entries_of_edition(edition, domain=DOMAIN) == ()


def test_an_edition_has_an_entry_for_itself_each_session_and_each_deadline() -> None:
    edition = an_edition(sessions=(a_session(),), deadlines=(a_deadline(),))

    whole, session, deadline = entries_of_edition(edition, domain=DOMAIN)

    assert [e.kind for e in (whole, session, deadline)] == [EntryKind.EXHIBITION, EntryKind.SESSION, EntryKind.DEADLINE]
    assert (whole.starts_on, whole.ends_on, whole.is_whole_days) == (date(2026, 10, 12), date(2026, 10, 15), True)
    assert (session.starts_at, session.part) == (a_session().starts_at, a_session().title)
    assert (deadline.starts_on, deadline.zone) == (date(2026, 5, 15), "Asia/Shanghai")
    assert len({e.uid for e in (whole, session, deadline)}) == 3


def test_a_session_that_ends_at_midnight_stays_on_its_day() -> None:
    late = a_session(
        starts_at=datetime(2026, 10, 13, 20, 0, tzinfo=UTC),
        ends_at=datetime(2026, 10, 13, 22, 0, tzinfo=UTC),
    )

    _, entry = entries_of_edition(an_edition(sessions=(late,)), domain=DOMAIN)

    assert (entry.starts_on, entry.ends_on) == (date(2026, 10, 13), date(2026, 10, 13))


def test_only_public_milestones_of_public_projects_are_shown() -> None:
    internal = a_milestone(id=an_id("secret"), is_public=False)

    assert len(entries_of_project(a_project(milestones=(a_milestone(), internal)), domain=DOMAIN)) == 1
    assert entries_of_project(a_project(is_public=False), domain=DOMAIN) == ()


def test_milestones_ahead_of_a_terminated_project_are_called_off_and_reached_ones_stay() -> None:
    reached = a_milestone(id=an_id("reached"), actual_on=date(2026, 5, 1))
    project = a_project(stage=Stage.TERMINATED, milestones=(reached, a_milestone()))

    first, second = entries_of_project(project, domain=DOMAIN)

    assert (first.status, second.status) == (EntryStatus.PUBLISHED, EntryStatus.CANCELLED)


@pytest.mark.parametrize(
    ("changes", "now", "standing"),
    [
        ({"status": EntryStatus.CANCELLED}, NOW, Standing.CANCELLED),
        ({"dates_confirmed": False}, NOW, Standing.PROVISIONAL),
        ({}, NOW, Standing.CONFIRMED),
        ({"status": EntryStatus.POSTPONED}, NOW, Standing.POSTPONED),
        ({}, datetime(2026, 10, 13, tzinfo=UTC), Standing.RUNNING),
        # Midnight in Frankfurt comes two hours before midnight in UTC.
        ({}, datetime(2026, 10, 11, 22, 0, tzinfo=UTC), Standing.RUNNING),
        ({}, datetime(2026, 10, 11, 21, 59, tzinfo=UTC), Standing.CONFIRMED),
        ({}, datetime(2026, 10, 15, 22, 0, tzinfo=UTC), Standing.HELD),
        (
            {"applications_open_at": NOW - timedelta(days=1), "applications_close_at": NOW + timedelta(days=1)},
            NOW,
            Standing.OPEN,
        ),
    ],
)
def test_the_status_word_follows_the_moment(changes: dict[str, Any], now: datetime, standing: Standing) -> None:
    assert an_entry(**changes).standing(now) is standing


@pytest.mark.parametrize("entry", [an_entry(), a_session_entry(), a_deadline_entry(), a_milestone_entry()])
@pytest.mark.parametrize("status", [EntryStatus.PUBLISHED, EntryStatus.CANCELLED])
@pytest.mark.parametrize("year", [2020, 2030])
def test_every_kind_of_entry_has_a_status_word_of_its_own(entry: CalendarEntry, status: EntryStatus, year: int) -> None:
    noun = f"{entry.kind.value} status"

    assert standing_name(replace(entry, status=status), NOW.replace(year=year)).context == noun


def test_an_independent_edition_never_takes_applications() -> None:
    deadlines = (
        a_deadline(id=an_id("opens"), kind=DeadlineKind.APPLICATIONS_OPEN, at=NOW - timedelta(days=2)),
        a_deadline(at=NOW + timedelta(days=2)),
    )
    organised = an_edition(deadlines=deadlines)
    independent = replace(organised, mode=ParticipationMode.INDEPENDENT)

    assert entries_of_edition(organised, domain=DOMAIN)[0].standing(NOW) is Standing.OPEN
    assert entries_of_edition(independent, domain=DOMAIN)[0].standing(NOW) is Standing.CONFIRMED


def test_an_unchanged_entry_keeps_its_revision_and_its_times() -> None:
    old = replace(an_entry(), revision=3, sequence=1)
    again = an_entry(modified_at=NOW)

    assert renewed(old, again, now=NOW) == old


MATERIAL = [
    {"starts_on": date(2026, 10, 11)},
    {"ends_on": date(2026, 10, 16)},
    {"venue": a_text("Another hall")},
    {"city": a_text("Cologne")},
    {"status": EntryStatus.CANCELLED},
    {"zone": "Europe/Paris"},
]
WORDING = [
    {"title": a_text("Light and Building")},
    {"description": a_text("New words")},
    {"website": "https://other.example/"},
    {"former_days": (Days(date(2026, 9, 1), date(2026, 9, 3)),)},
]


@pytest.mark.parametrize("changes", MATERIAL, ids=lambda c: next(iter(c)))
def test_a_change_of_date_time_place_or_status_raises_sequence(changes: dict[str, Any]) -> None:
    entry = renewed(an_entry(), an_entry(**changes), now=NOW)

    assert (entry.revision, entry.sequence, entry.modified_at) == (2, 1, NOW)


@pytest.mark.parametrize("changes", WORDING, ids=lambda c: next(iter(c)))
def test_a_change_of_wording_raises_the_revision_only(changes: dict[str, Any]) -> None:
    entry = renewed(an_entry(), an_entry(**changes), now=NOW)

    assert (entry.revision, entry.sequence, entry.modified_at) == (2, 0, NOW)


def test_material_fields_are_fields_of_an_entry() -> None:
    assert {field.name for field in fields(CalendarEntry)} >= MATERIAL_FIELDS


@given(st.lists(st.sampled_from(MATERIAL + WORDING), min_size=1, max_size=8))
def test_sequence_never_falls_and_never_overtakes_the_revision(steps: list[dict[str, Any]]) -> None:
    entry = renewed(None, an_entry(), now=NOW)
    for step in steps:
        after = renewed(entry, replace(entry, **step), now=NOW)
        assert entry.sequence <= after.sequence <= after.revision - 1
        assert after.uid == entry.uid
        assert after.created_at == entry.created_at
        entry = after


def test_what_is_called_off_stays_called_off() -> None:
    gone = an_entry().calls_off(now=NOW)

    assert (gone.status, gone.sequence, gone.revision) == (EntryStatus.CANCELLED, 1, 2)
    assert gone.calls_off(now=NOW + timedelta(days=1)) == gone


def test_what_was_cancelled_before_it_was_removed_looks_the_same_and_knows_when_it_went() -> None:
    cancelled = an_entry(status=EntryStatus.CANCELLED)

    removed = cancelled.calls_off(now=NOW)

    assert removed == replace(cancelled, removed_at=NOW)
    assert renewed(removed, cancelled, now=NOW).removed_at is None


def test_the_latest_material_change_is_kept_with_its_former_values_until_the_next() -> None:
    old = an_entry()
    moved = renewed(old, an_entry(ends_on=old.ends_on + timedelta(days=1)), now=NOW)
    reworded = renewed(moved, replace(moved, organiser=a_text("Another")), now=NOW + timedelta(days=1))

    assert moved.latest_change == LatestChange(
        at=NOW, fields=("ends_on",), days=old.days, starts_at=None, zone=old.zone, status="published"
    )
    assert reworded.latest_change == moved.latest_change


def test_time_turns_an_entry_when_its_change_is_old_and_when_it_is_long_gone() -> None:
    gone = an_entry().calls_off(now=NOW)
    first, second = NOW + CHANGE_TOLD_FOR, NOW + REMOVED_SHOWN_FOR

    assert (list(turns(gone)), list(turns(an_entry()))) == ([first, second], [])
    assert (has_left(gone, second), tells_change(gone, first)) == (True, False)
