"""The door /dav, for programs that read calendars and ask what changed; and /.well-known/caldav, which leads there.

Litestar's routes know the methods of RFC 9110 only, so this is one ASGI application; what stands before all doors
(limits, headers, log) stands before it too. Nobody writes here: writing is refused as RFC 3744 has it. What a person
saved is read with the token in its address (`feeds.private_feeds`), and nobody else may keep the answer.
"""

import asyncio
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from http import HTTPStatus
from typing import Any, Final, cast
from urllib.parse import parse_qsl, quote, unquote_to_bytes
from uuid import UUID
from xml.etree.ElementTree import Element

from litestar import Request, Response, asgi
from litestar.datastructures import MultiDict
from litestar.datastructures import State as AppState
from litestar.exceptions import HTTPException
from litestar.types import HTTPScope, Receive, Scope, Send

from events_app.actions import private_feeds
from events_app.domain.calendar import EntryKind
from events_app.domain.private_feeds import PrivateFeedRevoked, PrivateKind
from events_app.domain.refusals import NotFound
from events_app.edge.asgi import HTTPReceive, HTTPSend, respond
from events_app.edge.clock import Clock
from events_app.edge.compression import LEAST_BYTES, PACKED_BY_DOOR, gzipped, takes_gzip
from events_app.edge.conditional import answer
from events_app.edge.feed_options import path_languages, query_of_options
from events_app.edge.languages import language_of, languages_of
from events_app.edge.policies import keep_policies
from events_app.edge.subscriptions import feed_path, read_choice
from events_app.feeds.answers import press_of
from events_app.feeds.caldav import (
    Asked,
    calendar_multiget,
    calendar_query,
    free_busy_query,
    responses,
)
from events_app.feeds.dav_collections import (
    ROOT,
    SAVED,
    CalendarObject,
    Kind,
    Reader,
    Resource,
    Saved,
    members_of,
    resolve,
    token_in,
)
from events_app.feeds.dav_xml import MEDIA_TYPE, DavError, cal, dav, element, fault_body, href, multistatus, read
from events_app.feeds.forms import ICAL
from events_app.feeds.private_feeds import LONGEST_TOKEN
from events_app.feeds.private_feeds import UNKEPT as UNKEPT_PRIVATE
from events_app.feeds.sync_collection import sync_collection, versions_of
from events_app.feeds.targets import Speech
from events_app.feeds.webdav import of_collection, read_wish, told
from events_app.storage import calendar, calendar_log

READS: Final = ("OPTIONS", "GET", "HEAD", "PROPFIND", "REPORT")
WRITES: Final = frozenset(
    {"PUT", "DELETE", "PROPPATCH", "MKCALENDAR", "MKCOL", "COPY", "MOVE", "LOCK", "UNLOCK", "ACL", "POST", "PATCH"}
)
FIELDS: Final[Mapping[str, str]] = {"DAV": "1, 3, access-control, calendar-access", "Allow": ", ".join(READS)}
"""Class 1 and 3 of RFC 4918, RFC 3744 as far as reading goes, RFC 4791."""
CACHE_CONTROL: Final = "no-cache"
UNKEPT: Final = {"Cache-Control": "no-store"}
COUNTRIES_WITHIN: Final = timedelta(days=3 * 366)
"""Countries or regions that had or have an entry in three years are named among the calendars."""
XML: Final = ("application/xml", "text/xml")


@dataclass(frozen=True, slots=True)
class _Call:
    """A request for a resource that is there."""

    request: Request[Any, Any, Any]
    resource: Resource
    reader: Reader

    @property
    def depth(self) -> str:
        return str(self.request.headers.get("depth", "")).strip().lower()


@asgi("/dav", is_mount=True, copy_scope=True)
async def dav_door(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer what is asked below /dav."""
    request: Request[Any, Any, Any] = Request(scope, receive, send)
    await keep_policies(request)
    path = _path(scope)
    try:
        answered = await _answer(request, path)
    except (NotFound, HTTPException) as error:
        status = error.status_code if isinstance(error, HTTPException) else HTTPStatus.NOT_FOUND
        answered = Response(b"", status_code=status, media_type=MEDIA_TYPE, headers=UNKEPT)
    except PrivateFeedRevoked:
        answered = Response(b"", status_code=HTTPStatus.GONE, media_type=MEDIA_TYPE, headers=UNKEPT)
    except DavError as fault:
        content = fault_body(fault) if fault.precondition else b""
        answered = Response(content, status_code=fault.status, media_type=MEDIA_TYPE, headers=UNKEPT)
    for name, value in FIELDS.items():
        answered.headers.setdefault(name, value)
    if token_in(path):
        is_kept = answered.headers.get("Cache-Control") == CACHE_CONTROL
        answered.headers |= UNKEPT_PRIVATE | ({"Cache-Control": f"private, {CACHE_CONTROL}"} if is_kept else {})
    await respond(answered, cast("HTTPScope", scope), cast("HTTPReceive", receive), cast("HTTPSend", send))


@asgi("/.well-known/caldav", copy_scope=True)
async def well_known(scope: Scope, receive: Receive, send: Send) -> None:
    """Lead programs to the door, whatever they ask with (RFC 6764, section 5)."""
    answer: Response[bytes] = Response(b"", status_code=HTTPStatus.MOVED_PERMANENTLY, headers={"Location": ROOT})
    await respond(answer, cast("HTTPScope", scope), cast("HTTPReceive", receive), cast("HTTPSend", send))


ROUTES = (dav_door, well_known)


async def _answer(request: Request[Any, Any, Any], path: str) -> Response[bytes]:
    if not f"{path}/".startswith(ROOT):
        # The router leads here whatever begins with these letters.
        raise NotFound
    state: AppState = request.app.state
    speech = Speech(language_of(request), state.catalogues, state.settings, languages_of(request))
    resource = resolve(path, speech, await _saved(path))
    if request.method in WRITES:
        raise _read_only(path)
    if resource is None:
        raise NotFound
    answers: Mapping[str, Callable[[_Call], Awaitable[Response[bytes]]]] = {
        "GET": _get,
        "PROPFIND": _propfind,
        "REPORT": _report,
    }
    if request.method not in answers:
        return Response(b"", status_code=HTTPStatus.METHOD_NOT_ALLOWED, headers=UNKEPT, media_type=MEDIA_TYPE)
    clock: Clock = state.clock
    now = clock()
    turn = await calendar_log.find_last_turn(now)
    reader = Reader(press_of(request.app), await calendar.get_state(), now, turn)
    return await answers[request.method](_Call(request, resource, reader))


def _path(scope: Scope) -> str:
    """The path as it was asked for, with its last slash, which the router takes away; none is doubled."""
    raw: bytes = scope.get("raw_path") or quote(scope["path"]).encode()
    return re.sub("/{2,}", "/", unquote_to_bytes(raw.partition(b"?")[0]).decode(errors="replace"))


async def _saved(path: str) -> Saved | None:
    """What a person saved, None of other addresses. Raises NotFound for an unknown token, PrivateFeedRevoked."""
    token = token_in(path)
    if not token:
        return None
    if len(token) > LONGEST_TOKEN:
        raise NotFound
    feed = await private_feeds.open_feed(PrivateKind.SAVED, token)
    return Saved(token, feed.name, read_choice(MultiDict(parse_qsl(feed.query))).selection)


def _read_only(path: str) -> DavError:
    """403 that says which right is missing (RFC 3744, section 7.1.1)."""
    need = element(dav("resource"), href(quote(path)), element(dav("privilege"), element(dav("write"))))
    return DavError(HTTPStatus.FORBIDDEN, dav("need-privileges"), [need])


async def _get(call: _Call) -> Response[bytes]:
    """An object; a calendar leads to its feed, anything else to nothing that could be shown."""
    resource, target = call.resource, call.resource.target
    if resource.kind is Kind.CALENDAR and target is not None:
        language, query = path_languages(resource.speech.language, target.choice.options), target.choice.query
        path = feed_path(language, target.path + ICAL.ending, query)
        if resource.saved is not None:
            options = query_of_options(target.choice.options)
            path = feed_path(language, f"{SAVED}/{resource.saved.token}{ICAL.ending}", options)
        return Response(b"", status_code=HTTPStatus.FOUND, headers={"Location": path, **UNKEPT})
    if resource.kind is not Kind.OBJECT:
        return Response(b"", status_code=HTTPStatus.METHOD_NOT_ALLOWED, headers=UNKEPT, media_type=MEDIA_TYPE)
    one = await _object(call)
    # Never packed: the packed form would have another ETag than the one that PROPFIND tells.
    call.request.scope["state"][PACKED_BY_DOOR] = True
    content = await asyncio.to_thread(lambda: one.content)
    return answer(
        call.request,
        content,
        media_type=f"text/calendar; component={one.component}",
        cache_control=CACHE_CONTROL,
        etag=one.etag,
    )


async def _propfind(call: _Call) -> Response[bytes]:
    if call.depth in {"", "infinity"}:
        # RFC 4918 takes a missing Depth for infinity.
        raise DavError(HTTPStatus.FORBIDDEN, dav("propfind-finite-depth"))
    if call.depth not in {"0", "1"}:
        raise DavError(HTTPStatus.BAD_REQUEST)
    is_brief = "return=minimal" in call.request.headers.get("prefer", "") or call.request.headers.get("brief") == "t"
    wish = read_wish(await _xml(call.request), is_brief=is_brief)
    resource = call.resource
    if resource.kind is Kind.OBJECT:
        one = await _object(call)
        return await _multistatus(call, lambda: multistatus(responses(resource.collection, [one], wish)))
    answers = [told(resource.path, of_collection(resource, versions_of(resource, call.reader)), wish)]
    if call.depth == "1":
        codes = await _codes(call) if resource.kind is Kind.GROUP else ()
        members = members_of(resource, codes)
        answers += [told(each.path, of_collection(each, versions_of(each, call.reader)), wish) for each in members]
    objects = await call.reader.all(resource) if call.depth == "1" and resource.kind is Kind.CALENDAR else []
    return await _multistatus(call, lambda: multistatus([*answers, *responses(resource, objects, wish)]))


async def _report(call: _Call) -> Response[bytes]:
    root = await _xml(call.request)
    if root is None:
        raise DavError(HTTPStatus.BAD_REQUEST)
    if call.resource.kind not in {Kind.CALENDAR, Kind.OBJECT}:
        raise DavError(HTTPStatus.FORBIDDEN, dav("supported-report"))
    asked = Asked(root, call.resource, call.reader)
    if root.tag == cal("calendar-query"):
        found = await calendar_query(asked)
        return await _multistatus(call, lambda: multistatus(found))
    if root.tag == cal("calendar-multiget"):
        named = await calendar_multiget(asked)
        return await _multistatus(call, lambda: multistatus(named))
    if call.resource.kind is Kind.CALENDAR and root.tag == cal("free-busy-query"):
        return Response(await free_busy_query(asked), media_type="text/calendar", headers=UNKEPT)
    if call.resource.kind is Kind.CALENDAR and root.tag == dav("sync-collection"):
        changes = await sync_collection(root, call.resource, call.reader, depth=call.depth)
        return await _multistatus(call, lambda: changes)
    raise DavError(HTTPStatus.FORBIDDEN, dav("supported-report"))


async def _object(call: _Call) -> CalendarObject:
    """The object that is asked for. Raises NotFound."""
    there = await call.reader.some(call.resource.collection, [UUID(call.resource.object_id)])
    if call.resource.object_id not in there:
        raise NotFound
    return there[call.resource.object_id]


async def _codes(call: _Call) -> list[str]:
    """Countries or regions that have an entry of a kind that calendars show, about now."""
    today = call.reader.now.date()
    tallies = await calendar.list_tallies(
        (today - COUNTRIES_WITHIN).replace(day=1), (today + COUNTRIES_WITHIN).replace(day=1)
    )
    shown = {EntryKind.EXHIBITION.value, EntryKind.MILESTONE.value}
    return sorted({tally.country for tally in tallies if tally.country and tally.kind in shown})


async def _xml(request: Request[Any, Any, Any]) -> Element | None:
    """The body as XML. Raises DavError: 415 for another type, 400 for what cannot be read."""
    body = await _body(request.receive)
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if body.strip() and kind and kind not in XML:
        raise DavError(HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
    return await asyncio.to_thread(read, body)


async def _body(receive: Receive) -> bytes:
    """The whole body; Litestar's own reading asks its route for a limit, which stands before all doors here."""
    parts: list[bytes] = []
    while (message := await receive())["type"] == "http.request":
        parts.append(message["body"])
        if not message.get("more_body"):
            break
    return b"".join(parts)


async def _multistatus(call: _Call, make: Callable[[], bytes]) -> Response[bytes]:
    """207, written and packed in a thread: ten thousand objects are megabytes."""
    takes = takes_gzip(call.request.headers.get("accept-encoding", ""))
    content, is_packed = await asyncio.to_thread(_written, make, takes=takes)
    headers = UNKEPT | {"Vary": "Accept-Encoding"} | ({"Content-Encoding": "gzip"} if is_packed else {})
    return Response(content, status_code=HTTPStatus.MULTI_STATUS, media_type=MEDIA_TYPE, headers=headers)


def _written(make: Callable[[], bytes], *, takes: bool) -> tuple[bytes, bool]:
    content = make()
    is_packed = takes and len(content) >= LEAST_BYTES
    return gzipped(content) if is_packed else content, is_packed
