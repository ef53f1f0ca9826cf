"""Badges made, printed and revoked, and the door: for whoever may edit the delegation of an edition.

A token leaves here once, when its badge is made. Names stay out of the history, whose lines are kept for ever.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from events_app.actions.history import line_of, record
from events_app.credentials import tokens
from events_app.domain.badges import (
    Answer,
    Badge,
    BadgesMadeMeanwhile,
    Bearer,
    CheckIn,
    NewBadge,
    NobodyChosen,
    Scan,
    Verdict,
    answer_of,
    day_of,
)
from events_app.domain.exhibitions import Edition
from events_app.domain.history import Deed, FieldChange
from events_app.domain.idempotency import KeyUsedOtherwise, check_key
from events_app.domain.refusals import NotFound
from events_app.domain.rights import Asker, Noun, Right, require
from events_app.storage import badges, exhibitions, history
from events_app.storage.database import transaction

_DEEDS = {Verdict.ADMITTED: Deed.ADMITTED, Verdict.ALREADY: Deed.REFUSED, Verdict.REVOKED: Deed.REFUSED}
"""What the history tells of a member at the door; codes that are no badge of the edition have no member."""


@dataclass(frozen=True, slots=True)
class _Asked:
    scan: Scan
    digest: str
    at: datetime


async def make(
    slug: str, member_ids: Collection[UUID], *, by: Asker, now: datetime, as_of: datetime | None = None
) -> tuple[NewBadge, ...]:
    """Make a badge for each member, which revokes the one before; return their tokens, which are not kept.

    Raises NotFound, NotAllowed, NobodyChosen, or BadgesMadeMeanwhile where one was made after `as_of`.
    """
    async with transaction():
        edition, found = await _lock(slug, member_ids, by)
        if as_of is not None and any(each.made_at is not None and each.made_at > as_of for each in found):
            raise BadgesMadeMeanwhile
        made = tuple(_new(edition, bearer.id, now) for bearer in found)
        await badges.add([each.badge for each in made], now)
        await _note(Deed.BADGE_MADE, [bearer.id for bearer in found], edition, by=by, now=now)
    return made


async def revoke(slug: str, member_ids: Collection[UUID], *, by: Asker, now: datetime) -> int:
    """Revoke the badges of members; return how many were valid. Raises NotFound, NotAllowed or NobodyChosen."""
    async with transaction():
        edition, found = await _lock(slug, member_ids, by)
        gone = await badges.set_revoked([bearer.id for bearer in found], now)
        await _note(Deed.BADGE_REVOKED, gone, edition, by=by, now=now)
    return len(gone)


async def note_printed(slug: str, badge_ids: Iterable[UUID], *, by: Asker, now: datetime) -> None:
    """Keep that a sheet with these badges was handed out. Raises NotFound or NotAllowed."""
    async with transaction():
        await _edition(slug, by)
        await badges.set_printed(badge_ids, now)


async def check_in(slug: str, scan: Scan, *, by: Asker, now: datetime) -> Answer:
    """Let a member in, once a day; the same key gets the same answer again.

    Raises NotFound, NotAllowed, CodeMissing, DoorTooLong, KeyNotAllowed or KeyUsedOtherwise.
    """
    scan.check()
    check_key(scan.key)
    asked = _Asked(scan, tokens.digest(scan.code.strip()), scan.at(now))
    async with transaction():
        edition = await _edition(slug, by)
        # Whoever asks for the same badge at the same time waits here.
        badge = await badges.lock(asked.digest)
        if known := await badges.find_answer(edition.id, scan.key):
            return _same(known, asked)
        answer = await _answer(edition, badge, asked)
        if not await badges.add_answer(edition.id, scan.key, asked.digest, answer, asked_at=now):
            known = await badges.find_answer(edition.id, scan.key)
            if known is None:
                raise NotFound
            return _same(known, asked)
        if answer.member_id and (deed := _DEEDS.get(answer.verdict)):
            await _note_door(deed, answer, edition, scan, by=by, now=now)
    return answer


async def _answer(edition: Edition, badge: Badge | None, asked: _Asked) -> Answer:
    kept: CheckIn | None = None
    if badge is not None and badge.edition_id == edition.id and badge.revoked_at is None:
        day = day_of(asked.at, edition.zone)
        wanted = CheckIn(
            member_id=badge.member_id,
            edition_id=edition.id,
            day=day,
            at=asked.at,
            door=asked.scan.door,
            key=asked.scan.key,
        )
        await badges.add_check_in(wanted)
        kept = await badges.find_check_in(badge.member_id, day)
    return answer_of(badge, edition.id, kept, key=asked.scan.key)


def _same(known: tuple[str, Answer], asked: _Asked) -> Answer:
    digest, answer = known
    if digest != asked.digest:
        raise KeyUsedOtherwise
    return answer


async def _lock(slug: str, member_ids: Collection[UUID], by: Asker) -> tuple[Edition, tuple[Bearer, ...]]:
    """The edition, locked, and these members of it. Raises NotFound where one is none."""
    await exhibitions.lock_edition(slug)
    edition = await _edition(slug, by)
    wanted = frozenset(member_ids)
    if not wanted:
        raise NobodyChosen
    found = await badges.list_bearers_by_id(edition.id, wanted)
    if len(found) != len(wanted):
        raise NotFound
    return edition, found


async def _edition(slug: str, by: Asker) -> Edition:
    edition = await exhibitions.get_edition(slug)
    require(by, Right.EDIT, Noun.DELEGATION, owner=edition.unit_id)
    return edition


def _new(edition: Edition, member_id: UUID, now: datetime) -> NewBadge:
    token = tokens.new_token()
    badge = Badge(id=uuid4(), edition_id=edition.id, member_id=member_id, digest=tokens.digest(token), made_at=now)
    return NewBadge(badge, token)


async def _note(deed: Deed, member_ids: Iterable[UUID], edition: Edition, *, by: Asker, now: datetime) -> None:
    owner, label = edition.unit_id, edition.slug
    await history.add(
        *(line_of(deed, Noun.DELEGATION, each, by=by, now=now, owner=owner, label=label) for each in member_ids)
    )


async def _note_door(deed: Deed, answer: Answer, edition: Edition, scan: Scan, *, by: Asker, now: datetime) -> None:
    told = {"verdict": answer.verdict.value, "door": scan.door, "at": scan.at(now).isoformat()}
    await record(
        deed,
        Noun.DELEGATION,
        answer.member_id,
        by=by,
        now=now,
        owner=edition.unit_id,
        label=edition.slug,
        changes=tuple(FieldChange(name, None, value) for name, value in told.items() if value),
    )
