"""Feeds that are on the shelf, answered before the router: no page is composed, nothing is rendered, one query at most.

It stands right behind the log of requests and does itself what the rooms between it and the router do for others: the
limit of requests, the language, the headers of security, HEAD. What it does not know goes on to them, untouched.
Private feeds never come here: their door puts nothing on the shelf.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Final, cast

from litestar import Litestar
from litestar.types import HTTPScope, HTTPSendMessage

from events_app.edge.asgi import HTTPApp, HTTPReceive, HTTPSend
from events_app.edge.limits import COUNTED, RateLimit, client_address
from events_app.feeds.answers import FeedAnswer, answered, press_of, shelf_of
from events_app.feeds.shelf import ADDRESS, KeptFeed

READING: Final = frozenset({"GET", "HEAD"})
ROOT: Final = "/feeds/"
NOT_MODIFIED: Final = 304
MOST_TOLD: Final = 32
LONGEST_TOLD: Final = 400
"""So many answers of one feed are held, to questions of so many letters: each is a few fields, no content."""
Fields = list[tuple[bytes, bytes]]
Told = Callable[[str, str, str, int], None]
"""Called for every answer to somebody who reads a feed: with language, path, User-Agent and status."""


def tell_nobody(language: str, path: str, user_agent: str, status: int) -> None:
    """Count nothing."""
    del language, path, user_agent, status


class KeptFeeds:
    """ASGI middleware: answers GET and HEAD of a feed that is kept and still good."""

    def __init__(self, app: HTTPApp, *, limit: RateLimit, fields: Fields, told: Told = tell_nobody) -> None:
        """`limit` is the one that counts all other requests; `fields` are added to each answer."""
        self.app, self.limit, self.fields, self.told = app, limit, fields, told

    async def __call__(self, scope: HTTPScope, receive: HTTPReceive, send: HTTPSend) -> None:
        """Answer, or pass on and tell how that ended."""
        path = scope["path"]
        if scope["method"] not in READING or not path.startswith(ROOT):
            await self.app(scope, receive, send)
            return
        if not await self._answer(scope, send):
            await self._pass_on(scope, receive, send)

    async def _answer(self, scope: HTTPScope, send: HTTPSend) -> bool:
        """Whether it was answered here."""
        address = (scope["path"], scope["query_string"])
        app: Litestar = scope["litestar_app"]
        shelf = shelf_of(app)
        key = shelf.addresses.find(address)
        if key is None:
            scope["state"][ADDRESS] = address
            return False
        if self.limit.capacity and self.limit.take(client_address(scope)):
            return False
        scope["state"][COUNTED] = True
        now: datetime = app.state.clock()
        try:
            kept = await shelf.find_good(key, now=now)
        except Exception:  # noqa: BLE001 - a database that is out of reach: the router meets it too, and answers
            kept = None
        if kept is None:
            scope["state"][ADDRESS] = address
            return False
        answer = _answered(kept, scope)
        self.told(kept.language, scope["path"], _value(scope, b"user-agent"), answer.status)
        await self._send(answer, send, is_head=scope["method"] == "HEAD")
        if answer.wanted:
            press_of(app).start(shelf.pack(kept, answer.wanted))
        return True

    async def _send(self, answer: FeedAnswer, send: HTTPSend, *, is_head: bool) -> None:
        # With 304 the client keeps the fields that came with the content (RFC 9110, section 15.4.5).
        headers = [*answer.encoded, *self.fields] if answer.status != NOT_MODIFIED else list(answer.encoded)
        await send({"type": "http.response.start", "status": answer.status, "headers": headers})
        await send({"type": "http.response.body", "body": b"" if is_head else answer.body, "more_body": False})

    async def _pass_on(self, scope: HTTPScope, receive: HTTPReceive, send: HTTPSend) -> None:
        path, user_agent = scope["path"], _value(scope, b"user-agent")

        async def sending(message: HTTPSendMessage) -> None:
            if message["type"] == "http.response.start":
                self.told(path.removeprefix(ROOT).partition("/")[0], path, user_agent, int(message["status"]))
            await send(message)

        await self.app(scope, receive, sending)


def _answered(kept: KeptFeed, scope: HTTPScope) -> FeedAnswer:
    """The answer to these fields: most askers send the same ones, and are answered from what was told before."""
    asked = {b"accept-encoding": "", b"if-none-match": "", b"if-modified-since": ""}
    for name, value in scope["headers"]:
        if name in asked:
            former, text = asked[name], value.decode("latin-1")
            asked[name] = f"{former},{text}" if former else text
    accept_encoding, if_none_match, if_modified_since = question = tuple(asked.values())
    found = kept.told.get(question)
    if found is None:
        found = answered(
            kept,
            accept_encoding=accept_encoding,
            if_none_match=if_none_match,
            if_modified_since=if_modified_since,
        )
        if len(kept.told) < MOST_TOLD and sum(map(len, question)) < LONGEST_TOLD:
            kept.told[question] = found
    return cast("FeedAnswer", found)


def _value(scope: HTTPScope, name: bytes) -> str:
    """A field of the request, several joined by commas. ASGI gives names in lower case."""
    return ",".join([value.decode("latin-1") for key, value in scope["headers"] if key == name])
