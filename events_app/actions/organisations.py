"""Organisations: entered, changed, closed."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from events_app.actions.history import record
from events_app.domain.history import Deed, differences
from events_app.domain.organisations import Organisation
from events_app.domain.rights import Asker, Noun, Right, require
from events_app.storage import organisations
from events_app.storage.database import transaction


async def add(organisation: Organisation, *, by: Asker, now: datetime) -> Organisation:
    """Keep a new organisation. Raises NotAllowed."""
    require(by, Right.CREATE, Noun.ORGANISATION)
    async with transaction():
        await organisations.add(organisation)
        await _record(Deed.ADDED, None, organisation, by=by, now=now)
    return organisation


async def change(organisation: Organisation, *, by: Asker, now: datetime) -> Organisation:
    """Replace an organisation; its kind and whether it needs approvals are the authority's affair.

    Raises NotFound, NotAllowed or ChangedMeanwhile.
    """
    async with transaction():
        old = await organisations.get(organisation.id)
        require(by, Right.EDIT, Noun.ORGANISATION, owner=old.id)
        if (old.kind, old.needs_approval) != (organisation.kind, organisation.needs_approval):
            require(by, Right.EDIT, Noun.ORGANISATION)
        await organisations.set_(organisation)
        await _record(Deed.CHANGED, old, organisation, by=by, now=now)
    return replace(organisation, version=organisation.version + 1)


async def close(organisation_id: UUID, *, by: Asker, now: datetime) -> None:
    """Close an organisation: its roles give no rights any more. Raises NotFound or NotAllowed."""
    require(by, Right.MANAGE, Noun.ORGANISATION)
    async with transaction():
        old = await organisations.get(organisation_id)
        await organisations.set_(old.close(now=now))
        await _record(Deed.CLOSED, old, old.close(now=now), by=by, now=now)


async def _record(deed: Deed, old: Organisation | None, new: Organisation, *, by: Asker, now: datetime) -> None:
    changes = differences(old, new)
    await record(deed, Noun.ORGANISATION, new.id, by=by, now=now, owner=new.id, label=new.slug, changes=changes)
