"""How a proposal for the plan of an edition is computed: gathered, solved in a process of its own, and kept.

As with proposals of matching programmes: a worker takes one and shows signs of life until it is done. Where it dies,
the job comes back and another takes it; after some that died it is told as failed. Whoever stops one changes its state,
and the worker, whose next sign of life is refused, ends the process.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from time import monotonic
from typing import Final
from uuid import UUID

from events_app.actions.allotments import get_plan, record_move
from events_app.actions.cases import get_edition_of
from events_app.domain.allotments import Aim, AllotmentLine, AllotmentProposal, AllotmentState, Fault
from events_app.domain.history import Deed
from events_app.domain.proposals import LOST_AFTER
from events_app.domain.rights import SYSTEM
from events_app.solvers.allotment_greedy import allot_greedily
from events_app.solvers.plan_problems import figures_of, lines_of, problem_of
from events_app.solvers.running import AllotmentRun, Ending, Limits, SolveEndedError, allotting
from events_app.storage import allotments
from events_app.storage.database import transaction

SAVED_EVERY_S: Final = 1.0
MOST: Final = Limits(seconds=110.0)
"""The worker gives a job 150 seconds altogether."""
BEGUN: Final = 0.05
ENDED_BY_SIZE: Final = frozenset({Ending.OVER_TIME, Ending.OVER_MEMORY})


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """What a computation works with."""

    clock: Callable[[], datetime]
    limits: Limits = MOST
    saved_every_s: float = SAVED_EVERY_S


class _LeftError(Exception):
    """The proposal is no longer in this worker's hands."""


async def run(proposal_id: UUID, here: Bench) -> None:
    """Compute a proposal, if it is waited for still. Raises NotFound, and SolveEndedError where the process broke."""
    taken = await _take(proposal_id, now=here.clock())
    if taken is None:
        return
    lines: tuple[AllotmentLine, ...] = ()
    try:
        done, lines = await _computed(taken, here)
    except _LeftError:
        return
    except SolveEndedError as ended:
        if ended.ending not in ENDED_BY_SIZE:
            raise
        done = taken.fail(Fault.TOO_LONG, now=here.clock())
    async with transaction():
        if await allotments.set_(done, before=taken):
            await allotments.add_lines(done.id, lines)
            await _record(taken, done, now=here.clock())


async def fail_lost(*, now: datetime) -> int:
    """Tell proposals as failed that nobody computes any more; return how many."""
    found = 0
    for proposal_id in await allotments.list_lost(now - LOST_AFTER):
        async with transaction():
            old = await allotments.lock(proposal_id)
            if not old.is_lost(now):
                continue
            new = old.fail(Fault.WORKER_DIED, now=now)
            if await allotments.set_(new, before=old):
                await _record(old, new, now=now)
                found += 1
    return found


async def _take(proposal_id: UUID, *, now: datetime) -> AllotmentProposal | None:
    """The proposal in this worker's hands; None where it is not waited for, or has failed by now."""
    async with transaction():
        old = await allotments.lock(proposal_id)
        if not old.is_under_way:
            return None
        taken = old.take(now=now)
        await allotments.set_(taken, before=old)
        if taken.state is AllotmentState.FAILED:
            await _record(old, taken, now=now)
            return None
    return taken


async def _computed(taken: AllotmentProposal, here: Bench) -> tuple[AllotmentProposal, tuple[AllotmentLine, ...]]:
    """The proposal with its figures, or as failed, and its lines. Raises _LeftError or SolveEndedError."""
    began = monotonic()
    plan = await get_plan(taken.edition_id)
    whole = await asyncio.to_thread(problem_of, plan, seed=taken.seed)
    if not whole.asking:
        return taken.fail(Fault.NOBODY, now=here.clock()), ()
    in_turn = await asyncio.to_thread(allot_greedily, whole.problem)
    async with allotting(whole.problem, limits=here.limits) as solve:
        await _watched(solve, taken, here)
        found = await solve.answer()
    lines = await asyncio.to_thread(lines_of, whole, found)
    figures = figures_of(whole, found, in_turn, seconds=monotonic() - began)
    return replace(taken, input_digest=whole.digest).finish(figures, now=here.clock()), lines


async def _watched(solve: AllotmentRun, taken: AllotmentProposal, here: Bench) -> None:
    """Keep what the solve is busy with, now and then, until it has ended."""
    latest = taken.advance(None, BEGUN, now=here.clock())

    async def listen() -> None:
        nonlocal latest
        async for step in solve:
            fraction = BEGUN + (1 - BEGUN) * step.fraction
            latest = taken.advance(Aim(step.phase.value), fraction, now=here.clock())

    listening = asyncio.create_task(listen())
    try:
        while not listening.done():
            if not await allotments.set_(replace(latest, seen_at=here.clock()), before=taken):
                raise _LeftError
            await asyncio.wait({listening}, timeout=here.saved_every_s)
    finally:
        listening.cancel()


async def _record(old: AllotmentProposal, new: AllotmentProposal, *, now: datetime) -> None:
    await record_move(Deed.CHANGED, await get_edition_of(new.edition_id), old, new, by=SYSTEM, now=now)
