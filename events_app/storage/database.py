"""The door to the database for all rooms above: opened in the lifespan, asked for transactions, closed at the end.

How connections are kept is the business of `engines`; what is read and written, that of the module of each noun.
"""

import sqlite3
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import ClassVar, Final, Literal

import asyncpg  # type: ignore[import-untyped]
from piccolo.querystring import QueryString
from piccolo.table import Table

from events_app.storage.engines import NotStartedError, PooledPostgresEngine, PooledSQLiteEngine
from events_app.storage.sqlite_pool import Row

Dialect = Literal["sqlite", "postgres"]

MOST_ARGUMENTS: Final = 30_000
"""In one statement; both engines take a little more."""
SQLITE_SCHEME: Final = "sqlite:///"
POSTGRES_SCHEMES: Final = ("postgresql://", "postgres://")
# A unique, check or foreign key constraint said no; catch it outside of the transaction that it ended.
INTEGRITY_ERRORS: Final = (sqlite3.IntegrityError, asyncpg.IntegrityConstraintViolationError)


class Database:
    """One database of either kind. Belongs to the event loop that starts it; one at a time is started in a process."""

    started: ClassVar["Database | None"] = None

    def __init__(self, engine: PooledSQLiteEngine | PooledPostgresEngine) -> None:
        """Nothing is connected yet."""
        self.engine = engine

    @property
    def dialect(self) -> Dialect:
        """Which SQL it speaks, for the few places where that differs."""
        return "sqlite" if isinstance(self.engine, PooledSQLiteEngine) else "postgres"

    async def start(self) -> None:
        """Connect, and make this the database of every Table class declared so far.

        Raises RuntimeError while another one is started, and the driver's errors where the server cannot be reached.
        """
        if Database.started is not None:
            raise RuntimeError("Another database is started in this process: close it first.")
        await self.engine.start_connection_pool()
        Database.started = self
        for table in _declared(Table):
            table._meta.db = self.engine  # noqa: SLF001 - Piccolo's own name for it

    async def close(self) -> None:
        """Disconnect. Does nothing where it was not started."""
        if Database.started is self:
            Database.started = None
        await self.engine.close_connection_pool()

    async def fetch(self, sql: str, *args: object) -> list[Row]:
        """As the module's `fetch`, for who holds the database in hand."""
        rows = await self.engine.run_querystring(QueryString(sql, *args))
        return self.engine.transform_response_to_dicts(rows)

    async def fetch_rows(self, sql: str, rows: Sequence[Sequence[object]], types: Sequence[str]) -> list[Row]:
        """As the module's `fetch_rows`, for who holds the database in hand."""
        found: list[Row] = []
        step = max(MOST_ARGUMENTS // len(rows[0]), 1) if rows else 1
        for start in range(0, len(rows), step):
            part = rows[start : start + step]
            values = [value for row in part for value in row]
            answer = await self.engine.run_sql(sql.format(self._places(part, types)), values)
            found += self.engine.transform_response_to_dicts(answer)
        return found

    def _places(self, rows: Sequence[Sequence[object]], types: Sequence[str]) -> str:
        """Places of the values of rows: `(…), (…)`."""
        width = len(rows[0])
        if self.dialect == "sqlite":
            return ", ".join([f"({', '.join('?' * width)})"] * len(rows))
        casts = [f"::{each}" for each in types] or [""] * width
        return ", ".join(
            f"({', '.join(f'${number * width + place + 1}{cast}' for place, cast in enumerate(casts))})"
            for number in range(len(rows))
        )


def open_database(url: str) -> Database:
    """Return the database at an address, not yet started.

    `sqlite:///` is followed by a path as it is, so an absolute one makes four slashes; `postgresql://` and `postgres://`
    are taken as libpq reads them. Raises ValueError for anything else.
    """
    if url.startswith(POSTGRES_SCHEMES):
        return Database(PooledPostgresEngine(url))
    path = url.removeprefix(SQLITE_SCHEME)
    if path in {url, "", ":memory:"}:
        raise ValueError("A database address begins with sqlite:/// and a file's path, or with postgresql://")
    return Database(PooledSQLiteEngine(Path(path)))


@asynccontextmanager
async def opened(url: str) -> AsyncIterator[Database]:
    """Start the database at an address, and close it at the end of the block."""
    database = open_database(url)
    await database.start()
    try:
        yield database
    finally:
        await database.close()


def current() -> Database:
    """Return the started database. Raises NotStartedError where there is none."""
    if Database.started is None:
        raise NotStartedError("No database is started.")
    return Database.started


@asynccontextmanager
async def transaction() -> AsyncIterator[None]:
    """Keep all that is done inside, or nothing.

    A block inside another joins it: an error in the inner one undoes both, even where it is caught between them
    (SpoiledTransactionError). Start no task inside: it would talk on the transaction's connection.
    """
    async with current().engine.transaction():
        yield


async def fetch(sql: str, *args: object) -> list[Row]:
    """Run a statement in SQL, with `{}` for each argument, and return its rows.

    On SQLite only plain columns come back typed: an expression over a date or datetime comes back as text.
    """
    return await current().fetch(sql, *args)


async def fetch_rows(sql: str, rows: Sequence[Sequence[object]], *, types: Sequence[str] = ()) -> list[Row]:
    """Run a statement on many rows at once, with `{}` for all of them as `(…), (…)`, and return its rows.

    More than fit into one statement take several. `types` are PostgreSQL's for the columns of the rows, where the
    statement does not tell them.
    """
    return await current().fetch_rows(sql, rows, types)


def in_transaction() -> bool:
    """Whether the caller is inside a transaction."""
    return current().engine.current_transaction.get() is not None


async def ping() -> None:
    """Ask the database for one row. Raises the driver's errors where it does not answer."""
    await fetch("SELECT 1 AS one")


def _declared(table: type[Table]) -> Iterator[type[Table]]:
    for child in table.__subclasses__():
        yield child
        yield from _declared(child)
