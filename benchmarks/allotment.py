"""Allotting stands: our optimiser against choosing in turn, each in a process of its own."""

import argparse
import json
import resource
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from benchmarks.exhibition_halls import Crowd, a_problem
from events_app.solvers.allotment import allot
from events_app.solvers.allotment_greedy import allot_greedily
from events_app.solvers.allotment_problems import Allotment, AllotmentProblem
from events_app.solvers.allotment_rules import breaches_of

ROOT: Final = Path(__file__).resolve().parent.parent
USUAL: Final = Crowd()
SMALL: Final = Crowd(applications=50, stands=64, halls=1)
GOAL_S: Final = 30.0
WORK: Final[dict[str, Callable[[AllotmentProblem], Allotment]]] = {"optimiser": allot, "in turn": allot_greedily}


@dataclass(frozen=True, slots=True)
class Allotted:
    """What one of them did: `levels` are aim, value and bound; `breaches` of rules, by the checker."""

    wall_s: float
    cpu_s: float
    peak_mib: float
    placed: int
    breaches: int
    cut: int
    levels: list[tuple[str, int, int | None]]
    gaps: list[float | None]


@dataclass(frozen=True, slots=True)
class Allotting:
    """Both on the same problem."""

    crowd: Crowd
    ours: Allotted
    greedy: Allotted


def allotting(crowd: Crowd = USUAL) -> Allotting:
    """Measure one after the other."""
    return Allotting(crowd, *(_alone(name, crowd) for name in WORK))


def print_allotting(found: Allotting) -> None:
    """As lines of a table, then the levels."""
    crowd, ours, greedy = found.crowd, found.ours, found.greedy
    title = f"allotment, {crowd.applications} into {crowd.stands} stands"
    print(f"\n  {title:34}{'seconds':>10}{'CPU':>10}{'peak memory':>14}{'placed':>9}")
    for name, one in (("optimiser", ours), ("choosing in turn", greedy)):
        goal = f"  {'pass' if one.wall_s <= GOAL_S else 'MISS'}" if one is ours else ""
        print(f"  {name:34}{one.wall_s:8.1f} s{one.cpu_s:8.1f} s{one.peak_mib:10.0f} MiB{one.placed:9}{goal}")
    print(f"  {'aim':34}{'in turn':>10}{'ours':>10}{'bound':>14}{'gap':>9}")
    for (aim, value, bound), (_, other, _), gap in zip(ours.levels, greedy.levels, ours.gaps, strict=True):
        told = ("", "") if gap is None else (f"{bound:,}", f"{gap:.2%}")
        print(f"  {aim:34}{other:10,}{value:10,}{told[0]:>14}{told[1]:>9}")
    print(
        f"  rules broken: {ours.breaches} and {greedy.breaches}; applications with more groups than listed: {ours.cut}"
    )


def _alone(name: str, crowd: Crowd) -> Allotted:
    command = [sys.executable, "-m", "benchmarks.allotment", name, *map(str, asdict(crowd).values())]
    done = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE)
    return Allotted(**json.loads(done.stdout))


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure one of them here, and print it as JSON."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.allotment", description=__doc__)
    parser.add_argument("what", choices=WORK)
    parser.add_argument("crowd", nargs=len(Crowd.__dataclass_fields__), type=int, help=", ".join(asdict(USUAL)))
    options = parser.parse_args(arguments)
    problem = a_problem(Crowd(*options.crowd))
    found = WORK[options.what](problem)
    told = Allotted(
        found.wall_s,
        found.cpu_s,
        resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        found.placed,
        len(breaches_of(problem, found.groups)),
        len(found.cut),
        [(level.aim.value, level.value, level.bound) for level in found.levels],
        [level.gap for level in found.levels],
    )
    print(json.dumps(asdict(told)))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
