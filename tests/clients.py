"""Clients of the whole application, with a clock that stands still at `NOW`."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any, cast

from httpx import ASGITransport, AsyncClient
from litestar import Litestar
from litestar.testing import AsyncTestClient

from events_app.app import create_app
from events_app.settings import Settings, read

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
Client = AsyncTestClient[Litestar]


def settings_for(database_url: str, **variables: str) -> Settings:
    """Settings of an authority in China, without a limit of requests, and other variables by name."""
    return read({"HOME_COUNTRY": "CN", "DATABASE_URL": database_url, "REQUESTS_PER_MINUTE": "0"} | variables)


@asynccontextmanager
async def opened_client(database_url: str, *handlers: Any, **variables: str) -> AsyncIterator[Client]:  # noqa: ANN401
    """A client that follows no redirect, over an application with these handlers added."""
    app = create_app(settings_for(database_url, **variables), clock=lambda: NOW)
    for handler in handlers:
        app.register(handler)
    async with AsyncTestClient(app) as client:
        client.follow_redirects = False
        yield client


@asynccontextmanager
async def opened_here(database_url: str, **variables: str) -> AsyncIterator[AsyncClient]:
    """A client of an application that runs on the test's own event loop.

    The connections of PostgreSQL belong to one loop: only so can a test talk to the database beside the application.
    """
    app = create_app(settings_for(database_url, **variables), clock=lambda: NOW)
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
