"""Invitations as values of one revision of a session."""

import json
from datetime import UTC, date, datetime, timedelta
from zoneinfo import available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events_app.domain.calendar import EntryStatus
from events_app.domain.exhibitions import Days
from events_app.domain.invitations import HoursMissing, Invitation
from events_app.domain.letters import LetterKind, Mailbox
from tests.application_builders import an_application
from tests.builders import a_deadline_entry, a_session_entry, a_text, an_edition, an_entry

ENTRY = a_session_entry()


def test_a_session_of_the_calendar_is_invited_to_under_its_own_uid() -> None:
    invited = Invitation.of_entry(a_session_entry(sequence=3))

    assert (invited.uid, invited.sequence, invited.revised_at) == (ENTRY.uid, 3, ENTRY.modified_at)
    assert invited.place == (ENTRY.room, ENTRY.venue, ENTRY.city)
    assert (invited.starts_there.hour, invited.ends_there.hour) == (14, 16)


def test_a_reason_is_told_of_what_is_cancelled() -> None:
    reason = a_text("The hall burnt down.")

    assert Invitation.of_entry(a_session_entry(reason=reason, status=EntryStatus.CANCELLED)).reason == reason
    assert not Invitation.of_entry(a_session_entry(reason=reason)).reason


@pytest.mark.parametrize("entry", [an_entry(), a_deadline_entry(), a_session_entry(ends_at=ENTRY.starts_at)])
def test_there_is_no_invitation_without_hours(entry: object) -> None:
    with pytest.raises(HoursMissing):
        Invitation.of_entry(entry)  # type: ignore[arg-type]  # entries of three kinds


def test_an_invitation_travels_in_a_letter() -> None:
    invited = Invitation.of_entry(ENTRY)

    letter = invited.letter(LetterKind.SESSION_INVITATION, to=Mailbox("ana@unit.example"), language="fr")

    back = Invitation.of_params(json.loads(json.dumps(letter.params)))
    assert back.params() == invited.params()
    assert back.title.wordings == invited.title.wordings
    assert (back.starts_at, back.ends_at - back.starts_at) == (
        datetime(2026, 10, 13, 12, 0, tzinfo=UTC),
        timedelta(hours=2, minutes=30),
    )


def test_a_place_is_the_whole_days_of_the_exhibition_where_it_is() -> None:
    edition = an_edition(days=Days(date(2026, 3, 27), date(2026, 3, 29)), zone="Europe/Berlin", version=4)

    place = Invitation.of_place(an_application(version=3), edition)

    assert (place.uid, place.sequence) == (f"place-{an_application().id}", 7)
    assert (place.starts_at, place.ends_at) == (
        datetime(2026, 3, 26, 23, 0, tzinfo=UTC),
        datetime(2026, 3, 29, 22, 0, tzinfo=UTC),
    )
    assert Invitation.of_params(json.loads(json.dumps(place.params()))).params() == place.params()


@given(zone=st.sampled_from(sorted(available_timezones())), day=st.dates(date(1990, 1, 1), date(2090, 12, 30)))
def test_the_days_of_a_place_are_those_of_the_edition_in_every_zone(zone: str, day: date) -> None:
    days = Days(day, day + timedelta(days=1))

    place = Invitation.of_place(an_application(), an_edition(days=days, zone=zone))

    last = place.ends_there.date() - timedelta(days=1)
    assert (place.starts_there.date(), last) == (days.first, days.last)
