"""What stands under /dav: homes of languages, groups of calendars, calendars of selections, and objects in them.

Addresses are `/dav/{language}/calendar/`, `…/countries/{code}/`, `…/sectors/{code}/` and `…/selections/{query}/`, the
query being that of the feed of the same selection; an object is `{id of the entry}.ics` below its calendar.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from typing import Final
from urllib.parse import parse_qsl, quote
from uuid import UUID

from litestar.datastructures import MultiDict

from events_app.domain.calendar import CalendarEntry
from events_app.domain.messages import P_, Message
from events_app.domain.refusals import NotFound
from events_app.domain.sectors import SECTORS
from events_app.domain.selections import Selection
from events_app.edge.conditional import strong_etag
from events_app.edge.subscriptions import DAV_ROOT, SELECTION_NAMES
from events_app.feeds import targets
from events_app.feeds.forms import ICAL
from events_app.feeds.rendering import Press, Source
from events_app.feeds.targets import Speech, Target
from events_app.formats.ical import calendar_object
from events_app.formats.vtimezone import FIRST_YEAR
from events_app.reference.countries import all_codes
from events_app.storage import calendar as stored
from events_app.storage.calendar import State

ROOT: Final = DAV_ROOT
WHOLE, COUNTRIES, SECTOR_GROUP, SELECTIONS = "calendar", "countries", "sectors", "selections"
ENDING: Final = ".ics"
MODIFIED: Final = re.compile(r"^LAST-MODIFIED:(\S+)", re.MULTILINE)
STARTS: Final = re.compile(r"^DTSTART[^:\r\n]*:(\d{4})", re.MULTILINE)
ZONES: Final = re.compile(r"^DT(?:START|END);TZID=([^:;\r\n]+)", re.MULTILINE)
"""Lines of ours, none of which is long enough to be folded."""
GROUP_NAMES: Final[Mapping[str, Message]] = {
    COUNTRIES: P_("group of calendars", "Calendars by country or region"),
    SECTOR_GROUP: P_("group of calendars", "Calendars by sector"),
}


class Kind(StrEnum):
    """What a resource is."""

    ROOT = "root"
    HOME = "home"
    GROUP = "group"
    CALENDAR = "calendar"
    OBJECT = "object"


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """Something with an address: `path` with a slash at the end for all but objects; `target` that of a calendar."""

    kind: Kind
    path: str
    speech: Speech
    name: str = ""
    target: Target | None = None
    object_id: str = ""

    @property
    def home(self) -> str:
        """Where the calendars of this language are, and who reads them: nobody in particular."""
        return f"{ROOT}{self.speech.language}/"

    @property
    def collection(self) -> "Resource":
        """The calendar that an object lies in; anything else itself."""
        if self.kind is not Kind.OBJECT:
            return self
        return replace(self, kind=Kind.CALENDAR, path=self.path.rpartition("/")[0] + "/", object_id="")


@dataclass(frozen=True, slots=True)
class CalendarObject:
    """One entry as a calendar of its own: `body` is its VEVENT as feeds have it."""

    id: str
    body: str

    @property
    def etag(self) -> str:
        """Strong: it changes with any byte."""
        return strong_etag(self.body.encode())

    @property
    def modified_at(self) -> datetime:
        """Moment of its revision."""
        found = MODIFIED.search(self.body)
        return datetime.strptime(found[1], "%Y%m%dT%H%M%S%z") if found else datetime.fromtimestamp(0, UTC)

    @property
    def content(self) -> bytes:
        """The VCALENDAR."""
        starts = STARTS.search(self.body)
        since_year = int(starts[1]) if starts else FIRST_YEAR
        return calendar_object(self.body.encode(), ZONES.findall(self.body), since_year=since_year)

    @property
    def is_in_a_zone(self) -> bool:
        """Whether a time zone is explained in it."""
        return ZONES.search(self.body) is not None


def resolve(path: str, speech: Speech) -> Resource | None:
    """What stands at a path whose language is that of `speech`, None where nothing does."""
    below = [part for part in path.removeprefix(ROOT.rstrip("/")).split("/") if part]
    if not below:
        return Resource(kind=Kind.ROOT, path=ROOT, speech=speech)
    language, *rest = below
    if language != speech.language:
        return None
    if not rest or not rest[-1].endswith(ENDING):
        return _collection(rest, speech)
    found, object_id = _collection(rest[:-1], speech), _uuid(rest[-1].removesuffix(ENDING))
    if found is None or found.kind is not Kind.CALENDAR or not object_id:
        return None
    return replace(found, kind=Kind.OBJECT, path=f"{found.path}{object_id}{ENDING}", object_id=object_id)


def _collection(rest: Sequence[str], speech: Speech) -> Resource | None:
    home = f"{ROOT}{speech.language}/"
    match rest:
        case []:
            return Resource(kind=Kind.HOME, path=home, speech=speech, name=speech.settings.authority(speech.language))
        case [group] if group in GROUP_NAMES:
            name = speech.catalogues.translate(speech.language, GROUP_NAMES[group])
            return Resource(kind=Kind.GROUP, path=f"{home}{group}/", speech=speech, name=name)
        case _:
            return _calendar(rest, speech)


def _calendar(rest: Sequence[str], speech: Speech) -> Resource | None:
    match rest:
        case [name] if name == WHOLE:
            return calendar(speech, Selection(), name)
        case [group, name] if group == COUNTRIES and name in all_codes():
            return calendar(speech, Selection(countries=(name,)), f"{group}/{name}")
        case [group, name] if group == SECTOR_GROUP and name in SECTORS:
            return calendar(speech, Selection(sectors=(name,)), f"{group}/{name}")
        case [group, *query] if group == SELECTIONS:
            return _of_query("/".join(query), speech)
    return None


def _of_query(text: str, speech: Speech) -> Resource | None:
    query = MultiDict(parse_qsl(text, keep_blank_values=True))
    _, choice = speech.read(query)
    if choice.chosen.problems or not set(query) <= SELECTION_NAMES:
        return None
    return calendar(speech, choice.selection, f"{SELECTIONS}/{quote(text, safe='=&,:+')}")


def calendar(speech: Speech, selection: Selection, path: str) -> Resource:
    """The calendar of a selection."""
    speech, choice = speech.read(MultiDict())
    choice = replace(choice, chosen=replace(choice.chosen, selection=selection))
    return Resource(
        kind=Kind.CALENDAR,
        path=f"{ROOT}{speech.language}/{path}/",
        speech=speech,
        name=speech.name(selection),
        target=targets.of_choice(speech, choice),
    )


def members_of(resource: Resource, codes: Sequence[str]) -> list[Resource]:
    """Collections one level below; `codes` are the countries or regions that have entries."""
    speech = resource.speech
    match resource.kind:
        case Kind.ROOT:
            found = [_collection([], speech)]
        case Kind.HOME:
            found = [_collection([name], speech) for name in (WHOLE, *GROUP_NAMES)]
        case Kind.GROUP:
            group = resource.path.rstrip("/").rpartition("/")[2]
            names = codes if group == COUNTRIES else SECTORS
            found = [_collection([group, name], speech) for name in names]
        case _:
            found = []
    return [each for each in found if each is not None]


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads objects of calendars as they are at `now`; `state` was asked for first, so that nothing newer is missed."""

    press: Press
    state: State
    now: datetime

    async def all(self, resource: Resource, within: Selection | None = None) -> list[CalendarObject]:
        """Objects of a calendar in order of day, or of a narrower selection."""
        target = _target(resource)
        return await self._read(resource, within or target.choice.selection)

    async def some(self, resource: Resource, ids: Iterable[UUID]) -> dict[str, CalendarObject]:
        """Those of these objects that are in the calendar, by id."""
        return await self.of_entries(resource, await stored.list_of_ids(ids))

    async def of_entries(self, resource: Resource, entries: Iterable[CalendarEntry]) -> dict[str, CalendarObject]:
        """Objects of those of these entries that are in the calendar, by id."""
        target = _target(resource)
        return {each.id: each for each in await self._read(resource, [one for one in entries if target.holds(one)])}

    async def _read(self, resource: Resource, source: Source) -> list[CalendarObject]:
        order = _target(resource).order(resource.name, ICAL)
        version = self.state.words_version
        bodies = await self.press.bodies(order, source, now=self.now, words_version=version)
        return [CalendarObject(entry, body) for entry, body in bodies]


def _target(resource: Resource) -> Target:
    if resource.target is None:
        raise NotFound
    return resource.target


def _uuid(text: str) -> str:
    try:
        return str(UUID(text))
    except ValueError:
        return ""
