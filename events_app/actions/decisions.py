"""What organisers do with applications: foresee, decide, and note for each other what no company reads."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from events_app.actions.cases import (
    LETTERS,
    get_edition_of,
    letter_params,
    list_recipients_by_company,
    moved_on,
)
from events_app.actions.mail import letter_to
from events_app.actions.places import Counted, check_fits
from events_app.actions.queues import Wanted, make_in_turn
from events_app.domain.admissions import Admission
from events_app.domain.application_steps import LONGEST_NOTE, Note
from events_app.domain.applications import MOVES, Actor, Application, ApplicationState, Move, moves_by
from events_app.domain.exhibitions import Edition
from events_app.domain.letters import Letter
from events_app.domain.refusals import ChangedMeanwhile, NotFound, Refusal
from events_app.domain.rights import Asker, Noun, Right, require
from events_app.storage import admissions, applications, exhibitions, organisations
from events_app.storage.database import transaction


async def decide(
    application_id: UUID, move: Move, *, reason: str = "", version: int | None = None, by: Asker, now: datetime
) -> Application:
    """Make a move of the organiser's. Putting a case on the waiting list offers it a place at once where one is free.

    Raises NotFound, NotAllowed, ChangedMeanwhile, MoveImpossible, ReasonNeeded, NoPlaceFree or NotOverYet.
    """
    if move not in moves_by(Actor.ORGANISER):
        raise NotFound

    def check(old: Application, counted: Counted) -> None:
        require(by, Right.DECIDE, Noun.ADMISSION, owner=counted.edition.unit_id)
        if old.state is ApplicationState.DRAFT:
            raise NotFound
        if version is not None and old.version != version:
            raise ChangedMeanwhile

    return await make_in_turn(
        Wanted(application_id=application_id, move=move, check=check, reason=reason, by=by, now=now)
    )


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


async def foresee(
    application_ids: Iterable[UUID], move: Move, *, reason: str, by: Asker, now: datetime
) -> list[Foreseen]:
    """Say what `decide` would do now with each of these cases, in this order, as if it were the only one; do nothing.

    Cases about which an organiser decides nothing are left out. Raises NotAllowed.
    """
    found = await _decidable(application_ids, by=by) if move in moves_by(Actor.ORGANISER) else []
    companies = await organisations.list_by_id(each.company_id for each, _, _ in found)
    recipients = await list_recipients_by_company(companies) if move in LETTERS else {}
    counts = move is Move.OFFER
    ledgers = {edition.id: await applications.get_ledger(edition.id) for _, edition, _ in found if counts}
    outcomes = []
    for each, edition, admission in found:
        # The reason is asked for on the page that shows this.
        given = reason or ("–" if MOVES[move].needs_reason else "")
        try:
            after = moved_on(each, move, edition=edition, admission=admission, reason=given, now=now)
            if counts:
                check_fits(each, admission, ledgers[edition.id])
        except Refusal as refusal:
            outcomes.append(Foreseen(each, None, refusal))
            continue
        params = letter_params(after, companies[each.company_id], edition, old=each, reason=reason.strip(), by=by)
        told = recipients.get(each.company_id, [])
        letters = tuple(letter_to(person, LETTERS[move], params) for person in told)
        outcomes.append(Foreseen(each, after, None, letters))
    return outcomes


async def _decidable(application_ids: Iterable[UUID], *, by: Asker) -> list[tuple[Application, Edition, Admission]]:
    """Cases that were submitted, with their editions, in this order. Raises NotAllowed."""
    wanted = dict.fromkeys(application_ids)
    known = {each.id: each for each in await applications.list_by_id(wanted)}
    editions = await exhibitions.list_editions_by_id(each.edition_id for each in known.values())
    for edition in editions.values():
        require(by, Right.DECIDE, Noun.ADMISSION, owner=edition.unit_id)
    admitting = await admissions.list_by_edition(editions)
    submitted = [known[each] for each in wanted if each in known and known[each].state is not ApplicationState.DRAFT]
    return [
        (each, editions[each.edition_id], admitting[each.edition_id])
        for each in submitted
        if each.edition_id in admitting
    ]
