"""One line of log per request, and a number by which a reader and the log can speak of the same one.

Where lines go is set in `logs`. Paths are logged, queries never: what people seek is theirs.
"""

import re
import time
from functools import lru_cache
from secrets import token_hex
from typing import Any
from urllib.parse import quote

import structlog
from litestar.connection import ASGIConnection
from litestar.types import HTTPScope, HTTPSendMessage
from structlog.contextvars import bound_contextvars

from events_app.edge.asgi import HTTPApp, HTTPReceive, HTTPSend

HEADER = b"x-request-id"
NUMBER_BYTES = 16
# What a proxy in front may have given; anything else is replaced, so that no header can write into the log.
ACCEPTED = re.compile(rb"[A-Za-z0-9._-]{8,64}")
PROBES = frozenset({"/healthz", "/readyz"})
SERVER_FAULT = 500

log = structlog.get_logger("events_app.requests")


PRIVATE = re.compile(r"^(/+(?:feeds|dav).*?/(?:agenda|saved|unit)/+).+", re.DOTALL)
"""Addresses with a secret in them, however many slashes someone wrote, and what stands behind it."""


def written_path(scope: HTTPScope) -> str:
    """The path as it stands in an address: no control character of it reaches a terminal, and no token a log."""
    return _written(scope["path"])


@lru_cache(maxsize=1024)
def _written(path: str) -> str:
    return quote(PRIVATE.sub(r"\1…", path), safe="/:@!$&'()*+,;=-._~", errors="replace")


def request_id_of(connection: ASGIConnection[Any, Any, Any, Any]) -> str:
    """The number of this request."""
    return str(connection.scope["state"].get("request_id", ""))


class RequestLog:
    """ASGI middleware, the outermost: numbers each request, answers with the number, and logs how it ended."""

    def __init__(self, app: HTTPApp) -> None:
        """Needs no settings."""
        self.app = app

    async def __call__(self, scope: HTTPScope, receive: HTTPReceive, send: HTTPSend) -> None:
        """Log after the last byte, or after the failure."""
        number = _number(scope)
        scope["state"]["request_id"] = number
        began = time.perf_counter()
        status, sent_bytes = SERVER_FAULT, 0

        async def sending(message: HTTPSendMessage) -> None:
            nonlocal status, sent_bytes
            if message["type"] == "http.response.start":
                status = int(message["status"])
                message["headers"] = [*message["headers"], (HEADER, number.encode())]
            elif message["type"] == "http.response.body":
                sent_bytes += len(message["body"])
            await send(message)

        # Taken now: the router rewrites the path on its way down.
        method, path = scope["method"], written_path(scope)
        try:
            await self.app(scope, receive, sending)
        finally:
            tell = log.debug if path in PROBES and status < SERVER_FAULT else log.info
            ms = round((time.perf_counter() - began) * 1000, 1)
            tell("request", method=method, path=path, status=status, ms=ms, bytes=sent_bytes, request_id=number)


class NumberedLines:
    """ASGI middleware behind `RequestLog`: every line that is logged while a request is answered bears its number."""

    def __init__(self, app: HTTPApp) -> None:
        """Needs no settings."""
        self.app = app

    async def __call__(self, scope: HTTPScope, receive: HTTPReceive, send: HTTPSend) -> None:
        """Answer with the number at hand."""
        with bound_contextvars(request_id=scope["state"]["request_id"]):
            await self.app(scope, receive, send)


def _number(scope: HTTPScope) -> str:
    given = next((value for name, value in scope["headers"] if name.lower() == HEADER), b"")
    return given.decode() if ACCEPTED.fullmatch(given) else token_hex(NUMBER_BYTES)
