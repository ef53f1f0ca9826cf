"""Guests: lists of people as they are typed, and what each guest must be told next."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from events_app.domain.calendar import EntryStatus
from events_app.domain.guests import (
    MOST_AT_ONCE,
    Guest,
    GuestLineWrong,
    GuestNameTooLong,
    GuestState,
    NoGuests,
    TooManyAtOnce,
    mailboxes_in,
)
from events_app.domain.invitations import Invitation
from events_app.domain.letters import LetterKind, Mailbox
from tests.builders import MODIFIED_AT, a_session, a_session_entry, a_text, an_id

LATER = MODIFIED_AT + timedelta(days=1)


def a_guest(**changes: Any) -> Guest:  # noqa: ANN401 - fields of Guest
    guest = Guest(
        id=an_id("guest"),
        edition_id=an_id("edition"),
        session_id=an_id("session"),
        to=Mailbox("ana@company.example", "Ana Sá"),
        language="fr",
        told=Invitation.of_entry(a_session_entry()),
        told_at=MODIFIED_AT,
    )
    return replace(guest, **changes)


def test_a_list_of_people_is_read_line_by_line_each_address_once() -> None:
    lines = ("ana@company.example", "", "  Li Wei < LI@Company.example > ;", '"Sá, Eva" <eva@company.example>')

    assert mailboxes_in("\n".join((*lines, "ANA@company.example"))) == (
        Mailbox("ana@company.example", ""),
        Mailbox("li@company.example", "Li Wei"),
        Mailbox("eva@company.example", "Sá, Eva"),
    )


def test_a_wrong_line_is_named() -> None:
    with pytest.raises(GuestLineWrong) as wrong:
        mailboxes_in("ana@company.example\nAna Sá")
    with pytest.raises(GuestNameTooLong) as too_long:
        mailboxes_in(f"{'x' * 201} <ana@company.example>")

    assert (wrong.value.params, too_long.value.params) == (
        {"line": 2, "value": "Ana Sá"},
        {"line": 1, "most": 200},
    )


def test_a_header_cannot_be_smuggled_into_a_list() -> None:
    with pytest.raises(GuestLineWrong):
        mailboxes_in("Ana <ana@company.example>, Bcc: all@company.example")


def test_a_list_has_somebody_and_not_too_many() -> None:
    many = "\n".join(f"p{number}@company.example" for number in range(MOST_AT_ONCE + 1))

    with pytest.raises(NoGuests):
        mailboxes_in(" \n\n")
    with pytest.raises(TooManyAtOnce):
        mailboxes_in(many)
    assert len(mailboxes_in(many.partition("\n")[2])) == MOST_AT_ONCE


def test_a_moved_session_is_told_with_a_higher_sequence() -> None:
    moved = a_session_entry(starts_at=a_session().starts_at + timedelta(minutes=30), sequence=1)

    after = a_guest().follow(moved, now=LATER)

    assert (after.state, after.letter_kind) == (GuestState.UPDATED, LetterKind.SESSION_UPDATE)
    assert (after.told.sequence, after.told.starts_at, after.told.revised_at) == (1, moved.starts_at, LATER)


def test_what_moves_nobody_is_not_told() -> None:
    renamed = a_session_entry(part=a_text("Forum on greener buildings"), revision=2)
    room_in_chinese = a_session_entry(room=a_text("Hall 3, room Europa", zh_Hans="3号馆"), revision=2, sequence=1)

    assert [a_guest().follow(entry, now=LATER) for entry in (renamed, room_in_chinese)] == [a_guest(), a_guest()]
    assert a_guest(language="zh-Hans").follow(room_in_chinese, now=LATER).state is GuestState.UPDATED


def test_a_cancelled_or_vanished_session_is_called_off_once() -> None:
    cancelled = a_session_entry(status=EntryStatus.CANCELLED, reason=a_text("The hall burnt down."), sequence=4)

    told = a_guest().follow(cancelled, now=LATER)
    vanished = a_guest().follow(None, now=LATER)

    assert (told.letter_kind, told.told.sequence, told.told.reason.source) == (LetterKind.SESSION_CANCEL, 4, "en")
    assert (vanished.letter_kind, vanished.told.sequence) == (LetterKind.SESSION_CANCEL, 1)
    assert told.follow(cancelled, now=LATER + timedelta(days=1)) == told


def test_who_is_withdrawn_hears_nothing_more_until_invited_again() -> None:
    withdrawn = a_guest().withdraw(now=LATER)
    moved = a_session_entry(starts_at=a_session().starts_at + timedelta(minutes=30), sequence=1)

    again = withdrawn.invite_again(Invitation.of_entry(moved), now=LATER + timedelta(hours=1))

    assert withdrawn.follow(moved, now=LATER) == withdrawn
    assert [guest.told.sequence for guest in (a_guest(), withdrawn, again)] == [0, 1, 2]
    assert (again.letter_kind, again.is_expected) == (LetterKind.SESSION_INVITATION, True)
