"""Writing made-up exhibitions into a migrated database, fast: rows in bulk, in one transaction.

What a row holds is what the product would have written (tests/test_benchmarks.py reads it back). Indexes are taken away
and made again from the database's own description of them, so that they are those of the migrations. Rows lie in the
order of the series, not of the days: as they come in life, and no help to any query.
"""

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import chain
from pathlib import Path
from typing import Any

import asyncpg  # type: ignore[import-untyped]

from benchmarks.synthetic import Made, series_and_editions
from events_app.domain.exhibitions import Series
from events_app.domain.selections import terms_of
from events_app.storage.engines import sortable
from events_app.storage.values import dump_entry, dump_text, dumps

SERIES_AT_ONCE = 5_000
SQLITE_CACHE_KIB = 1_000_000
COLUMNS = {
    "series": ("id", "slug", "name", "summary", "former_names", "every_months", "website"),
    "edition": (
        *("id", "slug", "series", "name", "summary", "country", "city", "venue", "zone", "first_day", "last_day"),
        *("scope", "mode", "organiser", "website", "status", "reason", "dates_confirmed", "details", "source"),
        *("created_at", "modified_at"),
    ),
    "entry": ("id", "kind", "subject", "subject_id", "starts_on", "ends_on", "modified_at", "body"),
    "posting": ("term", "starts_on", "entry", "kind"),
}
Row = tuple[Any, ...]
Progress = Callable[[int, int], None]
TallyKey = tuple[date, str, str, str]


@dataclass(slots=True)
class Batch:
    """Rows of some series as Python values: by table, and for each entry its terms and what stands beside each."""

    rows: dict[str, list[Row]] = field(default_factory=lambda: {"series": [], "edition": [], "entry": []})
    postings: list[tuple[frozenset[str], Row]] = field(default_factory=list)
    editions: int = 0


def batches(editions: int, tallies: Counter[TallyKey]) -> Iterator[Batch]:
    """All rows but those of `tally`, which are counted on the way."""
    batch = Batch()
    for number, (series, made) in enumerate(series_and_editions(editions), start=1):
        batch.rows["series"].append(_series_row(series))
        for one in made:
            batch.rows["edition"].append(_edition_row(one))
            batch.rows["entry"].append(_entry_row(one))
            batch.postings.append((terms_of(one.entry), (one.entry.starts_on, one.entry.id, one.entry.kind.value)))
            tallies.update(_tally_keys(one))
        batch.editions += len(made)
        if number % SERIES_AT_ONCE == 0:
            yield batch
            batch = Batch()
    if batch.editions:
        yield batch


def fill_sqlite(file: Path, editions: int, progress: Progress) -> None:
    """Fill a file that nobody else has open."""
    connection = sqlite3.connect(file, isolation_level=None)
    # A power cut would cost a file that is made anew in minutes; no journal is kept.
    for pragma in ("journal_mode = OFF", "synchronous = OFF", f"cache_size = -{SQLITE_CACHE_KIB}"):
        connection.execute(f"PRAGMA {pragma}")
    connection.execute("BEGIN")
    indexes = _taken_away(connection)
    tallies, done = Counter[TallyKey](), 0
    for batch in batches(editions, tallies):
        for table, rows in batch.rows.items():
            connection.executemany(_insert(table, "?"), map(_for_sqlite, rows))
        # The key of `posting` is the table itself: in its order a batch touches few pages.
        postings = sorted(_posting_rows((terms, _for_sqlite(rest)) for terms, rest in batch.postings))
        connection.executemany(_insert("posting", "?"), postings)
        done += batch.editions
        progress(done, editions)
    connection.executemany(_tally_sql(("?",) * 6), map(_for_sqlite, _tally_rows(tallies)))
    connection.execute("UPDATE calendar_state SET version = version + 1")
    for sql in indexes:
        connection.execute(sql)
    connection.execute("COMMIT")
    connection.execute("ANALYZE")
    connection.close()


async def fill_postgres(url: str, editions: int, progress: Progress) -> None:
    """Fill a database of one's own; the user must be its owner."""
    connection = await asyncpg.connect(url)
    async with connection.transaction():
        await connection.execute("SET LOCAL maintenance_work_mem = '512MB'")
        constraints = await _dropped(connection)
        tallies, done = Counter[TallyKey](), 0
        for batch in batches(editions, tallies):
            for table, rows in [*batch.rows.items(), ("posting", _posting_rows(batch.postings))]:
                await connection.copy_records_to_table(table, records=rows, columns=COLUMNS[table])
            done += batch.editions
            progress(done, editions)
        places = [f"${number}" for number in range(1, 7)]
        await connection.executemany(_tally_sql(places), _tally_rows(tallies))
        await connection.execute("UPDATE calendar_state SET version = version + 1")
        for sql in constraints:
            await connection.execute(sql)
    await connection.execute("VACUUM ANALYZE")
    await connection.close()


def _taken_away(connection: sqlite3.Connection) -> list[str]:
    """Drop the indexes that CREATE INDEX made; return the statements that make them again."""
    found = connection.execute(
        "SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
    ).fetchall()
    taken = {name: sql for name, table, sql in found if table in COLUMNS}
    for name in taken:
        connection.execute(f'DROP INDEX "{name}"')
    return list(taken.values())


async def _dropped(connection: Any) -> list[str]:  # noqa: ANN401 - asyncpg has no types
    """Drop keys and indexes; return the statements that make them again, foreign keys last."""
    keys = await connection.fetch(
        "SELECT conrelid::regclass AS place, conname AS name, pg_get_constraintdef(oid) AS rule FROM pg_constraint "
        "WHERE contype IN ('p', 'u', 'f') AND conrelid::regclass::text = ANY($1) ORDER BY contype = 'f', contype",
        list(COLUMNS),
    )
    pointing = await connection.fetch(
        "SELECT conrelid::regclass AS place, conname AS name, pg_get_constraintdef(oid) AS rule FROM pg_constraint "
        "WHERE contype = 'f' AND confrelid::regclass::text = ANY($1) AND conrelid::regclass::text <> ALL($1)",
        list(COLUMNS),
    )
    for key in reversed([*keys, *pointing]):
        await connection.execute(f'ALTER TABLE {key["place"]} DROP CONSTRAINT "{key["name"]}"')
    indexes = await connection.fetch(
        "SELECT indexname AS name, indexdef AS sql FROM pg_indexes WHERE tablename = ANY($1)", list(COLUMNS)
    )
    for index in indexes:
        await connection.execute(f'DROP INDEX "{index["name"]}"')
    again = [f'ALTER TABLE {key["place"]} ADD CONSTRAINT "{key["name"]}" {key["rule"]}' for key in [*keys, *pointing]]
    own = [sql for sql in again if "FOREIGN KEY" not in sql]
    return [*own, *(index["sql"] for index in indexes), *(sql for sql in again if sql not in own)]


def _insert(table: str, place: str) -> str:
    columns = COLUMNS[table]
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join(place for _ in columns)})"  # noqa: S608 - names of our own


def _tally_sql(places: Iterable[str]) -> str:
    return (
        f"INSERT INTO tally (id, month, kind, scope, country, entries) VALUES ({', '.join(places)}) "  # noqa: S608 - places only
        "ON CONFLICT (id) DO UPDATE SET entries = tally.entries + excluded.entries"
    )


def _for_sqlite(row: Row) -> Row:
    """The values as the product's engine hands them to SQLite, without sqlite3's slow adapters."""
    return tuple(
        value if value is None or isinstance(value, str | int | float) else str(sortable(value)) for value in row
    )


def _series_row(series: Series) -> Row:
    name, summary = dump_text(series.name), dump_text(series.summary)
    return (series.id, series.slug, name, summary, dumps([]), series.every_months, series.website)


def _edition_row(made: Made) -> Row:
    edition = made.edition
    details = {"sectors": edition.sectors, "fields": edition.fields, "halls": (), "hours": ()}
    return (
        *(edition.id, edition.slug, edition.series_id, dump_text(edition.name), dump_text(edition.summary)),
        *(edition.country, dump_text(edition.city), dump_text(edition.venue), edition.zone),
        *(edition.days.first, edition.days.last, edition.scope.value, edition.mode.value),
        *(dump_text(edition.organiser), edition.website, edition.status.value, dump_text(edition.reason)),
        *(edition.dates_confirmed, dumps({**details, "co_organisers": (), "former_days": ()}), edition.source),
        *(edition.created_at, edition.modified_at),
    )


def _entry_row(made: Made) -> Row:
    entry = made.entry
    return (
        *(entry.id, entry.kind.value, entry.subject.value, entry.subject_id, entry.starts_on, entry.ends_on),
        *(entry.modified_at, dump_entry(entry)),
    )


def _posting_rows(postings: Iterable[tuple[frozenset[str], Row]]) -> Iterator[Row]:
    return ((term, *rest) for terms, rest in postings for term in terms)


def _tally_keys(made: Made) -> list[TallyKey]:
    entry = made.entry
    month, scope = entry.starts_on.replace(day=1), entry.scope.value if entry.scope else ""
    return [(month, entry.kind.value, scope, country) for country in chain(("",), entry.countries)]


def _tally_rows(tallies: Counter[TallyKey]) -> list[Row]:
    return [
        (f"{month.isoformat()}|{kind}|{scope}|{country}", month, kind, scope, country, entries)
        for (month, kind, scope, country), entries in sorted(tallies.items())
    ]
