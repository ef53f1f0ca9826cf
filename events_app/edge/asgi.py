"""The little of ASGI that the rooms of the edge speak: HTTP alone, so that each need not ask what else might come."""

from collections.abc import Awaitable, Callable
from typing import Any, TypeAlias, cast

from litestar import Request, Response
from litestar.response.base import ASGIResponse
from litestar.types import ASGIApp, HTTPReceiveMessage, HTTPScope, HTTPSendMessage, Receive, Scope, Send

HTTPReceive: TypeAlias = Callable[[], Awaitable[HTTPReceiveMessage]]
HTTPSend: TypeAlias = Callable[[HTTPSendMessage], Awaitable[None]]
HTTPApp: TypeAlias = Callable[[HTTPScope, HTTPReceive, HTTPSend], Awaitable[None]]


class BeforeRouter:
    """An ASGI application: HTTP goes through the edge to the router, anything else straight to the router."""

    def __init__(self, router: ASGIApp, edge: Callable[[HTTPApp], HTTPApp]) -> None:
        """`edge` puts what stands before an application around it."""
        self.router = router
        self.http = edge(cast("HTTPApp", router))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a connection on by its kind."""
        if scope["type"] == "http":  # type: ignore[comparison-overlap]  # Litestar's enum is a str
            await self.http(cast("HTTPScope", scope), cast("HTTPReceive", receive), send)
        else:
            await self.router(scope, receive, send)


def request_of(scope: HTTPScope, receive: HTTPReceive, send: HTTPSend) -> Request[Any, Any, Any]:
    """Litestar's view of a request that did not reach the router."""
    return Request(scope, receive, cast("Send", send))


async def respond(
    response: Response[Any] | ASGIResponse, scope: HTTPScope, receive: HTTPReceive, send: HTTPSend
) -> None:
    """Send a response from before the router."""
    if isinstance(response, Response):
        response = response.to_asgi_response(app=None, request=request_of(scope, receive, send))
    await response(scope, receive, cast("Send", send))
