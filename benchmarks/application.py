"""The product, and beside it, in the same process and before everything of ours, a route that says hello.

The hello-world application is Litestar as it comes: what the product costs is told in multiples of it.
"""

from functools import cache

from litestar import Litestar, MediaType, Response, get
from litestar.params import FromPath
from litestar.types import Receive, Scope, Send

from events_app import app

HELLO = "/benchmark-hello"
OWN_HELLO = "/en/say-hello"
"""The same as a route of the product itself: behind its log, limits, languages and headers."""
READY = "/benchmark-ready/"


@get(HELLO, media_type=MediaType.TEXT, include_in_schema=False)
async def hello() -> str:
    """Say hello."""
    return "Hello, world"


@get(OWN_HELLO, media_type=MediaType.TEXT, include_in_schema=False)
async def own_hello() -> str:
    """Say hello as a page of the product would."""
    return "Hello, world"


@get(READY + "{size:int}", media_type="text/calendar", include_in_schema=False)
async def ready(size: FromPath[int]) -> Response[bytes]:
    """Bytes that are ready."""
    return Response(_bytes(size), media_type="text/calendar")


@cache
def _bytes(size: int) -> bytes:
    return bytes(size)


class Both:
    """ASGI application that sends one path to the hello-world application and all others to the product."""

    def __init__(self) -> None:
        """Both are composed as the server would do it."""
        self.product = app.from_environment()
        self.product.register(own_hello)
        self.bare = Litestar(route_handlers=[hello, ready], openapi_config=None, logging_config=None)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The lifespan is the product's."""
        await (self.bare if str(scope.get("path")).startswith("/benchmark-") else self.product)(scope, receive, send)


def both() -> Both:
    """Make the application of a worker process."""
    return Both()
