"""Groups of stands that hang together: all of a size where they are few, compact ones where they are many."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final

from events_app.solvers.allotment_problems import Group, Stand
from events_app.solvers.stand_grounds import Ground

MOST_LISTED: Final = 1_500
MOST_TRIED: Final = 30_000
"""Steps of looking for all groups: beyond them the compact ones have to do."""


@dataclass(frozen=True, slots=True)
class Listed:
    """Groups that an application may get; `is_cut` where there are more."""

    groups: tuple[Group, ...]
    is_cut: bool = False


class GroupLists:
    """Groups by what they are made of: applications that ask for the same share them."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self._known: dict[tuple[Group, Group, int], Listed] = {}

    def of(self, application: int) -> Listed:
        """All groups of one application that is not fixed."""
        asked, stands = self._ground.problem.applications[application], self._ground.open_to[application]
        key = (stands, asked.must, asked.stands)
        if key not in self._known:
            self._known[key] = _listed(self._ground, *key)
        return self._known[key]


def _listed(ground: Ground, stands: Group, must: Group, size: int) -> Listed:
    if size == 1:
        return Listed(tuple((stand,) for stand in stands))
    pieces = [piece for piece in ground.pieces(stands) if len(piece) >= size and piece >= set(must)]
    steps = iter(range(MOST_TRIED))
    found = [group for piece in pieces for group in islice(_all(ground, piece, must, size, steps), MOST_LISTED + 1)]
    if len(found) <= MOST_LISTED and next(steps, None) is not None:
        return Listed(tuple(sorted(found)))
    grown = {group for piece in pieces for group in _grown(ground, piece, must, size)}
    return Listed(tuple(sorted(grown | set(found[: MOST_LISTED // 10]))), is_cut=True)


def _all(ground: Ground, piece: Collection[int], must: Group, size: int, steps: Iterator[int]) -> Iterator[Group]:
    """Every connected part of so many stands, once (Wernicke, Efficient detection of network motifs, 2006).

    With stands that must be in it, what has them all is left of the parts around the first of them.
    """
    for root in must[:1] or sorted(piece):
        allowed = {stand for stand in piece if must or stand >= root}
        for group in _extended(ground, (root,), (allowed - {root}) & ground.beside[root], allowed, size, steps):
            if set(must) <= set(group):
                yield tuple(sorted(group))


def _extended(  # noqa: PLR0917
    ground: Ground, group: Group, edge: set[int], allowed: set[int], size: int, steps: Iterator[int]
) -> Iterator[Group]:
    if len(group) == size:
        yield group
        return
    known = ground.around(group) | set(group)
    waiting = sorted(edge)
    while waiting and next(steps, None) is not None:
        taken = waiting.pop()
        beyond = (ground.beside[taken] & allowed) - known
        yield from _extended(ground, (*group, taken), {*waiting} | beyond, allowed, size, steps)


def _grown(ground: Ground, piece: Collection[int], must: Group, size: int) -> Iterator[Group]:
    """From every stand, the nearest again and again: as a block, along the one wall, along the other."""
    for shape in SHAPES:
        for root in must[:1] or sorted(piece):
            group = grow(ground, piece, root, size, shape)
            if set(must) <= set(group):
                yield tuple(sorted(group))


Shape = Callable[[int, int], tuple[int, ...]]
SHAPES: Final[tuple[Shape, ...]] = (
    lambda dx, dy: (max(dx, dy), dx + dy),
    lambda dx, dy: (dy, dx),
    lambda dx, dy: (dx, dy),
)


def grow(ground: Ground, piece: Collection[int], root: int, size: int, shape: Shape) -> list[int]:
    """So many stands that hang together, from one on."""
    stands = ground.problem.stands
    group, edge = [root], set(ground.beside[root] & set(piece))
    while len(group) < size:
        taken = min(edge, key=lambda stand: (*shape(*_away(stands[root], stands[stand])), stand))
        group.append(taken)
        edge = (edge | (ground.beside[taken] & set(piece))) - set(group)
    return group


def _away(one: Stand, other: Stand) -> tuple[int, int]:
    return abs(one.x - other.x), abs(one.y - other.y)
