"""The engines under load, across processes and across crashes; on both kinds of database where both can differ."""

import asyncio
import os
import sqlite3
import subprocess
import sys
import threading
from contextlib import suppress
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from uuid import UUID, uuid4

import asyncpg  # type: ignore[import-untyped]
import pytest
from piccolo import columns
from piccolo.engine.exceptions import TransactionError
from piccolo.table import Table

from events_app.storage import ddl
from events_app.storage.database import (
    INTEGRITY_ERRORS,
    Database,
    fetch,
    open_database,
    opened,
    ping,
    transaction,
)
from events_app.storage.engines import (
    NaiveDatetimeError,
    NotStartedError,
    PooledSQLiteEngine,
    SpoiledTransactionError,
    only_reads,
)
from events_app.storage.sqlite_pool import Pool

HALL = """
    CREATE TABLE hall (
        id {uuid} PRIMARY KEY, name {text} NOT NULL,
        capacity {bigint} NOT NULL, taken {bigint} NOT NULL CHECK (taken <= capacity)
    )"""
VISIT = "CREATE TABLE visit (id {uuid} PRIMARY KEY, name {text} NOT NULL UNIQUE, starts_at {timestamptz} NOT NULL)"
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)

# Adds visits from a process of its own, one acknowledged commit after the other, and prints each name after its commit.
WRITER = """
import asyncio, sys
from datetime import UTC, datetime
from uuid import uuid4
from events_app.storage.database import fetch, opened
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
async def main(url, label, count):
    async with opened(url):
        for number in range(int(count)):
            name = f"{label}-{number}"
            await fetch("INSERT INTO visit (id, name, starts_at) VALUES ({}, {}, {})", uuid4(), name, NOON)
            print(name, flush=True)
asyncio.run(main(*sys.argv[1:]))
"""


class Hall(Table):
    id = columns.UUID(primary_key=True)
    name = columns.Text()
    capacity = columns.BigInt()
    taken = columns.BigInt()


class Visit(Table):
    id = columns.UUID(primary_key=True)
    name = columns.Text()
    starts_at = columns.Timestamptz()


def a_visit(name: str = "Fair", starts_at: datetime = NOON) -> Visit:
    return Visit(id=uuid4(), name=name, starts_at=starts_at)


def pool_of(database: Database) -> Pool:
    assert isinstance(database.engine, PooledSQLiteEngine)
    return database.engine.pool


async def names() -> list[str]:
    return [row["name"] for row in await fetch("SELECT name FROM visit ORDER BY name")]


async def with_visits(url: str) -> None:
    async with opened(url):
        await ddl.run(VISIT)


async def test_fifty_writers_at_once_all_succeed(empty_database: Database) -> None:
    await ddl.run(VISIT)

    async def write(writer: int) -> None:
        for number in range(4):
            async with transaction():
                await Visit.insert(a_visit(f"{writer:02}-{number}"))
            await Visit.insert(a_visit(f"{writer:02}-{number}-alone"))

    await asyncio.gather(*(write(writer) for writer in range(50)))

    assert await Visit.count() == 400


async def test_the_last_places_of_a_hall_are_given_once(empty_database: Database) -> None:
    await ddl.run(HALL)
    hall = Hall(id=uuid4(), name="1.1", capacity=7, taken=0)
    await Hall.insert(hall)

    async def take() -> int:
        async with transaction():
            rows = await fetch(
                "UPDATE hall SET taken = taken + {} WHERE id = {} AND taken + {} <= capacity RETURNING taken",
                1,
                hall.id,
                1,
            )
        return len(rows)

    taken = await asyncio.gather(*(take() for _ in range(20)))

    assert sorted(taken) == [0] * 13 + [1] * 7
    assert await fetch("SELECT taken FROM hall") == [{"taken": 7}]


async def test_a_failed_transaction_leaves_nothing(empty_database: Database) -> None:
    await ddl.run(VISIT)

    async def failing() -> None:
        async with transaction():
            await Visit.insert(a_visit())
            _ = 1 // 0

    with pytest.raises(ZeroDivisionError):
        await failing()
    assert await names() == []


async def test_a_transaction_sees_what_it_wrote_and_others_do_not(empty_database: Database) -> None:
    await ddl.run(VISIT)
    written, seen = asyncio.Event(), asyncio.Event()

    async def outside() -> list[str]:
        await written.wait()
        answer = await names()
        seen.set()
        return answer

    other = asyncio.create_task(outside())
    async with transaction():
        await Visit.insert(a_visit())
        written.set()
        await seen.wait()
        inside = await names()

    assert (inside, await other, await names()) == (["Fair"], [], ["Fair"])


async def test_an_inner_transaction_joins_the_outer(empty_database: Database) -> None:
    await ddl.run(VISIT)

    seen = []

    async def failing() -> None:
        async with transaction():
            async with transaction():
                await Visit.insert(a_visit())
            seen.extend(await names())
            _ = 1 // 0

    with pytest.raises(ZeroDivisionError):
        await failing()
    assert (seen, await names()) == (["Fair"], [])


async def test_an_inner_failure_undoes_the_outer_even_when_caught(empty_database: Database) -> None:
    await ddl.run(VISIT)

    async def inner() -> None:
        async with transaction():
            await Visit.insert(a_visit("inner"))
            _ = 1 // 0

    async def outer() -> None:
        async with transaction():
            await Visit.insert(a_visit("outer"))
            with suppress(ZeroDivisionError):
                await inner()

    with pytest.raises(SpoiledTransactionError):
        await outer()
    assert await names() == []


async def test_a_broken_constraint_is_an_integrity_error_and_the_next_write_goes_on(empty_database: Database) -> None:
    await ddl.run(VISIT)
    await Visit.insert(a_visit())

    with pytest.raises(INTEGRITY_ERRORS):
        async with transaction():
            await Visit.insert(a_visit())
    with pytest.raises(INTEGRITY_ERRORS):
        await Visit.insert(a_visit())
    await Visit.insert(a_visit("Forum"))

    assert await names() == ["Fair", "Forum"]


async def test_a_cancelled_transaction_lets_the_next_one_in(empty_database: Database) -> None:
    await ddl.run(VISIT)
    inside = asyncio.Event()

    async def stuck() -> None:
        async with transaction():
            await Visit.insert(a_visit("lost"))
            inside.set()
            await asyncio.Event().wait()

    task = asyncio.create_task(stuck())
    await inside.wait()
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    async with transaction():
        await Visit.insert(a_visit("kept"))

    assert await names() == ["kept"]


async def test_a_task_that_outlives_its_transaction_cannot_write_into_another(empty_database: Database) -> None:
    await ddl.run(VISIT)
    over = asyncio.Event()

    async def later() -> None:
        await over.wait()
        await Visit.insert(a_visit("late"))

    async with transaction():
        task = asyncio.create_task(later())
    over.set()

    with pytest.raises(TransactionError):
        await task
    assert await names() == []


async def test_datetimes_without_a_zone_are_refused(empty_database: Database) -> None:
    await ddl.run(VISIT)
    naive = NOON.replace(tzinfo=None)

    with pytest.raises(NaiveDatetimeError):
        await Visit.insert(a_visit(starts_at=naive))
    with pytest.raises(NaiveDatetimeError):
        await fetch("SELECT name FROM visit WHERE starts_at > {}", naive)

    assert await names() == []


async def test_datetimes_come_back_as_utc_and_sort_as_time_does(empty_database: Database) -> None:
    await ddl.run(VISIT)
    ahead = timezone(timedelta(hours=8))
    moments = [NOON, NOON + timedelta(microseconds=1), (NOON + timedelta(seconds=1)).astimezone(ahead)]
    for number, moment in enumerate(reversed(moments)):
        await Visit.insert(a_visit(str(number), moment))

    rows = await Visit.select(Visit.starts_at).where(Visit.starts_at >= NOON).order_by(Visit.starts_at)

    assert [row["starts_at"] for row in rows] == moments
    assert [row["starts_at"].utcoffset() for row in rows] == [timedelta(0)] * 3


async def test_keys_come_back_as_uuids_from_tables_and_from_sql(empty_database: Database) -> None:
    await ddl.run(VISIT)
    visit = a_visit()

    returned = await Visit.insert(visit)

    assert returned == [{"id": visit.id}]
    assert await fetch("SELECT id FROM visit WHERE id = {}", UUID(str(visit.id))) == [{"id": visit.id}]


async def test_a_query_before_the_start_or_after_the_end_is_refused(empty_database_url: str) -> None:
    async with opened(empty_database_url) as database:
        await ping()

    with pytest.raises(NotStartedError):
        await ping()
    with pytest.raises(NotStartedError):
        await database.fetch("SELECT 1 AS one")


async def test_only_one_database_is_started_at_a_time(empty_database: Database, tmp_path: Path) -> None:
    other = open_database(f"sqlite:///{tmp_path / 'other.sqlite'}")

    with pytest.raises(RuntimeError, match="close it first"):
        await other.start()

    await ping()


@pytest.mark.parametrize(
    "url", ["", "sqlite://", "sqlite:///", "sqlite:///:memory:", "mysql://host/database", "/var/events"]
)
def test_an_address_of_no_known_kind_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="sqlite:///"):
        open_database(url)


async def test_sqlite_readers_refuse_to_write(anew_sqlite_url: str) -> None:
    async with opened(anew_sqlite_url) as database:
        await ddl.run(VISIT)

        async with pool_of(database).reading() as reader:
            with pytest.raises(sqlite3.OperationalError, match="readonly"):
                await reader.execute("DELETE FROM visit")


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        ("SELECT 1", True),
        (" \n select name FROM visit", True),
        ("WITH a AS (SELECT 1) SELECT * FROM a", True),
        ("WITH a AS (SELECT 1) DELETE FROM visit", False),
        ("INSERT INTO visit SELECT * FROM visit", False),
        ("UPDATE visit SET name = 'SELECT'", False),
        ("SELECTION", False),
        ("PRAGMA user_version", False),
    ],
)
def test_only_statements_that_read_go_to_a_reader(sql: str, expected: bool) -> None:  # noqa: FBT001 - a table of cases
    assert only_reads(sql) is expected


async def test_sqlite_keeps_its_promises_by_pragma(anew_sqlite_url: str) -> None:
    async with opened(anew_sqlite_url) as database, pool_of(database).writing() as writer:
        answers = [
            await writer.execute(f"PRAGMA {name}")
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        ]

    assert answers == [[{"journal_mode": "wal"}], [{"synchronous": 2}], [{"foreign_keys": 1}], [{"timeout": 30_000}]]


async def test_closing_sqlite_ends_its_threads_and_empties_the_log(anew_sqlite_url: str, tmp_path: Path) -> None:
    before = threading.active_count()

    async with opened(anew_sqlite_url):
        await ddl.run(VISIT)
        await asyncio.gather(*(names() for _ in range(20)))
        during = threading.active_count()

    assert (during - before, threading.active_count() - before) == (5, 0)
    assert sorted(os.listdir(tmp_path)) == ["fresh.sqlite", "fresh.sqlite.lock"]  # noqa: PTH208 - nothing is blocked here


async def test_a_begin_that_fails_leaks_nothing(anew_sqlite_url: str) -> None:
    async with opened(anew_sqlite_url) as database:
        await ddl.run(VISIT)
        async with pool_of(database).writing() as writer:
            await writer.execute("PRAGMA busy_timeout = 1")
        other = sqlite3.connect(pool_of(database).path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")

        with pytest.raises(sqlite3.OperationalError, match="locked"):
            async with transaction():
                await Visit.insert(a_visit("never"))
        other.execute("ROLLBACK")
        other.close()
        await Visit.insert(a_visit())

        assert await names() == ["Fair"]


def test_four_processes_write_to_one_file(anew_sqlite_url: str) -> None:
    asyncio.run(with_visits(anew_sqlite_url))
    command = [sys.executable, "-c", WRITER, anew_sqlite_url]

    writers = [subprocess.Popen([*command, f"p{number}", "100"], stdout=subprocess.PIPE) for number in range(4)]
    for writer in writers:
        writer.communicate(timeout=120)

    assert [writer.returncode for writer in writers] == [0] * 4
    with sqlite3.connect(anew_sqlite_url.removeprefix("sqlite:///")) as raw:
        assert raw.execute("SELECT count(*) FROM visit").fetchone() == (400,)
    raw.close()


def test_a_killed_process_loses_no_acknowledged_commit(anew_sqlite_url: str) -> None:
    asyncio.run(with_visits(anew_sqlite_url))
    acknowledged = []

    with subprocess.Popen(
        [sys.executable, "-c", WRITER, anew_sqlite_url, "p", "100000"], stdout=subprocess.PIPE
    ) as writer:
        assert writer.stdout is not None
        for line in writer.stdout:
            acknowledged.append(line.decode().strip())
            if len(acknowledged) == 30:
                writer.kill()
                break
        acknowledged += writer.stdout.read().decode().split()

    async def kept() -> list[str]:
        async with opened(anew_sqlite_url):
            return await names()

    assert len(acknowledged) >= 30
    assert set(acknowledged) <= set(asyncio.run(kept()))


@pytest.mark.postgres
async def test_a_connection_is_given_back_without_a_statement_more(
    postgres_url: str, postgres_database: Database
) -> None:
    onlooker = await asyncpg.connect(postgres_url)
    await fetch("SELECT 'asked for'")

    rows = await onlooker.fetch(
        "SELECT query FROM pg_stat_activity WHERE application_name = 'events-app' AND datname = current_database()"
    )
    await onlooker.close()

    assert [row["query"] for row in rows] == ["SELECT 'asked for'"]
