"""Documents of invoices: issued under the next number of their series, told to the company; inside a transaction.

Who locks more than one thing locks in this order: the admission of the edition, the invoice, the counter of numbers.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from uuid import uuid4

from events_app.actions.cases import Made, list_recipients
from events_app.actions.history import record
from events_app.actions.mail import letter_to
from events_app.domain.applications import TAKING_PART, Application, Move
from events_app.domain.companies import Address
from events_app.domain.exhibitions import Edition, zone_of
from events_app.domain.fees import Charge
from events_app.domain.history import Deed, FieldChange
from events_app.domain.invoices import (
    REMINDED_AFTER,
    SERIES_OF,
    Buyer,
    DocumentKind,
    Invoice,
    IssuedDocument,
    Statement,
)
from events_app.domain.jobs import Job, JobKind
from events_app.domain.letters import LetterKind, letter_job
from events_app.domain.organisations import Organisation
from events_app.domain.prices import PriceList
from events_app.domain.rights import Asker, Noun
from events_app.domain.tax_rules import WHOLE
from events_app.storage import applications, companies, invoices, jobs, organisations, prices


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What documents about a case state beside its invoice."""

    edition: Edition
    prices: PriceList
    application: Application
    company: Organisation

    def today(self, now: datetime) -> date:
        """The day at the place of the edition: that of documents about it."""
        return now.astimezone(zone_of(self.edition.zone)).date()


async def context_of(application: Application, edition: Edition) -> Context:
    """Gather it. Raises NotFound where the edition has no price list."""
    return Context(
        edition=edition,
        prices=await prices.get(edition.id),
        application=application,
        company=await organisations.get(application.company_id),
    )


async def statement_of(kind: DocumentKind, charge: Charge, context: Context) -> Statement:
    """A statement of values as they are now."""
    profile = await companies.find(context.company.id)
    address = profile.address if profile else Address()
    town = f"{address.postal_code} {address.locality}".strip()
    return Statement(
        kind=kind,
        seller=context.prices.seller,
        buyer=Buyer(
            name=context.company.name,
            address=tuple(line for line in (address.street, town, address.region) if line),
            country=context.company.country,
            number=profile.registration_number if profile else "",
        ),
        edition=context.edition.name,
        days=context.edition.days,
        case_number=context.application.number,
        charge=charge,
    )


async def issue_document(invoice: Invoice, statement: Statement, context: Context, *, now: datetime) -> IssuedDocument:
    """Give a statement the next number of its series and year, and keep it for good."""
    today = context.today(now)
    series = context.prices.series + SERIES_OF[statement.kind]
    document = IssuedDocument(
        id=uuid4(),
        invoice_id=invoice.id,
        series=series,
        year=today.year,
        number=await invoices.add_number(series, today.year),
        issued_on=today,
        statement=statement,
        issued_at=now,
    )
    await invoices.add_document(document)
    return document


async def credit(
    invoice: Invoice, share: int, context: Context, *, statement: Statement, by: Asker, now: datetime
) -> tuple[Invoice, IssuedDocument]:
    """Credit an invoice that is locked up to a share of it. Raises NotIssued or CreditOdd."""
    new, part = invoice.credit(share, now=now)
    about = await invoices.find_invoice_document(invoice.id)
    told = replace(
        statement, charge=part, about=invoice.number, about_on=about.issued_on if about else invoice.issued_on
    )
    document = await issue_document(new, told, context, now=now)
    await invoices.set_(new)
    await note(invoice, new, context, by=by, now=now)
    await tell(LetterKind.CREDIT_ISSUED, new, context, total=part.total, key=str(document.id), now=now)
    return new, document


async def credit_withdrawn(moves: Sequence[Made], edition: Edition) -> None:
    """Credit what cases that were withdrawn do not owe by the cancellation scale; throw their drafts away.

    Under the lock of the edition's admission.
    """
    withdrawn = {each.new.id: each for each in moves if each.move is Move.WITHDRAW and each.old.state in TAKING_PART}
    for found in await invoices.list_of_cases(withdrawn):
        made = withdrawn[found.application_id]
        if not found.number:
            await invoices.remove_draft(found.id)
            continue
        context = await context_of(made.new, edition)
        invoice = await invoices.lock_(found.id)
        owed = context.prices.owed_share((edition.days.first - context.today(made.now)).days)
        if WHOLE - owed > invoice.credited_share:
            told = await statement_of(DocumentKind.CREDIT_NOTE, invoice.charge, context)
            told = replace(told, kept_share=owed)
            await credit(invoice, WHOLE - owed, context, statement=told, by=made.by, now=made.now)


async def note(old: Invoice | None, new: Invoice, context: Context, *, by: Asker, now: datetime) -> None:
    """Write into the history what has become of an invoice."""
    changes = [FieldChange("status", old.state.value if old else None, new.state.value)]
    for name in ("total", "credited", "paid"):
        before, after = getattr(old, name) if old else 0, getattr(new, name)
        if before != after:
            changes.append(FieldChange(name, before, after))
    label = new.number or f"{context.edition.slug} {context.application.number}"
    await record(
        Deed.CHANGED if old else Deed.ADDED,
        Noun.FEE,
        new.id,
        by=by,
        now=now,
        owner=context.edition.unit_id,
        label=label,
        changes=tuple(changes),
    )


async def tell(kind: LetterKind, invoice: Invoice, context: Context, *, total: int, key: str, now: datetime) -> None:
    """Write to the company about an invoice; once for each key."""
    due = invoice.due()
    amount, day = min(due.values(), key=lambda each: each[1], default=(0, None))
    if kind is LetterKind.PAYMENT_REMINDER:
        amount = invoice.overdue(context.today(now))
    params: dict[str, object] = {
        "number": invoice.number,
        "title": dict(context.edition.name.wordings),
        "organisation": dict(context.company.name.wordings),
        "total": [total, invoice.currency],
        "path": f"company/{context.company.slug}/invoices/{invoice.id}",
    }
    if day is not None:
        params |= {"amount": [amount, invoice.currency], "last_day": day.isoformat()}
    await jobs.add_all(
        letter_job(letter_to(person, kind, params), job_id=uuid4(), now=now, key=f"{kind.value}:{key}:{person.id}")
        for person in await list_recipients(context.company.id)
    )


def reminder_job(invoice: Invoice, due: date, step: int, *, now: datetime) -> Job:
    """Have the worker look whether something is overdue, the morning after the days that this step waits for."""
    return Job(
        id=uuid4(),
        kind=JobKind.REMIND_PAYMENT,
        payload={"invoice": str(invoice.id), "due": due.isoformat(), "step": step},
        run_at=datetime.combine(due, time(6), UTC) + REMINDED_AFTER[step - 1],
        created_at=now,
        key=f"remind-payment:{invoice.id}:{due.isoformat()}:{step}",
    )


async def application_of(invoice: Invoice) -> Application:
    """The case of an invoice."""
    return await applications.get(invoice.application_id)
