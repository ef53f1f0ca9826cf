"""Members of a delegation: kept, their passports sealed and read, and erased when their time is over.

A member belongs to the company that entered them; the organiser of the edition reaches all of them. Passports need
DECIDE at the organiser or PUBLISH in the company. Names stay out of the history, whose lines are kept for ever.
"""

from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from events_app.actions.history import record
from events_app.credentials.sealing import Sealer
from events_app.domain.delegations import MOST_MEMBERS, Member, Passport, TooManyMembers, last_day_erased
from events_app.domain.exhibitions import Edition
from events_app.domain.history import Deed, FieldChange
from events_app.domain.refusals import NotFound
from events_app.domain.rights import Asker, NotAllowed, Noun, Right, may
from events_app.storage import delegations, exhibitions
from events_app.storage.database import transaction


async def add(member: Member, *, by: Asker, now: datetime) -> Member:
    """Keep a new member. Raises NotFound, NotAllowed or TooManyMembers."""
    async with transaction():
        edition = await _edition(member.edition_id)
        _require(by, Right.EDIT, member, edition)
        await exhibitions.lock_edition(edition.slug)
        if await delegations.count_of_edition(edition.id) >= MOST_MEMBERS:
            raise TooManyMembers(most=MOST_MEMBERS)
        kept = replace(member, sealed="", version=1)
        await delegations.add(kept)
        await _record(Deed.ADDED, kept, edition, by=by, now=now)
    return kept


async def keep_passport(member_id: UUID, passport: Passport, *, sealer: Sealer, by: Asker, now: datetime) -> Member:
    """Seal and keep it in place of the one before.

    Raises NotFound, NotAllowed, NoKey, PassportExpired or ChangedMeanwhile.
    """
    async with transaction():
        member = await delegations.get(member_id)
        edition = await _edition(member.edition_id)
        require_passport(by, member, edition)
        passport.check(edition.days.last)
        sealed = "" if passport.is_empty else sealer.seal(str(member.id), passport.values())
        kept = replace(member, sealed=sealed)
        await delegations.set_(kept)
        await _record(Deed.CHANGED, kept, edition, FieldChange("passport", None, bool(sealed)), by=by, now=now)
    return replace(kept, version=member.version + 1)


async def read_passport(member_id: UUID, *, sealer: Sealer, by: Asker, now: datetime) -> Passport:
    """Open it, and note in the history who read it. Raises NotFound, NotAllowed, NoKey or SealBroken."""
    async with transaction():
        member = await delegations.get(member_id)
        edition = await _edition(member.edition_id)
        require_passport(by, member, edition)
        if not member.sealed:
            return Passport()
        passport = Passport.of(sealer.open(str(member.id), member.sealed))
        await _record(Deed.SEEN, member, edition, FieldChange("passport", None, None), by=by, now=now)
    return passport


async def forget_passports(today: date, *, days: int) -> int:
    """Erase the passport data of editions that ended so many days ago; return of how many members."""
    async with transaction():
        return await delegations.remove_passports(last_day_erased(today, days=days))


def require_passport(by: Asker, member: Member, edition: Edition) -> None:
    """Raise NotAllowed unless the asker decides on the delegation, or owns the company of the member."""
    is_organiser = may(by, Right.DECIDE, Noun.DELEGATION, owner=edition.unit_id)
    is_owner = member.company_id is not None and may(by, Right.PUBLISH, Noun.DELEGATION, owner=member.company_id)
    if not (is_organiser or is_owner):
        raise NotAllowed


def _require(by: Asker, right: Right, member: Member, edition: Edition) -> None:
    is_organiser = may(by, right, Noun.DELEGATION, owner=edition.unit_id)
    is_theirs = member.company_id is not None and may(by, right, Noun.DELEGATION, owner=member.company_id)
    if not (is_organiser or is_theirs):
        raise NotAllowed


async def _edition(edition_id: UUID) -> Edition:
    found = (await exhibitions.list_editions_by_id([edition_id])).get(edition_id)
    if found is None:
        raise NotFound
    return found


async def _record(
    deed: Deed, member: Member, edition: Edition, *changes: FieldChange, by: Asker, now: datetime
) -> None:
    owner = edition.unit_id
    await record(
        deed, Noun.DELEGATION, member.id, by=by, now=now, owner=owner, label=edition.slug, changes=tuple(changes)
    )
