"""iCalendar feeds (RFC 5545, RFC 7986): an entry becomes the bytes of one VEVENT, bytes become a calendar.

An event is rendered once for its revision, language and variant, and kept; a calendar only joins. Time zones come from
`formats.vtimezone`, words from `formats.entry_words`, cleaning of hostile text from `formats.plaintext`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from icalendar import Calendar, Component, Event, FreeBusy, Todo, vDuration, vPeriod, vUri

from events_app.domain.calendar import CalendarEntry, EntryKind, EntryStatus
from events_app.formats.entry_words import FeedContext, Told, told
from events_app.formats.feed_options import Cancelled, Detail
from events_app.formats.ical_alarms import alarms_of
from events_app.formats.ical_details import add_details
from events_app.formats.ical_values import GEO_DECIMALS, text
from events_app.formats.plaintext import SUMMARY_CHARACTERS, paragraph, single_line
from events_app.formats.vtimezone import FIRST_YEAR, vtimezone

PRODID = "-//events-app//Exhibitions and cooperation projects//EN"
END_OF_CALENDAR = b"END:VCALENDAR\r\n"
UTC_ZONES = frozenset({"UTC", "Etc/UTC"})


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedHead:
    """Properties of a calendar.

    `url` is the address of the feed itself, empty where it is a secret: then `own_name` tells the feed from others.
    `page` is the address of the same selection for people; `zone` is where the authority sits; `color` a CSS3 colour
    name (RFC 7986, section 5.9); `since_year` the year of the earliest timed entry: time zones are right from there on.
    """

    name: str
    description: str
    language: str
    url: str
    page: str
    zone: str
    color: str = "teal"
    refresh: timedelta = timedelta(hours=12)
    modified_at: datetime | None = None
    since_year: int = FIRST_YEAR
    own_name: str = ""

    @property
    def identity(self) -> str:
        """What tells the feed from all others, for ever."""
        return self.own_name or self.url


def zones_of(entries: Iterable[CalendarEntry]) -> frozenset[str]:
    """Zones that a calendar of these entries must explain: those of timed entries."""
    return frozenset(entry.zone for entry in entries if not entry.is_whole_days) - UTC_ZONES


def calendar(head: FeedHead, events: Iterable[bytes], zones: Iterable[str]) -> bytes:
    """Join a calendar from rendered events and the names of the zones that they use.

    There is no METHOD: a published feed is not an invitation. Raises ZoneInfoNotFoundError for an unknown zone.
    """
    explained = (vtimezone(zone, since_year=head.since_year) for zone in sorted(set(zones) - UTC_ZONES))
    return b"".join((_head(head), *explained, *events, END_OF_CALENDAR))


def calendar_object(event: bytes, zones: Iterable[str], *, since_year: int) -> bytes:
    """One rendered event as a calendar of its own (RFC 4791, section 4.1), with the zones that it uses."""
    explained = (vtimezone(zone, since_year=since_year) for zone in sorted(set(zones) - UTC_ZONES))
    return b"".join((_object_head(), *explained, event, END_OF_CALENDAR))


@cache
def _object_head() -> bytes:
    """What all objects begin with: ten thousand are written at once."""
    written = Calendar()
    written.add("prodid", PRODID)
    written.add("version", "2.0")
    written.add("calscale", "GREGORIAN")
    head: bytes = written.to_ical()
    return head.removesuffix(END_OF_CALENDAR)


def free_busy(
    start: datetime, end: datetime, busy: Iterable[tuple[datetime, datetime, str]], *, now: datetime
) -> bytes:
    """A VFREEBUSY (RFC 5545, section 3.6.4) from `start` to `end`; `busy` are periods in UTC with their FBTYPE."""
    told = FreeBusy()
    told.add("dtstamp", now.astimezone(UTC))
    told.add("dtstart", start)
    told.add("dtend", end)
    for begin, until, kind in busy:
        told.add("freebusy", vPeriod((begin, until)), parameters={"FBTYPE": kind})
    written = Calendar()
    written.add("prodid", PRODID)
    written.add("version", "2.0")
    written.add_component(told)
    content: bytes = written.to_ical()
    return content


def _head(head: FeedHead) -> bytes:
    """Bytes of a calendar up to its first component.

    icalendar 7.3 writes durations of X- properties as Python does, and leaves out the VALUE parameters without which
    REFRESH-INTERVAL and SOURCE are not valid: hence the wrapped values.
    """
    written = Calendar()
    language = {"LANGUAGE": head.language}
    written.add("prodid", PRODID)
    written.add("version", "2.0")
    written.add("calscale", "GREGORIAN")
    name, description = single_line(head.name), paragraph(head.description)
    written.add("name", text(name), parameters=language)
    written.add("x-wr-calname", text(name))
    written.add("x-wr-timezone", text(head.zone))
    if description:
        written.add("description", text(description), parameters=language)
        written.add("x-wr-caldesc", text(description))
    written.add("url", vUri(single_line(head.page)))
    if head.url:
        written.add("source", vUri(single_line(head.url)), parameters={"VALUE": "URI"})
    written.add("refresh-interval", vDuration(head.refresh), parameters={"VALUE": "DURATION"})
    written.add("x-published-ttl", text(_duration(head.refresh)))
    written.add("color", text(head.color))
    if head.modified_at is not None:
        written.add("last-modified", head.modified_at.astimezone(UTC))
    rendered: bytes = written.to_ical()
    return rendered.removesuffix(END_OF_CALENDAR)


def _duration(duration: timedelta) -> str:
    """DURATION (RFC 5545, section 3.3.6) of whole hours, or else of whole minutes."""
    hours, rest = divmod(duration, timedelta(hours=1))
    return f"PT{duration // timedelta(minutes=1)}M" if rest else f"PT{hours}H"


def event(entry: CalendarEntry, context: FeedContext) -> bytes:
    """Render an entry as one VEVENT, or a deadline as one VTODO where tasks are wished, with CRLF.

    The same entry and context give the same bytes. DTSTAMP is the moment of the revision, never the present one
    (RFC 5545, section 3.8.7.2, for objects without METHOD), so that feeds carry a strong ETag.
    """
    is_task = context.options.has_todos and entry.kind is EntryKind.DEADLINE
    written: Component = Todo() if is_task else Event()
    written.add("uid", text(single_line(entry.uid)))
    modified_at = entry.modified_at.astimezone(UTC)
    written.add("dtstamp", modified_at)
    written.add("created", entry.created_at.astimezone(UTC))
    written.add("last-modified", modified_at)
    written.add("sequence", entry.sequence)
    if is_task:
        _add_due(written, entry)
    else:
        written.add("status", _status(entry, context.options.cancelled))
        _add_times(written, entry)
    words = told(entry, context)
    summary = single_line(words.summary, limit=SUMMARY_CHARACTERS)
    _add_texts(written, words, summary, context.language)
    if entry.latitude is not None and entry.longitude is not None and entry.kind is not EntryKind.DEADLINE:
        written.add("geo", (round(entry.latitude, GEO_DECIMALS), round(entry.longitude, GEO_DECIMALS)))
    written.add("url", vUri(single_line(context.page(entry))))
    if context.options.detail is Detail.FULL:
        add_details(written, entry, context, words)
    for alarm in alarms_of(entry, context, summary, is_task=is_task):
        written.add_component(alarm)
    rendered: bytes = written.to_ical()
    return rendered


def _status(entry: CalendarEntry, cancelled: Cancelled) -> str:
    if entry.status is EntryStatus.CANCELLED:
        return "CONFIRMED" if cancelled is Cancelled.MARK else "CANCELLED"
    return "CONFIRMED" if entry.dates_confirmed else "TENTATIVE"


def _add_times(written: Component, entry: CalendarEntry) -> None:
    """Whole days as dates with an exclusive end; sessions from … to; a deadline as DTSTART alone.

    A deadline is a moment: an event that has a time and neither DTEND nor DURATION ends when it starts (RFC 5545,
    section 3.6.1; an equal DTEND would be wrong, section 3.8.2.2), and programs show it at exactly that time. A slot
    before it would show an earlier time, a slot after it would promise time that nobody has.
    """
    is_busy = entry.kind is EntryKind.SESSION and entry.status is not EntryStatus.CANCELLED
    written.add("transp", "OPAQUE" if is_busy else "TRANSPARENT")
    written.add("x-microsoft-cdo-busystatus", text("BUSY" if is_busy else "FREE"))
    if entry.starts_at is None:
        written.add("dtstart", entry.starts_on)
        written.add("dtend", _day_after(entry.ends_on))
        return
    ends_at = entry.ends_at if entry.ends_at is not None and entry.ends_at > entry.starts_at else None
    _add_moments(written, entry, {"dtstart": entry.starts_at} | ({"dtend": ends_at} if ends_at else {}))


def _add_due(written: Component, entry: CalendarEntry) -> None:
    """A deadline as a task that is due then; nobody needs to do it any more once it is cancelled.

    The task has the UID of the event in whose place it stands: no calendar has both (RFC 5545, section 3.8.4.7).
    """
    written.add("status", "CANCELLED" if entry.status is EntryStatus.CANCELLED else "NEEDS-ACTION")
    if entry.starts_at is None:
        written.add("due", entry.starts_on)
    else:
        _add_moments(written, entry, {"due": entry.starts_at})


def _add_moments(written: Component, entry: CalendarEntry, moments: Mapping[str, datetime]) -> None:
    clocks = {name: moment.astimezone(ZoneInfo(entry.zone)) for name, moment in moments.items()}
    is_told_in_utc = entry.zone in UTC_ZONES or any(comes_twice(clock) for clock in clocks.values())
    for name, moment in moments.items():
        written.add(name, moment.astimezone(UTC) if is_told_in_utc else clocks[name])


def comes_twice(clock: datetime) -> bool:
    """Whether clocks show this time twice, as in the hour when summer time ends.

    Such a time means its first coming (RFC 5545, section 3.3.5), so the second can only be told in UTC; and readers
    do not agree on the first either (ical.js takes the second), so both are.
    """
    return clock.replace(fold=0).utcoffset() != clock.replace(fold=1).utcoffset()


def _day_after(day: date) -> date:
    return day + timedelta(days=1)


def _add_texts(written: Component, words: Told, summary: str, language: str) -> None:
    """Each text with the language that it is really in."""
    written.add("summary", text(summary), parameters={"LANGUAGE": words.summary_language})
    if words.location:
        place = text(single_line(words.location))
        written.add("location", place, parameters={"LANGUAGE": words.location_language})
    written.add("description", text(paragraph(words.description)), parameters={"LANGUAGE": language})
    if words.categories:
        written.add("categories", text(*words.categories), parameters={"LANGUAGE": language})
