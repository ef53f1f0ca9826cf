"""Measure speed and size, as ratios within this one run, and how good the ranking of matches is.

`python -m benchmarks.run`; docs/performance.md and docs/matching-quality.md say what came out.
"""

import argparse
import os
import platform
import sqlite3
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks.allotment import SMALL as SMALL_ALLOTMENT
from benchmarks.allotment import USUAL as USUAL_ALLOTMENT
from benchmarks.allotment import allotting, print_allotting
from benchmarks.databases import POSTGRES, SERVER_VARIABLE, SQLITE, Filled, databases
from benchmarks.matching import run as matching_quality
from benchmarks.matching_speed import SMALL as SMALL_MATCHING
from benchmarks.matching_speed import USUAL as USUAL_MATCHING
from benchmarks.matching_speed import matching, print_matching
from benchmarks.measures import (
    GOAL_GROWTH,
    PAGES,
    QUICK,
    Effort,
    Growth,
    Load,
    Start,
    growths,
    load,
    start,
)
from benchmarks.places import CLIENTS, Accepting, accepting

USUAL = [10_000, 1_000_000]
SMALL = [1_000, 20_000]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run what the arguments ask for; 2 where there is nothing to measure on."""
    options = _options(arguments)
    server_url = os.environ.get(SERVER_VARIABLE, "")
    engines = [engine for engine in options.engine if engine == SQLITE or server_url]
    if POSTGRES in options.engine and not server_url:
        print(f"PostgreSQL is left out: {SERVER_VARIABLE} is not set.")
    if not engines:
        return 2
    effort = QUICK if options.quick else Effort()
    _print_machine()
    results: list[Growth] = []
    for engine in engines:
        print(f"\n{engine}")
        with databases(engine, options.editions, server_url) as (small, large):
            results += compare(small, large, effort)
    matching_quality.print_short(matching_quality.SINGLY if options.quick else None)
    print_matching(matching(SMALL_MATCHING if options.quick else USUAL_MATCHING))
    print_allotting(allotting(SMALL_ALLOTMENT if options.quick else USUAL_ALLOTMENT))
    met = sum(result.is_met for result in results)
    print(f"\nGoals: {met} of {len(results)} pages take at most {GOAL_GROWTH:.1f} times as long with the larger table.")
    return 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.run", description=__doc__)
    parser.add_argument(
        "--editions", nargs=2, type=int, metavar=("FEWER", "MORE"), help="made-up editions in the tables"
    )
    parser.add_argument("--engine", nargs="+", choices=[SQLITE, POSTGRES], default=[SQLITE, POSTGRES])
    parser.add_argument("--quick", action="store_true", help=f"{SMALL[1]:,} editions and few requests: does it run?")
    options = parser.parse_args(arguments)
    options.editions = options.editions or (SMALL if options.quick else USUAL)
    return options


def compare(small: Filled, large: Filled, effort: Effort) -> list[Growth]:
    """Measure on two databases of one engine, print what is found, and return what has a goal."""
    with tempfile.TemporaryDirectory(prefix="events-bench-") as name:
        folder = Path(name)
        found = growths(small, large, effort, folder)
        _print_growths(found, small, large)
        _print_accepting(accepting(small, effort.accepted))
        _print_load(load(small, effort, folder), small)
        if effort.starts:
            _print_start(start(large, effort, folder), large)
    return found


def _print_machine() -> None:
    print(
        f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}, "
        f"SQLite {sqlite3.sqlite_version}; one server process; times are medians"
    )


def _print_growths(found: Sequence[Growth], small: Filled, large: Filled) -> None:
    print(f"  {'page time by editions':30}{small.editions:>12,}{large.editions:>12,}{'95 %':>9}{'ratio':>8}")
    for growth in found:
        print(
            f"  {growth.name:30}{growth.small_ms:9.1f} ms{growth.large_ms:9.1f} ms{growth.large_p95_ms:9.1f}"
            f"{growth.ratio:8.2f}  {'pass' if growth.is_met else 'MISS'}  {PAGES[growth.name]}"
        )


def _print_accepting(found: Accepting) -> None:
    print(
        f"  {f'accepted applications, {CLIENTS} clients':30}{found.accepted:8,.0f} a second, plain inserts "
        f"{found.inserted:,.0f}: {found.ratio:.2f}  {'pass' if found.is_met else 'MISS'}"
    )


def _print_load(found: Load, filled: Filled) -> None:
    hello = found.rates[0]
    print(
        f"  {f'answers, {filled.editions:,} editions':30}{'per second':>12}{'of hello':>12}{'CPU':>12}{'of hello':>12}"
    )
    for rate in found.rates:
        print(
            f"  {rate.name:30}{rate.per_second:12,.0f}{rate.per_second / hello.per_second:12.3f}"
            f"{rate.cpu_ms:9.2f} ms{rate.cpu_ms / hello.cpu_ms:11.1f}x"
        )
    print(f"  memory: {found.started_mib:.0f} MiB after start, {found.loaded_mib:.0f} MiB after load")


def _print_start(found: Start, filled: Filled) -> None:
    print(
        f"  start to first page: {found.fresh_s:.2f} s in an empty folder, migrations included; "
        f"{found.again_s:.2f} s on {filled.editions:,} editions"
    )


if __name__ == "__main__":
    raise SystemExit(main())
