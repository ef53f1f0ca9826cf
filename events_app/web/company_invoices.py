"""Invoices of a company: what was issued to it, what is due when, and the documents as PDF."""

from uuid import UUID

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from events_app.domain.invoices import Invoice
from events_app.domain.organisations import Organisation
from events_app.domain.refusals import NotFound
from events_app.edge.desk import Visit
from events_app.edge.invoice_sheets import sheet_response
from events_app.edge.invoice_words import COUNTED, facts_of, names, page_of, stand_changes_of
from events_app.storage import applications, exhibitions, invoices
from events_app.storage.invoices import Wanted
from events_app.web.company import member_company


@get("/{slug:str}/invoices", include_in_schema=False)
async def invoices_page(visit: NamedDependency[Visit], *, slug: FromPath[str]) -> Response[str]:
    """List what was issued, the latest first; drafts are the organiser’s own."""
    company = await member_company(slug, visit.asker)
    found, count = await page_of(visit, Wanted(company_id=company.id, is_issued=True))
    return visit.page(
        "company/invoices.html",
        company=company,
        found=found,
        count=count,
        counted_up_to=COUNTED,
        editions=await exhibitions.list_editions_by_id(row.edition_id for row in found.items),
        **names(),
    )


@get("/{slug:str}/invoices/{invoice_id:uuid}", include_in_schema=False)
async def invoice_page(
    visit: NamedDependency[Visit], *, slug: FromPath[str], invoice_id: FromPath[UUID]
) -> Response[str]:
    """Show one."""
    company, invoice = await _own(visit, slug, invoice_id)
    editions = await exhibitions.list_editions_by_id([invoice.edition_id])
    return visit.page(
        "company/invoice.html",
        company=company,
        edition=editions[invoice.edition_id],
        application=await applications.get(invoice.application_id),
        here=f"company/{slug}/invoices/{invoice_id}",
        changes=await stand_changes_of(visit, invoice),
        **await facts_of(invoice),
    )


@get("/{slug:str}/invoices/{invoice_id:uuid}/documents/{document_id:uuid}", include_in_schema=False)
async def document(
    visit: NamedDependency[Visit], *, slug: FromPath[str], invoice_id: FromPath[UUID], document_id: FromPath[UUID]
) -> Response[bytes]:
    """One issued document as a PDF."""
    _, invoice = await _own(visit, slug, invoice_id)
    found = await invoices.get_document(document_id)
    if found.invoice_id != invoice.id:
        raise NotFound
    return await sheet_response(visit, found)


async def _own(visit: Visit, slug: str, invoice_id: UUID) -> tuple[Organisation, Invoice]:
    """An issued invoice of the company. Raises NotFound or NotAllowed."""
    company = await member_company(slug, visit.asker)
    invoice = await invoices.get(invoice_id)
    if invoice.company_id != company.id or not invoice.number:
        raise NotFound
    return company, invoice


ROUTES = (invoices_page, invoice_page, document)
