"""Issued documents as PDF, in the language of the call, for organisers and for the company that they are for."""

import asyncio
from uuid import UUID

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from events_app.api.calls import Call, answered
from events_app.api.files import OCTETS
from events_app.api.invoice_views import own_invoice, readable
from events_app.api.operations import Operation
from events_app.domain.invoices import Invoice
from events_app.domain.messages import N_
from events_app.domain.refusals import NotFound
from events_app.domain.rights import Right
from events_app.edge import conditional
from events_app.edge.invoice_sheets import SHEET_HEADERS, sheet, sheet_name
from events_app.storage import invoices


@get("/invoices/{invoice_id:uuid}/documents/{document_id:uuid}")
async def get_document(
    call: NamedDependency[Call], *, invoice_id: FromPath[UUID], document_id: FromPath[UUID]
) -> Response[bytes]:
    """Hand a document out to an organiser."""
    return await _sheet(call, await readable(call, invoice_id, Right.READ), document_id)


@get("/companies/{slug:str}/invoices/{invoice_id:uuid}/documents/{document_id:uuid}")
async def get_own(
    call: NamedDependency[Call], *, slug: FromPath[str], invoice_id: FromPath[UUID], document_id: FromPath[UUID]
) -> Response[bytes]:
    """Hand a document out to the company that it is for."""
    return await _sheet(call, await own_invoice(call, slug, invoice_id), document_id)


async def _sheet(call: Call, invoice: Invoice, document_id: UUID) -> Response[bytes]:
    answered(call.query())
    found = await invoices.get_document(document_id)
    if found.invoice_id != invoice.id:
        raise NotFound
    content = await asyncio.to_thread(sheet, found, call.language, call.say, call.settings.country_names)
    headers = {**SHEET_HEADERS, "Content-Disposition": sheet_name(found)}
    return call.file(content, media_type=OCTETS, etag=conditional.strong_etag(content), headers=headers)


OPERATIONS = (
    Operation(
        handler=get_document,
        id="fetchInvoiceDocument",
        tag="fees",
        summary=N_("Fetch an invoice, credit note or receipt as PDF, in the language asked for."),
        gives_file=True,
        needs_token=True,
    ),
    Operation(
        handler=get_own,
        id="fetchCompanyInvoiceDocument",
        tag="fees",
        summary=N_("Fetch a document that was issued to a company as PDF, in the language asked for."),
        gives_file=True,
        needs_token=True,
    ),
)
