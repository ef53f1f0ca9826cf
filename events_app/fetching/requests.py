"""Requests to servers that strangers name: only public addresses, within time and size, without cookies.

Every address, and every one that an answer sends on to, is checked before anything is sent (`addresses`). The
connection goes to the address that was checked, while Host and the name in TLS stay those that were written.
"""

import asyncio
import re
import ssl
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import cache
from http import HTTPStatus
from types import MappingProxyType

import httpx

from events_app.fetching.addresses import Address, Network, Resolver, checked_addresses, resolve, web_address
from events_app.fetching.refusals import (
    AddressRefused,
    AnswerRefused,
    AnswerTooLarge,
    ContentTypeRefused,
    FetchFailed,
    NotFetched,
    TookTooLong,
    TooManyRedirects,
)

MOST_REDIRECTS = 3
USER_AGENT = "events-app"
CALENDARS = ("text/calendar", "application/ics", "text/plain", "application/octet-stream")
"""Media types of calendars: the right one, and what servers that do not know it send. A page is none of them."""

# How calendars are linked for programs that subscribe to them.
_WEBCAL = re.compile(r"\Awebcals?://", re.IGNORECASE)
# How calendars are linked for programs that subscribe to them.
_WEBCAL = re.compile(r"\Awebcals?://", re.IGNORECASE)
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_FINE = frozenset({HTTPStatus.OK, HTTPStatus.NOT_MODIFIED})
_UNASKED = MappingProxyType[str, str]({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """How far a request may go; `allow` names networks that are not public and may be asked all the same."""

    allow: tuple[Network, ...] = ()
    largest_bytes: int = 5_000_000
    timeout_s: float = 20.0
    resolver: Resolver = resolve
    tls: ssl.SSLContext | None = None


RULES = Rules()


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """What a server answered; `url` is where it was found in the end, names of `headers` are in lower case."""

    status: int
    url: str
    media_type: str
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)


async def get(
    url: str, *, accept: tuple[str, ...], headers: Mapping[str, str] = _UNASKED, rules: Rules = RULES
) -> Response:
    """Fetch what stands at an address, if it has one of these media types: status 200, or 304 where `headers` ask so.

    Follows up to MOST_REDIRECTS, never from https to http. Raises NotFetched.
    """
    asked = {**headers, "Accept": ", ".join(accept)}
    target = web_address(_WEBCAL.sub("https://", url))
    async with _in_time(rules):
        for _ in range(MOST_REDIRECTS + 1):
            answer = await _asked("GET", target, asked, None, rules)
            if answer.status not in _REDIRECTS:
                return _wanted(answer, accept)
            target = _next(target, answer)
    raise TooManyRedirects


async def post(url: str, body: bytes, headers: Mapping[str, str] = _UNASKED, *, rules: Rules = RULES) -> Response:
    """Send bytes to an address and return the answer, whatever its status; nothing is sent on anywhere else.

    Raises NotFetched.
    """
    target = web_address(url)
    async with _in_time(rules):
        return await _asked("POST", target, headers, body, rules)


@asynccontextmanager
async def _in_time(rules: Rules) -> AsyncIterator[None]:
    try:
        async with asyncio.timeout(rules.timeout_s):
            yield
    except TimeoutError:
        raise TookTooLong from None


def _wanted(answer: Response, accept: tuple[str, ...]) -> Response:
    if answer.status not in _FINE:
        raise AnswerRefused(status=answer.status)
    if answer.status == HTTPStatus.OK and answer.media_type not in accept:
        raise ContentTypeRefused(media_type=answer.media_type or "–")
    return answer


def _next(target: httpx.URL, answer: Response) -> httpx.URL:
    try:
        found = target.join(answer.headers.get("location", ""))
    except (httpx.InvalidURL, ValueError):
        raise FetchFailed from None
    following = web_address(str(found))
    if target.scheme == "https" and following.scheme != "https":
        raise AddressRefused
    return following


async def _asked(method: str, url: httpx.URL, headers: Mapping[str, str], body: bytes | None, rules: Rules) -> Response:
    """Ask the first of the checked addresses that can be reached."""
    addresses = await checked_addresses(url, allow=rules.allow, resolver=rules.resolver)
    transport = httpx.AsyncHTTPTransport(verify=rules.tls or _trusted(), trust_env=False)
    async with httpx.AsyncClient(transport=transport, trust_env=False, timeout=rules.timeout_s) as client:
        for address in addresses:
            try:
                return await _exchange(client, _request(method, url, address, headers, body), url, rules)
            except (httpx.ConnectError, httpx.ConnectTimeout):
                continue
            except httpx.TimeoutException:
                raise TookTooLong from None
            except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, ValueError, OSError):
                raise FetchFailed from None
    raise FetchFailed


def _request(
    method: str, url: httpx.URL, address: Address, headers: Mapping[str, str], body: bytes | None
) -> httpx.Request:
    """To the checked address, in the name that was written (RFC 9110, section 7.2; RFC 6066, section 3)."""
    # Compressed answers would have to be unpacked before their size is known.
    own = {"host": url.netloc.decode("ascii"), "user-agent": USER_AGENT, "accept-encoding": "identity"}
    others = {name.lower(): value for name, value in headers.items()}
    return httpx.Request(
        method,
        url.copy_with(host=str(address)),
        headers=others | own,
        content=body,
        extensions={"sni_hostname": url.raw_host.decode("ascii")},
    )


async def _exchange(client: httpx.AsyncClient, request: httpx.Request, url: httpx.URL, rules: Rules) -> Response:
    answer = await client.send(request, stream=True, follow_redirects=False)
    try:
        if answer.headers.get("content-encoding", "identity").lower() != "identity":
            raise FetchFailed
        return Response(
            status=answer.status_code,
            url=str(url),
            media_type=answer.headers.get("content-type", "").partition(";")[0].strip().lower(),
            headers=MappingProxyType({name.lower(): value for name, value in answer.headers.items()}),
            body=b"" if answer.status_code in _REDIRECTS else await _body(answer, rules.largest_bytes),
        )
    finally:
        await answer.aclose()


async def _body(answer: httpx.Response, largest_bytes: int) -> bytes:
    declared = answer.headers.get("content-length", "")
    if declared.isdecimal() and int(declared[:20]) > largest_bytes:
        raise AnswerTooLarge
    body = bytearray()
    async for chunk in answer.aiter_raw():
        body += chunk
        if len(body) > largest_bytes:
            raise AnswerTooLarge
    return bytes(body)


@cache
def _trusted() -> ssl.SSLContext:
    return httpx.create_ssl_context(trust_env=False)


async def send(url: str, headers: Mapping[str, str], body: bytes, *, rules: Rules = RULES) -> int:
    """Send as `post` does and return the status alone; raises OSError where nothing came of it (for webhooks)."""
    try:
        answer = await post(url, body, headers, rules=rules)
    except NotFetched as refusal:
        raise OSError(type(refusal).__name__) from refusal
    return answer.status
