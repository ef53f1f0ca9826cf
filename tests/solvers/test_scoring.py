"""Scores as arrays, against the same said one by one."""

import math
from itertools import pairwise

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from events_app.solvers import scoring
from events_app.solvers.scoring import best_countries, best_exporters, best_of_offers, weighted_mean

NAN = np.nan
FEW = settings(max_examples=100, deadline=None)
values = st.sampled_from([0.0, 0.25, 0.5, 1.0, NAN])


def an_array(shape: tuple[int, ...]) -> st.SearchStrategy[np.ndarray]:
    return arrays(np.float32, shape, elements=values)


def same(found: np.ndarray, expected: list[list[float]]) -> bool:
    return np.allclose(found, np.array(expected).reshape(found.shape), equal_nan=True)


def test_the_weight_of_a_missing_part_goes_to_the_others() -> None:
    parts = np.array([[[1.0, NAN, NAN]], [[0.5, 0.5, NAN]]], dtype=np.float32)

    assert same(weighted_mean(parts, np.array([3.0, 1.0])), [[0.875, 0.5, NAN]])
    assert same(weighted_mean(parts, np.array([1.0, 0.0])), [[1.0, NAN, NAN]])


@FEW
@given(an_array((3, 5, 2)), st.lists(st.integers(0, 3), min_size=3, max_size=3), st.integers(1, 12))
def test_a_mean_is_that_of_the_parts_that_are_there(parts: np.ndarray, weights: list[int], block: int) -> None:
    expected = []
    for row in range(5):
        for column in range(2):
            there = [(part[row, column], of) for part, of in zip(parts, weights, strict=True)]
            known = [(value, of) for value, of in there if of and not math.isnan(value)]
            total = sum(of for _, of in known)
            expected.append([sum(value * of for value, of in known) / total if total else NAN])
    usual, scoring.BLOCK = scoring.BLOCK, block  # type: ignore[misc]
    try:
        assert same(weighted_mean(parts, np.array(weights, dtype=np.float64)), expected)
    finally:
        scoring.BLOCK = usual  # type: ignore[misc]


@FEW
@given(an_array((6, 2)), st.lists(st.integers(0, 6), max_size=4))
def test_an_exporter_has_the_best_score_of_its_offers(scores: np.ndarray, cuts: list[int]) -> None:
    starts = [0, *sorted(cuts), 6]
    expected = [
        [max((value for value in scores[a:b, column] if not math.isnan(value)), default=NAN) for column in range(2)]
        for a, b in pairwise(starts)
    ]

    assert same(best_of_offers(scores, np.array(starts)), expected)


@FEW
@given(an_array((4, 6)), st.integers(0, 8))
def test_the_best_of_each_come_best_first_and_equals_in_their_order(scores: np.ndarray, number: int) -> None:
    assert best_countries(scores, number).tolist() == [_best(row, number) for row in scores]
    assert best_exporters(scores, number).tolist() == [_best(column, number) for column in scores.T]


def _best(scores: np.ndarray, number: int) -> list[int]:
    known = [place for place in range(len(scores)) if not math.isnan(scores[place])]
    best = sorted(known, key=lambda place: -scores[place])[:number]
    return best + [-1] * (min(number, len(scores)) - len(best))


def test_nothing_in_is_nothing_out() -> None:
    nothing = np.empty((0, 3), dtype=np.float32)

    assert best_of_offers(nothing, np.array([0, 0, 0])).shape == (2, 3)
    assert best_countries(nothing, 2).shape == (0, 2)
    assert best_exporters(nothing, 2).tolist() == [[], [], []]
