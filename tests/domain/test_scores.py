"""Score sheets: weighted means that do not depend on the order in which officers score."""

import random
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events_app.domain.scores import Criterion, Score, ScoreOdd, Sheet, sheet_of
from tests.application_builders import WITHIN
from tests.builders import a_text, an_id

NOVELTY, MARKET = Criterion("novelty", a_text("Novelty"), 3), Criterion("market", a_text("Market"), 1)
KEYS = st.sampled_from(["novelty", "market", "gone"])


def a_score(criterion: str, value: int, officer: str = "chen") -> Score:
    return Score(
        application_id=an_id("application"), criterion=criterion, person_id=an_id(officer), value=value, at=WITHIN
    )


def test_the_total_is_the_weighted_mean_of_means() -> None:
    scores = [a_score("novelty", 8), a_score("novelty", 6, "liu"), a_score("market", 3)]

    sheet = sheet_of((NOVELTY, MARKET), scores)

    assert sheet == Sheet({"novelty": Fraction(7), "market": Fraction(3)}, Fraction(7 * 3 + 3, 4), 2)


def test_what_nobody_scored_is_left_out_with_its_weight() -> None:
    assert sheet_of((NOVELTY, MARKET), [a_score("market", 4)]).total == 4
    assert sheet_of((NOVELTY, MARKET), []) == Sheet({}, None, 0)
    assert sheet_of((), [a_score("market", 4)]) == Sheet({}, None, 0)


@pytest.mark.parametrize("value", [-1, 11])
def test_scores_stay_on_the_scale(value: int) -> None:
    with pytest.raises(ScoreOdd):
        a_score("market", value)


@given(st.lists(st.tuples(KEYS, st.integers(0, 10), st.sampled_from(["chen", "liu", "wang"]))), st.randoms())
def test_order_does_not_matter_and_the_total_lies_between(
    drawn: list[tuple[str, int, str]], dice: random.Random
) -> None:
    scores = [a_score(*each) for each in drawn]
    shuffled = dice.sample(scores, len(scores))

    sheet = sheet_of((NOVELTY, MARKET), scores)

    assert sheet == sheet_of((MARKET, NOVELTY), shuffled)
    counted = [score.value for score in scores if score.criterion != "gone"]
    if counted:
        assert sheet.total is not None
        assert min(counted) <= sheet.total <= max(counted)
