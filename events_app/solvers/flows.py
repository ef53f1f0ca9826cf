"""The cheapest choice of pairs in a network, by minimum-cost flow, exact and proved.

Only promising pairs are handed to OR-Tools; then every pair is priced by the potentials of the answer, those that would
be better come in, and so on until there is none. That proves the optimum over all pairs at a tenth of the memory.
"""

from dataclasses import replace
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from ortools.graph.python.min_cost_flow import SimpleMinCostFlow  # type: ignore[import-untyped]

from events_app.solvers.networks import (
    NEVER,
    Bools,
    Bundle,
    Costs,
    Ints,
    Network,
    NotProvedError,
    Potentials,
    potentials,
    reduced_of_pairs,
)

FEW_PAIRS: Final = 100_000
FIRST_OF_COUNTRY: Final = 20
MORE_OF_EXPORTER: Final = 12
HIGHEST_COST: Final = 1 << 60
"""Costs times nodes stay below: OR-Tools multiplies them."""


class FlowFailedError(RuntimeError):
    """OR-Tools gave up on a flow that exists: a fault of the program, never of the data."""


class Found(NamedTuple):
    """The choice, E × C, its proof, and the pairs that were looked at, with which the next level may begin."""

    chosen: Bools
    at: Potentials
    among: Bools


def cheapest(network: Network, costs: Costs, among: Bools) -> Found:
    """Solve with the pairs `among`, then with those added that would be better, until none is left.

    `among` must hold a choice that is inside all bounds. Raises FlowFailedError.
    """
    while True:
        chosen = _solved(network, costs, among & network.free)
        at = potentials(network, costs, chosen, among)
        better = reduced_of_pairs(network, costs, at)
        better[~network.free | among] = 0
        np.minimum(better, 0, out=better)
        if not better.any():
            return Found(chosen, at, among)
        among = among | (_lowest(better, MORE_OF_EXPORTER) & (better < 0))


def promising(network: Network, costs: Costs) -> Bools:
    """The pairs to begin with: all of few; of many, those of each exporter that are best at the prices of a sample.

    The sample is every n-th exporter, with as small a part of all places: what places cost there is near to what they
    cost in the end, so that hardly a pair is missing.
    """
    step = -(-int(np.count_nonzero(network.free)) // FEW_PAIRS)
    if step <= 1:
        return network.free.copy()
    rows = np.arange(0, len(network.free), step)
    sample, sampled = _sample(network, costs, rows, step)
    chosen = _solved(sample, sampled, sample.free)
    at = potentials(sample, sampled, chosen, sample.free)
    order = np.where(network.free, costs.pairs - at.countries, NEVER)
    of_exporter = int(network.exporters.most.max()) + MORE_OF_EXPORTER
    return network.free & (_lowest(order, of_exporter) | _lowest(order.T, FIRST_OF_COUNTRY).T)


def _sample(network: Network, costs: Costs, rows: Ints, step: int) -> tuple[Network, Costs]:
    """Every n-th exporter without fixed pairs, and what those leave of the bounds; instead of minima, a reward."""
    taken = network.used(network.fixed)
    left = (network.exporters.least - taken.exporters)[rows, None]
    exporters = network.exporters.without(taken.exporters).of(rows)
    reward = 2 * np.abs(costs.pairs).max(initial=0)
    sample = replace(
        network,
        free=network.free[rows],
        fixed=np.zeros_like(network.fixed[rows]),
        size_of=network.size_of[rows],
        exporters=exporters,
        outsides=network.outsides.without(taken.outsides).of(rows),
        sizes=network.sizes.without(taken.sizes).divided(step),
        countries=network.countries.without(taken.countries).divided(step),
        classes=network.classes.without(taken.classes).divided(step),
    )
    return sample, costs._replace(
        pairs=costs.pairs[rows],
        exporters=costs.exporters[rows] - reward * (np.cumsum(exporters.widths, axis=1) <= left),
        outsides=costs.outsides[rows],
    )


def _lowest(values: Ints, number: int) -> Bools:
    """The lowest values of each row; where several are equal, whichever."""
    if values.shape[1] <= number:
        return np.ones(values.shape, dtype=np.bool_)
    found = np.zeros(values.shape, dtype=np.bool_)
    np.put_along_axis(found, np.argpartition(values, number - 1, axis=1)[:, :number], values=True, axis=1)
    return found


def proof(network: Network, costs: Costs, chosen: Bools) -> Potentials | None:
    """The potentials that prove a choice the best of all; None where it is not."""
    try:
        return potentials(network, costs, chosen, network.free)
    except NotProvedError:
        return None


class _Arcs:
    """Arcs and fixed flows on the way to OR-Tools."""

    def __init__(self, nodes: int) -> None:
        self.flow = SimpleMinCostFlow()
        self.supplies = np.zeros(nodes, dtype=np.int64)

    def add(self, tails: Ints, heads: Ints, widths: Ints, costs: Ints) -> NDArray[np.int32]:
        """Add arcs; their numbers."""
        return np.asarray(
            self.flow.add_arcs_with_capacity_and_unit_cost(
                tails.astype(np.int32), heads.astype(np.int32), widths, costs
            )
        )

    def add_bundle(self, bundle: Bundle, costs: Ints, tails: Ints, heads: Ints) -> None:
        """Add what may still be chosen of a bundle, and what must be as a fixed flow."""
        widths = bundle.clipped()
        owners, segments = np.nonzero(widths)
        self.add(tails[owners], heads[owners], widths[owners, segments], costs[owners, segments])
        self.fix(tails, heads, bundle.least)

    def fix(self, tails: Ints, heads: Ints, units: Ints) -> None:
        """Let so many units flow in any case."""
        np.subtract.at(self.supplies, tails, units)
        np.add.at(self.supplies, heads, units)


def _solved(network: Network, costs: Costs, among: Bools) -> Bools:
    """Solve with these pairs alone."""
    size_nodes, exporter_nodes, outside_nodes, country_nodes, class_nodes = _nodes(network)
    root = np.zeros(1, dtype=np.int64)
    arcs = _Arcs(int(class_nodes[-1]) + 1)
    arcs.add_bundle(network.sizes, costs.sizes, np.broadcast_to(root, size_nodes.shape), size_nodes)
    arcs.add_bundle(network.exporters, costs.exporters, size_nodes[network.size_of], exporter_nodes)
    if network.has_outsides:
        arcs.add_bundle(network.outsides, costs.outsides, exporter_nodes, outside_nodes)
    arcs.add_bundle(network.countries, costs.countries, country_nodes, class_nodes[network.class_of])
    arcs.add_bundle(network.classes, costs.classes, class_nodes, np.broadcast_to(root, class_nodes.shape))
    tails = np.where(network.is_outside, outside_nodes[:, None], exporter_nodes[:, None])
    rows, columns = np.nonzero(network.fixed)
    arcs.fix(tails[rows, columns], country_nodes[columns], np.ones_like(rows))
    rows, columns = np.nonzero(among)
    numbers = arcs.add(tails[rows, columns], country_nodes[columns], np.ones_like(rows), costs.pairs[rows, columns])
    arcs.flow.set_nodes_supplies(np.arange(len(arcs.supplies), dtype=np.int32), arcs.supplies)
    status = arcs.flow.solve()
    if status != SimpleMinCostFlow.OPTIMAL:
        raise FlowFailedError(str(status))
    chosen = network.fixed.copy()
    taken = np.asarray(arcs.flow.flows(numbers)) > 0
    chosen[rows[taken], columns[taken]] = True
    return chosen


def _nodes(network: Network) -> tuple[Ints, ...]:
    """Numbers of the nodes of each kind; the root is 0."""
    exporters = len(network.exporters.least)
    lengths = (
        len(network.sizes.least),
        exporters,
        exporters if network.has_outsides else 0,
        len(network.countries.least),
        len(network.classes.least),
    )
    ends = 1 + np.cumsum(lengths)
    nodes = [np.arange(end - length, end, dtype=np.int64) for end, length in zip(ends, lengths, strict=True)]
    if not network.has_outsides:
        nodes[2] = nodes[1]
    return tuple(nodes)
