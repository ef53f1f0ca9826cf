"""What is asked of an allotment of stands to applications, and what is answered: places in tuples, no solving.

Lengths are decimetres, areas whole m². Keys are ids of stands and applications as bytes: the lottery draws by them.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from events_app.domain.applications import StandKind

Pair = tuple[int, int]
Group = tuple[int, ...]
"""Stands of one application, rising; empty where it has none."""
MOST_STANDS: Final = 50
OPEN_SIDES: Final = range(1, 5)
POINTS: Final = {1: 300, 2: 200, 3: 100}
"""Of a first, second and third choice."""
OPEN_POINTS: Final = 100
"""Of as many open sides as wanted, or more."""
PERCENT: Final = 100
EFFORT: Final = 1.5
"""How long one search may take in CP-SAT's deterministic time, which is near to seconds."""


class AllotmentOddError(ValueError):
    """The parts of a problem do not fit each other; the message names the field."""


class Place(StrEnum):
    """What a preference can be for."""

    STAND = "stand"
    HALL = "hall"
    ZONE = "zone"


@dataclass(frozen=True, slots=True)
class Preference:
    """A stand, hall or price zone that is wished for, as first, second or third choice."""

    place: Place
    index: int
    rank: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Stand:
    """A rectangle on the plan of a hall. What is not free is given to nobody whom an officer has not fixed to it."""

    key: bytes
    hall: int
    x: int
    y: int
    width: int
    depth: int
    area_m2: int
    kind: StandKind = StandKind.SHELL_SCHEME
    open_sides: int = 1
    pavilion: int | None = None
    zone: int = 0
    is_free: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """So many stands that hang together, with so much area in all.

    `priority`: the lower, the earlier. `must`: stands that an officer has fixed; as many as are wanted, or more, are
    all that it gets, whether they fit or not; fewer are kept for it, and it gets others beside them. `must_not`: stands
    it never gets. Members of a pavilion get its stands, and nobody else does.
    """

    key: bytes
    area_m2: int
    stands: int = 1
    kind: StandKind = StandKind.SHELL_SCHEME
    open_sides: int = 1
    preferences: tuple[Preference, ...] = ()
    pavilion: int | None = None
    priority: int = 0
    must: Group = ()
    must_not: Group = ()

    @property
    def is_fixed(self) -> bool:
        """Whether an officer has chosen everything."""
        return len(self.must) >= self.stands


@dataclass(frozen=True, slots=True, kw_only=True)
class AllotmentProblem:
    """Stands, applications, and what is between applications.

    A stand fits where its area is from `least_percent` to `most_percent` of what is asked for each stand. `wanted`:
    pairs that wish to be neighbours. `refused` and `competitors`: pairs that must not be. `walls`: pairs of stands that
    are neighbours; where None, those whose rectangles share a piece of wall.
    """

    stands: tuple[Stand, ...]
    applications: tuple[Application, ...]
    wanted: tuple[Pair, ...] = ()
    refused: tuple[Pair, ...] = ()
    competitors: tuple[Pair, ...] = ()
    walls: tuple[Pair, ...] | None = None
    least_percent: int = 100
    most_percent: int = 125
    seed: str = ""

    def __post_init__(self) -> None:
        """Raise AllotmentOddError."""
        for name in self._odd():
            raise AllotmentOddError(name)

    def _odd(self) -> Iterator[str]:
        stands, applications = len(self.stands), len(self.applications)
        if len({one.key for one in self.stands}) < stands or not all(map(_is_stand, self.stands)):
            yield "stands"
        if len({one.key for one in self.applications}) < applications or not all(map(_is_asked, self.applications)):
            yield "applications"
        for name in ("wanted", "refused", "competitors"):
            if not all(_is_pair(pair, applications) for pair in getattr(self, name)):
                yield name
        if not all(_is_pair(pair, stands) for pair in self.walls or ()):
            yield "walls"
        fixed = [place for one in self.applications for place in one.must]
        if len(set(fixed)) < len(fixed) or not all(0 <= place < stands for place in fixed):
            yield "must"
        if not all(0 <= place < stands for one in self.applications for place in one.must_not):
            yield "must_not"
        if not 0 <= self.least_percent <= self.most_percent:
            yield "least_percent"

    def fits(self, application: Application, stand: Stand) -> bool:
        """Whether kind and area are what is asked for, of each stand."""
        has = stand.area_m2 * application.stands * PERCENT
        asked = application.area_m2
        is_right = asked * self.least_percent <= has <= asked * self.most_percent
        return is_right and stand.kind == application.kind


def _is_stand(stand: Stand) -> bool:
    return min(stand.width, stand.depth, stand.area_m2) > 0 and stand.open_sides in OPEN_SIDES


def _is_asked(application: Application) -> bool:
    ranks = {one.rank for one in application.preferences}
    is_sized = 1 <= application.stands <= MOST_STANDS and application.area_m2 > 0
    return is_sized and application.open_sides in OPEN_SIDES and ranks <= set(POINTS)


def _is_pair(pair: Pair, length: int) -> bool:
    return pair[0] != pair[1] and all(0 <= place < length for place in pair)


class Aim(StrEnum):
    """The levels of the objective, most important first; of each, more is better.

    How many applications are placed; of equal numbers, those that wait longest; points of preferences; wanted
    neighbours; minus the m² beyond what is asked for; walls between stands of one pavilion's members; minus the sum of
    the tickets of the lottery.
    """

    PLACED = "placed"
    PRIORITY = "priority"
    PREFERENCES = "preferences"
    NEIGHBOURS = "neighbours"
    WASTE = "waste"
    TOGETHER = "together"
    LOTTERY = "lottery"


Progress = Callable[[Aim, float], None]


def silent(_aim: Aim, _fraction: float) -> None:
    """Nobody watches."""


class Why(StrEnum):
    """Why an application has no stands."""

    NO_SUCH_STAND = "no_such_stand"
    FIXED = "fixed"
    NOT_TOGETHER = "not_together"
    PAVILION_FULL = "pavilion_full"
    TAKEN = "taken"
    NEIGHBOURS = "neighbours"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unplaced:
    """The first reason that holds, and numbers of stands.

    `of_kind`: of the kind that is asked for. `fitting`: of the right size too, and in the pavilion of a member or in
    none. `open`: free and not kept for others or refused by an officer. `left`: not given to anybody else. `allowed`:
    not beside an application that it must not be beside. `earlier`: of those given to others, those of applications
    with the same or an earlier place in the waiting order.
    """

    application: int
    why: Why
    of_kind: int
    fitting: int
    open: int
    left: int
    allowed: int
    earlier: int


@dataclass(frozen=True, slots=True)
class Level:
    """What was reached of an aim.

    `bound`: no allotment of the groups that were looked at has more and is as good in the aims before (in every part of
    the problem, where an aim before is not proved); None where no bound is known.
    """

    aim: Aim
    value: int
    bound: int | None = None

    @property
    def is_proved(self) -> bool:
        """Whether nothing better is left."""
        return self.value == self.bound

    @property
    def gap(self) -> float | None:
        """What may be missing, as a part of the bound."""
        if self.bound is None:
            return None
        return (self.bound - self.value) / max(1, abs(self.bound))


@dataclass(frozen=True, slots=True, kw_only=True)
class Allotment:
    """The groups of all applications, in their order; of those without one, why.

    `cut`: applications whose groups were too many to look at all of them. Times are not part of what is compared.
    """

    groups: tuple[Group, ...]
    unplaced: tuple[Unplaced, ...]
    levels: tuple[Level, ...]
    cut: tuple[int, ...] = ()
    wall_s: float = field(default=0.0, compare=False)
    cpu_s: float = field(default=0.0, compare=False)

    @property
    def placed(self) -> int:
        """How many applications have stands."""
        return sum(bool(group) for group in self.groups)

    @property
    def values(self) -> tuple[int, ...]:
        """The objective as a tuple that compares."""
        return tuple(level.value for level in self.levels)

    @property
    def unproved(self) -> Level | None:
        """The first level, the lottery excepted, in which something better may be left."""
        return next((one for one in self.levels if one.aim != Aim.LOTTERY and not one.is_proved), None)

    @property
    def is_proved(self) -> bool:
        """Whether no allotment at all is better in any aim before the lottery."""
        return self.unproved is None and not self.cut

    @property
    def gap(self) -> float | None:
        """That of the first level that is not proved; 0 where all are, None where nothing is known of it."""
        return 0.0 if self.unproved is None else self.unproved.gap
