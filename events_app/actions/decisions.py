"""What organisers do with applications: foresee, decide, and note for each other what no company reads."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from events_app.actions.cases import LETTERS, get_edition_of, letter_params, list_recipients, make_move, moved_on
from events_app.actions.places import check_room, fill_counted, lock_places, offer
from events_app.domain.application_steps import LONGEST_NOTE, Note
from events_app.domain.applications import MOVES, Actor, Application, ApplicationState, Move
from events_app.domain.letters import Letter, Mailbox
from events_app.domain.refusals import ChangedMeanwhile, NotFound, Refusal
from events_app.domain.rights import Asker, Noun, Right, require
from events_app.storage import admissions, applications, organisations
from events_app.storage.database import transaction


async def decide(
    application_id: UUID, move: Move, *, reason: str = "", version: int | None = None, by: Asker, now: datetime
) -> Application:
    """Make a move of the organiser's. Putting a case on the waiting list offers it a place at once where one is free.

    Raises NotFound, NotAllowed, ChangedMeanwhile, MoveImpossible, ReasonNeeded, NoPlaceFree or NotOverYet.
    """
    if MOVES[move].actor is not Actor.ORGANISER:
        raise NotFound
    async with transaction():
        seen = await applications.get(application_id)
        edition = await get_edition_of(seen.edition_id)
        require(by, Right.DECIDE, Noun.ADMISSION, owner=edition.unit_id)
        if seen.state is ApplicationState.DRAFT:
            raise NotFound
        counted = await lock_places(seen.edition_id)
        old = await applications.get(application_id)
        if version is not None and old.version != version:
            raise ChangedMeanwhile
        if move is Move.OFFER:
            return await offer(old, counted, reason=reason, by=by, now=now)
        moved = await make_move(
            old, move, edition=counted.edition, admission=counted.admission, reason=reason, by=by, now=now
        )
        if move is Move.PUT_ON_LIST or (old.holds_place and not moved.holds_place):
            await fill_counted(counted, now=now)
        return moved


async def add_note(application_id: UUID, text: str, *, by: Asker, now: datetime) -> Note:
    """Keep a note on a case, for organisers alone. Raises NotFound, NotAllowed or NoteMissing."""
    async with transaction():
        found = await applications.get(application_id)
        edition = await get_edition_of(found.edition_id)
        require(by, Right.DECIDE, Noun.ADMISSION, owner=edition.unit_id)
        note = Note(
            id=uuid4(), application_id=found.id, at=now, person_id=by.person_id, text=text.strip()[:LONGEST_NOTE]
        )
        await applications.add_note(note)
    return note


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What a move would do to one case: the case after it and the letters that would go, or why it cannot be."""

    application: Application
    after: Application | None
    refusal: Refusal | None
    letters: tuple[Letter, ...] = ()


async def foresee(application_id: UUID, move: Move, *, reason: str, by: Asker, now: datetime) -> Foreseen:
    """Say what `decide` would do now, and do nothing. Raises NotFound or NotAllowed."""
    found = await applications.get(application_id)
    edition = await get_edition_of(found.edition_id)
    require(by, Right.DECIDE, Noun.ADMISSION, owner=edition.unit_id)
    admission = await admissions.find(edition.id)
    if admission is None or found.state is ApplicationState.DRAFT or MOVES[move].actor is not Actor.ORGANISER:
        raise NotFound
    # The reason is asked for on the page that shows this.
    given = reason or ("–" if MOVES[move].needs_reason else "")
    try:
        after = moved_on(found, move, edition=edition, admission=admission, reason=given, now=now)
        if move is Move.OFFER:
            await check_room(found, admission)
    except Refusal as refusal:
        return Foreseen(found, None, refusal)
    kind = LETTERS.get(move)
    if kind is None:
        return Foreseen(found, after, None)
    company = await organisations.get(found.company_id)
    params = letter_params(after, company, edition, reason=reason.strip(), by=by)
    letters = tuple(
        Letter(kind=kind, to=Mailbox(to.email, to.name), language=to.language, zone=to.zone, params=params)
        for to in await list_recipients(company.id)
    )
    return Foreseen(found, after, None, letters)
