"""What each constraint of an assignment costs: solved again with a little more room, so every price shown is exact."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

import numpy as np

from events_app.solvers.assignment import assign
from events_app.solvers.flows import proof
from events_app.solvers.networks import Bools, Ints
from events_app.solvers.objectives import blended, levels_of, network_of
from events_app.solvers.problems import (
    Assignment,
    AssignmentProblem,
    Bound,
    BoundKind,
    Phase,
    Price,
    Progress,
    silent,
)

FEW: Final = 5
Relaxed = tuple[Bound, AssignmentProblem]


def prices(
    problem: AssignmentProblem, found: Assignment, *, units: int = 1, most: int = FEW, progress: Progress = silent
) -> tuple[Price, ...]:
    """Prices of the bounds that hold most back, at most so many of each kind; those that gain nothing are left out.

    `found` is the best assignment of `problem`.
    """
    chosen = _chosen(problem, found)
    asked = list(_relaxed(problem, chosen, units, most))
    priced = []
    for number, (bound, relaxed) in enumerate(asked):
        progress(Phase.PRICES, number / len(asked))
        priced.append(_price(bound, 1 if bound.kind == BoundKind.MUST else units, found, assign(relaxed)))
    progress(Phase.PRICES, 1.0)
    return tuple(price for price in priced if price.served or price.pairs or price.floors or price.score)


def _chosen(problem: AssignmentProblem, found: Assignment) -> Bools:
    chosen = np.zeros(problem.scores.shape, dtype=np.bool_)
    chosen[found.pairs[:, 0], found.pairs[:, 1]] = True
    return chosen


def _price(bound: Bound, units: int, before: Assignment, after: Assignment) -> Price:
    return Price(
        bound=bound,
        units=units,
        served=len(np.unique(after.pairs[:, 0])) - len(np.unique(before.pairs[:, 0])),
        pairs=len(after.pairs) - len(before.pairs),
        floors=_reached(before) - _reached(after),
        score=after.score - before.score,
    )


def _reached(found: Assignment) -> int:
    return int(found.floors_missing.sum())


def _relaxed(problem: AssignmentProblem, chosen: Bools, units: int, most: int) -> Iterator[Relaxed]:
    for country in _tightest(problem, chosen)[:most].tolist():
        yield Bound(BoundKind.CAPACITY, country), _changed(problem, "capacities", country, units)
    yield (
        Bound(BoundKind.MOST_PER_EXPORTER),
        replace(problem, most_per_exporter=problem.most_per_exporter + units),
    )
    yield from _without_floors(problem, units, most)
    yield from _without_must(problem, most)
    network = network_of(problem)
    used = network.used(chosen)
    for name, total in (("country_class", used.classes), ("exporter_class", used.sizes)):
        least, limit = getattr(problem, f"{name}_least"), getattr(problem, f"{name}_most")
        for index in range(len(least)):
            if least[index] and total[index] == least[index]:
                yield Bound(BoundKind(f"{name}_least"), index), _changed(problem, f"{name}_least", index, -units)
            if total[index] == limit[index]:
                yield Bound(BoundKind(f"{name}_most"), index), _changed(problem, f"{name}_most", index, units)


def _changed(problem: AssignmentProblem, name: str, index: int, units: int) -> AssignmentProblem:
    values = getattr(problem, name).copy()
    values[index] = max(values[index] + units, 0)
    return replace(problem, **{name: values})


def _tightest(problem: AssignmentProblem, chosen: Bools) -> Ints:
    """Full countries, that for which the potentials promise most first."""
    network = network_of(problem)
    costs = blended(levels_of(problem, network), network.nodes)
    at = proof(network, costs, chosen)
    full = np.flatnonzero(network.used(chosen).countries >= network.countries.most)
    if at is None:
        return full
    gains = at.classes[network.class_of] - at.countries
    return full[np.argsort(-gains[full], kind="stable")]


def _without_floors(problem: AssignmentProblem, units: int, most: int) -> Iterator[Relaxed]:
    """The floors that would be missed by most if there were none."""
    if not problem.floors.any():
        return
    free = assign(replace(problem, floors=np.zeros_like(problem.floors)))
    missed = problem.floors - np.bincount(free.pairs[:, 1], minlength=len(problem.floors))
    for country in np.argsort(-missed, kind="stable")[:most].tolist():
        if missed[country] > 0:
            yield Bound(BoundKind.FLOOR, country), _changed(problem, "floors", country, -units)


def _without_must(problem: AssignmentProblem, most: int) -> Iterator[Relaxed]:
    """The pairs that would not be chosen of themselves."""
    if not len(problem.must):
        return
    free = _chosen(problem, assign(replace(problem, must=problem.must[:0])))
    for line in np.flatnonzero(~free[problem.must[:, 0], problem.must[:, 1]])[:most].tolist():
        yield Bound(BoundKind.MUST, line), replace(problem, must=np.delete(problem.must, line, axis=0))
