"""One line of log per request, and a number by which a reader and the log can speak of the same one.

Where lines go is set in `logs`. Paths are logged, queries never: what people seek is theirs.
"""

import re
import time
from functools import lru_cache
from itertools import count
from secrets import token_hex
from typing import Any
from urllib.parse import quote

from litestar.connection import ASGIConnection
from litestar.types import HTTPScope, HTTPSendMessage
from structlog.contextvars import bound_contextvars

from events_app.domain.private_feeds import PrivateKind
from events_app.edge.asgi import HTTPApp, HTTPReceive, HTTPSend
from events_app.edge.logs import tell_request

HEADER = b"x-request-id"
PREFIX_BYTES = 10
# What a proxy in front may have given; anything else is replaced, so that no header can write into the log.
ACCEPTED = re.compile(rb"[A-Za-z0-9._-]{8,64}")
PROBES = frozenset({"/healthz", "/readyz"})
SERVER_FAULT = 500


PRIVATE = re.compile(rf"^(/+(?:feeds|dav).*?/(?:{'|'.join(PrivateKind)})/+).+", re.DOTALL)
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
        # Chance tells processes apart, counting their requests: chance for each would cost a call of the kernel.
        self._prefix, self._numbers = token_hex(PREFIX_BYTES), count()

    async def __call__(self, scope: HTTPScope, receive: HTTPReceive, send: HTTPSend) -> None:
        """Log after the last byte, or after the failure."""
        number = _given_number(scope) or f"{self._prefix}{next(self._numbers):012x}"
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
            ms = round((time.perf_counter() - began) * 1000, 1)
            fields: dict[str, object] = {
                "method": method,
                "path": path,
                "status": status,
                "ms": ms,
                "bytes": sent_bytes,
            }
            tell_request(fields | {"request_id": number}, is_detail=path in PROBES and status < SERVER_FAULT)


class NumberedLines:
    """ASGI middleware behind `RequestLog`: every line that is logged while a request is answered bears its number."""

    def __init__(self, app: HTTPApp) -> None:
        """Needs no settings."""
        self.app = app

    async def __call__(self, scope: HTTPScope, receive: HTTPReceive, send: HTTPSend) -> None:
        """Answer with the number at hand."""
        with bound_contextvars(request_id=scope["state"]["request_id"]):
            await self.app(scope, receive, send)


def _given_number(scope: HTTPScope) -> str:
    for name, value in scope["headers"]:
        if name == HEADER and ACCEPTED.fullmatch(value):
            return value.decode()
    return ""
