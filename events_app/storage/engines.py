"""Piccolo's engines for SQLite and PostgreSQL, made safe for a server under load.

Both keep a pool that belongs to one event loop, refuse datetimes without a zone, and give transactions that release
their connection whatever happens. Choosing an engine by address and binding it to the tables is done in `database`.
"""

import asyncio
import re
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Final

from piccolo.engine.exceptions import TransactionError
from piccolo.engine.postgres import PostgresEngine, PostgresTransaction
from piccolo.engine.sqlite import SQLiteEngine, SQLiteTransaction, TransactionType
from piccolo.querystring import QueryString

from events_app.storage.sqlite_pool import BUSY_TIMEOUT_S, Connection, Pool, Row

READS: Final = re.compile(r"\s*(SELECT|WITH)\b", re.IGNORECASE)
WRITES: Final = re.compile(r"\b(INSERT|UPDATE|DELETE|REPLACE)\b", re.IGNORECASE)
POSTGRES_CONNECTIONS: Final = 10
CLOSE_TIMEOUT_S: Final = 10.0
MIGRATION_LOCK: Final = 0x6576656E7473  # "events": the advisory lock under which PostgreSQL is migrated


class NaiveDatetimeError(ValueError):
    """A datetime without a zone was about to be stored: nobody could say later which moment it meant."""


class NotStartedError(RuntimeError):
    """The database was asked before it was started or after it was closed."""


class SpoiledTransactionError(TransactionError):
    """An inner block failed, its error was caught, and the outer block went on to its end: all of it is rolled back."""


class ForeignKeyError(TransactionError):
    """A change of the schema would leave rows that point nowhere: it is rolled back."""


def aware(argument: object) -> object:
    """Return the argument of a query as it is. Raises NaiveDatetimeError for a datetime without a zone."""
    if isinstance(argument, datetime) and argument.utcoffset() is None:
        raise NaiveDatetimeError(f"{argument!r} has no time zone")
    return argument


def sortable(argument: object) -> object:
    """Return the argument of a query for SQLite: a datetime becomes UTC text of one width, which sorts as time does."""
    checked = aware(argument)
    if isinstance(checked, datetime):
        return checked.astimezone(UTC).isoformat(" ", "microseconds")
    return checked


def only_reads(sql: str) -> bool:
    """Whether the statement can go to a connection that refuses writes; in doubt it cannot."""
    return READS.match(sql) is not None and WRITES.search(sql) is None


class _Unit:
    """What both kinds of transaction add to Piccolo's: nothing leaks, and an inner block can only join the outer."""

    engine: Any
    connection: Any
    context: Any
    _parent: Any
    _committed: bool
    _rolled_back: bool
    is_open = False
    is_spoiled = False

    async def begin(self) -> None:
        raise NotImplementedError

    async def commit(self) -> None:
        raise NotImplementedError

    async def rollback(self) -> None:
        raise NotImplementedError

    async def lend(self, stack: AsyncExitStack) -> None:
        """Set `connection`, and put on the stack how it is given back."""
        raise NotImplementedError

    async def __aenter__(self) -> Any:  # noqa: ANN401 - Piccolo's signature
        if self._parent is not None:
            return self._parent
        async with AsyncExitStack() as stack:
            await self.lend(stack)
            await self.begin()
            self._stack = stack.pop_all()
        self.context = self.engine.current_transaction.set(self)
        self.is_open = True
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        if self._parent is not None:
            self._parent.is_spoiled |= error is not None
            return False
        self.is_open = False
        self.engine.current_transaction.reset(self.context)
        async with self._stack:
            await self._finish(keep=error is None and not self.is_spoiled)
        if error is None and self.is_spoiled:
            raise SpoiledTransactionError("An inner transaction failed, so the outer one was rolled back too.")
        return False

    async def _finish(self, *, keep: bool) -> None:
        if self._committed or self._rolled_back:
            return
        if keep:
            await self.commit()
        else:
            await self.rollback()


class SQLiteUnit(_Unit, SQLiteTransaction):
    """A transaction that takes SQLite's write lock at once, so that what it read still holds when it writes."""

    connection: Connection

    async def lend(self, stack: AsyncExitStack) -> None:
        self.connection = await stack.enter_async_context(self.engine.pool.writing())
        # Also for a BEGIN whose caller went away while SQLite was waiting for another process.
        stack.push_async_callback(self.connection.rollback)

    async def begin(self) -> None:
        await self.connection.execute("BEGIN IMMEDIATE")

    async def commit(self) -> None:
        await self.connection.commit()
        self._committed = True

    async def rollback(self) -> None:
        await self.connection.rollback()
        self._rolled_back = True


class SQLiteSchemaUnit(SQLiteUnit):
    """A transaction that may rebuild tables: foreign keys are checked once, at its end."""

    async def lend(self, stack: AsyncExitStack) -> None:
        await stack.enter_async_context(self.engine.pool.alone())
        self.connection = await stack.enter_async_context(self.engine.pool.writing())
        # SQLite ignores this pragma inside a transaction; with it on, dropping a table would delete what points to it.
        stack.push_async_callback(self.connection.execute, "PRAGMA foreign_keys = ON")
        await self.connection.execute("PRAGMA foreign_keys = OFF")
        stack.push_async_callback(self.connection.rollback)

    async def commit(self) -> None:
        broken = await self.connection.execute("PRAGMA foreign_key_check")
        if broken:
            raise ForeignKeyError(f"Rows that point nowhere: {broken[:5]}")
        await super().commit()


class PostgresUnit(_Unit, PostgresTransaction):
    """A transaction on one connection of the pool."""

    async def lend(self, stack: AsyncExitStack) -> None:
        self.connection = await stack.enter_async_context(self.engine.running_pool.acquire())
        self.transaction = self.connection.transaction()

    async def begin(self) -> None:
        await self.transaction.start()

    async def commit(self) -> None:
        await self.transaction.commit()
        self._committed = True

    async def rollback(self) -> None:
        await self.transaction.rollback()
        self._rolled_back = True


class PooledSQLiteEngine(SQLiteEngine):
    """SQLite with one writer and several readers. `path` is the database file."""

    def __init__(self, path: Path) -> None:
        super().__init__(path=str(path), timeout=BUSY_TIMEOUT_S)
        self._pool: Pool | None = None

    @property
    def pool(self) -> Pool:
        """The open connections. Raises NotStartedError where there are none."""
        if self._pool is None:
            raise NotStartedError(f"{self.path} is not open")
        return self._pool

    async def start_connection_pool(self) -> None:
        pool = Pool(Path(self.path))
        await pool.open()
        self._pool = pool

    async def close_connection_pool(self) -> None:
        pool, self._pool = self._pool, None
        if pool is not None:
            await pool.close()

    async def run_querystring(self, querystring: QueryString, in_pool: bool = True) -> list[Row]:  # noqa: ARG002, FBT001, FBT002 - Piccolo's signature
        return await self.run_sql(*querystring.compile_string(engine_type=self.engine_type))

    async def run_sql(self, sql: str, args: Sequence[object]) -> list[Row]:
        """Run a statement with `?` for each argument."""
        return await self._run(sql, [sortable(arg) for arg in args])

    async def run_ddl(self, ddl: str, in_pool: bool = True) -> list[Row]:  # noqa: ARG002, FBT001, FBT002 - Piccolo's signature
        return await self._run(ddl, ())

    def transaction(
        self,
        transaction_type: TransactionType = TransactionType.immediate,
        allow_nested: bool = True,  # noqa: FBT001, FBT002 - Piccolo's signature
    ) -> SQLiteUnit:
        return SQLiteUnit(self, transaction_type, allow_nested)

    def schema_transaction(self) -> SQLiteSchemaUnit:
        """Open a transaction for a migration, alone among all processes on this file."""
        return SQLiteSchemaUnit(self, allow_nested=False)

    async def _run(self, sql: str, args: Sequence[object]) -> list[Row]:
        unit = _unit_of(self)
        if unit is not None:
            connection: Connection = unit.connection
            return await connection.execute(sql, args)
        async with self.pool.reading() if only_reads(sql) else self.pool.writing() as lent:
            return await lent.execute(sql, args)


class PooledPostgresEngine(PostgresEngine):
    """PostgreSQL through a pool. `url` is postgresql://user:password@host/database, with libpq's parameters."""

    def __init__(self, url: str) -> None:
        settings = {"timezone": "UTC", "application_name": "events-app"}
        super().__init__(config={"dsn": url, "server_settings": settings})

    @property
    def running_pool(self) -> Any:  # noqa: ANN401 - asyncpg has no types
        """The open pool. Raises NotStartedError where there is none."""
        if self.pool is None:
            raise NotStartedError("PostgreSQL is not connected")
        return self.pool

    async def check_version(self) -> None:
        """Do nothing: Piccolo would connect from the constructor."""

    async def start_connection_pool(self, **kwargs: Any) -> None:  # noqa: ANN401 - Piccolo's signature
        sizes = {"min_size": 1, "max_size": POSTGRES_CONNECTIONS}
        await super().start_connection_pool(**sizes, init=_set_up, reset=_left_as_it_is, **kwargs)

    async def close_connection_pool(self) -> None:
        pool, self.pool = self.pool, None
        if pool is not None:
            await asyncio.wait_for(pool.close(), CLOSE_TIMEOUT_S)

    async def run_querystring(self, querystring: QueryString, in_pool: bool = True) -> list[Any]:  # noqa: ARG002, FBT001, FBT002 - Piccolo's signature
        return await self.run_sql(*querystring.compile_string(engine_type=self.engine_type))

    async def run_sql(self, sql: str, args: Sequence[object]) -> list[Any]:
        """Run a statement with `$1` for the first argument, and so on."""
        return await self._run(sql, [aware(arg) for arg in args])

    async def run_ddl(self, ddl: str, in_pool: bool = True) -> list[Any]:  # noqa: ARG002, FBT001, FBT002 - Piccolo's signature
        return await self._run(ddl, ())

    def transaction(self, allow_nested: bool = True) -> PostgresUnit:  # noqa: FBT001, FBT002 - Piccolo's signature
        return PostgresUnit(self, allow_nested)

    @asynccontextmanager
    async def schema_transaction(self) -> AsyncIterator[None]:
        """Open a transaction for a migration, alone among all processes on this database."""
        async with self.transaction(allow_nested=False):
            await self._run("SELECT pg_advisory_xact_lock($1)", (MIGRATION_LOCK,))
            yield

    async def _run(self, sql: str, args: Sequence[object]) -> list[Any]:
        unit = _unit_of(self)
        source = self.running_pool if unit is None else unit.connection
        rows: list[Any] = await source.fetch(sql, *args)
        return rows


async def _set_up(connection: Any) -> None:  # noqa: ANN401 - asyncpg has no types
    """For many short questions at once: compiling one, or helpers for one, would take longer than the answer."""
    await connection.execute("SET jit = off; SET max_parallel_workers_per_gather = 0")


async def _left_as_it_is(connection: Any) -> None:  # noqa: ANN401 - asyncpg has no types
    """Spare a second statement after each: asyncpg would undo settings, cursors, locks and listeners of the session.

    After `_set_up` nothing makes any. A transaction that was left open is rolled back by asyncpg before it calls this.
    """
    del connection


def _unit_of(engine: PooledSQLiteEngine | PooledPostgresEngine) -> Any:  # noqa: ANN401 - of either engine
    """Return the transaction that the caller is in, or None."""
    unit: Any = engine.current_transaction.get()
    if unit is not None and not unit.is_open:
        raise TransactionError("A task outlived the transaction in which it was started.")
    return unit
