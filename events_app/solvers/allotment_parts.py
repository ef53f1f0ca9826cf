"""Candidates, one for each group that an application may get, and parts of a problem that have nothing to do with
each other.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from events_app.solvers.allotment_problems import Group, Pair
from events_app.solvers.stand_grounds import Ground
from events_app.solvers.stand_groups import GroupLists


@dataclass(frozen=True, slots=True)
class Candidate:
    """One application in one group."""

    application: int
    group: Group
    around: frozenset[int]


@dataclass(frozen=True)
class Part:
    """Applications that an officer has not fixed, with their candidates, in an order that follows from the lot.

    `fixed`: the groups of those that are, of the whole problem.
    """

    ground: Ground
    fixed: dict[int, Group]
    applications: Group
    candidates: tuple[Candidate, ...]
    cut: Group

    @cached_property
    def of(self) -> dict[int, list[int]]:
        """The candidates of each application."""
        found: dict[int, list[int]] = {one: [] for one in self.applications}
        for place, one in enumerate(self.candidates):
            found[one.application].append(place)
        return found

    @cached_property
    def with_stand(self) -> dict[int, list[int]]:
        """The candidates that take each stand."""
        return _by_stand((place, one.group) for place, one in enumerate(self.candidates))

    @cached_property
    def taking(self) -> dict[tuple[int, int], list[int]]:
        """The candidates of an application that take a stand."""
        return _by_both(self.candidates, [one.group for one in self.candidates])

    @cached_property
    def touching(self) -> dict[tuple[int, int], list[int]]:
        """The candidates of an application that are beside a stand."""
        return _by_both(self.candidates, [tuple(one.around) for one in self.candidates])

    @cached_property
    def apart(self) -> tuple[Pair, ...]:
        """Pairs that must not be neighbours, and could be."""
        pairs = ((one, other) for one in self.applications for other in self.ground.apart[one] if one < other)
        return tuple(sorted(pair for pair in pairs if self._can_meet(pair)))

    @cached_property
    def wanted(self) -> tuple[Pair, ...]:
        """Pairs that wish to be neighbours, and could be."""
        return tuple(pair for pair in self.ground.wanted if self._can_meet(pair))

    def _can_meet(self, pair: Pair) -> bool:
        one, other = pair
        if not (self.of.get(one) and self.of.get(other)):
            return False
        taken = {stand for place in self.of[one] for stand in self.candidates[place].group}
        return any(taken & self.candidates[place].around for place in self.of[other])

    @cached_property
    def beside_fixed(self) -> tuple[int, ...]:
        """For each candidate: wished neighbours whom an officer has fixed beside it."""
        wishes: dict[int, list[Group]] = defaultdict(list)
        for one, other in self.ground.wanted:
            for asked, held in ((one, other), (other, one)):
                if held in self.fixed:
                    wishes[asked].append(self.fixed[held])
        return tuple(
            sum(not one.around.isdisjoint(held) for held in wishes[one.application]) for one in self.candidates
        )

    @cached_property
    def pavilion_walls(self) -> tuple[Pair, ...]:
        """Walls between two stands of a pavilion that both can be its members'."""
        stands = self.ground.problem.stands
        ours = {stand for stand in self.with_stand if stands[stand].pavilion is not None} | self.held
        return tuple(
            (one, other)
            for one in sorted(ours)
            for other in sorted(self.ground.beside[one] & ours)
            if one < other and stands[one].pavilion == stands[other].pavilion and not {one, other} <= self.held
        )

    @cached_property
    def held(self) -> frozenset[int]:
        """Stands of pavilions that fixed members have."""
        problem = self.ground.problem
        return frozenset(
            stand
            for one, group in self.fixed.items()
            for stand in group
            if problem.stands[stand].pavilion is not None
            and problem.stands[stand].pavilion == problem.applications[one].pavilion
        )

    def split(self) -> list["Part"]:
        """The smallest parts of it of which none can tell what is decided in another."""
        roots = _Roots(self.applications)
        pavilions = self.ground.problem.applications
        first: dict[object, int] = {}
        for place, one in enumerate(self.candidates):
            for stand in one.group:
                roots.join(self.candidates[self.with_stand[stand][0]].application, one.application)
            pavilion = pavilions[one.application].pavilion
            if pavilion is not None:
                roots.join(first.setdefault(pavilion, one.application), one.application)
            assert self.candidates[place] is one  # noqa: S101
        for pair in (*self.apart, *self.wanted):
            roots.join(*pair)
        return [self._narrowed(applications) for applications in roots.classes()]

    def _narrowed(self, applications: Group) -> "Part":
        chosen = tuple(self.candidates[place] for one in applications for place in self.of[one])
        return Part(self.ground, self.fixed, applications, chosen, tuple(one for one in self.cut if one in applications))


def whole_part(ground: Ground) -> Part:
    """Everything, with all candidates that fixed neighbours allow."""
    asked = ground.problem.applications
    fixed = {place: one.must for place, one in enumerate(asked) if one.is_fixed}
    lists, candidates, cut = GroupLists(ground), [], []
    for place in range(len(asked)):
        if place in fixed:
            continue
        refused = {stand for other in ground.apart[place] for stand in fixed.get(other, ())}
        listed = lists.of(place)
        cut += [place] * listed.is_cut
        for group in listed.groups:
            around = ground.around(group)
            if around.isdisjoint(refused):
                candidates.append(Candidate(place, group, around))
    free = tuple(place for place in range(len(asked)) if place not in fixed)
    return Part(ground, fixed, free, tuple(candidates), tuple(cut))


class _Roots:
    """Disjoint sets."""

    def __init__(self, members: Iterable[int]) -> None:
        self._up = {one: one for one in members}

    def join(self, one: int, other: int) -> None:
        one, other = self._root(one), self._root(other)
        self._up[max(one, other)] = min(one, other)

    def _root(self, one: int) -> int:
        while self._up[one] != one:
            self._up[one] = self._up[self._up[one]]
            one = self._up[one]
        return one

    def classes(self) -> list[Group]:
        found = defaultdict(list)
        for one in self._up:
            found[self._root(one)].append(one)
        return [tuple(members) for members in found.values()]


def _by_stand(groups: Iterable[tuple[int, Group]]) -> dict[int, list[int]]:
    found = defaultdict(list)
    for place, group in groups:
        for stand in group:
            found[stand].append(place)
    return dict(found)


def _by_both(candidates: tuple[Candidate, ...], stands: list[Group]) -> dict[tuple[int, int], list[int]]:
    found = defaultdict(list)
    for place, (one, some) in enumerate(zip(candidates, stands, strict=True)):
        for stand in some:
            found[one.application, stand].append(place)
    return dict(found)
