"""Which exporters go to which partner countries: the best assignment, exact and proved.

The objective is lexicographic. First the floors of countries, unit by unit (a first place of every country weighs more
than a second of any). Then fairness: as many exporters as can be with one match, then with two, and so on. Then, where
asked for, countries outside of a class for each exporter. Then the sum of the scores. What is equal in all of them is
drawn by lot, and nothing depends on the order in which exporters and countries come.
"""

from dataclasses import replace
from typing import Final

import numpy as np

from events_app.solvers.flows import cheapest, promising, proof
from events_app.solvers.networks import Bools, Ints, Network
from events_app.solvers.objectives import (
    Level,
    blended,
    joined,
    levels_of,
    lottery,
    network_of,
    noise,
    order_of,
    value_of,
)
from events_app.solvers.problems import (
    NO_LIMIT,
    Assignment,
    AssignmentProblem,
    Bound,
    BoundKind,
    Phase,
    ProblemInfeasible,
    Progress,
    silent,
)

MOST_TRIED: Final = 12
"""Single bounds of one kind that are left out in turn, to find the one that is in the way."""


def assign(problem: AssignmentProblem, progress: Progress = silent) -> Assignment:
    """Find the best assignment. Raises ProblemInfeasible."""
    rows, columns = order_of(problem.seed, problem.exporters), order_of(problem.seed, problem.countries)
    drawn = _reordered(problem, rows, columns)
    network = network_of(drawn)
    levels = levels_of(drawn, network)
    chosen = _chosen(drawn, network, levels, progress)
    unreached = _unreached(drawn, network, chosen)
    if unreached:
        in_the_way = [_renamed(bound, rows, columns) for bound in _in_the_way(drawn, chosen)]
        raise ProblemInfeasible(tuple(unreached), tuple(sorted(in_the_way, key=_place)))
    objective = tuple(
        (level.phase, value_of(level, network, chosen)) for level in levels if level.phase != Phase.BOUNDS
    )
    own = np.zeros_like(chosen)
    own[np.ix_(rows, columns)] = chosen
    return _told(problem, own, objective)


def _chosen(problem: AssignmentProblem, network: Network, levels: list[Level], progress: Progress) -> Bools:
    """Guess what is best in all levels, then prove it level by level among what is best in the ones before.

    A level that the guess does not reach is solved by itself.
    """
    todo = joined(levels, network.nodes)
    progress(Phase.BOUNDS, 0.0)
    guess = blended([*(todo if len(todo) == 1 else levels), noise(network)], network.nodes)
    found = cheapest(network, guess, promising(network, guess))
    for number, level in enumerate(todo, start=1):
        progress(level.phase, number / (len(todo) + 2))
        at = proof(network, level.costs, found.chosen)
        if at is None:
            found = cheapest(network, level.costs, found.among | found.chosen)
            at = found.at
        network = network.narrowed(level.costs, found.chosen, at)
    progress(Phase.LOTTERY, (len(todo) + 1) / (len(todo) + 2))
    tickets = lottery(problem, network)
    drawn = cheapest(network, tickets, promising(network, tickets) | found.chosen)
    progress(Phase.LOTTERY, 1.0)
    return drawn.chosen


def _reordered(problem: AssignmentProblem, rows: Ints, columns: Ints) -> AssignmentProblem:
    """The same problem with its exporters and countries in another order."""
    row_at, column_at = np.argsort(rows), np.argsort(columns)
    return replace(
        problem,
        scores=problem.scores[np.ix_(rows, columns)],
        exporters=problem.exporters[rows],
        countries=problem.countries[columns],
        most_per_exporter=problem.most_per_exporter[rows],
        capacities=problem.capacities[columns],
        floors=problem.floors[columns] if len(problem.floors) else problem.floors,
        must=np.stack([row_at[problem.must[:, 0]], column_at[problem.must[:, 1]]], axis=1),
        must_not=np.stack([row_at[problem.must_not[:, 0]], column_at[problem.must_not[:, 1]]], axis=1),
        exporter_class=problem.exporter_class[rows] if len(problem.exporter_class) else problem.exporter_class,
        country_class=problem.country_class[columns] if len(problem.country_class) else problem.country_class,
    )


def _told(problem: AssignmentProblem, chosen: Bools, objective: tuple[tuple[Phase, int], ...]) -> Assignment:
    pairs = np.argwhere(chosen).astype(np.int64)
    score = float(problem.scores[chosen].sum())
    served, eligible = chosen.any(axis=1), problem.eligible
    floors = problem.floors if len(problem.floors) else np.zeros(len(problem.capacities), dtype=np.int64)
    return Assignment(
        pairs=pairs,
        score=score,
        score_bound=score + len(pairs) / problem.resolution,
        unserved=np.flatnonzero(eligible & ~served),
        without_choice=np.flatnonzero(~eligible),
        floors_missing=np.maximum(floors - chosen.sum(axis=0), 0),
        objective=objective,
    )


def _unreached(problem: AssignmentProblem, network: Network, chosen: Bools) -> list[Bound]:
    used = network.used(chosen)
    must = ~chosen[problem.must[:, 0], problem.must[:, 1]]
    found = [Bound(BoundKind.MUST, int(line)) for line in np.flatnonzero(must)]
    for kind, units, least in (
        (BoundKind.COUNTRY_CLASS_LEAST, used.classes, problem.country_class_least),
        (BoundKind.EXPORTER_CLASS_LEAST, used.sizes, problem.exporter_class_least),
    ):
        found += [Bound(kind, int(index)) for index in np.flatnonzero(units[: len(least)] < least)]
    return found


def _in_the_way(problem: AssignmentProblem, chosen: Bools) -> list[Bound]:
    """Leave out bounds kind by kind, and of each kind that helps, those that are full one by one."""
    found = []
    for kind in (
        BoundKind.EXCLUDED,
        BoundKind.MOST_PER_EXPORTER,
        BoundKind.CAPACITY,
        BoundKind.COUNTRY_CLASS_MOST,
        BoundKind.EXPORTER_CLASS_MOST,
    ):
        full = _full(problem, chosen, kind)
        if len(full) and _is_feasible(_without(problem, kind, full)):
            alone = [each for each in full[:MOST_TRIED] if _is_feasible(_without(problem, kind, full[full == each]))]
            found += [Bound(kind, int(each)) for each in alone] or [Bound(kind)]
    return found


def _full(problem: AssignmentProblem, chosen: Bools, kind: BoundKind) -> Ints:
    """Indices of the bounds of one kind that hold something back; of exclusions, the exporters."""
    network = network_of(problem)
    used = network.used(chosen)
    if kind == BoundKind.EXCLUDED:
        return np.flatnonzero(problem.excluded.any(axis=1))
    units, most = {
        BoundKind.MOST_PER_EXPORTER: (used.exporters, problem.most_per_exporter),
        BoundKind.CAPACITY: (used.countries, problem.capacities),
        BoundKind.COUNTRY_CLASS_MOST: (used.classes, problem.country_class_most),
        BoundKind.EXPORTER_CLASS_MOST: (used.sizes, problem.exporter_class_most),
    }[kind]
    return np.flatnonzero(units[: len(most)] >= most)


def _without(problem: AssignmentProblem, kind: BoundKind, at: Ints) -> AssignmentProblem:
    if kind == BoundKind.EXCLUDED:
        scores = problem.scores.copy()
        scores[at] = np.nan_to_num(scores[at], nan=0.0)
        return replace(problem, scores=scores, must_not=problem.must_not[~np.isin(problem.must_not[:, 0], at)])
    name = {
        BoundKind.MOST_PER_EXPORTER: "most_per_exporter",
        BoundKind.CAPACITY: "capacities",
        BoundKind.COUNTRY_CLASS_MOST: "country_class_most",
        BoundKind.EXPORTER_CLASS_MOST: "exporter_class_most",
    }[kind]
    bounds = getattr(problem, name).copy()
    bounds[at] = NO_LIMIT
    return replace(problem, **{name: bounds})


def _is_feasible(problem: AssignmentProblem) -> bool:
    network = network_of(problem)
    bounds = [level for level in levels_of(problem, network) if level.phase == Phase.BOUNDS]
    found = cheapest(network, bounds[0].costs, network.free)
    return not _unreached(problem, network, found.chosen)


def _place(bound: Bound) -> tuple[str, int]:
    return (bound.kind, -1 if bound.index is None else bound.index)


def _renamed(bound: Bound, rows: Ints, columns: Ints) -> Bound:
    """The bound of the problem as it was asked."""
    if bound.index is None:
        return bound
    if bound.kind in {BoundKind.MOST_PER_EXPORTER, BoundKind.EXCLUDED}:
        return replace(bound, index=int(rows[bound.index]))
    if bound.kind == BoundKind.CAPACITY:
        return replace(bound, index=int(columns[bound.index]))
    return bound
