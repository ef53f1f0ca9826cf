"""The network behind an assignment: its arcs, their costs, and what a chosen set of pairs leaves to change.

Flow runs in a circle: root → size class → exporter → (outside part of the exporter) → country → country class → root.
All arcs but the pairs lie in bundles, one for each node, cut into segments whose cost rises with the unit: the first
match of an exporter, the floor of a country, the minimum of a class are segments, and the model stays a flow.
"""

from dataclasses import dataclass, replace
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

NEVER: Final = np.int64(1 << 60)
"""The cost of what cannot be done: three of them still fit into an integer."""


@dataclass(frozen=True, slots=True)
class Bundle:
    """Parallel arcs of n owners: `widths` n × s in units, `least` and `most` units of each owner in all."""

    widths: Ints
    least: Ints
    most: Ints

    def clipped(self) -> Ints:
        """The width of each segment between `least` and `most`: what may still be chosen."""
        ends = np.cumsum(self.widths, axis=1)
        starts = ends - self.widths
        low, high = self.least[:, None], self.most[:, None]
        found: Ints = np.maximum(np.minimum(ends, high) - np.maximum(starts, low), 0)
        return found

    def add_costs(self, costs: Ints, used: Ints) -> Ints:
        """What one unit more costs each owner."""
        at = (np.cumsum(self.widths, axis=1) <= used[:, None]).sum(axis=1)
        return np.where(used < self.most, _taken(costs, at), NEVER)

    def drop_costs(self, costs: Ints, used: Ints) -> Ints:
        """What one unit less costs each owner."""
        at = (np.cumsum(self.widths, axis=1) < used[:, None]).sum(axis=1)
        return np.where(used > self.least, -_taken(costs, at), NEVER)

    def narrowed(self, reduced: Ints) -> "Bundle":
        """Only what costs nothing by these reduced costs (n × s): the optimal face."""
        least = np.where(reduced < 0, self.widths, 0).sum(axis=1)
        most = np.where(reduced <= 0, self.widths, 0).sum(axis=1)
        return replace(self, least=np.clip(least, self.least, self.most), most=np.clip(most, self.least, self.most))

    def of(self, owners: Ints) -> "Bundle":
        """The bundle of these owners alone."""
        return Bundle(self.widths[owners], self.least[owners], self.most[owners])

    def without(self, used: Ints) -> "Bundle":
        """What is left of the bounds when so many units are taken, and no minimum."""
        return Bundle(self.widths, np.zeros_like(self.least), np.maximum(self.most - used, 0))

    def divided(self, by: int) -> "Bundle":
        """The same for so many times fewer units, rounded up."""
        return Bundle(-(-self.widths // by), -(-self.least // by), -(-self.most // by))

    def holds(self, used: Ints) -> bool:
        """Whether every owner is inside its bounds."""
        return bool(np.all((self.least <= used) & (used <= self.most)))


def _taken(costs: Ints, at: Ints) -> Ints:
    found: Ints = costs[np.arange(len(costs)), np.minimum(at, costs.shape[1] - 1)]
    return found


class Costs(NamedTuple):
    """Integer costs of one level: of each pair (E × C), and of the segments of each bundle."""

    pairs: Ints
    sizes: Ints
    exporters: Ints
    outsides: Ints
    countries: Ints
    classes: Ints


class Used(NamedTuple):
    """Units on each bundle."""

    sizes: Ints
    exporters: Ints
    outsides: Ints
    countries: Ints
    classes: Ints


class Potentials(NamedTuple):
    """Potentials of the nodes: an arc from u to v with a cost has the reduced cost `cost + u - v`. The root has 0."""

    sizes: Ints
    exporters: Ints
    outsides: Ints
    countries: Ints
    classes: Ints


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """`free` pairs may be chosen or not, `fixed` ones are; `size_of`, `class_of`, `is_outside` say where nodes hang.

    `has_outsides`: whether exporters have an outside part at all; without one, `is_outside` is False everywhere.
    """

    free: Bools
    fixed: Bools
    size_of: Ints
    class_of: Ints
    is_outside: Bools
    has_outsides: bool
    sizes: Bundle
    exporters: Bundle
    outsides: Bundle
    countries: Bundle
    classes: Bundle

    @property
    def nodes(self) -> int:
        """How many nodes there are, the root among them."""
        return 1 + sum(
            len(each.least) for each in (self.sizes, self.exporters, self.outsides, self.countries, self.classes)
        )

    def used(self, chosen: Bools) -> Used:
        """Count what a choice of pairs puts on the bundles."""
        exporters = chosen.sum(axis=1, dtype=np.int64)
        countries = chosen.sum(axis=0, dtype=np.int64)
        return Used(
            sizes=_summed(self.size_of, exporters, len(self.sizes.least)),
            exporters=exporters,
            outsides=chosen[:, self.is_outside].sum(axis=1, dtype=np.int64),
            countries=countries,
            classes=_summed(self.class_of, countries, len(self.classes.least)),
        )

    def narrowed(self, costs: Costs, chosen: Bools, at: Potentials) -> "Network":
        """The optimal face of a level: every choice in it costs the same.

        Raises NotProvedError where `chosen` is not in it.
        """
        reduced = reduced_of_pairs(self, costs, at)
        found = replace(
            self,
            free=self.free & (reduced == 0),
            fixed=self.fixed | (self.free & chosen & (reduced < 0)),
            sizes=self.sizes.narrowed(costs.sizes - at.sizes[:, None]),
            exporters=self.exporters.narrowed(costs.exporters + (at.sizes[self.size_of] - at.exporters)[:, None]),
            outsides=self.outsides.narrowed(costs.outsides + (at.exporters - at.outsides)[:, None]),
            countries=self.countries.narrowed(costs.countries + (at.countries - at.classes[self.class_of])[:, None]),
            classes=self.classes.narrowed(costs.classes + at.classes[:, None]),
        )
        wrong = self.free & np.where(chosen, reduced > 0, reduced < 0)
        used = self.used(chosen)
        if wrong.any() or not found.holds(used):
            raise NotProvedError
        return found

    def holds(self, used: Used) -> bool:
        """Whether every bundle is inside its bounds."""
        return (
            self.sizes.holds(used.sizes)
            and self.exporters.holds(used.exporters)
            and (not self.has_outsides or self.outsides.holds(used.outsides))
            and self.countries.holds(used.countries)
            and self.classes.holds(used.classes)
        )


class NotProvedError(RuntimeError):
    """The potentials do not prove that the choice is the best: a fault of the program, never of the data."""


def reduced_of_pairs(network: Network, costs: Costs, at: Potentials) -> Ints:
    """E × C: what choosing a pair would cost beside the best."""
    tails = np.where(network.is_outside, at.outsides[:, None], at.exporters[:, None])
    tails += costs.pairs
    tails -= at.countries
    return tails


def potentials(network: Network, costs: Costs, chosen: Bools, among: Bools) -> Potentials:
    """Shortest distances in what the choice leaves to change with the pairs `among`.

    Raises NotProvedError where a better choice among them exists.
    """
    used = network.used(chosen)
    hubs = _hub_costs(network, costs, chosen, among, used)
    distances = np.zeros(len(hubs), dtype=np.int64)
    for _ in range(len(hubs) + 1):
        nearer = np.minimum(distances, (distances[:, None] + hubs).min(axis=0))
        if np.array_equal(nearer, distances):
            break
        distances = nearer
    else:
        raise NotProvedError
    distances -= distances[0]
    sizes, countries = len(network.sizes.least), len(network.countries.least)
    at_sizes, at_countries = distances[1 : sizes + 1], distances[sizes + 1 : sizes + countries + 1]
    back = np.where(chosen & network.free, at_countries - costs.pairs, NEVER)
    inside = back[:, ~network.is_outside].min(axis=1, initial=NEVER)
    outside = back[:, network.is_outside].min(axis=1, initial=NEVER)
    added = network.exporters.add_costs(costs.exporters, used.exporters)
    inside = np.minimum(inside, at_sizes[network.size_of] + added)
    more = network.outsides.add_costs(costs.outsides, used.outsides)
    less = network.outsides.drop_costs(costs.outsides, used.outsides)
    return Potentials(
        sizes=at_sizes,
        exporters=np.minimum(inside, outside + less),
        outsides=np.minimum(outside, inside + more),
        countries=at_countries,
        classes=distances[sizes + countries + 1 :],
    )


def _hub_costs(network: Network, costs: Costs, chosen: Bools, among: Bools, used: Used) -> Ints:
    """Costs of going from hub to hub, the exporters between them counted in: root, size classes, countries, classes."""
    sizes, countries = len(network.sizes.least), len(network.countries.least)
    first_country, first_class = 1 + sizes, 1 + sizes + countries
    hubs = np.full((first_class + len(network.classes.least),) * 2, NEVER)
    hubs[0, 1:first_country] = network.sizes.add_costs(costs.sizes, used.sizes)
    hubs[1:first_country, 0] = network.sizes.drop_costs(costs.sizes, used.sizes)
    hubs[first_class:, 0] = network.classes.add_costs(costs.classes, used.classes)
    hubs[0, first_class:] = network.classes.drop_costs(costs.classes, used.classes)
    own, classes = np.arange(first_country, first_class), first_class + network.class_of
    hubs[own, classes] = network.countries.add_costs(costs.countries, used.countries)
    hubs[classes, own] = network.countries.drop_costs(costs.countries, used.countries)
    _fill_pairs(hubs, network, costs, chosen, among)
    return np.minimum(hubs, NEVER)


def _fill_pairs(hubs: Ints, network: Network, costs: Costs, chosen: Bools, among: Bools) -> None:
    """Fill in adding a pair, dropping one, and changing one country of an exporter for another."""
    used, sizes = network.used(chosen), len(network.sizes.least)
    added = network.exporters.add_costs(costs.exporters, used.exporters)
    dropped = network.exporters.drop_costs(costs.exporters, used.exporters)
    more = network.outsides.add_costs(costs.outsides, used.outsides)
    less = network.outsides.drop_costs(costs.outsides, used.outsides)
    takes = np.where(among & network.free & ~chosen, costs.pairs, NEVER)
    gives = chosen & network.free
    countries = 1 + sizes + np.arange(chosen.shape[1])
    for size in range(sizes):
        members = network.size_of == size
        step = np.where(network.is_outside, np.minimum(added + more, NEVER)[:, None], added[:, None])
        hubs[1 + size, countries] = (takes + step)[members].min(axis=0, initial=NEVER)
    for country, hub in enumerate(countries):
        rows = np.flatnonzero(gives[:, country])
        back, outside = -costs.pairs[rows, country], bool(network.is_outside[country])
        drop = back + dropped[rows] + (less[rows] if outside else 0)
        np.minimum.at(hubs[hub], 1 + network.size_of[rows], drop)
        same = network.is_outside == outside
        change = np.where(same, 0, (less if outside else more)[rows][:, None])
        hubs[hub, countries] = (takes[rows] + change + back[:, None]).min(axis=0, initial=NEVER)


def _summed(of: Ints, units: Ints, length: int) -> Ints:
    found = np.zeros(length, dtype=np.int64)
    np.add.at(found, of, units)
    return found
