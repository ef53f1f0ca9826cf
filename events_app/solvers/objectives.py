"""The network of a problem and the levels of its objective, as integer costs; levels are joined where that is exact."""

import hashlib
from collections.abc import Iterable
from typing import Final, NamedTuple

import numpy as np

from events_app.solvers.flows import HIGHEST_COST
from events_app.solvers.networks import Bools, Bundle, Costs, Ints, Network
from events_app.solvers.problems import NO_LIMIT, AssignmentProblem, Ids, Phase

TICKET_BYTES: Final = 4
MUCH: Final = 64
NOISE_SEED: Final = 1


class Level(NamedTuple):
    """Costs to make as small as can be before all later levels; `span`: how far apart two assignments can be in it."""

    phase: Phase
    costs: Costs
    span: int


def network_of(problem: AssignmentProblem) -> Network:
    """All pairs that are not excluded are free; wishes and minima are no bounds here but costs of levels."""
    rows, columns = problem.scores.shape
    most = np.minimum(problem.most_per_exporter, columns)
    places = np.minimum(problem.capacities, rows)
    floors = np.minimum(_floors(problem), places)
    outside = problem.outside_least
    return Network(
        free=~problem.excluded,
        fixed=np.zeros((rows, columns), dtype=np.bool_),
        size_of=problem.exporter_class if len(problem.exporter_class) else np.zeros(rows, dtype=np.int64),
        class_of=problem.country_class if len(problem.country_class) else np.zeros(columns, dtype=np.int64),
        is_outside=problem.country_class != problem.outside_class if outside else np.zeros(columns, dtype=np.bool_),
        has_outsides=outside > 0,
        sizes=_totals(problem.exporter_class_least, problem.exporter_class_most),
        exporters=_steps(most, most),
        outsides=_steps(np.minimum(most, outside), most),
        countries=_steps(floors, places),
        classes=_totals(problem.country_class_least, problem.country_class_most),
    )


def _floors(problem: AssignmentProblem) -> Ints:
    return problem.floors if len(problem.floors) else np.zeros(len(problem.capacities), dtype=np.int64)


def _totals(least: Ints, most: Ints) -> Bundle:
    """Of classes: up to the minimum, and beyond. Without classes, one that holds all."""
    if not len(least):
        least, most = np.zeros(1, dtype=np.int64), np.full(1, NO_LIMIT)
    low = np.minimum(least, most)
    return Bundle(np.stack([low, np.minimum(most, NO_LIMIT) - low], axis=1), np.zeros_like(low), most)


def _steps(steps: Ints, most: Ints) -> Bundle:
    """Unit by unit up to `steps`, then all the rest up to `most`."""
    widths = (np.arange(int(steps.max(initial=0))) < steps[:, None]).astype(np.int64)
    rest = (most - steps)[:, None]
    return Bundle(np.concatenate([widths, rest], axis=1), np.zeros_like(most), most)


def levels_of(problem: AssignmentProblem, network: Network) -> list[Level]:
    """The levels that say anything, most important first, the lottery excepted."""
    found = [
        _bounds(problem, network),
        _falling(Phase.FLOORS, network.countries, "countries", network),
        *_fairness(problem, network),
    ]
    if network.has_outsides:
        found.append(_falling(Phase.OUTSIDE, network.outsides, "outsides", network))
    units = int(min(network.exporters.most.sum(), network.countries.most.sum()))
    score = _nothing(network)._replace(pairs=-worth_of(problem))
    return [level for level in found if level.span] + [Level(Phase.SCORE, score, units * problem.resolution)]


def worth_of(problem: AssignmentProblem) -> Ints:
    """The scores as integers."""
    scaled = np.nan_to_num(problem.scores, nan=0.0)
    scaled *= problem.resolution
    return np.rint(scaled, out=scaled).astype(np.int64)


def _nothing(network: Network) -> Costs:
    zero = np.int64(0)
    return Costs(
        pairs=np.broadcast_to(zero, network.free.shape),
        sizes=np.zeros_like(network.sizes.widths),
        exporters=np.zeros_like(network.exporters.widths),
        outsides=np.zeros_like(network.outsides.widths),
        countries=np.zeros_like(network.countries.widths),
        classes=np.zeros_like(network.classes.widths),
    )


def _bounds(problem: AssignmentProblem, network: Network) -> Level:
    """One for every unit of a minimum, and for every pair of `must`."""
    costs = _nothing(network)
    costs.sizes[:, 0] = -1
    costs.classes[:, 0] = -1
    if len(problem.must):
        pairs = np.zeros(network.free.shape, dtype=np.int64)
        pairs[problem.must[:, 0], problem.must[:, 1]] = -1
        costs = costs._replace(pairs=pairs)
    span = int(network.sizes.widths[:, 0].sum() + network.classes.widths[:, 0].sum() - costs.pairs.sum())
    return Level(Phase.BOUNDS, costs, span)


def _falling(phase: Phase, bundle: Bundle, name: str, network: Network) -> Level:
    """The first unit of everybody weighs more than the second of anybody, and so on down."""
    steps = bundle.widths.shape[1] - 1
    costs = np.zeros_like(bundle.widths)
    costs[:, :steps] = -np.arange(steps, 0, -1)
    return Level(phase, _nothing(network)._replace(**{name: costs}), -int((costs * bundle.widths).sum()))


def _fairness(problem: AssignmentProblem, network: Network) -> list[Level]:
    """Matches of exporters: the number of those with one, then with two, and so on.

    The numbers of matches that exporters can have together are the integer points of a generalised polymatroid (what a
    flow can carry to a set of ends). In such a set one vector is best for every sum of weights that fall from match to
    match, so that k, k − 1, … 1 brings each of these numbers to its best at once, without weights that grow by powers
    (Frank and Murota, Decreasing minimization on M-convex sets, 2022). Bounds on exporter classes lie on the wrong side
    of the exporters for that: then each number is a level of its own.
    """
    bundle = network.exporters
    together = _falling(Phase.FAIRNESS, bundle, "exporters", network)
    if not len(problem.exporter_class):
        return [together]
    found = []
    for step in range(1, bundle.widths.shape[1]):
        costs = np.zeros_like(bundle.widths)
        costs[:, :step] = -1
        level = _nothing(network)._replace(exporters=costs)
        found.append(Level(Phase.FAIRNESS, level, int(bundle.widths[:, :step].sum())))
    return found


def joined(levels: Iterable[Level], nodes: int) -> list[Level]:
    """Fewer levels with the same order of assignments: two in one where the costs of both fit into an integer."""
    found: list[Level] = []
    for level in levels:
        if found:
            factor = level.span + 1
            highest = _highest(found[-1].costs) * factor + _highest(level.costs)
            if highest * nodes < HIGHEST_COST:
                costs = Costs(*(a * factor + b for a, b in zip(found[-1].costs, level.costs, strict=True)))
                found[-1] = Level(level.phase, costs, found[-1].span * factor + level.span)
                continue
        found.append(level)
    return found


def blended(levels: Iterable[Level], nodes: int) -> Costs:
    """Costs by which a unit of a phase outweighs many of the next: they find what is best in almost every case."""
    below, *above = reversed(list(levels))
    costs, span, phase, factor = below.costs, below.span, below.phase, 1
    for level in above:
        if level.phase != phase:
            room = (HIGHEST_COST // nodes - _highest(costs)) // _highest(level.costs)
            factor = max(1, min(span + 1, MUCH * _highest(costs), room))
        costs = Costs(*(a * factor + b for a, b in zip(level.costs, costs, strict=True)))
        span, phase = span + level.span * factor, level.phase
    return costs


def noise(network: Network) -> Level:
    """Costs of pairs that keep them apart while guessing: where many are equal, a solver looks at all of them."""
    drawn = np.random.default_rng(NOISE_SEED).integers(0, MUCH, network.free.shape)
    return Level(Phase.LOTTERY, _nothing(network)._replace(pairs=drawn), MUCH * MUCH)


def _highest(costs: Costs) -> int:
    return max(1, *(int(np.abs(part).max(initial=0)) for part in costs))


def value_of(level: Level, network: Network, chosen: Bools) -> int:
    """What a choice is worth in one level: higher is better."""
    used, costs = network.used(chosen), level.costs
    cost = int(costs.pairs[chosen].sum())
    bundles = (network.sizes, network.exporters, network.outsides, network.countries, network.classes)
    for bundle, units, prices in zip(bundles, used, costs[1:], strict=True):
        starts = np.cumsum(bundle.widths, axis=1) - bundle.widths
        cost += int((np.clip(units[:, None] - starts, 0, bundle.widths) * prices).sum())
    return -cost


def order_of(seed: str, ids: Ids) -> Ints:
    """An order that depends on ids and seed alone: what the solver sees first is drawn too."""
    keys = [(hashlib.sha256(seed.encode() + b":" + each).digest(), each) for each in ids.tolist()]
    return np.array(sorted(range(len(keys)), key=keys.__getitem__), dtype=np.int64)


def lottery(problem: AssignmentProblem, network: Network) -> Costs:
    """Tickets of the pairs that are free still; the smallest sum wins.

    A ticket is the number in the first four bytes of SHA-256 over the seed, a colon, the id of the exporter, a colon
    and the id of the country, so that anybody can draw it again.
    """
    costs = _nothing(network)
    tickets = np.zeros(network.free.shape, dtype=np.int64)
    countries = problem.countries.tolist()
    for row in np.flatnonzero(network.free.any(axis=1)).tolist():
        begun = hashlib.sha256(problem.seed.encode() + b":" + problem.exporters[row] + b":")
        columns = np.flatnonzero(network.free[row]).tolist()
        drawn = b"".join(_drawn(begun, countries[column]) for column in columns)
        tickets[row, columns] = np.frombuffer(drawn, dtype=">u4")
    return costs._replace(pairs=tickets)


def _drawn(begun: "hashlib._Hash", country: bytes) -> bytes:
    ticket = begun.copy()
    ticket.update(country)
    return ticket.digest()[:TICKET_BYTES]
