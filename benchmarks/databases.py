"""Databases for measuring: migrated, with the demonstration and made-up exhibitions in them, gone at the end."""

import asyncio
import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import asyncpg  # type: ignore[import-untyped]

from benchmarks.filling import fill_postgres, fill_sqlite
from events_app.actions.demo import load_demo
from events_app.edge.clock import system_clock
from events_app.reference import demo
from events_app.settings import read, resource_dir
from events_app.storage.database import Database, opened
from events_app.storage.migrating import migrate

MIB = 1024 * 1024
SQLITE, POSTGRES = "sqlite", "postgres"
SERVER_VARIABLE = "TEST_POSTGRES_URL"


@dataclass(frozen=True, slots=True)
class Filled:
    """A database that is ready to be asked. `url` is what DATABASE_URL takes."""

    engine: str
    editions: int
    url: str
    filled_s: float
    size_mib: float


@contextmanager
def databases(engine: str, sizes: list[int], server_url: str) -> Iterator[list[Filled]]:
    """One database of the engine for each number of made-up editions; `server_url` leads to PostgreSQL's server."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="events-bench-")))
        made = []
        for editions in sizes:
            if engine == SQLITE:
                url = f"sqlite:///{folder / f'{editions}.sqlite'}"
            else:
                url = stack.enter_context(_postgres_database(server_url, f"events_bench_{os.getpid()}_{editions}"))
            made.append(_filled(engine, url, editions))
        yield made


def _filled(engine: str, url: str, editions: int) -> Filled:
    began = time.perf_counter()
    asyncio.run(_prepared(url))

    def progress(done: int, of: int) -> None:
        print(f"\r  {engine}: {done:>9,} of {of:,} editions, {time.perf_counter() - began:.0f} s", end="", flush=True)

    if engine == SQLITE:
        file = Path(url.removeprefix("sqlite:///"))
        fill_sqlite(file, editions, progress)
        size_bytes = file.stat().st_size
    else:
        asyncio.run(fill_postgres(url, editions, progress))
        size_bytes = asyncio.run(_told(url, "SELECT pg_database_size(current_database())"))
    filled = Filled(engine, editions, url, time.perf_counter() - began, size_bytes / MIB)
    print(f"\r  {engine}: {editions:,} editions filled in {filled.filled_s:.0f} s, {filled.size_mib:,.0f} MiB on disk")
    return filled


async def _prepared(url: str) -> Database:
    settings = read({"DATABASE_URL": url}, demo.profile())
    async with opened(url) as database:
        await migrate(database, resource_dir("migrations"))
        await load_demo(settings, system_clock())
    return database


@contextmanager
def _postgres_database(server_url: str, name: str) -> Iterator[str]:
    asyncio.run(_told(server_url, f'CREATE DATABASE "{name}"'))
    try:
        yield urlunsplit(urlsplit(server_url)._replace(path=f"/{name}"))
    finally:
        asyncio.run(_told(server_url, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))


async def _told(url: str, statement: str) -> int:
    """Run one statement; return the number that it answers with, or 0."""
    connection = await asyncpg.connect(url)
    try:
        return int(await connection.fetchval(statement) or 0)
    finally:
        await connection.close()
