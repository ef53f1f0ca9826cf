"""Payments: recorded by hand, from a line of the bank, or told by a provider; each is counted once.

A deposit that has arrived in full moves its case on.
"""

from dataclasses import replace
from datetime import datetime
from uuid import UUID, uuid4

from events_app.actions.invoice_documents import (
    Context,
    application_of,
    context_of,
    issue_document,
    note,
    statement_of,
    tell,
)
from events_app.actions.places import Counted, lock_places
from events_app.actions.queues import Wanted, make_in_turn
from events_app.domain.applications import MOVES, Application, Move
from events_app.domain.bank_lines import BankLine, BankLineState, LineDone
from events_app.domain.invoices import DocumentKind, Invoice, NotIssued
from events_app.domain.letters import LetterKind
from events_app.domain.payments import (
    CurrencyDiffers,
    PaidBackTooMuch,
    Payment,
    PaymentTwice,
    PaymentWay,
    ProviderNotice,
)
from events_app.domain.refusals import NotFound
from events_app.domain.rights import SYSTEM, Asker, Noun, Right, require
from events_app.storage import applications, invoices
from events_app.storage import payments as stored
from events_app.storage.database import transaction


async def record(payment: Payment, *, by: Asker, now: datetime) -> Invoice:
    """Count a payment, give a receipt for what came in, and note a deposit that is complete.

    Raises NotFound, NotAllowed, NotIssued, CurrencyDiffers, PaidBackTooMuch or PaymentTwice.
    """
    seen = await invoices.get(payment.invoice_id)
    async with transaction():
        counted = await lock_places(seen.edition_id)
        require(by, Right.DECIDE, Noun.FEE, owner=counted.edition.unit_id)
        old = await invoices.lock_(seen.id)
        _check(payment, old)
        context = await context_of(await application_of(old), counted.edition)
        new = old.pay(payment.amount.amount_minor, now=now)
        if not await stored.add(payment):
            raise PaymentTwice
        await invoices.set_(new)
        await note(old, new, context, by=by, now=now)
        if payment.amount.amount_minor > 0:
            await _receipt(payment, new, context, now=now)
        await note_deposit(context.application, now=now)
    return replace(new, version=new.version + 1)


async def count_line(line_id: UUID, invoice_id: UUID, *, by: Asker, now: datetime) -> Invoice:
    """Count a line of the bank as the payment of an invoice. Raises what `record` raises, and LineDone."""
    require(by, Right.DECIDE, Noun.FEE)
    seen = await invoices.get(invoice_id)
    async with transaction():
        # The order of locks is that of every payment; the line comes after.
        await lock_places(seen.edition_id)
        line = await stored.lock_line(line_id)
        if line.state is BankLineState.COUNTED:
            raise LineDone
        payment = Payment(
            id=uuid4(),
            invoice_id=invoice_id,
            amount=line.amount,
            received_on=line.booked_on,
            way=PaymentWay.BANK,
            reference=line.reference,
            payer=line.payer,
            fingerprint=f"bank:{line.fingerprint}",
            person_id=by.person_id,
            at=now,
        )
        invoice = await record(payment, by=by, now=now)
        await stored.set_line(line.id, BankLineState.COUNTED, payment.id)
    return invoice


async def set_line_aside(line_id: UUID, *, by: Asker, is_back: bool = False) -> BankLine:
    """Set a line aside that pays no invoice, or take it back. Raises NotFound, NotAllowed or LineDone."""
    require(by, Right.DECIDE, Noun.FEE)
    async with transaction():
        line = await stored.lock_line(line_id)
        if line.state is BankLineState.COUNTED:
            raise LineDone
        new = replace(line, state=BankLineState.OPEN if is_back else BankLineState.SET_ASIDE)
        await stored.set_line(line.id, new.state)
    return new


async def take_notice(notice: ProviderNotice, *, now: datetime) -> Invoice:
    """Count what a provider of payments tells; a notice that comes again changes nothing. Raises NotFound."""
    invoice = await invoices.find_by_number(notice.invoice_number)
    if invoice is None:
        raise NotFound
    payment = Payment(
        id=uuid4(),
        invoice_id=invoice.id,
        amount=notice.amount,
        received_on=notice.received_on,
        way=PaymentWay.PROVIDER,
        payer=notice.payer,
        fingerprint=notice.fingerprint,
        at=now,
    )
    try:
        return await record(payment, by=SYSTEM, now=now)
    except PaymentTwice:
        return await invoices.get(invoice.id)


async def note_deposit(seen: Application, *, now: datetime) -> bool:
    """Move a case on whose deposit has arrived in full; inside a transaction. Returns whether it moved.

    Where it cannot yet, because a stand waits for the answer of the company, `deposits` does it with that answer.
    """
    (application,) = await applications.list_by_id([seen.id])
    paid = any(each.is_deposit_paid for each in await invoices.list_of_cases([application.id]))
    if not paid or application.state not in MOVES[Move.NOTE_DEPOSIT].origins:
        return False
    await make_in_turn(
        Wanted(application_id=application.id, move=Move.NOTE_DEPOSIT, check=_anybody, by=SYSTEM, now=now)
    )
    return True


def _anybody(_application: Application, _counted: Counted) -> None:
    """The right to record the payment was asked for before."""


def _check(payment: Payment, invoice: Invoice) -> None:
    if not invoice.number:
        raise NotIssued
    if payment.amount.currency != invoice.currency:
        raise CurrencyDiffers(currency=invoice.currency)
    if invoice.paid + payment.amount.amount_minor < 0:
        raise PaidBackTooMuch


async def _receipt(payment: Payment, invoice: Invoice, context: Context, *, now: datetime) -> None:
    told = replace(
        await statement_of(DocumentKind.RECEIPT, invoice.charge, context),
        about=invoice.number,
        about_on=invoice.issued_on,
        paid=payment.amount.amount_minor,
        reference=payment.reference,
        due=invoice.due(),
    )
    document = await issue_document(invoice, told, context, now=now)
    paid = payment.amount.amount_minor
    await tell(LetterKind.PAYMENT_RECEIVED, invoice, context, total=paid, key=str(document.id), now=now)
