"""What every command needs: the settings, the open database, and faults told in one sentence instead of a trace."""

import re
import sqlite3
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import asyncpg  # type: ignore[import-untyped]
import click

from events_app.edge.policies import read_policies
from events_app.settings import Settings, SettingsInvalid, environment, read
from events_app.storage.database import Database, open_database

DATABASE_ERRORS = (OSError, sqlite3.Error, asyncpg.PostgresError, asyncpg.InterfaceError, ValueError)


def settings_now() -> Settings:
    """Settings of this process; what is wrong with them ends the command."""
    try:
        return read(environment())
    except SettingsInvalid as invalid:
        faults = "\n".join(f"  {name} {fault}" for name, fault in invalid.faults.items())
        raise click.ClickException(f"These variables cannot be used:\n{faults}") from invalid


@asynccontextmanager
async def started(settings: Settings) -> AsyncIterator[Database]:
    """Open the database, with what was decided about countries. What keeps it from opening becomes one sentence."""
    try:
        if not settings.database_url:
            settings.data_dir.mkdir(parents=True, exist_ok=True)
        database = open_database(settings.storage_url)
        await database.start()
        await read_policies()
    except DATABASE_ERRORS as error:
        raise click.ClickException(_why_not_open(settings, error)) from error
    try:
        yield database
    finally:
        await database.close()


def write_bytes(content: bytes, output: Path | None) -> None:
    """Write to standard output, or to a file that is never seen half written."""
    if output is None:
        sys.stdout.buffer.write(content)
        return
    partial = output.with_name(f".{output.name}.part")
    try:
        partial.write_bytes(content)
        partial.replace(output)
    except OSError as error:
        raise click.ClickException(f"{output} cannot be written: {error.strerror}.") from error


def _why_not_open(settings: Settings, error: BaseException) -> str:
    reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
    if not settings.database_url:
        return (
            f"DATA_DIR {settings.data_dir.resolve()} cannot hold the database: {reason}. Name a folder you may write."
        )
    return f"The database at {masked(settings.database_url)} cannot be opened: {reason}. Check DATABASE_URL."


def masked(value: str) -> str:
    """The value of a variable without the password of an address, even where an @ in it was not written as %40."""
    return re.sub(r"(?<=://)([^:/@]*):.*@", r"\1:***@", re.sub(r"(password=)[^&]*", r"\1***", value))
