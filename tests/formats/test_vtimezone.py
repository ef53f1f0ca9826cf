from bisect import bisect_right
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import TZPATH, ZoneInfo, available_timezones, reset_tzpath

import pytest
import vobject
from dateutil.rrule import rrulestr

from events_app.formats.tzif import ZoneUnreadable, parse, parse_footer
from events_app.formats.vtimezone import vtimezone
from tests.formats.readers import needs_node, read_with_node

FIRST = int(datetime(2020, 1, 1, tzinfo=UTC).timestamp())
LAST = int(datetime(2041, 1, 1, tzinfo=UTC).timestamp())
STEP_SECONDS = 4 * 86_400
"""No zone changes its clocks twice within four days."""
STEPS = [datetime.fromtimestamp(at, UTC) for at in range(FIRST, LAST + STEP_SECONDS, STEP_SECONDS)]

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
    return [start, *(datetime.strptime(date, "%Y%m%dT%H%M%S") for date in dates)]  # noqa: DTZ007 - wall clocks


def offset(text: str) -> timedelta:
    sign = -1 if text[0] == "-" else 1
    return sign * timedelta(hours=int(text[1:3]), minutes=int(text[3:5]), seconds=int(text[5:7] or 0))


def test_every_transition_of_every_zone_is_what_zoneinfo_says(zones: list[str]) -> None:
    wrong = [name for name in zones if onsets_of(vtimezone(name)) != transitions_of(name)]

    assert (len(zones) > 500, wrong) == (True, [])


@needs_node
@pytest.mark.node
def test_ical_js_understands_every_zone_around_each_transition(zones: list[str]) -> None:
    probes = {
        name: [at + shift for at, _ in transitions_of(name) for shift in (-1, 0, 3 * 86_400) if at + shift >= FIRST]
        for name in zones
    }

    answers = read_with_node(
        [b"BEGIN:VCALENDAR\r\n" + vtimezone(name) + b"END:VCALENDAR\r\n" for name in zones], list(probes.values())
    )

    wrong = {}
    for name, answer in zip(zones, answers, strict=True):
        zone = ZoneInfo(name)
        offsets = [datetime.fromtimestamp(at, zone).utcoffset() or timedelta(0) for at in probes[name]]
        if answer["icalJs"]["offsets"] != {name: [found.total_seconds() for found in offsets]}:
            wrong[name] = answer["icalJs"]["offsets"]
    assert wrong == {}
