"""What stands under /dav: homes of languages, groups of calendars, calendars of selections, and objects in them.

Addresses are `/dav/{languages}/calendar/`, `…/countries/{code}/`, `…/groups/{code}/`, `…/sectors/{code}/` and
`…/selections/{query}/`, the query being that of the feed of the same selection, options included; an object is `{id of
the entry}.ics` below its calendar. What a person saved is a home of its own, `…/saved/{token}/`, with `calendar/` in it
and a calendar at each `{query}/` of options.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
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
from events_app.edge.feed_options import LANG, OPTION_NAMES
from events_app.edge.subscriptions import DAV_ROOT, NAMES, FeedChoice
from events_app.feeds import targets
from events_app.feeds.forms import ICAL
from events_app.feeds.rendering import READ_SINGLY, Press, Source
from events_app.feeds.targets import Speech, Target
from events_app.formats.ical import calendar_object
from events_app.formats.vtimezone import FIRST_YEAR
from events_app.reference.countries import all_codes
from events_app.reference.groups import GROUPS
from events_app.storage import calendar as stored
from events_app.storage.calendar import State
from events_app.storage.calendar_log import Turn

ROOT: Final = DAV_ROOT
WHOLE, COUNTRIES, REGIONS, SECTOR_GROUP, SELECTIONS = "calendar", "countries", "groups", "sectors", "selections"
SAVED: Final = "saved"
ENDING: Final = ".ics"
DAV_NAMES: Final = NAMES - {LANG}
"""Names that a query in a path may have: languages have a part of the path to themselves."""
DAV_OPTIONS: Final = OPTION_NAMES - {LANG}
MODIFIED: Final = re.compile(r"^LAST-MODIFIED:(\S+)", re.MULTILINE)
STARTS: Final = re.compile(r"^D(?:TSTART|UE)[^:\r\n]*:(\d{4})", re.MULTILINE)
ZONES: Final = re.compile(r"^D(?:TSTART|TEND|UE);TZID=([^:;\r\n]+)", re.MULTILINE)
"""Lines of ours, none of which is long enough to be folded."""
GROUP_NAMES: Final[Mapping[str, Message]] = {
    COUNTRIES: P_("group of calendars", "Calendars by country or region"),
    REGIONS: P_("group of calendars", "Calendars by group of countries or regions"),
    SECTOR_GROUP: P_("group of calendars", "Calendars by sector"),
}


class Kind(StrEnum):
    """What a resource is."""

    ROOT = "root"
    HOME = "home"
    GROUP = "group"
    CALENDAR = "calendar"
    OBJECT = "object"


@dataclass(frozen=True, slots=True)
class Saved:
    """A selection that a person saved, opened by its token."""

    token: str
    name: str
    selection: Selection


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """Something with an address: `path` with a slash at the end for all but objects; `target` that of a calendar.

    `home` is where the calendars are that a program is shown which was given this address, and who reads them: nobody
    in particular. `saved` is what a person saved, where that is what it shows.
    """

    kind: Kind
    path: str
    home: str
    speech: Speech
    name: str = ""
    target: Target | None = None
    saved: Saved | None = None
    object_id: str = ""

    @property
    def has_todos(self) -> bool:
        """Whether deadlines are tasks in it."""
        return self.target is not None and self.target.choice.options.has_todos

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
    def component(self) -> str:
        """VEVENT, or VTODO of a task."""
        return "VTODO" if self.body.startswith("BEGIN:VTODO") else "VEVENT"

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
    def text(self) -> str:
        """The VCALENDAR as it stands in XML, whose readers make one sign of each end of a line."""
        return self.content.decode().replace("\r\n", "\n")

    @property
    def is_in_a_zone(self) -> bool:
        """Whether a time zone is explained in it."""
        return ZONES.search(self.body) is not None


def resolve(path: str, speech: Speech, saved: Saved | None = None) -> Resource | None:
    """What stands at a path whose languages are those of `speech`, None where nothing does."""
    below = path.removeprefix(ROOT.rstrip("/")).strip("/").split("/")
    if below == [""]:
        return Resource(kind=Kind.ROOT, path=ROOT, home=_home(speech), speech=speech)
    languages, *rest = below
    if languages != _languages(speech):
        return None
    if path.endswith("/") or not rest or not rest[-1].endswith(ENDING):
        return _collection(rest, speech, saved)
    found, object_id = _collection(rest[:-1], speech, saved), _uuid(rest[-1].removesuffix(ENDING))
    if found is None or found.kind is not Kind.CALENDAR or not object_id:
        return None
    return replace(found, kind=Kind.OBJECT, path=f"{found.path}{object_id}{ENDING}", object_id=object_id)


def token_in(path: str) -> str:
    """The token of what a person saved, "" of all other addresses."""
    _, _, kind, token, *_ = (*path.strip("/").split("/"), "", "", "", "")
    return token if kind == SAVED else ""


def _languages(speech: Speech) -> str:
    return ",".join(speech.languages) or speech.language


def _home(speech: Speech) -> str:
    return f"{ROOT}{_languages(speech)}/"


def _collection(rest: Sequence[str], speech: Speech, saved: Saved | None = None) -> Resource | None:
    home = _home(speech)
    match rest:
        case []:
            name = speech.settings.authority(speech.language)
            return Resource(kind=Kind.HOME, path=home, home=home, speech=speech, name=name)
        case [group] if group in GROUP_NAMES:
            # Its own home: a program that is given its address is shown the calendars in it.
            path, name = f"{home}{group}/", speech.catalogues.translate(speech.language, GROUP_NAMES[group])
            return Resource(kind=Kind.GROUP, path=path, home=path, speech=speech, name=name)
        case [first, _, *below] if first == SAVED:
            return _of_saved(below, speech, saved) if saved is not None else None
        case _:
            return _calendar(rest, speech)


def _calendar(rest: Sequence[str], speech: Speech) -> Resource | None:
    match rest:
        case [name] if name == WHOLE:
            return calendar(speech, Selection(), name)
        case [group, name] if group == COUNTRIES and name in all_codes():
            return calendar(speech, Selection(countries=(name,)), f"{group}/{name}")
        case [group, name] if group == REGIONS and name in GROUPS:
            return calendar(speech, Selection(groups=(name,)), f"{group}/{name}")
        case [group, name] if group == SECTOR_GROUP and name in SECTORS:
            return calendar(speech, Selection(sectors=(name,)), f"{group}/{name}")
        case [group, *query] if group == SELECTIONS and query:
            choice = _choice("/".join(query), speech, DAV_NAMES)
            return _shown(speech, choice, f"{group}/{_quoted('/'.join(query))}") if choice else None
    return None


def _of_saved(below: Sequence[str], speech: Speech, saved: Saved) -> Resource | None:
    """The home of what a person saved, its calendar, or the same with options."""
    home = f"{_home(speech)}{SAVED}/{_quoted(saved.token)}/"
    name = saved.name or speech.name(saved.selection)
    match below:
        case []:
            return Resource(kind=Kind.HOME, path=home, home=home, speech=speech, name=name, saved=saved)
        case [last]:
            choice = _choice("" if last == WHOLE else last, speech, DAV_OPTIONS)
            if choice is None:
                return None
            choice = replace(choice, chosen=replace(choice.chosen, selection=saved.selection))
            found = _shown(speech, choice, f"{SAVED}/{_quoted(saved.token)}/{_quoted(last)}")
            return replace(found, home=home, name=name, saved=saved)
    return None


def _choice(text: str, speech: Speech, names: frozenset[str]) -> FeedChoice | None:
    """What a query in a path asks for; None where it cannot be read."""
    query = MultiDict(parse_qsl(text, keep_blank_values=True))
    _, choice = speech.read(query)
    is_read = set(query) <= names and bool(query) == bool(text) and not choice.chosen.problems
    return choice if is_read else None


def _quoted(text: str) -> str:
    return quote(text, safe="=&,:+")


def calendar(speech: Speech, selection: Selection, path: str) -> Resource:
    """The calendar of a selection, without options."""
    _, choice = speech.read(MultiDict())
    return _shown(speech, replace(choice, chosen=replace(choice.chosen, selection=selection)), path)


def _shown(speech: Speech, choice: FeedChoice, path: str) -> Resource:
    """The calendar of a choice, at a path below its home."""
    home = _home(speech)
    return Resource(
        kind=Kind.CALENDAR,
        path=f"{home}{path}/",
        home=home,
        speech=speech,
        name=speech.name(choice.selection),
        target=targets.of_choice(speech, choice),
    )


def members_of(resource: Resource, codes: Sequence[str]) -> list[Resource]:
    """Collections one level below; `codes` are the countries or regions that have entries."""
    speech = resource.speech
    match resource.kind:
        case Kind.ROOT:
            spoken = speech.settings.languages
            found = [_collection([], replace(speech, language=code, languages=(code,))) for code in spoken]
        case Kind.HOME if resource.saved is not None:
            found = [_of_saved([WHOLE], speech, resource.saved)]
        case Kind.HOME:
            found = [_collection([name], speech) for name in (WHOLE, *GROUP_NAMES)]
        case Kind.GROUP:
            group = resource.path.rstrip("/").rpartition("/")[2]
            names = {COUNTRIES: codes, REGIONS: tuple(GROUPS), SECTOR_GROUP: tuple(SECTORS)}[group]
            found = [_collection([group, name], speech) for name in names]
        case _:
            found = []
    return [each for each in found if each is not None]


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads objects of calendars as they are at `now`; `state` was asked for first, so that nothing newer is missed.

    `turn` is the last change by time alone up to now.
    """

    press: Press
    state: State
    now: datetime
    turn: Turn | None = None

    async def all(self, resource: Resource, within: Selection | None = None) -> list[CalendarObject]:
        """Objects of a calendar in order of day, or of a narrower selection."""
        target = _target(resource)
        return await self._read(resource, within or target.choice.selection)

    async def some(self, resource: Resource, ids: Collection[UUID]) -> dict[str, CalendarObject]:
        """Those of these objects that are in the calendar, by id."""
        if len(ids) > READ_SINGLY:
            wanted = set(map(str, ids))
            return {each.id: each for each in await self.all(resource) if each.id in wanted}
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
