"""Every rule that an allotment breaks: asked of the problem alone, with nothing of what the optimiser computes."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Final

from events_app.solvers.allotment_problems import AllotmentProblem, Application, Group, Stand


class Rule(StrEnum):
    """What an allotment keeps to."""

    TWICE = "twice"
    NUMBER = "number"
    NOT_FREE = "not_free"
    KIND = "kind"
    AREA = "area"
    PAVILION = "pavilion"
    TOGETHER = "together"
    REFUSED = "refused"
    COMPETITORS = "competitors"
    MUST = "must"
    MUST_NOT = "must_not"


@dataclass(frozen=True, slots=True, order=True)
class Breach:
    """A rule that is broken by an application: on which stand, or with which other application, where there is one.

    `is_fixed`: an officer's fixed choices alone break it.
    """

    rule: Rule
    application: int
    stand: int | None = None
    other: int | None = None
    is_fixed: bool = False


def breaches_of(problem: AllotmentProblem, groups: Sequence[Group]) -> tuple[Breach, ...]:
    """All of them, in no order that means anything. Who has no stands breaks only what an officer has fixed."""
    found = [
        breach
        for place, (asked, group) in enumerate(zip(problem.applications, groups, strict=True))
        for breach in (*_of_one(problem, place, asked, group), *_of_kept(problem, place, asked, group))
    ]
    return (*found, *_twice(groups), *_between(problem, groups))


def _of_one(problem: AllotmentProblem, place: int, asked: Application, group: Group) -> Iterator[Breach]:
    if not group:
        return
    if len(group) != max(asked.stands, len(asked.must)):
        yield Breach(Rule.NUMBER, place)
    for stand in group:
        is_fixed = stand in asked.must
        for rule, is_kept in STAND_RULES:
            if not is_kept(problem, asked, problem.stands[stand]):
                yield Breach(rule, place, stand, is_fixed=is_fixed)
        if stand in asked.must_not:
            yield Breach(Rule.MUST_NOT, place, stand, is_fixed=is_fixed)
    if not _hangs_together(problem, group):
        yield Breach(Rule.TOGETHER, place, is_fixed=asked.is_fixed and set(group) == set(asked.must))


def _of_kept(problem: AllotmentProblem, place: int, asked: Application, group: Group) -> Iterator[Breach]:
    """A fixed application has all its stands; one that is fixed in part has them, or nothing."""
    if (asked.is_fixed or group) and not set(asked.must) <= set(group):
        yield Breach(Rule.MUST, place)
    for stand in group:
        for other, another in enumerate(problem.applications):
            if other != place and stand in another.must:
                yield Breach(Rule.MUST, place, stand, other)


def _twice(groups: Sequence[Group]) -> Iterator[Breach]:
    owner: dict[int, int] = {}
    for place, group in enumerate(groups):
        for stand in group:
            if stand in owner:
                yield Breach(Rule.TWICE, place, stand, owner[stand])
            owner[stand] = place


def _between(problem: AllotmentProblem, groups: Sequence[Group]) -> Iterator[Breach]:
    for rule, pairs in ((Rule.REFUSED, problem.refused), (Rule.COMPETITORS, problem.competitors)):
        for one, other in {(min(pair), max(pair)) for pair in pairs}:
            if any(_touch(problem, stand, beyond) for stand in groups[one] for beyond in groups[other]):
                is_fixed = problem.applications[one].is_fixed and problem.applications[other].is_fixed
                yield Breach(rule, one, None, other, is_fixed)


def _hangs_together(problem: AllotmentProblem, group: Group) -> bool:
    reached, left = [group[0]], set(group[1:])
    for stand in reached:
        near = {other for other in left if _touch(problem, stand, other)}
        reached += near
        left -= near
    return not left


def _touch(problem: AllotmentProblem, one: int, other: int) -> bool:
    if problem.walls is not None:
        return (one, other) in problem.walls or (other, one) in problem.walls
    a, b = problem.stands[one], problem.stands[other]
    across = min(a.x + a.width, b.x + b.width) - max(a.x, b.x)
    along = min(a.y + a.depth, b.y + b.depth) - max(a.y, b.y)
    return one != other and a.hall == b.hall and min(across, along) == 0 < max(across, along)


def _has_area(problem: AllotmentProblem, asked: Application, stand: Stand) -> bool:
    percent = Fraction(100 * stand.area_m2 * asked.stands, asked.area_m2)
    return problem.least_percent <= percent <= problem.most_percent


Kept = Callable[[AllotmentProblem, Application, Stand], bool]
STAND_RULES: Final[tuple[tuple[Rule, Kept], ...]] = (
    (Rule.NOT_FREE, lambda _problem, _asked, stand: stand.is_free),
    (Rule.KIND, lambda _problem, asked, stand: stand.kind == asked.kind),
    (Rule.AREA, _has_area),
    (Rule.PAVILION, lambda _problem, asked, stand: stand.pavilion == asked.pavilion),
)
