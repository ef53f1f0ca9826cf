"""Matching exporters with countries: our assignment against taking the best pair first, and against HiGHS.

Each is measured in a process of its own (`python -m benchmarks.matching_speed assignment 10000 200`), so that the peak
of memory is its own. HiGHS gets the same model at a size that it does in some ten seconds; ours is measured there too.
"""

import argparse
import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from random import Random
from typing import Any, Final
from uuid import UUID

import highspy
import numpy as np

from events_app.domain.intellectual_property import IpKind, IpRight
from events_app.domain.match_facts import Demand, Fact, Home, Partner, Supply, Treaty
from events_app.domain.match_grounds import Ground
from events_app.domain.matching import Weights
from events_app.domain.offers import CooperationForm
from events_app.domain.sectors import FIELDS, SECTORS
from events_app.solvers.assignment import assign
from events_app.solvers.match_arrays import part_arrays
from events_app.solvers.objectives import worth_of
from events_app.solvers.problems import AssignmentProblem

ROOT: Final = Path(__file__).resolve().parent.parent
USUAL: Final = ((10_000, 200), (5_000, 50))
SMALL: Final = ((400, 20), (200, 10))
EACH: Final = 5
NEEDS_OF_COUNTRY: Final = 3
SHARE_DEVELOPED: Final = 0.2
LANGUAGES: Final = ("ar", "en", "es", "fr", "zh")
TODAY: Final = date(2027, 4, 5)
GOAL_CPU_S = {"scoring": 5.0, "assignment": 3.0}
GOAL_MIB = 400.0
Size = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Measure:
    """Processor time of the work itself, peak memory of the whole process, and what came out."""

    cpu_s: float
    peak_mib: float
    fairness: int = 0
    score: int = 0
    unserved: int = 0


@dataclass(frozen=True, slots=True)
class Matching:
    """Everything at the larger size, and ours beside HiGHS at the smaller one."""

    sizes: tuple[Size, Size]
    scoring: Measure
    ours: Measure
    greedy: Measure
    ours_small: Measure
    highs: Measure

    @property
    def loss(self) -> float:
        """The part of the score that greedy leaves."""
        return 1 - self.greedy.score / self.ours.score

    @property
    def is_same(self) -> bool:
        """Whether HiGHS finds the same optimum."""
        return (self.highs.fairness, self.highs.score) == (self.ours_small.fairness, self.ours_small.score)


def matching(sizes: tuple[Size, Size] = USUAL) -> Matching:
    """Measure everything, one after the other."""
    large, small = sizes
    return Matching(
        sizes,
        scoring=_alone("scoring", large),
        ours=_alone("assignment", large),
        greedy=_alone("greedy", large),
        ours_small=_alone("assignment", small),
        highs=_alone("highs", small),
    )


def print_matching(found: Matching) -> None:
    """As lines of a table."""
    (exporters, countries), (fewer, less) = found.sizes
    print(f"\n  {f'matching, {exporters:,} × {countries} pairs':30}{'CPU':>12}{'peak memory':>14}")
    for name, measure in (("scoring", found.scoring), ("assignment", found.ours)):
        is_met = measure.cpu_s <= GOAL_CPU_S[name] and measure.peak_mib <= GOAL_MIB
        print(f"  {name:30}{measure.cpu_s:10.2f} s{measure.peak_mib:10.0f} MiB  {'pass' if is_met else 'MISS'}")
    greedy, ours = found.greedy, found.ours
    print(
        f"  {'best pair first':30}{greedy.cpu_s:10.2f} s{greedy.peak_mib:10.0f} MiB  {found.loss:.2%} less score, "
        f"{greedy.unserved:,} exporters without a match (assignment: {ours.unserved:,})"
    )
    print(
        f"  {f'HiGHS, {fewer:,} × {less}':30}{found.highs.cpu_s:10.2f} s{found.highs.peak_mib:10.0f} MiB  "
        f"{found.highs.cpu_s / found.ours_small.cpu_s:.0f} times as long as assignment "
        f"({found.ours_small.cpu_s:.2f} s), {'the same optimum' if found.is_same else 'ANOTHER OPTIMUM'}"
    )


def a_problem(size: Size) -> AssignmentProblem:
    """Scores that prefer some countries to others, and a tenth fewer places than wishes."""
    exporters, countries = size
    random = np.random.default_rng(1)
    scores = random.random(size) / 2 + random.random(countries) / 2
    return AssignmentProblem.of(scores, most_per_exporter=EACH, capacity=exporters * EACH * 9 // countries // 10)


def solved(size: Size) -> Callable[[], Measure]:
    """Our assignment."""
    problem = a_problem(size)

    def work() -> Measure:
        found = assign(problem)
        fairness, score = found.values
        return Measure(0, 0, fairness, score, len(found.unserved))

    return work


def greedy(size: Size) -> Callable[[], Measure]:
    """The best pair that has room on both sides, again and again."""
    problem = a_problem(size)

    def work() -> Measure:
        worth = worth_of(problem)
        wishes, places = problem.most_per_exporter.tolist(), problem.capacities.tolist()
        score = 0
        order = np.argsort(-worth, axis=None, kind="stable")
        for row, column in zip(*(each.tolist() for each in np.divmod(order, size[1])), strict=True):
            if wishes[row] and places[column]:
                wishes[row] -= 1
                places[column] -= 1
                score += int(worth[row, column])
        matches = EACH - np.array(wishes)
        return Measure(0, 0, fairness_of(matches), score, int((matches == 0).sum()))

    return work


def fairness_of(matches: Any) -> int:  # noqa: ANN401 - an array
    """The value of the level of fairness: k for a first match, k − 1 for a second."""
    return int((matches * EACH - matches * (matches - 1) // 2).sum())


def by_highs(size: Size) -> Callable[[], Measure]:
    """The same model as a linear programme; its matrix has whole corners, so that simplex ends in one."""
    problem = a_problem(size)
    return lambda: programme(problem)


def programme(problem: AssignmentProblem) -> Measure:
    """Maximise weighted first, second, … matches and scores with HiGHS; no floors and no classes."""
    exporters, countries = problem.scores.shape
    worth, pairs = worth_of(problem), problem.scores.size
    weight = int(problem.most_per_exporter.sum()) * problem.resolution + 1
    tiers = np.tile(np.arange(EACH, 0, -1), exporters)
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = pairs + len(tiers), exporters + countries
    model.col_cost_ = np.concatenate([worth.ravel() / problem.resolution, tiers * (weight / problem.resolution)])
    model.col_lower_, model.col_upper_ = np.zeros(model.num_col_), np.ones(model.num_col_)
    model.row_lower_ = np.concatenate([np.zeros(exporters), np.full(countries, -highspy.kHighsInf)])
    model.row_upper_ = np.concatenate([np.zeros(exporters), problem.capacities.astype(np.float64)])
    model.sense_ = highspy.ObjSense.kMaximize
    rows, columns = np.divmod(np.arange(pairs), countries)
    matrix = model.a_matrix_
    matrix.format_ = highspy.MatrixFormat.kColwise
    matrix.start_ = np.concatenate([np.arange(pairs) * 2, 2 * pairs + np.arange(len(tiers) + 1)])
    matrix.index_ = np.concatenate(
        [np.stack([rows, exporters + columns], axis=1).ravel(), np.repeat(np.arange(exporters), EACH)]
    )
    matrix.value_ = np.concatenate([np.ones(2 * pairs), -np.ones(len(tiers))])
    solver = highspy.Highs()  # type: ignore[no-untyped-call]
    solver.silent()
    solver.passModel(model)
    solver.run()
    chosen = np.rint(solver.getSolution().col_value[:pairs]).astype(np.int64).reshape(worth.shape)
    matches = chosen.sum(axis=1)
    return Measure(0, 0, fairness_of(matches), int((chosen * worth).sum()), int((matches == 0).sum()))


def scored(size: Size) -> Callable[[], Measure]:
    """Every part of every pair and the score made of them, as pages and programmes rank them."""
    ground = a_ground(size)

    def work() -> Measure:
        weights = Weights()
        part_arrays(ground, developing_target=weights.developing_target).scores(weights)
        return Measure(0, 0)

    return work


def a_ground(size: Size) -> Ground:
    """Offers, one of each exporter, and partners about which nearly everything is known; three needs each."""
    exporters, countries = size
    random = Random(3)
    codes = [f"{chr(65 + place // 26)}{chr(65 + place % 26)}" for place in range(countries)]
    return Ground(
        today=TODAY,
        home=Home(code="--", advantages=_advantages(random), treaties=frozenset(Treaty)),
        partners=tuple(_a_partner(random, code) for code in codes),
        supplies=tuple(_a_supply(random, number, codes) for number in range(exporters)),
        demands={code: tuple(_a_demand(random, number) for number in range(NEEDS_OF_COUNTRY)) for code in codes},
    )


def _advantages(random: Random) -> dict[int, Fact]:
    return {number: Fact(random.uniform(-1, 1)) for number in FIELDS}


def _a_partner(random: Random, code: str) -> Partner:
    return Partner(
        code=code,
        is_developed=random.random() < SHARE_DEVELOPED,
        imports_usd=Fact(10 ** random.uniform(8, 12)),
        import_standing={sector: random.uniform(0.5, 1) for sector in random.sample(sorted(SECTORS), 5)},
        industry_sectors=frozenset(random.sample(sorted(SECTORS), 5)),
        advantages=_advantages(random),
        languages=frozenset(random.sample(LANGUAGES, 2)),
        treaties=frozenset(random.sample(list(Treaty), 3)),
        distance_km=random.uniform(100, 20_000),
    )


def _a_supply(random: Random, number: int, codes: list[str]) -> Supply:
    return Supply(
        offer_id=UUID(int=number),
        company_id=UUID(int=number),
        sectors=tuple(random.sample(sorted(SECTORS), 2)),
        fields=tuple(random.sample(sorted(FIELDS), 3)),
        forms=tuple(random.sample(list(CooperationForm), 2)),
        trl=random.randint(1, 9),
        languages=frozenset(random.sample(LANGUAGES, 2)),
        ip_rights=(_a_right(random, codes),),
    )


def _a_demand(random: Random, number: int) -> Demand:
    sector = random.choice(sorted(SECTORS))
    return Demand(need_id=UUID(int=number), sectors=(sector,), fields=tuple(random.sample(sorted(FIELDS), 2)))


def _a_right(random: Random, codes: list[str]) -> IpRight:
    filed = date(random.randint(2015, 2026), random.randint(1, 12), 1)
    office = random.choice(["CN", "WO", "EP"])
    return IpRight(
        kind=IpKind.PATENT, number="1", office=office, filed_on=filed, countries=tuple(random.sample(codes, 3))
    )


WORK: Final[dict[str, Callable[[Size], Callable[[], Measure]]]] = {
    "scoring": scored,
    "assignment": solved,
    "greedy": greedy,
    "highs": by_highs,
}


def _alone(name: str, size: Size) -> Measure:
    command = [sys.executable, "-m", "benchmarks.matching_speed", name, *map(str, size)]
    done = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE)
    # HiGHS says who it is first.
    return Measure(**json.loads(done.stdout.splitlines()[-1]))


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure one of them here, and print it as JSON."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.matching_speed", description=__doc__)
    parser.add_argument("what", choices=WORK)
    parser.add_argument("exporters", type=int)
    parser.add_argument("countries", type=int)
    options = parser.parse_args(arguments)
    work = WORK[options.what]((options.exporters, options.countries))
    began = time.process_time()
    found = work()
    cpu_s = time.process_time() - began
    peak_mib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps(asdict(replace(found, cpu_s=cpu_s, peak_mib=peak_mib))))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
