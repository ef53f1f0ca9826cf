"""The plan of an edition as a problem, by value, and an allotment back as lines."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from events_app.domain.allotments import Aim, AllotmentLine, Why
from events_app.domain.applications import ApplicationState, StandKind, Wish
from events_app.domain.stand_rules import Exhibitor
from events_app.domain.stands import Stand, StandState
from events_app.solvers import allotment_problems as problems
from events_app.solvers.allotment import allot
from events_app.solvers.allotment_greedy import allot_greedily
from events_app.solvers.allotment_problems import Place, Preference
from events_app.solvers.plan_problems import Plan, PlanProblem, broken_by, figures_of, lines_of, problem_of
from tests.application_builders import WITHIN
from tests.builders import an_id
from tests.stand_builders import a_hall, a_stand, an_exhibitor

S, T = ApplicationState, StandState


def a_row(length: int, **changes: object) -> list[Stand]:
    """Stands wall to wall."""
    return [a_stand(number=f"A0{at + 1}", x=30 * at, **changes) for at in range(length)]


def who(name: str, since: int = 0, **changes: object) -> Exhibitor:
    """Somebody with a place, who waits for so many hours less than the others."""
    usual = {"sector": "", "state": S.ACCEPTED, "submitted_at": WITHIN + timedelta(hours=since)}
    return an_exhibitor(name, **(usual | changes))


def given_to(stand: Stand, name: str, state: StandState = T.HELD) -> Stand:
    return replace(stand, state=state, application_id=an_id(name))


def problem(stands: list[Stand], *exhibitors: Exhibitor) -> PlanProblem:
    return problem_of(Plan((a_hall(),), tuple(stands), exhibitors), seed="s")


def asked_of(whole: PlanProblem, name: str) -> problems.Application:
    return whole.problem.applications[whole.applications.index(an_id(name))]


def test_a_stand_and_a_wish_become_a_row_of_the_problem() -> None:
    stands = a_row(3, zone="Gold")
    stands[2] = replace(stands[2], pavilion="Green", kind=StandKind.RAW_SPACE, open_sides=3, state=T.BLOCKED, zone="")
    wish = Wish(
        kind=StandKind.RAW_SPACE,
        stands=2,
        area=20,
        open_sides=2,
        preferences=("Hall 4, A02", "by the door", "Zone Gold"),
    )

    whole = problem(stands, who("lanyu", wish=wish))

    at = {stand: place for place, stand in enumerate(whole.stands)}
    third = whole.problem.stands[at[stands[2].id]]
    assert third == problems.Stand(
        key=stands[2].id.bytes,
        hall=0,
        x=60,
        y=0,
        width=30,
        depth=30,
        area_m2=9,
        kind=StandKind.RAW_SPACE,
        open_sides=3,
        pavilion=0,
        zone=0,
        is_free=False,
    )
    assert asked_of(whole, "lanyu") == problems.Application(
        key=an_id("lanyu").bytes,
        area_m2=20,
        stands=2,
        kind=StandKind.RAW_SPACE,
        open_sides=2,
        preferences=(Preference(Place.STAND, at[stands[1].id], 1), Preference(Place.ZONE, 1, 3)),
    )
    assert (whole.problem.least_percent, whole.problem.most_percent, whole.asking) == (100, 125, frozenset({0}))


def test_who_waits_longer_comes_first_and_equals_stay_equal() -> None:
    queued = {"queued_at": WITHIN - timedelta(hours=5)}
    whole = problem(a_row(4), who("a", 2), who("b", 1), who("c", 1), who("d", 9, **queued))

    assert {name: asked_of(whole, name).priority for name in "abcd"} == {"d": 0, "b": 1, "c": 1, "a": 2}


def test_what_is_given_is_fixed_and_who_waits_for_an_answer_gets_nothing_beside_it() -> None:
    two = Wish(stands=2, area=18)
    stands = a_row(5)
    given_ones = [
        given_to(stands[0], "part"),
        given_to(stands[1], "whole", T.CONFIRMED),
        given_to(stands[2], "offered", T.OFFERED),
        *stands[3:],
    ]

    whole = problem(
        given_ones,
        who("part", wish=two),
        who("whole", state=S.TOOK_PART),
        who("offered", wish=two, state=S.STAND_OFFERED),
        who("without", state=S.STAND_OFFERED),
    )

    at = {stand: place for place, stand in enumerate(whole.stands)}
    found = {name: asked_of(whole, name) for name in ("part", "whole", "offered")}
    assert {name: (one.must, one.stands) for name, one in found.items()} == {
        "part": ((at[stands[0].id],), 2),
        "whole": ((at[stands[1].id],), 1),
        "offered": ((at[stands[2].id],), 1),
    }
    assert [whole.applications[place] for place in whole.asking] == [an_id("part")]
    assert an_id("without") not in whole.applications


def test_members_of_a_pavilion_are_those_who_name_it_or_have_a_stand_of_it() -> None:
    stands = a_row(3, pavilion="Green technology")
    stands[0] = given_to(stands[0], "member")

    whole = problem(
        stands,
        who("member", wish=Wish(stands=2, area=18)),
        who("naming", wish=Wish(preferences=("green technology pavilion",))),
        who("other", wish=Wish(preferences=("A02",))),
    )

    assert {name: asked_of(whole, name).pavilion for name in ("member", "naming", "other")} == {
        "member": 0,
        "naming": 0,
        "other": None,
    }


def test_neighbours_are_read_from_the_names_of_companies() -> None:
    whole = problem(
        a_row(4),
        who("Lanyu", wish=Wish(neighbours_wanted="Jinsha and Huaxi, please", neighbours_refused="Tianhe")),
        who("Jinsha", sector="rail", wish=Wish(neighbours_refused="TIANHE")),
        who("Huaxi", wish=Wish(neighbours_refused="lanyu")),
        who("Tianhe", sector="rail"),
    )

    def named(pairs: tuple[tuple[int, int], ...]) -> set[frozenset[object]]:
        return {frozenset(whole.applications[place] for place in pair) for pair in pairs}

    def pair(one: str, other: str) -> frozenset[object]:
        return frozenset({an_id(one), an_id(other)})

    assert named(whole.problem.wanted) == {pair("Lanyu", "Jinsha")}
    assert named(whole.problem.refused) == {pair("Lanyu", "Tianhe"), pair("Huaxi", "Lanyu")}
    assert named(whole.problem.competitors) == {pair("Jinsha", "Tianhe")}


def test_an_allotment_comes_back_with_the_reason_of_each_line() -> None:
    stands = a_row(3)
    stands[2] = replace(stands[2], area_m2=11, zone="Gold")
    raw = Wish(kind=StandKind.RAW_SPACE)
    whole = problem(
        stands,
        who("Lanyu", wish=Wish(stands=2, area=18, preferences=("Hall 4",), neighbours_wanted="Jinsha")),
        who("Jinsha", 1, wish=Wish(preferences=("by the door", "Gold"))),
        who("Huaxi", 2, wish=raw),
    )

    found = allot(whole.problem)
    lines = {line.application_id: line for line in lines_of(whole, found)}

    assert lines[an_id("Jinsha")] == AllotmentLine(
        application_id=an_id("Jinsha"), stand_ids=(stands[2].id,), choice=2, neighbours=1, extra_m2=2
    )
    assert {*lines[an_id("Lanyu")].stand_ids} == {stands[0].id, stands[1].id}
    assert lines[an_id("Lanyu")].choice == 1
    assert (lines[an_id("Huaxi")].why, lines[an_id("Huaxi")].stand_ids) == (Why.NO_SUCH_STAND, ())
    assert broken_by(whole, lines.values()) == frozenset()
    figures = figures_of(whole, found, allot_greedily(whole.problem), seconds=1.5)
    assert (figures.asked, figures.placed, figures.fixed, figures.is_proved, figures.gap) == (3, 2, 0, True, 0.0)
    assert [one.aim for one in figures.aims] == list(Aim)


def test_lines_that_the_plan_does_not_bear_any_more_are_named() -> None:
    stands = a_row(4)
    lines = [
        AllotmentLine(application_id=an_id("Lanyu"), stand_ids=(stands[0].id,)),
        AllotmentLine(application_id=an_id("Huaxi"), stand_ids=(stands[3].id,)),
    ]
    lanyu, huaxi = who("Lanyu", wish=Wish(neighbours_refused="Jinsha")), who("Huaxi")

    assert broken_by(problem(stands, lanyu, huaxi), lines) == frozenset()
    beside = [stands[0], given_to(stands[1], "Jinsha"), *stands[2:]]
    assert broken_by(problem(beside, lanyu, huaxi, who("Jinsha")), lines) == {an_id("Lanyu")}
    smaller = [replace(stands[0], area_m2=5), *stands[1:]]
    assert broken_by(problem(smaller, lanyu, huaxi), lines) == {an_id("Lanyu")}
    assert broken_by(problem(stands[1:], lanyu), lines) == {an_id("Lanyu"), an_id("Huaxi")}


@settings(max_examples=20, deadline=None)
@given(st.permutations(range(5)), st.permutations(range(4)))
def test_the_order_in_which_it_is_read_changes_nothing(stands: list[int], cases: list[int]) -> None:
    row = a_row(5)
    exhibitors = [who(name, at) for at, name in enumerate(("Lanyu", "Jinsha", "Huaxi", "Tianhe"))]

    mixed = problem([row[at] for at in stands], *(exhibitors[at] for at in cases))

    assert mixed == problem(row, *exhibitors)
    assert mixed.digest == problem(row, *exhibitors).digest
