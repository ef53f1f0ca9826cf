"""Proposals: one computation for a programme, from being asked for to being accepted, in whole or in part.

A proposal keeps the rules it was computed under. What it proposes is nothing yet: an accepted pair is, and only an
officer accepts. Accepted pairs hold places: what is accepted later has to fit beside them.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Final, Self
from uuid import UUID

from events_app.domain.messages import N_, P_, Message
from events_app.domain.programmes import Force, ForcedPair, Programme, Rules
from events_app.domain.proposal_results import Bound, PairKey, ProposedPair, Result
from events_app.domain.refusals import InvalidValue, Refusal

MOST_ATTEMPTS: Final = 3
"""Workers that may die over a proposal before it is told as failed."""
LOST_AFTER: Final = timedelta(hours=1)
"""Without a sign of life for so long, no worker is at it any more: a lease has ended several times over."""
MOST_PROPOSALS: Final = 200


class ProposalState(StrEnum):
    """How far a proposal is."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    STOPPED = "stopped"
    FAILED = "failed"
    PARTLY_ACCEPTED = "partly_accepted"
    ACCEPTED = "accepted"


PROPOSAL_STATE_NAMES: Final[Mapping[ProposalState, Message]] = MappingProxyType(
    {
        ProposalState.QUEUED: P_("state of a proposal", "Waiting to be computed"),
        ProposalState.RUNNING: P_("state of a proposal", "Being computed"),
        ProposalState.DONE: P_("state of a proposal", "Computed, nothing accepted"),
        ProposalState.STOPPED: P_("state of a proposal", "Stopped"),
        ProposalState.FAILED: P_("state of a proposal", "Failed"),
        ProposalState.PARTLY_ACCEPTED: P_("state of a proposal", "Accepted in part"),
        ProposalState.ACCEPTED: P_("state of a proposal", "Accepted"),
    }
)
UNDER_WAY: Final = frozenset({ProposalState.QUEUED, ProposalState.RUNNING})
WITH_RESULT: Final = frozenset({ProposalState.DONE, ProposalState.PARTLY_ACCEPTED, ProposalState.ACCEPTED})


class Step(StrEnum):
    """What a computation is busy with."""

    GATHERING = "gathering"
    SCORING = "scoring"
    BOUNDS = "bounds"
    FLOORS = "floors"
    FAIRNESS = "fairness"
    OUTSIDE = "outside"
    SCORE = "score"
    LOTTERY = "lottery"
    PRICES = "prices"


STEP_NAMES: Final[Mapping[Step, Message]] = MappingProxyType(
    {
        Step.GATHERING: P_("step of a computation", "Reading offers, needs and facts"),
        Step.SCORING: P_("step of a computation", "Scoring all pairs"),
        Step.BOUNDS: P_("step of a computation", "Keeping to the bounds"),
        Step.FLOORS: P_("step of a computation", "Reaching the floors of countries and regions"),
        Step.FAIRNESS: P_("step of a computation", "Giving each exporter its share"),
        Step.OUTSIDE: P_("step of a computation", "Finding developing partners for each exporter"),
        Step.SCORE: P_("step of a computation", "Looking for the highest sum of scores"),
        Step.LOTTERY: P_("step of a computation", "Drawing among equals"),
        Step.PRICES: P_("step of a computation", "Finding what each bound costs"),
    }
)


class Fault(StrEnum):
    """Why a proposal failed."""

    NO_EXPORTERS = "no_exporters"
    INFEASIBLE = "infeasible"
    TOO_LONG = "too_long"
    WORKER_DIED = "worker_died"


FAULT_WORDS: Final[Mapping[Fault, Message]] = MappingProxyType(
    {
        Fault.NO_EXPORTERS: N_("No approved technology offer in force fits the programme."),
        Fault.INFEASIBLE: N_("No assignment keeps all the rules: they contradict each other."),
        Fault.TOO_LONG: N_("The computation took longer than it may. Fewer countries or sectors at once help."),
        Fault.WORKER_DIED: N_("The computation broke off several times before it was done."),
    }
)


class ProposalUnderWay(Refusal):
    """A second proposal while one is computed."""

    message = N_("A proposal for this programme is being computed: wait for it, or stop it first.")


class TooManyProposals(Refusal):
    """More proposals than a programme may have."""

    message = N_("A programme has at most %(most)s proposals.")


class NotStoppable(Refusal):
    """A proposal that is not computed any more."""

    message = N_("This proposal is not being computed any more.")


class NotAcceptable(Refusal):
    """A proposal without a result."""

    message = N_("There is nothing to accept in this proposal.")


class NothingChosen(InvalidValue):
    """A part without a pair in it."""

    message = N_("Choose at least one pair.")


class NotProposed(InvalidValue):
    """A pair that the proposal does not contain."""

    message = N_("This pair is not in the proposal.")


class TakingBackUnexplained(InvalidValue):
    """An accepted pair taken back without words."""

    message = N_("Say why the pair is taken back.")


class PlacesTaken(Refusal):
    """Pairs accepted before leave no room for these."""

    message = N_("Pairs accepted before leave no room: %(country)s has %(capacity)s places.")


class ShareTaken(Refusal):
    """An exporter would go to more countries than each may."""

    message = N_("An exporter would go to more countries or regions than each may: at most %(most)s.")


class PairForbidden(Refusal):
    """A pair that an officer has ruled out since."""

    message = N_("An officer has ruled out one of these pairs since the proposal was computed.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """One computation.

    `attempt` counts the workers that took it; `seen_at` is the last sign of life. `unreached` and
    `in_the_way` tell of an infeasible one what falls short, and what would make it feasible if it were not there.
    `input_digest` is the SHA-256 of all that was computed from: the same digest gives the same result.
    """

    id: UUID
    programme_id: UUID
    number: int
    rules: Rules
    forced: tuple[ForcedPair, ...] = ()
    seed: str
    weights_version: int
    state: ProposalState = ProposalState.QUEUED
    attempt: int = 0
    step: Step = Step.GATHERING
    fraction: float = 0.0
    input_digest: str = ""
    fault: Fault | None = None
    unreached: tuple[Bound, ...] = ()
    in_the_way: tuple[Bound, ...] = ()
    result: Result | None = None
    made_at: datetime
    made_by: UUID | None = None
    seen_at: datetime
    finished_at: datetime | None = None

    @property
    def is_under_way(self) -> bool:
        """Whether it is waited for."""
        return self.state in UNDER_WAY

    def is_lost(self, now: datetime) -> bool:
        """Whether a worker had it and nobody has any more."""
        return self.state is ProposalState.RUNNING and now - self.seen_at > LOST_AFTER

    def take(self, *, now: datetime) -> Self:
        """Begin, or begin again after a worker that died. Fails where too many have."""
        if self.attempt >= MOST_ATTEMPTS:
            return self.fail(Fault.WORKER_DIED, now=now)
        return replace(
            self,
            state=ProposalState.RUNNING,
            attempt=self.attempt + 1,
            step=Step.GATHERING,
            fraction=0.0,
            seen_at=now,
        )

    def advance(self, step: Step, fraction: float, *, now: datetime) -> Self:
        """How far it is."""
        return replace(self, step=step, fraction=fraction, seen_at=now)

    def finish(self, result: Result, *, now: datetime) -> Self:
        """Keep the result."""
        return replace(self, state=ProposalState.DONE, fraction=1.0, result=result, seen_at=now, finished_at=now)

    def fail(
        self,
        fault: Fault,
        *,
        unreached: tuple[Bound, ...] = (),
        in_the_way: tuple[Bound, ...] = (),
        now: datetime,
    ) -> Self:
        """Tell that there is no result."""
        return replace(
            self,
            state=ProposalState.FAILED,
            fault=fault,
            unreached=unreached,
            in_the_way=in_the_way,
            seen_at=now,
            finished_at=now,
        )

    def stop(self, *, now: datetime) -> Self:
        """Have it left. Raises NotStoppable."""
        if not self.is_under_way:
            raise NotStoppable
        return replace(self, state=ProposalState.STOPPED, seen_at=now, finished_at=now)

    def accept(self, accepted: Collection[PairKey]) -> Self:
        """The state where these pairs of the programme hold. Raises NotAcceptable."""
        if self.result is None or self.state not in WITH_RESULT:
            raise NotAcceptable
        holds = [pair.key in accepted for pair in self.result.pairs]
        if not any(holds):
            return replace(self, state=ProposalState.DONE)
        return replace(self, state=ProposalState.ACCEPTED if all(holds) else ProposalState.PARTLY_ACCEPTED)


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptedPair:
    """An exporter that is to go to a country or region: what was decided."""

    programme_id: UUID
    company_id: UUID
    code: str
    offer_id: UUID | None
    score: float | None
    proposal_id: UUID
    accepted_by: UUID | None
    accepted_at: datetime

    @property
    def key(self) -> PairKey:
        """The exporter and the country or region."""
        return PairKey(self.company_id, self.code)


def part_of(proposal: Proposal, chosen: Collection[PairKey] | None) -> tuple[ProposedPair, ...]:
    """The pairs of a proposal that are chosen; None is all. Raises NotAcceptable, NothingChosen or NotProposed."""
    if proposal.result is None or proposal.state not in WITH_RESULT:
        raise NotAcceptable
    if chosen is None:
        return proposal.result.pairs
    if not chosen:
        raise NothingChosen
    wanted = set(chosen)
    found = tuple(pair for pair in proposal.result.pairs if pair.key in wanted)
    if len(found) < len(wanted):
        raise NotProposed
    return found


def check_fit(programme: Programme, held: Collection[PairKey], more: Iterable[PairKey]) -> None:
    """Whether pairs fit beside those that hold, under the rules as they are now.

    Raises ProgrammeClosed, PlacesTaken, ShareTaken or PairForbidden.
    """
    programme.check_open()
    new = [key for key in more if key not in held]
    ruled_out = {one.key for one in programme.forced if one.force is Force.MUST_NOT}
    if any(key in ruled_out for key in new):
        raise PairForbidden
    check_room(programme.rules, [*held, *new], of=new)


def check_room(rules: Rules, held: Collection[PairKey], of: Collection[PairKey] | None = None) -> None:
    """Whether pairs that hold find places and keep to the share of each exporter; of what `of` names, or of all.

    Raises PlacesTaken or ShareTaken.
    """
    asked = held if of is None else of
    of_country, of_company = Counter(key.code for key in held), Counter(key.company_id for key in held)
    for code in dict.fromkeys(key.code for key in asked):
        rule = rules.rule_of(code)
        capacity = rule.capacity if rule else 0
        if of_country[code] > capacity:
            raise PlacesTaken(country=code, capacity=capacity)
    if any(of_company[key.company_id] > rules.most_each for key in asked):
        raise ShareTaken(most=rules.most_each)
