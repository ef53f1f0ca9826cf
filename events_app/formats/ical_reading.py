"""Calendars of other publishers (RFC 5545) as candidates for editions, each event read on its own.

Whatever one event holds, the others are read: the file is cut into its events before icalendar sees any of them, since
that raises anything on hostile bytes. Recurring events are left to a person: an edition happens once.
"""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from icalendar import Event
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from events_app.domain.exhibitions import Days, zone_of
from events_app.domain.imports import Candidate, CandidateStatus
from events_app.domain.messages import N_
from events_app.domain.refusals import InvalidValue, Refusal
from events_app.domain.tables import Fault
from events_app.domain.web_addresses import check_website
from events_app.formats.plaintext import SUMMARY_CHARACTERS, paragraph, single_line

LARGEST_BYTES = 5_000_000
MOST_EVENTS = 5_000
LONGEST_EVENT = 200_000
"""Characters of one event, its alarms and comments included."""
MOST_CATEGORIES = 20
LONGEST_UID = 255
UTC_ZONES = frozenset({"UTC", "Etc/UTC", "GMT", "Etc/GMT", "Z"})

_MARK = re.compile(r"^(BEGIN|END):([\w-]+)[ \t]*$", re.IGNORECASE)
_FOLD = re.compile(rb"(?:\r\n|\n)[ \t]")
_ZONED = re.compile(r"^((?:DTSTART|DTEND)(?:;[^:;\r\n]*)*?);TZID=\"?([^:;\"\r\n]*)\"?", re.IGNORECASE | re.MULTILINE)
_LINE_END = re.compile(r"\r\n|\n|\r")
_LOCATION = re.compile(r"^X-LIC-LOCATION:(.+)$", re.IGNORECASE)
_ZONE_ID = re.compile(r"^TZID(?:;[^:]*)?:(.+)$", re.IGNORECASE)
_CALENDAR_NAME = re.compile(r"^(?:X-WR-CALNAME|NAME)(?:;[^:]*)?:(.+)$", re.IGNORECASE)
_STATUSES = {
    "TENTATIVE": CandidateStatus.TENTATIVE,
    "CONFIRMED": CandidateStatus.CONFIRMED,
    "CANCELLED": CandidateStatus.CANCELLED,
}


class NotCalendar(InvalidValue):
    """Bytes that are no iCalendar file."""

    message = N_("This file cannot be read as a calendar.")


class CalendarTooLarge(InvalidValue):
    """More bytes or events than are taken at once."""

    message = N_("This calendar is too large to be imported.")


class EventUnreadable(InvalidValue):
    """An event that is not written as RFC 5545 says."""

    message = N_("This event cannot be read.")


class EventWithoutUid(InvalidValue):
    """An event that could not be known again."""

    message = N_("This event has no identifier (UID), so it would not be known again.")


class EventWithoutTitle(InvalidValue):
    """An event that says nothing."""

    message = N_("This event has no title.")


class EventWithoutStart(InvalidValue):
    """An event without a first day."""

    message = N_("This event has no first day.")


class EventRecurs(InvalidValue):
    """An event that happens again by a rule, or one occurrence of such."""

    message = N_("This event recurs by a rule. Add its editions one by one.")


class EventTwice(InvalidValue):
    """A second event with the same UID."""

    message = N_("Another event of this file has the same identifier (UID).")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a calendar holds: its own name, the candidates, and what is wrong with the other events by line."""

    name: str
    candidates: tuple[Candidate, ...]
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class _Block:
    """One component as written; `is_whole` says that its end was found."""

    line: int
    name: str
    lines: tuple[str, ...]
    is_whole: bool


def read(content: bytes) -> Reading:
    """Read a calendar. Raises NotCalendar or CalendarTooLarge; all else is told by event."""
    if len(content) > LARGEST_BYTES:
        raise CalendarTooLarge
    lines = _LINE_END.split(_decoded(content))
    if not any(line.strip().upper() == "BEGIN:VCALENDAR" for line in lines[:10]):
        raise NotCalendar
    blocks = list(_blocks(lines))
    events = [block for block in blocks if block.name == "VEVENT"]
    if len(events) > MOST_EVENTS:
        raise CalendarTooLarge
    zones = dict(filter(None, (_declared_zone(block) for block in blocks if block.name == "VTIMEZONE")))
    candidates, faults = dict[str, Candidate](), list[Fault]()
    for block in events:
        try:
            candidate = _candidate(block, zones)
            if candidate.uid in candidates:
                raise EventTwice
        except Refusal as refusal:
            faults.append(Fault.of(refusal, line=block.line))
        else:
            candidates[candidate.uid] = candidate
    return Reading(_calendar_name(lines), tuple(candidates.values()), tuple(faults))


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    # Old programs fold lines inside of a character (RFC 5545, section 3.1).
    for candidate, encoding in ((content, "utf-8-sig"), (_FOLD.sub(b"", content), "utf-8-sig"), (content, "gb18030")):
        try:
            return candidate.decode(encoding)
        except UnicodeDecodeError:
            continue
    return content.decode("utf-8-sig", errors="replace")


def _blocks(lines: list[str]) -> Iterator[_Block]:
    """Events and zones; one that begins inside another event of its kind ends that, unfinished."""
    begins, name, depth = 0, "", 0
    for number, line in enumerate(lines, 1):
        found = _MARK.match(line)
        if not found:
            continue
        is_begin, component = found[1].upper() == "BEGIN", found[2].upper()
        if name and is_begin and component in {"VEVENT", "VTIMEZONE"}:
            yield _Block(begins, name, (), is_whole=False)
            name = ""
        if not name:
            if is_begin and component in {"VEVENT", "VTIMEZONE"}:
                begins, name, depth = number, component, 1
            continue
        depth += 1 if is_begin else -1
        if depth == 0:
            yield _Block(begins, name, tuple(lines[begins - 1 : number]), is_whole=component == name)
            name = ""
    if name:
        yield _Block(begins, name, (), is_whole=False)


def _calendar_name(lines: list[str]) -> str:
    found = next((match for line in lines[:50] if (match := _CALENDAR_NAME.match(line))), None)
    return single_line(re.sub(r"\\([\\;,])", r"\1", found[1]), limit=200) if found else ""


def _declared_zone(block: _Block) -> tuple[str, str] | None:
    """The zone's own name and the name in the IANA database that it says to stand for."""
    own = next((found[1].strip() for line in block.lines if (found := _ZONE_ID.match(line))), "")
    known = next((found[1].strip() for line in block.lines if (found := _LOCATION.match(line))), "")
    return (own, known) if own and known else None


def _candidate(block: _Block, zones: dict[str, str]) -> Candidate:
    if not block.is_whole or sum(map(len, block.lines)) > LONGEST_EVENT:
        raise EventUnreadable
    text = _FOLD.sub(b"", "\r\n".join((*block.lines, "")).encode(errors="replace")).decode()
    # Zones are named by us before icalendar sees them: it fails where it knows none.
    names = [_zone_name(found[2].strip(), zones) for found in _ZONED.finditer(text)]
    text = _ZONED.sub(r"\1", text)
    try:
        event: Any = Event.from_ical(text)
        return _read_event(event, block.line, names)
    except Refusal:
        raise
    # icalendar raises anything on hostile bytes, here and when a property is asked for.
    except Exception as error:
        raise EventUnreadable from error


def _read_event(event: Any, line: int, zones: list[str]) -> Candidate:  # noqa: ANN401 - icalendar's own
    uid, title = _line(event, "UID"), _line(event, "SUMMARY", limit=SUMMARY_CHARACTERS)
    if not uid or len(uid) > LONGEST_UID:
        raise EventWithoutUid
    if not title:
        raise EventWithoutTitle
    if any(name in event for name in ("RRULE", "RDATE", "RECURRENCE-ID")):
        raise EventRecurs
    latitude, longitude = _place(event)
    return Candidate(
        uid=uid,
        title=title,
        **_when(event, zones),
        location=_line(event, "LOCATION", limit=SUMMARY_CHARACTERS),
        url=_url(event),
        description=paragraph(_string(event, "DESCRIPTION")),
        categories=_categories(event),
        latitude=latitude,
        longitude=longitude,
        status=_STATUSES.get(_line(event, "STATUS").upper(), CandidateStatus.CONFIRMED),
        sequence=_sequence(event),
        changed_at=_moment(event, "LAST-MODIFIED") or _moment(event, "DTSTAMP"),
        line=line,
    )


def _one(event: Any, name: str) -> Any:  # noqa: ANN401 - icalendar's own
    found = event.get(name)
    return found[0] if isinstance(found, list) else found


def _string(event: Any, name: str) -> str:  # noqa: ANN401 - icalendar's own
    found = _one(event, name)
    return "" if found is None else str(found)


def _line(event: Any, name: str, *, limit: int = 8_000) -> str:  # noqa: ANN401 - icalendar's own
    return single_line(_string(event, name), limit=limit)


def _when(event: Any, zones: list[str]) -> dict[str, Any]:  # noqa: ANN401 - icalendar's own
    """Days, and times with their zone where both are known. DTEND is exclusive (RFC 5545, section 3.6.1)."""
    start = _one(event, "DTSTART")
    if start is None:
        raise EventWithoutStart
    first: date | datetime = start.dt
    end, duration = _one(event, "DTEND"), _one(event, "DURATION")
    if end is not None:
        last: date | datetime = end.dt
    elif duration is not None:
        last = first + duration.dt
    else:
        last = first if isinstance(first, datetime) else first + timedelta(days=1)
    if not isinstance(first, datetime) or not isinstance(last, datetime):
        first_day, end_day = (m.date() if isinstance(m, datetime) else m for m in (first, last))
        return {"days": Days(first_day, max(first_day, end_day - timedelta(days=1)))}
    return _timed(first, last, zones[0] if zones else "UTC" if first.tzinfo else "")


def _timed(first: datetime, last: datetime, zone: str) -> dict[str, Any]:
    ends_at_midnight = last > first and last.time() == time(0)
    days = Days(first.date(), last.date() - timedelta(days=ends_at_midnight))
    if not zone:
        return {"days": days}
    # The wall clock is what the publisher wrote; which instant it is, our own rules of time zones say.
    info = ZoneInfo(zone)
    moments = [m if m.tzinfo and m.utcoffset() is not None else m.replace(tzinfo=info) for m in (first, last)]
    starts_at, ends_at = (moment.astimezone(UTC) for moment in moments)
    return {"days": days, "starts_at": starts_at, "ends_at": ends_at, "zone": zone if zone not in UTC_ZONES else "UTC"}


def _zone_name(name: str, zones: dict[str, str]) -> str:
    """IANA name of a zone; empty for one that only the file knows."""
    for known in (zones.get(name, ""), name, WINDOWS_TO_OLSON.get(name, ""), "/".join(name.split("/")[-2:])):
        try:
            if known:
                zone_of(known)
                return known
        except Refusal:
            continue
    return ""


def _url(event: Any) -> str:  # noqa: ANN401 - icalendar's own
    url = _line(event, "URL", limit=2_000)
    try:
        check_website(url)
    except Refusal:
        return ""
    return url


def _categories(event: Any) -> tuple[str, ...]:  # noqa: ANN401 - icalendar's own
    found = event.get("CATEGORIES") or []
    groups = found if isinstance(found, list) else [found]
    words = [single_line(str(word), limit=100) for group in groups for word in getattr(group, "cats", [group])]
    return tuple(dict.fromkeys(word for word in words if word))[:MOST_CATEGORIES]


def _place(event: Any) -> tuple[float | None, float | None]:  # noqa: ANN401 - icalendar's own
    found = _one(event, "GEO")
    try:
        latitude, longitude = float(found.latitude), float(found.longitude)
    except (AttributeError, TypeError, ValueError):
        return None, None
    is_on_earth = math.isfinite(latitude + longitude) and abs(latitude) <= 90 and abs(longitude) <= 180  # noqa: PLR2004
    return (latitude, longitude) if is_on_earth else (None, None)


def _sequence(event: Any) -> int:  # noqa: ANN401 - icalendar's own
    found = _string(event, "SEQUENCE")
    return min(int(found), 2**31 - 1) if found.isdecimal() and len(found) <= 10 else 0  # noqa: PLR2004 - digits


def _moment(event: Any, name: str) -> datetime | None:  # noqa: ANN401 - icalendar's own
    found = getattr(_one(event, name), "dt", None)
    if not isinstance(found, datetime):
        return None
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
