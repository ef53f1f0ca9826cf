from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from events_app.domain.calendar import CalendarEntry, EntryStatus
from events_app.domain.exhibitions import Days
from events_app.domain.texts import Text
from events_app.formats.entry_words import is_shown
from events_app.formats.feed_options import Cancelled, Options
from events_app.formats.ical import calendar, event, zones_of
from tests.builders import (
    a_deadline_entry,
    a_milestone_entry,
    a_session_entry,
    a_text,
    an_entry,
)
from tests.formats.readers import (
    needs_node,
    only,
    read_with_icalendar,
    read_with_node,
    read_with_vobject,
)
from tests.formats.wordings import a_context, a_head

GOLDEN = Path(__file__).with_name("golden") / "calendar.ics"


def lines_of(written: bytes) -> dict[str, str]:
    """Content lines of one event, unfolded, by what stands before the first colon."""
    lines = written.decode().replace("\r\n ", "").split("\r\n")
    return dict(line.split(":", 1) for line in lines if line)


def of_each_kind() -> tuple[CalendarEntry, ...]:
    former = (Days(date(2026, 3, 8), date(2026, 3, 13)),)
    return (
        an_entry(),
        a_session_entry(),
        a_deadline_entry(),
        a_milestone_entry(),
        an_entry(
            uid="postponed@events.example",
            title=a_text("Water; wind, and \\ sun", ar="ماء ورياح وشمس"),
            status=EntryStatus.POSTPONED,
            former_days=former,
            dates_confirmed=False,
            latitude=None,
            revision=4,
            sequence=2,
        ),
        an_entry(
            uid="cancelled@events.example",
            status=EntryStatus.CANCELLED,
            reason=a_text("The hall is closed."),
            description=a_text("照明工程\n第二行 😀", source="zh-Hans"),
        ),
    )


def test_a_calendar_is_exactly_the_golden_file() -> None:
    entries = of_each_kind()

    written = calendar(
        a_head(modified_at=datetime(2026, 3, 5, 14, 45, 10, tzinfo=UTC)),
        (event(entry, a_context()) for entry in entries),
        zones_of(entries),
    )

    assert written.decode() == GOLDEN.read_bytes().decode()


@needs_node
@pytest.mark.node
def test_four_readers_understand_the_golden_file_alike() -> None:
    golden = GOLDEN.read_bytes()

    (by_node,) = read_with_node([golden])

    names = ("uid", "summary", "description", "location", "start", "end", "categories", "status", "sequence", "url")
    read = only(by_node["icalJs"]["events"], (*names, "geo", "transparency"))
    assert read == only(by_node["nodeIcal"]["events"], (*names, "geo", "transparency"))
    assert read == only(read_with_vobject(golden), (*names, "geo", "transparency"))
    assert read == only(read_with_icalendar(golden), (*names, "geo", "transparency"))
    assert [(event["uid"][:9], event["summary"], event["start"], event["end"]) for event in read] == [
        (
            "46a402fb-",
            "Forum on green buildings – Light and Building 2026",
            "2026-10-13T12:00:00Z",
            "2026-10-13T14:30:00Z",
        ),
        ("7a174a5f-", "Contract in force – Solar park near Nakuru", "2026-09-01", "2026-09-02"),
        ("96e85763-", "Applications close: Light and Building 2026", "2026-05-15T09:00:00Z", "2026-05-15T09:00:00Z"),
        ("cancelled", "Cancelled: Light and Building 2026", "2026-10-12", "2026-10-16"),
        ("e7b104a1-", "Light and Building 2026", "2026-10-12", "2026-10-16"),
        ("postponed", "Water; wind, and \\ sun", "2026-10-12", "2026-10-16"),
    ]


@needs_node
@pytest.mark.node
def test_the_head_says_name_source_and_how_often_to_come_back() -> None:
    (answer,) = read_with_node([calendar(a_head(refresh=timedelta(hours=4)), [], [])])

    assert answer["icalJs"]["head"] == {
        "version": "2.0",
        "prodid": "-//events-app//Exhibitions and cooperation projects//EN",
        "calscale": "GREGORIAN",
        "name": "Exhibitions, fairs; and more",
        "x-wr-calname": "Exhibitions, fairs; and more",
        "description": "Everything we know, as of today\\tomorrow.",
        "x-wr-caldesc": "Everything we know, as of today\\tomorrow.",
        "x-wr-timezone": "Asia/Shanghai",
        "url": "https://events.example/en/calendar?country=DE",
        "source": "https://events.example/feeds/en/calendar.ics?country=DE&kind=exhibition",
        "refresh-interval": "PT4H",
        "x-published-ttl": "PT4H",
        "color": "teal",
    }


def test_the_same_entry_gives_the_same_bytes_and_a_published_calendar_has_no_method() -> None:
    first, second = (calendar(a_head(), [event(an_entry(), a_context())], ["Europe/Berlin"]) for _ in range(2))

    assert first == second
    assert b"METHOD" not in first
    assert first.replace(b"\r\n", b"").count(b"\n") == 0
    assert first.endswith(b"END:VEVENT\r\nEND:VCALENDAR\r\n")


def test_zones_are_explained_once_each_and_only_where_there_are_times() -> None:
    entries = [an_entry(), a_session_entry(), a_session_entry(zone="UTC"), a_deadline_entry()]

    zones = zones_of(entries)
    written = calendar(a_head(), [], ["Asia/Shanghai", "Asia/Shanghai", "UTC"])

    assert zones == {"Europe/Berlin", "Asia/Shanghai"}
    assert written.count(b"BEGIN:VTIMEZONE") == 1


def test_a_fair_is_whole_days_that_leave_the_reader_free() -> None:
    lines = lines_of(event(an_entry(ends_on=date(2026, 12, 31)), a_context()))

    assert {name: lines[name] for name in lines if name.startswith(("DT", "TRANSP", "X-"))} == {
        "DTSTART;VALUE=DATE": "20261012",
        "DTEND;VALUE=DATE": "20270101",
        "DTSTAMP": "20260305T144510Z",
        "TRANSP": "TRANSPARENT",
        "X-MICROSOFT-CDO-BUSYSTATUS": "FREE",
    }


def test_a_session_takes_the_readers_time_in_the_venues_zone() -> None:
    lines = lines_of(event(a_session_entry(), a_context()))

    assert {name: lines[name] for name in lines if name.startswith(("DT", "TRANSP", "X-"))} == {
        "DTSTART;TZID=Europe/Berlin": "20261013T140000",
        "DTEND;TZID=Europe/Berlin": "20261013T163000",
        "DTSTAMP": "20260305T144510Z",
        "TRANSP": "OPAQUE",
        "X-MICROSOFT-CDO-BUSYSTATUS": "BUSY",
    }


def test_a_deadline_is_a_moment_without_end_or_place() -> None:
    lines = lines_of(event(a_deadline_entry(), a_context()))

    assert lines["DTSTART;TZID=Asia/Shanghai"] == "20260515T170000"
    assert {"DTEND;TZID=Asia/Shanghai", "DURATION", "GEO", "LOCATION;LANGUAGE=en"} & set(lines) == set()


def test_a_session_without_a_title_is_called_by_its_kind() -> None:
    lines = lines_of(event(a_session_entry(part=Text.empty()), a_context()))

    assert lines["SUMMARY;LANGUAGE=en"] == "Forum – Light and Building 2026"


@pytest.mark.parametrize(
    ("cancelled", "title", "status"),
    [
        (Cancelled.MARK, "Cancelled: Light and Building 2026", "CONFIRMED"),
        (Cancelled.STATUS, "Light and Building 2026", "CANCELLED"),
    ],
)
def test_a_cancelled_fair_is_marked_or_has_the_status(cancelled: Cancelled, title: str, status: str) -> None:
    entry = an_entry(status=EntryStatus.CANCELLED, reason=a_text("The hall is closed."))

    lines = lines_of(event(entry, a_context(options=Options(cancelled=cancelled))))

    assert (lines["SUMMARY;LANGUAGE=en"], lines["STATUS"]) == (title, status)
    assert lines["DESCRIPTION;LANGUAGE=en"].startswith("Cancelled: The hall is closed.\\n\\nLighting\\,")
    assert (is_shown(entry, cancelled), is_shown(entry, Cancelled.DROP)) == (True, False)


def test_a_cancelled_session_gives_the_time_back() -> None:
    lines = lines_of(event(a_session_entry(status=EntryStatus.CANCELLED), a_context()))

    assert (lines["TRANSP"], lines["X-MICROSOFT-CDO-BUSYSTATUS"]) == ("TRANSPARENT", "FREE")


def test_dates_that_nobody_confirmed_are_tentative_and_say_so() -> None:
    lines = lines_of(event(an_entry(dates_confirmed=False), a_context()))

    assert lines["STATUS"] == "TENTATIVE"
    assert lines["DESCRIPTION;LANGUAGE=en"].startswith("The organiser has not confirmed these dates.\\n\\nLighting")


def test_a_postponed_fair_says_its_new_and_its_former_dates() -> None:
    former = (Days(date(2025, 3, 8), date(2025, 3, 13)), Days(date(2026, 3, 8), date(2026, 3, 13)))

    lines = lines_of(event(an_entry(status=EntryStatus.POSTPONED, former_days=former), a_context()))

    assert lines["DESCRIPTION;LANGUAGE=en"].startswith(
        "Postponed. New dates: 2026-10-12 to 2026-10-15. Former dates: 2026-03-08 to 2026-03-13.\\n\\nLighting"
    )


def test_each_text_carries_the_language_that_is_really_shown() -> None:
    chinese = a_context(language="zh-Hans")

    names = [
        name
        for entry in (an_entry(), an_entry(title=a_text("Fair")), a_deadline_entry(title=a_text("Fair")))
        for name in lines_of(event(entry, chinese))
        if name.startswith(("SUMMARY", "LOCATION", "DESCRIPTION"))
    ]

    assert names == [
        *("SUMMARY;LANGUAGE=zh-Hans", "DESCRIPTION;LANGUAGE=zh-Hans", "LOCATION;LANGUAGE=zh-Hans"),
        *("SUMMARY;LANGUAGE=en", "DESCRIPTION;LANGUAGE=zh-Hans", "LOCATION;LANGUAGE=zh-Hans"),
        *("SUMMARY;LANGUAGE=zh-Hans", "DESCRIPTION;LANGUAGE=zh-Hans"),
    ]


def test_a_description_in_another_language_says_which() -> None:
    lines = lines_of(event(an_entry(), a_context(language="fr")))

    assert lines["DESCRIPTION;LANGUAGE=fr"].startswith("This text is in another language: en.\\nLighting\\, electrical")


def test_titles_are_cut_at_a_thousand_characters_and_descriptions_at_eight_thousand() -> None:
    entry = an_entry(title=a_text("展" * 10_000), description=a_text("览\n" * 10_000))

    lines = lines_of(event(entry, a_context()))

    assert lines["SUMMARY;LANGUAGE=en"] == "展" * 999 + "…"
    assert len(lines["DESCRIPTION;LANGUAGE=en"].replace("\\n", "\n")) <= 8_000
    assert lines["DESCRIPTION;LANGUAGE=en"].endswith(
        "All details: https://events.example/en/exhibitions/light-and-building-2026?day=2026-10-12\\;kind=exhibition"
    )


def test_no_line_is_longer_than_75_octets_and_no_character_is_torn() -> None:
    entry = an_entry(title=a_text("aé展😀" * 200), description=a_text("👩‍🔬🇰🇪" * 300))

    lines = event(entry, a_context()).split(b"\r\n")

    assert max(len(line) for line in lines) <= 75
    assert [line.decode() for line in lines] == [line.decode(errors="replace") for line in lines]


@pytest.mark.parametrize("hour", [0, 1])
def test_a_wall_time_that_comes_twice_is_told_in_utc(hour: int) -> None:
    ends_at = datetime(2026, 10, 25, hour, 30, tzinfo=UTC)
    entry = a_session_entry(starts_at=ends_at - timedelta(hours=9), ends_at=ends_at)

    written = event(entry, a_context())
    (read,) = read_with_vobject(calendar(a_head(), [written], zones_of([entry])))

    assert ends_at.astimezone(ZoneInfo("Europe/Berlin")).fold == hour
    assert f"DTEND:20261025T0{hour}3000Z".encode() in written
    assert (read["start"], read["end"]) == (f"2026-10-24T{15 + hour}:30:00Z", f"2026-10-25T0{hour}:30:00Z")


def test_a_reader_takes_zones_from_the_calendar_it_reads_not_from_one_read_before() -> None:
    starts_at = datetime(2021, 10, 8, 10, tzinfo=UTC)
    later_at = datetime(2026, 10, 8, 10, tzinfo=UTC)
    later = a_session_entry(starts_at=later_at, ends_at=later_at + timedelta(hours=1), zone="America/Mexico_City")
    entry = replace(later, starts_at=starts_at, ends_at=starts_at + timedelta(hours=1))

    read_with_vobject(calendar(a_head(since_year=2025), [event(later, a_context())], zones_of([later])))
    (read,) = read_with_vobject(calendar(a_head(), [event(entry, a_context())], zones_of([entry])))

    assert read["start"] == "2021-10-08T10:00:00Z"
