"""CalDAV for reading (RFC 4791): the reports calendar-query, calendar-multiget and free-busy-query."""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import Final
from urllib.parse import unquote, urlsplit
from uuid import UUID
from xml.etree.ElementTree import Element
from zoneinfo import ZoneInfo

from events_app.domain.exhibitions import LONGEST_DAYS
from events_app.domain.selections import Selection
from events_app.feeds.caldav_filters import (
    EARLIEST,
    LATEST,
    CompFilter,
    Period,
    event_span,
    invalid,
    read_filter,
    read_period,
    read_zone,
)
from events_app.feeds.dav_collections import ENDING, CalendarObject, Kind, Reader, Resource
from events_app.feeds.dav_xml import DavError, cal, children, dav, gone
from events_app.feeds.webdav import CALENDAR_DATA, ObjectWriter, Wish, wish_of
from events_app.formats.ical import free_busy
from events_app.formats.ical_lines import Component, components

BESIDE: Final = timedelta(days=2)
"""Days of entries are those of their zones: so far beside a period an entry in it may begin."""
MOST_ASKED: Final = 20_000
"""So many objects are asked for by name at most."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A report on a calendar or an object."""

    root: Element
    resource: Resource
    reader: Reader

    @property
    def home_zone(self) -> str:
        """Zone of the collection."""
        return self.resource.speech.settings.home_zone


async def calendar_query(asked: Asked) -> list[str]:
    """Objects that meet a filter (section 7.8). Raises DavError (403) for a filter that cannot be read."""
    check_data(asked.root)
    condition, zone, wish = read_filter(asked.root), read_zone(asked.root, asked.home_zone), wish_of(asked.root)
    found = await _candidates(asked, condition.narrowest)
    return await asyncio.to_thread(_met, asked.resource, found, condition, zone, wish)


async def calendar_multiget(asked: Asked) -> list[Element | str]:
    """Objects by their addresses, 404 for each that is not there (section 7.9)."""
    check_data(asked.root)
    paths = [child.text or "" for child in children(asked.root) if child.tag == dav("href")]
    if not paths or len(paths) > MOST_ASKED:
        raise DavError(HTTPStatus.BAD_REQUEST)
    collection, wish = asked.resource.collection, wish_of(asked.root)
    wanted = {path: _member_id(path, collection) for path in dict.fromkeys(paths)}
    there = await asked.reader.some(collection, {one for one in wanted.values() if one is not None})
    return await asyncio.to_thread(_named, wanted, collection, there, wish)


async def free_busy_query(asked: Asked) -> bytes:
    """When there is something that takes part of the time (section 7.10): sessions that are not cancelled."""
    given = asked.root.find(cal("time-range"))
    if given is None:
        raise invalid()
    period = read_period(given, is_whole=True)
    found = await _candidates(asked, period)
    zone = ZoneInfo(asked.home_zone)
    busy = await asyncio.to_thread(_busy, found, period, zone)
    return free_busy(period.start, period.end, busy, now=asked.reader.now)


def check_data(root: Element) -> None:
    """Refuse another format than ours (section 9.6)."""
    for data in root.iter(CALENDAR_DATA):
        if data.get("content-type", "text/calendar") != "text/calendar" or data.get("version", "2.0") != "2.0":
            raise DavError(HTTPStatus.FORBIDDEN, cal("supported-calendar-data"))


def responses(collection: Resource, objects: Iterable[CalendarObject], wish: Wish) -> list[str]:
    """One answer for each object below a calendar."""
    writer = ObjectWriter(collection, wish)
    return [writer.written(f"{collection.path}{one.id}{ENDING}", one) for one in objects]


async def _candidates(asked: Asked, period: Period | None) -> Sequence[CalendarObject]:
    """Objects that may lie in a period: of one object, itself."""
    resource = asked.resource
    if resource.kind is Kind.OBJECT:
        return tuple((await asked.reader.some(resource.collection, [UUID(resource.object_id)])).values())
    if resource.target is None:
        raise DavError(HTTPStatus.FORBIDDEN, dav("supported-report"))
    selection = resource.target.choice.selection
    return await asked.reader.all(resource, _narrowed(selection, period) if period else selection)


def _narrowed(selection: Selection, period: Period) -> Selection:
    """Begins in a period or so long before that it may still be on."""
    first, last = selection.first_day, selection.last_day
    if period.start > EARLIEST + timedelta(days=LONGEST_DAYS) + BESIDE:
        from_day = (period.start - timedelta(days=LONGEST_DAYS) - BESIDE).date()
        first = max(first, from_day) if first else from_day
    if period.end < LATEST - BESIDE:
        to_day = (period.end + BESIDE).date()
        last = min(last, to_day) if last else to_day
    return replace(selection, first_day=first, last_day=last)


def _met(
    resource: Resource, found: Iterable[CalendarObject], condition: CompFilter, zone: ZoneInfo, wish: Wish
) -> list[str]:
    """Runs in a thread."""
    return responses(resource.collection, (one for one in found if condition.holds([_whole(one)], zone)), wish)


def _whole(one: CalendarObject) -> Component:
    """The object as a filter sees it; what explains its zone is not looked into."""
    inside = components(one.body)
    return Component("VCALENDAR", inside=[*inside, Component("VTIMEZONE")] if one.is_in_a_zone else inside)


def _named(
    wanted: dict[str, UUID | None], collection: Resource, there: dict[str, CalendarObject], wish: Wish
) -> list[Element | str]:
    """Runs in a thread."""
    writer, answers = ObjectWriter(collection, wish), list[Element | str]()
    for path, member in wanted.items():
        one = there.get(str(member))
        answers.append(gone(path) if one is None else writer.written(path, one))
    return answers


def _member_id(path: str, collection: Resource) -> UUID | None:
    """The object of this calendar that an address names, written as a path or whole, in whatever percents."""
    folder, slash, name = unquote(urlsplit(path).path).rpartition("/")
    if folder + slash != unquote(collection.path) or not name.endswith(ENDING):
        return None
    try:
        return UUID(name.removesuffix(ENDING))
    except ValueError:
        return None


def _busy(found: Iterable[CalendarObject], period: Period, zone: ZoneInfo) -> list[tuple[datetime, datetime, str]]:
    """Periods within the one asked for, in order. Runs in a thread."""
    busy: set[tuple[datetime, datetime, str]] = set()
    for one in found:
        for event in components(one.body):
            transparent, status = event.first("TRANSP"), event.first("STATUS")
            span = event_span(event, zone)
            is_free = (transparent is not None and transparent.value == "TRANSPARENT") or span is None
            if is_free or (status is not None and status.value == "CANCELLED") or not period.meets(*span):  # type: ignore[misc]
                continue
            begin, until = max(span[0], period.start), min(span[1], period.end)  # type: ignore[index]
            kind = "BUSY-TENTATIVE" if status is not None and status.value == "TENTATIVE" else "BUSY"
            busy.add((begin.astimezone(UTC), until.astimezone(UTC), kind))
    return sorted(busy)
