"""Invitations read back by ical.js, node-ical, vobject and icalendar: request, update, withdrawal."""

import json
import subprocess
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import icalendar
import pytest
import vobject
from hypothesis import given, settings
from hypothesis import strategies as st

from events_app.domain.invitations import HoursMissing, Invitation, Method
from events_app.domain.letters import Mailbox
from events_app.formats.invitations import InvitationWording, invitation
from tests.application_builders import an_application
from tests.builders import a_session_entry, a_text, an_edition, an_entry
from tests.formats.readers import NODE, needs_node, read_with_vobject

INVITED = Invitation.of_entry(a_session_entry())
WORDING = InvitationWording(
    language="en",
    summary="Forum on green buildings – Light and Building 2026",
    location="Hall 3, room Europa, Messe Frankfurt",
    description="All details: https://events.example/en/exhibitions/light-and-building-2026",
    url="https://events.example/en/exhibitions/light-and-building-2026",
    organiser=Mailbox("calendar@authority.example", "Trade Promotion Authority"),
    attendee=Mailbox("ana@unit.example", "Sá, Ana"),
)


def _read_with_node(content: bytes) -> dict[str, Any]:
    done = subprocess.run(["node", "read_invitation.mjs"], cwd=NODE, input=content, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


@needs_node
@pytest.mark.node
def test_a_request_asks_the_receiver_to_come() -> None:
    read = _read_with_node(invitation(INVITED, Method.REQUEST, WORDING))

    assert read["icalJs"] == {
        "method": "REQUEST",
        "uid": INVITED.uid,
        "sequence": 0,
        "status": "CONFIRMED",
        "stamp": "2026-03-05T14:45:10Z",
        "start": "2026-10-13T12:00:00Z",
        "end": "2026-10-13T14:30:00Z",
        "summary": WORDING.summary,
        "location": WORDING.location,
        "organizer": {"cn": "Trade Promotion Authority", "address": "mailto:calendar@authority.example"},
        "attendees": [
            {
                "cn": "Sá, Ana",
                "cutype": "INDIVIDUAL",
                "role": "REQ-PARTICIPANT",
                "partstat": "NEEDS-ACTION",
                "rsvp": "TRUE",
                "address": "mailto:ana@unit.example",
            }
        ],
    }
    assert read["nodeIcal"] == {
        "method": "REQUEST",
        "uid": INVITED.uid,
        "sequence": 0,
        "status": "CONFIRMED",
        "start": "2026-10-13T12:00:00Z",
        "end": "2026-10-13T14:30:00Z",
        "summary": WORDING.summary,
        "organizer": "mailto:calendar@authority.example",
        "attendee": "mailto:ana@unit.example",
    }


@needs_node
@pytest.mark.node
def test_an_update_and_a_withdrawal_keep_the_uid_and_raise_the_sequence() -> None:
    later = timedelta(hours=2)
    moved = replace(
        INVITED, sequence=1, revised_at=INVITED.revised_at + later, starts_at=INVITED.starts_at + later,
        ends_at=INVITED.ends_at + later,
    )  # fmt: skip
    gone = replace(moved, sequence=2, revised_at=INVITED.revised_at + 2 * later)

    update = _read_with_node(invitation(moved, Method.REQUEST, WORDING))["icalJs"]
    cancel = _read_with_node(invitation(gone, Method.CANCEL, WORDING))["icalJs"]

    told = ("method", "uid", "sequence", "status", "start", "stamp")
    assert [update[name] for name in told] == [
        "REQUEST", INVITED.uid, 1, "CONFIRMED", "2026-10-13T14:00:00Z", "2026-03-05T16:45:10Z",
    ]  # fmt: skip
    assert [cancel[name] for name in told] == [
        "CANCEL", INVITED.uid, 2, "CANCELLED", "2026-10-13T14:00:00Z", "2026-03-05T18:45:10Z",
    ]  # fmt: skip
    assert cancel["attendees"][0]["address"] == "mailto:ana@unit.example"
    assert "partstat" not in cancel["attendees"][0]


@needs_node
@pytest.mark.node
def test_a_place_is_whole_days_that_nobody_has_to_answer() -> None:
    place = Invitation.of_place(an_application(version=2), an_edition(version=1))
    content = invitation(place, Method.REQUEST, WORDING)
    gone = invitation(replace(place, sequence=4), Method.CANCEL, WORDING)

    read, cancel = _read_with_node(content)["icalJs"], _read_with_node(gone)["icalJs"]
    (event,) = read_with_vobject(content)

    assert b"DTSTART;VALUE=DATE:20261012\r\n" in content
    assert b"DTEND;VALUE=DATE:20261016\r\n" in content
    assert b"VTIMEZONE" not in content
    assert (event["start"], event["end"], event["sequence"]) == ("2026-10-12", "2026-10-16", 3)
    assert (read["method"], read["attendees"][0]["partstat"], "rsvp" in read["attendees"][0]) == (
        "REQUEST",
        "ACCEPTED",
        False,
    )
    assert (cancel["method"], cancel["uid"], cancel["sequence"], cancel["status"]) == (
        "CANCEL",
        place.uid,
        4,
        "CANCELLED",
    )


def test_vobject_reads_the_hours_from_the_time_zone_that_is_sent() -> None:
    content = invitation(INVITED, Method.REQUEST, WORDING)

    (event,) = read_with_vobject(content)

    assert (event["start"], event["end"], event["sequence"]) == ("2026-10-13T12:00:00Z", "2026-10-13T14:30:00Z", 0)
    calendar = vobject.readOne(content.decode())
    assert calendar.method.value == "REQUEST"
    assert (calendar.vevent.organizer.value, calendar.vevent.attendee.params["CN"]) == (
        "mailto:calendar@authority.example",
        ["Sá, Ana"],
    )
    assert b"BEGIN:VTIMEZONE\r\nTZID:Europe/Berlin\r\n" in content


def test_an_hour_that_comes_twice_is_told_in_utc() -> None:
    start = datetime(2026, 10, 25, 1, 30, tzinfo=UTC)

    content = invitation(replace(INVITED, starts_at=start, ends_at=start + timedelta(hours=1)), Method.REQUEST, WORDING)

    assert b"DTSTART:20261025T013000Z" in content
    assert b"VTIMEZONE" not in content


def test_the_same_revision_gives_the_same_bytes() -> None:
    again = Invitation.of_params(json.loads(json.dumps(INVITED.params())))

    assert again.params() == INVITED.params()
    assert invitation(again, Method.REQUEST, WORDING) == invitation(INVITED, Method.REQUEST, WORDING)


def test_whole_days_are_nothing_to_be_invited_to() -> None:
    with pytest.raises(HoursMissing):
        Invitation.of_entry(an_entry())


HOSTILE = st.text(max_size=60) | st.sampled_from(
    ['"; X="', "a\r\nATTENDEE:mailto:all@unit.example", "END:VEVENT\nBEGIN:VEVENT", "\\n;,:", "^n^'", "\x00\u2028"]
)


@settings(max_examples=60)
@given(name=HOSTILE, summary=HOSTILE, location=HOSTILE, description=HOSTILE)
def test_no_name_and_no_title_can_add_a_property(name: str, summary: str, location: str, description: str) -> None:
    wording = replace(
        WORDING,
        attendee=Mailbox("ana@unit.example", name),
        organiser=Mailbox("calendar@authority.example", name),
        summary=summary,
        location=location,
        description=description,
    )
    invited = replace(INVITED, title=a_text("x"))

    content = invitation(invited, Method.REQUEST, wording)

    (event,) = icalendar.Calendar.from_ical(content).walk("VEVENT")
    expected = {"UID", "SEQUENCE", "DTSTAMP", "CREATED", "LAST-MODIFIED", "DTSTART", "DTEND", "STATUS", "TRANSP"}
    assert expected <= set(event) <= expected | {"SUMMARY", "LOCATION", "DESCRIPTION", "URL", "ORGANIZER", "ATTENDEE"}
    assert str(event["attendee"]) == "mailto:ana@unit.example"
    assert str(event["organizer"]) == "mailto:calendar@authority.example"
    assert content.count(b"\r\nBEGIN:VEVENT\r\n") == 1
    assert max(map(len, content.split(b"\r\n"))) <= 75
