"""Clients of the whole application, with a clock that stands still at `NOW`."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

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
