"""Scores of pairs as arrays: parts to a weighted mean, pairs of offers to pairs of exporters, the best of each.

A part that is missing (NaN) is left out and its weight shared among the others; where all are missing, so is the score.
Scores are float32: 10,000 × 200 pairs of one part are 8 MB. Rows are worked through in blocks, so that little more than
what goes in and comes out is held.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from events_app.solvers.networks import Ints

Parts = NDArray[np.float32]
BLOCK: Final = 1 << 18
"""Pairs that are worked on at once: they stay in the processor's cache."""


def weighted_mean(parts: Parts, weights: NDArray[np.float64]) -> Parts:
    """P × E × C and P weights, none negative, to E × C. A part of weight 0 says nothing, missing or not."""
    _, rows, columns = parts.shape
    found = np.empty((rows, columns), dtype=np.float32)
    step = max(1, BLOCK // max(columns, 1))
    for start in range(0, rows, step):
        total = np.zeros(found[start : start + step].shape)
        weight = np.zeros_like(total)
        for part, of in zip(parts, weights.tolist(), strict=True):
            values = part[start : start + step]
            known = ~np.isnan(values)
            total += np.where(known, values, 0) * of
            weight += known * of
        with np.errstate(invalid="ignore"):
            found[start : start + step] = total / weight
    return found


def best_of_offers(scores: Parts, starts: Ints) -> Parts:
    """O × C scores of offers, sorted by exporter, to E × C: the best of each exporter's offers, NaN where it has none.

    `starts`: E + 1; the offers of exporter e are the rows from starts[e] up to starts[e + 1].
    """
    exporters = len(starts) - 1
    found = np.full((exporters, scores.shape[1]), np.nan, dtype=np.float32)
    with_offers = np.flatnonzero(np.diff(starts) > 0)
    if len(with_offers):
        # Without those that have none, each segment ends where the next begins.
        found[with_offers] = np.fmax.reduceat(scores, starts[with_offers], axis=0)
    return found


def best_countries(scores: Parts, number: int) -> Ints:
    """The best countries of each exporter, best first: E × n; −1 where there are fewer. Of equals, the earlier one."""
    rows, columns = scores.shape
    found = np.full((rows, min(number, columns)), -1, dtype=np.int64)
    step = max(1, BLOCK // max(columns, 1))
    for start in range(0, rows, step):
        found[start : start + step] = _best(scores[start : start + step], found.shape[1])
    return found


def best_exporters(scores: Parts, number: int) -> Ints:
    """The best exporters of each country, best first: C × n; −1 where there are fewer. Of equals, the earlier one."""
    rows, columns = scores.shape
    found = np.full((columns, min(number, rows)), -1, dtype=np.int64)
    for column in range(columns):
        found[column] = _best(scores[:, column][None], found.shape[1])[0]
    return found


def _best(scores: Parts, number: int) -> Ints:
    """Of each row: a part of it first, cut at the last value that counts, so that equals stand in their order."""
    if not number:
        return np.empty((len(scores), 0), dtype=np.int64)
    known = np.where(np.isnan(scores), np.float32(-np.inf), scores)
    last = np.partition(known, known.shape[1] - number, axis=1)[:, known.shape[1] - number, None]
    above = known > last
    equal = (known == last) & (np.cumsum(known == last, axis=1) <= number - above.sum(axis=1)[:, None])
    at = np.nonzero(above | equal)[1].reshape(len(scores), number)
    values = np.take_along_axis(known, at, axis=1)
    order = np.argsort(-values, axis=1, kind="stable")
    at, values = np.take_along_axis(at, order, axis=1), np.take_along_axis(values, order, axis=1)
    return np.where(np.isneginf(values), -1, at)
