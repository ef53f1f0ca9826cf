"""Issued invoices whose stands have changed: what has, for both sides, and the answer of the organiser."""

from collections.abc import Sequence
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from pydantic import Field

from events_app.actions.invoice_redrafts import credit_and_draft, find_changes
from events_app.api.bodies import read_body
from events_app.api.calls import Call, answered
from events_app.api.fields import Model, Nothing
from events_app.api.invoice_views import MINOR, InvoiceView, own_invoice, readable, view_of
from events_app.api.operations import Operation
from events_app.domain.messages import N_
from events_app.domain.rights import Right
from events_app.domain.stand_changes import SpaceCharge, StandChange
from events_app.edge.stand_change_words import reason_of, told


class SpaceChargeView(Model):
    """What is charged for a space: net area, and the price of a square metre."""

    area_m2: int
    price: int | None = Field(description=MINOR.id)


class StandChangeView(Model):
    """One stand as it was invoiced (null: it was not), and as it is (null: the application has it no more)."""

    stand: str
    before: SpaceChargeView | None
    after: SpaceChargeView | None
    words: str


@get("/invoices/{invoice_id:uuid}/stand-changes")
async def list_changes(call: NamedDependency[Call], *, invoice_id: FromPath[UUID]) -> Response[bytes]:
    """List what has changed about the stands of an invoice."""
    invoice = await readable(call, invoice_id, Right.READ)
    answered(call.query())
    return call.page(_views(call, await find_changes(invoice)))


@get("/companies/{slug:str}/invoices/{invoice_id:uuid}/stand-changes")
async def list_own(call: NamedDependency[Call], *, slug: FromPath[str], invoice_id: FromPath[UUID]) -> Response[bytes]:
    """List for a company what has changed about the stands of an invoice."""
    invoice = await own_invoice(call, slug, invoice_id)
    answered(call.query())
    return call.page(_views(call, await find_changes(invoice)))


@post("/invoices/{invoice_id:uuid}/redraft", status_code=200)
async def redraft(call: NamedDependency[Call], *, invoice_id: FromPath[UUID]) -> Response[bytes]:
    """Credit an invoice in full and draft one of the stands as they are."""
    invoice = await readable(call, invoice_id, Right.DECIDE)
    await read_body(call.request, Nothing)
    version = call.version(invoice.version)
    catalogues = call.request.app.state.catalogues
    reason = reason_of(await find_changes(invoice), catalogues, call.settings.languages)
    made = await credit_and_draft(invoice_id, reason, version=version, by=call.by, now=call.now)
    return call.changed(*await view_of(call, made.draft))


def _views(call: Call, changes: Sequence[StandChange]) -> list[StandChangeView]:
    catalogues = call.request.app.state.catalogues
    return [
        StandChangeView(
            stand=each.stand,
            before=_view(each.before),
            after=_view(each.after),
            words=told(each, catalogues, call.language),
        )
        for each in changes
    ]


def _view(charge: SpaceCharge | None) -> SpaceChargeView | None:
    return SpaceChargeView(area_m2=charge.area_m2, price=charge.price) if charge else None


OPERATIONS = (
    Operation(
        handler=list_changes,
        id="listStandChanges",
        tag="fees",
        summary=N_("List what has changed about the stands since an invoice was issued."),
        gives=StandChangeView,
        is_page=True,
        needs_token=True,
    ),
    Operation(
        handler=list_own,
        id="listCompanyStandChanges",
        tag="fees",
        summary=N_("List what has changed about a company’s stands since its invoice was issued."),
        gives=StandChangeView,
        is_page=True,
        needs_token=True,
    ),
    Operation(
        handler=redraft,
        id="redraftInvoice",
        tag="fees",
        summary=N_("Credit an invoice whose stands have changed in full, and draft one of the stands as they are."),
        gives=InvoiceView,
        reads=Nothing,
        needs_token=True,
        is_versioned=True,
        example={},
    ),
)
