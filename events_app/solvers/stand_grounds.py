"""What follows from a problem before anything is decided: neighbours on the plan, and who may be where."""

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final, Self

from events_app.solvers.allotment_problems import (
    OPEN_POINTS,
    POINTS,
    AllotmentProblem,
    Application,
    Group,
    Pair,
    Place,
    Preference,
    Stand,
)

TICKET_BYTES: Final = 2


@dataclass(frozen=True)
class Ground:
    """The stands beside each stand, and those that each application may have, its own fixed ones among them."""

    problem: AllotmentProblem
    beside: tuple[frozenset[int], ...]
    open_to: tuple[Group, ...]

    @classmethod
    def of(cls, problem: AllotmentProblem) -> Self:
        """Look at every stand for every application."""
        return cls(problem, beside_of(problem), _open_to(problem))

    @cached_property
    def apart(self) -> tuple[frozenset[int], ...]:
        """The applications that each must not be beside."""
        return _linked(len(self.problem.applications), (*self.problem.refused, *self.problem.competitors))

    @cached_property
    def wanted(self) -> tuple[Pair, ...]:
        """Pairs that wish to be neighbours, each once."""
        return tuple(sorted({(min(pair), max(pair)) for pair in self.problem.wanted}))

    @cached_property
    def wishes(self) -> tuple[frozenset[int], ...]:
        """The applications that each wishes to be beside."""
        return _linked(len(self.problem.applications), self.wanted)

    @cached_property
    def weights(self) -> tuple[int, ...]:
        """What placing an application is worth among equal numbers: the later its priority, the less."""
        order = sorted({one.priority for one in self.problem.applications}, reverse=True)
        return tuple(order.index(one.priority) + 1 for one in self.problem.applications)

    def around(self, group: Iterable[int]) -> frozenset[int]:
        """The stands beside any of these."""
        return frozenset().union(*(self.beside[stand] for stand in group))

    def pieces(self, stands: Collection[int]) -> list[set[int]]:
        """Parts of these stands that hang together, the one with the first stand first."""
        left, found = set(stands), []
        for stand in stands:
            if stand in left:
                piece, edge = {stand}, [stand]
                while edge:
                    reached = (self.beside[edge.pop()] & left) - piece
                    piece |= reached
                    edge += reached
                left -= piece
                found.append(piece)
        return found

    def points(self, application: int, group: Group) -> int:
        """Of preferences: the mean over the stands, rounded down, and open sides by the stand that has most."""
        asked = self.problem.applications[application]
        stands = [self.problem.stands[stand] for stand in group]
        mean = sum(_points(asked, place, stand) for place, stand in zip(group, stands, strict=True)) // len(group)
        return mean + OPEN_POINTS * (max(stand.open_sides for stand in stands) >= asked.open_sides)

    def waste(self, application: int, group: Group) -> int:
        """M² more than asked for."""
        has = sum(self.problem.stands[stand].area_m2 for stand in group)
        return max(0, has - self.problem.applications[application].area_m2)

    def ticket(self, application: int, group: Group) -> int:
        """Of the lottery: the numbers in the first bytes of SHA-256 over seed, application and stand, added up."""
        begun = f"{self.problem.seed}:".encode() + self.problem.applications[application].key + b":"
        keys = (begun + self.problem.stands[stand].key for stand in group)
        return sum(int.from_bytes(hashlib.sha256(key).digest()[:TICKET_BYTES]) for key in keys)


def beside_of(problem: AllotmentProblem) -> tuple[frozenset[int], ...]:
    """The stands beside each stand: as given, or those that share a piece of wall."""
    return _linked(len(problem.stands), walls_of(problem.stands) if problem.walls is None else problem.walls)


def walls_of(stands: tuple[Stand, ...]) -> list[Pair]:
    """Pairs whose rectangles touch along more than a corner."""
    edges: dict[tuple[int, str, int], list[tuple[int, int, int]]] = {}
    for place, one in enumerate(stands):
        edges.setdefault((one.hall, "x", one.x), []).append((one.y, one.y + one.depth, place))
        edges.setdefault((one.hall, "y", one.y), []).append((one.x, one.x + one.width, place))
    found = []
    for place, one in enumerate(stands):
        for axis, line, low, high in (
            ("x", one.x + one.width, one.y, one.y + one.depth),
            ("y", one.y + one.depth, one.x, one.x + one.width),
        ):
            beyond = edges.get((one.hall, axis, line), ())
            found += [(place, other) for start, end, other in beyond if min(end, high) > max(start, low)]
    return found


def _linked(length: int, pairs: Iterable[Pair]) -> tuple[frozenset[int], ...]:
    found: list[set[int]] = [set() for _ in range(length)]
    for one, other in pairs:
        found[one].add(other)
        found[other].add(one)
    return tuple(map(frozenset, found))


def _open_to(problem: AllotmentProblem) -> tuple[Group, ...]:
    kept = {stand for one in problem.applications for stand in one.must}
    free = [place for place, stand in enumerate(problem.stands) if stand.is_free and place not in kept]
    fitting: dict[object, list[int]] = {}
    found = []
    for one in problem.applications:
        sort = (one.kind, one.area_m2, one.stands, one.pavilion)
        if sort not in fitting:
            fitting[sort] = [stand for stand in free if suits(problem, one, problem.stands[stand])]
        others = () if one.is_fixed else fitting[sort]
        found.append(tuple(sorted({*others} - {*one.must_not} | {*one.must})))
    return tuple(found)


def suits(problem: AllotmentProblem, application: Application, stand: Stand) -> bool:
    """Whether a stand is of the right kind and size, and of the right pavilion."""
    return stand.pavilion == application.pavilion and problem.fits(application, stand)


def _points(application: Application, place: int, stand: Stand) -> int:
    at = {Place.STAND: place, Place.HALL: stand.hall, Place.ZONE: stand.zone}
    return max((POINTS[one.rank] for one in application.preferences if at[one.place] == one.index), default=0)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A problem with stands and applications in an order by lot, so that the order in which they came never matters.

    `stands`, `applications`: for each place in the new order, the old one.
    """

    problem: AllotmentProblem
    stands: Group
    applications: Group

    @classmethod
    def of(cls, problem: AllotmentProblem) -> Self:
        """Draw by seed and keys."""
        stands = order_of(problem.seed, [one.key for one in problem.stands])
        applications = order_of(problem.seed, [one.key for one in problem.applications])
        return cls(_reordered(problem, stands, applications), stands, applications)

    def back(self, groups: Iterable[Group]) -> tuple[Group, ...]:
        """Groups of the new order as groups of the old one."""
        found = {
            one: tuple(sorted(self.stands[stand] for stand in group))
            for one, group in zip(self.applications, groups, strict=True)
        }
        return tuple(found[one] for one in range(len(found)))


def order_of(seed: str, keys: list[bytes]) -> Group:
    """An order that depends on keys and seed alone."""
    drawn = [(hashlib.sha256(seed.encode() + b":" + key).digest(), key) for key in keys]
    return tuple(sorted(range(len(keys)), key=drawn.__getitem__))


def _reordered(problem: AllotmentProblem, stands: Group, applications: Group) -> AllotmentProblem:
    stand_at = {old: new for new, old in enumerate(stands)}
    at = {old: new for new, old in enumerate(applications)}

    def moved(one: Application) -> Application:
        return replace(
            one,
            must=tuple(sorted(stand_at[stand] for stand in one.must)),
            must_not=tuple(sorted(stand_at[stand] for stand in one.must_not)),
            preferences=tuple(sorted(map(wished, one.preferences), key=str)),
        )

    def wished(one: Preference) -> Preference:
        return replace(one, index=stand_at.get(one.index, -1)) if one.place is Place.STAND else one

    def paired(pairs: Iterable[Pair], to: dict[int, int]) -> tuple[Pair, ...]:
        return tuple(sorted({(min(to[one], to[other]), max(to[one], to[other])) for one, other in pairs}))

    return replace(
        problem,
        stands=tuple(problem.stands[old] for old in stands),
        applications=tuple(moved(problem.applications[old]) for old in applications),
        wanted=paired(problem.wanted, at),
        refused=paired(problem.refused, at),
        competitors=paired(problem.competitors, at),
        walls=None if problem.walls is None else paired(problem.walls, stand_at),
    )
