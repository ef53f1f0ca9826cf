"""`demo_file` is a SQLite file with the demo in it, `demo_client` a client of an application over a copy of it."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from events_app.actions.demo import load_demo
from events_app.storage.database import opened
from tests.clients import NOW, Client, opened_client, settings_for


@pytest.fixture
async def demo_client(demo_file: Path, tmp_path: Path) -> AsyncIterator[Client]:
    copy = tmp_path / "demo.sqlite"
    shutil.copyfile(demo_file, copy)
    async with opened_client(f"sqlite:///{copy}") as client:
        yield client


@pytest.fixture(scope="session")
def demo_file(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("demo") / "demo.sqlite"
    shutil.copyfile(sqlite_template, file)
    asyncio.run(_loaded(f"sqlite:///{file}"))
    return file


async def _loaded(url: str) -> None:
    async with opened(url):
        await load_demo(settings_for(url), NOW)
