"""Candidates, one for each way of placing an application, and parts of a problem that do not touch each other.

Stands are of one sort where nothing but their place tells them apart. An application for one stand that has no wishes
or refusals about neighbours, and no officer's choice, takes any stand of a sort: which one is found when all else is.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from events_app.solvers.allotment_problems import Group, Pair, Place
from events_app.solvers.stand_grounds import Ground
from events_app.solvers.stand_groups import GroupLists


@dataclass(frozen=True, slots=True)
class Candidate:
    """One application in one group; with `sort`, in any stand of that sort, of which the group has the first."""

    application: int
    group: Group
    around: frozenset[int]
    sort: int | None = None


@dataclass(frozen=True)
class Field:
    """What is the same for all parts: the groups of fixed applications, and the sorts of all other stands."""

    ground: Ground
    fixed: dict[int, Group]
    sorts: tuple[Group, ...]

    @cached_property
    def sort_of(self) -> dict[int, int]:
        """The sort of each stand."""
        return {stand: sort for sort, stands in enumerate(self.sorts) for stand in stands}

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

    def is_simple(self, one: int) -> bool:
        """Whether all stands of a sort are the same to an application, those that it names excepted."""
        asked = self.ground.problem.applications[one]
        is_alone = not self.ground.apart[one] and not self.ground.wishes[one]
        return asked.stands == 1 and is_alone and not asked.must_not and asked.pavilion is None


@dataclass(frozen=True)
class Part:
    """Applications that nobody has fixed, with their candidates, in an order that follows from the lot."""

    field: Field
    applications: Group
    candidates: tuple[Candidate, ...]
    cut: frozenset[int]

    @cached_property
    def of(self) -> dict[int, list[int]]:
        """The candidates of each application."""
        found: dict[int, list[int]] = {one: [] for one in self.applications}
        for place, one in enumerate(self.candidates):
            found[one.application].append(place)
        return found

    @cached_property
    def taking(self) -> dict[int, list[int]]:
        """The candidates that take each stand, whatever else."""
        found: dict[int, list[int]] = defaultdict(list)
        for place, one in enumerate(self.candidates):
            for stand in one.group if one.sort is None else ():
                found[stand].append(place)
        return dict(found)

    @cached_property
    def apart(self) -> tuple[Pair, ...]:
        """Pairs that must not be neighbours, and could be."""
        ground = self.field.ground
        pairs = ((one, other) for one in self.applications for other in sorted(ground.apart[one]) if one < other)
        return tuple(pair for pair in pairs if self._can_meet(pair))

    @cached_property
    def wanted(self) -> tuple[Pair, ...]:
        """Pairs that wish to be neighbours, and could be."""
        return tuple(pair for pair in self.field.ground.wanted if self._can_meet(pair))

    def _can_meet(self, pair: Pair) -> bool:
        one, other = (self.of.get(each, ()) for each in pair)
        taken = {stand for place in one for stand in self.candidates[place].group}
        return any(taken & self.candidates[place].around for place in other)

    @cached_property
    def beside_fixed(self) -> tuple[int, ...]:
        """For each candidate: wished neighbours whom an officer has fixed beside it."""
        fixed, wishes = self.field.fixed, self.field.ground.wishes
        return tuple(
            sum(not one.around.isdisjoint(fixed.get(other, ())) for other in wishes[one.application])
            for one in self.candidates
        )

    @cached_property
    def pavilion_walls(self) -> tuple[Pair, ...]:
        """Walls between two stands of a pavilion that both can be its members'."""
        stands, held, beside = self.field.ground.problem.stands, self.field.held, self.field.ground.beside
        taken = ((one, stand) for one in self.candidates for stand in one.group)
        own = {stand for one, stand in taken if stands[stand].pavilion is not None and self.is_own(one, stand)}
        return tuple(
            (one, other)
            for one in sorted(own | held)
            for other in sorted(beside[one] & (own | held))
            if one < other and stands[one].pavilion == stands[other].pavilion and {one, other} & own
        )

    def is_own(self, one: Candidate, stand: int) -> bool:
        """Whether a candidate's stand is of the pavilion that it is a member of, or both are of none."""
        problem = self.field.ground.problem
        return problem.stands[stand].pavilion == problem.applications[one.application].pavilion

    def members_on(self, stand: int) -> list[int]:
        """The candidates of members of a stand's pavilion that take it."""
        return [place for place in self.taking.get(stand, ()) if self.is_own(self.candidates[place], stand)]

    def split(self) -> list["Part"]:
        """The smallest parts of it of which none can tell what is decided in another."""
        roots, sort_of = _Roots(self.applications), self.field.sort_of
        asked = self.field.ground.problem.applications
        first: dict[tuple[str, int | None], int] = {}
        for one in self.candidates:
            links = [("sort", sort_of[stand]) for stand in one.group]
            for link in (*links, ("pavilion", asked[one.application].pavilion)):
                if link[1] is not None:
                    roots.join(first.setdefault(link, one.application), one.application)
        for pair in (*self.apart, *self.wanted):
            roots.join(*pair)
        return [self._narrowed(applications) for applications in roots.classes()]

    def _narrowed(self, applications: Group) -> "Part":
        chosen = tuple(self.candidates[place] for one in applications for place in self.of[one])
        return Part(self.field, applications, chosen, self.cut & {*applications})


def whole_part(ground: Ground, lists: GroupLists, known: Iterable[Group] = ()) -> Part:
    """Everything, with all candidates that fixed neighbours allow; `known`: groups of a start, listed in any case."""
    asked = ground.problem.applications
    fixed = {place: one.must for place, one in enumerate(asked) if one.is_fixed}
    field = Field(ground, fixed, _sorts(ground))
    start = dict(enumerate(known))
    candidates, cut = list[Candidate](), set[int]()
    free = tuple(one for one in range(len(asked)) if one not in fixed)
    for one in free:
        listed = lists.of(one)
        cut |= {one} if listed.is_cut else set()
        if field.is_simple(one):
            candidates += _simple(field, one, listed.groups)
            continue
        refused = {stand for other in ground.apart[one] for stand in fixed.get(other, ())}
        for group in dict.fromkeys((*listed.groups, start.get(one, ()))):
            around = ground.around(group)
            if group and around.isdisjoint(refused):
                candidates.append(Candidate(one, group, around))
    return Part(field, free, tuple(candidates), frozenset(cut))


def _simple(field: Field, one: int, groups: tuple[Group, ...]) -> list[Candidate]:
    ground = field.ground
    asked = ground.problem.applications[one]
    named = {wish.index for wish in asked.preferences if wish.place is Place.STAND}
    sorts: dict[int, Group] = {}
    for group in groups:
        if group[0] not in named:
            sorts.setdefault(field.sort_of[group[0]], group)
    own = [Candidate(one, group, ground.around(group)) for group in groups if group[0] in named]
    return own + [Candidate(one, group, frozenset(), sort) for sort, group in sorts.items()]


def _sorts(ground: Ground) -> tuple[Group, ...]:
    """Stands of pavilions, and those kept for one application, are each of their own."""
    problem = ground.problem
    kept = {stand for one in problem.applications for stand in one.must}
    found: dict[object, list[int]] = defaultdict(list)
    for place, one in enumerate(problem.stands):
        alone = place if one.pavilion is not None or place in kept or not one.is_free else None
        found[one.hall, one.zone, one.area_m2, one.kind, one.open_sides, alone].append(place)
    return tuple(map(tuple, found.values()))


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
        """Members of each, in the order in which they came."""
        found = defaultdict(list)
        for one in self._up:
            found[self._root(one)].append(one)
        return [tuple(members) for members in found.values()]
