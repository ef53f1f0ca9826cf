"""Asking a company that suits a country or region to apply for an edition there: once for each edition."""

from datetime import datetime
from uuid import UUID

from events_app.actions.cases import list_recipients
from events_app.actions.history import record
from events_app.actions.mail import post
from events_app.domain.admissions import window_of
from events_app.domain.history import Deed
from events_app.domain.letters import LetterKind
from events_app.domain.messages import N_
from events_app.domain.organisations import OrganisationClosed, OrganisationKind
from events_app.domain.refusals import NotFound, Refusal
from events_app.domain.rights import Asker, Noun, Right, require
from events_app.storage import admissions, exhibitions, introductions, organisations
from events_app.storage.database import transaction


class AskedAlready(Refusal):
    """A company is asked once for each edition."""

    message = N_("The company has been asked to apply for this edition already.")


async def ask_to_apply(company_id: UUID, edition_slug: str, *, by: Asker, now: datetime) -> None:
    """Write to who answers for the company, with the link to apply.

    Raises NotFound, NotAllowed, OrganisationClosed, AskedAlready, or why no applications are taken now.
    """
    require(by, Right.CREATE, Noun.INTRODUCTION)
    async with transaction():
        company = await organisations.get(company_id)
        if company.kind is not OrganisationKind.EXPORTER:
            raise NotFound
        if company.closed_at:
            raise OrganisationClosed
        edition = await exhibitions.get_edition(edition_slug)
        window = window_of(edition, await admissions.find(edition.id))
        window.check(now)
        if not await introductions.add_invitation(company.id, edition.id, at=now, person_id=by.person_id):
            raise AskedAlready
        label = f"{edition.slug} {company.slug}"
        await record(Deed.INVITED, Noun.ADMISSION, edition.id, by=by, now=now, owner=edition.unit_id, label=label)
        params: dict[str, object] = {
            "title": dict(edition.name.wordings),
            "organisation": dict(company.name.wordings),
            "days": [day.isoformat() for day in (edition.days.first, edition.days.last)],
            "code": edition.country,
            "expires_at": window.closes_at.isoformat(),
            "path": f"company/{company.slug}/exhibitions/{edition.slug}/apply",
        }
        for person in await list_recipients(company.id):
            key = f"{LetterKind.ASKED_TO_APPLY.value}:{company.id}:{edition.id}:{person.id}"
            await post(LetterKind.ASKED_TO_APPLY, to=person, params=params, now=now, key=key)
