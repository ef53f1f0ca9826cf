"""Deposits that had arrived before their cases could be moved on: noted with the move that makes it possible."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from events_app.actions.cases import Made, decided, keep_moves
from events_app.domain.admissions import Admission
from events_app.domain.applications import MOVES, TAKING_PART, Application, Move
from events_app.domain.exhibitions import Edition
from events_app.domain.rights import SYSTEM
from events_app.storage import applications, invoices


async def note_deposits(moves: Sequence[Made], edition: Edition, admission: Admission) -> dict[UUID, Application]:
    """Move cases on that come to where a deposit is noted, and whose deposit is paid; return them after that.

    After `keep_moves`, under the lock of the edition's admission. While a stand is offered nothing is noted, so a
    payment that arrived then counts once the company has answered, or its term is over. A case that was just accepted
    has no invoice yet.
    """
    origins = MOVES[Move.NOTE_DEPOSIT].origins
    made = {each.new.id: each for each in moves if each.old.state in TAKING_PART and each.new.state in origins}
    paid = {each.application_id for each in await invoices.list_of_cases(made) if each.is_deposit_paid}
    noted = [
        decided(
            case,
            Move.NOTE_DEPOSIT,
            edition=edition,
            admission=admission,
            by=SYSTEM,
            # One moment later, so that the trail tells both in their order.
            now=made[case.id].now + timedelta(microseconds=1),
        )
        for case in await applications.list_by_id(paid)
    ]
    await keep_moves(noted, edition)
    return {each.new.id: each.new for each in noted}
