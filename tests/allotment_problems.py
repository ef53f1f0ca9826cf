"""Small made-up problems of allotment, and the best of one, by trying everything."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations
from random import Random
from typing import Any

from hypothesis import strategies as st

from events_app.domain.applications import StandKind
from events_app.solvers.allotment_aims import values_of
from events_app.solvers.allotment_problems import (
    Aim,
    AllotmentProblem,
    Application,
    Group,
    Pair,
    Place,
    Preference,
    Stand,
)
from events_app.solvers.allotment_rules import breaches_of
from events_app.solvers.stand_grounds import Ground


def a_stand(at: int, row: int = 0, **given: Any) -> Stand:  # noqa: ANN401 - fields
    usual = {"key": b"s%d-%d" % (at, row), "hall": 0, "x": 30 * at, "y": 30 * row, "width": 30, "depth": 30}
    return Stand(**{**usual, "area_m2": 9, **given})


def an_application(number: int, **given: Any) -> Application:  # noqa: ANN401 - fields
    stands = given.get("stands", 1)
    return Application(**{"key": b"a%d" % number, "area_m2": 9 * stands, "priority": number, **given})


def a_problem(stands: int, applications: int, /, **given: Any) -> AllotmentProblem:  # noqa: ANN401 - fields
    return AllotmentProblem(
        **{
            "stands": tuple(a_stand(at) for at in range(stands)),
            "applications": tuple(an_application(number) for number in range(applications)),
            **given,
        }
    )


@st.composite
def problems(draw: st.DrawFn, *, stands: int = 6, applications: int = 4) -> AllotmentProblem:
    """Two rows back to back, with every kind of rule now and then."""
    random = Random(draw(st.integers(0, 1 << 30)))  # noqa: S311 - made-up data
    places = tuple(_stand(random, at) for at in range(random.randint(1, stands)))
    asked = [_application(random, number, len(places)) for number in range(random.randint(1, applications))]
    if random.random() < 0.4:
        must = random.sample(range(len(places)), min(len(places), random.choice([1, 1, 2])))
        asked[0] = replace(asked[0], must=tuple(must))
    return AllotmentProblem(
        stands=places,
        applications=tuple(asked),
        wanted=_pairs(random, len(asked)),
        refused=_pairs(random, len(asked)),
        competitors=_pairs(random, len(asked)),
        least_percent=random.choice([75, 100]),
        seed=random.choice(["", "7"]),
    )


def _stand(random: Random, at: int) -> Stand:
    return a_stand(
        at // 2,
        at % 2,
        area_m2=random.choice([9, 9, 10]),
        kind=random.choices(list(StandKind), (9, 1))[0],
        open_sides=random.randint(1, 2),
        pavilion=random.choices((None, 0), (3, 1))[0],
        zone=random.randint(0, 1),
        is_free=random.random() < 0.9,
    )


def _application(random: Random, number: int, stands: int) -> Application:
    ranks = random.sample((1, 2, 3), random.randint(0, 2))
    return an_application(
        number,
        stands=random.choice((1, 1, 1, 2, 3)),
        open_sides=random.randint(1, 2),
        pavilion=random.choices((None, 0), (3, 1))[0],
        priority=random.randint(0, 2),
        preferences=tuple(Preference(random.choice(list(Place)), random.randrange(stands), rank) for rank in ranks),
        must_not=(random.randrange(stands),) if random.random() < 0.2 else (),
    )


def _pairs(random: Random, applications: int) -> tuple[Pair, ...]:
    if applications == 1 or random.random() < 0.5:
        return ()
    one, other = random.sample(range(applications), 2)
    return ((one, other),)


def reordered(problem: AllotmentProblem, stands: list[int], applications: list[int]) -> AllotmentProblem:
    """The same with its stands and applications in another order."""
    stand_at, at = ({old: new for new, old in enumerate(order)} for order in (stands, applications))

    def paired(pairs: tuple[Pair, ...]) -> tuple[Pair, ...]:
        return tuple((at[other], at[one]) for one, other in reversed(pairs))

    def moved(one: Application) -> Application:
        wishes = [
            replace(wish, index=stand_at[wish.index]) if wish.place is Place.STAND else wish
            for wish in reversed(one.preferences)
        ]
        must, must_not = (tuple(stand_at[stand] for stand in some) for some in (one.must, one.must_not))
        return replace(one, must=must, must_not=must_not, preferences=tuple(wishes))

    return replace(
        problem,
        stands=tuple(problem.stands[old] for old in stands),
        applications=tuple(moved(problem.applications[old]) for old in applications),
        wanted=paired(problem.wanted),
        refused=paired(problem.refused),
        competitors=paired(problem.competitors),
    )


def best_values(problem: AllotmentProblem) -> dict[Aim, int]:
    """Of every allotment that breaks no rule beyond what officers have fixed, the best; the lottery left out."""
    ground = Ground.of(problem)
    found = [values_of(ground, groups) for groups in _all(problem, [])]
    best = max(found, key=lambda values: [values[aim] for aim in Aim if aim is not Aim.LOTTERY])
    return {aim: value for aim, value in best.items() if aim is not Aim.LOTTERY}


def _all(problem: AllotmentProblem, begun: list[Group]) -> Iterator[list[Group]]:
    place = len(begun)
    if place == len(problem.applications):
        yield begun
        return
    asked = problem.applications[place]
    sizes = combinations(range(len(problem.stands)), asked.stands)
    rest: list[Group] = [one.must if one.is_fixed else () for one in problem.applications[place + 1 :]]
    for group in [asked.must] if asked.is_fixed else [(), *sizes]:
        if all(breach.is_fixed for breach in breaches_of(problem, [*begun, group, *rest])):
            yield from _all(problem, [*begun, group])
