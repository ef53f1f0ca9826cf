"""Giving stands to applications: held for one, taken away, swapped; offered to the company, and answered by it.

Whoever gives or takes holds the lock of the edition's places and then that of its plan, so that of two officers at one
stand one wins and the other is told. What a move of an application makes of its stands is done in `cases`.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from events_app.actions.places import Counted, lock_places
from events_app.actions.queues import Wanted, make_in_turn
from events_app.actions.stands import stand_line
from events_app.domain.applications import Application, ApplicationState, Move
from events_app.domain.exhibitions import Edition
from events_app.domain.history import Deed
from events_app.domain.messages import N_
from events_app.domain.refusals import ChangedMeanwhile, NotFound, Refusal
from events_app.domain.rights import Asker, Noun, Right, require
from events_app.domain.stand_rules import UNSETTLED, AnswerAwaited, check_wanted
from events_app.domain.stands import Stand, StandState, swapped
from events_app.storage import applications, history, organisations, stands
from events_app.storage.database import transaction

ANSWERS = frozenset({Move.ACCEPT_STAND, Move.ASK_OTHER_STAND, Move.DECLINE_STAND})
"""What a company answers to a stand that is offered."""


class NothingHeld(Refusal):
    """An offer without a stand."""

    message = N_("Hold at least one stand for this application first.")


async def give(stand_id: UUID, application_id: UUID, *, version: int | None = None, by: Asker, now: datetime) -> Stand:
    """Hold a stand for an application that has a place.

    Raises NotFound, NotAllowed, ChangedMeanwhile, StandTaken (naming who has it), StandBlocked, NoStandWanted,
    StandsComplete or AnswerAwaited.
    """
    async with transaction():
        old, edition = await _locked(stand_id, by=by)
        application = await applications.get(application_id)
        if application.edition_id != edition.id:
            raise NotFound
        company = await _holder(old)
        if old.is_free and version is not None and old.version != version:
            raise ChangedMeanwhile
        given = await stands.list_of_application(application_id)
        await _keep(old, _given(old, application, len(given), company=company), edition, by=by, now=now)
    return await stands.get_stand(stand_id)


async def give_all(
    edition: Edition, gifts: Sequence[tuple[Stand, Application]], *, by: Asker, now: datetime
) -> tuple[Stand, ...]:
    """Hold several stands at once; for who has the right, and holds both locks. Returns them as they are kept.

    Raises StandTaken, StandBlocked, NoStandWanted, StandsComplete, AnswerAwaited or ChangedMeanwhile.
    """
    given = await stands.count_given(edition.id)
    new = []
    for old, application in gifts:
        new.append(_given(old, application, given.get(application.id, 0)))
        given[application.id] = given.get(application.id, 0) + 1
    await stands.set_stands(new)
    pairs = zip((old for old, _ in gifts), new, strict=True)
    await history.add(*(stand_line(Deed.DECIDED, old, each, edition, by=by, now=now) for old, each in pairs))
    return tuple(replace(each, version=each.version + 1) for each in new)


def _given(stand: Stand, application: Application, given: int, *, company: str = "") -> Stand:
    """A stand that is held for an application, or confirmed with it, which has so many; `company` has it now."""
    new = stand.give(application.id, company=company)
    check_wanted(application, given)
    if application.state not in UNSETTLED:
        raise AnswerAwaited
    return replace(new, state=StandState.CONFIRMED) if application.state is ApplicationState.CONFIRMED else new


async def take_away(stand_id: UUID, *, reason: str = "", by: Asker, now: datetime) -> Stand:
    """Make a stand free again. One that was offered or accepted is taken back with all of its case, with a reason.

    Raises NotFound, NotAllowed, StandNotGiven or ReasonNeeded.
    """
    async with transaction():
        old, edition = await _locked(stand_id, by=by)
        new = old.take_back()
        application = await applications.get(old.application_id) if old.application_id else None
        if application is not None and application.state not in UNSETTLED and application.holds_place:
            await make_in_turn(
                Wanted(
                    application_id=application.id,
                    move=Move.TAKE_STAND_BACK,
                    check=lambda _case, _counted: None,
                    reason=reason,
                    by=by,
                    now=now,
                )
            )
            await history.add(stand_line(Deed.DECIDED, old, new, edition, by=by, now=now))
        else:
            await _keep(old, new, edition, by=by, now=now)
    return await stands.get_stand(stand_id)


async def swap(stand_id: UUID, other_id: UUID, *, by: Asker, now: datetime) -> tuple[Stand, Stand]:
    """Let two stands change owners; one of them may be free.

    Raises NotFound, NotAllowed, StandNotGiven, StandBlocked or AnswerAwaited.
    """
    async with transaction():
        old, edition = await _locked(stand_id, by=by)
        other = await stands.get_stand(other_id)
        if other.edition_id != old.edition_id or other.id == old.id:
            raise NotFound
        new, new_other = swapped(old, other)
        owners = {each.application_id for each in (old, other) if each.application_id}
        found = await applications.list_by_id(owners)
        if any(each.state not in UNSETTLED for each in found):
            raise AnswerAwaited
        await stands.set_stands([new, new_other])
        await history.add(
            stand_line(Deed.DECIDED, old, new, edition, by=by, now=now),
            stand_line(Deed.DECIDED, other, new_other, edition, by=by, now=now),
        )
    return await stands.get_stand(stand_id), await stands.get_stand(other_id)


async def offer(application_id: UUID, *, version: int | None = None, by: Asker, now: datetime) -> Application:
    """Offer an application the stands that are held for it; the company is told, and has the term of an offer.

    Raises NotFound, NotAllowed, ChangedMeanwhile, NothingHeld or MoveImpossible.
    """

    def check(old: Application, counted: Counted) -> None:
        require(by, Right.DECIDE, Noun.ADMISSION, owner=counted.edition.unit_id)
        if version is not None and old.version != version:
            raise ChangedMeanwhile

    async with transaction():
        application = await applications.get(application_id)
        counted = await lock_places(application.edition_id)
        require(by, Right.DECIDE, Noun.ADMISSION, owner=counted.edition.unit_id)
        if not await stands.list_of_application(application_id):
            raise NothingHeld
        return await make_in_turn(
            Wanted(application_id=application_id, move=Move.OFFER_STAND, check=check, by=by, now=now)
        )


async def answer(
    application_id: UUID, move: Move, *, words: str = "", version: int | None = None, by: Asker, now: datetime
) -> Application:
    """Accept the stands that are offered, ask for others with words, or decline them; the place stays.

    Raises NotFound, NotAllowed, ChangedMeanwhile, MoveImpossible or PreferenceMissing.
    """
    if move not in ANSWERS:
        raise NotFound

    def check(old: Application, _counted: Counted) -> None:
        require(by, Right.PUBLISH, Noun.APPLICATION, owner=old.company_id)
        if version is not None and old.version != version:
            raise ChangedMeanwhile

    wanted = Wanted(application_id=application_id, move=move, check=check, reason=words, by=by, now=now)
    return await make_in_turn(wanted)


async def _locked(stand_id: UUID, *, by: Asker) -> tuple[Stand, Edition]:
    """A stand under both locks, for who decides about applications. Raises NotFound or NotAllowed."""
    edition_id = (await stands.get_stand(stand_id)).edition_id
    counted = await lock_places(edition_id)
    require(by, Right.DECIDE, Noun.ADMISSION, owner=counted.edition.unit_id)
    await stands.lock_plan(edition_id)
    return await stands.get_stand(stand_id), counted.edition


async def _holder(stand: Stand) -> str:
    """The name of the company that has a stand, in its own first language; empty where nobody has it."""
    if stand.application_id is None:
        return ""
    holder = await applications.get(stand.application_id)
    name = (await organisations.get(holder.company_id)).name
    return name.wordings[name.source]


async def _keep(old: Stand, new: Stand, edition: Edition, *, by: Asker, now: datetime) -> None:
    await stands.set_stands([new])
    await history.add(stand_line(Deed.DECIDED, old, new, edition, by=by, now=now))
