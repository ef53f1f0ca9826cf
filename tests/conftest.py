"""Databases for tests: SQLite files copied from one migrated template, and PostgreSQL where TEST_POSTGRES_URL leads.

`database` is migrated and empty of rows; `empty_database` has no tables. Both run a test once on each engine.
"""

import asyncio
import os
import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import asyncpg  # type: ignore[import-untyped]
import pytest

from events_app.actions.demo import load_demo
from events_app.reference.zones import use_shipped_rules
from events_app.settings import resource_dir
from events_app.storage.database import Database, opened
from events_app.storage.migrating import migrate
from tests.clients import NOW, remember_compiled_templates, settings_for

# As the roof does in each process: the rules of the pinned tzdata package, not the machine's.
use_shipped_rules()
remember_compiled_templates()

LONG = (
    "tests/api/test_contract.py",
    "tests/browser/",
    "tests/test_benchmarks.py",
    "tests/test_cli.py",
    "tests/test_wheel.py",
)
MEMORY = Path("/dev/shm")  # noqa: S108 - pytest makes folders of its own below it
ROOM_BYTES = 4 * 1024**3
ENGINES = [pytest.param("sqlite"), pytest.param("postgres", marks=pytest.mark.postgres)]


def pytest_configure() -> None:
    """Keep the files of tests in memory where there is room: each commit would wait for the disk."""
    if MEMORY.is_dir() and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free >= ROOM_BYTES:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes longest: two workers that take from each other then end at the same time."""
    items.sort(key=lambda item: not item.nodeid.startswith(LONG))


@pytest.fixture
def anew_sqlite_url(tmp_path: Path) -> str:
    """Address of a file that does not exist yet."""
    return f"sqlite:///{tmp_path / 'fresh.sqlite'}"


@pytest.fixture
def anew_postgres_url(postgres_server_url: str) -> Iterator[str]:
    """Address of a PostgreSQL database without tables, dropped after the test."""
    name = f"events_test_{os.getpid()}_fresh"
    yield _created(postgres_server_url, name)
    _dropped(postgres_server_url, name)


@pytest.fixture(params=ENGINES)
def empty_database_url(request: pytest.FixtureRequest) -> str:
    return str(request.getfixturevalue(f"anew_{request.param}_url"))


@pytest.fixture
async def empty_database(empty_database_url: str) -> AsyncIterator[Database]:
    async with opened(empty_database_url) as database:
        yield database


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """Address of a migrated SQLite file of this test's own."""
    copy = tmp_path / "events.sqlite"
    shutil.copyfile(sqlite_template, copy)
    return f"sqlite:///{copy}"


@pytest.fixture
def postgres_url(postgres_template_url: str) -> str:
    """Address of this test process's migrated PostgreSQL database, emptied."""
    asyncio.run(_emptied(postgres_template_url))
    return postgres_template_url


@pytest.fixture(params=ENGINES)
def database_url(request: pytest.FixtureRequest) -> str:
    return str(request.getfixturevalue(f"{request.param}_url"))


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    async with opened(database_url) as database:
        yield database


@pytest.fixture
async def sqlite_database(sqlite_url: str) -> AsyncIterator[Database]:
    async with opened(sqlite_url) as database:
        yield database


@pytest.fixture
async def postgres_database(postgres_url: str) -> AsyncIterator[Database]:
    async with opened(postgres_url) as database:
        yield database


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    template = tmp_path_factory.mktemp("template") / "events.sqlite"
    asyncio.run(_migrated(f"sqlite:///{template}"))
    return template


@pytest.fixture(scope="session")
def demo_template(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo, loaded once in a test process."""
    file = tmp_path_factory.mktemp("demo") / "demo.sqlite"
    shutil.copyfile(sqlite_template, file)
    asyncio.run(_loaded(f"sqlite:///{file}"))
    return file


@pytest.fixture(scope="session")
def postgres_server_url() -> str:
    """Address of a PostgreSQL server on which tests may create databases."""
    url = os.environ.get("TEST_POSTGRES_URL", "")
    if not url and os.environ.get("CI"):
        pytest.fail("CI must set TEST_POSTGRES_URL to a PostgreSQL server.")
    if not url:
        pytest.skip("TEST_POSTGRES_URL does not name a PostgreSQL server")
    return url


@pytest.fixture(scope="session")
def postgres_template_url(postgres_server_url: str) -> Iterator[str]:
    name = f"events_test_{os.getpid()}"
    url = _created(postgres_server_url, name)
    asyncio.run(_migrated(url))
    yield url
    _dropped(postgres_server_url, name)


async def _migrated(url: str) -> None:
    async with opened(url) as database:
        await migrate(database, resource_dir("migrations"))


async def _emptied(url: str) -> None:
    """Delete what is there: a hundred empty tables cost more to truncate than a few rows to delete."""
    connection = await asyncpg.connect(url)
    rows = await connection.fetch(
        "SELECT format('%I', tablename) AS name FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'migration'"
    )
    if rows:
        filled = " UNION ALL ".join(
            f"SELECT '{row['name']}' AS name WHERE EXISTS (SELECT FROM {row['name']})"  # noqa: S608 - names from the catalogue
            for row in rows
        )
        # Rows go in any order: what refers to them goes too.
        await connection.execute("SET session_replication_role = replica")
        for row in await connection.fetch(filled):
            await connection.execute(f"DELETE FROM {row['name']}")  # noqa: S608 - as above
    await connection.close()


def _created(server_url: str, name: str) -> str:
    _dropped(server_url, name)
    asyncio.run(_told(server_url, f'CREATE DATABASE "{name}"'))
    return urlunsplit(urlsplit(server_url)._replace(path=f"/{name}"))


def _dropped(server_url: str, name: str) -> None:
    asyncio.run(_told(server_url, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))


async def _told(server_url: str, statement: str) -> None:
    connection = await asyncpg.connect(server_url)
    await connection.execute(statement)
    await connection.close()


async def _loaded(url: str) -> None:
    async with opened(url):
        await load_demo(settings_for(url), NOW)
