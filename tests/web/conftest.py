"""`client` has a migrated SQLite file without rows; `demo_client` has the demo in it."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from events_app.actions.demo import load_demo
from events_app.storage.database import opened
from tests.clients import NOW, Client, opened_client, settings_for


@pytest.fixture
async def client(sqlite_url: str) -> AsyncIterator[Client]:
    async with opened_client(sqlite_url) as opened_one:
        yield opened_one


@pytest.fixture
async def demo_client(demo_template: Path, tmp_path: Path) -> AsyncIterator[Client]:
    copy = tmp_path / "demo.sqlite"
    shutil.copyfile(demo_template, copy)
    async with opened_client(f"sqlite:///{copy}") as opened_one:
        yield opened_one


@pytest.fixture(scope="session")
def demo_template(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo, loaded once in a test process."""
    file = tmp_path_factory.mktemp("demo") / "demo.sqlite"
    shutil.copyfile(sqlite_template, file)
    asyncio.run(_loaded(f"sqlite:///{file}"))
    return file


async def _loaded(url: str) -> None:
    async with opened(url):
        await load_demo(settings_for(url), NOW)
