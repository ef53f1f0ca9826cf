"""What a compiled time zone file says: transitions so far and the rule that goes on for ever (RFC 8536).

`zoneinfo` answers for one instant only; VTIMEZONE needs the rules themselves. The file is the one that `zoneinfo`
reads, so both always agree. How rules become calendar components is the business of `formats.vtimezone`.
"""

import re
import zoneinfo
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib import resources
from pathlib import Path
from struct import Struct
from typing import NamedTuple

HEADER = Struct(">4sc15x6L")
"""RFC 8536, section 3.1: magic, version, then the counts isutcnt, isstdcnt, leapcnt, timecnt, typecnt, charcnt."""
LOCAL_TIME_TYPE = Struct(">lbB")
"""RFC 8536, section 3.2: offset in seconds, whether it is daylight saving time, index of the name."""
MAGIC = b"TZif"
FIRST_VERSION = b"\0"
LAST_WEEK = 5
"""In a POSIX rule the fifth week means the last one, whether there are five or four."""
WEEK_DAYS = 7
DAY_SECONDS = 86_400
DEFAULT_RULE_TIME = 7200
"""A POSIX rule without a time means two o'clock."""

_NAME = r"<[A-Za-z0-9+-]+>|[A-Za-z]{3,}"
_OFFSET = r"[+-]?\d{1,3}(?::\d\d){0,2}"
_FOOTER = re.compile(rf"({_NAME})({_OFFSET})(?:({_NAME})({_OFFSET})?,([^,]+),([^,]+))?")
_RULE = re.compile(rf"M(\d{{1,2}})\.([1-5])\.([0-6])(?:/({_OFFSET}))?")


class ZoneUnreadable(ValueError):  # noqa: N818 - named for the fact
    """A zone file, or its footer, in a form that RFC 8536 or this module does not know."""


@dataclass(frozen=True, slots=True)
class LocalTime:
    """What clocks show for a while: east of UTC by `offset`, called `name`."""

    offset: timedelta
    is_daylight: bool
    name: str


@dataclass(frozen=True, slots=True)
class Transition:
    """Clocks change at `at`, in seconds since 1970 UTC (which may lie outside what datetime can hold)."""

    at: int
    before: LocalTime
    after: LocalTime

    @property
    def wall(self) -> datetime:
        """What clocks that had not been changed yet would show: the frame of DTSTART in VTIMEZONE."""
        return datetime(1970, 1, 1) + timedelta(seconds=self.at) + self.before.offset  # noqa: DTZ001 - a wall clock

    def is_same_change(self, other: "Transition") -> bool:
        """Compare what readers of clocks notice; zone files differ in what they call daylight saving."""
        return (self.at, self.before.offset, self.after.offset, self.after.name) == (
            other.at,
            other.before.offset,
            other.after.offset,
            other.after.name,
        )


@dataclass(frozen=True, slots=True)
class YearlyRule:
    """The `week`-th `weekday` (Sunday is 0) of `month`, at `seconds` after midnight: may be negative or days long.

    POSIX TZ string as extended by RFC 8536, section 3.3.1: hours from -167 to 167.
    """

    month: int
    week: int
    weekday: int
    seconds: int

    def wall(self, year: int) -> datetime:
        """Return what clocks show at that moment, before they are changed."""
        first_weekday, length_days = monthrange(year, self.month)
        day = 1 + (self.weekday - 1 - first_weekday) % WEEK_DAYS + (self.week - 1) * WEEK_DAYS
        if day > length_days:
            day -= WEEK_DAYS
        return datetime(year, self.month, day) + timedelta(seconds=self.seconds)  # noqa: DTZ001 - a wall clock


@dataclass(frozen=True, slots=True)
class Change:
    """A change of clocks that comes each year."""

    rule: YearlyRule
    before: LocalTime
    after: LocalTime

    def transition(self, year: int) -> Transition:
        """Return the transition of one year."""
        since_1970 = self.rule.wall(year) - datetime(1970, 1, 1) - self.before.offset  # noqa: DTZ001 - a wall clock
        return Transition(since_1970 // timedelta(seconds=1), self.before, self.after)


@dataclass(frozen=True, slots=True)
class History:
    """All a zone file knows: `first` holds before any transition, `changes` (none or two) after the last one.

    Transitions that no clock shows are left out (a zone that declares its summer time to be its standard time), yet
    they count for `changes_after`: the last of all, in seconds since 1970 UTC, or None where there is none.
    """

    first: LocalTime
    transitions: tuple[Transition, ...]
    changes: tuple[Change, ...]
    changes_after: int | None


class _Counts(NamedTuple):
    utc: int
    standard: int
    leap: int
    times: int
    types: int
    characters: int

    def length(self, time_bytes: int) -> int:
        """Bytes of the data block that follows (RFC 8536, section 3.2)."""
        return (
            self.times * (time_bytes + 1)
            + self.types * LOCAL_TIME_TYPE.size
            + self.characters
            + self.leap * (time_bytes + 4)
            + self.standard
            + self.utc
        )


def read(zone: str) -> History:
    """Read the history of an IANA zone.

    Raises ZoneInfoNotFoundError or ValueError as `zoneinfo` does, and ZoneUnreadable.
    """
    return parse(_file(zoneinfo.ZoneInfo(zone).key))


def _file(key: str) -> bytes:
    """Bytes of the file that `zoneinfo` finds: along its present TZPATH, or else in the package tzdata."""
    for folder in zoneinfo.TZPATH:
        path = Path(folder, key)
        if path.is_file():
            return path.read_bytes()
    return resources.files("tzdata").joinpath("zoneinfo", *key.split("/")).read_bytes()


def parse(file: bytes) -> History:
    """Parse a TZif file of version 2 or later. Raises ZoneUnreadable."""
    version, counts = _header(file, 0)
    if version == FIRST_VERSION:
        raise ZoneUnreadable("a TZif file of version 1 has no 64-bit data and no footer")
    start = HEADER.size + counts.length(time_bytes=4)
    _, counts = _header(file, start)
    start += HEADER.size
    instants = Struct(f">{counts.times}q").unpack_from(file, start)
    start += counts.times * 8
    indexes = file[start : start + counts.times]
    start += counts.times
    types = tuple(_types(file, start, counts))
    footer_at = start - counts.times * 9 + counts.length(time_bytes=8)
    states = (types[0], *(types[index] for index in indexes))
    transitions = tuple(
        Transition(at, before, after)
        for at, before, after in zip(instants, states, states[1:], strict=False)
        if (before.offset, before.name) != (after.offset, after.name)
    )
    changes = parse_footer(file[footer_at:].decode("ascii").strip("\n"))
    return History(types[0], transitions, changes, changes_after=instants[-1] if instants else None)


def _header(file: bytes, start: int) -> tuple[bytes, _Counts]:
    if file[start : start + len(MAGIC)] != MAGIC:
        raise ZoneUnreadable("not a TZif file")
    _, version, *counts = HEADER.unpack_from(file, start)
    return version, _Counts(*counts)


def _types(file: bytes, start: int, counts: _Counts) -> Iterator[LocalTime]:
    names_at = start + counts.types * LOCAL_TIME_TYPE.size
    for index in range(counts.types):
        seconds, is_daylight, name_index = LOCAL_TIME_TYPE.unpack_from(file, start + index * LOCAL_TIME_TYPE.size)
        name_at = names_at + name_index
        name = file[name_at : file.index(b"\0", name_at)].decode("ascii")
        yield LocalTime(timedelta(seconds=seconds), bool(is_daylight), name)


def parse_footer(footer: str) -> tuple[Change, ...]:
    """Parse the POSIX TZ string that ends a file (RFC 8536, section 3.3): two changes a year, or none.

    Raises ZoneUnreadable, also for the Julian day forms, which no zone uses.
    """
    if not footer:
        return ()
    match = _FOOTER.fullmatch(footer)
    if match is None:
        raise ZoneUnreadable(footer)
    name, offset, daylight_name, daylight_offset, begins, ends = match.groups()
    if daylight_name is None:
        return ()
    # POSIX counts offsets west of Greenwich, everything else counts them east.
    standard_seconds = -_seconds(offset)
    daylight_seconds = -_seconds(daylight_offset) if daylight_offset else standard_seconds + 3600
    standard = LocalTime(timedelta(seconds=standard_seconds), is_daylight=False, name=name.strip("<>"))
    daylight = LocalTime(timedelta(seconds=daylight_seconds), is_daylight=True, name=daylight_name.strip("<>"))
    return (Change(_rule(begins), standard, daylight), Change(_rule(ends), daylight, standard))


def _rule(text: str) -> YearlyRule:
    match = _RULE.fullmatch(text)
    if match is None:
        raise ZoneUnreadable(text)
    month, week, weekday, time = match.groups()
    return YearlyRule(int(month), int(week), int(weekday), _seconds(time) if time else DEFAULT_RULE_TIME)


def _seconds(text: str) -> int:
    hours, minutes, seconds = (*(int(part) for part in text.lstrip("+-").split(":")), 0, 0)[:3]
    total = hours * 3600 + minutes * 60 + seconds
    return -total if text.startswith("-") else total
