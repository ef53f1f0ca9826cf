"""Which application gets which stands: aim by aim, part by part, with a bound for each aim.

The same problem with the same seed has the same answer, in whatever order its stands and applications come: they are
put into an order by lot first, every search is of one thread, and what limits it is counted, not timed.
"""

import time
from collections import defaultdict
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Lock
from typing import Final

from ortools.graph.python.linear_sum_assignment import (  # type: ignore[import-untyped]
    SimpleLinearSumAssignment,
)

from events_app.solvers.allotment_aims import levels_of, values_of
from events_app.solvers.allotment_greedy import by_priority, by_size, filled, fixed_of, in_turn
from events_app.solvers.allotment_levels import Levels, Reached
from events_app.solvers.allotment_models import AIMS, Model
from events_app.solvers.allotment_parts import Candidate, Field, Part, whole_part
from events_app.solvers.allotment_problems import EFFORT, Aim, Allotment, AllotmentProblem, Group, Progress, silent
from events_app.solvers.allotment_reasons import unplaced_of
from events_app.solvers.stand_grounds import Drawn, Ground
from events_app.solvers.stand_groups import GroupLists

THREADS: Final = 2
Parts = list[tuple[Model, Reached]]


def allot(problem: AllotmentProblem, progress: Progress = silent, *, effort: float = EFFORT) -> Allotment:
    """Find the best allotment, or what `effort` brings near to it."""
    began, cpu = time.perf_counter(), time.process_time()
    drawn = Drawn.of(problem)
    ground = Ground.of(drawn.problem)
    lists = GroupLists(ground)
    progress(Aim.PLACED, 0.0)
    start = _start(ground, lists)
    whole = whole_part(ground, lists, start)
    found = _reached(whole, start, _Steps(progress), effort)
    groups = filled(ground, lists, _groups(whole.field, found), by_priority(ground))
    own = Ground.of(problem)
    back = drawn.back(groups)
    return Allotment(
        groups=back,
        unplaced=unplaced_of(own, back),
        levels=levels_of(own, back, _bounds(ground, groups, found)),
        cut=tuple(sorted(drawn.applications[one] for one in whole.cut)),
        wall_s=time.perf_counter() - began,
        cpu_s=time.process_time() - cpu,
    )


def _start(ground: Ground, lists: GroupLists) -> list[Group]:
    """The better of two orders in which all choose in turn."""
    starts = [in_turn(ground, lists, order) for order in (by_priority(ground), by_size(ground))]
    return max(starts, key=lambda groups: tuple(values_of(ground, groups).values()))


class _Steps:
    """Progress told from several threads."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._lock = Lock()
        self._done = 0.0
        self.whole = 1

    def take(self, aim: Aim, work: int) -> None:
        with self._lock:
            self._done += work
            self._progress(aim, min(1.0, self._done / self.whole))


def _reached(whole: Part, start: list[Group], steps: _Steps, effort: float) -> Parts:
    """Every part through all aims, those with most candidates first."""
    parts = sorted(whole.split(), key=lambda part: (-len(part.candidates), part.applications))
    steps.whole = max(1, len(whole.candidates) * len(AIMS))

    def through(part: Part) -> tuple[Model, Reached]:
        model = Model.of(part)
        levels = Levels(model, model.chosen(start), effort)
        for aim in AIMS:
            levels.reach(aim)
            steps.take(aim, len(part.candidates))
        return model, levels.reached()

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(through, parts))


def _groups(field: Field, found: Parts) -> list[Group]:
    """Chosen candidates as groups; of a sort, stands that nobody has by name are drawn."""
    groups = fixed_of(field.ground)
    of_sort: dict[int, list[int]] = defaultdict(list)
    for one in _chosen(found):
        if one.sort is None:
            groups[one.application] = one.group
        else:
            of_sort[one.sort].append(one.application)
    taken = {stand for group in groups for stand in group}
    for sort, applications in of_sort.items():
        left = [stand for stand in field.sorts[sort] if stand not in taken]
        for placed, stand in _drawn(field.ground, applications, left):
            groups[placed] = (stand,)
    return groups


def _chosen(found: Parts) -> Iterable[Candidate]:
    for model, reached in found:
        yield from (one for place, one in enumerate(model.part.candidates) if reached.chosen[place])


def _drawn(ground: Ground, applications: list[int], stands: list[int]) -> Iterable[tuple[int, int]]:
    """A stand for each application, so that the sum of the tickets is the smallest."""
    solver = SimpleLinearSumAssignment()
    for row in range(len(stands)):
        for column, stand in enumerate(stands):
            is_real = row < len(applications)
            solver.add_arc_with_cost(row, column, ground.ticket(applications[row], (stand,)) if is_real else 0)
    solver.solve()
    return [(one, stands[solver.right_mate(row)]) for row, one in enumerate(applications)]


def _bounds(ground: Ground, groups: Sequence[Group], found: Parts) -> dict[Aim, int]:
    """Sums over the parts, and what fixed applications add to it; the lottery has none."""
    fixed = fixed_of(ground)
    own, values = values_of(ground, fixed), values_of(ground, groups)
    return {
        aim: max(values[aim], own[aim] + sum(reached.bounds[aim] for _, reached in found))
        for aim in AIMS
        if aim is not Aim.LOTTERY
    }
