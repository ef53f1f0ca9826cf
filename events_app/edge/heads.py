"""HEAD and OPTIONS on every page there is (RFC 9110 §9.3.2 and §9.3.7).

HEAD has the fields that a GET would have, without its content. OPTIONS names every method of the address: the router's
own handler for it names only those of the handler that was registered first.
"""

import asyncio
from http import HTTPStatus
from typing import cast

from litestar.datastructures import MutableScopeHeaders
from litestar.types import HTTPResponseStartEvent, HTTPScope, HTTPSendMessage

from events_app.edge.asgi import HTTPApp, HTTPReceive, HTTPSend

TOLD = frozenset({b"allow", b"dav"})
"""Fields that say what can be asked of an address (RFC 9110, section 10.2.1; RFC 4918, section 10.1)."""


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
        answer = _Answer(send)
        as_get = cast("HTTPScope", {**scope, "method": "GET"})
        answer.making = asyncio.ensure_future(self.app(as_get, receive, answer.send))
        try:
            await answer.making
        except asyncio.CancelledError:
            if not answer.is_cut:
                raise


class OptionsOfAll:
    """ASGI middleware: asks with a method that nothing here has, and takes Allow from the answer."""

    def __init__(self, app: HTTPApp) -> None:
        """Needs no settings."""
        self.app = app

    async def __call__(self, scope: HTTPScope, receive: HTTPReceive, send: HTTPSend) -> None:
        """Answer OPTIONS with 204 where the address is one; pass everything else on."""
        if scope["method"] != "OPTIONS":
            await self.app(scope, receive, send)
            return
        is_there = False

        async def sending(message: HTTPSendMessage) -> None:
            nonlocal is_there
            if message["type"] == "http.response.start" and message["status"] == HTTPStatus.METHOD_NOT_ALLOWED:
                is_there = True
                allowed = [pair for pair in message["headers"] if pair[0].lower() in TOLD]
                message = {**message, "status": HTTPStatus.NO_CONTENT, "headers": allowed}
            elif message["type"] == "http.response.body" and is_there:
                message = {**message, "body": b""}
            await send(message)

        await self.app(cast("HTTPScope", {**scope, "method": "TRACE"}), receive, sending)


class _Answer:
    """One answer under way: its start waits for the content, so that the length can be told.

    A stream, endless perhaps, is cut after its first piece: nobody reads the rest.
    """

    making: asyncio.Future[None]
    is_cut = False

    def __init__(self, send: HTTPSend) -> None:
        self._send = send
        self._start: HTTPResponseStartEvent | None = None

    async def send(self, message: HTTPSendMessage) -> None:
        if message["type"] == "http.response.start":
            self._start = message
        elif message["type"] == "http.response.body" and self._start is not None:
            start, self._start = self._start, None
            is_whole = not message.get("more_body")
            if is_whole:
                MutableScopeHeaders(start).setdefault("Content-Length", str(len(message["body"])))
            await self._send(start)
            await self._send({"type": "http.response.body", "body": b"", "more_body": False})
            if not is_whole:
                self.is_cut = True
                self.making.cancel()
                await asyncio.sleep(0)
