"""Why an application has no stands: the rules asked one after the other, with numbers of the stands that are left."""

from collections.abc import Sequence

from events_app.solvers.allotment_problems import Group, Unplaced, Why
from events_app.solvers.stand_grounds import Ground, suits


def allowed_stands(ground: Ground, one: int, owner: dict[int, int], groups: Sequence[Group]) -> frozenset[int]:
    """Stands that an application may have and nobody else has, none beside an application it must not be beside."""
    refused = ground.around(stand for other in ground.apart[one] for stand in groups[other])
    return frozenset(stand for stand in ground.open_to[one] if stand not in owner) - refused


def unplaced_of(ground: Ground, groups: Sequence[Group]) -> tuple[Unplaced, ...]:
    """Reasons of all that have none."""
    owner = {stand: one for one, group in enumerate(groups) for stand in group}
    return tuple(_told(ground, one, owner, groups) for one, group in enumerate(groups) if not group)


def _told(ground: Ground, one: int, owner: dict[int, int], groups: Sequence[Group]) -> Unplaced:
    problem, asked = ground.problem, ground.problem.applications[one]
    fitting = [place for place, stand in enumerate(problem.stands) if suits(problem, asked, stand)]
    open_to = ground.open_to[one]
    left = [stand for stand in open_to if stand not in owner]
    allowed = allowed_stands(ground, one, owner, groups)
    taken = [owner[stand] for stand in open_to if stand in owner]
    return Unplaced(
        application=one,
        why=_why(ground, one, {*fitting, *asked.must}, left),
        of_kind=sum(stand.kind == asked.kind for stand in problem.stands),
        fitting=len(fitting),
        open=len(open_to),
        left=len(left),
        allowed=len(allowed),
        earlier=sum(problem.applications[other].priority <= asked.priority for other in taken),
    )


def _why(ground: Ground, one: int, fitting: set[int], left: list[int]) -> Why:
    """The first set of stands in which no group is left says it."""
    asked = ground.problem.applications[one]
    if len(fitting) < asked.stands:
        return Why.NO_SUCH_STAND
    if not _has_group(ground, one, fitting):
        return Why.NOT_TOGETHER
    if not _has_group(ground, one, ground.open_to[one]):
        return Why.FIXED
    if not _has_group(ground, one, left):
        return Why.TAKEN if asked.pavilion is None else Why.PAVILION_FULL
    return Why.NEIGHBOURS


def _has_group(ground: Ground, one: int, stands: Sequence[int] | set[int]) -> bool:
    asked = ground.problem.applications[one]
    return any(len(piece) >= asked.stands and piece.issuperset(asked.must) for piece in ground.pieces(stands))
