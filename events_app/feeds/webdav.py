"""WebDAV (RFC 4918) as far as readers need it: properties by PROPFIND, and what may be done with what.

Properties of calendars (RFC 4791), of principals (RFC 3744, 5397) and those that Apple's programs ask for stand here
too, since one request asks for all of them.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Final
from xml.etree.ElementTree import Element
from xml.sax.saxutils import escape

from events_app.edge.conditional import http_date
from events_app.edge.feed_names import feed_description
from events_app.feeds.caldav_filters import COLLATIONS
from events_app.feeds.dav_collections import CalendarObject, Kind, Resource
from events_app.feeds.dav_xml import (
    APPLE,
    CALENDARSERVER,
    DavError,
    cal,
    children,
    dav,
    element,
    found,
    fragment,
    href,
    propstat,
)
from events_app.formats.ical import calendar_object
from events_app.formats.vtimezone import FIRST_YEAR

COLOUR: Final = "#0F766EFF"
MOST_OBJECT_BYTES: Final = 100_000
"""No object of ours is larger: texts of an entry are bounded."""
OBJECT_TYPE: Final = "text/calendar; charset=utf-8; component={}"
READING: Final = ("read", "read-current-user-privilege-set")
REPORTS: Final = (cal("calendar-query"), cal("calendar-multiget"), cal("free-busy-query"), dav("sync-collection"))
CALENDAR_DATA: Final = cal("calendar-data")
HOMES: Final = frozenset({Kind.ROOT, Kind.HOME, Kind.GROUP})
Value = Callable[[], Element]


@dataclass(frozen=True, slots=True)
class Wish:
    """What a request wants to know: names of properties, or all names (`only_names`); `is_brief`: not what is lacking.

    `adds_all`: what everybody wants to know, beside the names.
    """

    names: tuple[str, ...] = ()
    only_names: bool = False
    adds_all: bool = False
    is_brief: bool = False


@dataclass(frozen=True, slots=True)
class Versions:
    """The sync token and the tag of a calendar as it is now."""

    sync_token: str
    tag: str


def read_wish(root: Element | None, *, is_brief: bool = False) -> Wish:
    """Read the body of PROPFIND (RFC 4918, section 14.20), none meaning all. Raises DavError (400)."""
    if root is None:
        return Wish(adds_all=True, is_brief=is_brief)
    if root.tag != dav("propfind"):
        raise DavError(HTTPStatus.BAD_REQUEST)
    inside = {child.tag: child for child in children(root)}
    if dav("propname") in inside:
        return Wish(only_names=True)
    if dav("allprop") in inside:
        more = inside.get(dav("include"))
        return Wish(_names(more) if more is not None else (), adds_all=True, is_brief=is_brief)
    if dav("prop") not in inside:
        raise DavError(HTTPStatus.BAD_REQUEST)
    return Wish(_names(inside[dav("prop")]), is_brief=is_brief)


def wish_of(report: Element) -> Wish:
    """What a report wants to know of each object: `prop`, `allprop` or `propname` (RFC 4791, section 9.5)."""
    inside = {child.tag: child for child in children(report)}
    if dav("propname") in inside:
        return Wish(only_names=True)
    return Wish(_names(inside[dav("prop")])) if dav("prop") in inside else Wish(adds_all=True)


def told(path: str, values: Mapping[str, Value], wish: Wish) -> Element:
    """`D:response` of a resource with these properties."""
    if wish.only_names:
        return found(path, map(element, values), ())
    wanted = dict.fromkeys((*(name for name in USUAL if wish.adds_all), *wish.names))
    lacking = [name for name in wish.names if name not in values]
    return found(
        path, (values[name]() for name in wanted if name in values), () if wish.is_brief else dict.fromkeys(lacking)
    )


USUAL: Final = tuple(
    map(dav, ("resourcetype", "displayname", "getetag", "getcontenttype", "getcontentlength", "getlastmodified"))
)
"""What RFC 4918 defines, and `allprop` therefore means; what others define is only told by name."""


class ObjectWriter:
    """Writes `D:response` of objects of one calendar: what is the same in all of them, once."""

    def __init__(self, collection: Resource, wish: Wish) -> None:
        """`calendar-data` is among what can be wished, though only reports hand it out."""
        same = {name: fragment(value()) for name, value in _of_anything(replace(collection, kind=Kind.OBJECT)).items()}
        same[dav("resourcetype")] = fragment(element(dav("resourcetype")))
        known: Mapping[str, object] = {**OBJECT_VALUES, **same}
        if wish.only_names:
            # What reports alone hand out is no property (RFC 4791, section 9.6).
            known = same = {name: fragment(element(name)) for name in known if name != CALENDAR_DATA}
        wanted = tuple(known) if wish.only_names else (*(USUAL if wish.adds_all else ()), *wish.names)
        lacking = () if wish.is_brief or wish.only_names else [name for name in wish.names if name not in known]
        self._parts = [same.get(name, OBJECT_VALUES.get(name, "")) for name in dict.fromkeys(wanted) if name in known]
        self._lacks = fragment(propstat(map(element, dict.fromkeys(lacking)), HTTPStatus.NOT_FOUND)) if lacking else ""

    def written(self, path: str, one: CalendarObject) -> str:
        """XML of one object, answered under this address."""
        there = "".join([part if isinstance(part, str) else part(one) for part in self._parts])
        there = f"<D:propstat><D:prop>{there}</D:prop>{FOUND}</D:propstat>" if there or not self._lacks else ""
        return f"<D:response><D:href>{escape(path)}</D:href>{there}{self._lacks}</D:response>"


OBJECT_VALUES: Final[Mapping[str, Callable[[CalendarObject], str]]] = {
    dav("getetag"): lambda one: f"<D:getetag>{one.etag}</D:getetag>",
    dav("getcontenttype"): lambda one: f"<D:getcontenttype>{OBJECT_TYPE.format(one.component)}</D:getcontenttype>",
    dav("getcontentlength"): lambda one: f"<D:getcontentlength>{len(one.content)}</D:getcontentlength>",
    dav("getlastmodified"): lambda one: f"<D:getlastmodified>{http_date(one.modified_at)}</D:getlastmodified>",
    CALENDAR_DATA: lambda one: f"<C:calendar-data>{escape(one.text)}</C:calendar-data>",
}
FOUND: Final = "<D:status>HTTP/1.1 200 OK</D:status>"


def of_collection(resource: Resource, versions: Versions) -> dict[str, Value]:
    """Properties of everything that is not an object."""
    values = _of_anything(resource) | {
        dav("resourcetype"): lambda: element(dav("resourcetype"), *_types(resource.kind))
    }
    if resource.name:
        values[dav("displayname")] = lambda: element(dav("displayname"), text=resource.name)
    if resource.kind in HOMES:
        values |= {
            dav("principal-URL"): lambda: element(dav("principal-URL"), href(resource.home)),
            cal("calendar-home-set"): lambda: element(cal("calendar-home-set"), href(resource.home)),
        }
    return values | (_of_calendar(resource, versions) if resource.kind is Kind.CALENDAR else {})


def _of_anything(resource: Resource) -> dict[str, Value]:
    read = [element(dav("privilege"), element(dav(name))) for name in READING]
    if resource.kind is Kind.CALENDAR:
        read.append(element(dav("privilege"), element(cal("read-free-busy"))))
    return {
        dav("current-user-principal"): lambda: element(dav("current-user-principal"), href(resource.home)),
        dav("owner"): lambda: element(dav("owner"), href(resource.home)),
        dav("principal-collection-set"): lambda: element(dav("principal-collection-set"), href(resource.home)),
        dav("current-user-privilege-set"): lambda: element(dav("current-user-privilege-set"), *read),
        dav("supported-report-set"): lambda: element(dav("supported-report-set"), *_reports(resource.kind)),
    }


def _of_calendar(resource: Resource, versions: Versions) -> dict[str, Value]:
    speech = resource.speech
    description = feed_description(speech.language, catalogues=speech.catalogues, settings=speech.settings)
    zone = calendar_object(b"", (speech.settings.home_zone,), since_year=FIRST_YEAR).decode().replace("\r\n", "\n")
    components = ("VEVENT", "VTODO") if resource.has_todos else ("VEVENT",)
    kinds, data, collations = "supported-calendar-component-set", "supported-calendar-data", "supported-collation-set"
    texts = {
        cal("calendar-description"): description,
        cal("calendar-timezone"): zone,
        cal("max-resource-size"): str(MOST_OBJECT_BYTES),
        f"{{{CALENDARSERVER}}}getctag": versions.tag,
        f"{{{APPLE}}}calendar-color": COLOUR,
        dav("sync-token"): versions.sync_token,
    }
    values: dict[str, Value] = {name: _saying(name, text) for name, text in texts.items()}
    return values | {
        cal(kinds): lambda: element(cal(kinds), *(element(cal("comp"), name=name) for name in components)),
        cal(data): lambda: element(
            cal(data), element(CALENDAR_DATA, **{"content-type": "text/calendar", "version": "2.0"})
        ),
        cal(collations): lambda: element(
            cal(collations), *(element(cal("supported-collation"), text=name) for name in COLLATIONS)
        ),
    }


def _saying(name: str, text: str) -> Value:
    return lambda: element(name, text=text)


def _types(kind: Kind) -> Iterable[Element]:
    yield element(dav("collection"))
    if kind in {Kind.HOME, Kind.GROUP}:
        yield element(dav("principal"))
    if kind is Kind.CALENDAR:
        yield element(cal("calendar"))


def _reports(kind: Kind) -> Iterable[Element]:
    names = REPORTS if kind is Kind.CALENDAR else ()
    return (element(dav("supported-report"), element(dav("report"), element(name))) for name in names)


def _names(parent: Element) -> tuple[str, ...]:
    return tuple(dict.fromkeys(child.tag for child in children(parent)))
