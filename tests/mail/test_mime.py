"""Messages as MIME, read back by the standard library's parser and by procmail-style readers of other make."""

import email
import email.policy
from datetime import UTC, datetime
from email.headerregistry import AddressHeader
from email.message import EmailMessage
from typing import cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from events_app.domain.letters import Mailbox
from events_app.mail.messages import CalendarPart, Message
from events_app.mail.mime import AddressUnusable, one_line, written
from tests.job_builders import a_message

ICS = b"BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nEND:VCALENDAR\r\n"
HEADERS = ["From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted"]
MIME_HEADERS = ["MIME-Version", "Content-Type", "Content-Language"]


def _read(message: Message, *, is_readable: bool = False) -> EmailMessage:
    raw = written(message, is_readable=is_readable).as_bytes()
    return email.message_from_bytes(raw, policy=email.policy.default)


def _content(part: object) -> str:
    return str(cast("EmailMessage", part).get_content()).replace("\r\n", "\n")


def _parts(mime: EmailMessage) -> list[str]:
    return [part.get_content_type() for part in mime.walk()]


def test_text_and_html_are_alternatives_under_stable_headers() -> None:
    mime = _read(a_message())

    assert dict(mime.items()) == {
        "From": "Trade Promotion Authority <calendar@authority.example>",
        "To": "Ana Sá <ana@unit.example>",
        "Subject": "Invitation to the calendar",
        "Date": "Wed, 25 Nov 2026 09:30:00 +0000",
        "Message-ID": "<7f0c@events.example>",
        "Auto-Submitted": "auto-generated",
        "MIME-Version": "1.0",
        "Content-Type": mime["Content-Type"],
        "Content-Language": "en",
    }
    assert _parts(mime) == ["multipart/alternative", "text/plain", "text/html"]
    text, html = mime.iter_parts()
    assert _content(text) == a_message().text
    assert _content(html) == a_message().html


def test_an_invitation_is_an_alternative_and_attached_with_the_same_bytes() -> None:
    mime = _read(a_message(calendar=CalendarPart(ICS, "REQUEST")))

    assert _parts(mime) == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "text/html",
        "text/calendar",
        "application/ics",
    ]
    calendar, attached = list(mime.walk())[-2:]
    assert (calendar.get_param("method"), calendar.get_param("charset")) == ("REQUEST", "utf-8")
    assert attached.get_filename() == "invitation.ics"
    assert calendar.get_payload(decode=True) == attached.get_payload(decode=True) == ICS


def test_what_applies_only_sometimes_is_left_out_otherwise() -> None:
    url = f"https://events.example/en/letters/{'x' * 120}"
    mime = _read(a_message(unsubscribe=url, reply_to=Mailbox("desk@authority.example"), is_automatic=False))

    assert (mime["List-Unsubscribe"], mime["Reply-To"], mime["Auto-Submitted"]) == (
        f"<{url}>",
        "desk@authority.example",
        None,
    )


@pytest.mark.parametrize(
    ("language", "words"), [("ar", "دعوة إلى التقويم"), ("zh-Hans", "日历邀请"), ("ru", "Приглашение в календарь")]
)
def test_every_script_comes_back_and_a_file_can_be_read_by_people(language: str, words: str) -> None:
    message = a_message(language=language, subject=words, text=f"{words}\n", to=Mailbox("ana@unit.example", words))

    sent, filed = _read(message), _read(message, is_readable=True)

    assert sent["Subject"] == filed["Subject"] == words
    assert sent["To"].addresses[0].display_name == filed["To"].addresses[0].display_name == words
    assert written(message).as_bytes().isascii()
    assert words.encode() in written(message, is_readable=True).as_bytes()


def test_the_same_message_is_written_with_the_same_headers() -> None:
    first, second = written(a_message()), written(a_message())

    assert {name: first[name] for name in HEADERS} == {name: second[name] for name in HEADERS}


def test_a_domain_of_other_letters_is_written_in_ascii_and_other_local_parts_as_they_are() -> None:
    assert _read(a_message(to=Mailbox("ana@bücher.example")))["To"] == "ana@xn--bcher-kva.example"
    assert "josé@unit.example".encode() in written(a_message(to=Mailbox("josé@unit.example"))).as_bytes()


@pytest.mark.parametrize(
    "address",
    ["", "ana", "ana@", "@unit.example", "a b@unit.example", "ana@unit.example\r\nBcc: all@unit.example",
     "ana@unit.example,eva@unit.example", "<ana@unit.example>", "ana@@unit.example", "ana@..example",
     "\ud800@x.example"],
)  # fmt: skip
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(AddressUnusable) as refused:
        written(a_message(to=Mailbox(address)))

    assert refused.value.is_permanent


ANY_TEXT = st.text(st.characters(), max_size=300) | st.sampled_from(
    [
        "Ana\r\nBcc: all@unit.example",
        "a\n\n<script>",
        'Sá, "Ana" <x@y.example>',
        "=?utf-8?q?x?=",
        "\u2028x",
        "a@b, c@d",
        "\x00",
    ]
)


@settings(max_examples=60)
@given(subject=ANY_TEXT, name=ANY_TEXT, sender=ANY_TEXT, text=ANY_TEXT, identity=ANY_TEXT)
def test_no_name_and_no_subject_can_add_a_header_or_a_receiver(
    subject: str, name: str, sender: str, text: str, identity: str
) -> None:
    message = a_message(
        id=f"{identity}@events.example",
        subject=subject,
        to=Mailbox("ana@unit.example", name),
        sender=Mailbox("calendar@authority.example", sender),
        text=text,
    )

    raw = written(message).as_bytes()
    mime = email.message_from_bytes(raw, policy=email.policy.default)

    assert list(mime.keys()) == [*HEADERS, *MIME_HEADERS]
    assert [address.addr_spec for address in cast("AddressHeader", mime["To"]).addresses] == ["ana@unit.example"]
    assert [a.addr_spec for a in cast("AddressHeader", mime["From"]).addresses] == ["calendar@authority.example"]
    assert max(map(len, raw.split(b"\r\n"))) <= 998
    assert _parts(mime) == ["multipart/alternative", "text/plain", "text/html"]


@given(ANY_TEXT)
def test_a_subject_comes_back_as_one_line(subject: str) -> None:
    assert _read(a_message(subject=subject))["Subject"] == one_line(subject)


def test_the_date_is_that_of_the_message() -> None:
    moment = datetime(2027, 2, 1, 23, 59, 59, tzinfo=UTC)

    assert _read(a_message(written_at=moment))["Date"].datetime == moment
