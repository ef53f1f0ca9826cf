"""How a proposal is computed: everything gathered, scored, solved in a process of its own, and the result kept.

A worker takes a proposal and shows signs of life until it is done. Where the worker dies, the job of the outbox comes
back and another one takes it; after some that died it is told as failed. Whoever stops a proposal changes its state,
and the worker, whose next sign of life is refused, ends the process.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from time import monotonic
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from events_app.actions.history import record
from events_app.actions.matching import Place, gather
from events_app.domain.history import Deed, FieldChange
from events_app.domain.proposals import LOST_AFTER, Fault, Proposal, ProposalState, Step
from events_app.domain.rights import SYSTEM, Noun
from events_app.solvers.problems import Phase, ProblemInfeasible
from events_app.solvers.programme_problems import ProgrammeProblem, bounds_of, problem_of, result_of
from events_app.solvers.running import AssignmentRun, Ending, Limits, SolveEndedError, running
from events_app.storage import match_weights, programmes, proposals
from events_app.storage.database import transaction

SAVED_EVERY_S: Final = 1.0
MOST: Final = Limits(seconds=110.0)
"""The worker gives a job 150 seconds altogether."""
SOLVED: Final = 0.6
"""Part of the progress when the assignment is there and only prices are missing."""
ENDED_BY_SIZE: Final = frozenset({Ending.OVER_TIME, Ending.OVER_MEMORY})


@dataclass(frozen=True, slots=True, kw_only=True)
class Installation:
    """What a computation needs to know of this installation."""

    place: Place
    zone: str
    clock: Callable[[], datetime]
    limits: Limits = MOST
    saved_every_s: float = SAVED_EVERY_S


class _LeftError(Exception):
    """The proposal is no longer in this worker's hands."""


async def run(proposal_id: UUID, here: Installation) -> None:
    """Compute a proposal, if it is waited for still. Raises NotFound, and SolveEndedError where the process broke."""
    taken = await _take(proposal_id, now=here.clock())
    if taken is None:
        return
    try:
        done = await _computed(taken, here)
    except _LeftError:
        return
    except SolveEndedError as ended:
        if ended.ending not in ENDED_BY_SIZE:
            raise
        done = taken.fail(Fault.TOO_LONG, now=here.clock())
    async with transaction():
        if await proposals.set_(done, before=taken):
            await _record(done, now=here.clock())


async def fail_lost(*, now: datetime) -> int:
    """Tell proposals as failed that nobody computes any more; return how many."""
    found = 0
    for proposal_id in await proposals.list_lost(now - LOST_AFTER):
        async with transaction():
            old = await proposals.lock(proposal_id)
            if not old.is_lost(now):
                continue
            new = old.fail(Fault.WORKER_DIED, now=now)
            if await proposals.set_(new, before=old):
                await _record(new, now=now)
                found += 1
    return found


async def _take(proposal_id: UUID, *, now: datetime) -> Proposal | None:
    """The proposal in this worker's hands; None where it is not waited for, or has failed by now."""
    async with transaction():
        old = await proposals.lock(proposal_id)
        if not old.is_under_way:
            return None
        taken = old.take(now=now)
        await proposals.set_(taken, before=old)
        if taken.state is ProposalState.FAILED:
            await _record(taken, now=now)
            return None
    return taken


async def _computed(taken: Proposal, here: Installation) -> Proposal:
    """The proposal with its result, or as failed. Raises _LeftError or SolveEndedError."""
    began = monotonic()
    whole = await _problem(taken, here)
    if whole is None:
        return taken.fail(Fault.NO_EXPORTERS, now=here.clock())
    taken = replace(taken, input_digest=whole.digest)
    try:
        async with running(whole.problem, price_units=taken.rules.price_step, limits=here.limits) as solve:
            await _watched(solve, taken, here)
            answer = await solve.answer()
    except ProblemInfeasible as refused:
        unreached, in_the_way = bounds_of(whole, refused)
        return taken.fail(Fault.INFEASIBLE, unreached=unreached, in_the_way=in_the_way, now=here.clock())
    seconds = monotonic() - began
    result = await asyncio.to_thread(result_of, whole, answer.assignment, answer.prices, seconds=seconds)
    return taken.finish(result, now=here.clock())


async def _problem(taken: Proposal, here: Installation) -> ProgrammeProblem | None:
    """Everything as arrays; None where there is nothing to match."""
    today = here.clock().astimezone(ZoneInfo(here.zone)).date()
    programme = await programmes.get_by_id(taken.programme_id)
    accepted = [pair.key for pair in await proposals.list_accepted_of(programme)]
    weights = await match_weights.get(taken.weights_version)
    ground = await gather(here.place, today=today)
    await _alive(taken.advance(Step.SCORING, 0.05, now=here.clock()), taken)
    whole = await asyncio.to_thread(
        problem_of, ground, weights, taken.rules, forced=taken.forced, accepted=accepted, seed=taken.seed
    )
    return whole if whole.offers else None


async def _watched(solve: AssignmentRun, taken: Proposal, here: Installation) -> None:
    """Keep what the solve is busy with, now and then, until it has ended."""
    latest = taken.advance(Step.BOUNDS, 0.1, now=here.clock())

    async def listen() -> None:
        nonlocal latest
        async for step in solve:
            latest = taken.advance(Step(step.phase.value), _whole(step.phase, step.fraction), now=here.clock())

    listening = asyncio.create_task(listen())
    try:
        while not listening.done():
            await _alive(replace(latest, seen_at=here.clock()), taken)
            await asyncio.wait({listening}, timeout=here.saved_every_s)
    finally:
        listening.cancel()


async def _alive(proposal: Proposal, taken: Proposal) -> None:
    """Keep a sign of life. Raises _LeftError where somebody has stopped it, or another worker has it."""
    if not await proposals.set_(proposal, before=taken):
        raise _LeftError


def _whole(phase: Phase, fraction: float) -> float:
    """Part of the whole work that is done."""
    if phase is Phase.PRICES:
        return SOLVED + (1 - SOLVED) * fraction
    return 0.1 + (SOLVED - 0.1) * fraction


async def _record(proposal: Proposal, *, now: datetime) -> None:
    programme = await programmes.get_by_id(proposal.programme_id)
    changes = [FieldChange("state", ProposalState.RUNNING.value, proposal.state.value)]
    if proposal.fault:
        changes.append(FieldChange("fault", None, proposal.fault.value))
    if proposal.result:
        changes.append(FieldChange("pairs", None, len(proposal.result.pairs)))
    label = f"{programme.slug}/{proposal.number}"
    await record(Deed.CHANGED, Noun.PROGRAMME, programme.id, by=SYSTEM, now=now, label=label, changes=tuple(changes))
