"""Text that people (and attackers) really send, read back by four parsers and compared with what was meant."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import available_timezones

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from events_app.domain.calendar import CalendarEntry, EntryStatus
from events_app.domain.texts import Text
from events_app.formats.ical import calendar, event, zones_of
from events_app.formats.plaintext import SUMMARY_CHARACTERS, single_line
from tests.builders import a_session_entry, a_text, an_entry
from tests.formats.readers import (
    Event,
    needs_node,
    only,
    read_with_icalendar,
    read_with_node,
    read_with_vobject,
    times_of,
)
from tests.formats.wordings import a_context, a_head, page_of

HOSTILE = st.one_of(
    st.text(max_size=60),
    st.text(alphabet="\\,;:\"'nN \t\r\n=()[]{}<>&%$^", max_size=60),
    st.text(
        alphabet="\x00\x07\x0b\x0c\x1b\x7f\x85\u2028\u2029\u200e\u200f\u202e\u2067\u2069\ufeff\ud800a", max_size=20
    ),
    st.text(alphabet="👩‍🔬🇰🇪😀é展лع\u0301", max_size=400),
    st.sampled_from(
        [
            "x" * 10_000,
            "END:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:injected",
            "\\n\\N\\;\\,\\\\",
            "%(title)s %s %",
            "line\n folded\n\tby hand",
            "TZID=Europe/Berlin:20260101",
            "معرض القاهرة الدولي 2026",
        ]
    ),
)
MOMENTS = st.integers(
    int(datetime(2020, 1, 1, tzinfo=UTC).timestamp()), int(datetime(2034, 12, 1, tzinfo=UTC).timestamp())
).map(lambda at: datetime.fromtimestamp(at, UTC))
STEADY_ZONES = (
    "Africa/Nairobi",
    "America/New_York",
    "Asia/Kolkata",
    "Asia/Shanghai",
    "Australia/Sydney",
    "Europe/Berlin",
)
"""Zones whose rules have not changed for many years: every reader's tables have them right."""
ZONES = sorted(available_timezones())
ITEMS = ("uid", "summary", "location", "start", "end", "categories", "status", "sequence", "url")


def texts() -> st.SearchStrategy[Text]:
    return HOSTILE.map(lambda wording: Text("en", {"en": wording}))


@st.composite
def entries(draw: st.DrawFn) -> CalendarEntry:
    starts_at = draw(MOMENTS)
    changes: dict[str, Any] = {
        "title": draw(texts()) or a_text("Untitled"),
        "part": draw(texts()),
        "city": draw(texts()),
        "venue": draw(texts()),
        "description": draw(texts()),
        "organiser": draw(texts()),
        # ical.js takes the comma after a name that ends in a backslash for a part of the name.
        "sectors": tuple(name.replace("\\", "/") for name in draw(st.lists(HOSTILE, max_size=3))),
        "status": draw(st.sampled_from(EntryStatus)),
        "reason": draw(texts()),
        "latitude": draw(st.floats(-90, 90)),
        "longitude": draw(st.floats(-180, 180)),
        "sequence": draw(st.integers(0, 40)),
    }
    if draw(st.booleans()):
        return an_entry(**changes)
    ends_at = starts_at + timedelta(minutes=draw(st.integers(1, 20_000)))
    zone = draw(st.one_of(st.sampled_from(STEADY_ZONES), st.sampled_from(ZONES)))
    return a_session_entry(starts_at=starts_at, ends_at=ends_at, zone=zone, **changes)


def meant(entry: CalendarEntry) -> Event:
    """Return what each reader must understand of an entry, in the words of tests.formats.wordings."""
    title, part = (text.shown("en").text for text in (entry.title, entry.part))
    summary = title if entry.is_whole_days else f"{part or 'Forum'} – {title}"
    if entry.status is EntryStatus.CANCELLED:
        summary = f"Cancelled: {summary}"
    room, venue, city = (text.shown("en").text for text in (entry.room, entry.venue, entry.city))
    categories = (single_line(name) for name in (entry.kind.value.title(), *entry.sectors))
    starts, ends = times_of(entry)
    return {
        "uid": entry.uid,
        "summary": single_line(summary, limit=SUMMARY_CHARACTERS),
        "location": single_line(", ".join(part for part in (room, venue, city, "Germany") if part)),
        "start": starts,
        "end": ends,
        "categories": [name for name in categories if name],
        "status": "CONFIRMED",
        "sequence": entry.sequence,
        "url": single_line(page_of(entry)),
    }


def fair_to_node_ical(event: Event, zone: str) -> Event:
    """Leave out what node-ical is known to misread: it undoes escapes in the wrong order, drops quotation marks, and
    takes zones by name from its own tables, which are older and go wrong some years from now (2036)."""
    plain = {name: item for name, item in event.items() if not set('\\"') & set(str(item)) and name != "categories"}
    return plain if zone in STEADY_ZONES else {name: plain[name] for name in plain if name not in {"start", "end"}}


@needs_node
@pytest.mark.node
@pytest.mark.filterwarnings("ignore:Generating overly large repr")
@settings(
    max_examples=10,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)
@given(st.lists(entries(), min_size=12, max_size=24))
def test_four_readers_get_back_what_was_meant(found: list[CalendarEntry]) -> None:
    found = [replace(entry, uid=f"{index:03}@events.example") for index, entry in enumerate(found)]
    written = calendar(a_head(), [event(entry, a_context()) for entry in found], zones_of(found))
    expected = [meant(entry) for entry in found]

    (by_node,) = read_with_node([written])

    assert only(by_node["icalJs"]["events"], ITEMS) == expected
    assert only(read_with_vobject(written), ITEMS) == expected
    assert only(read_with_icalendar(written), ITEMS) == expected
    fair = [fair_to_node_ical(event, entry.zone) for event, entry in zip(expected, found, strict=True)]
    read = only(by_node["nodeIcal"]["events"], ITEMS)
    assert [{name: event[name] for name in wanted} for event, wanted in zip(read, fair, strict=True)] == fair
    descriptions = [
        [event["description"] for event in only(events, ("uid", "description"))]
        for events in (by_node["icalJs"]["events"], read_with_vobject(written), read_with_icalendar(written))
    ]
    assert descriptions[0] == descriptions[1] == descriptions[2]


@given(entries())
@settings(deadline=None, max_examples=60)
def test_no_line_is_too_long_torn_or_injected(entry: CalendarEntry) -> None:
    written = event(entry, a_context())

    lines = written.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert [line for line in lines if b"\n" in line or b"\r" in line] == []
    assert [line.decode() for line in lines] == [line.decode(errors="replace") for line in lines]
    unfolded = written.replace(b"\r\n ", b"").split(b"\r\n")
    assert [line for line in unfolded if line.startswith((b"BEGIN", b"END"))] == [b"BEGIN:VEVENT", b"END:VEVENT"]
    assert event(entry, a_context()) == written


@given(HOSTILE, HOSTILE)
def test_a_hostile_name_of_a_calendar_comes_back(name: str, description: str) -> None:
    written = calendar(a_head(name=name or "x", description=description), [], [])

    unfolded = written.replace(b"\r\n ", b"").decode()
    (shown,) = (line.removeprefix("X-WR-CALNAME:") for line in unfolded.split("\r\n") if line.startswith("X-WR-CALN"))
    meant_name = single_line(name or "x")
    assert shown == meant_name.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
