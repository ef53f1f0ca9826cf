"""Proposals of who gets which stands of an edition: from being asked for to being accepted, in whole or in part.

What a proposal says is nothing yet: stands are held once an officer has accepted a line, and every line is looked at
again then, beside the plan as it has become.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Final, Self
from uuid import UUID

from events_app.domain.applications import Application
from events_app.domain.messages import N_, P_, Message
from events_app.domain.proposals import LOST_AFTER, MOST_ATTEMPTS, NotAcceptable, NotStoppable
from events_app.domain.refusals import InvalidValue, Refusal
from events_app.domain.stand_rules import UNSETTLED, needs_stand
from events_app.domain.stands import Stand

MOST_ALLOTMENTS: Final = 200


class AllotmentState(StrEnum):
    """How far a proposal is."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    STOPPED = "stopped"
    FAILED = "failed"
    PARTLY_ACCEPTED = "partly_accepted"
    ACCEPTED = "accepted"
    DISCARDED = "discarded"


S = AllotmentState
ALLOTMENT_STATE_NAMES: Final[Mapping[AllotmentState, Message]] = MappingProxyType(
    {
        S.QUEUED: P_("state of a proposal", "Waiting to be computed"),
        S.RUNNING: P_("state of a proposal", "Being computed"),
        S.DONE: P_("state of a proposal", "Computed, nothing accepted"),
        S.STOPPED: P_("state of a proposal", "Stopped"),
        S.FAILED: P_("state of a proposal", "Failed"),
        S.PARTLY_ACCEPTED: P_("state of a proposal", "Accepted in part"),
        S.ACCEPTED: P_("state of a proposal", "Accepted"),
        S.DISCARDED: P_("state of a proposal", "Discarded"),
    }
)
UNDER_WAY: Final = frozenset({S.QUEUED, S.RUNNING})
OPEN: Final = frozenset({S.DONE, S.PARTLY_ACCEPTED, S.ACCEPTED})
"""States in which lines are accepted."""
DISCARDABLE: Final = OPEN | {S.STOPPED, S.FAILED}


class Aim(StrEnum):
    """What is reached for, most important first; also what a computation is busy with."""

    PLACED = "placed"
    PRIORITY = "priority"
    PREFERENCES = "preferences"
    NEIGHBOURS = "neighbours"
    WASTE = "waste"
    TOGETHER = "together"
    LOTTERY = "lottery"


AIM_NAMES: Final[Mapping[Aim, Message]] = MappingProxyType(
    {
        Aim.PLACED: P_("aim of an allotment", "Applications with stands"),
        Aim.PRIORITY: P_("aim of an allotment", "Points for those who wait longer"),
        Aim.PREFERENCES: P_("aim of an allotment", "Points for wishes that are met"),
        Aim.NEIGHBOURS: P_("aim of an allotment", "Wanted neighbours"),
        Aim.WASTE: P_("aim of an allotment", "Area beyond what was asked for"),
        Aim.TOGETHER: P_("aim of an allotment", "Walls inside of pavilions"),
        Aim.LOTTERY: P_("aim of an allotment", "Lottery among equals"),
    }
)


class Fault(StrEnum):
    """Why a proposal failed."""

    NOBODY = "nobody"
    TOO_LONG = "too_long"
    WORKER_DIED = "worker_died"


FAULT_WORDS: Final[Mapping[Fault, Message]] = MappingProxyType(
    {
        Fault.NOBODY: N_("No application with a place needs a stand any more."),
        Fault.TOO_LONG: N_("The computation took longer, or more memory, than it may."),
        Fault.WORKER_DIED: N_("The computation broke off several times before it was done."),
    }
)


class Why(StrEnum):
    """Why an application gets no stands."""

    NO_SUCH_STAND = "no_such_stand"
    NOT_TOGETHER = "not_together"
    FIXED = "fixed"
    PAVILION_FULL = "pavilion_full"
    TAKEN = "taken"
    NEIGHBOURS = "neighbours"


WHY_WORDS: Final[Mapping[Why, Message]] = MappingProxyType(
    {
        Why.NO_SUCH_STAND: N_("The plan has too few stands of this kind and size; a pavilion is for its members."),
        Why.NOT_TOGETHER: N_("There are enough such stands, but not so many side by side."),
        Why.FIXED: N_("What would fit is given or blocked already."),
        Why.PAVILION_FULL: N_("Other members of the pavilion have what would fit."),
        Why.TAKEN: N_("Others have what would fit."),
        Why.NEIGHBOURS: N_("What is left lies beside somebody whom it must not be beside."),
    }
)
CHOICE_WORDS: Final[Mapping[int | None, Message]] = MappingProxyType(
    {
        1: P_("wish for a stand", "First choice"),
        2: P_("wish for a stand", "Second choice"),
        3: P_("wish for a stand", "Third choice"),
        0: P_("wish for a stand", "No choice could be met"),
        None: P_("wish for a stand", "No choice that the plan knows"),
    }
)


class Standing(StrEnum):
    """What a line is worth on the plan as it is now."""

    PROPOSED = "proposed"
    HELD = "held"
    OVERTAKEN = "overtaken"
    UNPLACED = "unplaced"


STANDING_NAMES: Final[Mapping[Standing, Message]] = MappingProxyType(
    {
        Standing.PROPOSED: P_("proposed stand", "Proposed"),
        Standing.HELD: P_("proposed stand", "Given"),
        Standing.OVERTAKEN: P_("proposed stand", "No longer possible"),
        Standing.UNPLACED: P_("proposed stand", "Without a stand"),
    }
)


class AllotmentUnderWay(Refusal):
    """A second proposal while one is computed."""

    message = N_("A proposal for this plan is being computed: wait for it, or stop it first.")


class TooManyAllotments(Refusal):
    """More proposals than an edition may have."""

    message = N_("An edition has at most %(most)s proposals for its plan.")


class NobodyNeedsStands(Refusal):
    """Nothing to allot."""

    message = N_("No application with a place needs a stand.")


class NoLineChosen(InvalidValue):
    """A part without an application in it."""

    message = N_("Choose at least one application.")


class NotInAllotment(InvalidValue):
    """An application to which the proposal gives nothing."""

    message = N_("The proposal has no stands for this application.")


class LinesHeld(Refusal):
    """Somebody was faster, or did it before."""

    message = N_("Somebody has accepted this already: nothing is left to accept.")


class LineOvertaken(Refusal):
    """The plan, or an application, is another one by now."""

    message = N_("What is proposed for %(company)s fits no longer: stands or applications have changed meanwhile.")


class NotDiscardable(Refusal):
    """A proposal that is computed still, or put away already."""

    message = N_("This proposal cannot be discarded now.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """Numbers of stands behind a reason, as docs/allotment.md tells them."""

    of_kind: int = 0
    fitting: int = 0
    open: int = 0
    left: int = 0
    allowed: int = 0
    earlier: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class AllotmentLine:
    """What a proposal says of one application.

    `stand_ids` are the stands that it is to get beside those that it has; without any, `why` says why, with `counts`.
    `choice` is the choice that all of them meet (0: none of those stated; None: none stated that the plan knows),
    `neighbours` how many wanted neighbours it has, `extra_m2` what they have beyond what was asked for.
    """

    application_id: UUID
    stand_ids: tuple[UUID, ...] = ()
    choice: int | None = None
    neighbours: int = 0
    extra_m2: int = 0
    why: Why | None = None
    counts: Counts | None = None


@dataclass(frozen=True, slots=True)
class AimFigure:
    """What is reached of an aim, what can be reached at most (None: not known), and what choosing in turn reaches."""

    aim: Aim
    value: int
    bound: int | None
    in_turn: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AllotmentFigures:
    """A proposal in numbers.

    `asked` need stands, `placed` of them get some, `placed_in_turn` would where each chose in turn; `fixed` have all of
    theirs already; `cut` have more groups of stands than were looked at. `gap` is the part that may be missing of the
    first aim that is not proved, None where nothing is known of it.
    """

    aims: tuple[AimFigure, ...]
    asked: int
    placed: int
    placed_in_turn: int
    fixed: int
    cut: int
    is_proved: bool
    gap: float | None
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class AllotmentProposal:
    """One computation. `attempt` counts the workers that took it; `seen_at` is the last sign of life.

    `input_digest` is the SHA-256 of all that it was computed from: the same digest gives the same lines.
    """

    id: UUID
    edition_id: UUID
    number: int
    seed: str
    state: AllotmentState = S.QUEUED
    attempt: int = 0
    aim: Aim | None = None
    fraction: float = 0.0
    input_digest: str = ""
    fault: Fault | None = None
    figures: AllotmentFigures | None = None
    made_at: datetime
    made_by: UUID | None = None
    seen_at: datetime
    finished_at: datetime | None = None

    @property
    def is_under_way(self) -> bool:
        """Whether it is waited for."""
        return self.state in UNDER_WAY

    @property
    def is_open(self) -> bool:
        """Whether lines of it may be accepted."""
        return self.state in OPEN

    def is_lost(self, now: datetime) -> bool:
        """Whether a worker had it and nobody has any more."""
        return self.state is S.RUNNING and now - self.seen_at > LOST_AFTER

    def take(self, *, now: datetime) -> Self:
        """Begin, or begin again after a worker that died. Fails where too many have."""
        if self.attempt >= MOST_ATTEMPTS:
            return self.fail(Fault.WORKER_DIED, now=now)
        return replace(self, state=S.RUNNING, attempt=self.attempt + 1, aim=None, fraction=0.0, seen_at=now)

    def advance(self, aim: Aim | None, fraction: float, *, now: datetime) -> Self:
        """How far it is."""
        return replace(self, aim=aim, fraction=fraction, seen_at=now)

    def finish(self, figures: AllotmentFigures, *, now: datetime) -> Self:
        """Keep what came of it."""
        return replace(self, state=S.DONE, fraction=1.0, figures=figures, seen_at=now, finished_at=now)

    def fail(self, fault: Fault, *, now: datetime) -> Self:
        """Tell that nothing came of it."""
        return replace(self, state=S.FAILED, fault=fault, seen_at=now, finished_at=now)

    def stop(self, *, now: datetime) -> Self:
        """Have it left. Raises NotStoppable."""
        if not self.is_under_way:
            raise NotStoppable
        return replace(self, state=S.STOPPED, seen_at=now, finished_at=now)

    def discard(self, *, now: datetime) -> Self:
        """Put it away: nothing of it is accepted any more. Raises NotDiscardable."""
        if self.state not in DISCARDABLE:
            raise NotDiscardable
        return replace(self, state=S.DISCARDED, fault=None, seen_at=now)

    def accept(self, standings: Iterable[Standing]) -> Self:
        """The state where this is what its lines are worth. Raises NotAcceptable."""
        if not self.is_open:
            raise NotAcceptable
        placed = [each for each in standings if each is not Standing.UNPLACED]
        held = placed.count(Standing.HELD)
        return replace(self, state=S.ACCEPTED if held == len(placed) else S.PARTLY_ACCEPTED if held else S.DONE)


def part_of(
    proposal: AllotmentProposal, lines: Sequence[AllotmentLine], chosen: Collection[UUID] | None
) -> tuple[AllotmentLine, ...]:
    """The lines with stands of these applications; None is all. Raises NotAcceptable, NoLineChosen, NotInAllotment."""
    placed = tuple(line for line in lines if line.stand_ids)
    if not proposal.is_open or not placed:
        raise NotAcceptable
    if chosen is None:
        return placed
    if not chosen:
        raise NoLineChosen
    found = tuple(line for line in placed if line.application_id in chosen)
    if len(found) < len(set(chosen)):
        raise NotInAllotment
    return found


def standing_of(
    line: AllotmentLine, application: Application | None, stands: Mapping[UUID, Stand], *, given: int
) -> Standing:
    """What a line is worth now; `stands` are all of the plan, `given` is how many the application has."""
    if not line.stand_ids:
        return Standing.UNPLACED
    found = [stands.get(each) for each in line.stand_ids]
    new = [stand for stand in found if stand is None or stand.application_id != line.application_id]
    if not new:
        return Standing.HELD
    is_wanted = (
        application is not None and application.state in UNSETTLED and needs_stand(application, given + len(new) - 1)
    )
    are_free = all(stand is not None and stand.is_free for stand in new)
    return Standing.PROPOSED if is_wanted and are_free else Standing.OVERTAKEN


def standings_of(
    lines: Iterable[AllotmentLine], applications: Iterable[Application], stands: Iterable[Stand]
) -> dict[UUID, Standing]:
    """What each line is worth now, by application."""
    known = {each.id: each for each in stands}
    cases = {each.id: each for each in applications}
    given: dict[UUID, int] = {}
    for stand in known.values():
        if stand.application_id:
            given[stand.application_id] = given.get(stand.application_id, 0) + 1
    return {
        line.application_id: standing_of(
            line, cases.get(line.application_id), known, given=given.get(line.application_id, 0)
        )
        for line in lines
    }
