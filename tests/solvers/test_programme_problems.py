"""A matching programme as arrays and back: best offers, forced and accepted pairs, bounds by their names."""

# ruff: noqa: ANN401 - the changes are fields of the classes; a wrong one fails in `replace`
from dataclasses import replace
from typing import Any
from uuid import UUID

import numpy as np
import pytest

from events_app.domain.companies import CompanySize
from events_app.domain.match_facts import Supply
from events_app.domain.match_grounds import Ground
from events_app.domain.matching import Exclusion, Weights
from events_app.domain.programmes import CountryClass, CountryRule, Force, Limits, Rules
from events_app.domain.projects import ExportClass
from events_app.domain.proposal_results import Bound, BoundKind, PairKey, Result, Unserved, Why
from events_app.solvers import problems
from events_app.solvers.assignment import assign
from events_app.solvers.prices import prices
from events_app.solvers.problems import ProblemInfeasible
from events_app.solvers.programme_problems import ProgrammeProblem, bound_of, bounds_of, problem_of, result_of
from tests.builders import an_id
from tests.match_builders import TODAY, a_demand, a_home, a_partner, a_supply
from tests.programme_builders import a_forced_pair

COMPANIES = tuple(sorted(an_id(word) for word in ("a", "b", "c")))
A, B, C = COMPANIES
CHINA = a_home()
RULES = Rules(countries=(CountryRule("KE", 0, 2), CountryRule("DE", 0, 2)))


def supply_of(company: UUID, word: str = "one", **changes: Any) -> Supply:
    return a_supply(company_id=company, offer_id=an_id(f"{company} {word}"), **changes)


def a_ground(*supplies: Supply, **changes: Any) -> Ground:
    """Kenya wants pumps, Germany nothing."""
    partners = (a_partner(), a_partner(code="DE", is_developed=True), a_partner(code="FR", is_developed=True))
    ground = Ground(today=TODAY, home=CHINA, partners=partners, supplies=supplies, demands={"KE": (a_demand(),)})
    return replace(ground, **changes)


def made(ground: Ground, rules: Rules = RULES, **changes: Any) -> ProgrammeProblem:
    given: dict[str, Any] = {"forced": (), "accepted": (), "seed": "x"} | changes
    return problem_of(ground, Weights(), rules, **given)


def solved(whole: ProgrammeProblem, units: int = 0) -> Result:
    found = assign(whole.problem)
    told = prices(whole.problem, found, units=units) if units else ()
    return result_of(whole, found, told, seconds=0.5)


def test_an_exporter_is_led_by_the_offer_that_fits_best() -> None:
    elsewhere = supply_of(A, "elsewhere", sectors=("textiles",), fields=(22,))
    ground = a_ground(elsewhere, supply_of(A, "pumps"), supply_of(B))

    whole = made(ground)

    assert (whole.companies, whole.codes, whole.developed) == ((A, B), ("DE", "KE"), ("DE",))
    best = ground.match(supply_of(A, "pumps"), a_partner(), Weights()).score
    assert whole.problem.scores[0, 1] == pytest.approx(best)
    assert whole.offers[whole.leading[0, 1]] == an_id(f"{A} pumps")
    result = solved(whole)
    assert [(pair.company_id, pair.code, pair.size) for pair in result.pairs] == [
        (A, "KE", CompanySize.SMALL),
        (B, "KE", CompanySize.SMALL),
    ]
    assert result.pairs[0].score == pytest.approx(best)
    assert result.pairs[0].offer_id == an_id(f"{A} pumps")
    assert result.score == pytest.approx(sum(pair.score or 0 for pair in result.pairs))
    assert result.levels[0] == ("fairness", 2)


def test_of_equal_offers_the_one_with_the_lower_id_leads() -> None:
    words = sorted(("x", "y"), key=lambda word: an_id(f"{A} {word}"))

    for order in (words, words[::-1]):
        whole = made(a_ground(*(supply_of(A, word) for word in order)))
        assert whole.offers[whole.leading[0, 1]] == an_id(f"{A} {words[0]}")


def test_only_offers_of_the_sectors_of_the_programme_count() -> None:
    ground = a_ground(supply_of(A, sectors=("textiles",)), supply_of(B))

    assert made(ground, replace(RULES, sectors=("industry",))).companies == (B,)
    assert made(ground, replace(RULES, sectors=("rail",))).offers == ()


def test_who_goes_nowhere_is_told_with_the_reason() -> None:
    shut = supply_of(C, export_class=ExportClass.DUAL_USE, size=None)
    tight = Rules(
        countries=(CountryRule("KE", 0, 1), CountryRule("DE", 0, 1)), by_class={CountryClass.DEVELOPED: Limits(0, 0)}
    )

    full = solved(made(a_ground(supply_of(A), supply_of(B), shut), Rules(countries=(CountryRule("KE", 0, 1),))))
    held_back = solved(made(a_ground(supply_of(A), supply_of(B)), tight))

    (left,) = {A, B} - {pair.company_id for pair in full.pairs}
    assert full.unserved == (
        Unserved(left, Why.FULL, 1, CompanySize.SMALL),
        Unserved(C, Why.EXCLUDED, 0, None, (Exclusion.UNLICENSED,)),
    )
    assert [(each.why, each.choices) for each in held_back.unserved] == [(Why.BALANCE, 2)]


def test_forced_pairs_are_kept() -> None:
    must = a_forced_pair(company_id=A, code="DE")
    must_not = a_forced_pair(company_id=B, code="KE", force=Force.MUST_NOT)

    result = solved(made(a_ground(supply_of(A), supply_of(B)), forced=(must, must_not)))

    assert [(pair.company_id, pair.code, pair.is_forced) for pair in result.pairs] == [
        (A, "DE", True),
        (B, "DE", False),
    ]


def test_an_exporter_without_an_offer_cannot_be_forced() -> None:
    whole = made(a_ground(supply_of(A)), forced=(a_forced_pair(company_id=C, code="KE"),))

    with pytest.raises(ProblemInfeasible) as refused:
        assign(whole.problem)

    unreached, in_the_way = bounds_of(whole, refused.value)
    assert unreached == (Bound(BoundKind.MUST, "KE", C),)
    assert in_the_way == (Bound(BoundKind.EXCLUDED, "", C),)


def test_accepted_pairs_are_proposed_again_or_hold_their_places() -> None:
    rules = Rules(
        countries=(CountryRule("KE", 1, 2), CountryRule("DE", 0, 1)),
        most_each=2,
        by_class={CountryClass.DEVELOPING: Limits(1, 2)},
        by_size={CompanySize.SMALL: Limits(1, 3)},
    )
    gone, shut = an_id("gone"), supply_of(B, is_shown=False)
    accepted = [PairKey(A, "DE"), PairKey(B, "KE"), PairKey(gone, "FR")]

    whole = made(a_ground(supply_of(A), shut), rules, accepted=accepted)

    assert whole.problem.must.tolist() == [[0, 0]]
    assert whole.problem.capacities.tolist() == [1, 1]
    assert whole.problem.floors.tolist() == [0, 0]
    assert whole.problem.most_per_exporter.tolist() == [2, 1]
    assert whole.problem.country_class_least.tolist() == [0, 0]
    assert whole.problem.country_class_most[1] == 1
    assert whole.problem.exporter_class_least[1] == 0
    assert whole.problem.exporter_class_most[1] == 2
    assert [(pair.company_id, pair.code) for pair in solved(whole).pairs] == [(A, "DE"), (A, "KE")]


def test_floors_that_are_not_reached_are_told() -> None:
    rules = Rules(countries=(CountryRule("KE", 2, 2), CountryRule("DE", 1, 2)))

    (shortfall,) = solved(made(a_ground(supply_of(A), supply_of(B)), rules)).shortfalls

    assert (shortfall.code, shortfall.floor, shortfall.reached) == ("KE", 2, 1)


def test_prices_name_their_bound() -> None:
    tight = Rules(countries=(CountryRule("KE", 0, 1),))

    result = solved(made(a_ground(supply_of(A), supply_of(B)), tight), units=2)

    told = {price.bound: (price.step, price.exporters, price.matches) for price in result.prices}
    assert told[Bound(BoundKind.CAPACITY, "KE")] == (2, 1, 1)


def test_every_bound_of_a_problem_has_a_name_of_the_programme() -> None:
    kinds = problems.BoundKind
    whole = made(a_ground(supply_of(A), supply_of(B)), forced=(a_forced_pair(company_id=B, code="KE"),))

    assert {kind: bound_of(whole, problems.Bound(kind, 0)) for kind in kinds} == {
        kinds.MUST: Bound(BoundKind.MUST, "KE", B),
        kinds.EXCLUDED: Bound(BoundKind.EXCLUDED, "", A),
        kinds.MOST_PER_EXPORTER: Bound(BoundKind.MOST_EACH, "", A),
        kinds.CAPACITY: Bound(BoundKind.CAPACITY, "DE"),
        kinds.FLOOR: Bound(BoundKind.FLOOR, "DE"),
        kinds.COUNTRY_CLASS_LEAST: Bound(BoundKind.CLASS_LEAST, "developed"),
        kinds.COUNTRY_CLASS_MOST: Bound(BoundKind.CLASS_MOST, "developed"),
        kinds.EXPORTER_CLASS_LEAST: Bound(BoundKind.SIZE_LEAST, "micro"),
        kinds.EXPORTER_CLASS_MOST: Bound(BoundKind.SIZE_MOST, "micro"),
    }
    assert all(bound_of(whole, problems.Bound(kind)).company_id is None for kind in kinds)


def test_the_digest_is_of_all_that_the_assignment_follows_from() -> None:
    ground = a_ground(supply_of(A), supply_of(B))
    whole = made(ground)

    others = [
        made(ground, seed="y"),
        made(ground, replace(RULES, most_each=2)),
        made(a_ground(supply_of(A), supply_of(B, sectors=()))),
        made(ground, accepted=[PairKey(A, "DE")]),
    ]

    assert made(a_ground(supply_of(B), supply_of(A))).digest == whole.digest
    assert len({whole.digest, *(other.digest for other in others)}) == 5
    assert np.isnan(whole.problem.scores).sum() == 0
