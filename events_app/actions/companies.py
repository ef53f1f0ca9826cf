"""The profile of a company: written by who may change the company, with its logo."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Final
from uuid import UUID

from events_app.actions.files import Sent, store
from events_app.actions.history import record
from events_app.domain.companies import Profile
from events_app.domain.history import Deed, FieldChange, differences
from events_app.domain.organisations import Organisation, OrganisationClosed
from events_app.domain.refusals import ChangedMeanwhile
from events_app.domain.rights import Asker, Noun, Right, require
from events_app.storage import companies, documents, organisations
from events_app.storage.database import INTEGRITY_ERRORS, transaction

LOGO_PIXELS: Final = 640
"""Widest and highest of a logo that is kept."""


async def write(
    company_id: UUID, change: Callable[[Profile], Profile], *, version: int | None, by: Asker, now: datetime
) -> Profile:
    """Keep a changed profile; `version` is that of the one it was made from, None for the first.

    Raises NotFound, NotAllowed, OrganisationClosed or ChangedMeanwhile.
    """
    try:
        async with transaction():
            company = await _company(company_id, by)
            old = await companies.find(company_id)
            if (old.version if old else None) != version:
                raise ChangedMeanwhile
            return await _keep(company, old, change(old or Profile(company_id=company_id)), by=by, now=now)
    except INTEGRITY_ERRORS:
        raise ChangedMeanwhile from None


async def set_logo(company_id: UUID, sent: Sent, *, data_dir: Path, by: Asker, now: datetime) -> Profile:
    """Keep a picture as the logo: first its file, then its row. Raises NotFound, NotAllowed or OrganisationClosed."""
    await _company(company_id, by)
    document = await store(
        sent, noun=Noun.ORGANISATION, object_id=company_id, owner=company_id, data_dir=data_dir, by=by, now=now
    )
    async with transaction():
        company = await _company(company_id, by)
        old = await companies.find(company_id)
        if old and old.logo_id:
            await documents.remove_(old.logo_id)
        await documents.add(document)
        new = replace(old or Profile(company_id=company_id), logo_id=document.id)
        kept = await _keep(company, old, new, by=by, now=now)
    await documents.remove_unkept(data_dir)
    return kept


async def remove_logo(company_id: UUID, *, data_dir: Path, by: Asker, now: datetime) -> None:
    """Take the logo away. Raises NotFound, NotAllowed or OrganisationClosed."""
    async with transaction():
        company = await _company(company_id, by)
        old = await companies.find(company_id)
        if old is None or old.logo_id is None:
            return
        await documents.remove_(old.logo_id)
        await _keep(company, old, replace(old, logo_id=None), by=by, now=now)
    await documents.remove_unkept(data_dir)


async def _company(company_id: UUID, by: Asker) -> Organisation:
    company = await organisations.get(company_id)
    require(by, Right.EDIT, Noun.ORGANISATION, owner=company.id)
    if company.closed_at:
        raise OrganisationClosed
    return company


async def _keep(company: Organisation, old: Profile | None, new: Profile, *, by: Asker, now: datetime) -> Profile:
    changes = tuple(
        FieldChange(each.name, *(("–", "–") if each.name == "logo_id" else (each.before, each.after)))
        for each in differences(old or Profile(company_id=company.id), new)
    )
    if not changes:
        return new
    kept = replace(new, modified_at=now)
    await (companies.set_(kept) if old else companies.add(kept))
    await record(
        Deed.CHANGED,
        Noun.ORGANISATION,
        company.id,
        by=by,
        now=now,
        owner=company.id,
        label=company.slug,
        changes=changes,
    )
    return replace(kept, version=kept.version + 1) if old else kept
