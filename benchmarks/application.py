"""The product, and beside it, in the same process and before everything of ours, a route that says hello.

The hello-world application is Litestar as it comes: what the product costs is told in multiples of it.
"""

from litestar import Litestar, MediaType, get
from litestar.types import Receive, Scope, Send

from events_app import app

HELLO = "/benchmark-hello"


@get(HELLO, media_type=MediaType.TEXT, include_in_schema=False)
async def hello() -> str:
    """Say hello."""
    return "Hello, world"


class Both:
    """ASGI application that sends one path to the hello-world application and all others to the product."""

    def __init__(self) -> None:
        """Both are composed as the server would do it."""
        self.product = app.from_environment()
        self.bare = Litestar(route_handlers=[hello], openapi_config=None, logging_config=None)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The lifespan is the product's."""
        await (self.bare if scope.get("path") == HELLO else self.product)(scope, receive, send)


def both() -> Both:
    """Make the application of a worker process."""
    return Both()
