"""`client` has a migrated SQLite file without rows; `demo_client` has the demo in it."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.clients import Client, opened_client


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
