"""Invoices: listed, issued, credited and reminded of by organisers; a company reads those that were issued to it."""

from uuid import UUID

from litestar import Response, delete, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from pydantic import Field

from events_app.actions import invoices as actions
from events_app.actions import reminders
from events_app.api.bodies import read_body
from events_app.api.calls import Call, answered, chosen
from events_app.api.fields import WITHOUT_NUL, Model, Nothing
from events_app.api.invoice_views import InvoiceView, own_invoice, readable, view_of, views_of
from events_app.api.operations import CURSOR, LIMIT, WORDS, Operation, one_of
from events_app.domain.invoices import LONGEST_REASON, InvoiceState
from events_app.domain.messages import N_
from events_app.domain.refusals import NotFound
from events_app.domain.rights import Noun, Right, may, require_somewhere
from events_app.domain.tax_rules import WHOLE
from events_app.domain.texts import Text
from events_app.edge.paging import Cursor
from events_app.storage import invoices, organisations
from events_app.storage.invoices import Wanted


class CreditBody(Model):
    """How much of the invoice is credited in all, with what was credited before."""

    share: int = Field(ge=1, le=WHOLE, description=N_("In basis points: 10000 is all of it.").id)
    reason: str = Field(min_length=1, max_length=LONGEST_REASON, pattern=WITHOUT_NUL)


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
    return call.item(*await view_of(call, await readable(call, invoice_id, Right.READ)))


@post("/invoices/{invoice_id:uuid}/issue", status_code=200)
async def issue(call: NamedDependency[Call], *, invoice_id: FromPath[UUID]) -> Response[bytes]:
    """Issue a draft under the next number; the company is told."""
    invoice = await readable(call, invoice_id, Right.DECIDE)
    await read_body(call.request, Nothing)
    call.version(invoice.version)
    issued = await actions.issue(invoice_id, version=invoice.version, by=call.by, now=call.now)
    return call.changed(*await view_of(call, issued))


@post("/invoices/{invoice_id:uuid}/credit", status_code=200)
async def credit(call: NamedDependency[Call], *, invoice_id: FromPath[UUID]) -> Response[bytes]:
    """Issue a credit note."""
    invoice = await readable(call, invoice_id, Right.DECIDE)
    body = await read_body(call.request, CreditBody)
    call.version(invoice.version)
    reason = Text.of(call.language, body.reason)
    await actions.credit_by_hand(invoice_id, body.share, reason, by=call.by, now=call.now)
    return call.changed(*await view_of(call, await invoices.get(invoice_id)))


@post("/invoices/{invoice_id:uuid}/reminders", status_code=200)
async def remind(call: NamedDependency[Call], *, invoice_id: FromPath[UUID]) -> Response[bytes]:
    """Write the next reminder now."""
    invoice = await readable(call, invoice_id, Right.DECIDE)
    await read_body(call.request, Nothing)
    call.version(invoice.version)
    return call.changed(*await view_of(call, await reminders.remind(invoice_id, by=call.by, now=call.now)))


@delete("/invoices/{invoice_id:uuid}", status_code=204)
async def discard(call: NamedDependency[Call], *, invoice_id: FromPath[UUID]) -> None:
    """Throw a draft away."""
    invoice = await readable(call, invoice_id, Right.DECIDE)
    call.version(invoice.version)
    await actions.discard(invoice_id, by=call.by, now=call.now)


@get("/companies/{slug:str}/invoices")
async def list_own(call: NamedDependency[Call], *, slug: FromPath[str]) -> Response[bytes]:
    """List what was issued to a company, the latest first."""
    by = call.by
    company = await organisations.get_by_slug(slug)
    if not may(by, Right.READ, Noun.APPLICATION, owner=company.id):
        raise NotFound
    form = call.query("state", "cursor", "limit")
    states = tuple(map(InvoiceState, chosen(form, "state", tuple(InvoiceState))))
    limit, cursor = call.limit(form), call.cursor(form)
    answered(form)
    return await _page(call, Wanted(company_id=company.id, is_issued=True, states=states), cursor, limit)


@get("/companies/{slug:str}/invoices/{invoice_id:uuid}")
async def get_own(call: NamedDependency[Call], *, slug: FromPath[str], invoice_id: FromPath[UUID]) -> Response[bytes]:
    """Show one invoice of a company."""
    return call.item(*await view_of(call, await own_invoice(call, slug, invoice_id)))


async def _page(call: Call, wanted: Wanted, cursor: Cursor | None, limit: int) -> Response[bytes]:
    rows = await invoices.list_invoices(wanted, after=cursor, limit=limit + 1)
    shown = rows[:limit]
    last = shown[-1] if len(rows) > limit else None
    views = await views_of(call, shown)
    return call.page(views, after=Cursor(last.created_at.date(), last.id) if last else None)


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
        handler=remind,
        id="remindOfInvoice",
        tag="fees",
        summary=N_("Write the next reminder of an invoice that is overdue."),
        gives=InvoiceView,
        reads=Nothing,
        needs_token=True,
        is_versioned=True,
        example={},
    ),
    Operation(
        handler=discard,
        id="discardInvoice",
        tag="fees",
        summary=N_("Throw the draft of an invoice away."),
        needs_token=True,
        is_versioned=True,
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
