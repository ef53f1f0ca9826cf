"""Scores: exclusions first, missing parts left out, the same result in any order."""

from dataclasses import replace
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from events_app.domain.match_facts import Circumstances, Demand, Home, Partner, Supply
from events_app.domain.match_reasons import Part, PartScore
from events_app.domain.matching import (
    STANDARD,
    Exclusion,
    TargetOdd,
    Weights,
    WeightsEmpty,
    WeightsOdd,
    best,
    is_licensed,
    match,
    ranked,
    total,
)
from events_app.domain.projects import ExportClass
from tests.builders import an_id
from tests.match_builders import (
    CIRCUMSTANCES,
    DEMANDS,
    HOMES,
    PARTNERS,
    SUPPLIES,
    TODAY,
    WEIGHTS,
    a_demand,
    a_home,
    a_partner,
    a_supply,
    circumstances,
)


@given(SUPPLIES, PARTNERS, HOMES, CIRCUMSTANCES, WEIGHTS)
def test_a_score_is_between_nothing_and_all_and_an_excluded_pair_has_none(
    supply: Supply, partner: Partner, home: Home, day: Circumstances, weights: Weights
) -> None:
    found = match(supply, partner, home, day, weights=weights)

    assert [one.part for one in found.parts] == list(Part)
    assert all(one.reasons for one in found.parts)
    assert found.score is None or 0 <= found.score <= 1
    if found.exclusions:
        assert found.score is None
    shares = sum(found.share(part) for part in Part)
    assert shares == pytest.approx(1) or (shares == 0 and total(found.parts, weights) is None)


@given(SUPPLIES, PARTNERS, HOMES, CIRCUMSTANCES, st.tuples(DEMANDS, WEIGHTS))
def test_more_need_never_lowers_a_score(
    supply: Supply, partner: Partner, home: Home, day: Circumstances, more: tuple[Demand, Weights]
) -> None:
    demand, weights = more
    before = match(supply, partner, home, day, weights=weights)
    after = match(supply, partner, home, replace(day, demands=(*day.demands, demand)), weights=weights)

    if before.score is not None:
        assert after.score is not None
        assert after.score >= before.score - 1e-12


@given(SUPPLIES, PARTNERS, HOMES, CIRCUMSTANCES, st.randoms(use_true_random=False))
def test_order_of_input_never_matters(
    supply: Supply, partner: Partner, home: Home, day: Circumstances, chance: Random
) -> None:
    def shuffled(values: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(chance.sample(values, len(values)))

    one = match(supply, partner, home, day, weights=Weights())
    turned = replace(
        supply,
        sectors=shuffled(supply.sectors),
        fields=shuffled(supply.fields),
        forms=shuffled(supply.forms),
        ip_rights=shuffled(supply.ip_rights),
    )
    other_day = replace(day, demands=shuffled(day.demands), openings=shuffled(day.openings))
    other = match(turned, partner, home, other_day, weights=Weights())

    assert [part.value for part in one.parts] == pytest.approx([part.value for part in other.parts])


def test_missing_parts_share_their_weight() -> None:
    parts = (
        PartScore(Part.NEED, 1.0, ()),
        PartScore(Part.MARKET, 0.0, ()),
        *(PartScore(part, None, ()) for part in list(Part)[2:]),
    )
    assert total(parts, Weights()) == pytest.approx(30 / 45)
    assert total(parts[2:], Weights()) is None


def test_experience_outweighs_figures_about_the_country() -> None:
    figures = STANDARD[Part.MARKET], STANDARD[Part.COMPLEMENTARITY]
    assert STANDARD[Part.HISTORY] >= sum(figures)


@pytest.mark.parametrize(
    ("exclusion", "supply", "partner", "day"),
    [
        (Exclusion.HOME, {}, {"code": "CN"}, {}),
        (Exclusion.EMBARGO, {}, {"is_embargoed": True}, {}),
        (Exclusion.PROHIBITED, {"export_class": ExportClass.PROHIBITED}, {}, {}),
        (Exclusion.UNLICENSED, {"export_class": ExportClass.RESTRICTED}, {}, {}),
        (Exclusion.UNLICENSED, {"export_class": ExportClass.DUAL_USE}, {}, {}),
        (Exclusion.EXPIRED, {"is_shown": False}, {}, {}),
        (Exclusion.DECLINED_BY_COMPANY, {}, {}, {"is_declined_by_company": True}),
        (Exclusion.DECLINED_BY_PARTNER, {}, {}, {"is_declined_by_partner": True}),
    ],
)
def test_what_is_out_of_the_question_has_no_score(
    exclusion: Exclusion, supply: dict[str, Any], partner: dict[str, Any], day: dict[str, Any]
) -> None:
    demands = {"demands": (a_demand(),)}
    found = match(a_supply(**supply), a_partner(**partner), a_home(), circumstances(**demands | day), weights=Weights())

    assert (found.exclusions, found.score) == ((exclusion,), None)
    assert best([found]) == ()
    assert ranked([found]) == (found,)


def test_a_licence_opens_what_is_restricted() -> None:
    supply = a_supply(export_class=ExportClass.RESTRICTED, is_licensed=True)
    assert match(supply, a_partner(), a_home(), circumstances(), weights=Weights()).score is not None
    assert is_licensed("X1", None, today=TODAY)
    assert is_licensed("X1", TODAY, today=TODAY)
    assert not is_licensed("X1", TODAY.replace(day=4), today=TODAY)
    assert not is_licensed("", None, today=TODAY)


def test_what_holds_a_score_back_is_named_dearest_first() -> None:
    found = match(a_supply(), a_partner(), a_home(), circumstances(), weights=Weights())

    assert found.losses[0][0].part is Part.NEED
    assert found.score is not None
    assert sum(cost for _, cost in found.losses) == pytest.approx(1 - found.score)
    assert found.missing == (Part.PROTECTION, Part.HISTORY)


def test_the_best_offer_stands_for_its_company() -> None:
    day = circumstances(demands=(a_demand(),))
    fitting = match(a_supply(), a_partner(), a_home(), day, weights=Weights())
    other = a_supply(offer_id=an_id("other"), sectors=("food",), fields=(18,))
    lesser = match(other, a_partner(), a_home(), day, weights=Weights())
    elsewhere = match(a_supply(), a_partner(code="UG"), a_home(), day, weights=Weights())

    assert best([lesser, elsewhere, fitting]) == (fitting, elsewhere)


@settings(max_examples=50)
@given(st.lists(st.tuples(SUPPLIES, PARTNERS), max_size=6), st.randoms(use_true_random=False))
def test_ranks_do_not_depend_on_order(pairs: list[tuple[Supply, Partner]], chance: Random) -> None:
    found = [match(supply, partner, a_home(), circumstances(), weights=Weights()) for supply, partner in pairs]
    turned = chance.sample(found, len(found))

    assert [one.score for one in ranked(found)] == [one.score for one in ranked(turned)]
    assert [one.score for one in best(found)] == [one.score for one in best(turned)]


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"values": dict(STANDARD) | {Part.NEED: 101}}, WeightsOdd),
        ({"values": dict(STANDARD) | {Part.NEED: -1}}, WeightsOdd),
        ({"values": {Part.NEED: 1}}, WeightsOdd),
        ({"values": dict.fromkeys(Part, 0)}, WeightsEmpty),
        ({"developing_percent": 101}, TargetOdd),
    ],
)
def test_odd_weights_are_refused(changes: dict[str, Any], error: type[Exception]) -> None:
    with pytest.raises(error):
        Weights(**changes)
