"""Members of a delegation: kept, their passports sealed and read, and erased when their time is over.

A member belongs to the company that entered them; the organiser of the edition reaches all of them, the company its own
until its time is over. Passports need DECIDE at the organiser or PUBLISH in the company. Names stay out of the history,
whose lines are kept for ever.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from events_app.actions.cases import get_edition_of
from events_app.actions.history import record
from events_app.credentials.passport_states import sealed_state, with_states
from events_app.credentials.sealing import Sealer
from events_app.domain.agendas import TOOK_OR_TAKES_PART
from events_app.domain.delegation_days import people_until
from events_app.domain.delegations import (
    MOST_MEMBERS,
    EntryClosed,
    Member,
    NotTakingPart,
    Passport,
    PassportState,
    TooManyMembers,
    VisaState,
    last_day_erased,
)
from events_app.domain.exhibitions import Edition
from events_app.domain.history import Deed, FieldChange
from events_app.domain.refusals import ChangedMeanwhile
from events_app.domain.rights import Asker, NotAllowed, Noun, Right, may
from events_app.storage import applications, delegations, exhibitions
from events_app.storage.database import transaction


async def add(member: Member, *, by: Asker, now: datetime) -> Member:
    """Keep a new member.

    Raises NotFound, NotAllowed, InvalidValue, NotTakingPart, EntryClosed or TooManyMembers.
    """
    async with transaction():
        edition = await get_edition_of(member.edition_id)
        require_member(by, Right.EDIT, member, edition)
        await _check(member, edition, by=by, now=now)
        await exhibitions.lock_edition(edition.slug)
        if await delegations.count_of_edition(edition.id) >= MOST_MEMBERS:
            raise TooManyMembers(most=MOST_MEMBERS)
        kept = replace(member, sealed="", sealed_state="", version=1)
        await delegations.add(kept)
        await _record(Deed.ADDED, kept, edition, by=by, now=now)
    return kept


async def change(member: Member, *, by: Asker, now: datetime) -> Member:
    """Keep a member as they are now, all but passport and visa, which have a way of their own.

    Raises NotFound, NotAllowed, InvalidValue, NotTakingPart, EntryClosed or ChangedMeanwhile.
    """
    async with transaction():
        old = await delegations.get(member.id)
        edition = await get_edition_of(old.edition_id)
        require_member(by, Right.EDIT, old, edition)
        kept = replace(
            member,
            edition_id=old.edition_id,
            created_at=old.created_at,
            sealed=old.sealed,
            sealed_state=old.sealed_state,
        )
        require_member(by, Right.EDIT, kept, edition)
        await _check(kept, edition, by=by, now=now)
        await delegations.set_(kept)
        await _record(Deed.CHANGED, kept, edition, by=by, now=now)
    return replace(kept, version=member.version + 1)


async def remove(member_id: UUID, *, version: int | None = None, by: Asker, now: datetime) -> None:
    """Take a member out of the delegation, passport and all.

    Raises NotFound, NotAllowed, EntryClosed, or ChangedMeanwhile where it is not this version any more.
    """
    async with transaction():
        member = await delegations.get(member_id)
        edition = await get_edition_of(member.edition_id)
        require_member(by, Right.EDIT, member, edition)
        if version not in {None, member.version}:
            raise ChangedMeanwhile
        _check_time(edition, by=by, now=now)
        await delegations.remove(member.id)
        await _record(Deed.REMOVED, member, edition, by=by, now=now)


async def keep_passport(
    member_id: UUID,
    passport: Passport,
    visa: VisaState | None = None,
    *,
    version: int | None = None,
    sealer: Sealer,
    by: Asker,
    now: datetime,
) -> Member:
    """Seal and keep it in place of the one before, with where the visa stands. One that expires early is kept and told.

    Raises NotFound, NotAllowed, NoKey, NumberOdd or ChangedMeanwhile.
    """
    passport.check()
    async with transaction():
        member = await delegations.get(member_id)
        edition = await get_edition_of(member.edition_id)
        require_passport(by, member, edition)
        if version not in {None, member.version}:
            raise ChangedMeanwhile
        sealed = "" if passport.is_empty else sealer.seal(str(member.id), passport.values())
        standing = passport.standing(edition.days.last, edition.country)
        (opened,) = with_states([member], sealer=sealer)
        state = PassportState(visa=visa, standing=standing)
        kept = replace(
            opened.with_visa(visa),
            sealed=sealed,
            sealed_state=sealed_state(state, member.id, sealer=sealer),
            state=state,
        )
        await delegations.set_(kept)
        await _record(Deed.CHANGED, kept, edition, FieldChange("passport", None, bool(sealed)), by=by, now=now)
    return replace(kept, version=member.version + 1)


async def read_passport(member_id: UUID, *, sealer: Sealer, by: Asker, now: datetime) -> Passport:
    """Open it, and note in the history who read it. Raises NotFound, NotAllowed, NoKey or SealBroken."""
    member = await delegations.get(member_id)
    return (await read_passports([member], sealer=sealer, by=by, now=now))[member.id]


async def read_passports(
    members: Iterable[Member], *, sealer: Sealer, by: Asker, now: datetime
) -> Mapping[UUID, Passport]:
    """Open those of several members of one edition, each with its line; a member without one has an empty one."""
    found: dict[UUID, Passport] = {}
    async with transaction():
        editions: dict[UUID, Edition] = {}
        for member in members:
            if member.edition_id not in editions:
                editions[member.edition_id] = await get_edition_of(member.edition_id)
            edition = editions[member.edition_id]
            require_passport(by, member, edition)
            found[member.id] = Passport()
            if member.sealed:
                found[member.id] = Passport.of(sealer.open(str(member.id), member.sealed))
                await _record(Deed.SEEN, member, edition, FieldChange("passport", None, None), by=by, now=now)
    return found


async def forget_passports(today: date, *, days: int) -> int:
    """Erase the passport data of editions that ended so many days ago; return of how many members."""
    async with transaction():
        return await delegations.remove_passports(last_day_erased(today, days=days))


def may_open(by: Asker, edition: Edition, company_id: UUID | None) -> bool:
    """Whether the asker may open passports: of the whole delegation, or of the members of a company."""
    is_organiser = may(by, Right.DECIDE, Noun.DELEGATION, owner=edition.unit_id)
    return is_organiser or (company_id is not None and may(by, Right.PUBLISH, Noun.DELEGATION, owner=company_id))


def require_passport(by: Asker, member: Member, edition: Edition) -> None:
    """Raise NotAllowed unless the asker decides on the delegation, or owns the company of the member."""
    if not may_open(by, edition, member.company_id):
        raise NotAllowed


def require_member(by: Asker, right: Right, member: Member, edition: Edition) -> None:
    """Raise NotAllowed unless the asker has this right at the organiser, or in the company of the member."""
    is_theirs = member.company_id is not None and may(by, right, Noun.DELEGATION, owner=member.company_id)
    if not (is_theirs or may(by, right, Noun.DELEGATION, owner=edition.unit_id)):
        raise NotAllowed


async def check_part(edition: Edition, company_id: UUID) -> None:
    """Raise NotTakingPart unless the company has a place in the edition, or had."""
    cases = await applications.list_of_company(company_id, edition_id=edition.id)
    if not any(case.state in TOOK_OR_TAKES_PART for case in cases):
        raise NotTakingPart


async def _check(member: Member, edition: Edition, *, by: Asker, now: datetime) -> None:
    member.check()
    if member.company_id is not None:
        await check_part(edition, member.company_id)
    _check_time(edition, by=by, now=now)


def _check_time(edition: Edition, *, by: Asker, now: datetime) -> None:
    is_organiser = may(by, Right.EDIT, Noun.DELEGATION, owner=edition.unit_id)
    if not is_organiser and now.astimezone(ZoneInfo(edition.zone)).date() > people_until(edition):
        raise EntryClosed


async def _record(
    deed: Deed, member: Member, edition: Edition, *changes: FieldChange, by: Asker, now: datetime
) -> None:
    owner = edition.unit_id
    await record(
        deed, Noun.DELEGATION, member.id, by=by, now=now, owner=owner, label=edition.slug, changes=tuple(changes)
    )
