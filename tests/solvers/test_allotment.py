"""Allotments keep the rules, are the best there are where that can be tried, and say why somebody has no stands."""

from collections import Counter
from dataclasses import replace
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from events_app.domain.applications import StandKind
from events_app.solvers.allotment import allot
from events_app.solvers.allotment_greedy import allot_greedily
from events_app.solvers.allotment_parcels import (
    AllotmentQuestion,
    dump_allotment,
    dump_allotment_question,
    load_allotment,
    load_allotment_question,
)
from events_app.solvers.allotment_problems import (
    Aim,
    Allotment,
    AllotmentOddError,
    AllotmentProblem,
    Place,
    Preference,
    Unplaced,
    Why,
)
from events_app.solvers.allotment_rules import Breach, Rule, breaches_of
from events_app.solvers.stand_grounds import walls_of
from tests.allotment_problems import a_problem, a_stand, an_application, best_values, problems, reordered

SOME = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def own_breaches(problem: AllotmentProblem, found: Allotment) -> list[Breach]:
    return [breach for breach in breaches_of(problem, found.groups) if not breach.is_fixed]


def aims_of(found: Allotment) -> list[int]:
    """Without the lottery: what it draws is the same for everybody who draws again, and not the smallest sum."""
    return [level.value for level in found.levels if level.aim is not Aim.LOTTERY]


def whys(problem: AllotmentProblem) -> list[Why]:
    return [one.why for one in allot(problem).unplaced]


@SOME
@given(problems())
def test_the_allotment_is_the_best_of_all_and_proved(problem: AllotmentProblem) -> None:
    found = allot(problem)

    best = best_values(problem)
    assert own_breaches(problem, found) == []
    assert {level.aim: level.value for level in found.levels if level.aim is not Aim.LOTTERY} == best
    assert (found.is_proved, found.gap, found.cut) == (True, 0.0, ())


@SOME
@given(problems(stands=12, applications=9), st.randoms(use_true_random=False))
def test_rules_are_kept_and_the_order_of_input_never_matters(problem: AllotmentProblem, random: Random) -> None:
    stands, asked = list(range(len(problem.stands))), list(range(len(problem.applications)))
    random.shuffle(stands)
    random.shuffle(asked)
    other = reordered(problem, stands, asked)

    for solve in (allot, allot_greedily):
        found, again = solve(problem), solve(other)
        assert own_breaches(problem, found) == []
        assert {one.application for one in found.unplaced} == {at for at, group in enumerate(found.groups) if not group}
        assert keys(problem, found) == keys(other, again)
        assert found.values == again.values
        for one, got in zip(problem.applications, found.groups, strict=True):
            assert not one.is_fixed or set(got) == set(one.must)
    assert aims_of(allot(problem)) >= aims_of(allot_greedily(problem))


def keys(problem: AllotmentProblem, found: Allotment) -> dict[bytes, set[bytes]]:
    return {
        one.key: {problem.stands[stand].key for stand in group}
        for one, group in zip(problem.applications, found.groups, strict=True)
    }


def test_who_waits_longest_is_placed_where_not_all_can_be_and_more_of_them_before_that() -> None:
    large = an_application(0, stands=2)
    problem = a_problem(2, 0, applications=(large, an_application(1), an_application(2)))

    assert allot(problem).groups[0] == ()
    assert allot(replace(problem, applications=problem.applications[:2])).groups[1] == ()


def test_wishes_come_before_neighbours_and_neighbours_before_waste() -> None:
    first = an_application(0, preferences=(Preference(Place.STAND, 0, 1),))
    second = an_application(1, preferences=(Preference(Place.STAND, 3, 2),))
    stands = (*(a_stand(at) for at in range(3)), a_stand(3), a_stand(1, 1, area_m2=11))
    problem = a_problem(0, 0, stands=stands, applications=(first, second), wanted=((0, 1),))

    assert allot(problem).groups == ((0,), (3,))
    free = replace(problem, applications=(first, replace(second, preferences=())))
    assert allot(free).groups == ((0,), (1,))


def test_members_of_a_pavilion_stand_together_in_it() -> None:
    stands = tuple(a_stand(at, pavilion=0) for at in range(5))
    members = tuple(an_application(number, pavilion=0) for number in range(3))

    found = allot(a_problem(0, 0, stands=stands, applications=(*members, an_application(9))))

    assert dict(zip(Aim, found.values, strict=True))[Aim.TOGETHER] == 2
    assert found.groups[3] == ()


def test_large_groups_hang_together_and_what_was_not_looked_at_is_told() -> None:
    stands = tuple(a_stand(at, row) for at in range(12) for row in range(4))
    problem = a_problem(0, 0, stands=stands, applications=(an_application(0, stands=40), an_application(1, stands=8)))

    found = allot(problem)

    assert breaches_of(problem, found.groups) == ()
    assert (found.placed, found.cut, found.is_proved) == (2, (0, 1), False)


@pytest.mark.parametrize(
    ("why", "problem"),
    [
        (Why.NO_SUCH_STAND, a_problem(2, 0, applications=(an_application(0, area_m2=30),))),
        (Why.NO_SUCH_STAND, a_problem(2, 0, applications=(an_application(0, kind=StandKind.RAW_SPACE),))),
        (Why.FIXED, a_problem(1, 0, applications=(an_application(0, must_not=(0,)),))),
        (Why.FIXED, a_problem(1, 0, applications=(an_application(0), an_application(1, must=(0,))))),
        (Why.TAKEN, a_problem(1, 2)),
        (Why.NEIGHBOURS, a_problem(2, 2, competitors=((1, 0),))),
        (
            Why.NOT_TOGETHER,
            a_problem(0, 0, stands=(a_stand(0), a_stand(2)), applications=(an_application(0, stands=2),)),
        ),
        (
            Why.PAVILION_FULL,
            a_problem(
                0,
                0,
                stands=(a_stand(0, pavilion=1),),
                applications=(an_application(0, pavilion=1), an_application(1, pavilion=1)),
            ),
        ),
    ],
)
def test_who_has_no_stands_is_told_why(why: Why, problem: AllotmentProblem) -> None:
    assert whys(problem) == [why]


def test_reasons_have_numbers() -> None:
    stands = (a_stand(0), a_stand(1), a_stand(2), a_stand(3, is_free=False), a_stand(4, area_m2=30))
    problem = a_problem(0, 2, stands=stands, refused=((0, 1),))
    problem = replace(problem, applications=(replace(problem.applications[0], must=(1,)), problem.applications[1]))

    assert allot(problem).unplaced == (
        Unplaced(application=1, why=Why.NEIGHBOURS, of_kind=5, fitting=4, open=2, left=2, allowed=0, earlier=0),
    )


def test_fixed_choices_are_kept_whatever_they_break_and_the_breach_is_told() -> None:
    far = an_application(0, stands=2, must=(0, 2))
    problem = a_problem(3, 0, applications=(far, an_application(1, must=(1,))), competitors=((0, 1),))

    found = allot(problem)

    assert found.groups == ((0, 2), (1,))
    assert set(breaches_of(problem, found.groups)) == {
        Breach(Rule.TOGETHER, 0, is_fixed=True),
        Breach(Rule.COMPETITORS, 0, None, 1, is_fixed=True),
    }


def test_one_stand_fixed_of_several_is_kept_and_the_others_hang_on_it() -> None:
    found = allot(a_problem(5, 0, applications=(an_application(0, stands=2, must=(4,)), an_application(1))))

    assert found.groups[0] == (3, 4)


def test_every_rule_is_checked() -> None:
    stands = (a_stand(0), a_stand(1, is_free=False), a_stand(2, area_m2=20), a_stand(3, kind=StandKind.RAW_SPACE))
    asked = (
        an_application(0, stands=2, must=(0,), must_not=(3,)),
        an_application(1),
        an_application(2, pavilion=1),
    )
    problem = a_problem(0, 0, stands=stands, applications=asked, refused=((1, 2),), competitors=((0, 1),))

    told = {breach.rule for breach in breaches_of(problem, ((3, 1), (0, 2), (1,)))}

    assert told == set(Rule)


def test_equal_applications_have_equal_chances_over_seeds() -> None:
    equal = tuple(an_application(number, priority=0) for number in range(3))
    problem = a_problem(1, 0, applications=equal)

    drawn = [allot(replace(problem, seed=str(seed))).groups.index((0,)) for seed in range(90)]

    assert min(Counter(drawn).get(number, 0) for number in range(3)) >= 18


def test_stands_are_neighbours_by_a_piece_of_wall_not_by_a_corner_or_across_halls() -> None:
    stands = (a_stand(0), a_stand(1), a_stand(1, 1), a_stand(1, hall=1), a_stand(0, y=30, width=45))

    assert {(min(pair), max(pair)) for pair in walls_of(stands)} == {(0, 1), (0, 4), (1, 2), (1, 4)}


def test_problems_that_do_not_fit_are_odd() -> None:
    for name, change in {
        "stands": {"stands": (a_stand(0), a_stand(0))},
        "applications": {"applications": (an_application(0, stands=51),)},
        "wanted": {"wanted": ((0, 0),)},
        "walls": {"walls": ((0, 9),)},
        "must": {"applications": (an_application(0, must=(0,)), an_application(1, must=(0,)))},
        "must_not": {"applications": (an_application(0, must_not=(7,)),)},
        "least_percent": {"least_percent": 130},
    }.items():
        with pytest.raises(AllotmentOddError, match=f"^{name}$"):
            replace(a_problem(2, 2), **change)  # type: ignore[arg-type]


@SOME
@given(problems())
def test_questions_and_answers_are_the_same_after_a_journey(problem: AllotmentProblem) -> None:
    question, found = AllotmentQuestion(problem, 0.5, 64), allot_greedily(problem)

    assert load_allotment_question(dump_allotment_question(question)) == question
    assert load_allotment(dump_allotment(found)) == found
