"""Pages and data made smaller on the way, with gzip (RFC 1952); streams and what is small or packed stay as they are.

Doors that keep compressed bytes ready set Content-Encoding themselves and pass through here untouched.
"""

import re
import zlib
from functools import lru_cache
from typing import Final

import brotli  # type: ignore[import-untyped]
from litestar.datastructures import MutableScopeHeaders
from litestar.types import HTTPResponseBodyEvent, HTTPResponseStartEvent, HTTPScope, HTTPSendMessage

from events_app.edge.asgi import HTTPApp, HTTPReceive, HTTPSend

LEAST_BYTES: Final = 1024
LEVEL: Final = 5  # nine tenths of what level 9 saves, in a third of the time
GZIP_WINDOW: Final = 16 + zlib.MAX_WBITS  # zlib writes the gzip frame itself; its time field stays 0: stable bytes
BROTLI_QUALITY: Final = 5  # ten megabytes of a calendar in a quarter of a second, a fifth smaller than gzip
GZIP: Final = "gzip"
BROTLI: Final = "br"
CODINGS: Final = (BROTLI, GZIP)
QVALUE: Final = re.compile(r"0(?:\.\d{0,3})?|1(?:\.0{0,3})?")
HEADERS_KEPT: Final = 256
LONGEST_HEADER: Final = 500
PACKED_BY_DOOR: Final = "packed_by_door"
"""In the state of a request: its door packs the answer itself, later perhaps; nobody waits for it here."""
OK: Final = 200
NOT_MODIFIED: Final = 304
PACKABLE: Final = (
    "text/",
    "application/json",
    "application/problem+json",
    "application/ld+json",
    "application/feed+json",
    "application/calendar+json",
    "application/jscalendar+json",
    "application/atom+xml",
    "application/xml",
    "application/manifest+json",
    "image/svg+xml",
)
STREAM: Final = "text/event-stream"


def gzipped(content: bytes) -> bytes:
    """The content as gzip; the same bytes for the same content."""
    packer = zlib.compressobj(LEVEL, zlib.DEFLATED, GZIP_WINDOW)
    return packer.compress(content) + packer.flush()


def brotlied(content: bytes) -> bytes:
    """The content as brotli (RFC 7932); the same bytes for the same content. It takes a while: call it in a thread."""
    packed: bytes = brotli.compress(content, mode=brotli.MODE_TEXT, quality=BROTLI_QUALITY)
    return packed


def takes_gzip(accept_encoding: str) -> bool:
    """Whether an Accept-Encoding header wishes gzip at least as much as the content as it is."""
    return wished_coding(accept_encoding, (GZIP,)) == GZIP


@lru_cache(maxsize=HEADERS_KEPT)
def wished_coding(accept_encoding: str, offered: tuple[str, ...] = CODINGS) -> str:
    """The coding that an Accept-Encoding header wishes most (RFC 9110, section 12.5.3), "" for the content as it is.

    Of equals the one offered first. What is not named has the weight of the asterisk; the content as it is, where
    neither is there, is taken when nothing else is. A header that refuses everything gets the content as it is.
    """
    weights = _weights(accept_encoding)
    rest = weights.get("*", 0.0)
    best = max(offered, key=lambda coding: weights.get(coding, rest), default="")
    weight = weights.get(best, rest)
    return best if weight > 0 and weight >= weights.get("identity", 0.0) else ""


def _weights(accept_encoding: str) -> dict[str, float]:
    weights: dict[str, float] = {}
    for part in accept_encoding[:LONGEST_HEADER].lower().split(","):
        coding, *parameters = (piece.strip() for piece in part.split(";"))
        coding = "gzip" if coding == "x-gzip" else coding  # the same (RFC 9110, section 8.4.1.3)
        if coding:
            weights[coding] = max(weights.get(coding, 0.0), _weight(parameters))
    return weights


def _weight(parameters: list[str]) -> float:
    """The `q` among the parameters (RFC 9110, section 12.4.2), 1 where there is none, 0 where it is no weight."""
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            return float(value) if QVALUE.fullmatch(value := value.strip()) else 0.0
    return 1.0


def is_packable(media_type: str) -> bool:
    """Whether content of this type is text that shrinks; never a stream of events, which would wait to be packed."""
    return media_type.startswith(PACKABLE) and not media_type.startswith(STREAM)


class Compression:
    """ASGI middleware: packs whole answers of 1 KiB and more for clients that take gzip.

    The packed form has an ETag of its own, with `-gzip` inside the quotes; `conditional.not_modified` knows it.
    """

    def __init__(self, app: HTTPApp) -> None:
        """Needs no settings."""
        self.app = app

    async def __call__(self, scope: HTTPScope, receive: HTTPReceive, send: HTTPSend) -> None:
        """Hold the start back until the content is there."""
        fields = MutableScopeHeaders(scope)
        wants = takes_gzip(fields.get("accept-encoding", ""))
        held_tags = fields.get("if-none-match", "")
        start: HTTPResponseStartEvent | None = None

        async def sending(message: HTTPSendMessage) -> None:
            nonlocal start
            if message["type"] == "http.response.start":
                start = message
                return
            if start is not None and message["type"] == "http.response.body":
                if start["status"] == NOT_MODIFIED:
                    _name_held_form(start, held_tags)
                elif _is_candidate(scope, start, message):
                    _pack(start, message, wanted=wants)
                await send(start)
                start = None
            await send(message)

        await self.app(scope, receive, sending)


def _is_candidate(scope: HTTPScope, start: HTTPResponseStartEvent, message: HTTPResponseBodyEvent) -> bool:
    headers = MutableScopeHeaders(start)
    return (
        not scope["state"].get(PACKED_BY_DOOR)
        and start["status"] >= OK
        and "content-encoding" not in headers
        and "content-range" not in headers
        and not message.get("more_body")
        and len(message["body"]) >= LEAST_BYTES
        and is_packable(headers.get("content-type", ""))
    )


def _pack(start: HTTPResponseStartEvent, message: HTTPResponseBodyEvent, *, wanted: bool) -> None:
    headers = MutableScopeHeaders(start)
    if "accept-encoding" not in headers.get("vary", "").lower():
        headers.extend_header_value("Vary", "Accept-Encoding")
    if not wanted:
        return
    message["body"] = gzipped(message["body"])
    headers["Content-Encoding"] = "gzip"
    headers["Content-Length"] = str(len(message["body"]))
    if etag := headers.get("etag"):
        headers["ETag"] = _form(etag)


def _name_held_form(start: HTTPResponseStartEvent, held_tags: str) -> None:
    headers = MutableScopeHeaders(start)
    etag = headers.get("etag", "")
    if etag and _form(etag) in held_tags:
        headers["ETag"] = _form(etag)


def _form(etag: str) -> str:
    return f'{etag[:-1]}-gzip"'
