"""Payments of invoices: told by organisers, read by them and by the company that paid."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID, uuid4

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from pydantic import Field

from events_app.actions import payments as actions
from events_app.api.bodies import read_body
from events_app.api.calls import Call, answered
from events_app.api.fields import Day, Line, Model
from events_app.api.invoice_views import MINOR, InvoiceView, Minor, own_invoice, readable, view_of
from events_app.api.operations import Operation
from events_app.domain.invoices import Invoice
from events_app.domain.messages import N_
from events_app.domain.money import Money
from events_app.domain.payments import LARGEST_PAYMENT, LONGEST_REFERENCE, PAYMENT_WAY_NAMES, Payment, PaymentWay
from events_app.domain.rights import Right
from events_app.storage import payments


class PaymentBody(Model):
    """A payment in the currency of the invoice; below zero one that was paid back."""

    amount: int = Field(ge=-LARGEST_PAYMENT, le=LARGEST_PAYMENT, description=MINOR.id)
    received_on: Day
    reference: Annotated[Line, Field(max_length=LONGEST_REFERENCE)] = ""
    payer: Annotated[Line, Field(max_length=LONGEST_REFERENCE)] = ""


class PaymentView(Model):
    """A payment as it was counted; it is never changed."""

    id: UUID
    amount: Minor
    currency: str
    received_on: date
    way: PaymentWay
    way_label: str
    reference: str
    payer: str
    recorded_at: datetime


@get("/invoices/{invoice_id:uuid}/payments")
async def list_payments(call: NamedDependency[Call], *, invoice_id: FromPath[UUID]) -> Response[bytes]:
    """List the payments of an invoice."""
    return await _listed(call, await readable(call, invoice_id, Right.READ))


@get("/companies/{slug:str}/invoices/{invoice_id:uuid}/payments")
async def list_own(call: NamedDependency[Call], *, slug: FromPath[str], invoice_id: FromPath[UUID]) -> Response[bytes]:
    """List what a company paid of an invoice."""
    return await _listed(call, await own_invoice(call, slug, invoice_id))


@post("/invoices/{invoice_id:uuid}/payments", status_code=201)
async def record_payment(call: NamedDependency[Call], *, invoice_id: FromPath[UUID]) -> Response[bytes]:
    """Record a payment; the same Idempotency-Key records it once."""
    invoice = await readable(call, invoice_id, Right.DECIDE)
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
        view, version = await view_of(call, await actions.record(payment, by=call.by, now=call.now))
        return view, version, str(invoice.id)

    return await call.created("invoices", create)


async def _listed(call: Call, invoice: Invoice) -> Response[bytes]:
    answered(call.query())
    return call.page(
        [
            PaymentView(
                id=each.id,
                amount=each.amount.amount_minor,
                currency=each.amount.currency,
                received_on=each.received_on,
                way=each.way,
                way_label=call.say(PAYMENT_WAY_NAMES[each.way]),
                reference=each.reference,
                payer=each.payer,
                recorded_at=each.at,
            )
            for each in await payments.list_payments(invoice.id)
        ]
    )


OPERATIONS = (
    Operation(
        handler=list_payments,
        id="listPayments",
        tag="fees",
        summary=N_("List the payments of an invoice, in the order in which they were recorded."),
        gives=PaymentView,
        is_page=True,
        needs_token=True,
    ),
    Operation(
        handler=list_own,
        id="listCompanyPayments",
        tag="fees",
        summary=N_("List what a company paid of one of its invoices."),
        gives=PaymentView,
        is_page=True,
        needs_token=True,
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
)
