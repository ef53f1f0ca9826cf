"""Whom a stand suits: what is refused, and what an officer is told before going on all the same.

Two stands are neighbours where they share a piece of wall, or face each other over an aisle with nothing between.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from events_app.domain.applications import TAKING_PART, Application, ApplicationState
from events_app.domain.messages import N_, Message
from events_app.domain.refusals import Refusal
from events_app.domain.stands import Stand

LEAST_PERCENT: Final = 100
MOST_PERCENT: Final = 125
"""Of the area that is asked for each stand: within these a stand fits."""
WIDEST_AISLE: Final = 60
"""Over a wider one nobody stands face to face."""
SHORTEST_NAME: Final = 3
UNSETTLED: Final = frozenset({ApplicationState.ACCEPTED, ApplicationState.DEPOSIT_PAID, ApplicationState.CONFIRMED})
"""States in which officers give and take stands without asking the company."""

UNKIND: Final = N_("Stand %(number)s is of another kind than %(company)s asked for.")
TOO_SMALL: Final = N_("Stand %(number)s has %(area)s m²; %(company)s asked for %(wanted)s m².")
TOO_LARGE: Final = N_("Stand %(number)s has %(area)s m², much more than the %(wanted)s m² that %(company)s asked for.")
TOO_CLOSED: Final = N_("Stand %(number)s has fewer open sides than %(company)s asked for.")
COMPETITORS: Final = N_(
    "%(company)s and %(other)s are of the same sector, and one does not want to be beside the other."
)
REFUSED: Final = N_("%(company)s does not want to be beside %(other)s.")
WANTED: Final = N_("%(company)s wants to be beside %(other)s, and is not.")
APART: Final = N_("The stands of %(company)s do not lie together.")
PAVILION_APART: Final = N_("The stands of the pavilion %(pavilion)s do not lie together.")


class NoStandWanted(Refusal):
    """Only who has a place gets a stand."""

    message = N_("Only an application with an accepted place gets a stand.")


class StandsComplete(Refusal):
    """Nobody gets more stands than were asked for."""

    message = N_("This application has all the stands that it asked for.")


class AnswerAwaited(Refusal):
    """What was offered, accepted or confirmed is not changed behind the company's back."""

    message = N_("The stands of this application are offered or settled. Take them back first, with a reason.")


@dataclass(frozen=True, slots=True)
class Remark:
    """A sentence for the officer; it stops nothing."""

    message: Message
    params: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Exhibitor:
    """An application with the name of its company, as it stands on plans, and all names that it is known by."""

    application: Application
    name: str
    names: tuple[str, ...] = ()

    def is_named_in(self, text: str) -> bool:
        """Whether the words of somebody else name this company."""
        words = text.casefold()
        return any(len(name) >= SHORTEST_NAME and name.casefold() in words for name in (self.name, *self.names))


def needs_stand(application: Application, given: int) -> bool:
    """Whether it has a place and fewer stands than it asked for."""
    return application.state in TAKING_PART and given < application.wish.stands


def check_wanted(application: Application, given: int) -> None:
    """Raise NoStandWanted or StandsComplete."""
    if application.state not in TAKING_PART:
        raise NoStandWanted
    if given >= application.wish.stands:
        raise StandsComplete


def are_adjacent(one: Stand, other: Stand) -> bool:
    """Whether they share a piece of wall."""
    if one.hall_id != other.hall_id:
        return False
    beside = one.right == other.x or other.right == one.x
    behind = one.bottom == other.y or other.bottom == one.y
    return (beside and _meet((one.y, one.bottom), (other.y, other.bottom)) > 0) or (
        behind and _meet((one.x, one.right), (other.x, other.right)) > 0
    )


def neighbours_of(stand: Stand, stands: Iterable[Stand]) -> tuple[Stand, ...]:
    """Who shares a wall with a stand, or faces it over an aisle with nothing between."""
    others = [other for other in stands if other.id != stand.id and other.hall_id == stand.hall_id]
    near = [other for other in others if _is_near(stand, other)]
    return tuple(
        other for other in near if are_adjacent(stand, other) or _sees(stand, other, [*near, *_between(stand, others)])
    )


def remarks_on(
    stand: Stand, exhibitor: Exhibitor, stands: Sequence[Stand], exhibitors: Mapping[UUID, Exhibitor]
) -> tuple[Remark, ...]:
    """What speaks against giving a stand to an application; `stands` are all of the edition, as they are."""
    own = [each for each in stands if each.application_id == exhibitor.application.id and each.id != stand.id]
    return (
        *_fit(stand, exhibitor),
        *_beside(stand, exhibitor, stands, exhibitors),
        *_wanted([stand, *own], exhibitor, stands, exhibitors),
        *([] if hang_together([stand, *own]) else [Remark(APART, {"company": exhibitor.name})]),
    )


def remarks_on_plan(stands: Sequence[Stand], exhibitors: Mapping[UUID, Exhibitor]) -> tuple[Remark, ...]:
    """All that is to be said of a plan: of each stand that is given, and of the pavilions; each sentence once."""
    found: dict[tuple[str, tuple[object, ...]], Remark] = {}
    for stand in stands:
        exhibitor = exhibitors.get(stand.application_id) if stand.application_id else None
        for remark in remarks_on(stand, exhibitor, stands, exhibitors) if exhibitor else ():
            found.setdefault((remark.message.id, tuple(sorted(map(str, remark.params.values())))), remark)
    return (*found.values(), *pavilions_apart(stands))


def pavilions_apart(stands: Iterable[Stand]) -> tuple[Remark, ...]:
    """The pavilions whose stands do not lie together."""
    groups: dict[str, list[Stand]] = defaultdict(list)
    for stand in stands:
        if stand.pavilion:
            groups[stand.pavilion].append(stand)
    return tuple(
        Remark(PAVILION_APART, {"pavilion": name})
        for name, group in sorted(groups.items())
        if not hang_together(group, over_aisles=True)
    )


def hang_together(stands: Sequence[Stand], *, over_aisles: bool = False) -> bool:
    """Whether one can go from each to each, from wall to wall, or over aisles too."""
    if not stands:
        return True
    reached, waiting = {stands[0].id}, [stands[0]]
    while waiting:
        here = waiting.pop()
        for other in stands:
            is_next = are_adjacent(here, other) or (over_aisles and _is_near(here, other))
            if other.id not in reached and is_next:
                reached.add(other.id)
                waiting.append(other)
    return len(reached) == len(stands)


def _fit(stand: Stand, exhibitor: Exhibitor) -> Iterator[Remark]:
    wish = exhibitor.application.wish
    named: dict[str, object] = {"number": stand.number, "company": exhibitor.name}
    if stand.kind is not wish.kind:
        yield Remark(UNKIND, named)
    has, asked = stand.area_m2 * wish.stands * 100, wish.area
    sized = named | {"area": stand.area_m2, "wanted": -(-wish.area // wish.stands)}
    if has < asked * LEAST_PERCENT:
        yield Remark(TOO_SMALL, sized)
    if has > asked * MOST_PERCENT:
        yield Remark(TOO_LARGE, sized)
    if stand.open_sides < wish.open_sides:
        yield Remark(TOO_CLOSED, named)


def _beside(
    stand: Stand, exhibitor: Exhibitor, stands: Sequence[Stand], exhibitors: Mapping[UUID, Exhibitor]
) -> Iterator[Remark]:
    mine = exhibitor.application
    beside = {each.application_id for each in neighbours_of(stand, stands)} - {None, mine.id}
    for application_id in sorted(beside, key=str):
        other = exhibitors.get(application_id) if application_id else None
        if other is None:
            continue
        refuses = other.is_named_in(mine.wish.neighbours_refused)
        if not refuses and not exhibitor.is_named_in(other.application.wish.neighbours_refused):
            continue
        names = (exhibitor.name, other.name) if refuses else (other.name, exhibitor.name)
        is_rival = mine.sector and mine.sector == other.application.sector
        yield Remark(COMPETITORS if is_rival else REFUSED, dict(zip(("company", "other"), names, strict=True)))


def _wanted(
    own: Sequence[Stand], exhibitor: Exhibitor, stands: Sequence[Stand], exhibitors: Mapping[UUID, Exhibitor]
) -> Iterator[Remark]:
    text = exhibitor.application.wish.neighbours_wanted
    if not text:
        return
    placed = {stand.application_id for stand in stands} - {None, exhibitor.application.id}
    beside = {each.application_id for stand in own for each in neighbours_of(stand, stands)}
    for application_id in sorted(placed - beside, key=str):
        other = exhibitors.get(application_id) if application_id else None
        if other and other.is_named_in(text):
            yield Remark(WANTED, {"company": exhibitor.name, "other": other.name})


def _is_near(one: Stand, other: Stand) -> bool:
    """Wall to wall, or face to face over an aisle, whatever stands between."""
    if one.hall_id != other.hall_id:
        return False
    across = -_meet((one.x, one.right), (other.x, other.right))
    along = -_meet((one.y, one.bottom), (other.y, other.bottom))
    return (across < 0 and 0 <= along <= WIDEST_AISLE) or (along < 0 and 0 <= across <= WIDEST_AISLE)


def _sees(one: Stand, other: Stand, others: Iterable[Stand]) -> bool:
    """Whether nothing stands in the whole gap between two that face each other."""
    left, right = sorted((max(one.x, other.x), min(one.right, other.right)))
    top, bottom = sorted((max(one.y, other.y), min(one.bottom, other.bottom)))
    return not any(
        each.id not in {one.id, other.id}
        and _meet((left, right), (each.x, each.right)) > 0
        and _meet((top, bottom), (each.y, each.bottom)) > 0
        for each in others
    )


def _between(stand: Stand, others: Iterable[Stand]) -> list[Stand]:
    """What can stand between a stand and who faces it."""
    return [
        other
        for other in others
        if _meet((stand.x - WIDEST_AISLE, stand.right + WIDEST_AISLE), (other.x, other.right)) > 0
        and _meet((stand.y - WIDEST_AISLE, stand.bottom + WIDEST_AISLE), (other.y, other.bottom)) > 0
    ]


def _meet(one: tuple[int, int], other: tuple[int, int]) -> int:
    """How much of two stretches is common; below nought, how far they are apart."""
    return min(one[1], other[1]) - max(one[0], other[0])
