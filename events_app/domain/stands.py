"""Halls and stands of an edition: where they lie, what state they are in, and what can be done with one.

Lengths are decimetres from the corner at the top left of the hall, areas whole square metres. How rows are laid out is
the business of `domain.stand_plans`; whom a stand suits, that of `domain.stand_rules`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from types import MappingProxyType
from typing import Final, Self
from uuid import UUID

from events_app.domain.applications import ApplicationState, Move, StandKind
from events_app.domain.messages import N_, P_, Message
from events_app.domain.refusals import InvalidValue, Refusal

LONGEST_HALL: Final = 80
LONGEST_NUMBER: Final = 12
LONGEST_ZONE: Final = 40
LONGEST_SIDE: Final = 20_000
"""Two kilometres."""
MOST_HALLS: Final = 40
MOST_STANDS_OF_HALL: Final = 2_000
LARGEST_HALL: Final = 1_000_000
DM2_OF_M2: Final = 100
SIDES: Final = range(1, 5)


class StandState(StrEnum):
    """Whose a stand is."""

    AVAILABLE = "available"
    HELD = "held"
    OFFERED = "offered"
    CONFIRMED = "confirmed"
    BLOCKED = "blocked"


T = StandState
GIVEN: Final = frozenset({T.HELD, T.OFFERED, T.CONFIRMED})
"""States in which a stand belongs to an application."""
STAND_STATE_NAMES: Mapping[StandState, Message] = MappingProxyType(
    {
        T.AVAILABLE: P_("stand", "Available"),
        T.HELD: P_("stand", "Held"),
        T.OFFERED: P_("stand", "Offered"),
        T.CONFIRMED: P_("stand", "Confirmed"),
        T.BLOCKED: P_("stand", "Blocked"),
    }
)
FOLLOWING: Final[Mapping[Move, StandState]] = MappingProxyType(
    {
        Move.OFFER_STAND: T.OFFERED,
        Move.ACCEPT_STAND: T.CONFIRMED,
        Move.CONFIRM: T.CONFIRMED,
        Move.ASK_OTHER_STAND: T.AVAILABLE,
        Move.DECLINE_STAND: T.AVAILABLE,
        Move.EXPIRE_STAND: T.AVAILABLE,
        Move.TAKE_STAND_BACK: T.AVAILABLE,
        Move.WITHDRAW: T.AVAILABLE,
    }
)
"""What a move of an application makes of its stands; the rest leaves them as they are."""
SHOWN: Final = frozenset({ApplicationState.CONFIRMED, ApplicationState.TOOK_PART, ApplicationState.REPORTED})
"""States of applications whose companies the public sees on a plan."""


class HallMeasures(InvalidValue):
    """A hall without extent, or larger than anything that is built."""

    message = N_("A hall has a name, and sides of 1 to %(most)s decimetres.")


class HallAreas(InvalidValue):
    """More net area than gross, or more of either than there is."""

    message = N_("The net area is at most the gross area.")


class HallTwice(InvalidValue):
    """Two halls of one name in an edition."""

    message = N_("This edition has a hall of this name already.")


class HallInUse(Refusal):
    """A hall that still has stands."""

    message = N_("Remove the stands of this hall first.")


class TooManyHalls(InvalidValue):
    """More halls than a plan holds."""

    message = N_("A plan has at most %(most)s halls.")


class TooManyStands(InvalidValue):
    """More stands than a hall holds."""

    message = N_("A hall has at most %(most)s stands.")


class NumberMissing(InvalidValue):
    """A stand without a number, or with a long one."""

    message = N_("Give the stand a number of at most %(most)s characters.")


class NumberTwice(InvalidValue):
    """Two stands of one number in an edition."""

    message = N_("Stand %(number)s is there already: a number occurs once in an edition.")


class StandMeasures(InvalidValue):
    """A stand without extent, or without area."""

    message = N_("Stand %(number)s needs sides of 1 to %(most)s decimetres, at least 1 m² and one to four open sides.")


class OutsideOfHall(InvalidValue):
    """A stand that does not lie inside of its hall."""

    message = N_("Stand %(number)s does not lie inside of the hall.")


class StandsOverlap(InvalidValue):
    """Two stands on the same floor."""

    message = N_("Stands %(number)s and %(other)s overlap.")


class StandNotFree(Refusal):
    """Only what is free can be changed or taken off the plan."""

    message = N_("Stand %(number)s is given or blocked. Take it back first.")


class StandTaken(Refusal):
    """A stand is given once."""

    message = N_("Stand %(number)s belongs to %(company)s by now.")


class StandBlocked(Refusal):
    """A stand that nobody gets."""

    message = N_("Stand %(number)s is blocked.")


class StandNotGiven(Refusal):
    """What nobody has cannot be taken away."""

    message = N_("Stand %(number)s is nobody’s.")


class NotMergeable(Refusal):
    """Two stands that do not make one rectangle."""

    message = N_("Only stands of one hall that make one rectangle together can be merged.")


class NotSplittable(InvalidValue):
    """A cut that leaves a part without room."""

    message = N_("Cut the stand so that both parts have at least 1 m².")


@dataclass(frozen=True, slots=True, kw_only=True)
class Hall:
    """A hall of an edition. `gross_m2` and `net_m2` are those of the venue's papers; `position` orders the halls."""

    id: UUID
    edition_id: UUID
    name: str
    gross_m2: int
    net_m2: int
    width: int
    depth: int
    position: int = 1
    version: int = field(default=1, compare=False)

    def __post_init__(self) -> None:
        """Raise HallMeasures or HallAreas."""
        if not 1 <= len(self.name) <= LONGEST_HALL or not all(1 <= n <= LONGEST_SIDE for n in (self.width, self.depth)):
            raise HallMeasures(most=LONGEST_SIDE)
        if not 0 <= self.net_m2 <= self.gross_m2 <= LARGEST_HALL:
            raise HallAreas


@dataclass(frozen=True, slots=True, kw_only=True)
class Stand:
    """A rectangle on the floor of a hall. `zone` is its price zone, `pavilion` the one that it is part of."""

    id: UUID
    hall_id: UUID
    edition_id: UUID
    number: str
    x: int
    y: int
    width: int
    depth: int
    area_m2: int
    kind: StandKind = StandKind.SHELL_SCHEME
    open_sides: int = 1
    zone: str = ""
    pavilion: str = ""
    state: StandState = StandState.AVAILABLE
    application_id: UUID | None = None
    version: int = field(default=1, compare=False)

    def __post_init__(self) -> None:
        """Raise NumberMissing or StandMeasures."""
        if not 1 <= len(self.number) <= LONGEST_NUMBER:
            raise NumberMissing(most=LONGEST_NUMBER)
        is_placed = min(self.x, self.y) >= 0 and all(1 <= n <= LONGEST_SIDE for n in (self.width, self.depth))
        if not is_placed or not 1 <= self.area_m2 <= LARGEST_HALL or self.open_sides not in SIDES:
            raise StandMeasures(number=self.number, most=LONGEST_SIDE)

    @property
    def right(self) -> int:
        """Where it ends across the hall."""
        return self.x + self.width

    @property
    def bottom(self) -> int:
        """Where it ends along the hall."""
        return self.y + self.depth

    @property
    def is_free(self) -> bool:
        """Whether it can be given."""
        return self.state is StandState.AVAILABLE

    def overlaps(self, other: Self) -> bool:
        """Whether both take the same floor."""
        return (
            self.hall_id == other.hall_id
            and self.x < other.right
            and other.x < self.right
            and self.y < other.bottom
            and other.y < self.bottom
        )

    def check_free(self) -> None:
        """Raise StandNotFree."""
        if not self.is_free:
            raise StandNotFree(number=self.number)

    def give(self, application_id: UUID, *, company: str = "") -> Self:
        """Hold it for an application. Raises StandTaken, naming the company that has it, or StandBlocked."""
        if self.state is StandState.BLOCKED:
            raise StandBlocked(number=self.number)
        if not self.is_free:
            raise StandTaken(number=self.number, company=company)
        return replace(self, state=StandState.HELD, application_id=application_id)

    def take_back(self) -> Self:
        """Make it free. Raises StandNotGiven."""
        if self.state not in GIVEN:
            raise StandNotGiven(number=self.number)
        return replace(self, state=StandState.AVAILABLE, application_id=None)

    def block(self) -> Self:
        """Give it to nobody for now. Raises StandNotFree."""
        self.check_free()
        return replace(self, state=StandState.BLOCKED)

    def unblock(self) -> Self:
        """Make a blocked stand available. Raises StandNotFree."""
        if self.state is not StandState.BLOCKED:
            raise StandNotFree(number=self.number)
        return replace(self, state=StandState.AVAILABLE)

    def merge(self, other: Self) -> Self:
        """One stand of two free ones that lie wall to wall: this one, larger. Raises StandNotFree or NotMergeable."""
        self.check_free()
        other.check_free()
        across = (self.y, self.depth) == (other.y, other.depth) and (self.right == other.x or other.right == self.x)
        along = (self.x, self.width) == (other.x, other.width) and (self.bottom == other.y or other.bottom == self.y)
        if self.hall_id != other.hall_id or self.id == other.id or not (across or along):
            raise NotMergeable
        return replace(
            self,
            x=min(self.x, other.x),
            y=min(self.y, other.y),
            width=self.width + other.width if across else self.width,
            depth=self.depth + other.depth if along else self.depth,
            area_m2=self.area_m2 + other.area_m2,
            open_sides=max(self.open_sides, other.open_sides),
        )

    def split(self, at: int, *, along: bool, number: str, new_id: UUID) -> tuple[Self, Self]:
        """Two free stands of one: cut `at` decimetres from its left wall, or from its top one where `along`.

        The first part keeps id and number; both areas together stay what they were. Raises StandNotFree or
        NotSplittable.
        """
        self.check_free()
        whole = self.depth if along else self.width
        if not 0 < at < whole:
            raise NotSplittable
        area = round(self.area_m2 * at / whole)
        if not 0 < area < self.area_m2:
            raise NotSplittable
        rest = self.area_m2 - area
        if along:
            return (
                replace(self, depth=at, area_m2=area),
                replace(self, id=new_id, number=number, y=self.y + at, depth=whole - at, area_m2=rest, version=1),
            )
        return (
            replace(self, width=at, area_m2=area),
            replace(self, id=new_id, number=number, x=self.x + at, width=whole - at, area_m2=rest, version=1),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class StandPlan:
    """The plan of an edition as a whole: whether everybody sees it."""

    edition_id: UUID
    is_published: bool = False
    version: int = field(default=0, compare=False)


def swapped(one: Stand, other: Stand) -> tuple[Stand, Stand]:
    """Both with what belongs to the other: the application and the state.

    Raises StandNotGiven or StandBlocked.
    """
    for stand in (one, other):
        if stand.state is StandState.BLOCKED:
            raise StandBlocked(number=stand.number)
    if one.application_id is None and other.application_id is None:
        raise StandNotGiven(number=one.number)
    return (
        replace(one, state=other.state, application_id=other.application_id),
        replace(other, state=one.state, application_id=one.application_id),
    )


def check_layout(hall: Hall, stands: Iterable[Stand]) -> None:
    """Raise what is wrong with the stands of a hall: TooManyStands, OutsideOfHall, NumberTwice or StandsOverlap."""
    found = sorted(stands, key=lambda stand: (stand.x, stand.y, stand.number))
    if len(found) > MOST_STANDS_OF_HALL:
        raise TooManyStands(most=MOST_STANDS_OF_HALL)
    numbers = set[str]()
    open_ones = list[Stand]()
    for stand in found:
        if stand.right > hall.width or stand.bottom > hall.depth:
            raise OutsideOfHall(number=stand.number)
        if stand.number in numbers:
            raise NumberTwice(number=stand.number)
        numbers.add(stand.number)
        # A sweep from left to right: only what has not ended yet can be in the way.
        open_ones = [other for other in open_ones if other.right > stand.x]
        for other in open_ones:
            if stand.overlaps(other):
                first, second = sorted((stand.number, other.number))
                raise StandsOverlap(number=first, other=second)
        open_ones.append(stand)
