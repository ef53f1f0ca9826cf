"""Small made-up problems of assignment, and every assignment of one, by trying."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain, combinations, product
from typing import Any

import numpy as np
from hypothesis import strategies as st

from events_app.solvers.networks import Bools
from events_app.solvers.problems import AssignmentProblem

Value = tuple[Any, ...]


@st.composite
def problems(draw: st.DrawFn, *, exporters: int = 4, countries: int = 3) -> AssignmentProblem:
    """Problems with every kind of bound now and then; scores of few values, so that there are ties."""
    rows, columns = draw(st.integers(1, exporters)), draw(st.integers(1, countries))
    numbers = st.lists(st.integers(-1, 4), min_size=rows * columns, max_size=rows * columns)
    scores = np.array(draw(numbers), dtype=np.float64).reshape(rows, columns) / 4
    scores[scores < 0] = np.nan
    problem = AssignmentProblem(
        scores=scores,
        exporters=np.array([b"e%d" % each for each in range(rows)]),
        countries=np.array([b"c%d" % each for each in range(columns)]),
        most_per_exporter=_numbers(draw, rows, 0, 3),
        capacities=_numbers(draw, columns, 0, 3),
        seed=draw(st.sampled_from(["", "7"])),
    )
    return _with_classes(draw, _with_pairs(draw, problem))


def _with_pairs(draw: st.DrawFn, problem: AssignmentProblem) -> AssignmentProblem:
    rows, columns = problem.scores.shape
    pair = st.tuples(st.integers(0, rows - 1), st.integers(0, columns - 1))
    must_not = draw(st.lists(pair, max_size=1))
    must = draw(st.lists(pair, max_size=1))
    return replace(
        problem,
        must_not=np.array(must_not, dtype=np.int64).reshape(-1, 2),
        must=np.array(must, dtype=np.int64).reshape(-1, 2),
        floors=_numbers(draw, columns, 0, 2) if draw(st.booleans()) else problem.floors,
    )


def _with_classes(draw: st.DrawFn, problem: AssignmentProblem) -> AssignmentProblem:
    rows, columns = problem.scores.shape
    if draw(st.booleans()):
        problem = replace(
            problem,
            country_class=_numbers(draw, columns, 0, 1),
            country_class_least=_numbers(draw, 2, 0, 1),
            country_class_most=_numbers(draw, 2, 1, 4),
            outside_class=draw(st.integers(0, 1)),
            outside_least=draw(st.integers(0, 2)),
        )
    if draw(st.booleans()):
        problem = replace(
            problem,
            exporter_class=_numbers(draw, rows, 0, 1),
            exporter_class_least=_numbers(draw, 2, 0, 1),
            exporter_class_most=_numbers(draw, 2, 1, 4),
        )
    return problem


def _numbers(draw: st.DrawFn, length: int, low: int, high: int) -> Any:  # noqa: ANN401 - an array
    return np.array(draw(st.lists(st.integers(low, high), min_size=length, max_size=length)), dtype=np.int64)


def every_choice(problem: AssignmentProblem) -> Iterator[Bools]:
    """All choices of pairs that keep all bounds."""
    rows, columns = problem.scores.shape
    subsets = [list(_subsets(columns, int(most))) for most in problem.most_per_exporter]
    for picked in product(*subsets):
        chosen = np.zeros((rows, columns), dtype=np.bool_)
        for row, subset in enumerate(picked):
            chosen[row, list(subset)] = True
        if keeps_bounds(problem, chosen):
            yield chosen


def _subsets(columns: int, most: int) -> Iterator[tuple[int, ...]]:
    return chain.from_iterable(combinations(range(columns), number) for number in range(min(most, columns) + 1))


def keeps_bounds(problem: AssignmentProblem, chosen: Bools) -> bool:
    """Whether a choice keeps everything that must be kept, counted one by one."""
    if (chosen & np.isnan(problem.scores)).any() or (chosen.sum(axis=1) > problem.most_per_exporter).any():
        return False
    if any(chosen[row, column] for row, column in problem.must_not.tolist()):
        return False
    if not all(chosen[row, column] for row, column in problem.must.tolist()):
        return False
    by_country, by_exporter = chosen.sum(axis=0).tolist(), chosen.sum(axis=1).tolist()
    return (
        all(units <= most for units, most in zip(by_country, problem.capacities.tolist(), strict=True))
        and _between(by_country, problem.country_class, problem.country_class_least, problem.country_class_most)
        and _between(by_exporter, problem.exporter_class, problem.exporter_class_least, problem.exporter_class_most)
    )


def _between(units: list[int], of: Any, least: Any, most: Any) -> bool:  # noqa: ANN401 - arrays
    totals = [sum(u for u, c in zip(units, of.tolist(), strict=True) if c == each) for each in range(len(least))]
    return all(low <= total <= high for low, total, high in zip(least.tolist(), totals, most.tolist(), strict=True))


def worth(problem: AssignmentProblem, chosen: Bools) -> Value:
    """What the objective says in words, for one choice: the higher, the better."""
    by_country, by_exporter = chosen.sum(axis=0), chosen.sum(axis=1)
    floors = problem.floors if len(problem.floors) else np.zeros(chosen.shape[1], dtype=np.int64)
    floors = np.minimum(floors, np.minimum(problem.capacities, chosen.shape[0]))
    highest = int(floors.max(initial=0))
    reached = sum(
        highest - unit for units, floor in zip(by_country, floors, strict=True) for unit in range(min(units, floor))
    )
    served = tuple(int((by_exporter >= number).sum()) for number in range(1, chosen.shape[1] + 1))
    outside = 0
    if problem.outside_least:
        wanted = np.minimum(problem.outside_least, problem.most_per_exporter)
        top = int(np.minimum(wanted, chosen.shape[1]).max(initial=0))
        units = chosen[:, problem.country_class != problem.outside_class].sum(axis=1)
        outside = sum(top - unit for have, want in zip(units, wanted, strict=True) for unit in range(min(have, want)))
    score = int(np.rint(problem.scores[chosen] * problem.resolution).sum())
    return (reached, served, outside, score)


def chosen_of(problem: AssignmentProblem, pairs: Any) -> Bools:  # noqa: ANN401 - an array
    """Pairs as E × C."""
    chosen = np.zeros(problem.scores.shape, dtype=np.bool_)
    chosen[pairs[:, 0], pairs[:, 1]] = True
    return chosen


def reordered(problem: AssignmentProblem, rows: list[int], columns: list[int]) -> AssignmentProblem:
    """The same problem with exporters and countries in another order."""
    changed: dict[str, Any] = {"scores": problem.scores[rows][:, columns]}
    for name in ("must", "must_not"):
        pairs = [[rows.index(row), columns.index(column)] for row, column in getattr(problem, name).tolist()]
        changed[name] = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    for name in ("exporters", "most_per_exporter", "exporter_class"):
        changed[name] = getattr(problem, name)[rows[: len(getattr(problem, name))]]
    for name in ("countries", "capacities", "floors", "country_class"):
        changed[name] = getattr(problem, name)[columns[: len(getattr(problem, name))]]
    return replace(problem, **changed)
