"""The benchmarks still run, and what they fill a database with is what the product would have written."""

import asyncio
import shutil
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from benchmarks.allotment import allotting, print_allotting
from benchmarks.databases import SQLITE, Filled
from benchmarks.dav import compared, print_compared
from benchmarks.exhibition_halls import Crowd
from benchmarks.feeds_speed import of_making, print_figures
from benchmarks.filling import fill_postgres, fill_sqlite
from benchmarks.matching_speed import matching, print_matching
from benchmarks.measures import PAGES, Effort
from benchmarks.run import compare
from benchmarks.synthetic import Made, series_and_editions
from events_app.domain.calendar import EntryKind
from events_app.domain.selections import Selection, terms_of
from events_app.storage import calendar, exhibitions, selections
from events_app.storage.database import Dialect, current, fetch, opened
from events_app.storage.values import dump_entry

FEW = 42
TINY = Effort(pairs=2, warm_up=1, rounds=1, round_s=0.1, starts=0, settle_s=0.1, accepted=20)
SCHEMA = {
    "sqlite": "SELECT name, sql AS rule FROM sqlite_master ORDER BY name",
    "postgres": "SELECT indexname AS name, indexdef AS rule FROM pg_indexes WHERE schemaname = 'public' UNION ALL "
    "SELECT conname, conrelid::regclass::text || ' ' || pg_get_constraintdef(oid) FROM pg_constraint "
    "WHERE connamespace = 'public'::regnamespace ORDER BY 1, 2",
}


def made(editions: int) -> list[Made]:
    return [one for _, some in series_and_editions(editions) for one in some]


def test_made_up_editions_are_the_same_in_every_run_and_for_every_number() -> None:
    assert [dump_entry(one.entry) for one in made(FEW)[:10]] == [dump_entry(one.entry) for one in made(10)]


def test_rows_written_in_bulk_are_those_that_the_product_writes(database_url: str) -> None:
    before = asyncio.run(_schema(database_url))

    _fill(database_url, FEW)

    assert asyncio.run(_schema(database_url)) == before
    asyncio.run(_read_back(database_url, made(FEW)))


def test_everything_is_measured_on_two_small_databases(
    sqlite_template: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    small, large = (_filled(sqlite_template, tmp_path, editions) for editions in (8, FEW))

    growths = compare(small, large, TINY)

    assert [growth.name for growth in growths] == list(PAGES)
    assert all(growth.ratio > 0 for growth in growths)
    printed = capsys.readouterr().out
    assert printed.count("pass") + printed.count("MISS") == len(PAGES) + 1
    assert "accepted applications" in printed
    assert [line.split("  ")[1] for line in printed.splitlines()][-5:-1] == [
        "calendar",
        "country page",
        "feed, kept",
        "feed, not modified",
    ]
    assert "memory:" in printed


def test_making_feeds_is_measured(sqlite_template: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    figures = of_making(_filled(sqlite_template, tmp_path, FEW), 20)

    print_figures(figures)

    assert all(figure.ratio > 0 for figure in figures)
    assert figures[-1].ratio == 1
    assert "icalendar" in capsys.readouterr().out


def test_caldav_is_measured_against_downloading_the_feed(
    sqlite_template: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = compared(_filled(sqlite_template, tmp_path, FEW), 20, rounds=1)

    print_compared(found)

    assert [each.name.partition(",")[0] for each in found[:4]] == [
        "first sync by token",
        "first sync by PROPFIND",
        "after one change",
        "nothing new",
    ]
    assert all(each.bytes_ratio < 1 for each in found if "one change" in each.name)
    assert capsys.readouterr().out.count("feed:") == len(found) == 8


def test_matching_is_measured_against_greedy_and_against_highs(capsys: pytest.CaptureFixture[str]) -> None:
    found = matching(((60, 12), (40, 8)))

    print_matching(found)

    assert found.is_same
    assert found.ours.unserved == 0
    assert (found.ours.fairness, found.ours.score) > (found.greedy.fairness, found.greedy.score)
    printed = [line.split("  ")[1] for line in capsys.readouterr().out.splitlines() if line]
    assert printed == ["matching, 60 × 12 pairs", "scoring", "assignment", "best pair first", "HiGHS, 40 × 8"]


def test_allotting_is_measured_against_choosing_in_turn(capsys: pytest.CaptureFixture[str]) -> None:
    found = allotting(Crowd(applications=12, stands=16, halls=1))

    print_allotting(found)

    assert (found.ours.breaches, found.greedy.breaches) == (0, 0)
    assert found.ours.placed >= found.greedy.placed
    assert all(gap == 0 for (aim, *_), gap in zip(found.ours.levels, found.ours.gaps, strict=True) if aim != "lottery")
    assert "choosing in turn" in capsys.readouterr().out


def _filled(template: Path, folder: Path, editions: int) -> Filled:
    file = folder / f"{editions}.sqlite"
    shutil.copyfile(template, file)
    fill_sqlite(file, editions, _no_progress)
    return Filled(SQLITE, editions, f"sqlite:///{file}", filled_s=0, size_mib=0)


def _fill(url: str, editions: int) -> None:
    if url.startswith("sqlite"):
        fill_sqlite(Path(url.removeprefix("sqlite:///")), editions, _no_progress)
    else:
        asyncio.run(fill_postgres(url, editions, _no_progress))


def _no_progress(_done: int, _of: int) -> None:
    """Nobody watches a test."""


async def _schema(url: str) -> list[tuple[Any, ...]]:
    async with opened(url):
        dialect: Dialect = current().dialect
        # ANALYZE keeps what it found in tables of SQLite's own.
        return [
            (row["name"], row["rule"])
            for row in await fetch(SCHEMA[dialect])
            if not row["name"].startswith("sqlite_stat")
        ]


async def _read_back(url: str, expected: list[Made]) -> None:
    async with opened(url):
        series = await exhibitions.list_series()
        editions = await exhibitions.list_editions([one.edition.slug for one in expected])
        entries = await selections.list_all(Selection())
        kept = Counter((row["term"], row["entry"], row["starts_on"]) for row in await fetch("SELECT * FROM posting"))
        tallies = await calendar.list_tallies(date(2025, 1, 1), date(2028, 12, 1))
    assert series == tuple(sorted((one for one, _ in series_and_editions(FEW)), key=lambda one: one.slug))
    assert set(map(str, editions)) == {str(one.edition) for one in expected}
    assert set(map(dump_entry, entries)) == {dump_entry(one.entry) for one in expected}
    assert kept == Counter(
        (term, one.entry.id, one.entry.starts_on) for one in expected for term in terms_of(one.entry)
    )
    assert sum(tally.entries for tally in tallies if not tally.country) == FEW
    assert {tally.kind for tally in tallies} == {EntryKind.EXHIBITION.value}
