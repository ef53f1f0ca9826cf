"""Calendars of others, well written, badly written and meant to do harm."""

import time
from contextlib import suppress
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events_app.domain.exhibitions import Days, EndsBeforeStart, LastsTooLong
from events_app.domain.imports import Candidate, CandidateStatus
from events_app.domain.refusals import Refusal
from events_app.domain.tables import Fault
from events_app.formats.ical import calendar, event, zones_of
from events_app.formats.ical_reading import (
    LARGEST_BYTES,
    CalendarTooLarge,
    EventRecurs,
    EventTwice,
    EventUnreadable,
    EventWithoutStart,
    EventWithoutTitle,
    EventWithoutUid,
    NotCalendar,
    Reading,
    read,
)
from tests.builders import an_entry
from tests.formats.wordings import a_context, a_head

WHOLE = """\
UID:2027@fair.example
SUMMARY;LANGUAGE=en:Light\\, sound
  and building
DTSTART;VALUE=DATE:20270405
DTEND;VALUE=DATE:20270409
LOCATION:Hall 3\\nMesse Frankfurt
URL:https://fair.example/2027
DESCRIPTION:Lamps\\nand more
CATEGORIES:Light,Sound
CATEGORIES:Light
GEO:50.1113;8.6506
SEQUENCE:4
STATUS:TENTATIVE
LAST-MODIFIED:20261101T101500Z
DTSTAMP:20261001T000000Z
BEGIN:VALARM
ACTION:DISPLAY
TRIGGER:-P1D
DESCRIPTION:Soon
END:VALARM
"""


def a_calendar(*events: str, before: str = "") -> bytes:
    body = "".join(f"BEGIN:VEVENT\n{text.strip()}\nEND:VEVENT\n" for text in events)
    whole = f"BEGIN:VCALENDAR\nVERSION:2.0\nX-WR-CALNAME:Fairs\\, all\n{before}{body}END:VCALENDAR\n"
    return whole.replace("\n", "\r\n").encode()


def an_event(*lines: str, uid: str = "1@fair.example") -> str:
    return "\n".join((f"UID:{uid}", "SUMMARY:Fair", *lines))


def only(*lines: str, before: str = "") -> Candidate:
    reading = read(a_calendar(an_event(*lines), before=before))
    assert reading.faults == ()
    (candidate,) = reading.candidates
    return candidate


def fault(*lines: str, uid: str = "1@fair.example") -> Fault:
    reading = read(a_calendar(an_event(*lines, uid=uid)))
    assert reading.candidates == ()
    (found,) = reading.faults
    return found


def test_everything_that_an_event_says_is_read() -> None:
    assert read(a_calendar(WHOLE)) == Reading(
        "Fairs, all",
        (
            Candidate(
                uid="2027@fair.example",
                title="Light, sound and building",
                days=Days(date(2027, 4, 5), date(2027, 4, 8)),
                location="Hall 3 Messe Frankfurt",
                url="https://fair.example/2027",
                description="Lamps\nand more",
                categories=("Light", "Sound"),
                latitude=50.1113,
                longitude=8.6506,
                status=CandidateStatus.TENTATIVE,
                sequence=4,
                changed_at=datetime(2026, 11, 1, 10, 15, tzinfo=UTC),
                line=4,
            ),
        ),
        (),
    )


def test_our_own_feed_is_read_as_it_was_meant() -> None:
    entry = an_entry()
    content = calendar(a_head(), [event(entry, a_context())], zones_of([entry]))

    (candidate,) = read(content).candidates

    assert (candidate.uid, candidate.days, candidate.sequence) == (entry.uid, entry.days, entry.sequence)


@pytest.mark.parametrize(
    ("lines", "days"),
    [
        (["DTSTART;VALUE=DATE:20270405"], ("2027-04-05", "2027-04-05")),
        (["DTSTART;VALUE=DATE:20270405", "DTEND;VALUE=DATE:20270405"], ("2027-04-05", "2027-04-05")),
        (["DTSTART;VALUE=DATE:20270405", "DURATION:P3D"], ("2027-04-05", "2027-04-07")),
        (["DTSTART:20270405T090000", "DTEND:20270408T180000"], ("2027-04-05", "2027-04-08")),
        (["DTSTART:20270405T090000", "DTEND:20270408T000000"], ("2027-04-05", "2027-04-07")),
    ],
)
def test_days_are_read_however_the_end_is_written(lines: list[str], days: tuple[str, str]) -> None:
    candidate = only(*lines)

    assert candidate.days == Days(*map(date.fromisoformat, days))
    assert (candidate.starts_at, candidate.ends_at, candidate.zone) == (None, None, "")


PRIVATE_ZONE = """\
BEGIN:VTIMEZONE
TZID:Our zone
X-LIC-LOCATION:Europe/Berlin
BEGIN:STANDARD
DTSTART:19701025T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
END:VTIMEZONE
"""


@pytest.mark.parametrize(
    "zone", ["Europe/Berlin", "W. Europe Standard Time", "/citadel.org/20070227_1/Europe/Berlin", "Our zone"]
)
def test_moments_are_read_in_their_zone(zone: str) -> None:
    candidate = only(f"DTSTART;TZID={zone}:20270405T090000", f"DTEND;TZID={zone}:20270408T180000", before=PRIVATE_ZONE)

    assert (candidate.starts_at, candidate.ends_at) == (
        datetime(2027, 4, 5, 7, tzinfo=UTC),
        datetime(2027, 4, 8, 16, tzinfo=UTC),
    )
    assert candidate.days == Days(date(2027, 4, 5), date(2027, 4, 8))
    assert candidate.zone == "Europe/Berlin"


def test_moments_in_utc_and_in_a_zone_nobody_knows() -> None:
    in_utc = only("DTSTART:20270405T090000Z", "DURATION:PT8H")
    unknown = only("DTSTART;TZID=Nowhere/Land:20270405T090000", "DTEND;TZID=Nowhere/Land:20270405T180000")

    assert (in_utc.starts_at, in_utc.zone) == (datetime(2027, 4, 5, 9, tzinfo=UTC), "UTC")
    assert (unknown.starts_at, unknown.zone, unknown.days) == (None, "", Days(date(2027, 4, 5), date(2027, 4, 5)))


@pytest.mark.parametrize(
    ("lines", "refusal"),
    [
        ([], EventWithoutStart),
        (["DTSTART:tomorrow"], EventUnreadable),
        (["DTSTART;VALUE=DATE:20271399"], EventUnreadable),
        (["DTSTART;VALUE=DATE:20270405", "DTEND;VALUE=DATE:20290405"], LastsTooLong),
        (["DTSTART:20270405T090000Z", "DTEND:20270404T090000Z"], EndsBeforeStart),
        (["DTSTART;VALUE=DATE:20270405", "RRULE:FREQ=SECONDLY"], EventRecurs),
        (["DTSTART;VALUE=DATE:20270405", "RECURRENCE-ID:20270405"], EventRecurs),
        (["DTSTART;VALUE=DATE:20270405", "DURATION:P99999999999D"], EventUnreadable),
        (["BEGIN:VALARM", "DTSTART;VALUE=DATE:20270405"], EventUnreadable),
    ],
)
def test_what_is_wrong_is_told_by_event(lines: list[str], refusal: type[Refusal]) -> None:
    assert fault(*lines) == Fault(4, "", refusal.message)


def test_one_bad_event_leaves_the_others_alone() -> None:
    good = an_event("DTSTART;VALUE=DATE:20270405")
    bad = ["UID:2\nSUMMARY:x\nDTSTART:\\", "SUMMARY:x", f"UID:{'3' * 256}\nSUMMARY:x", "UID:4\nSUMMARY: ", good]

    reading = read(a_calendar(good, *bad))

    assert [candidate.uid for candidate in reading.candidates] == ["1@fair.example"]
    assert [found.message for found in reading.faults] == [
        EventUnreadable.message,
        EventWithoutUid.message,
        EventWithoutUid.message,
        EventWithoutTitle.message,
        EventTwice.message,
    ]


def test_an_event_that_never_ends_is_a_fault_and_the_next_is_read() -> None:
    content = (
        b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:0\nBEGIN:VEVENT\nUID:1\nSUMMARY:x\nDTSTART;VALUE=DATE:20270405\n"
        b"END:VEVENT\nBEGIN:VEVENT\nUID:2"
    )

    reading = read(content)

    assert [candidate.uid for candidate in reading.candidates] == ["1"]
    assert reading.faults == (Fault(2, "", EventUnreadable.message), Fault(9, "", EventUnreadable.message))


def test_addresses_and_places_that_are_none_are_left_out() -> None:
    candidate = only("DTSTART;VALUE=DATE:20270405", "URL:javascript:alert(1)", "STATUS:MAYBE", "SEQUENCE:-1")

    assert (candidate.url, candidate.status, candidate.sequence) == ("", CandidateStatus.CONFIRMED, 0)
    assert only("DTSTART;VALUE=DATE:20270405", "GEO:91;0").latitude is None


def test_a_line_folded_inside_of_a_character_is_read() -> None:
    whole = a_calendar("UID:1\nSUMMARY:展会\nDTSTART;VALUE=DATE:20270405")

    (candidate,) = read(whole.replace("展".encode(), b"\xe5\r\n \xb1\x95")).candidates

    assert candidate.title == "展会"


@pytest.mark.parametrize("content", [b"", b"nonsense", b"<html></html>", b"BEGIN:VCARD\r\nEND:VCARD", b"\xff\xfe"])
def test_what_is_no_calendar_is_refused(content: bytes) -> None:
    with pytest.raises(NotCalendar):
        read(content)


def test_what_is_too_large_is_refused() -> None:
    with pytest.raises(CalendarTooLarge):
        read(b"x" * (LARGEST_BYTES + 1))
    with pytest.raises(CalendarTooLarge):
        read(b"BEGIN:VCALENDAR\n" + b"BEGIN:VEVENT\nEND:VEVENT\n" * 5001)
    reading = read(a_calendar(an_event("DTSTART;VALUE=DATE:20270405", "X-A:" + "x" * 200_001)))
    assert reading.faults == (Fault(4, "", EventUnreadable.message),)


def test_hostile_files_take_no_long_time() -> None:
    hostile = [
        a_calendar(an_event("DTSTART;VALUE=DATE:20270405", f"SUMMARY{';A=B' * 40_000}:x")),
        a_calendar(an_event(*("ATTENDEE:mailto:a@b.example",) * 6_000)),
        a_calendar(an_event("BEGIN:VALARM\n" * 10_000)),
        a_calendar(an_event("DTSTART;VALUE=DATE:20270405", "DESCRIPTION:" + "\\" * 150_000)),
        b"BEGIN:VCALENDAR\n" + b"BEGIN:VTIMEZONE\nTZID:x\nX-LIC-LOCATION:../../etc/passwd\nEND:VTIMEZONE\n" * 30_000,
    ]
    for content in hostile:
        started = time.monotonic()
        read(content)
        assert time.monotonic() - started < 10


@given(
    st.lists(
        st.sampled_from(
            [
                "BEGIN:VEVENT",
                "END:VEVENT",
                "BEGIN:VTIMEZONE",
                "END:VTIMEZONE",
                "BEGIN:VALARM",
                "END:VALARM",
                "UID:1",
                "SUMMARY:x",
                "SUMMARY;x",
                ":",
                "=;:",
                "DTSTART:20270405",
                "DTSTART;VALUE=DATE:20270405",
                "DTSTART;TZID=:20270405T000000",
                "DTSTART;VALUE=PERIOD:20270405T000000Z/P1D",
                "DTEND:99991231T235959Z",
                "DTEND;VALUE=DATE:00010101",
                "DURATION:-P1D",
                "GEO:x;y",
                "CATEGORIES:,,,",
                "URL:\x00",
                " folded",
                "\ud800",
            ]
        )
        | st.text(max_size=20),
        max_size=14,
    )
)
def test_no_calendar_raises_anything_else(lines: list[str]) -> None:
    content = "\n".join(["BEGIN:VCALENDAR", "BEGIN:VEVENT", *lines, "END:VEVENT", "END:VCALENDAR"])
    with suppress(NotCalendar):
        read(content.encode(errors="surrogatepass"))
