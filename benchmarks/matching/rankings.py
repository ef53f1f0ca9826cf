"""How good a ranking is: NDCG and recall at k, and their expected values where scores are tied.

A tie is broken by no code, as a code says nothing: tied items share the gain that their places would have on average
over every order (McSherry and Najork, "Computing information retrieval performance measures efficiently in the presence
of tied scores", 2008). One score for all is then the expected value of a random order, exactly and without seeds.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
PLACES = 10


def ndcg(gains: Sequence[float] | Floats, scores: Sequence[float] | Floats, k: int = PLACES) -> float:
    """Normalised discounted cumulative gain at k, 0 to 1 (Järvelin and Kekäläinen, 2002): gain over log2(place + 1).

    `gains` are 0 or more, one or more above 0, else ValueError; a score of NaN ranks behind all others.
    """
    wanted = np.asarray(gains, dtype=float)
    highest = _discounted(wanted, wanted, k)
    if not highest > 0:
        raise ValueError("nothing is relevant")
    return _discounted(wanted, _last_if_unknown(scores), k) / highest


def recall(gains: Sequence[float] | Floats, scores: Sequence[float] | Floats, k: int = PLACES) -> float:
    """Share of what is relevant (a gain above 0) that stands in the first k, 0 to 1; of k where more are relevant.

    Raises ValueError where nothing is relevant.
    """
    relevant = (np.asarray(gains) > 0).astype(float)
    count = relevant.sum()
    if not count:
        raise ValueError("nothing is relevant")
    return float(_expected(relevant, _last_if_unknown(scores))[:k].sum() / min(k, count))


def first(gains: Sequence[float] | Floats, k: int = PLACES) -> Floats:
    """The gains with all but the k highest set to 0, so that recall asks for those; ties at the border stay in."""
    wanted = np.asarray(gains, dtype=float)
    if wanted.size <= k:
        return wanted
    kept: Floats = np.where(wanted >= np.sort(wanted)[-k], wanted, 0)
    return kept


def _last_if_unknown(scores: Sequence[float] | Floats) -> Floats:
    known = np.asarray(scores, dtype=float)
    found: Floats = np.where(np.isnan(known), -np.inf, known)
    return found


def _expected(gains: Floats, scores: Floats) -> Floats:
    """Gain at each place, the highest score first: that of the item there, or the mean of those tied for it."""
    _, group, counts = np.unique(-scores, return_inverse=True, return_counts=True)
    means = np.bincount(group, weights=gains) / counts
    found: Floats = np.repeat(means, counts)
    return found


def _discounted(gains: Floats, scores: Floats, k: int) -> float:
    top = _expected(gains, scores)[:k]
    return float((top / np.log2(np.arange(2, top.size + 2))).sum())
