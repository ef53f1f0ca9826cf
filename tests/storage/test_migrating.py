"""Migrations: run once, in order, each whole or not at all; the same history on both engines."""

import asyncio
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import uuid4

import pytest
from piccolo import columns
from piccolo.table import Table

from events_app.storage import ddl
from events_app.storage.database import INTEGRITY_ERRORS, Database, fetch, opened
from events_app.storage.engines import ForeignKeyError
from events_app.storage.migrating import list_pending, migrate

INITIAL = '''
from events_app.storage import ddl

SERIES = "CREATE TABLE series (id {uuid} PRIMARY KEY, slug {text} NOT NULL UNIQUE)"
EDITION = """
    CREATE TABLE edition (
        id {uuid} PRIMARY KEY,
        series {uuid} NOT NULL REFERENCES series (id) ON DELETE CASCADE,
        name {json} NOT NULL,
        first_day {date} NOT NULL,
        last_day {date} NOT NULL,
        changed_at {timestamptz} NOT NULL,
        budget_minor {bigint} NOT NULL DEFAULT 0,
        status {text} NOT NULL,
        is_illustrative {boolean} NOT NULL DEFAULT FALSE,
        CONSTRAINT edition_last_day_check CHECK (last_day >= first_day),
        CONSTRAINT edition_status_check CHECK (status IN ('draft', 'published')),
        CONSTRAINT edition_series_first_day_key UNIQUE (series, first_day)
    )"""
POSTING = """
    CREATE TABLE posting (
        term {text} NOT NULL,
        starts_on {date} NOT NULL,
        edition {uuid} NOT NULL REFERENCES edition (id) ON DELETE CASCADE,
        PRIMARY KEY (term, starts_on, edition)
    ) {without_rowid}"""


async def forwards() -> None:
    await ddl.run(
        SERIES,
        EDITION,
        "CREATE INDEX edition_status_first_day_idx ON edition (status, first_day)",
        POSTING,
        "CREATE INDEX posting_edition_idx ON posting (edition)",
    )
'''
SECOND = """
from events_app.storage import ddl

async def forwards() -> None:
    await ddl.run("ALTER TABLE series ADD COLUMN sectors {json} NOT NULL DEFAULT '[]'")
"""
FAILING = """
from events_app.storage import ddl

async def forwards() -> None:
    await ddl.run("CREATE TABLE half (id {uuid} PRIMARY KEY)", "not SQL")
"""
# The way SQLite's documentation gives for what ALTER TABLE cannot do; it must not delete what points to the old table.
REBUILD = """
from events_app.storage import ddl, database

async def forwards() -> None:
    if database.current().dialect == "sqlite":
        await ddl.run(
            "CREATE TABLE series_new (id {uuid} PRIMARY KEY, slug {text} NOT NULL UNIQUE CHECK (slug <> ''))",
            "INSERT INTO series_new SELECT id, slug FROM series",
            "DROP TABLE series",
            "ALTER TABLE series_new RENAME TO series",
        )
    else:
        await ddl.run("ALTER TABLE series ADD CHECK (slug <> '')")
"""
ORPHANING = """
from events_app.storage import ddl

async def forwards() -> None:
    await ddl.run("DELETE FROM series")
"""
MIGRATE = """
import asyncio, sys
from pathlib import Path
from events_app.storage.database import opened
from events_app.storage.migrating import migrate
async def main(url, directory):
    async with opened(url) as database:
        print(*await migrate(database, Path(directory)))
asyncio.run(main(*sys.argv[1:]))
"""


class Series(Table):
    id = columns.UUID(primary_key=True)
    slug = columns.Text()


class Edition(Table):
    id = columns.UUID(primary_key=True)
    series = columns.ForeignKey(Series)
    name = columns.JSONB()
    first_day = columns.Date()
    last_day = columns.Date()
    changed_at = columns.Timestamptz()
    budget_minor = columns.BigInt()
    status = columns.Text()


class Posting(Table):
    term = columns.Text()
    starts_on = columns.Date()
    edition = columns.ForeignKey(Edition, primary_key=True)


def folder(tmp_path: Path, **files: str) -> Path:
    directory = tmp_path / "migrations"
    directory.mkdir(exist_ok=True)
    for name, content in files.items():
        (directory / f"{name}.py").write_text(content)
    return directory


def a_series() -> Series:
    return Series(id=uuid4(), slug="spring-fair")


def an_edition(series: Series, *, last_day: date = date(2027, 4, 19)) -> Edition:
    return Edition(
        id=uuid4(),
        series=series.id,
        name={"en": "Spring Fair", "zh-Hans": "春季展"},
        first_day=date(2027, 4, 15),
        last_day=last_day,
        changed_at=datetime(2026, 11, 23, 12, tzinfo=UTC),
        budget_minor=5_000_000_000_000,
        status="published",
    )


async def test_migrations_run_once_in_the_order_of_their_names(empty_database: Database, tmp_path: Path) -> None:
    directory = folder(tmp_path, m_0002=SECOND, m_0001=INITIAL)

    before = await list_pending(empty_database, directory)
    first = await migrate(empty_database, directory)
    second = await migrate(empty_database, directory)

    assert (before, first, second) == (("m_0001", "m_0002"), ("m_0001", "m_0002"), ())
    assert await list_pending(empty_database, directory) == ()


async def test_rows_written_through_tables_come_back_the_same(empty_database: Database, tmp_path: Path) -> None:
    await migrate(empty_database, folder(tmp_path, m_0001=INITIAL))
    series = a_series()
    edition = an_edition(series)

    await Series.insert(series)
    await Edition.insert(edition)
    await Posting.insert(Posting(term="sector:7", starts_on=date(2027, 4, 15), edition=edition.id))

    assert await Edition.select().output(load_json=True) == [
        {
            "id": edition.id,
            "series": series.id,
            "name": {"en": "Spring Fair", "zh-Hans": "春季展"},
            "first_day": date(2027, 4, 15),
            "last_day": date(2027, 4, 19),
            "changed_at": datetime(2026, 11, 23, 12, tzinfo=UTC),
            "budget_minor": 5_000_000_000_000,
            "status": "published",
        }
    ]
    assert await Posting.select(Posting.term, Posting.starts_on, Posting.edition) == [
        {"term": "sector:7", "starts_on": date(2027, 4, 15), "edition": edition.id}
    ]


async def test_constraints_of_a_migration_hold_on_both_engines(empty_database: Database, tmp_path: Path) -> None:
    await migrate(empty_database, folder(tmp_path, m_0001=INITIAL))
    series = a_series()
    await Series.insert(series)
    await Edition.insert(an_edition(series))

    for refused in (an_edition(series), an_edition(a_series()), an_edition(series, last_day=date(2027, 4, 14))):
        with pytest.raises(INTEGRITY_ERRORS):
            await Edition.insert(refused)
    await Series.delete(force=True)

    assert await Edition.count() == 0


async def test_a_failed_migration_leaves_nothing_and_keeps_those_before(
    empty_database: Database, tmp_path: Path
) -> None:
    directory = folder(tmp_path, m_0001=INITIAL, m_0002=FAILING)

    with pytest.raises(Exception, match="syntax error"):
        await migrate(empty_database, directory)

    assert await list_pending(empty_database, directory) == ("m_0002",)
    await ddl.run("CREATE TABLE half (id {uuid} PRIMARY KEY)")


async def test_a_table_that_others_point_to_can_be_rebuilt(empty_database: Database, tmp_path: Path) -> None:
    await migrate(empty_database, folder(tmp_path, m_0001=INITIAL))
    series = a_series()
    await Series.insert(series)
    await Edition.insert(an_edition(series))

    await migrate(empty_database, folder(tmp_path, m_0002=REBUILD))

    assert await fetch("SELECT slug FROM series") == [{"slug": "spring-fair"}]
    assert await Edition.count() == 1
    with pytest.raises(INTEGRITY_ERRORS):
        await Edition.insert(an_edition(a_series(), last_day=date(2027, 5, 1)))


async def test_sqlite_refuses_a_migration_that_leaves_rows_pointing_nowhere(
    anew_sqlite_url: str, tmp_path: Path
) -> None:
    async with opened(anew_sqlite_url) as database:
        await migrate(database, folder(tmp_path, m_0001=INITIAL))
        series = a_series()
        await Series.insert(series)
        await Edition.insert(an_edition(series))

        with pytest.raises(ForeignKeyError):
            await migrate(database, folder(tmp_path, m_0002=ORPHANING))

        assert await fetch("SELECT slug FROM series") == [{"slug": "spring-fair"}]
        with pytest.raises(INTEGRITY_ERRORS):
            await Edition.insert(an_edition(a_series()))


def test_four_processes_migrate_a_fresh_database_once(empty_database_url: str, tmp_path: Path) -> None:
    directory = folder(tmp_path, m_0001=INITIAL, m_0002=SECOND)
    command = [sys.executable, "-c", MIGRATE, empty_database_url, str(directory)]

    processes = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(4)]
    outputs = [process.communicate(timeout=60)[0].split() for process in processes]

    async def left() -> tuple[str, ...]:
        async with opened(empty_database_url) as database:
            return await list_pending(database, directory)

    assert [process.returncode for process in processes] == [0] * 4
    assert sorted(name for output in outputs for name in output) == ["m_0001", "m_0002"]
    assert asyncio.run(left()) == ()
