"""What an allotment is worth, aim by aim, and what it can be worth at most when nobody is in anybody's way."""

from collections.abc import Sequence

from events_app.solvers.allotment_problems import Aim, Group, Level
from events_app.solvers.stand_grounds import Ground


def values_of(ground: Ground, groups: Sequence[Group]) -> dict[Aim, int]:
    """The value of every aim."""
    placed = [(one, group) for one, group in enumerate(groups) if group]
    return {
        Aim.PLACED: len(placed),
        Aim.PRIORITY: sum(ground.weights[one] for one, _ in placed),
        Aim.PREFERENCES: sum(ground.points(one, group) for one, group in placed),
        Aim.NEIGHBOURS: sum(not ground.around(groups[one]).isdisjoint(groups[other]) for one, other in ground.wanted),
        Aim.WASTE: -sum(ground.waste(one, group) for one, group in placed),
        Aim.TOGETHER: len(walls_inside(ground, groups)),
        Aim.LOTTERY: -sum(ground.ticket(one, group) for one, group in placed),
    }


def levels_of(ground: Ground, groups: Sequence[Group], bounds: dict[Aim, int] | None = None) -> tuple[Level, ...]:
    """The same as levels."""
    known = bounds or {}
    return tuple(Level(aim, value, known.get(aim)) for aim, value in values_of(ground, groups).items())


def walls_inside(ground: Ground, groups: Sequence[Group]) -> set[tuple[int, int]]:
    """Walls between two stands of a pavilion that are both given to its members."""
    problem = ground.problem
    held = {
        stand
        for one, group in enumerate(groups)
        for stand in group
        if problem.stands[stand].pavilion is not None
        and problem.stands[stand].pavilion == problem.applications[one].pavilion
    }
    return {
        (one, other)
        for one in held
        for other in ground.beside[one] & held
        if one < other and problem.stands[one].pavilion == problem.stands[other].pavilion
    }
