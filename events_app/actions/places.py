"""Places: counted, offered, and given on to the waiting list, under the lock of the edition's admission.

Every transaction that gives a place away, or frees one, holds that lock from before it counts until it ends. So no two
count the same place, on either engine, whatever number of servers and workers there are.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID, uuid4

from events_app.actions.cases import decided, get_edition_of, keep_moves
from events_app.actions.deposits import note_deposits
from events_app.domain.admissions import Admission, NoPlaceFree
from events_app.domain.application_steps import Step
from events_app.domain.applications import MOVES, Actor, Application, Move, Space
from events_app.domain.exhibitions import Edition, EditionStatus
from events_app.domain.rights import SYSTEM
from events_app.domain.waiting_list import Claim, Ledger, PassedOver, find_block, promote
from events_app.storage import admissions, applications
from events_app.storage.database import transaction


@dataclass(frozen=True, slots=True)
class Counted:
    """An edition whose places nobody else counts now."""

    edition: Edition
    admission: Admission


async def lock_places(edition_id: UUID) -> Counted:
    """Take the lock of an edition's places inside a transaction. Raises NotFound."""
    admission = await admissions.lock_(edition_id)
    return Counted(await get_edition_of(edition_id), admission)


async def fill(edition_id: UUID, *, now: datetime) -> int:
    """Close what is overdue and give free places to the waiting list; return how many cases moved."""
    async with transaction():
        counted = await lock_places(edition_id)
        return await fill_counted(counted, now=now)


async def fill_counted(counted: Counted, *, now: datetime) -> int:
    """As `fill`, for who holds the lock already: to be called whenever places became free or more.

    Offers of stands that nobody answered in time end with the stand free and the place kept.
    """
    overdue = await applications.lock_overdue(counted.edition.id, now=now)
    for move in (Move.EXPIRE, Move.EXPIRE_STAND):
        await _by_itself((each for each in overdue if each.state in MOVES[move].origins), move, counted, now=now)
    if counted.edition.status is EditionStatus.CANCELLED:
        return len(overdue)
    waiting = await applications.list_waiting(counted.edition.id)
    if not waiting:
        return len(overdue)
    found = promote(counted.admission, await applications.get_ledger(counted.edition.id), waiting)
    offered = await applications.list_by_id(claim.application_id for claim in found.offered)
    await _by_itself(offered, Move.OFFER, counted, now=now)
    await _note_passed_over(found.passed_over, now=now)
    return len(overdue) + len(offered)


def check_fits(application: Application, admission: Admission, ledger: Ledger) -> None:
    """Raise NoPlaceFree where a case does not fit beside what is taken; sure only under the lock."""
    if find_block(admission, ledger, claim_of(application)) is not None:
        raise NoPlaceFree


async def check_within(application: Application, admission: Admission) -> None:
    """Raise NoPlaceFree where a case that holds a place takes more than there is; under the lock, once it is saved."""
    ledger = await applications.get_ledger(admission.edition_id)
    if find_block(admission, ledger, replace(claim_of(application), space=Space())) is not None:
        raise NoPlaceFree


def claim_of(application: Application) -> Claim:
    """What a case takes."""
    return Claim(
        application_id=application.id,
        company_id=application.company_id,
        space=application.wish.space,
        sector=application.sector,
        country=application.country,
        queued_at=application.queued_at,
        number=application.number,
    )


async def _by_itself(found: Iterable[Application], move: Move, counted: Counted, *, now: datetime) -> None:
    edition, admission = counted.edition, counted.admission
    moves = [
        decided(each, move, edition=edition, admission=admission, actor=Actor.SYSTEM, by=SYSTEM, now=now)
        for each in found
    ]
    await keep_moves(moves, edition)
    await note_deposits(moves, edition, admission)


async def _note_passed_over(passed: Iterable[PassedOver], *, now: datetime) -> None:
    await applications.add_steps(
        Step(id=uuid4(), application_id=each.application_id, at=now, actor=Actor.SYSTEM, why=each.why)
        for each in passed
    )
