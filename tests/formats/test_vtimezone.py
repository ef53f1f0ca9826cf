import re
from bisect import bisect_right
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import TZPATH, ZoneInfo, ZoneInfoNotFoundError, available_timezones, reset_tzpath

import pytest
import vobject
from dateutil.rrule import rrulestr  # type: ignore[import-untyped]  # it comes with vobject, without types

from events_app.formats.tzif import YearlyRule, ZoneUnreadable, parse, parse_footer
from events_app.formats.vtimezone import vtimezone
from tests.formats.readers import needs_node, read_with_node

FIRST = int(datetime(2020, 1, 1, tzinfo=UTC).timestamp())
LAST = int(datetime(2041, 1, 1, tzinfo=UTC).timestamp())
STEP_SECONDS = 4 * 86_400
"""No zone changes its clocks twice within four days."""
STEPS = [datetime.fromtimestamp(at, UTC) for at in range(FIRST, LAST + STEP_SECONDS, STEP_SECONDS)]

DAYLIGHT = re.compile(r"BEGIN:DAYLIGHT\r\nTZNAME:\S+\r\nTZOFFSETFROM:(\S+)\r\nTZOFFSETTO:(\S+)\r\n")

Clock = tuple[timedelta | None, str | None]


@pytest.fixture(params=["the system's files", "the package tzdata"])
def zones(request: pytest.FixtureRequest) -> Iterator[list[str]]:
    """All zones of either source of the time zone database, while `zoneinfo` reads that source."""
    before = TZPATH
    if request.param == "the package tzdata":
        reset_tzpath(to=())
    ZoneInfo.clear_cache()
    vtimezone.cache_clear()
    yield sorted(available_timezones())
    reset_tzpath(to=before)
    ZoneInfo.clear_cache()
    vtimezone.cache_clear()


def clock_of(zone: ZoneInfo, at: datetime) -> Clock:
    local = at.astimezone(zone)
    return local.utcoffset(), local.tzname()


def transitions_of(name: str) -> list[tuple[int, Clock]]:
    """Clock at FIRST and after each change until LAST, as `zoneinfo` has them, found by bisection."""
    zone = ZoneInfo(name)
    clocks = [clock_of(zone, at) for at in STEPS]
    found = [(FIRST, clocks[0])]
    for (low_at, low), (high_at, high) in pairwise(zip(STEPS, clocks, strict=True)):
        if low == high:
            continue
        before, after = int(low_at.timestamp()), int(high_at.timestamp())
        while after - before > 1:
            middle = (before + after) // 2
            if clock_of(zone, datetime.fromtimestamp(middle, UTC)) == low:
                before = middle
            else:
                after = middle
        found.append((after, high))
    return [transition for transition in found if transition[0] < LAST]


def onsets_of(written: bytes) -> list[tuple[int, Clock]]:
    """The same, read from a VTIMEZONE with vobject's line reader and dateutil's recurrence rules."""
    wanted: list[tuple[int, Clock]] = []
    calendar = vobject.readOne("BEGIN:VCALENDAR\r\n" + written.decode() + "END:VCALENDAR\r\n", transform=False)
    (zone,) = calendar.contents["vtimezone"]
    for part in zone.getChildren():
        if part.name not in {"STANDARD", "DAYLIGHT"}:
            continue
        before, after = offset(part.tzoffsetfrom.value), offset(part.tzoffsetto.value)
        moments = [(wall - before).replace(tzinfo=UTC) for wall in starts_of(part)]
        wanted += [(int(moment.timestamp()), (after, part.tzname.value)) for moment in moments]
    wanted.sort(key=lambda onset: onset[0])
    index = bisect_right([at for at, _ in wanted], FIRST) - 1
    return [(FIRST, wanted[index][1]), *(onset for onset in wanted[index + 1 :] if FIRST < onset[0] < LAST)]


def starts_of(part: Any) -> list[datetime]:  # noqa: ANN401 - vobject types little
    start = datetime.strptime(part.dtstart.value, "%Y%m%dT%H%M%S")  # noqa: DTZ007 - a wall clock
    rules = part.contents.get("rrule", [])
    if rules:
        occurrences = list(rrulestr(rules[0].value, dtstart=start).xafter(start, count=60, inc=True))
        assert occurrences[0] == start, "RFC 5545 wants DTSTART to be the first occurrence"
        return occurrences
    dates = [date for line in part.contents.get("rdate", []) for date in line.value.split(",")]
    # RFC 5545, section 3.8.5.2: a date that comes twice counts once.
    return sorted({start, *(datetime.strptime(date, "%Y%m%dT%H%M%S") for date in dates)})  # noqa: DTZ007 - wall clocks


def offset(text: str) -> timedelta:
    sign = -1 if text[0] == "-" else 1
    return sign * timedelta(hours=int(text[1:3]), minutes=int(text[3:5]), seconds=int(text[5:7] or 0))


def test_every_transition_of_every_zone_is_what_zoneinfo_says(zones: list[str]) -> None:
    wrong = [name for name in zones if onsets_of(vtimezone(name)) != transitions_of(name)]

    assert (len(zones) > 500, wrong) == (True, [])


def clear_moments_around(transitions: list[tuple[int, Clock]], zone: ZoneInfo) -> list[datetime]:
    """Moments close to each change, in the zone, without those whose wall time comes twice."""
    shifts = (-86_400, -7_201, -3_601, -1_801, -1, 0, 1_800, 3_600, 7_200, 86_400)
    moments = [datetime.fromtimestamp(at + shift, zone) for at, _ in transitions for shift in shifts]
    return [moment for moment in moments if moment.replace(fold=0).utcoffset() == moment.replace(fold=1).utcoffset()]


@needs_node
@pytest.mark.node
def test_ical_js_understands_wall_times_around_every_transition(zones: list[str]) -> None:
    moments = {name: clear_moments_around(transitions_of(name)[1:], ZoneInfo(name)) for name in zones}
    calendars = [b"BEGIN:VCALENDAR\r\n" + vtimezone(name) + b"END:VCALENDAR\r\n" for name in zones]

    answers = read_with_node(
        calendars, [[f"{moment:%Y-%m-%dT%H:%M:%S}" for moment in found] for found in moments.values()]
    )

    read = {name: answer["icalJs"]["moments"] for name, answer in zip(zones, answers, strict=True)}
    wrong = {
        name: [
            (moment.isoformat(), at)
            for moment, at in zip(found, read[name][name], strict=True)
            if moment.timestamp() != at
        ]
        for name, found in moments.items()
    }
    assert {name: found for name, found in wrong.items() if found} == {}


def test_a_zone_with_yearly_rules_is_two_small_rules_without_an_end() -> None:
    lines = (
        *("BEGIN:VTIMEZONE", "TZID:Europe/Berlin"),
        *("BEGIN:STANDARD", "TZNAME:CET", "TZOFFSETFROM:+0200", "TZOFFSETTO:+0100", "DTSTART:20191027T030000"),
        *("RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU", "END:STANDARD"),
        *("BEGIN:DAYLIGHT", "TZNAME:CEST", "TZOFFSETFROM:+0100", "TZOFFSETTO:+0200", "DTSTART:20200329T020000"),
        *("RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU", "END:DAYLIGHT"),
        *("END:VTIMEZONE", ""),
    )

    assert vtimezone("Europe/Berlin") == "\r\n".join(lines).encode()


def test_a_zone_without_changes_is_one_observance() -> None:
    lines = (
        *("BEGIN:VTIMEZONE", "TZID:Asia/Shanghai"),
        *("BEGIN:STANDARD", "TZNAME:CST", "TZOFFSETFROM:+0800", "TZOFFSETTO:+0800", "DTSTART:19700101T000000"),
        *("END:STANDARD", "END:VTIMEZONE", ""),
    )

    assert vtimezone("Asia/Shanghai") == "\r\n".join(lines).encode()


def test_negative_daylight_saving_is_written_as_winter_and_summer(zones: list[str]) -> None:
    parts = {name: DAYLIGHT.findall(vtimezone(name).decode()) for name in zones}

    assert [
        name for name, found in parts.items() if any(offset(after) <= offset(before) for before, after in found)
    ] == []
    assert len(parts["Europe/Dublin"]) == 1


def test_every_zone_has_a_standard_time_and_lines_that_need_no_folding(zones: list[str]) -> None:
    written = {name: vtimezone(name) for name in zones}

    assert [name for name, each in written.items() if b"BEGIN:STANDARD" not in each] == []
    assert [name for name, each in written.items() if max(map(len, each.split(b"\r\n"))) > 75] == []
    assert sum(map(len, written.values())) / len(written) < 320


def test_rules_that_recur_go_on_after_2100(zones: list[str]) -> None:
    moments = [datetime(2101, 1, 15, tzinfo=UTC), datetime(2101, 7, 15, tzinfo=UTC)]

    two_clocks = {name for name in zones if len({at.astimezone(ZoneInfo(name)).utcoffset() for at in moments}) > 1}

    assert {name for name in zones if b"RRULE:" in vtimezone(name)} >= two_clocks
    assert [name for name in zones if b"UNTIL=" in vtimezone(name) or b"COUNT=" in vtimezone(name)] == []


def test_an_earlier_year_can_be_asked_for() -> None:
    written = vtimezone("America/New_York", since_year=2006)

    assert [at for at, _ in onsets_of(written)] == [at for at, _ in onsets_of(vtimezone("America/New_York"))]
    assert b"DTSTART:20060402T020000" in written


def test_an_unknown_zone_is_refused() -> None:
    with pytest.raises(ZoneInfoNotFoundError):
        vtimezone("Mars/Olympus")
    with pytest.raises(ValueError, match="must refer to"):
        vtimezone("../../etc/passwd")


def test_files_and_footers_in_an_unknown_form_are_refused() -> None:
    with pytest.raises(ZoneUnreadable):
        parse(b"BEGIN:VTIMEZONE" + bytes(40))
    with pytest.raises(ZoneUnreadable):
        parse(b"TZif" + bytes(40))
    with pytest.raises(ZoneUnreadable):
        parse_footer("EST5EDT,J60,J300")


def test_a_footer_names_offsets_and_times_as_posix_does() -> None:
    assert parse_footer("") == ()
    assert parse_footer("<+0330>-3:30") == ()

    begins, ends = parse_footer("<-02>2<-01>,M3.5.0/-1,M10.5.0/0")

    assert begins.rule == YearlyRule(month=3, week=5, weekday=0, seconds=-3600)
    assert begins.rule.wall(2026).isoformat() == "2026-03-28T23:00:00"
    assert (begins.before.offset, begins.after.offset) == (timedelta(hours=-2), timedelta(hours=-1))
    assert ends.rule.wall(2026).isoformat() == "2026-10-25T00:00:00"
