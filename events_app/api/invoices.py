"""Invoices: listed, issued, credited and paid by organisers; a company reads those that were issued to it."""

from datetime import date, datetime
from typing import Annotated, Final
from uuid import UUID, uuid4

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from pydantic import Field

from events_app.actions import invoices as actions
from events_app.actions import payments as payment_actions
from events_app.api.bodies import read_body
from events_app.api.calls import Call, answered, chosen
from events_app.api.fields import WITHOUT_NUL, Day, Line, Model, ShownText
from events_app.api.operations import CURSOR, LIMIT, WORDS, Operation, one_of
from events_app.domain.invoices import (
    INVOICE_STATE_NAMES,
    LONGEST_REASON,
    DocumentKind,
    Instalment,
    Invoice,
    InvoiceState,
)
from events_app.domain.messages import N_
from events_app.domain.money import Money
from events_app.domain.payments import LARGEST_PAYMENT, LONGEST_REFERENCE, Payment
from events_app.domain.refusals import NotFound
from events_app.domain.rights import Noun, Right, may, require, require_somewhere
from events_app.domain.tax_rules import WHOLE
from events_app.domain.texts import Text
from events_app.edge.paging import Cursor
from events_app.storage import exhibitions, invoices, organisations
from events_app.storage.invoices import Wanted

MINOR: Final = N_("In minor units of the currency.")
Minor = Annotated[int, Field(description=MINOR.id)]


class ChargedLine(Model):
    """One line: quantity × price = net, before tax; the rate in basis points."""

    kind: str
    name: ShownText | None
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


class DueView(Model):
    """What is still open of one of the two parts, and by when."""

    part: Instalment
    amount: Minor
    day: date


class DocumentView(Model):
    """What was issued; as a PDF it is on the pages."""

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
    due: tuple[DueView, ...]
    issued_on: date | None
    documents: tuple[DocumentView, ...]
    created_at: datetime
    modified_at: datetime
    version: int


class Nothing(Model):
    """Issuing needs no words."""


class CreditBody(Model):
    """How much of the invoice is credited in all, with what was credited before."""

    share: int = Field(ge=1, le=WHOLE, description=N_("In basis points: 10000 is all of it.").id)
    reason: str = Field(min_length=1, max_length=LONGEST_REASON, pattern=WITHOUT_NUL)


class PaymentBody(Model):
    """A payment in the currency of the invoice; below zero one that was paid back."""

    amount: int = Field(ge=-LARGEST_PAYMENT, le=LARGEST_PAYMENT, description=MINOR.id)
    received_on: Day
    reference: Annotated[Line, Field(max_length=LONGEST_REFERENCE)] = ""
    payer: Annotated[Line, Field(max_length=LONGEST_REFERENCE)] = ""


@get("/invoices")
async def list_all(call: NamedDependency[Call]) -> Response[bytes]:
    """List invoices within the reach of the token, the latest first."""
    require_somewhere(call.by, Right.READ, Noun.FEE)
    form = call.query("state", "overdue", "q", "cursor", "limit")
    states = tuple(map(InvoiceState, chosen(form, "state", tuple(InvoiceState))))
    is_overdue = form.one_of("overdue", ("true", "false"), required=False) == "true"
    reach = None if may(call.by, Right.READ, Noun.FEE) else call.by.unit_ids
    wanted = Wanted(
        units=reach, states=states, overdue_on=call.today if is_overdue else None, words=form.line("q", most=200)
    )
    limit, cursor = call.limit(form), call.cursor(form)
    answered(form)
    return await _page(call, wanted, cursor, limit)


@get("/invoices/{invoice_id:uuid}")
async def get_invoice(call: NamedDependency[Call], *, invoice_id: FromPath[UUID]) -> Response[bytes]:
    """Show one invoice."""
    return call.item(*await _view(call, await _readable(call, invoice_id, Right.READ)))


@post("/invoices/{invoice_id:uuid}/issue", status_code=200)
async def issue(call: NamedDependency[Call], *, invoice_id: FromPath[UUID]) -> Response[bytes]:
    """Issue a draft under the next number; the company is told."""
    invoice = await _readable(call, invoice_id, Right.DECIDE)
    await read_body(call.request, Nothing)
    call.version(invoice.version)
    issued = await actions.issue(invoice_id, version=invoice.version, by=call.by, now=call.now)
    return call.changed(*await _view(call, issued))


@post("/invoices/{invoice_id:uuid}/credit", status_code=200)
async def credit(call: NamedDependency[Call], *, invoice_id: FromPath[UUID]) -> Response[bytes]:
    """Issue a credit note."""
    invoice = await _readable(call, invoice_id, Right.DECIDE)
    body = await read_body(call.request, CreditBody)
    call.version(invoice.version)
    reason = Text.of(call.language, body.reason)
    await actions.credit_by_hand(invoice_id, body.share, reason, by=call.by, now=call.now)
    return call.changed(*await _view(call, await invoices.get(invoice_id)))


@post("/invoices/{invoice_id:uuid}/payments", status_code=201)
async def record_payment(call: NamedDependency[Call], *, invoice_id: FromPath[UUID]) -> Response[bytes]:
    """Record a payment; the same Idempotency-Key records it once."""
    invoice = await _readable(call, invoice_id, Right.DECIDE)
    body = await read_body(call.request, PaymentBody)

    async def create() -> tuple[Model, int, str]:
        payment = Payment(
            id=uuid4(),
            invoice_id=invoice.id,
            amount=Money(body.amount, invoice.currency),
            received_on=body.received_on,
            reference=body.reference,
            payer=body.payer,
            person_id=call.by.person_id,
            at=call.now,
        )
        view, version = await _view(call, await payment_actions.record(payment, by=call.by, now=call.now))
        return view, version, str(invoice.id)

    return await call.created("invoices", create)


@get("/companies/{slug:str}/invoices")
async def list_own(call: NamedDependency[Call], *, slug: FromPath[str]) -> Response[bytes]:
    """List what was issued to a company, the latest first."""
    company = await organisations.get_by_slug(slug)
    if not may(call.by, Right.READ, Noun.APPLICATION, owner=company.id):
        raise NotFound
    form = call.query("state", "cursor", "limit")
    states = tuple(map(InvoiceState, chosen(form, "state", tuple(InvoiceState))))
    limit, cursor = call.limit(form), call.cursor(form)
    answered(form)
    return await _page(call, Wanted(company_id=company.id, is_issued=True, states=states), cursor, limit)


@get("/companies/{slug:str}/invoices/{invoice_id:uuid}")
async def get_own(call: NamedDependency[Call], *, slug: FromPath[str], invoice_id: FromPath[UUID]) -> Response[bytes]:
    """Show one invoice of a company."""
    company = await organisations.get_by_slug(slug)
    if not may(call.by, Right.READ, Noun.APPLICATION, owner=company.id):
        raise NotFound
    invoice = await invoices.get(invoice_id)
    if invoice.company_id != company.id or not invoice.number:
        raise NotFound
    return call.item(*await _view(call, invoice))


async def _readable(call: Call, invoice_id: UUID, right: Right) -> Invoice:
    by = call.by
    invoice = await invoices.get(invoice_id)
    edition = (await exhibitions.list_editions_by_id([invoice.edition_id]))[invoice.edition_id]
    if not may(by, Right.READ, Noun.FEE, owner=edition.unit_id):
        raise NotFound
    require(by, right, Noun.FEE, owner=edition.unit_id)
    return invoice


async def _page(call: Call, wanted: Wanted, cursor: Cursor | None, limit: int) -> Response[bytes]:
    rows = await invoices.list_invoices(wanted, after=cursor, limit=limit + 1)
    shown = rows[:limit]
    last = shown[-1] if len(rows) > limit else None
    views = await _views(call, shown)
    return call.page(views, after=Cursor(last.created_at.date(), last.id) if last else None)


async def _view(call: Call, invoice: Invoice) -> tuple[InvoiceView, int]:
    (view,) = await _views(call, [invoice])
    return view, invoice.version


async def _views(call: Call, rows: list[Invoice] | tuple[Invoice, ...]) -> list[InvoiceView]:
    editions = await exhibitions.list_editions_by_id(row.edition_id for row in rows)
    companies = await organisations.list_by_id(row.company_id for row in rows)
    documents: dict[UUID, list[DocumentView]] = {row.id: [] for row in rows}
    for each in await invoices.list_documents(documents):
        documents[each.invoice_id].append(
            DocumentView(
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
            lines=_lines(call, row),
            taxes=tuple(
                ChargedTax(
                    name=ShownText.in_(call.language, each.name),
                    rate=each.rate,
                    is_reverse_charge=each.is_reverse_charge,
                    net=each.net,
                    tax=each.tax,
                )
                for each in row.charge.taxes
            ),
            due=tuple(DueView(part=part, amount=amount, day=day) for part, (amount, day) in row.due().items()),
            documents=tuple(documents[row.id]),
        )
        for row in rows
    ]


def _lines(call: Call, row: Invoice) -> tuple[ChargedLine, ...]:
    return tuple(
        ChargedLine(
            kind=each.kind.value,
            name=ShownText.in_(call.language, each.name) if each.name else None,
            quantity=each.quantity,
            price=each.price,
            net=each.net,
            rate=each.rate,
        )
        for each in row.charge.lines
    )


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
STATE = one_of("state", N_("Status of the invoice."), InvoiceState)
OPERATIONS = (
    Operation(
        handler=list_all,
        id="listInvoices",
        tag="fees",
        summary=N_("List invoices within the reach of the token, the latest first."),
        gives=InvoiceView,
        is_page=True,
        query=(
            STATE,
            one_of("overdue", N_("Only what is overdue."), ("true", "false"), several=False),
            WORDS,
            CURSOR,
            LIMIT,
        ),
        needs_token=True,
    ),
    Operation(
        handler=get_invoice,
        id="getInvoice",
        tag="fees",
        summary=N_("Show one invoice with its lines, documents and what is due."),
        gives=InvoiceView,
        needs_token=True,
    ),
    Operation(
        handler=issue,
        id="issueInvoice",
        tag="fees",
        summary=N_("Issue a draft under the next number; the company is told."),
        gives=InvoiceView,
        reads=Nothing,
        needs_token=True,
        is_versioned=True,
        example={},
    ),
    Operation(
        handler=credit,
        id="creditInvoice",
        tag="fees",
        summary=N_("Issue a credit note up to a share of the invoice in all."),
        gives=InvoiceView,
        reads=CreditBody,
        needs_token=True,
        is_versioned=True,
        example={"share": 2500, "reason": "The hall opened late"},
    ),
    Operation(
        handler=record_payment,
        id="recordPayment",
        tag="fees",
        summary=N_("Record a payment of an invoice; the company gets a receipt."),
        gives=InvoiceView,
        reads=PaymentBody,
        needs_token=True,
        creates=True,
        example={"amount": 133_875, "received_on": "2027-01-15", "reference": "EV-2027-00042"},
    ),
    Operation(
        handler=list_own,
        id="listCompanyInvoices",
        tag="fees",
        summary=N_("List what was issued to a company, the latest first."),
        gives=InvoiceView,
        is_page=True,
        query=(STATE, CURSOR, LIMIT),
        needs_token=True,
    ),
    Operation(
        handler=get_own,
        id="getCompanyInvoice",
        tag="fees",
        summary=N_("Show one invoice of a company."),
        gives=InvoiceView,
        needs_token=True,
    ),
)
