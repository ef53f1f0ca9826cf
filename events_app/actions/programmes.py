"""Matching programmes: made, changed, pairs forced with a reason, closed; every step in the history."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from events_app.actions.history import record
from events_app.domain.history import Deed, FieldChange, differences
from events_app.domain.programmes import Force, ForcedPair, Programme
from events_app.domain.proposals import check_room
from events_app.domain.refusals import ChangedMeanwhile
from events_app.domain.rights import Asker, Noun, Right, require
from events_app.storage import organisations, programmes, proposals
from events_app.storage.database import transaction

Step = Callable[[Programme], Programme]


async def add(programme: Programme, *, by: Asker, now: datetime) -> Programme:
    """Keep a new programme at its slug, or one like it that is free. Raises NotAllowed."""
    require(by, Right.CREATE, Noun.PROGRAMME)
    async with transaction():
        kept = replace(programme, slug=await _free_slug(programme.slug or "programme"))
        await programmes.add(kept)
        await record(Deed.ADDED, Noun.PROGRAMME, kept.id, by=by, now=now, label=kept.slug, changes=_changes(None, kept))
    return kept


async def change(slug: str, new: Programme, *, by: Asker, now: datetime) -> Programme:
    """Keep changed rules; `new.version` is that of those they were made from.

    Raises NotFound, NotAllowed, ChangedMeanwhile, ProgrammeClosed, ForceTooMuch, NotInProgramme; PlacesTaken or
    ShareTaken where pairs that were accepted do not fit into the new rules.
    """
    require(by, Right.EDIT, Noun.PROGRAMME)
    async with transaction():
        old = await programmes.lock(slug)
        if old.version != new.version:
            raise ChangedMeanwhile
        changed = old.write(new, now=now)
        check_room(changed.rules, [pair.key for pair in await proposals.list_accepted_of(old)])
        return await _keep(old, changed, by=by, now=now)


async def force(
    slug: str,
    company_id: UUID,
    code: str,
    force: Force,
    *,
    reason: str,
    version: int | None = None,
    by: Asker,
    now: datetime,
) -> Programme:
    """Say that a pair has to be, or must not be.

    Raises NotFound, NotAllowed, ChangedMeanwhile, and what `Programme.force` raises.
    """
    await organisations.get(company_id)
    pair = ForcedPair(company_id=company_id, code=code, force=force, reason=reason.strip(), by=by.person_id, at=now)
    return await _change(slug, lambda old: old.force(pair), version=version, by=by, now=now)


async def release(
    slug: str, company_id: UUID, code: str, *, version: int | None = None, by: Asker, now: datetime
) -> Programme:
    """Leave a pair to the computation again. Raises NotFound, NotAllowed, ProgrammeClosed or ChangedMeanwhile."""
    return await _change(slug, lambda old: old.release(company_id, code, now=now), version=version, by=by, now=now)


async def close(slug: str, *, version: int | None = None, by: Asker, now: datetime) -> Programme:
    """Neither change nor propose nor accept any more. Raises NotFound, NotAllowed or ChangedMeanwhile."""
    return await _change(slug, lambda old: old.close(now=now), version=version, by=by, now=now)


async def reopen(slug: str, *, version: int | None = None, by: Asker, now: datetime) -> Programme:
    """Go on with a programme. Raises NotFound, NotAllowed or ChangedMeanwhile."""
    return await _change(slug, lambda old: old.reopen(now=now), version=version, by=by, now=now)


async def _change(slug: str, step: Step, *, version: int | None, by: Asker, now: datetime) -> Programme:
    require(by, Right.EDIT, Noun.PROGRAMME)
    async with transaction():
        old = await programmes.lock(slug)
        if version is not None and version != old.version:
            raise ChangedMeanwhile
        return await _keep(old, step(old), by=by, now=now)


async def _keep(old: Programme, new: Programme, *, by: Asker, now: datetime) -> Programme:
    changes = _changes(old, new)
    if not changes:
        return old
    await programmes.set_(new)
    await record(Deed.CHANGED, Noun.PROGRAMME, old.id, by=by, now=now, label=old.slug, changes=changes)
    return replace(new, version=new.version + 1)


def _changes(old: Programme | None, new: Programme) -> tuple[FieldChange, ...]:
    """What the history says: the rules field by field."""
    told = [change for change in differences(old, new) if change.name != "rules"]
    return (*told, *differences(old.rules if old else None, new.rules))


async def _free_slug(wanted: str) -> str:
    taken = await programmes.list_slugs(wanted)
    return next(slug for n in range(1, len(taken) + 2) if (slug := wanted if n == 1 else f"{wanted}-{n}") not in taken)
