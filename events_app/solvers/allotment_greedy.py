"""Who waits longest chooses first: a control for the optimiser, a start for it, and what fills its gaps."""

import time
from collections.abc import Iterable
from dataclasses import dataclass

from events_app.solvers.allotment_aims import levels_of
from events_app.solvers.allotment_problems import Allotment, AllotmentProblem, Group
from events_app.solvers.allotment_reasons import allowed_stands, unplaced_of
from events_app.solvers.stand_grounds import Drawn, Ground
from events_app.solvers.stand_groups import SHAPES, GroupLists, grow


@dataclass(frozen=True, slots=True)
class Choice:
    """What one application would get."""

    points: int
    neighbours: int
    waste: int
    walls: int
    ticket: int
    group: Group

    @property
    def order(self) -> tuple[int, ...]:
        """The less, the better."""
        return (-self.points, -self.neighbours, self.waste, -self.walls, self.ticket)


def allot_greedily(problem: AllotmentProblem) -> Allotment:
    """Place one application after the other, each where it is best for it then; bounds are not known."""
    began, cpu = time.perf_counter(), time.process_time()
    drawn = Drawn.of(problem)
    ground = Ground.of(drawn.problem)
    groups = in_turn(ground, GroupLists(ground), by_priority(ground))
    back = drawn.back(groups)
    whole = Ground.of(problem)
    return Allotment(
        groups=back,
        unplaced=unplaced_of(whole, back),
        levels=levels_of(whole, back),
        wall_s=time.perf_counter() - began,
        cpu_s=time.process_time() - cpu,
    )


def by_priority(ground: Ground) -> list[int]:
    """Who waits longest first; of equals, who comes first by lot."""
    asked = ground.problem.applications
    return sorted(range(len(asked)), key=lambda one: (asked[one].priority, one))


def by_size(ground: Ground) -> list[int]:
    """Who wants most stands, and has least choice, first."""
    asked = ground.problem.applications
    return sorted(by_priority(ground), key=lambda one: (-asked[one].stands, len(ground.open_to[one])))


def in_turn(ground: Ground, lists: GroupLists, order: Iterable[int]) -> list[Group]:
    """The groups that come out of choosing in this order."""
    return filled(ground, lists, fixed_of(ground), order)


def fixed_of(ground: Ground) -> list[Group]:
    """What officers have decided, and nothing else."""
    return [one.must if one.is_fixed else () for one in ground.problem.applications]


def filled(ground: Ground, lists: GroupLists, groups: list[Group], order: Iterable[int]) -> list[Group]:
    """The same groups, and groups of others that are left without one where there is room for them."""
    found = list(groups)
    owner = {stand: one for one, group in enumerate(found) for stand in group}
    for one in order:
        if not found[one]:
            group = _chosen(ground, lists, one, owner, found)
            found[one] = group
            owner |= dict.fromkeys(group, one)
    return found


def _chosen(ground: Ground, lists: GroupLists, one: int, owner: dict[int, int], groups: list[Group]) -> Group:
    allowed = allowed_stands(ground, one, owner, groups)
    listed = lists.of(one)
    possible = [group for group in listed.groups if allowed.issuperset(group)]
    if not possible and listed.is_cut:
        possible = _grown(ground, one, allowed)
    if not possible:
        return ()
    return min((_choice(ground, one, group, owner) for group in possible), key=lambda choice: choice.order).group


def _grown(ground: Ground, one: int, allowed: frozenset[int]) -> list[Group]:
    """Groups of what is left; with stands that must be among them, what grows from the first of them."""
    asked = ground.problem.applications[one]
    found = set()
    for piece in ground.pieces(sorted(allowed)):
        if len(piece) >= asked.stands and piece.issuperset(asked.must):
            for shape in SHAPES:
                for root in asked.must[:1] or sorted(piece):
                    found.add(tuple(sorted(grow(ground, piece, root, asked.stands, shape))))
    return sorted(group for group in found if set(asked.must) <= set(group))


def _choice(ground: Ground, one: int, group: Group, owner: dict[int, int]) -> Choice:
    problem = ground.problem
    around = ground.around(group)
    beside = {owner[stand] for stand in around if stand in owner}
    pavilion = problem.applications[one].pavilion
    members = {other for other in beside if pavilion is not None and problem.applications[other].pavilion == pavilion}
    return Choice(
        ground.points(one, group),
        len(beside & ground.wishes[one]),
        ground.waste(one, group),
        len(members),
        ground.ticket(one, group),
        group,
    )
