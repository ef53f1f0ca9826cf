"""Clients of the whole application, with a clock that stands still at `NOW`."""

import asyncio
from collections import OrderedDict
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import CodeType
from typing import Any, ClassVar, cast

from httpx import ASGITransport, AsyncClient
from jinja2.bccache import Bucket
from litestar import Litestar
from litestar.datastructures import State
from litestar.testing import AsyncTestClient

from events_app.app import create_app, furnish
from events_app.edge import compiled_templates
from events_app.feeds.rendering import Press
from events_app.settings import Settings, read

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
Client = AsyncTestClient[Litestar]


def settings_for(database_url: str, **variables: str) -> Settings:
    """Settings of an authority in China, without a limit of requests, and other variables by name."""
    return read({"HOME_COUNTRY": "CN", "DATABASE_URL": database_url, "REQUESTS_PER_MINUTE": "0"} | variables)


class _Remembered(compiled_templates.CompiledTemplates):
    """Compiled templates that are read from the disk once: an application with other settings has pages of its own."""

    codes: ClassVar[dict[tuple[str, str, str], CodeType]] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        name = self._get_cache_filename(bucket), bucket.key, bucket.checksum
        if name in self.codes:
            bucket.code = self.codes[name]
            return
        super().load_bytecode(bucket)
        if bucket.code:
            self.codes[name] = bucket.code


def remember_compiled_templates() -> None:
    """For the rest of this process."""
    compiled_templates.CompiledTemplates = _Remembered  # type: ignore[misc]


KEPT_WITH_HANDLERS = 6


@dataclass(frozen=True, slots=True)
class _Free:
    """Applications that no test has open: with no handlers but the product's, and with those that tests add."""

    usual: list[Litestar] = field(default_factory=list)
    otherwise_set: list[Litestar] = field(default_factory=list)
    with_handlers: OrderedDict[tuple[int, ...], tuple[tuple[Any, ...], Litestar]] = field(default_factory=OrderedDict)


_free = _Free()


@contextmanager
def composed(database_url: str, *handlers: Any, **variables: str) -> Iterator[Litestar]:  # noqa: ANN401
    """An application over this database, as if it were new: what one keeps, it keeps in its state.

    Composing takes a hundred times as long as most of what a test asks, so the doors are kept from test to test.
    """
    settings = settings_for(database_url, **variables)
    app = _taken(settings, handlers, is_usual=not variables)
    # A test writes to the same database from a loop of its own: nothing may write behind its back (`keeping`).
    app.state.press = Press(settings, app.state.catalogues, keeps=False)
    yield app
    if handlers:
        # The handlers are kept too: else another could be given the number that one had.
        _free.with_handlers[tuple(map(id, handlers))] = handlers, app
        if len(_free.with_handlers) > KEPT_WITH_HANDLERS:
            _free.with_handlers.popitem(last=False)
    else:
        (_free.otherwise_set if variables else _free.usual).append(app)


def _taken(settings: Settings, handlers: tuple[Any, ...], *, is_usual: bool) -> Litestar:
    def clock() -> datetime:
        return NOW

    if is_usual and not handlers and _free.usual:
        app = _free.usual.pop()
        kept = {"pages": app.state.pages, "catalogues": app.state.catalogues}
        app.state = State(kept | {"settings": settings, "clock": clock})
        return app
    if handlers:
        found = _free.with_handlers.pop(tuple(map(id, handlers)), None)
    else:
        found = ((), _free.otherwise_set.pop()) if _free.otherwise_set else None
    if found:
        furnish(found[1], settings, clock=clock)
        return found[1]
    app = create_app(settings, clock=clock)
    for handler in handlers:
        app.register(handler)
    return app


def keeping(app: Litestar) -> Press:
    """Let the application keep in the database what it renders for feeds: for tests on its own event loop."""
    app.state.press = Press(app.state.settings, app.state.catalogues)
    return cast("Press", app.state.press)


@asynccontextmanager
async def opened_client(database_url: str, *handlers: Any, **variables: str) -> AsyncIterator[Client]:  # noqa: ANN401
    """A client that follows no redirect, over an application with these handlers added."""
    with composed(database_url, *handlers, **variables) as app:
        async with AsyncTestClient(app) as client:
            client.follow_redirects = False
            yield client


@asynccontextmanager
async def opened_here(database_url: str, **variables: str) -> AsyncIterator[AsyncClient]:
    """A client of an application that runs on the test's own event loop.

    The connections of PostgreSQL belong to one loop: only so can a test talk to the database beside the application.
    """
    with composed(database_url, **variables) as app:
        transport = ASGITransport(cast("Any", app))
        is_open, is_done = asyncio.Event(), asyncio.Event()

        async def living() -> None:
            # In a task of its own: a fixture is begun and ended in two, which a lifespan does not stand.
            async with app.lifespan():
                is_open.set()
                await is_done.wait()

        life = asyncio.create_task(living())
        await asyncio.wait({life, asyncio.ensure_future(is_open.wait())}, return_when=asyncio.FIRST_COMPLETED)
        async with AsyncClient(transport=transport, base_url="http://testserver") as client:
            client.app = app  # type: ignore[attr-defined]
            yield client
        is_done.set()
        await life
