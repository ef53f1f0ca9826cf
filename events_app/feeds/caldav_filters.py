"""Filters of calendar-query (RFC 4791, sections 9.7 to 9.9): read from XML, held against the lines of an object."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from http import HTTPStatus
from typing import Final
from xml.etree.ElementTree import Element
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from events_app.feeds.dav_xml import DavError, cal, children
from events_app.formats.ical_lines import Component, Line

ASCII_CASEMAP: Final = "i;ascii-casemap"
OCTET: Final = "i;octet"
COLLATIONS: Final = (ASCII_CASEMAP, OCTET)
"""Those that RFC 4791, section 7.5 demands."""
LOWER: Final = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz")
UTC_MOMENT: Final = re.compile(r"\d{8}T\d{6}Z")
MOMENT: Final = "%Y%m%dT%H%M%SZ"
EARLIEST, LATEST = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)
DAY: Final = timedelta(days=1)
ON_A_DAY: Final = frozenset({"VEVENT", "VTODO"})
TRIGGER: Final = re.compile(r"([+-]?)P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?")
"""A DURATION (RFC 5545, section 3.3.6)."""


@dataclass(frozen=True, slots=True)
class Period:
    """From `start` (inclusive) to `end` (exclusive), aware; an end that was not given is far away."""

    start: datetime = EARLIEST
    end: datetime = LATEST

    def meets(self, begin: datetime, until: datetime) -> bool:
        """Whether something from `begin` to `until` lies in it, at least in part (RFC 4791, section 9.9).

        What takes no time counts where it begins inside of it.
        """
        if begin == until:
            return self.start <= begin < self.end
        return self.start < until and self.end > begin


@dataclass(frozen=True, slots=True)
class TextMatch:
    """A text that must be in a value, or must not."""

    text: str
    collation: str = ASCII_CASEMAP
    is_negated: bool = False

    def holds(self, value: str) -> bool:
        """Compare as the collation does (RFC 4790)."""
        wanted = self.text
        if self.collation == ASCII_CASEMAP:
            wanted, value = wanted.translate(LOWER), value.translate(LOWER)
        return (wanted in value) != self.is_negated


@dataclass(frozen=True, slots=True)
class ParamFilter:
    """What a parameter must be; None: it must only be there."""

    name: str
    is_absent: bool = False
    match: TextMatch | None = None

    def holds(self, line: Line) -> bool:
        """Whether the line has the parameter so."""
        value = line.parameters.get(self.name)
        if value is None or self.is_absent:
            return (value is None) == self.is_absent
        return self.match is None or self.match.holds(value)


@dataclass(frozen=True, slots=True)
class PropFilter:
    """What one of the properties of a name must be."""

    name: str
    is_absent: bool = False
    period: Period | None = None
    match: TextMatch | None = None
    parameters: tuple[ParamFilter, ...] = ()

    def holds(self, component: Component, zone: ZoneInfo) -> bool:
        """Whether the component has a property that meets everything at once."""
        lines = component.all(self.name)
        if self.is_absent or not lines:
            return self.is_absent and not lines
        return any(self._met(line, zone) for line in lines)

    def _met(self, line: Line, zone: ZoneInfo) -> bool:
        if self.period is not None:
            span = span_of(line, zone)
            if span is None or not self.period.meets(*span):
                return False
        if self.match is not None and not self.match.holds(line.text):
            return False
        return all(parameter.holds(line) for parameter in self.parameters)


@dataclass(frozen=True, slots=True)
class CompFilter:
    """What a component must be and hold."""

    name: str
    is_absent: bool = False
    period: Period | None = None
    properties: tuple[PropFilter, ...] = ()
    inside: tuple["CompFilter", ...] = ()

    def holds(self, components: Iterable[Component], zone: ZoneInfo) -> bool:
        """Whether one of the components is it and meets everything; `zone` is where dates and floating times lie."""
        named = [component for component in components if component.name == self.name]
        if self.is_absent or not named:
            return self.is_absent and not named
        return any(self._met(component, zone) for component in named)

    def _met(self, component: Component, zone: ZoneInfo) -> bool:
        if self.period is not None and not is_within(component, self.period, zone):
            return False
        return all(each.holds(component, zone) for each in self.properties) and all(
            each.holds(component.inside, zone) for each in self.inside
        )

    @property
    def narrowest(self) -> Period | None:
        """A period that whatever meets this filter must lie in: the one asked of events or tasks."""
        asked = [each for each in self.inside if each.name in ON_A_DAY and not each.is_absent]
        periods = [each.period for each in asked if each.period]
        return periods[0] if periods else None


def span_of(line: Line, zone: ZoneInfo) -> tuple[datetime, datetime] | None:
    """First and last moment of a DATE or DATE-TIME, in UTC; None where the value is neither."""
    value = line.value
    try:
        if len(value) == len("20270405"):
            day = datetime.strptime(value, "%Y%m%d").date()  # noqa: DTZ007 - a date
            return _midnight(day, zone), _midnight(day + DAY, zone)
        plain = datetime.strptime(value.removesuffix("Z"), "%Y%m%dT%H%M%S")  # noqa: DTZ007 - its zone follows
    except (ValueError, OverflowError):
        return None
    where = UTC if value.endswith("Z") else _zone(line.parameters.get("TZID", "")) or zone
    moment = plain.replace(tzinfo=where).astimezone(UTC)
    return moment, moment


def is_within(component: Component, period: Period, zone: ZoneInfo) -> bool:
    """Whether an event, a task or an alarm lies in a period (RFC 4791, section 9.9); nothing else has a time."""
    if component.name == "VTODO":
        due = component.first("DUE")
        span = span_of(due, zone) if due else None
        # A task that is only due counts at the end of a period, and not at its start.
        return span is not None and period.start < span[0] <= period.end
    if component.name == "VALARM":
        rings_at = _alarm_at(component, zone)
        return rings_at is not None and period.start <= rings_at < period.end
    span = event_span(component, zone)
    return span is not None and period.meets(*span)


def _alarm_at(alarm: Component, zone: ZoneInfo) -> datetime | None:
    """When an alarm of ours rings: at a moment, or so long before its event begins, or its task is due."""
    trigger, owner = alarm.first("TRIGGER"), alarm.around
    if trigger is None or owner is None:
        return None
    if (at := span_of(trigger, zone)) is not None:
        return at[0]
    start, found = owner.first("DUE") or owner.first("DTSTART"), TRIGGER.fullmatch(trigger.value)
    span = span_of(start, zone) if start else None
    if span is None or found is None:
        return None
    weeks, days, hours, minutes, seconds = (int(part or 0) for part in found.groups()[1:])
    length = timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
    return span[0] - length if found[1] == "-" else span[0] + length


def event_span(component: Component, zone: ZoneInfo) -> tuple[datetime, datetime] | None:
    """From where to where an event goes, in UTC: a date alone takes its day, a moment alone no time."""
    start = component.first("DTSTART")
    if component.name != "VEVENT" or start is None or (begun := span_of(start, zone)) is None:
        return None
    end = component.first("DTEND")
    ended = span_of(end, zone) if end else None
    return begun[0], ended[0] if ended else begun[1]


def read_filter(root: Element) -> CompFilter:
    """Read the `filter` of a query. Raises DavError (403, valid-filter, supported-filter, supported-collation)."""
    given = root.find(cal("filter"))
    inside = list(children(given)) if given is not None else []
    if len(inside) != 1 or inside[0].tag != cal("comp-filter") or inside[0].get("name", "").upper() != "VCALENDAR":
        raise invalid()
    return _comp_filter(inside[0])


def read_period(element: Element, *, is_whole: bool = False) -> Period:
    """Read a `time-range`; `is_whole`: both ends must be there. Raises DavError (403, valid-filter)."""
    start, end = element.get("start"), element.get("end")
    if (start is None and end is None) or (is_whole and (start is None or end is None)):
        raise invalid()
    period = Period(_moment(start) if start else EARLIEST, _moment(end) if end else LATEST)
    if period.start >= period.end:
        raise invalid()
    return period


def read_zone(root: Element, fallback: str) -> ZoneInfo:
    """Zone in which dates lie: that of the query's `timezone` where we know it, or the collection's."""
    given = root.find(cal("timezone"))
    named = re.search(r"(?m)^TZID[^:\r\n]*:([^\r\n]+)", given.text or "") if given is not None else None
    return (_zone(named[1].strip()) if named else None) or ZoneInfo(fallback)


def invalid() -> DavError:
    """A filter that cannot be read."""
    return DavError(HTTPStatus.FORBIDDEN, cal("valid-filter"))


def _comp_filter(given: Element) -> CompFilter:
    period, properties, inside, is_absent = None, [], [], False
    for child in children(given):
        match child.tag.rpartition("}")[2] if child.tag.startswith(cal("")) else "":
            case "is-not-defined":
                is_absent = True
            case "time-range":
                period = read_period(child)
            case "prop-filter":
                properties.append(_prop_filter(child))
            case "comp-filter":
                inside.append(_comp_filter(child))
            case _:
                raise invalid()
    if is_absent and (period or properties or inside):
        raise invalid()
    return CompFilter(_name(given), is_absent, period, tuple(properties), tuple(inside))


def _prop_filter(given: Element) -> PropFilter:
    found: dict[str, object] = {}
    parameters: list[ParamFilter] = []
    readers: dict[str, tuple[str, Callable[[Element], object]]] = {
        "is-not-defined": ("is_absent", lambda _: True),
        "time-range": ("period", read_period),
        "text-match": ("match", _text_match),
    }
    for child in children(given):
        local = child.tag.rpartition("}")[2]
        if local == "param-filter":
            parameters.append(_param_filter(child))
        elif local in readers:
            key, reader = readers[local]
            found[key] = reader(child)
        else:
            raise invalid()
    if "is_absent" in found and (parameters or len(found) > 1):
        raise invalid()
    return PropFilter(_name(given), parameters=tuple(parameters), **found)  # type: ignore[arg-type] # by the readers


def _param_filter(given: Element) -> ParamFilter:
    inside = list(children(given))
    if not inside:
        return ParamFilter(_name(given))
    if len(inside) == 1 and inside[0].tag == cal("is-not-defined"):
        return ParamFilter(_name(given), is_absent=True)
    if len(inside) == 1 and inside[0].tag == cal("text-match"):
        return ParamFilter(_name(given), match=_text_match(inside[0]))
    raise invalid()


def _text_match(given: Element) -> TextMatch:
    collation = given.get("collation", ASCII_CASEMAP)
    if collation == "default":
        collation = ASCII_CASEMAP
    if collation not in COLLATIONS:
        raise DavError(HTTPStatus.FORBIDDEN, cal("supported-collation"))
    negated = given.get("negate-condition", "no")
    if negated not in {"yes", "no"}:
        raise invalid()
    return TextMatch(given.text or "", collation, negated == "yes")


def _name(given: Element) -> str:
    name = given.get("name", "").upper()
    if not name:
        raise invalid()
    return name


def _moment(text: str) -> datetime:
    """A moment in UTC, as time-range must have it."""
    if not UTC_MOMENT.fullmatch(text):
        raise invalid()
    try:
        return datetime.strptime(text, MOMENT).replace(tzinfo=UTC)
    except ValueError as error:
        raise invalid() from error


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone).astimezone(UTC)


def _zone(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None
