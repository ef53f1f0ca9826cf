"""What a company does with its applications: begun, written, submitted, answered, withdrawn.

Whoever may edit writes; only who may act for the company binds it (`publish`). The clock is the server's.
What it reports afterwards is next door in `reports`.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from uuid import UUID, uuid4

from events_app.actions.cases import get_edition_of
from events_app.actions.history import record
from events_app.actions.places import Counted
from events_app.actions.queues import Wanted, make_in_turn
from events_app.domain.admissions import (
    Admission,
    ExhibitsMissing,
    LimitReached,
    NotTakingApplications,
    SectorNotShown,
    TermsNotAgreed,
    sectors_shown,
    window_of,
)
from events_app.domain.applications import Application, ApplicationState, Move
from events_app.domain.eligibility import count_open
from events_app.domain.exhibitions import Edition
from events_app.domain.history import Deed
from events_app.domain.organisations import Organisation, OrganisationClosed, OrganisationKind
from events_app.domain.refusals import ChangedMeanwhile, NotFound
from events_app.domain.rights import Asker, Noun, Right, require
from events_app.storage import admissions, applications, exhibitions, offers, organisations
from events_app.storage.database import transaction

BINDING = frozenset({Move.SUBMIT, Move.ACCEPT, Move.DECLINE, Move.WITHDRAW})


async def begin(
    company_id: UUID, slug: str, write: Callable[[Application], Application], *, by: Asker, now: datetime
) -> Application:
    """Begin a case as a draft, with what is written so far. The window must be open.

    Raises NotFound, NotAllowed, NotTakingApplications, NotOpenYet, WindowClosed or LimitReached.
    """
    require(by, Right.CREATE, Noun.APPLICATION, owner=company_id)
    async with transaction():
        company = await _company(company_id)
        edition = await exhibitions.get_edition(slug)
        counted = await _lock_admitting(edition)
        window_of(edition, counted.admission).check(now)
        await _check_limit(company_id, counted.admission, edition)
        draft = Application(
            id=uuid4(),
            edition_id=edition.id,
            company_id=company_id,
            number=await admissions.add_number(edition.id),
            country=company.country,
            created_at=now,
            modified_at=now,
        )
        draft = draft.rewrite(write(draft), now=now)
        await _check_offers(draft)
        await applications.add(draft, company_words=company.name.wordings.values())
        await _record(Deed.ADDED, draft, edition, by=by, now=now)
    return draft


async def write(
    application_id: UUID,
    write: Callable[[Application], Application],
    *,
    version: int,
    by: Asker,
    now: datetime,
) -> Application:
    """Keep what was written in a draft or a returned case.

    Raises NotFound, NotAllowed, ChangedMeanwhile or NotEditable.
    """
    async with transaction():
        old = await applications.get(application_id)
        require(by, Right.EDIT, Noun.APPLICATION, owner=old.company_id)
        new = replace(old.rewrite(write(old), now=now), version=version)
        await _check_offers(new)
        company = await _company(old.company_id)
        await applications.set_(new, company_words=company.name.wordings.values())
        edition = await get_edition_of(old.edition_id)
        await _record(Deed.CHANGED, new, edition, by=by, now=now)
    return replace(new, version=version + 1)


async def submit(application_id: UUID, *, version: int, by: Asker, now: datetime) -> Application:
    """Submit a draft inside the window, or a returned case by the day that it was given.

    Raises NotFound, NotAllowed, ChangedMeanwhile, MoveImpossible, and what is missing: NotOpenYet, WindowClosed,
    LimitReached, SectorNotShown, ExhibitsMissing or TermsNotAgreed.
    """
    seen = await applications.get(application_id)
    require(by, Right.PUBLISH, Noun.APPLICATION, owner=seen.company_id)
    if seen.state is ApplicationState.DRAFT:
        await _company(seen.company_id)

    def check(old: Application, counted: Counted) -> None:
        if old.version != version:
            raise ChangedMeanwhile
        if old.state is ApplicationState.DRAFT:
            window_of(counted.edition, counted.admission).check(now)
        _check_complete(old, counted.edition, counted.admission)

    return await make_in_turn(Wanted(application_id=application_id, move=Move.SUBMIT, check=check, by=by, now=now))


async def answer(
    application_id: UUID, move: Move, *, reason: str = "", version: int | None = None, by: Asker, now: datetime
) -> Application:
    """Accept or decline a place, or withdraw; a place that becomes free goes to who waits.

    Raises NotFound, NotAllowed, ChangedMeanwhile, MoveImpossible or OfferExpired.
    """
    if move not in BINDING - {Move.SUBMIT}:
        raise NotFound

    def check(old: Application, _counted: Counted) -> None:
        # A colleague who only writes may take back what was never submitted.
        is_draft = move is Move.WITHDRAW and old.state is ApplicationState.DRAFT
        require(by, Right.EDIT if is_draft else Right.PUBLISH, Noun.APPLICATION, owner=old.company_id)
        if version is not None and old.version != version:
            raise ChangedMeanwhile

    return await make_in_turn(
        Wanted(application_id=application_id, move=move, check=check, reason=reason, by=by, now=now)
    )


async def _lock_admitting(edition: Edition) -> Counted:
    try:
        return Counted(edition, await admissions.lock_(edition.id))
    except NotFound:
        raise NotTakingApplications from None


async def _company(company_id: UUID) -> Organisation:
    """The company, if it may act. Raises NotFound or OrganisationClosed."""
    company = await organisations.get(company_id)
    if company.kind is not OrganisationKind.EXPORTER:
        raise NotFound
    if company.closed_at is not None:
        raise OrganisationClosed
    return company


async def _check_limit(company_id: UUID, admission: Admission, edition: Edition) -> None:
    own = await applications.list_of_company(company_id, edition_id=edition.id)
    if count_open(own) >= admission.applications_per_company:
        raise LimitReached


async def _check_offers(application: Application) -> None:
    """Only offers of the company itself can be named."""
    found = await offers.list_by_id(application.offer_ids)
    own = {offer.id for offer in found if offer.company_id == application.company_id}
    if not own.issuperset(application.offer_ids):
        raise NotFound


def _check_complete(application: Application, edition: Edition, admission: Admission) -> None:
    if application.sector not in sectors_shown(edition):
        raise SectorNotShown
    if not application.exhibits and not application.offer_ids:
        raise ExhibitsMissing
    if admission.terms and application.terms_version != admission.terms_version:
        raise TermsNotAgreed


async def _record(deed: Deed, application: Application, edition: Edition, *, by: Asker, now: datetime) -> None:
    label = f"{edition.slug} {application.number}"
    await record(deed, Noun.APPLICATION, application.id, by=by, now=now, owner=application.company_id, label=label)
