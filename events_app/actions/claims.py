"""Claims under support schemes: made and proved by companies, decided by officers, told of in letters."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Final
from uuid import UUID, uuid4

from events_app.actions.cases import get_edition_of, list_recipients
from events_app.actions.files import Sent, store
from events_app.actions.history import record
from events_app.actions.mail import post
from events_app.domain.claims import (
    CLAIM_EDITABLE,
    CLAIM_MOVES,
    MOST_EVIDENCE,
    AlreadyClaimed,
    Claim,
    ClaimMove,
    ClaimMoveImpossible,
    ClaimNotEditable,
    ClaimState,
    CostNotEligible,
    Evidence,
    EvidenceGone,
    check_claimable,
    has_taken_part,
)
from events_app.domain.companies import Profile
from events_app.domain.documents import Document, TooManyFiles
from events_app.domain.exhibitions import Edition
from events_app.domain.history import Deed, FieldChange
from events_app.domain.invoiced_supports import InvoicedSupport
from events_app.domain.invoices import Invoice
from events_app.domain.letters import LetterKind
from events_app.domain.papers import PaperStatus
from events_app.domain.refusals import ChangedMeanwhile, NotFound
from events_app.domain.rights import Asker, Noun, Right, require
from events_app.domain.support_schemes import CostKind, SupportScheme
from events_app.reference.groups import groups_of
from events_app.storage import applications, claims, companies, documents, invoices, organisations, support_schemes
from events_app.storage.database import INTEGRITY_ERRORS, transaction

LETTERS: Final = {
    ClaimMove.SUBMIT: LetterKind.CLAIM_RECEIVED,
    ClaimMove.RETURN: LetterKind.CLAIM_RETURNED,
    ClaimMove.APPROVE: LetterKind.CLAIM_APPROVED,
    ClaimMove.REFUSE: LetterKind.CLAIM_REFUSED,
    ClaimMove.PAY: LetterKind.CLAIM_PAID,
}
"""What a move sends to the company; withdrawing is its own word."""


async def begin(
    application_id: UUID,
    scheme_id: UUID,
    write: Callable[[Claim], Claim],
    *,
    by: Asker,
    now: datetime,
    claim_id: UUID | None = None,
) -> Claim:
    """Begin a claim of a case under a scheme as a draft.

    Raises NotFound, NotAllowed, NotClaimable, AlreadyClaimed, CostNotEligible or ClaimCurrency.
    """
    application = await applications.get(application_id)
    require(by, Right.EDIT, Noun.APPLICATION, owner=application.company_id)
    scheme = await support_schemes.get(scheme_id)
    edition = await get_edition_of(application.edition_id)
    profile = await companies.find(application.company_id)
    check_claimable(application, scheme, may_apply=may_help(scheme, edition, profile))
    draft = Claim(
        id=claim_id or uuid4(),
        application_id=application.id,
        scheme_id=scheme.id,
        company_id=application.company_id,
        edition_id=edition.id,
        currency=scheme.cap.currency if scheme.cap else "USD",
        created_at=now,
        modified_at=now,
    )
    draft = draft.rewrite(write(draft), scheme, now=now)
    try:
        async with transaction():
            await claims.add(draft)
            await _record(Deed.ADDED, None, draft, edition, by=by, now=now)
    except INTEGRITY_ERRORS as error:
        raise AlreadyClaimed from error
    return draft


async def write(claim_id: UUID, write: Callable[[Claim], Claim], *, version: int, by: Asker, now: datetime) -> Claim:
    """Keep what was written. Raises NotFound, NotAllowed, ChangedMeanwhile, or what the claim refuses."""
    async with transaction():
        old = await claims.lock_(claim_id)
        require(by, Right.EDIT, Noun.APPLICATION, owner=old.company_id)
        scheme = await support_schemes.get(old.scheme_id)
        new = replace(old.rewrite(write(old), scheme, now=now), version=version)
        await claims.set_(new)
        await _record(Deed.CHANGED, old, new, await get_edition_of(old.edition_id), by=by, now=now)
    return replace(new, version=version + 1)


async def submit(claim_id: UUID, *, version: int, by: Asker, now: datetime) -> Claim:
    """Submit a claim, which binds the company. Raises NotFound, NotAllowed, ChangedMeanwhile, or what is missing."""
    async with transaction():
        old = await claims.lock_(claim_id)
        require(by, Right.PUBLISH, Noun.APPLICATION, owner=old.company_id)
        application = await applications.get(old.application_id)
        sent = await claims.list_evidence(old.id)
        new = old.submit(sent, has_taken_part=has_taken_part(application), now=now)
        return await _moved(ClaimMove.SUBMIT, old, replace(new, version=version), by=by, now=now)


async def withdraw(claim_id: UUID, *, version: int, by: Asker, now: datetime) -> Claim:
    """Take a claim back before it is paid. Raises NotFound, NotAllowed, ChangedMeanwhile or ClaimMoveImpossible."""
    async with transaction():
        old = await claims.lock_(claim_id)
        right = Right.EDIT if old.state is ClaimState.DRAFT else Right.PUBLISH
        require(by, right, Noun.APPLICATION, owner=old.company_id)
        new = old.move(ClaimMove.WITHDRAW, now=now, today=now.date())
        return await _moved(ClaimMove.WITHDRAW, old, replace(new, version=version), by=by, now=now)


async def decide(
    claim_id: UUID,
    move: ClaimMove,
    *,
    granted_minor: int | None = None,
    reason: str = "",
    version: int | None = None,
    by: Asker,
    now: datetime,
    today: date,
) -> Claim:
    """Return, approve or refuse a claim, or note its payment; the company is told.

    Raises NotFound, NotAllowed, ChangedMeanwhile, ClaimMoveImpossible, ClaimReasonNeeded, EvidenceUndecided,
    GrantTooHigh or SupportInvoiced.
    """
    require(by, Right.DECIDE, Noun.CLAIM)
    if CLAIM_MOVES[move].is_companys:
        raise ClaimMoveImpossible
    async with transaction():
        old = await claims.lock_(claim_id)
        if old.state is ClaimState.DRAFT:
            raise NotFound
        if version is not None and old.version != version:
            raise ChangedMeanwhile
        if move is ClaimMove.APPROVE:
            scheme = await support_schemes.get(old.scheme_id)
            sent = await claims.list_evidence(old.id)
            invoiced = InvoicedSupport.of(await _locked_invoices(old), scheme, old.currency)
            new = old.approve(granted_minor, scheme, sent, invoiced=invoiced, reason=reason, now=now)
        else:
            new = old.move(move, reason=reason, now=now, today=today)
        return await _moved(move, old, new, by=by, now=now)


async def send_evidence(
    claim_id: UUID, cost: CostKind, sent: Sent, *, data_dir: Path, by: Asker, now: datetime
) -> Document:
    """Keep a document for one kind of cost.

    Raises NotFound, NotAllowed, ClaimNotEditable, CostNotEligible or TooManyFiles.
    """
    claim = await claims.get(claim_id)
    require(by, Right.EDIT, Noun.APPLICATION, owner=claim.company_id)
    if cost not in (await support_schemes.get(claim.scheme_id)).costs:
        raise CostNotEligible
    _check_editable(claim)
    document = await store(
        sent, noun=Noun.CLAIM, object_id=claim.id, owner=claim.company_id, data_dir=data_dir, by=by, now=now
    )
    async with transaction():
        fresh = await claims.lock_(claim_id)
        _check_editable(fresh)
        if len(await claims.list_evidence(claim_id)) >= MOST_EVIDENCE:
            raise TooManyFiles(most=MOST_EVIDENCE)
        await documents.add(document)
        await claims.set_evidence(Evidence(claim_id=claim_id, document_id=document.id, cost=cost, received_at=now))
        await _record_file(fresh, FieldChange("documents", None, document.name), by=by, now=now)
    await documents.remove_unkept(data_dir)
    return document


async def remove_evidence(claim_id: UUID, document_id: UUID, *, by: Asker, now: datetime) -> None:
    """Take a document back while the claim is the company's to write.

    Raises NotFound, NotAllowed or ClaimNotEditable.
    """
    async with transaction():
        claim = await claims.lock_(claim_id)
        require(by, Right.EDIT, Noun.APPLICATION, owner=claim.company_id)
        _check_editable(claim)
        if await claims.find_evidence(claim_id, document_id) is None:
            raise NotFound
        document = await documents.get(document_id)
        await claims.remove_evidence(document_id)
        await documents.remove_(document_id)
        await _record_file(claim, FieldChange("documents", document.name, None), by=by, now=now)


async def decide_evidence(
    claim_id: UUID, document_id: UUID, status: PaperStatus, *, reason: str = "", by: Asker, now: datetime
) -> Evidence:
    """Accept or reject a document of a submitted claim.

    Raises NotFound, NotAllowed, EvidenceGone, ClaimMoveImpossible or PaperUnexplained.
    """
    require(by, Right.DECIDE, Noun.CLAIM)
    if status not in {PaperStatus.ACCEPTED, PaperStatus.REJECTED}:
        raise NotFound
    async with transaction():
        claim = await claims.lock_(claim_id)
        if claim.state is ClaimState.DRAFT:
            raise NotFound
        old = await claims.find_evidence(claim_id, document_id)
        if old is None:
            raise EvidenceGone
        if claim.state is not ClaimState.SUBMITTED:
            raise ClaimMoveImpossible
        new = old.decide(status, reason=reason, now=now)
        await claims.set_evidence(new)
        await _record_file(claim, FieldChange(f"document {old.cost}", old.status.value, status.value), by=by, now=now)
    return new


def may_help(scheme: SupportScheme, edition: Edition, profile: Profile | None) -> bool:
    """Whether a scheme may help a company with an edition."""
    return scheme.may_apply(
        country=edition.country,
        groups=groups_of(edition.country, edition.days.first),
        scope=edition.scope,
        size=profile.size if profile else None,
        on=edition.days.first,
    )


async def _locked_invoices(claim: Claim) -> list[Invoice]:
    """Invoices of the company for the edition, which nobody changes before this transaction ends."""
    found = await invoices.list_of_company(claim.company_id, claim.edition_id)
    return [await invoices.lock_(each.id) for each in found]


def _check_editable(claim: Claim) -> None:
    if claim.state not in CLAIM_EDITABLE:
        raise ClaimNotEditable


async def _moved(move: ClaimMove, old: Claim, new: Claim, *, by: Asker, now: datetime) -> Claim:
    """Keep a move, inside the caller's transaction, and tell of it."""
    await claims.set_(new)
    edition = await get_edition_of(new.edition_id)
    deed = Deed.WITHDRAWN if new.state is ClaimState.WITHDRAWN else Deed.DECIDED
    await _record(deed, old, new, edition, by=by, now=now)
    kind = LETTERS.get(move)
    if kind is not None:
        await _tell(kind, new, edition, by=by, now=now)
    return replace(new, version=new.version + 1)


async def _tell(kind: LetterKind, claim: Claim, edition: Edition, *, by: Asker, now: datetime) -> None:
    company = await organisations.get(claim.company_id)
    scheme = await support_schemes.get(claim.scheme_id)
    params: dict[str, object] = {
        "title": dict(edition.name.wordings),
        "organisation": dict(company.name.wordings),
        "document": dict(scheme.name.wordings),
        "path": f"company/{company.slug}/claims/{claim.id}",
    }
    if claim.granted is not None:
        params["amount"] = [claim.granted.amount_minor, claim.granted.currency]
    if claim.reason and kind is not LetterKind.CLAIM_RECEIVED:
        params["reason"] = {by.person.language if by.person else "en": claim.reason}
    for person in await list_recipients(company.id):
        await post(kind, to=person, params=params, now=now, key=f"{kind.value}:{claim.id}:{claim.version}:{person.id}")


async def _record(deed: Deed, old: Claim | None, new: Claim, edition: Edition, *, by: Asker, now: datetime) -> None:
    before = (
        {"status": old.state.value, "claimed": old.claimed.amount_minor, "granted": old.granted_minor} if old else {}
    )
    after = {"status": new.state.value, "claimed": new.claimed.amount_minor, "granted": new.granted_minor}
    changes: Iterable[FieldChange] = (
        FieldChange(name, before.get(name), value) for name, value in after.items() if before.get(name) != value
    )
    await record(
        deed, Noun.CLAIM, new.id, by=by, now=now, owner=new.company_id, label=edition.slug, changes=tuple(changes)
    )


async def _record_file(claim: Claim, change: FieldChange, *, by: Asker, now: datetime) -> None:
    await record(
        Deed.CHANGED, Noun.CLAIM, claim.id, by=by, now=now, owner=claim.company_id, label="", changes=(change,)
    )
