"""The metrics of ranking quality are right, and the benchmark of matching still runs."""

from itertools import permutations
from math import log, log2

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.matching import tables, wordings
from benchmarks.matching.grounds import GDP, GRAVITY, NEED, RANDOM, STANDARD_WEIGHTS
from benchmarks.matching.rankings import first, ndcg, recall
from benchmarks.matching.run import better_than, main, print_short, quartiles
from benchmarks.matching.truths import FAIRS, RESEARCH, TRADE, Quality
from tests.indicator_builders import published

UNKNOWN = float("nan")
GAINS = st.lists(st.integers(0, 5), min_size=1, max_size=5).filter(any)
TRUTHS = ["exports", "imports", "research, most", "research, index", "research, growth", "fairs"]


@st.composite
def rankings(draw: st.DrawFn) -> tuple[list[int], list[float], int]:
    """Gains, scores with ties and unknown ones, and how many places count."""
    gains = draw(GAINS)
    scores = st.sampled_from([0.0, 0.5, 1.0, UNKNOWN])
    return gains, draw(st.lists(scores, min_size=len(gains), max_size=len(gains))), draw(st.integers(1, 6))


def orders(scores: list[float]) -> list[tuple[int, ...]]:
    """Every order of the places that the scores allow."""
    known = [-1.0 if score != score else score for score in scores]  # noqa: PLR0124 - only NaN differs from itself
    ranked = sorted(known, reverse=True)
    return [order for order in permutations(range(len(known))) if [known[place] for place in order] == ranked]


def discounted(gains: list[int], order: tuple[int, ...], k: int) -> float:
    """Discounted gain of one order, by the book."""
    return sum(gains[item] / log2(place + 2) for place, item in enumerate(order[:k]))


def test_ndcg_by_hand() -> None:
    # Places 1 to 3 hold gains 2, 0, 3; at best 3, 2, 0.
    assert ndcg([3, 2, 0], [0.1, 0.9, 0.5]) == pytest.approx((2 + 3 / log2(4)) / (3 + 2 / log2(3)))
    assert ndcg([3, 2, 0], [0.1, 0.9, 0.5], k=1) == pytest.approx(2 / 3)
    assert ndcg([3, 2, 0], [3, 2, UNKNOWN]) == 1


def test_recall_by_hand() -> None:
    assert recall([1, 1, 0, 1], [0.9, 0.1, 0.8, 0.7], k=2) == pytest.approx(1 / 2)
    assert recall([1, 1, 0, 1], [0.9, 0.1, 0.8, 0.7], k=3) == pytest.approx(2 / 3)
    assert recall([0, 0, 0, 1], [1, 1, 1, 1], k=1) == pytest.approx(1 / 4)


def test_what_is_unknown_ranks_behind_the_worst() -> None:
    assert ndcg([1, 0], [UNKNOWN, -5.0]) == pytest.approx(1 / log2(3))


def test_nothing_relevant_has_no_quality() -> None:
    with pytest.raises(ValueError, match="relevant"):
        ndcg([0, 0], [1, 2])
    with pytest.raises(ValueError, match="relevant"):
        recall([0, 0], [1, 2])


def test_first_keeps_the_highest_gains_and_what_ties_with_the_last() -> None:
    assert first([5, 1, 3, 3, 2], 2).tolist() == [5, 0, 3, 3, 0]
    assert first([5, 1], 2).tolist() == [5, 1]


@given(rankings())
def test_tied_scores_are_worth_the_mean_over_every_order(case: tuple[list[int], list[float], int]) -> None:
    gains, scores, k = case
    allowed = orders(scores)
    best = discounted(gains, tuple(sorted(range(len(gains)), key=lambda item: -gains[item])), k)
    relevant = [int(gain > 0) for gain in gains]

    assert ndcg(gains, scores, k) == pytest.approx(
        sum(discounted(gains, order, k) for order in allowed) / len(allowed) / best
    )
    hits = sum(relevant[item] for order in allowed for item in order[:k]) / len(allowed)
    assert recall(gains, scores, k) == pytest.approx(hits / min(k, sum(relevant)))


@given(GAINS, st.integers(1, 6))
def test_the_gains_themselves_rank_best(gains: list[int], k: int) -> None:
    assert ndcg(gains, [float(gain) for gain in gains], k) == pytest.approx(1)
    assert recall(gains, [float(gain) for gain in gains], k) == pytest.approx(1)


def test_a_random_order_scores_on_average_what_one_score_for_all_does() -> None:
    gains = np.array([4.0, 2, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0])
    seeds = [ndcg(gains, np.random.default_rng(seed).random(12)) for seed in range(4_000)]
    assert np.mean(seeds) == pytest.approx(ndcg(gains, np.zeros(12)), abs=0.01)


def test_quartiles_and_wins_are_over_home_countries() -> None:
    found = {
        home: {"one": Quality(value, value / 2), "other": Quality(0.5, 0)}
        for home, value in (("CN", 0.2), ("DE", 0.6), ("KE", 0.8))
    }
    assert quartiles(found, "one", "ndcg") == pytest.approx((0.4, 0.6, 0.7))
    assert quartiles(found, "one", "recall") == pytest.approx((0.2, 0.3, 0.35))
    assert better_than(found, "one", "other") == pytest.approx(2 / 3)


def test_the_benchmark_runs_on_two_home_countries(capsys: pytest.CaptureFixture[str]) -> None:
    published(tables.INDEX)

    found = print_short(["DE", "KE"])

    assert found is not None
    assert list(found) == TRUTHS
    assert {truth: list(by_home) for truth, by_home in found.items()} == {
        truth: ["DE", "KE"] if truth == "exports" else ["DE"] for truth in TRUTHS
    }
    exports = found["exports"]["DE"]
    assert exports[RANDOM].ndcg < exports[GDP].ndcg < exports[GRAVITY].ndcg < 1
    assert {STANDARD_WEIGHTS, NEED, "without market", "access alone"} < set(exports)
    printed = capsys.readouterr().out
    assert "exports, 2 home countries" in printed
    assert f"{found['fairs']['DE'][GRAVITY].ndcg:.2f} ({found['fairs']['DE'][GRAVITY].recall:.2f})" in printed


def test_the_whole_table_names_every_method(capsys: pytest.CaptureFixture[str]) -> None:
    published(tables.INDEX)

    assert main(["--homes", "KE"]) == 0

    lines = capsys.readouterr().out.splitlines()
    assert lines[1].startswith("exports (1 home countries)")
    assert [line[2:36].strip() for line in lines[2:15]][-4:] == [RANDOM, GDP, NEED, GRAVITY]


def test_what_is_measured_is_not_known_to_the_score() -> None:
    assert not TRADE.has_ties
    assert (RESEARCH.day.year, RESEARCH.collaboration_year, RESEARCH.patent_years) == (2003, 2003, "2011_2015")
    assert FAIRS.collaboration_year is None


def test_words_are_whole_but_in_chinese_pairs() -> None:
    assert wordings.words("Pumps for 80-metre wells") == ["pumps", "for", "80", "metre", "wells"]
    assert wordings.words("水泵站 и насос") == ["水泵", "泵站", "и", "насос"]


def test_bm25_by_hand() -> None:
    found = wordings.bm25(["pumps", "kilns"], ["pumps", "pumps and fans", "fans"])

    # "pumps" is in 2 of 3 texts of 1, 3 and 1 words.
    rarity = log(1 + 1.5 / 2.5)
    shorter, longer = (1.2 * (0.25 + 0.75 * length / (5 / 3)) for length in (1, 3))
    assert found[0].tolist() == pytest.approx([rarity * 2.2 / (1 + shorter), rarity * 2.2 / (1 + longer), 0])
    assert found[1].tolist() == [0, 0, 0]


def test_wordings_are_held_to_fields_that_are_hidden() -> None:
    need = {
        "title": {"en": "Oil-free screw compressors for food and medicine"},
        "summary": {},
        "sectors": ["textiles"],
        "fields": [27, 31],
    }

    found = wordings.measure([need])

    count, judged = found["needs in en, offers in en"]
    assert count == 1
    assert set(found) == {
        f"needs in en, offers in {one}" for one in ("ar", "en", "es", "fr", "pt", "ru", "zh-Hans")
    } | {"one field told, both in en"}
    assert judged["text alone"] > judged["random"]
    assert found["one field told, both in en"][1]["no text"] > judged["no text"]
