"""Badges scanned at a stand, by the organiser at any, by a company at its own.

Nothing is kept of a code that counts nobody: asked again, it is looked up again. What was counted under a key stays so.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from events_app.actions.cases import get_edition_of
from events_app.actions.history import record
from events_app.credentials import tokens
from events_app.domain.badges import Answer, Badge, Scan, StandScan, Verdict, answer_of, day_of
from events_app.domain.exhibitions import Edition
from events_app.domain.history import Deed, FieldChange
from events_app.domain.idempotency import KeyUsedOtherwise, check_key
from events_app.domain.refusals import NotFound
from events_app.domain.rights import Asker, NotAllowed, Noun, Right, may
from events_app.domain.stands import Stand, StandState
from events_app.storage import applications, badges, stand_scans, stands
from events_app.storage.database import transaction

_DEEDS = {Verdict.ADMITTED: Deed.SCANNED, Verdict.REVOKED: Deed.REFUSED}


@dataclass(frozen=True, slots=True)
class StandPlace:
    """A stand with the company that has it."""

    stand: Stand
    edition: Edition
    company_id: UUID


async def place_of(stand_id: UUID, *, by: Asker) -> StandPlace:
    """The stand, where the asker may scan: the organiser wherever a company is, a company where it is confirmed.

    Raises NotFound or NotAllowed.
    """
    stand = await stands.get_stand(stand_id)
    edition = await get_edition_of(stand.edition_id)
    is_organiser = may(by, Right.EDIT, Noun.DELEGATION, owner=edition.unit_id)
    if stand.application_id is None:
        raise NotFound if is_organiser else NotAllowed
    company_id = (await applications.get(stand.application_id)).company_id
    is_theirs = stand.state is StandState.CONFIRMED and may(by, Right.EDIT, Noun.DELEGATION, owner=company_id)
    if not (is_organiser or is_theirs):
        raise NotAllowed
    return StandPlace(stand, edition, company_id)


async def scan(stand_id: UUID, asked: Scan, *, by: Asker, now: datetime) -> Answer:
    """Count a badge at a stand, once a day; the same key counts once and is answered the same.

    Raises NotFound, NotAllowed, CodeMissing, KeyNotAllowed or KeyUsedOtherwise.
    """
    asked.check()
    check_key(asked.key)
    async with transaction():
        place = await place_of(stand_id, by=by)
        # Whoever asks for the same badge at the same time waits here.
        badge = await badges.lock(tokens.digest(asked.code.strip()))
        if known := await stand_scans.find(place.edition.id, asked.key):
            return _same(known, place, badge)
        answer = answer_of(badge, place.edition.id, await _count(place, badge, asked, now=now), key=asked.key)
        if answer.member_id and (deed := _DEEDS.get(answer.verdict)):
            await _note(deed, answer, place, asked, by=by, now=now)
    return answer


async def _count(place: StandPlace, badge: Badge | None, asked: Scan, *, now: datetime) -> StandScan | None:
    if badge is None or badge.edition_id != place.edition.id or badge.revoked_at is not None:
        return None
    at = asked.at(now)
    wanted = StandScan(
        member_id=badge.member_id,
        edition_id=place.edition.id,
        company_id=place.company_id,
        stand=place.stand.number,
        day=day_of(at, place.edition.zone),
        at=at,
        key=asked.key,
    )
    kept = await stand_scans.add(wanted)
    if kept is None:
        raise KeyUsedOtherwise
    return kept


def _same(known: StandScan, place: StandPlace, badge: Badge | None) -> Answer:
    is_same = badge is not None and badge.member_id == known.member_id
    if not is_same or (known.company_id, known.stand) != (place.company_id, place.stand.number):
        raise KeyUsedOtherwise
    return Answer(Verdict.ADMITTED, known.member_id, known.at)


async def _note(deed: Deed, answer: Answer, place: StandPlace, asked: Scan, *, by: Asker, now: datetime) -> None:
    told = {
        "verdict": answer.verdict.value if deed is Deed.REFUSED else "",
        "stand": place.stand.number,
        "at": asked.at(now).isoformat(),
    }
    await record(
        deed,
        Noun.DELEGATION,
        answer.member_id,
        by=by,
        now=now,
        owner=place.edition.unit_id,
        label=place.edition.slug,
        changes=tuple(FieldChange(name, None, value) for name, value in told.items() if value),
    )
