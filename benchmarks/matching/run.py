"""Measure how good the ranking is, and print it beside what simple rules say: `python -m benchmarks.matching.run`.

What is measured and why is said in `truths`, what the score may know in `grounds`, the metrics in `rankings`;
docs/matching-quality.md says what came out. Home countries count alike: figures are medians over them, with quartiles.
"""

import argparse
import time
from collections.abc import Collection, Mapping, Sequence

import numpy as np

from benchmarks.matching import tables
from benchmarks.matching.grounds import GDP, GRAVITY, NEED, RANDOM, STANDARD_WEIGHTS
from benchmarks.matching.truths import Found, Judged, measure
from benchmarks.matching.wordings import print_wordings

SHORT = (STANDARD_WEIGHTS, RANDOM, GDP, NEED, GRAVITY)
SINGLY = ("CN", "DE")
QUARTILES = (25, 50, 75)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print in full; 2 where the tables are not at hand."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.matching.run", description=__doc__)
    parser.add_argument("--homes", nargs="+", metavar="CODE", help="home countries; usually all with data")
    options = parser.parse_args(arguments)
    if tables.folder() is None:
        print("Nothing to measure on: shared/data is not beside the checkout.")
        return 2
    began = time.perf_counter()
    for truth, by_home in measure(options.homes).items():
        print_whole(truth, by_home)
    print_wordings()
    print(f"\n{time.perf_counter() - began:.0f} s")
    return 0


def print_short(homes: Collection[str] | None = None) -> Found | None:
    """Print what `make bench` says of it, and return what was found; None where the tables are not at hand."""
    if tables.folder() is None:
        print("\nRanking of matches is left out: shared/data is not beside the checkout.")
        return None
    began = time.perf_counter()
    found = measure(homes)
    print(f"\nranking of matches\n  {'NDCG@10 (recall@10), medians':30}" + "".join(f"{name:>18}" for name in SHORT))
    for truth, by_home in found.items():
        cells = "".join(f"{_short(by_home, name):>18}" for name in SHORT)
        print(f"  {f'{truth}, {len(by_home)} home countries':30}{cells}")
    print(f"  measured in {time.perf_counter() - began:.0f} s")
    return found


def _short(by_home: Mapping[str, Judged], method: str) -> str:
    ndcg, recall = (quartiles(by_home, method, figure)[1] for figure in ("ndcg", "recall"))
    return f"{ndcg:.2f} ({recall:.2f})"


def quartiles(by_home: Mapping[str, Judged], method: str, figure: str) -> tuple[float, float, float]:
    """Quartiles over home countries of `ndcg` or `recall`."""
    low, middle, high = np.percentile([getattr(one[method], figure) for one in by_home.values()], QUARTILES)
    return float(low), float(middle), float(high)


def better_than(by_home: Mapping[str, Judged], method: str, other: str) -> float:
    """Share of home countries for which a method's NDCG is above that of another."""
    return float(np.mean([one[method].ndcg > one[other].ndcg for one in by_home.values()]))


def print_whole(truth: str, by_home: Mapping[str, Judged]) -> None:
    """Print every method: medians and quartiles, some home countries singly, and how often it beats gravity."""
    singly = [home for home in SINGLY if home in by_home]
    heads = ["NDCG@10", "recall@10", f"> {GRAVITY}", *(f"{home} NDCG" for home in singly)]
    print(f"\n{f'{truth} ({len(by_home)} home countries)':36}" + "".join(f"{head:>20}" for head in heads))
    for method in next(iter(by_home.values())):
        cells = [_with_quartiles(by_home, method, figure) for figure in ("ndcg", "recall")]
        cells.append(f"{100 * better_than(by_home, method, GRAVITY):.0f} %")
        cells += [f"{by_home[home][method].ndcg:.2f}" for home in singly]
        print(f"  {method:34}" + "".join(f"{cell:>20}" for cell in cells))


def _with_quartiles(by_home: Mapping[str, Judged], method: str, figure: str) -> str:
    low, middle, high = quartiles(by_home, method, figure)
    return f"{middle:.2f} ({low:.2f}–{high:.2f})"


if __name__ == "__main__":
    raise SystemExit(main())
