"""The plan of an edition as a problem of allotment, and the allotment back as lines: ids to places and back.

Whoever has stands keeps them. Whoever has all of them, or waits for an answer about them, is fixed; whoever has some
gets the others beside them. Priority is the order in which applications began to wait.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

import msgspec

from events_app.domain.allotments import (
    Aim,
    AimFigure,
    AllotmentFigures,
    AllotmentLine,
    Counts,
    Why,
)
from events_app.domain.applications import Application
from events_app.domain.stand_rules import LEAST_PERCENT, MOST_PERCENT, UNSETTLED, Exhibitor
from events_app.domain.stand_wishes import Choice, NamedPlaces, Wished
from events_app.domain.stands import Hall, Stand
from events_app.solvers import allotment_problems as problems
from events_app.solvers.allotment_problems import POINTS, Allotment, AllotmentProblem, Group, Pair, Place, Preference
from events_app.solvers.allotment_rules import breaches_of
from events_app.solvers.stand_grounds import Ground

COUNTED: Final = ("of_kind", "fitting", "open", "left", "allowed", "earlier")


@dataclass(frozen=True, slots=True)
class Plan:
    """What is on the plan of an edition, and all who have a place or a stand."""

    halls: tuple[Hall, ...]
    stands: tuple[Stand, ...]
    exhibitors: tuple[Exhibitor, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanProblem:
    """The arrays, and what their places stand for; `asking` are the applications that need stands."""

    problem: AllotmentProblem
    stands: tuple[UUID, ...]
    applications: tuple[UUID, ...]
    asking: frozenset[int]

    @property
    def digest(self) -> str:
        """SHA-256, in hexadecimal, of all that the allotment follows from."""
        return hashlib.sha256(msgspec.json.encode(self.problem)).hexdigest()


def problem_of(plan: Plan, *, seed: str) -> PlanProblem:
    """What is to be solved."""
    own: dict[UUID, list[int]] = defaultdict(list)
    stands = sorted(plan.stands, key=lambda stand: stand.id.hex)
    for place, stand in enumerate(stands):
        if stand.application_id:
            own[stand.application_id].append(place)
    exhibitors = sorted(plan.exhibitors, key=lambda one: one.application.id.hex)
    cases = [one for one in exhibitors if own[one.application.id] or is_asking(one.application, 0)]
    reading = _Reading.of(plan, stands)
    ranks = {moment: rank for rank, moment in enumerate(sorted({_since(one.application) for one in cases}))}
    asked = tuple(
        reading.asked(one.application, own[one.application.id], ranks[_since(one.application)]) for one in cases
    )
    wanted, refused, rivals = _pairs(cases)
    return PlanProblem(
        problem=AllotmentProblem(
            stands=tuple(reading.stand(stand) for stand in stands),
            applications=asked,
            wanted=wanted,
            refused=refused,
            competitors=rivals,
            least_percent=LEAST_PERCENT,
            most_percent=MOST_PERCENT,
            seed=seed,
        ),
        stands=tuple(stand.id for stand in stands),
        applications=tuple(one.application.id for one in cases),
        asking=frozenset(
            place for place, one in enumerate(cases) if is_asking(one.application, len(own[one.application.id]))
        ),
    )


def is_asking(application: Application, given: int) -> bool:
    """Whether stands are to be found for it: it has a place, fewer stands than it asked for, and no offer to answer."""
    return application.state in UNSETTLED and given < application.wish.stands


def _since(application: Application) -> datetime:
    return application.queued_at or application.submitted_at or application.created_at


@dataclass(frozen=True, slots=True)
class _Reading:
    """Ids and names of a plan as places."""

    named: NamedPlaces
    stand_at: Mapping[UUID, int]
    hall_at: Mapping[UUID, int]
    zone_at: Mapping[str, int]
    pavilion_at: Mapping[str, int]
    pavilion_of: Sequence[str]

    @classmethod
    def of(cls, plan: Plan, stands: Sequence[Stand]) -> "_Reading":
        return cls(
            NamedPlaces(plan.halls, tuple(stands)),
            {stand.id: place for place, stand in enumerate(stands)},
            {hall.id: place for place, hall in enumerate(sorted(plan.halls, key=lambda hall: hall.id.hex))},
            {zone: place for place, zone in enumerate(sorted({stand.zone for stand in stands}))},
            {name: place for place, name in enumerate(sorted({stand.pavilion for stand in stands} - {""}))},
            [stand.pavilion for stand in stands],
        )

    def stand(self, stand: Stand) -> problems.Stand:
        return problems.Stand(
            key=stand.id.bytes,
            hall=self.hall_at[stand.hall_id],
            x=stand.x,
            y=stand.y,
            width=stand.width,
            depth=stand.depth,
            area_m2=stand.area_m2,
            kind=stand.kind,
            open_sides=stand.open_sides,
            pavilion=self.pavilion_at.get(stand.pavilion),
            zone=self.zone_at[stand.zone],
            is_free=stand.is_free,
        )

    def asked(self, application: Application, own: Sequence[int], rank: int) -> problems.Application:
        wish = application.wish
        pavilion = self.pavilion_of[own[0]] if own else self.named.pavilion_in(wish.preferences)
        return problems.Application(
            key=application.id.bytes,
            area_m2=wish.area,
            stands=wish.stands if is_asking(application, len(own)) else len(own),
            kind=wish.kind,
            open_sides=wish.open_sides,
            preferences=tuple(self._preferences(wish.preferences)),
            pavilion=self.pavilion_at.get(pavilion),
            priority=rank,
            must=tuple(own),
        )

    def _preferences(self, texts: Sequence[str]) -> Iterable[Preference]:
        for rank, text in zip(POINTS, texts, strict=False):
            choice = self.named.choice_in(text)
            if choice is not None:
                yield self._preference(choice, rank)

    def _preference(self, choice: Choice, rank: int) -> Preference:
        match choice:
            case Choice(Wished.ZONE, str(zone)):
                return Preference(Place.ZONE, self.zone_at[zone], rank)
            case Choice(Wished.HALL, UUID() as hall):
                return Preference(Place.HALL, self.hall_at[hall], rank)
            case Choice(_, place):
                return Preference(Place.STAND, self.stand_at[UUID(str(place))], rank)


def _pairs(cases: Sequence[Exhibitor]) -> tuple[tuple[Pair, ...], tuple[Pair, ...], tuple[Pair, ...]]:
    """Who wants to be beside whom, who does not, and who does not because both are of one sector."""
    wanted, refused, rivals = set[Pair](), set[Pair](), set[Pair]()
    for one, exhibitor in enumerate(cases):
        wish, sector = exhibitor.application.wish, exhibitor.application.sector
        for other, another in enumerate(cases):
            if other == one:
                continue
            pair = (min(one, other), max(one, other))
            if wish.neighbours_wanted and another.is_named_in(wish.neighbours_wanted):
                wanted.add(pair)
            if wish.neighbours_refused and another.is_named_in(wish.neighbours_refused):
                (rivals if sector and sector == another.application.sector else refused).add(pair)
    # Whom one of both refuses is not wanted beside it.
    return tuple(sorted(wanted - refused - rivals)), tuple(sorted(refused)), tuple(sorted(rivals))


def lines_of(whole: PlanProblem, found: Allotment) -> tuple[AllotmentLine, ...]:
    """What the allotment says of everybody who needs stands."""
    ground = Ground.of(whole.problem)
    unplaced = {one.application: one for one in found.unplaced}
    lines = []
    for place in sorted(whole.asking):
        group = found.groups[place]
        if group:
            lines.append(_placed(whole, ground, place, found.groups))
            continue
        told = unplaced[place]
        counts = Counts(**{name: getattr(told, name) for name in COUNTED})
        lines.append(AllotmentLine(application_id=whole.applications[place], why=Why(told.why.value), counts=counts))
    return tuple(lines)


def _placed(whole: PlanProblem, ground: Ground, place: int, groups: Sequence[Group]) -> AllotmentLine:
    asked, group = whole.problem.applications[place], groups[place]
    around = ground.around(group)
    return AllotmentLine(
        application_id=whole.applications[place],
        stand_ids=tuple(whole.stands[stand] for stand in group if stand not in asked.must),
        choice=_choice(whole.problem, asked, group),
        neighbours=sum(not around.isdisjoint(groups[other]) for other in ground.wishes[place]),
        extra_m2=ground.waste(place, group),
    )


def _choice(problem: AllotmentProblem, asked: problems.Application, group: Group) -> int | None:
    """The choice that all stands meet."""
    if not asked.preferences:
        return None
    ranks = []
    for place in group:
        stand = problem.stands[place]
        at = {Place.STAND: place, Place.HALL: stand.hall, Place.ZONE: stand.zone}
        ranks.append(min((one.rank for one in asked.preferences if at[one.place] == one.index), default=0))
    return 0 if 0 in ranks else max(ranks)


def figures_of(whole: PlanProblem, found: Allotment, in_turn: Allotment, *, seconds: float) -> AllotmentFigures:
    """The allotment in numbers, beside what choosing in turn comes to."""
    return AllotmentFigures(
        aims=tuple(
            AimFigure(Aim(level.aim.value), level.value, level.bound, other.value)
            for level, other in zip(found.levels, in_turn.levels, strict=True)
        ),
        asked=len(whole.asking),
        placed=sum(bool(found.groups[place]) for place in whole.asking),
        placed_in_turn=sum(bool(in_turn.groups[place]) for place in whole.asking),
        fixed=len(whole.applications) - len(whole.asking),
        cut=len(found.cut),
        is_proved=found.is_proved,
        gap=found.gap,
        seconds=seconds,
    )


def broken_by(whole: PlanProblem, lines: Iterable[AllotmentLine]) -> frozenset[UUID]:
    """The applications whose lines break a rule on the plan of this problem, beside what is given there already."""
    stand_at = {one: place for place, one in enumerate(whole.stands)}
    at = {one: place for place, one in enumerate(whole.applications)}
    lines = tuple(lines)
    gone = {
        line.application_id for line in lines if line.application_id not in at or {*line.stand_ids} - stand_at.keys()
    }
    groups = [set(one.must) for one in whole.problem.applications]
    new = set[int]()
    for line in lines:
        if line.application_id not in gone:
            new.add(at[line.application_id])
            groups[at[line.application_id]] |= {stand_at[each] for each in line.stand_ids}
    breaches = breaches_of(whole.problem, [tuple(sorted(group)) for group in groups])
    broken = {
        place
        for breach in breaches
        if not breach.is_fixed
        for place in (breach.application, breach.other)
        if place is not None and place in new
    }
    return frozenset(gone | {whole.applications[place] for place in broken})
