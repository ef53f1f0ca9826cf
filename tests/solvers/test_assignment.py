"""The best assignment: the same as by trying all, inside every bound, and the same whatever comes first."""

from collections import Counter
from dataclasses import replace
from hashlib import sha256
from random import Random
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from events_app.solvers.assignment import assign
from events_app.solvers.problems import (
    AssignmentProblem,
    Bound,
    BoundKind,
    Phase,
    ProblemInfeasible,
    ProblemOddError,
)
from tests.solver_problems import chosen_of, every_choice, keeps_bounds, problems, reordered, worth

MANY = settings(max_examples=300, deadline=None)
SOME = settings(max_examples=100, deadline=None)
NAN = np.nan


def a_problem(scores: list[list[float]], *, most: int = 1, capacity: int = 1, **more: object) -> AssignmentProblem:
    plain = AssignmentProblem.of(np.array(scores, dtype=np.float64), most_per_exporter=most, capacity=capacity)
    arrays: dict[str, Any] = {
        name: np.array(value) if isinstance(value, list) else value for name, value in more.items()
    }
    return replace(plain, **arrays)


def pairs_of(problem: AssignmentProblem) -> list[tuple[int, int]]:
    return [(row, column) for row, column in assign(problem).pairs.tolist()]


@MANY
@given(problems())
def test_the_answer_is_as_good_as_the_best_of_all_choices(problem: AssignmentProblem) -> None:
    best = max((worth(problem, chosen) for chosen in every_choice(problem)), default=None)

    if best is None:
        with pytest.raises(ProblemInfeasible):
            assign(problem)
        return
    found = chosen_of(problem, assign(problem).pairs)
    assert keeps_bounds(problem, found)
    assert worth(problem, found) == best


@SOME
@given(problems(), st.randoms(use_true_random=False))
def test_the_order_in_which_exporters_and_countries_come_does_not_matter(
    problem: AssignmentProblem, random: Random
) -> None:
    rows, columns = list(range(problem.scores.shape[0])), list(range(problem.scores.shape[1]))
    random.shuffle(rows)
    random.shuffle(columns)
    other = reordered(problem, rows, columns)

    try:
        found = {(problem.exporters[e], problem.countries[c]) for e, c in assign(problem).pairs.tolist()}
    except ProblemInfeasible:
        with pytest.raises(ProblemInfeasible):
            assign(other)
        return
    assert {(other.exporters[e], other.countries[c]) for e, c in assign(other).pairs.tolist()} == found


@SOME
@given(problems(exporters=6), st.data())
def test_one_place_more_never_makes_it_worse(problem: AssignmentProblem, data: st.DataObject) -> None:
    places = problem.capacities.copy()
    places[data.draw(st.integers(0, len(places) - 1))] += 1
    roomier = replace(problem, capacities=places, floors=problem.floors[:0])
    problem = replace(problem, floors=problem.floors[:0])

    try:
        before = assign(problem)
    except ProblemInfeasible:
        return
    assert assign(roomier).values >= before.values


def test_everybody_gets_one_match_before_anybody_gets_two() -> None:
    problem = a_problem([[1.0, 0.9], [1.0, 0.1]], most=2)

    assert pairs_of(problem) == [(0, 1), (1, 0)]


def test_places_go_to_every_floor_before_a_second_place_goes_to_any() -> None:
    problem = a_problem([[1.0, 0.0], [1.0, 0.0]], capacity=2, floors=[2, 2])

    found = assign(problem)

    assert sorted(found.pairs[:, 1].tolist()) == [0, 1]
    assert found.floors_missing.tolist() == [1, 1]


def test_an_excluded_pair_is_never_chosen_however_good() -> None:
    problem = a_problem([[1.0, NAN, 0.1], [NAN, NAN, NAN]], most=3, must_not=[[0, 0]], capacity=5)

    found = assign(problem)

    assert found.pairs.tolist() == [[0, 2]]
    assert found.without_choice.tolist() == [1]
    assert found.unserved.tolist() == []


def test_who_has_a_choice_and_no_place_is_told() -> None:
    found = assign(a_problem([[0.5], [0.7]]))

    assert found.pairs.tolist() == [[1, 0]]
    assert found.unserved.tolist() == [0]
    assert (found.score, found.score_bound) == (0.7, 0.7 + 1 / 10_000)
    assert found.objective == ((Phase.FAIRNESS, 1), (Phase.SCORE, 7_000))


def test_a_country_outside_of_a_class_is_chosen_where_it_costs_nobody_a_match() -> None:
    problem = a_problem(
        [[1.0, 0.9, 0.1], [1.0, 0.9, 0.1]],
        most=2,
        capacity=2,
        country_class=[0, 0, 1],
        country_class_least=[0, 0],
        country_class_most=[9, 9],
        outside_least=1,
    )

    assert pairs_of(problem) == [(0, 0), (0, 2), (1, 0), (1, 2)]
    assert pairs_of(replace(problem, capacities=np.array([2, 2, 0]))) == [(0, 0), (0, 1), (1, 0), (1, 1)]


def test_what_is_in_the_way_of_a_minimum_is_named() -> None:
    problem = a_problem(
        [[1.0, 0.5], [1.0, 0.5]],
        capacity=2,
        country_class=[0, 1],
        country_class_least=[0, 2],
        country_class_most=[9, 1],
        must=[[1, 0]],
    )

    with pytest.raises(ProblemInfeasible) as refused:
        assign(problem)

    assert refused.value.unreached == (Bound(BoundKind.COUNTRY_CLASS_LEAST, 1),)
    assert refused.value.in_the_way == ()
    with pytest.raises(ProblemInfeasible) as refused:
        assign(replace(problem, must=problem.must[:0]))
    assert refused.value.in_the_way == (Bound(BoundKind.COUNTRY_CLASS_MOST, 1),)
    with pytest.raises(ProblemInfeasible) as refused:
        assign(replace(problem, country_class_most=np.array([9, 9])))
    assert refused.value.in_the_way == (Bound(BoundKind.MOST_PER_EXPORTER, 1),)


def test_a_pair_that_must_be_and_must_not_be_is_refused() -> None:
    with pytest.raises(ProblemInfeasible) as refused:
        assign(a_problem([[1.0], [0.2]], must=[[1, 0]], must_not=[[1, 0]]))

    assert refused.value.unreached == (Bound(BoundKind.MUST, 0),)
    assert refused.value.in_the_way == (Bound(BoundKind.EXCLUDED, 1),)


def test_equal_exporters_have_equal_chances_over_seeds() -> None:
    problem = a_problem([[0.5, 0.5]] * 4, most=1)

    winners = Counter(exporter for seed in range(400) for exporter, _ in pairs_of(replace(problem, seed=str(seed))))

    assert winners.total() == 800
    assert all(160 <= winners[exporter] <= 240 for exporter in range(4))


def test_the_lottery_can_be_drawn_again_by_anybody() -> None:
    problem = a_problem([[0.5]] * 5)

    for seed in map(str, range(20)):
        drawn = replace(problem, seed=seed)
        first = min(range(5), key=lambda exporter: sha256(b"%s:%d:0" % (seed.encode(), exporter)).digest()[:4])
        assert pairs_of(drawn) == [(first, 0)]


def test_many_pairs_are_solved_from_few_to_the_same_optimum(monkeypatch: pytest.MonkeyPatch) -> None:
    scores = np.round(np.random.default_rng(3).random((300, 20)) * 40) / 40
    problem = replace(
        AssignmentProblem.of(scores, most_per_exporter=3, capacity=40),
        floors=np.full(20, 30),
        country_class=np.arange(20) % 2,
        country_class_least=np.array([300, 0]),
        country_class_most=np.array([900, 390]),
        outside_least=1,
    )
    whole = assign(problem)

    monkeypatch.setattr("events_app.solvers.flows.FEW_PAIRS", 400)

    assert assign(problem).pairs.tolist() == whole.pairs.tolist()


def test_a_guess_that_is_not_the_best_is_put_right_level_by_level(monkeypatch: pytest.MonkeyPatch) -> None:
    scores = np.random.default_rng(5).random((40, 8))
    problem = replace(AssignmentProblem.of(scores, most_per_exporter=3, capacity=9), floors=np.full(8, 7))
    whole = assign(problem)

    monkeypatch.setattr("events_app.solvers.assignment.blended", lambda levels, _nodes: list(levels)[-1].costs)

    assert assign(problem).pairs.tolist() == whole.pairs.tolist()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("exporters", np.array([b"a", b"a"])),
        ("capacities", np.array([1])),
        ("most_per_exporter", np.array([1, -1])),
        ("must", np.array([[0, 2]])),
        ("scores", np.array([[0.5, 1.5], [0.0, 0.0]])),
        ("outside_least", 1),
        ("country_class", np.array([0, 1])),
        ("resolution", 0),
    ],
)
def test_arrays_that_do_not_fit_are_refused_by_name(name: str, value: object) -> None:
    with pytest.raises(ProblemOddError, match=name):
        replace(a_problem([[0.5, 0.5], [0.5, 0.5]]), **{name: value})  # type: ignore[arg-type]
