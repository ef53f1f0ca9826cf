"""The history of the schema: which migrations there are, which ran, and running the others once.

A migration is a file `<name>.py` with `async def forwards() -> None`, run in the order of the names, each in a
transaction of its own. What ran is written in Piccolo's own migration table. The SQL is written with `ddl`.
"""

import importlib.util
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Final

from piccolo.apps.migrations.tables import Migration

from events_app.storage.database import Database

APP_NAME: Final = "events_app"


async def list_pending(database: Database, directory: Path) -> tuple[str, ...]:
    """Return the names of the migrations in the folder that have not run on this (started) database, in their order."""
    ran = await _ran(database)
    return tuple(name for name in _names(directory) if name not in ran)


async def migrate(database: Database, directory: Path) -> tuple[str, ...]:
    """Run what is pending and return its names. Processes that do so at the same time wait for each other.

    A migration that fails leaves nothing behind; those before it stay.
    """
    waiting = await list_pending(database, directory)
    return tuple([name for name in waiting if await _run_once(database, directory / f"{name}.py")])


async def _run_once(database: Database, file: Path) -> bool:
    async with database.engine.schema_transaction():
        await Migration.create_table(if_not_exists=True)
        # Another process may have run it while this one waited for the lock.
        if file.stem in await _ran(database):
            return False
        await _forwards(file)()
        await database.fetch("INSERT INTO migration (name, app_name) VALUES ({}, {})", file.stem, APP_NAME)
    return True


async def _ran(database: Database) -> set[str]:
    if not await Migration.table_exists():
        return set()
    rows = await database.fetch("SELECT name FROM migration WHERE app_name = {}", APP_NAME)
    return {row["name"] for row in rows}


def _names(directory: Path) -> list[str]:
    return sorted(file.stem for file in directory.glob("*.py") if not file.stem.startswith("_"))


def _forwards(file: Path) -> Callable[[], Awaitable[None]]:
    spec = importlib.util.spec_from_file_location(f"migration_{file.stem}", file)
    if spec is None or spec.loader is None:
        raise ImportError(f"{file} is not a Python file")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    forwards: Callable[[], Awaitable[None]] = module.forwards
    return forwards
