"""A part as zero-one columns and rows: candidates, wished neighbours, walls of pavilions; the aims as numbers."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

import numpy as np

from events_app.solvers.allotment_parts import Candidate, Part
from events_app.solvers.allotment_problems import Aim, Group
from events_app.solvers.networks import Bools, Ints

AIMS: Final = tuple(Aim)
NOISE_SEED: Final = 1


@dataclass(frozen=True, slots=True)
class Row:
    """At most `most` of the columns, each counted so often."""

    columns: tuple[int, ...]
    factors: tuple[int, ...]
    most: int


@dataclass
class Model:
    """Columns that are 0 or 1, the first of them candidates; `worth`: what each column adds to an aim."""

    part: Part
    columns: int = 0
    rows: list[Row] = field(default_factory=list)
    wanted: list[tuple[int, int, int, int]] = field(default_factory=list)
    """Column, stand, and the two applications that are neighbours there: the first on the stand."""
    walls: list[tuple[int, int, int]] = field(default_factory=list)
    """Column and the two stands."""
    worth: dict[Aim, Ints] = field(default_factory=dict)

    @cached_property
    def owner(self) -> Ints:
        """The application of each candidate."""
        return np.array([one.application for one in self.part.candidates], dtype=np.int64)

    @cached_property
    def noise(self) -> Ints:
        """Numbers that keep equal candidates apart."""
        return np.random.default_rng(NOISE_SEED).permutation(len(self.part.candidates))

    @classmethod
    def of(cls, part: Part) -> "Model":
        """All rows and all aims."""
        model = cls(part, len(part.candidates))
        model._once()
        model._apart()
        model._wanted()
        model._walls()
        model._worth()
        return model

    def new_column(self) -> int:
        """One more."""
        self.columns += 1
        return self.columns - 1

    def add(self, more: Iterable[int], less: Iterable[int] = (), most: int = 1) -> None:
        """A row: of `more`, less those of `less`."""
        factors: dict[int, int] = defaultdict(int)
        for column in more:
            factors[column] += 1
        for column in less:
            factors[column] -= 1
        if sum(max(0, factor) for factor in factors.values()) > most:
            self.rows.append(Row(tuple(factors), tuple(factors.values()), most))

    def _once(self) -> None:
        part = self.part
        for places in part.of.values():
            self.add(places)
        for _, places in sorted(part.taking.items()):
            self.add(places)
        among: dict[int, list[int]] = defaultdict(list)
        for place, one in enumerate(part.candidates):
            if one.sort is not None:
                among[one.sort].append(place)
        for sort, places in sorted(among.items()):
            stands = part.field.sorts[sort]
            self.add((*places, *(place for stand in stands for place in part.taking.get(stand, ()))), most=len(stands))

    def _apart(self) -> None:
        """On each stand: either the one is on it, or the other is on it or beside it."""
        for one, other in self.part.apart:
            on, near = self._on(one), self._near(other)
            for stand in sorted(on.keys() & near.keys()):
                self.add((*on[stand], *near[stand]))

    def _wanted(self) -> None:
        """A column for each stand on which the one can be beside the other; at most one of them counts."""
        for one, other in self.part.wanted:
            on, near, columns = self._on(one), self._near(other), list[int]()
            for stand in sorted(on.keys() & near.keys()):
                column = self.new_column()
                columns.append(column)
                self.wanted.append((column, stand, one, other))
                self.add((column,), on[stand], 0)
                self.add((column,), near[stand], 0)
            self.add(columns)

    def _on(self, one: int) -> dict[int, list[int]]:
        return _by_stand((place, self.part.candidates[place].group) for place in self.part.of[one])

    def _near(self, one: int) -> dict[int, list[int]]:
        return _by_stand((place, self.part.candidates[place].around) for place in self.part.of[one])

    def _walls(self) -> None:
        for pair in self.part.pavilion_walls:
            column = self.new_column()
            self.walls.append((column, *pair))
            for stand in pair:
                if stand not in self.part.field.held:
                    self.add((column,), self.part.members_on(stand), 0)

    def _worth(self) -> None:
        ground, candidates = self.part.field.ground, self.part.candidates
        own = {
            Aim.PLACED: [1 for _ in candidates],
            Aim.PRIORITY: [ground.weights[one.application] for one in candidates],
            Aim.PREFERENCES: [ground.points(one.application, one.group) for one in candidates],
            Aim.NEIGHBOURS: list(self.part.beside_fixed),
            Aim.WASTE: [-ground.waste(one.application, one.group) for one in candidates],
            Aim.TOGETHER: [0 for _ in candidates],
            Aim.LOTTERY: [-ground.ticket(one.application, one.group) for one in candidates],
        }
        for aim in AIMS:
            self.worth[aim] = np.zeros(self.columns, dtype=np.int64)
            self.worth[aim][: len(candidates)] = own[aim]
        self.worth[Aim.NEIGHBOURS][[column for column, *_ in self.wanted]] = 1
        self.worth[Aim.TOGETHER][[column for column, *_ in self.walls]] = 1

    def asked(self, aim: Aim) -> Bools:
        """The columns that matter for an aim and those before it."""
        found = np.zeros(self.columns, dtype=np.bool_)
        found[: len(self.part.candidates)] = True
        found[[column for column, *_ in self.wanted]] = AIMS.index(aim) >= AIMS.index(Aim.NEIGHBOURS)
        found[[column for column, *_ in self.walls]] = AIMS.index(aim) >= AIMS.index(Aim.TOGETHER)
        return found

    def highest(self, aim: Aim) -> int:
        """What an aim can be worth when nobody is in anybody's way."""
        worth, candidates = self.worth[aim], len(self.part.candidates)
        own = sum(max(0, int(worth[places].max(initial=0))) for places in self.part.of.values())
        met = len({(one, other) for _, _, one, other in self.wanted}) if aim is Aim.NEIGHBOURS else 0
        return own + met + (int(worth[candidates:].sum()) if aim is Aim.TOGETHER else 0)

    def chosen(self, groups: Sequence[Group]) -> Bools:
        """The columns of an allotment whose groups are all listed."""
        found = np.zeros(self.columns, dtype=np.bool_)
        for one, places in self.part.of.items():
            for place in places:
                if groups[one] and self._is(self.part.candidates[place], groups[one]):
                    found[place] = True
        return self.completed(found)

    def completed(self, chosen: Bools) -> Bools:
        """The same candidates, with the neighbours and walls that follow from them."""
        found = chosen.copy()
        found[len(self.part.candidates) :] = False
        taken = [self.part.candidates[place] for place in np.flatnonzero(found).tolist()]
        owner = {stand: one.application for one in taken if one.sort is None for stand in one.group}
        beside, met = self.part.field.ground.beside, set[tuple[int, int]]()
        for column, stand, one, other in self.wanted:
            is_met = owner.get(stand) == one and any(owner.get(near) == other for near in beside[stand])
            found[column] = is_met and (one, other) not in met
            met |= {(one, other)} if is_met else set()
        own = self.part.field.held | {stand for one in taken for stand in one.group if self.part.is_own(one, stand)}
        for column, *pair in self.walls:
            found[column] = own.issuperset(pair)
        return found

    def _is(self, candidate: Candidate, group: Group) -> bool:
        if candidate.sort is None:
            return candidate.group == group
        return group[0] in self.part.field.sorts[candidate.sort] and not self._is_named(candidate.application, group)

    def _is_named(self, one: int, group: Group) -> bool:
        return any(
            self.part.candidates[place].sort is None and self.part.candidates[place].group == group
            for place in self.part.of[one]
        )


def _by_stand(groups: Iterable[tuple[int, Iterable[int]]]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    for place, group in groups:
        for stand in group:
            found[stand].append(place)
    return found
