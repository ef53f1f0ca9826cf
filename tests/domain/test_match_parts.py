"""Parts of a match score that compare technology: values by hand, and what always holds."""

from dataclasses import replace
from math import isclose, log10, sqrt

import pytest
from hypothesis import given

from events_app.domain.match_facts import (
    Circumstances,
    Demand,
    Fact,
    Home,
    Partner,
    Supply,
    revealed_advantages,
    standing,
)
from events_app.domain.match_parts import (
    complementarity,
    demand_fit,
    field_similarity,
    market,
    maturity_of,
    need_fit,
    pull_of,
    sector_similarity,
    technology_fit,
)
from events_app.domain.match_reasons import Kind, Named
from events_app.domain.offers import CooperationForm
from events_app.domain.sectors import FIELDS, SECTORS
from tests.builders import an_id
from tests.match_builders import (
    CIRCUMSTANCES,
    DEMANDS,
    HOMES,
    PARTNERS,
    SUPPLIES,
    a_demand,
    a_home,
    a_partner,
    a_supply,
    circumstances,
)


@pytest.mark.parametrize(
    ("one", "other", "similarity"),
    [(27, 27, 1.0), (27, 31, 0.6), (14, 24, 0.3), (13, 35, 0.0)],
    ids=["the same", "bridged by automotive", "both chemistry", "nothing in common"],
)
def test_fields_are_near_by_their_place_in_the_hierarchy(one: int, other: int, similarity: float) -> None:
    assert field_similarity(one, other) == field_similarity(other, one) == similarity


def test_every_sector_and_field_is_nearest_to_itself() -> None:
    for one in SECTORS:
        assert max(SECTORS, key=lambda other: sector_similarity(one, other)) == one
        assert all(sector_similarity(one, other) == sector_similarity(other, one) for other in SECTORS)
    for number in FIELDS:
        assert max(FIELDS, key=lambda other: field_similarity(number, other)) == number


def test_sectors_share_fields() -> None:
    assert sector_similarity("industry", "machine-tools") == 0.5 * 3 / 5
    assert sector_similarity("pharma", "rail") == 0


def test_the_need_met_exactly_is_met_wholly() -> None:
    assert demand_fit(a_supply(), a_demand()) == 1
    assert technology_fit(a_supply(), a_demand(fields=(27, 13))) == pytest.approx(0.6 * 0.5 + 0.4)
    assert technology_fit(a_supply(), a_demand(sectors=(), fields=(13,))) == 0
    assert technology_fit(a_supply(), a_demand(sectors=(), fields=())) == 0


def test_wishes_that_are_not_met_cost_what_is_written() -> None:
    demand = a_demand(forms=(CooperationForm.TRAINING,), trl_from=9, languages=frozenset({"ar"}))

    assert demand_fit(a_supply(trl=7), demand) == pytest.approx(0.5 + 0.15 * 0.5)
    assert demand_fit(a_supply(trl=2), demand) == pytest.approx(0.5)
    assert demand_fit(a_supply(), demand) == pytest.approx(0.65)


def test_reasons_say_what_is_met_and_what_is_not() -> None:
    demand = a_demand(forms=(CooperationForm.LICENCE,), trl_from=9, languages=frozenset({"ar"}))

    part = need_fit(a_supply(trl=8), circumstances(demands=(demand,)))

    assert [reason.words.id for reason in part.reasons] == [
        "It meets the stated need “%(need)s”; the technology covers %(percent)s of what is wanted.",
        "Both sides want this form of cooperation: %(forms)s.",
        "It is less mature than wanted: level %(offered)s where %(wanted)s is asked for.",
        "The company names none of the languages that the partner works in.",
    ]
    assert part.reasons[0].params["need"] == Named(Kind.NEED, str(an_id("need")))
    assert part.reasons[1].params["forms"] == (Named(Kind.FORM, "licence"),)


def test_no_need_is_a_known_nothing() -> None:
    assert need_fit(a_supply(), circumstances()).value == 0
    foreign = a_demand(sectors=(), fields=(13,))
    part = need_fit(a_supply(), circumstances(demands=(foreign,)))
    assert (part.value, part.reasons[0].params) == (0, {"count": 1})


@given(SUPPLIES, CIRCUMSTANCES, DEMANDS)
def test_another_need_never_lowers_the_fit(supply: Supply, day: Circumstances, demand: Demand) -> None:
    before = need_fit(supply, day)
    after = need_fit(supply, replace(day, demands=(*day.demands, demand)))
    assert before.value is not None
    assert after.value is not None
    assert after.value >= before.value


def test_a_market_by_hand() -> None:
    supply = a_supply(sectors=("construction", "food"))

    part = market(supply, a_partner())

    demand, industry, ties, growth = 0.75, 1.0, 22 / 25, 6.5 / 10
    pull = log10(22e9 / 9_200 / 1e6) / 4
    expected = 0.5 * pull + 0.2 * demand + 0.15 * ties + 0.1 * industry + 0.05 * growth
    assert part.value == pytest.approx(expected)
    assert [reason.fact.year for reason in part.reasons if reason.fact] == [2023, 2023, None, 2023, 2024]


def test_what_is_not_known_is_left_out_and_nothing_known_is_no_zero() -> None:
    bare = a_partner(
        imports_usd=None, growth_percent=None, import_standing=None, industry_sectors=None, home_share=None
    )

    assert market(a_supply(), bare).value is None
    assert market(a_supply(), bare).reasons
    grown = a_partner(imports_usd=None, import_standing=None, industry_sectors=None, home_share=None)
    assert market(a_supply(), grown).value == pytest.approx(0.65)


@given(SUPPLIES, PARTNERS)
def test_a_larger_market_is_worth_more_and_so_is_a_nearer_one(supply: Supply, partner: Partner) -> None:
    small = replace(partner, imports_usd=Fact(1e10), distance_km=5_000.0)
    larger, nearer = replace(small, imports_usd=Fact(1e11)), replace(small, distance_km=500.0)
    values = [market(supply, one).value or 0 for one in (small, larger, nearer)]
    assert values[0] < values[1]
    assert values[2] == pytest.approx(values[1])


def test_pull_is_imports_over_distance_within_bounds() -> None:
    assert pull_of(a_partner(imports_usd=Fact(1e12), distance_km=10_000.0)) == pytest.approx(0.5)
    assert pull_of(a_partner(imports_usd=Fact(1e12), distance_km=0.0)) == pull_of(
        a_partner(imports_usd=Fact(1e12), distance_km=100.0)
    )
    assert pull_of(a_partner(imports_usd=Fact(1e8), distance_km=10_000.0)) == 0
    assert pull_of(a_partner(imports_usd=Fact(5e12), distance_km=300.0)) == 1
    assert pull_of(a_partner(imports_usd=Fact(5e-324), distance_km=10_000.0)) == 0
    assert pull_of(a_partner(imports_usd=Fact(0), distance_km=300.0)) is None
    assert pull_of(a_partner(imports_usd=None)) is None
    assert pull_of(a_partner(distance_km=None)) is None


def test_strong_here_and_weak_there_is_ground_for_export() -> None:
    part = complementarity(a_supply(), a_partner(), a_home())

    expected = (sqrt(0.75 * (1 - 0.25)) + sqrt(0.6 * 1)) / 2
    assert part.value is not None
    assert isclose(part.value, expected)
    assert part.reasons[0].params["field"] == Named(Kind.FIELD, "31")


def test_both_strong_is_ground_for_joint_research_where_it_is_offered() -> None:
    strong = a_partner(advantages={27: Fact(0.6, 2020, "families")}, collaboration=Fact(1.0))
    joint = a_supply(forms=(CooperationForm.JOINT_RESEARCH,))

    assert complementarity(joint, strong, a_home()).value == pytest.approx(0.75 * sqrt(0.75 * 0.8) + 0.25 * 0.5)
    assert complementarity(a_supply(), strong, a_home()).value == pytest.approx(sqrt(0.75 * 0.2))


def test_no_patent_figures_are_no_zero() -> None:
    assert complementarity(a_supply(), a_partner(advantages={}), a_home()).value is None
    assert complementarity(a_supply(fields=()), a_partner(), a_home()).value is None


@given(SUPPLIES, PARTNERS, HOMES)
def test_complementarity_stays_between_nothing_and_all(supply: Supply, partner: Partner, home: Home) -> None:
    value = complementarity(supply, partner, home).value
    assert value is None or 0 <= value <= 1


def test_advantages_compare_shares() -> None:
    families = {("CN", 1): 30.0, ("CN", 2): 10.0, ("DE", 1): 10.0, ("DE", 2): 30.0, ("FR", 1): 0.0}

    found = revealed_advantages(families)

    assert found["CN", 1] == pytest.approx((1.5 - 1) / (1.5 + 1))
    assert found["DE", 1] == pytest.approx((0.5 - 1) / (0.5 + 1))
    assert ("FR", 1) not in found  # no family at all: nothing to compare
    assert ("CN", 3) not in found


def test_places_in_a_list() -> None:
    assert [standing(place, 3) for place in range(3)] == [1.0, 0.75, 0.5]
    assert standing(0, 1) == 1.0


def test_what_is_in_use_is_mature() -> None:
    assert (maturity_of(4, 2019), maturity_of(4, None), maturity_of(None, None)) == (9, 4, None)
