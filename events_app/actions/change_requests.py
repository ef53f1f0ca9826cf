"""Changes after submitting: asked for, taken back, granted or refused; a larger space only where it is free."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID, uuid4

from events_app.actions.cases import get_edition_of, letter_params, list_recipients
from events_app.actions.history import record
from events_app.actions.mail import post
from events_app.actions.places import check_within, fill_counted, lock_places
from events_app.domain.applications import Application, Wish
from events_app.domain.change_requests import (
    ChangeDecided,
    ChangeImpossible,
    ChangeOpenAlready,
    ChangeRequest,
    ChangeState,
    ask,
    may_change,
)
from events_app.domain.exhibitions import Edition
from events_app.domain.history import Deed, differences
from events_app.domain.letters import LetterKind
from events_app.domain.refusals import NotFound
from events_app.domain.rights import Asker, Noun, Right, require
from events_app.storage import applications, organisations, papers
from events_app.storage.database import INTEGRITY_ERRORS, transaction

LETTERS = {ChangeState.GRANTED: LetterKind.CHANGE_GRANTED, ChangeState.REFUSED: LetterKind.CHANGE_REFUSED}


async def request(
    application_id: UUID, wish: Wish, exhibits: str, words: str, *, by: Asker, now: datetime
) -> ChangeRequest:
    """Ask for a change, as somebody who may act for the company.

    Raises NotFound, NotAllowed, ChangeImpossible, ChangeWordsMissing or ChangeOpenAlready.
    """
    try:
        async with transaction():
            application = await _own(application_id, by)
            asked = ChangeRequest(
                id=uuid4(),
                application_id=application_id,
                wish=wish,
                exhibits=exhibits,
                words=words.strip(),
                asked_at=now,
            )
            await papers.add_request(ask(application, asked))
            await _record(application, asked, by=by, now=now)
    except INTEGRITY_ERRORS:
        raise ChangeOpenAlready from None
    return asked


async def take_back(request_id: UUID, *, by: Asker, now: datetime) -> None:
    """Forget an open request of the company's own. Raises NotFound, NotAllowed or ChangeDecided."""
    async with transaction():
        asked = await papers.get_request(request_id)
        application = await _own(asked.application_id, by)
        await _keep(asked.decide(ChangeState.TAKEN_BACK, answer="", now=now))
        await _record(application, asked, by=by, now=now)


async def decide(
    application_id: UUID, request_id: UUID, state: ChangeState, *, answer: str = "", by: Asker, now: datetime
) -> Application:
    """Grant or refuse a change, and tell the company. What is granted is checked against what is free, under the lock.

    Raises NotFound, NotAllowed, ChangeDecided, RefusalUnexplained, ChangeImpossible or NoPlaceFree.
    """
    if state not in LETTERS:
        raise NotFound
    async with transaction():
        seen = await applications.get(application_id)
        edition = await get_edition_of(seen.edition_id)
        require(by, Right.DECIDE, Noun.ADMISSION, owner=edition.unit_id)
        counted = await lock_places(seen.edition_id)
        old, asked = await applications.get(application_id), await papers.get_request(request_id)
        if asked.application_id != application_id:
            raise NotFound
        await _keep(asked.decide(state, answer=answer, now=now))
        new = old
        if state is ChangeState.GRANTED:
            if not may_change(old):
                raise ChangeImpossible
            new = replace(old, wish=asked.wish, exhibits=asked.exhibits, modified_at=now)
            company = await organisations.get(old.company_id)
            await applications.set_(new, company_words=company.name.wordings.values())
            if new.holds_place:
                await check_within(new, counted.admission)
            await fill_counted(counted, now=now)
        changes = differences(old, new)
        label = f"{edition.slug} {old.number}"
        await record(
            Deed.DECIDED, Noun.ADMISSION, old.id, by=by, now=now, owner=edition.unit_id, label=label, changes=changes
        )
        await _tell(new, edition, asked, state, answer, by=by, now=now)
    return new


async def _own(application_id: UUID, by: Asker) -> Application:
    application = await applications.get(application_id)
    require(by, Right.PUBLISH, Noun.APPLICATION, owner=application.company_id)
    return application


async def _keep(decided: ChangeRequest) -> None:
    if not await papers.set_request(decided):
        raise ChangeDecided


async def _record(application: Application, asked: ChangeRequest, *, by: Asker, now: datetime) -> None:
    proposed = replace(application, wish=asked.wish, exhibits=asked.exhibits)
    await record(
        Deed.CHANGED,
        Noun.APPLICATION,
        application.id,
        by=by,
        now=now,
        owner=application.company_id,
        label=str(application.number),
        changes=differences(application, proposed),
    )


async def _tell(
    application: Application,
    edition: Edition,
    asked: ChangeRequest,
    state: ChangeState,
    answer: str,
    *,
    by: Asker,
    now: datetime,
) -> None:
    company = await organisations.get(application.company_id)
    params = letter_params(application, company, edition, reason=answer.strip(), by=by)
    for person in await list_recipients(company.id):
        key = f"{LETTERS[state].value}:{asked.id}:{person.id}"
        await post(LETTERS[state], to=person, params=params, now=now, key=key)
