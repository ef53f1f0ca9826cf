"""Moves that are wanted at one edition at the same moment are made together: one lock, one transaction, one commit.

Whoever comes while the lock is waited for joins. What comes of a group is what would come of its moves one after the
other, in the order in which they were asked for: each is decided for itself, and who is refused disturbs nobody else.
Nobody is answered before the commit. How servers keep out of each other's way is the business of `places`: its lock.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Coroutine, Sequence
from contextvars import Context
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from uuid import UUID
from weakref import WeakKeyDictionary

from events_app.actions.cases import Made, decided, keep_moves
from events_app.actions.deposits import note_deposits
from events_app.actions.invoice_documents import credit_withdrawn
from events_app.actions.places import Counted, check_fits, claim_of, fill_counted, lock_places
from events_app.domain.applications import Application, Move
from events_app.domain.refusals import NotFound, Refusal
from events_app.domain.rights import Asker
from events_app.domain.waiting_list import Ledger
from events_app.storage import applications
from events_app.storage.database import Database, current, in_transaction, transaction

MOST_TOGETHER: Final = 100
LONGEST_TURN_S: Final = 20.0
"""A group that takes longer is undone, before SQLite gives up waiting for another process."""
LONGEST_WAIT_S: Final = 60.0
FILLING: Final = frozenset({Move.DECLINE, Move.WITHDRAW, Move.PUT_ON_LIST})
"""Moves after which the waiting list is looked at before anything else is decided: each is the last of its group."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A move that is asked for. `check` raises a Refusal where it may not be made; it sees the case under the lock."""

    application_id: UUID
    move: Move
    check: Callable[[Application, Counted], None]
    reason: str = ""
    by: Asker
    now: datetime


@dataclass(frozen=True, slots=True, eq=False)
class Waiting:
    """Somebody in the queue, and where the answer goes."""

    wanted: Wanted
    answer: asyncio.Future[Application]

    def tell(self, outcome: Application | Exception) -> None:
        """Answer, unless they have gone away."""
        if self.answer.done():
            return
        if isinstance(outcome, Exception):
            self.answer.set_exception(outcome)
        else:
            self.answer.set_result(outcome)

    def alone(self) -> list["Waiting"]:
        """A group of one, or of nobody where they have gone away."""
        return [] if self.answer.done() else [self]


@dataclass(slots=True, eq=False)
class Queue:
    """Who waits for one edition, in order; who is being served; and the task that serves until nobody is left."""

    waiting: deque[Waiting] = field(default_factory=deque)
    taken: list[Waiting] = field(default_factory=list)
    server: asyncio.Task[None] | None = None

    def take(self) -> list[Waiting]:
        """The next group: different cases, and nothing after a move that fills places."""
        taken: dict[UUID, Waiting] = {}
        while self.waiting and len(taken) < MOST_TOGETHER:
            if self.waiting[0].wanted.application_id in taken:
                break
            first = self.waiting.popleft()
            if first.answer.done():
                continue
            taken[first.wanted.application_id] = first
            if first.wanted.move in FILLING:
                break
        self.taken = list(taken.values())
        return self.taken


@dataclass(slots=True, eq=False)
class Desk:
    """Who has just arrived and of which edition nobody knows yet, the task that looks that up, and the queues."""

    arrived: list[Waiting] = field(default_factory=list)
    sorter: asyncio.Task[None] | None = None
    queues: dict[UUID, Queue] = field(default_factory=dict)


_desks: WeakKeyDictionary[Database, Desk] = WeakKeyDictionary()


async def make_in_turn(wanted: Wanted) -> Application:
    """Make a move together with others of its edition, and return the case once it is kept.

    Raises NotFound, ChangedMeanwhile, what `check` and `Application.move` raise, NoPlaceFree for an offer; and
    TimeoutError where it took too long: what was asked for may be done all the same, as after a line that broke.
    """
    if in_transaction():
        return await _joined(wanted)
    desk = _desks.setdefault(current(), Desk())
    waiting = Waiting(wanted, asyncio.get_running_loop().create_future())
    desk.arrived.append(waiting)
    if desk.sorter is None:
        desk.sorter = _started(_sort(desk))
    async with asyncio.timeout(LONGEST_WAIT_S):
        return await waiting.answer


def _started(work: Coroutine[None, None, None]) -> asyncio.Task[None]:
    """A task of nobody's request: that of whoever came first may be cancelled, and its context is not the others'."""
    return asyncio.create_task(work, context=Context())


async def _joined(wanted: Wanted) -> Application:
    editions = await applications.list_edition_ids([wanted.application_id])
    if not editions:
        raise NotFound
    (outcome,) = await _made(await lock_places(editions[wanted.application_id]), [wanted])
    if isinstance(outcome, Refusal):
        raise outcome
    return outcome


async def _sort(desk: Desk) -> None:
    """Send everybody to the queue of their edition; those who arrive while it is looked up are next."""
    arrived: list[Waiting] = []
    try:
        while desk.arrived:
            arrived, desk.arrived = desk.arrived, []
            try:
                async with asyncio.timeout(LONGEST_TURN_S):
                    editions = await applications.list_edition_ids(each.wanted.application_id for each in arrived)
            except Exception as fault:  # noqa: BLE001 - whatever it is, those who wait are told
                for each in arrived:
                    each.tell(fault)
                continue
            for each in arrived:
                edition_id = editions.get(each.wanted.application_id)
                if edition_id is None:
                    each.tell(NotFound())
                else:
                    _queue_up(edition_id, each, desk.queues)
            arrived = []
    finally:
        desk.sorter = None
        for each in (*arrived, *desk.arrived):
            each.answer.cancel()


def _queue_up(edition_id: UUID, waiting: Waiting, queues: dict[UUID, Queue]) -> None:
    queue = queues.setdefault(edition_id, Queue())
    queue.waiting.append(waiting)
    if queue.server is None:
        queue.server = _started(_serve(edition_id, queues))


async def _serve(edition_id: UUID, queues: dict[UUID, Queue]) -> None:
    queue = queues[edition_id]
    try:
        while queue.waiting:
            for each, outcome in await _served(edition_id, queue.take):
                each.tell(outcome)
    finally:
        del queues[edition_id]
        for each in (*queue.taken, *queue.waiting):
            each.answer.cancel()


async def _served(edition_id: UUID, take: Callable[[], list[Waiting]]) -> list[tuple[Waiting, Application | Exception]]:
    """Make the moves of a group that is taken under the lock; after a fault, each alone."""
    taken: list[Waiting] = []
    try:
        async with asyncio.timeout(LONGEST_TURN_S), transaction():
            counted = await lock_places(edition_id)
            taken = take()
            outcomes = await _made(counted, [each.wanted for each in taken])
    except Exception as fault:  # noqa: BLE001 - whatever it is, those who wait are told
        taken = taken or take()
        if len(taken) == 1 or isinstance(fault, TimeoutError):
            return [(each, fault) for each in taken]
        return [pair for each in taken for pair in await _served(edition_id, each.alone)]
    return list(zip(taken, outcomes, strict=True))


async def _made(counted: Counted, wanted: Sequence[Wanted]) -> list[Application | Refusal]:
    """Decide each move, keep those that are possible, and fill what became free; under the lock."""
    cases = {each.id: each for each in await applications.list_by_id(each.application_id for each in wanted)}
    offers = any(each.move is Move.OFFER for each in wanted)
    ledger = await applications.get_ledger(counted.edition.id) if offers else Ledger()
    outcomes, moves = list[Application | Refusal](), list[Made]()
    for each in wanted:
        try:
            if each.application_id not in cases:
                raise NotFound
            old = cases[each.application_id]
            each.check(old, counted)
            if each.move is Move.OFFER:
                check_fits(old, counted.admission, ledger)
            move = decided(
                old,
                each.move,
                edition=counted.edition,
                admission=counted.admission,
                reason=each.reason,
                by=each.by,
                now=each.now,
            )
        except Refusal as refusal:
            outcomes.append(refusal)
            continue
        if each.move is Move.OFFER:
            ledger = ledger.with_(claim_of(move.new))
        moves.append(move)
        outcomes.append(move.new)
    await keep_moves(moves, counted.edition)
    await credit_withdrawn(moves, counted.edition)
    noted = await note_deposits(moves, counted.edition, counted.admission)
    for move in moves:
        if move.move is Move.PUT_ON_LIST or (move.old.holds_place and not move.new.holds_place):
            await fill_counted(counted, now=move.now)
    return [noted.get(each.id, each) if isinstance(each, Application) else each for each in outcomes]
