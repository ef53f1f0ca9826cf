"""Invoices as programs read them: charges line by line, what is due, what was issued."""

from datetime import date, datetime
from typing import Annotated, Final
from uuid import UUID

from pydantic import Field

from events_app.api.calls import Call
from events_app.api.fields import Model, ShownText
from events_app.domain.fees import Charge
from events_app.domain.invoices import INVOICE_STATE_NAMES, DocumentKind, Instalment, Invoice, InvoiceState
from events_app.domain.messages import N_
from events_app.domain.refusals import NotFound
from events_app.domain.rights import Noun, Right, may, require
from events_app.storage import exhibitions, invoices, organisations

MINOR: Final = N_("In minor units of the currency.")
Minor = Annotated[int, Field(description=MINOR.id)]


class ChargedLine(Model):
    """One line: quantity × price = net, before tax; the rate in basis points. `stand` is the number of a stand."""

    kind: str
    name: ShownText | None
    stand: str | None
    quantity: int
    price: Minor
    net: Minor
    rate: int


class ChargedTax(Model):
    """What one tax comes to, on the sum of its lines."""

    name: ShownText
    rate: int
    is_reverse_charge: bool
    net: Minor
    tax: Minor


class ChargeView(Model):
    """What a case would be charged now; `stands` are those that it has, empty while its wish is charged."""

    currency: str
    stands: tuple[str, ...]
    lines: tuple[ChargedLine, ...]
    taxes: tuple[ChargedTax, ...]
    net: Minor
    tax: Minor
    total: Minor


class PaymentDueView(Model):
    """What is still open of one of the two parts, and by when."""

    part: Instalment
    amount: Minor
    day: date


class DocumentView(Model):
    """What was issued; as a PDF it is under its id."""

    id: UUID
    kind: DocumentKind
    number: str
    issued_on: date
    amount: Minor


class InvoiceView(Model):
    """The account of an application. `open` below zero is to be paid back; `credited_share` is in basis points."""

    id: UUID
    application_id: UUID
    exhibition: str
    company: str
    number: str | None
    state: InvoiceState
    state_label: str
    currency: str
    lines: tuple[ChargedLine, ...]
    taxes: tuple[ChargedTax, ...]
    total: Minor
    credited: Minor
    credited_share: int
    paid: Minor
    open: Minor
    due: tuple[PaymentDueView, ...]
    issued_on: date | None
    documents: tuple[DocumentView, ...]
    created_at: datetime
    modified_at: datetime
    version: int


async def view_of(call: Call, invoice: Invoice) -> tuple[InvoiceView, int]:
    """One invoice, with its version."""
    (view,) = await views_of(call, [invoice])
    return view, invoice.version


async def views_of(call: Call, rows: list[Invoice] | tuple[Invoice, ...]) -> list[InvoiceView]:
    """Invoices in their order; the same number of queries for one and for many."""
    editions = await exhibitions.list_editions_by_id(row.edition_id for row in rows)
    companies = await organisations.list_by_id(row.company_id for row in rows)
    documents: dict[UUID, list[DocumentView]] = {row.id: [] for row in rows}
    for each in await invoices.list_documents(documents):
        documents[each.invoice_id].append(
            DocumentView(
                id=each.id,
                kind=each.kind,
                number=each.name,
                issued_on=each.issued_on,
                amount=each.statement.total.amount_minor,
            )
        )
    return [
        InvoiceView(
            **{name: getattr(row, name) for name in PLAIN},
            exhibition=editions[row.edition_id].slug,
            company=companies[row.company_id].slug,
            number=row.number or None,
            state_label=call.say(INVOICE_STATE_NAMES[row.state]),
            lines=lines_of(call, row.charge),
            taxes=taxes_of(call, row.charge),
            due=tuple(PaymentDueView(part=part, amount=amount, day=day) for part, (amount, day) in row.due().items()),
            documents=tuple(documents[row.id]),
        )
        for row in rows
    ]


def charge_view(call: Call, charge: Charge) -> ChargeView:
    """A charge that is not kept."""
    return ChargeView(
        currency=charge.currency,
        stands=charge.stands,
        lines=lines_of(call, charge),
        taxes=taxes_of(call, charge),
        net=charge.net,
        tax=charge.tax,
        total=charge.total,
    )


def lines_of(call: Call, charge: Charge) -> tuple[ChargedLine, ...]:
    """Its lines."""
    return tuple(
        ChargedLine(
            kind=each.kind.value,
            name=ShownText.in_(call.language, each.name) if each.name else None,
            stand=each.stand or None,
            quantity=each.quantity,
            price=each.price,
            net=each.net,
            rate=each.rate,
        )
        for each in charge.lines
    )


def taxes_of(call: Call, charge: Charge) -> tuple[ChargedTax, ...]:
    """Its taxes."""
    return tuple(
        ChargedTax(
            name=ShownText.in_(call.language, each.name),
            rate=each.rate,
            is_reverse_charge=each.is_reverse_charge,
            net=each.net,
            tax=each.tax,
        )
        for each in charge.taxes
    )


async def readable(call: Call, invoice_id: UUID, right: Right) -> Invoice:
    """An invoice within the reach of an organiser. Raises TokenMissing, NotFound or NotAllowed."""
    by = call.by
    invoice = await invoices.get(invoice_id)
    edition = (await exhibitions.list_editions_by_id([invoice.edition_id]))[invoice.edition_id]
    if not may(by, Right.READ, Noun.FEE, owner=edition.unit_id):
        raise NotFound
    require(by, right, Noun.FEE, owner=edition.unit_id)
    return invoice


async def own_invoice(call: Call, slug: str, invoice_id: UUID) -> Invoice:
    """An issued invoice of a company. Raises TokenMissing or NotFound."""
    by = call.by
    company = await organisations.get_by_slug(slug)
    if not may(by, Right.READ, Noun.APPLICATION, owner=company.id):
        raise NotFound
    invoice = await invoices.get(invoice_id)
    if invoice.company_id != company.id or not invoice.number:
        raise NotFound
    return invoice


PLAIN = (
    "id",
    "application_id",
    "state",
    "currency",
    "total",
    "credited",
    "credited_share",
    "paid",
    "open",
    "issued_on",
    "created_at",
    "modified_at",
    "version",
)
