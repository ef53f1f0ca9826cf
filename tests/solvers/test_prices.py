"""What a constraint costs is what is gained without it."""

from dataclasses import replace

import numpy as np
from hypothesis import given, settings

from events_app.solvers.assignment import assign
from events_app.solvers.prices import prices
from events_app.solvers.problems import AssignmentProblem, Bound, BoundKind, Price, ProblemInfeasible
from tests.solver_problems import every_choice, problems, worth

HALF = np.array([[0.5, 0.25], [0.5, 0.25], [0.75, 0.25]])


def a_problem() -> AssignmentProblem:
    return AssignmentProblem.of(HALF, most_per_exporter=1, capacity=1)


def test_a_place_more_serves_one_more_where_somebody_waits() -> None:
    problem = a_problem()

    assert prices(problem, assign(problem)) == (
        Price(Bound(BoundKind.CAPACITY, 0), units=1, served=1, pairs=1, floors=0, score=0.5),
        Price(Bound(BoundKind.CAPACITY, 1), units=1, served=1, pairs=1, floors=0, score=0.25),
    )


def test_floors_matches_for_each_and_pairs_that_must_be_have_their_prices() -> None:
    problem = replace(a_problem(), capacities=np.array([3, 3]), floors=np.array([0, 2]), must=np.array([[2, 1]]))

    assert prices(problem, assign(problem), units=2) == (
        Price(Bound(BoundKind.MOST_PER_EXPORTER), units=2, served=0, pairs=3, floors=0, score=1.5),
        Price(Bound(BoundKind.FLOOR, 1), units=2, served=0, pairs=0, floors=0, score=0.25),
        Price(Bound(BoundKind.MUST, 0), units=1, served=0, pairs=0, floors=0, score=0.25),
    )


def test_bounds_of_classes_have_their_prices() -> None:
    problem = replace(
        a_problem(),
        capacities=np.array([3, 3]),
        country_class=np.array([0, 1]),
        country_class_least=np.array([0, 1]),
        country_class_most=np.array([9, 9]),
        exporter_class=np.array([0, 0, 1]),
        exporter_class_least=np.array([0, 0]),
        exporter_class_most=np.array([1, 1]),
    )

    found = {price.bound.kind: price for price in prices(problem, assign(problem)) if price.bound.index is not None}

    assert found[BoundKind.COUNTRY_CLASS_LEAST].score == 0.25
    assert (found[BoundKind.EXPORTER_CLASS_MOST].served, found[BoundKind.EXPORTER_CLASS_MOST].score) == (1, 0.5)


@settings(max_examples=40, deadline=None)
@given(problems())
def test_prices_are_the_difference_to_the_best_of_all_choices(problem: AssignmentProblem) -> None:
    try:
        found = assign(problem)
    except ProblemInfeasible:
        return

    for price in prices(problem, found):
        if price.bound.kind == BoundKind.CAPACITY:
            places = problem.capacities.copy()
            places[price.bound.index] += 1
            roomier = replace(problem, capacities=places)
            best = max(worth(roomier, chosen) for chosen in every_choice(roomier))
            assert best[1][0] == len(np.unique(found.pairs[:, 0])) + price.served
            assert best[3] == round((found.score + price.score) * problem.resolution)
