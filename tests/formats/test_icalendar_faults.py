"""Faults of icalendar 7.3 that formats.ical works round: the first assertion of each test shows the library's own
behaviour. Where it fails after an upgrade, the library has been mended and the work-around can go."""

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar, Event

from events_app.domain.texts import Text
from events_app.formats.ical import calendar, event, zones_of
from events_app.formats.vtimezone import vtimezone
from tests.builders import a_deadline_entry, a_session_entry, an_entry
from tests.formats.wordings import a_context, a_head

NAME = "Fairs, forums; and\nmore"
ESCAPED = b"Fairs\\, forums\\; and"


def raw(name: str, value: object) -> bytes:
    """Return what icalendar writes for a calendar's property when it is left alone."""
    written = Calendar()
    written.add(name, value)
    rendered: bytes = written.to_ical()
    return rendered


@pytest.mark.parametrize("name", ["name", "x-wr-calname", "x-wr-caldesc"])
def test_names_and_x_properties_are_not_escaped_by_the_library(name: str) -> None:
    assert b":Fairs, forums; and more\r\n" in raw(name, "Fairs, forums; and more")

    written = calendar(a_head(name=NAME, description=NAME), [], [])

    assert b"\r\nNAME;LANGUAGE=en:" + ESCAPED + b" more\r\n" in written
    assert b"\r\nX-WR-CALNAME:" + ESCAPED + b" more\r\n" in written
    assert b"\r\nX-WR-CALDESC:" + ESCAPED + b"\\nmore\r\n" in written


def test_a_backslash_before_n_becomes_a_line_feed_in_the_library() -> None:
    assert b"SUMMARY:C:\\new fairs\r\n" in raw("summary", "C:\\New fairs")

    written = event(an_entry(title=Text("en", {"en": "C:\\New fairs"})), a_context())

    assert b"\r\nSUMMARY;LANGUAGE=en:C:\\\\New fairs\r\n" in written


def test_a_line_feed_in_an_x_property_stops_the_library_or_injects_a_line() -> None:
    hostile = "Fairs\nX-INJECTED:yes"
    program = f"from icalendar import Calendar; c = Calendar(); c.add('x-wr-calname', {hostile!r}); print(c.to_ical())"
    with pytest.raises(AssertionError):
        raw("x-wr-calname", hostile)
    optimised = subprocess.run([sys.executable, "-O", "-c", program], capture_output=True, check=True)
    assert b"\\nX-INJECTED:yes" in optimised.stdout

    written = calendar(a_head(name=hostile, description=hostile), [], [])

    assert b"\nX-INJECTED" not in written
    assert b"\r\nX-WR-CALDESC:Fairs\\nX-INJECTED:yes\r\n" in written


def test_refresh_interval_and_source_lack_their_value_parameters_in_the_library() -> None:
    assert b"\r\nREFRESH-INTERVAL:PT12H\r\n" in raw("refresh-interval", timedelta(hours=12))
    assert b"\r\nSOURCE:https://events.example/\r\n" in raw("source", "https://events.example/")

    written = calendar(a_head(url="https://events.example/", refresh=timedelta(hours=12)), [], [])

    assert b"\r\nREFRESH-INTERVAL;VALUE=DURATION:PT12H\r\n" in written
    assert b"\r\nSOURCE;VALUE=URI:https://events.example/\r\n" in written


def test_a_duration_in_an_x_property_is_written_by_the_library_as_python_prints_it() -> None:
    assert b"\r\nX-PUBLISHED-TTL:1:30:00\r\n" in raw("x-published-ttl", timedelta(minutes=90))

    assert b"\r\nX-PUBLISHED-TTL:PT90M\r\n" in calendar(a_head(refresh=timedelta(minutes=90)), [], [])


def test_control_characters_pass_through_the_library_and_surrogates_stop_it() -> None:
    assert b"SUMMARY:bell\x07 next\xc2\x85line\r\n" in raw("summary", "bell\x07 next\x85line")
    with pytest.raises(UnicodeEncodeError):
        raw("summary", "half\ud83d")

    written = event(an_entry(title=Text("en", {"en": "bell\x07 next\x85line half\ud83d"})), a_context())

    assert b"\r\nSUMMARY;LANGUAGE=en:bell next line half\xef\xbf\xbd\r\n" in written


def test_an_end_equal_to_the_start_passes_the_library() -> None:
    written = Event.new(start=datetime(2026, 5, 15, 9, tzinfo=UTC), end=datetime(2026, 5, 15, 9, tzinfo=UTC))
    assert b"DTSTART:20260515T090000Z\r\nDTEND:20260515T090000Z\r\n" in written.to_ical()

    deadline = event(a_deadline_entry(), a_context())

    assert b"\r\nDTSTART;TZID=Asia/Shanghai:20260515T170000\r\n" in deadline
    assert b"DTEND" not in deadline
    assert b"DURATION" not in deadline


def test_the_second_coming_of_a_wall_time_is_lost_in_the_library() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    first, second = (datetime(2026, 10, 25, hour, 30, tzinfo=UTC) for hour in (0, 1))
    written = Event()
    written.add("dtstart", first.astimezone(berlin))
    written.add("dtend", second.astimezone(berlin))
    assert b"Berlin:20261025T023000\r\nDTEND;TZID=Europe/Berlin:20261025T023000\r\n" in written.to_ical()

    session = event(a_session_entry(starts_at=first, ends_at=second), a_context())

    assert b"\r\nDTSTART:20261025T003000Z\r\nDTEND:20261025T013000Z\r\n" in session


def test_small_coordinates_are_written_by_the_library_with_an_exponent() -> None:
    written = Event()
    written.add("geo", (0.00001, -0.00002))
    assert b"GEO:1e-05;-2e-05\r\n" in written.to_ical()

    assert b"\r\nGEO:0.0;-0.0\r\n" in event(an_entry(latitude=0.00001, longitude=-0.00002), a_context())


def test_time_zones_of_the_library_change_an_hour_late_in_spring_and_end_in_2038() -> None:
    entry = a_session_entry(starts_at=datetime(2026, 3, 29, 0, 30, tzinfo=UTC))
    written = Calendar.from_ical(calendar(a_head(), [event(entry, a_context())], []))
    written.add_missing_timezones()
    (zone,) = (each.to_ical() for each in written.walk("VTIMEZONE"))
    unfolded = zone.replace(b"\r\n ", b"")
    assert b",20260329T030000," in unfolded
    assert b",20370329T030000\r\nTZNAME:CEST\r\nTZOFFSETFROM:+0100\r\n" in unfolded
    assert b"RRULE" not in zone

    assert vtimezone("Europe/Berlin") in calendar(a_head(), [event(entry, a_context())], zones_of([entry]))
    assert b"DTSTART:20200329T020000\r\nRRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\r\n" in vtimezone("Europe/Berlin")
