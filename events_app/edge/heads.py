"""HEAD: the fields that a GET would have, without its content (RFC 9110 §9.3.2), on every page there is."""

import asyncio
from typing import cast

from litestar.datastructures import MutableScopeHeaders
from litestar.types import HTTPReceiveMessage, HTTPResponseStartEvent, HTTPScope, HTTPSendMessage

from events_app.edge.asgi import HTTPApp, HTTPReceive, HTTPSend


class HeadAsGet:
    """ASGI middleware: asks for GET, keeps the content back, and counts it where the handler did not."""

    def __init__(self, app: HTTPApp) -> None:
        """Needs no settings."""
        self.app = app

    async def __call__(self, scope: HTTPScope, receive: HTTPReceive, send: HTTPSend) -> None:
        """Answer a HEAD request from the handler of GET; pass every other one on."""
        if scope["method"] != "HEAD":
            await self.app(scope, receive, send)
            return
        exchange = _Exchange(receive, send)
        as_get = cast("HTTPScope", {**scope, "method": "GET"})
        await self.app(as_get, exchange.receive, exchange.send)


class _Exchange:
    """One answer under way: its start waits for the content, so that the length can be told."""

    def __init__(self, receive: HTTPReceive, send: HTTPSend) -> None:
        self._receive, self._send = receive, send
        self._start: HTTPResponseStartEvent | None = None
        self._is_answered = asyncio.Event()

    async def receive(self) -> HTTPReceiveMessage:
        # A stream whose head has been told goes on for nobody: it learns that the reader left.
        if self._is_answered.is_set():
            return {"type": "http.disconnect"}
        return await self._receive()

    async def send(self, message: HTTPSendMessage) -> None:
        if message["type"] == "http.response.start":
            self._start = message
        elif self._start is not None and message["type"] == "http.response.body":
            start, self._start = self._start, None
            if not message.get("more_body"):
                MutableScopeHeaders(start).setdefault("Content-Length", str(len(message["body"])))
            self._is_answered.set()
            await self._send(start)
            await self._send({"type": "http.response.body", "body": b"", "more_body": False})
