"""Letters as receivers get them: every kind, in their language and direction, on their clock, the same each time."""

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from events_app.domain.invitations import METHODS, Invitation
from events_app.domain.letters import SESSION_LETTERS, Letter, LetterKind, Mailbox
from events_app.edge.letters import EVERY, LetterWriter
from events_app.edge.pages import open_pages
from events_app.i18n.dates import day_range
from events_app.mail.messages import Message
from events_app.settings import read
from tests.application_builders import an_application
from tests.builders import a_session_entry, a_text, an_edition, an_id
from tests.job_builders import NOW

JOB = UUID("00000000-0000-4000-8000-000000000001")
SETTINGS = read(
    {
        "HOME_COUNTRY": "CN",
        "HOME_ZONE": "Asia/Shanghai",
        "BASE_URL": "https://fairs.example",
        "UID_DOMAIN": "fairs.example",
        "AUTHORITY_NAME": '{"en": "Trade Authority", "ar": "هيئة التجارة"}',
        "AUTHORITY_EMAIL": "desk@fairs.example",
        "MAIL_FROM": "calendar@fairs.example",
    }
)
WRITER = LetterWriter(open_pages(SETTINGS))
ANA = Mailbox("ana@unit.example", "Ana Sá")
PARAMS: dict[str, Any] = {
    "token": "t-1/2",
    "by": "Li Wei",
    "email": "new@unit.example",
    "organisation": {"en": "Unit <East>", "fr": "Unité Est"},
    "title": {"en": "Light and Building"},
    "reason": {"en": "The hall burnt down."},
    "expires_at": (NOW + timedelta(days=7)).isoformat(),
    "path": "exhibitions/light-and-building-2026",
}


def _letter(kind: LetterKind, *, to: Mailbox = ANA, language: str = "en", zone: str = "", **params: object) -> Letter:
    if kind in SESSION_LETTERS:
        invited = Invitation.of_entry(a_session_entry(reason=a_text("The hall burnt down.")))
        return invited.letter(kind, to=to, language=language, zone=zone)
    return Letter(kind=kind, to=to, language=language, zone=zone, params=PARAMS | params)


def _message(kind: LetterKind, **given: Any) -> Message:  # noqa: ANN401 - as _letter takes them
    return WRITER.message(_letter(kind, **given), job_id=JOB, written_at=NOW)


def test_every_kind_of_letter_has_words() -> None:
    assert set(EVERY) == set(LetterKind)
    assert set(METHODS) > SESSION_LETTERS


def test_an_invitation_says_who_invites_whither_and_until_when() -> None:
    message = _message(LetterKind.INVITATION)

    assert message.text == (
        "Hello Ana Sá,\n\n"
        "Li Wei invites you to work for Unit <East> in this calendar.\n\n"
        "The link below can be used once, until 2 December 2026, 17:30 (Shanghai, UTC+8).\n\n"
        "https://fairs.example/en/invitation?token=t-1%2F2\n\n"
        "If you do not know what this is about, you need do nothing.\n\n"
        "This letter was sent automatically.\n\n"
        "Questions: desk@fairs.example\n\n"
        "Trade Authority\n"
    )
    assert (message.id, message.subject) == (f"{JOB}@fairs.example", "Invitation: Unit <East>")
    assert (message.sender, message.to, message.reply_to) == (
        Mailbox("calendar@fairs.example", "Trade Authority"),
        ANA,
        Mailbox("desk@fairs.example"),
    )


def test_without_a_name_nobody_is_named() -> None:
    text = _message(LetterKind.INVITATION, to=Mailbox("ana@unit.example"), by="").text

    assert text.startswith("Hello,\n\nYou are invited to work for Unit <East> in this calendar.\n\n")


def test_names_in_html_are_escaped_and_keep_their_direction() -> None:
    html = _message(LetterKind.INVITATION, by="<b>Li</b>").html

    assert "<p><bdi>&lt;b&gt;Li&lt;/b&gt;</bdi> invites you to work for <bdi>Unit &lt;East&gt;</bdi> in" in html
    assert '<html lang="en" dir="ltr">' in html
    assert '<a href="https://fairs.example/en/invitation?token=t-1%2F2">Accept the invitation</a>' in html


def test_a_letter_is_in_the_receivers_language_and_direction_on_the_receivers_clock() -> None:
    message = _message(LetterKind.PASSWORD_RESET, language="ar", zone="Africa/Cairo")

    assert (message.language, message.direction) == ("ar", "rtl")
    assert message.sender.name == "هيئة التجارة"
    assert '<html lang="ar" dir="rtl">' in message.html
    assert "https://fairs.example/ar/reset-password?token=t-1%2F2" in message.text
    assert "\u20682" in message.text
    assert "11:30" in message.text


def test_a_text_is_shown_in_the_nearest_language_there_is() -> None:
    assert _message(LetterKind.INVITATION, language="fr").subject.endswith("Unité Est")
    assert _message(LetterKind.INVITATION, language="ru").subject.endswith("Unit <East>")


def test_a_language_that_is_not_offered_becomes_the_default_one() -> None:
    assert _message(LetterKind.PASSWORD_RESET, language="de").language == "en"


@pytest.mark.parametrize("kind", LetterKind)
@pytest.mark.parametrize("language", ["en", "ar", "zh-Hans"])
def test_every_letter_can_be_worded_and_is_the_same_each_time(kind: LetterKind, language: str) -> None:
    message = _message(kind, language=language)

    assert message == _message(kind, language=language)
    assert message.subject
    assert not re.search(r"%\(|None|\{\{", message.subject + message.text + message.html)
    assert (message.calendar is not None) == (kind in SESSION_LETTERS)


def test_a_letter_that_was_sent_can_still_be_shown_without_its_secret() -> None:
    letter = _letter(LetterKind.PASSWORD_RESET)
    kept = {name: value for name, value in letter.payload().items() if name != "secret"}

    message = WRITER.message(Letter.of(kept), job_id=an_id("job"), written_at=NOW)

    assert Letter.of(letter.payload()) == letter
    assert "t-1" not in message.text + message.html
    assert "https://fairs.example/en/reset-password\n" in message.text


def test_a_session_says_when_and_where_on_the_clocks_of_the_place() -> None:
    message = _message(LetterKind.SESSION_INVITATION)

    assert message.subject == "Invitation: Forum on green buildings – Light and Building 2026"
    assert "When: Tuesday, 13 October 2026, 14:00–16:30 (Berlin, UTC+2)" in message.text
    assert "Place: Hall 3, room Europa, Messe Frankfurt, Frankfurt am Main, Germany" in message.text
    assert message.calendar is not None
    assert message.calendar.method == "REQUEST"
    unfolded = message.calendar.content.replace(b"\r\n ", b"").decode()
    assert '\r\nORGANIZER;CN="Trade Authority":mailto:calendar@fairs.example\r\n' in unfolded
    assert ":mailto:ana@unit.example\r\n" in unfolded


def test_a_withdrawn_session_says_so_in_the_letter_and_in_the_calendar() -> None:
    message = _message(LetterKind.SESSION_CANCEL)

    assert message.subject == "Cancelled: Forum on green buildings – Light and Building 2026"
    assert message.calendar is not None
    assert message.calendar.method == "CANCEL"
    assert b"\r\nSTATUS:CANCELLED\r\n" in message.calendar.content


def test_a_place_goes_into_the_calendar_and_out_of_it_again() -> None:
    place = Invitation.of_place(an_application(version=3), an_edition(version=2))

    taken = _message(LetterKind.PLACE_ACCEPTED, invitation=place.params())
    gone = _message(LetterKind.EDITION_CANCELLED, invitation=replace(place, sequence=6).params())

    days = an_edition().days
    assert f"When: {day_range(days.first, days.last, 'en')}" in taken.text
    assert taken.calendar is not None
    assert gone.calendar is not None
    assert (taken.calendar.method, gone.calendar.method) == ("REQUEST", "CANCEL")
    unfolded = [part.content.replace(b"\r\n ", b"").decode() for part in (taken.calendar, gone.calendar)]
    assert all(f"UID:{place.uid}@{SETTINGS.uid_domain}\r\n" in text for text in unfolded)
    assert "SUMMARY;LANGUAGE=en:Light and Building\r\n" in unfolded[0]
    assert "The hall burnt down." in unfolded[1]


def test_a_letter_about_a_case_without_a_place_leaves_the_calendar_alone() -> None:
    assert _message(LetterKind.APPLICATION_WITHDRAWN).calendar is None
    assert _message(LetterKind.EDITION_CANCELLED).calendar is None
