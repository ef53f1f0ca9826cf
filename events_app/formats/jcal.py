"""jCal (RFC 7265): the very calendar of `formats.ical` as JSON, property by property, converted by icalendar."""

from collections.abc import Iterable

from icalendar import Calendar, Component

from events_app.formats import ical
from events_app.formats.ical import FeedHead
from events_app.formats.json_text import encoded


def event(written: bytes) -> bytes:
    """One VEVENT or VTODO, as `ical.event` has written it, in jCal."""
    return encoded(Component.from_ical(written).to_jcal())


def calendar(head: FeedHead, events: Iterable[bytes], zones: Iterable[str]) -> bytes:
    """Join a calendar from events in jCal and the names of the zones that they use.

    Raises ZoneInfoNotFoundError for an unknown zone.
    """
    name, properties, explained = Calendar.from_ical(ical.calendar(head, (), zones)).to_jcal()
    components = [*map(encoded, explained), *events]
    return b"[" + b",".join((encoded(name), encoded(properties), b"[" + b",".join(components) + b"]")) + b"]"
