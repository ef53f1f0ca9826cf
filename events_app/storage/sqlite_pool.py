"""The connections of one SQLite file: one that writes and a few that can only read.

Each connection lives in a thread of its own, because sqlite3 blocks. Which statement goes to which connection, and what
a transaction is, is decided next door in `engines`.
"""

import asyncio
import fcntl
import sqlite3
from collections.abc import AsyncIterator, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from pathlib import Path
from typing import IO, Any, Final, TypeVar

READERS: Final = 4
BUSY_TIMEOUT_S: Final = 30.0
LOCK_POLL_S: Final = 0.02

Row = dict[str, Any]
Answer = TypeVar("Answer")


class Connection:
    """One SQLite connection in its own thread; calls are answered in the order in which they were made."""

    def __init__(self, path: Path) -> None:
        """Nothing is opened yet."""
        self._path = path
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix=f"sqlite-{path.name}")
        self._raw: sqlite3.Connection | None = None

    async def open(self, *pragmas: str) -> None:
        """Connect in autocommit mode and run the PRAGMA statements."""
        self._raw = await self.call(self._connect)
        for pragma in pragmas:
            await self.execute(pragma)

    async def close(self) -> None:
        """Close the connection after what is still under way, and end the thread."""
        if self._raw is not None:
            await self.call(self._raw.close)
            self._raw = None
        self._thread.shutdown()

    async def call(self, work: Callable[[], Answer]) -> Answer:
        """Run `work` in the connection's thread. Work that has begun goes on when the caller is cancelled."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)

    async def execute(self, sql: str, args: Sequence[object] = ()) -> list[Row]:
        """Run one statement to its end and return all its rows."""
        return await self.call(lambda: self._open.execute(sql, args).fetchall())

    async def commit(self) -> None:
        """COMMIT, or roll back where SQLite refuses (a deferred foreign key that is broken)."""
        # Shielded: a caller that goes away must not leave a transaction open behind it.
        await asyncio.shield(self.call(self._commit))

    async def rollback(self) -> None:
        """ROLLBACK, unless SQLite already did by itself (a full disk)."""
        await asyncio.shield(self.call(self._rollback))

    @property
    def _open(self) -> sqlite3.Connection:
        if self._raw is None:
            raise RuntimeError(f"{self._path} is not open.")
        return self._raw

    def _connect(self) -> sqlite3.Connection:
        raw = sqlite3.connect(
            self._path,
            timeout=BUSY_TIMEOUT_S,
            isolation_level=None,
            detect_types=sqlite3.PARSE_DECLTYPES | sqlite3.PARSE_COLNAMES,
        )
        raw.row_factory = _row
        return raw

    def _commit(self) -> None:
        try:
            self._open.execute("COMMIT")
        finally:
            self._rollback()

    def _rollback(self) -> None:
        if self._open.in_transaction:
            self._open.execute("ROLLBACK")


class Pool:
    """The open connections of one SQLite file. Belongs to the event loop that opened it."""

    def __init__(self, path: Path) -> None:
        """Nothing is opened yet."""
        self.path = path
        self._writer = Connection(path)
        self._readers = [Connection(path) for _ in range(READERS)]
        self._turn = asyncio.Lock()
        self._idle: asyncio.LifoQueue[Connection] = asyncio.LifoQueue()

    async def open(self) -> None:
        """Create the file where it is missing, and connect. Raises sqlite3.Error where the file cannot be used."""
        try:
            await self._open_writer()
            for reader in self._readers:
                await reader.open("PRAGMA query_only = ON")
                self._idle.put_nowait(reader)
        except BaseException:
            await self.close()
            raise

    async def close(self) -> None:
        """Close every connection; the writer last, so that SQLite empties the write-ahead log into the file."""
        for connection in (*self._readers, self._writer):
            await connection.close()

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Connection]:
        """Lend a connection that SQLite keeps from writing."""
        reader = await self._idle.get()
        try:
            yield reader
        finally:
            self._idle.put_nowait(reader)

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[Connection]:
        """Lend the one connection that writes; whoever asks meanwhile waits in line."""
        async with self._turn:
            yield self._writer

    @asynccontextmanager
    async def alone(self) -> AsyncIterator[None]:
        """Keep other processes out that also ask for this, by a lock file beside the database."""
        with _lock_file(self.path) as handle:
            while not _locked(handle):  # noqa: ASYNC110 - another process holds it: there is no event to wait for
                await asyncio.sleep(LOCK_POLL_S)
            yield

    async def _open_writer(self) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        # FULL: what was acknowledged survives a power cut, not only a crash of the process.
        await self._writer.open("PRAGMA synchronous = FULL", "PRAGMA foreign_keys = ON")
        # The switch to WAL does not wait for others as ordinary writes do: two processes on a fresh file would collide.
        async with self.alone():
            await self._writer.execute("PRAGMA journal_mode = WAL")


def _row(cursor: sqlite3.Cursor, values: tuple[object, ...]) -> Row:
    return {column[0]: value for column, value in zip(cursor.description, values, strict=True)}


def _lock_file(path: Path) -> IO[bytes]:
    return path.with_name(f"{path.name}.lock").open("ab")


def _locked(handle: IO[bytes]) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
