"""Invoices: drafted from what a case is charged for, issued, credited."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID, uuid4

from events_app.actions.invoice_documents import (
    Context,
    application_of,
    context_of,
    credit,
    issue_document,
    note,
    reminder_job,
    statement_of,
    tell,
)
from events_app.actions.places import lock_places
from events_app.domain.applications import TAKING_PART
from events_app.domain.exhibitions import Edition
from events_app.domain.fees import Charge, Customer, charge, spaces_of
from events_app.domain.invoices import (
    CreditUnexplained,
    DocumentKind,
    Invoice,
    InvoicedAlready,
    IssuedAlready,
    IssuedDocument,
    NotChargeable,
    StandsChanged,
)
from events_app.domain.letters import LetterKind
from events_app.domain.refusals import ChangedMeanwhile, NotFound
from events_app.domain.rights import Asker, Noun, Right, require
from events_app.domain.tax_rules import WHOLE
from events_app.domain.texts import Text
from events_app.storage import applications, exhibitions, invoices, jobs, stands, support_schemes, tax_rules
from events_app.storage.database import transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """What an officer chooses for a charge: the zone where the plan names none, packages, schemes that pay a part."""

    zone: str = ""
    packages: frozenset[str] = frozenset()
    scheme_ids: frozenset[UUID] = frozenset()


async def foresee(application_id: UUID, chosen: Chosen, *, by: Asker, now: datetime) -> Charge:
    """What a case would be charged; keep nothing.

    Raises NotFound, NotAllowed, NotChargeable, SpaceUnpriced or TaxNotInForce.
    """
    application = await applications.get(application_id)
    edition = await _edition(application.edition_id)
    require(by, Right.READ, Noun.FEE, owner=edition.unit_id)
    return await _charge(await context_of(application, edition), chosen, now=now)


async def draft(
    application_id: UUID, chosen: Chosen, *, new_id: UUID | None = None, by: Asker, now: datetime
) -> Invoice:
    """Draft the invoice of a case, in place of a draft that there is; `new_id` is the id of a new one.

    Raises NotFound, NotAllowed, NotChargeable, InvoicedAlready, SpaceUnpriced or TaxNotInForce.
    """
    seen = await applications.get(application_id)
    async with transaction():
        counted = await lock_places(seen.edition_id)
        require(by, Right.DECIDE, Noun.FEE, owner=counted.edition.unit_id)
        application = await applications.get(application_id)
        context = await context_of(application, counted.edition)
        wanted = await _charge(context, chosen, now=now)
        earlier = [each for each in await invoices.list_of_cases([application_id]) if each.credited_share < WHOLE]
        if earlier and earlier[0].number:
            raise InvoicedAlready
        old = await invoices.lock_(earlier[0].id) if earlier else None
        if old is not None:
            new = replace(old, charge=wanted, modified_at=now)
            await invoices.set_(new)
        else:
            new = Invoice(
                id=new_id or uuid4(),
                application_id=application.id,
                edition_id=counted.edition.id,
                company_id=application.company_id,
                charge=wanted,
                created_at=now,
                modified_at=now,
            )
            names = (*context.company.name.wordings.values(), *context.edition.name.wordings.values())
            await invoices.add(new, names=(str(application.number), *names))
        await note(old, new, context, by=by, now=now)
    return new


async def discard(invoice_id: UUID, *, by: Asker, now: datetime) -> None:
    """Throw a draft away. Raises NotFound, NotAllowed or IssuedAlready."""
    async with transaction():
        invoice, context = await _locked(invoice_id, by)
        if not await invoices.remove_draft(invoice.id):
            raise IssuedAlready
        await note(invoice, invoice, context, by=by, now=now)


async def issue(invoice_id: UUID, *, version: int | None = None, by: Asker, now: datetime) -> Invoice:
    """Issue a draft under the next number, tell the company, and let days of payment run.

    `version` is that of the draft that was seen.
    Raises NotFound, NotAllowed, ChangedMeanwhile, IssuedAlready, StandsChanged or NothingToCharge.
    """
    async with transaction():
        old, context = await _locked(invoice_id, by)
        if not old.number:
            await _check_seen(old, version)
        today, first_day = context.today(now), context.edition.days.first
        # Decided before a number is taken, with a name that only stands for it.
        due = old.issue("–", context.prices, first_day=first_day, today=today, now=now)
        told = replace(await statement_of(DocumentKind.INVOICE, old.charge, context), due=due.due())
        document = await issue_document(old, told, context, now=now)
        new = replace(due, number=document.name)
        await invoices.set_(new)
        await invoices.add_words(new.id, new.number)
        await note(old, new, context, by=by, now=now)
        await tell(LetterKind.INVOICE_ISSUED, new, context, total=new.total, key=str(new.id), now=now)
        await jobs.add_all(reminder_job(new, day, 1, now=now) for day in {day for _, day in new.due().values()})
    return replace(new, version=new.version + 1)


async def credit_by_hand(
    invoice_id: UUID, share: int, reason: Text, *, by: Asker, now: datetime
) -> tuple[Invoice, IssuedDocument]:
    """Credit an invoice up to a share of it in all, in basis points, with a reason.

    Raises NotFound, NotAllowed, NotIssued, CreditOdd or CreditUnexplained.
    """
    async with transaction():
        invoice, context = await _locked(invoice_id, by)
        if not reason:
            raise CreditUnexplained
        told = replace(await statement_of(DocumentKind.CREDIT_NOTE, invoice.charge, context), reason=reason)
        return await credit(invoice, share, context, statement=told, by=by, now=now)


async def _locked(invoice_id: UUID, by: Asker) -> tuple[Invoice, Context]:
    """An invoice that nobody else changes now, if the asker may decide about it. Raises NotFound or NotAllowed."""
    seen = await invoices.get(invoice_id)
    counted = await lock_places(seen.edition_id)
    require(by, Right.DECIDE, Noun.FEE, owner=counted.edition.unit_id)
    invoice = await invoices.lock_(invoice_id)
    return invoice, await context_of(await application_of(invoice), counted.edition)


async def _check_seen(invoice: Invoice, version: int | None) -> None:
    """Raise ChangedMeanwhile for a draft that is not what was seen, StandsChanged for one of other stands than now."""
    if version is not None and invoice.version != version:
        raise ChangedMeanwhile
    given = await stands.list_of_application(invoice.application_id)
    if invoice.charge.stands != tuple(sorted(each.number for each in given)):
        raise StandsChanged


async def _charge(context: Context, chosen: Chosen, *, now: datetime) -> Charge:
    application = context.application
    if application.state not in TAKING_PART:
        raise NotChargeable
    spaces = spaces_of(application, await stands.list_of_application(application.id), chosen.zone)
    today = context.today(now)
    customer = Customer(
        country=context.company.country,
        booked_on=context.today(application.submitted_at or now),
        packages=chosen.packages,
        supports=tuple(
            each for each in await support_schemes.list_schemes(valid_on=today) if each.id in chosen.scheme_ids
        ),
    )
    rules = await tax_rules.list_by_id(context.prices.tax_ids)
    return charge(context.prices, spaces, customer, taxes=rules, on=today)


async def _edition(edition_id: UUID) -> Edition:
    found: Iterable[Edition] = (await exhibitions.list_editions_by_id([edition_id])).values()
    for edition in found:
        return edition
    raise NotFound
