"""What is asked of an assignment of exporters to partner countries, and what is answered: arrays, no solving."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from events_app.solvers.networks import Bools, Ints

Floats = NDArray[np.float64]
Ids = NDArray[np.bytes_]
NO_PAIRS: Final[Ints] = np.empty((0, 2), dtype=np.int64)
NO_BOUNDS: Final[Ints] = np.empty(0, dtype=np.int64)
NO_LIMIT: Final = 1 << 40
RESOLUTION: Final = 10_000


class ProblemOddError(ValueError):
    """The arrays of a problem do not fit each other; the message names the field."""


class BoundKind(StrEnum):
    """What an assignment must keep to, or may ask the price of."""

    MUST = "must"
    EXCLUDED = "excluded"
    MOST_PER_EXPORTER = "most_per_exporter"
    CAPACITY = "capacity"
    FLOOR = "floor"
    COUNTRY_CLASS_LEAST = "country_class_least"
    COUNTRY_CLASS_MOST = "country_class_most"
    EXPORTER_CLASS_LEAST = "exporter_class_least"
    EXPORTER_CLASS_MOST = "exporter_class_most"


@dataclass(frozen=True, slots=True)
class Bound:
    """One bound: of which exporter, country, class or line of `must`; None where it is all of the kind together."""

    kind: BoundKind
    index: int | None = None


class ProblemInfeasible(Exception):  # noqa: N818 - an answer, not a fault of the program
    """No assignment keeps all bounds.

    `unreached`: what falls short in an assignment that reaches as much as can be. `in_the_way`: bounds each of which,
    left out alone, would make the problem feasible; none where only several together would.
    """

    def __init__(self, unreached: tuple[Bound, ...], in_the_way: tuple[Bound, ...]) -> None:
        super().__init__(unreached, in_the_way)
        self.unreached = unreached
        self.in_the_way = in_the_way


class Phase(StrEnum):
    """What a solve is busy with; also the levels of the objective, most important first."""

    BOUNDS = "bounds"
    FLOORS = "floors"
    FAIRNESS = "fairness"
    OUTSIDE = "outside"
    SCORE = "score"
    LOTTERY = "lottery"
    PRICES = "prices"


Progress = Callable[[Phase, float], None]


def silent(_phase: Phase, _fraction: float) -> None:
    """Nobody watches."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class AssignmentProblem:
    """E exporters, C countries.

    `scores`: E × C in [0, 1], NaN where the pair is excluded, as is every pair of `must_not` (n × 2, exporter and
    country). `must`: pairs that are chosen in any case. `most_per_exporter`: E. `capacities`, `floors`: C; floors are
    wishes, and what of them cannot be reached is told. `exporters`, `countries`: ids, each once; the lottery draws by
    them and `seed`.

    `exporter_class`: E, `country_class`: C, each a number into the bounds of the classes: at least and at most so many
    pairs in all, which are kept or the problem is refused. `outside_least`: so many countries outside of the class
    `outside_class` for each exporter, where that costs nobody a match.

    Bounds on one exporter class in one country class are not offered: each side by itself is a tree of nodes and stays
    a flow, both at once are kept, but crossed they would be no flow, and neither exact nor fast.
    """

    scores: Floats
    exporters: Ids
    countries: Ids
    most_per_exporter: Ints
    capacities: Ints
    floors: Ints = field(default_factory=NO_BOUNDS.copy)
    must: Ints = field(default_factory=NO_PAIRS.copy)
    must_not: Ints = field(default_factory=NO_PAIRS.copy)
    exporter_class: Ints = field(default_factory=NO_BOUNDS.copy)
    exporter_class_least: Ints = field(default_factory=NO_BOUNDS.copy)
    exporter_class_most: Ints = field(default_factory=NO_BOUNDS.copy)
    country_class: Ints = field(default_factory=NO_BOUNDS.copy)
    country_class_least: Ints = field(default_factory=NO_BOUNDS.copy)
    country_class_most: Ints = field(default_factory=NO_BOUNDS.copy)
    outside_class: int = 0
    outside_least: int = 0
    seed: str = ""
    resolution: int = RESOLUTION

    def __post_init__(self) -> None:
        """Raise ProblemOddError."""
        rows, columns = self.scores.shape
        _check_ids("exporters", self.exporters, rows)
        _check_ids("countries", self.countries, columns)
        _check_length("most_per_exporter", self.most_per_exporter, rows)
        _check_length("capacities", self.capacities, columns)
        if len(self.floors):
            _check_length("floors", self.floors, columns)
        for name, pairs in (("must", self.must), ("must_not", self.must_not)):
            if pairs.ndim != 2 or pairs.shape[1] != 2 or (pairs < 0).any() or (pairs >= self.scores.shape).any():  # noqa: PLR2004 - a pair
                raise ProblemOddError(name)
        _check_classes("exporter_class", rows, self.exporter_class, self.exporter_class_least, self.exporter_class_most)
        _check_classes("country_class", columns, self.country_class, self.country_class_least, self.country_class_most)
        if self.outside_least < 0 or (self.outside_least and not len(self.country_class)):
            raise ProblemOddError("outside_least")
        if ((self.scores < 0) | (self.scores > 1)).any():
            raise ProblemOddError("scores")
        if self.resolution < 1:
            raise ProblemOddError("resolution")

    @classmethod
    def of(cls, scores: Floats, *, most_per_exporter: int, capacity: int) -> Self:
        """The same bounds for all, and places in the arrays as ids."""
        rows, columns = scores.shape
        return cls(
            scores=scores,
            exporters=np.arange(rows).astype(np.bytes_),
            countries=np.arange(columns).astype(np.bytes_),
            most_per_exporter=np.full(rows, most_per_exporter),
            capacities=np.full(columns, capacity),
        )

    @property
    def excluded(self) -> Bools:
        """E × C: pairs that are never chosen."""
        found = np.isnan(self.scores)
        found[self.must_not[:, 0], self.must_not[:, 1]] = True
        return found

    @property
    def eligible(self) -> Bools:
        """E: exporters that have any country to go to."""
        return np.asarray((~self.excluded & (self.capacities > 0)).any(axis=1) & (self.most_per_exporter > 0))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Assignment:
    """The best assignment, proved: no other is better in the first level of `objective` in which they differ.

    `pairs`: n × 2, exporter and country, in this order. `score`: sum of the scores of the pairs; no assignment as good
    in the levels before has more than `score_bound` (scores are rounded to the resolution while solving). `unserved`:
    exporters without a match that have a country to go to; `without_choice`: those that have none. `floors_missing`: C.
    `objective`: level and value, higher is better.
    """

    pairs: Ints
    score: float
    score_bound: float
    unserved: Ints
    without_choice: Ints
    floors_missing: Ints
    objective: tuple[tuple[Phase, int], ...]

    @property
    def values(self) -> tuple[int, ...]:
        """The objective as a tuple that compares."""
        return tuple(value for _, value in self.objective)


def _check_ids(name: str, ids: Ids, length: int) -> None:
    if ids.shape != (length,) or len(np.unique(ids)) != length:
        raise ProblemOddError(name)


def _check_length(name: str, values: Ints, length: int) -> None:
    if values.shape != (length,) or (values < 0).any():
        raise ProblemOddError(name)


def _check_classes(name: str, length: int, of: Ints, least: Ints, most: Ints) -> None:
    if not len(of) and not len(least) and not len(most):
        return
    _check_length(name, of, length)
    _check_length(f"{name}_least", least, len(least))
    _check_length(f"{name}_most", most, len(least))
    if (of >= len(least)).any():
        raise ProblemOddError(name)


@dataclass(frozen=True, slots=True)
class Price:
    """What an assignment would gain with `units` more room at one bound.

    Room is a place more, a floor or a minimum lower by one, or a pair of `must` that is left out. A bound without an
    index stands for all of its kind, each with so much more room. Gains: `served`, exporters with a match; `pairs`,
    matches; `floors`, places that are no longer missing to floors; `score`, the sum. Each may be negative where
    something before it in the objective gains.
    """

    bound: Bound
    units: int
    served: int
    pairs: int
    floors: int
    score: float
