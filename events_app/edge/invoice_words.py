"""How invoices look on pages: the sign of each state, one page of a list, what a page about one needs."""

from collections.abc import Mapping
from typing import Any, Final

from events_app.actions.invoice_redrafts import find_changes
from events_app.domain.bank_lines import BANK_LINE_STATE_NAMES, MATCH_WAY_NAMES, BankLineState
from events_app.domain.fees import LineKind
from events_app.domain.invoices import (
    DOCUMENT_NAMES,
    INSTALMENT_NAMES,
    INVOICE_STATE_NAMES,
    Invoice,
    InvoiceState,
)
from events_app.domain.messages import Message
from events_app.domain.money import Money
from events_app.domain.payments import PAYMENT_WAY_NAMES
from events_app.edge.desk import Visit
from events_app.edge.invoice_sheets import DISCOUNT, SUPPORT
from events_app.edge.paging import Cursor, Page, page_after, page_before, parse_cursor
from events_app.edge.stand_change_words import told
from events_app.storage import invoices, payments
from events_app.storage.invoices import Wanted

PER_PAGE: Final = 50
COUNTED: Final = 1_000
S = InvoiceState
INVOICE_RINGS: Mapping[InvoiceState, str] = {
    S.DRAFT: "draft",
    S.ISSUED: "open",
    S.PARTLY_PAID: "provisional",
    S.PAID: "confirmed",
    S.OVERPAID: "postponed",
    S.CREDITED: "cancelled",
}
BANK_RINGS: Mapping[BankLineState, str] = {
    BankLineState.OPEN: "open",
    BankLineState.COUNTED: "confirmed",
    BankLineState.SET_ASIDE: "draft",
}
LINE_WORDS: Mapping[LineKind, Message] = {LineKind.DISCOUNT: DISCOUNT, LineKind.SUPPORT: SUPPORT}
"""Lines that are named here; the others bear the names of their prices."""


def names() -> dict[str, Any]:
    """Words and signs that templates need."""
    return {
        "state_names": INVOICE_STATE_NAMES,
        "rings": INVOICE_RINGS,
        "document_names": DOCUMENT_NAMES,
        "instalment_names": INSTALMENT_NAMES,
        "payment_ways": PAYMENT_WAY_NAMES,
        "line_words": LINE_WORDS,
        "line_state_names": BANK_LINE_STATE_NAMES,
        "line_rings": BANK_RINGS,
        "match_ways": MATCH_WAY_NAMES,
        "Money": Money,
    }


async def page_of(visit: Visit, wanted: Wanted) -> tuple[Page[Invoice], int]:
    """One page of a list, as the address asks for it, and how many there are."""
    query = visit.request.query_params
    after, before = (parse_cursor(query.get(name)) for name in ("after", "before"))
    rows = await invoices.list_invoices(wanted, after=after, before=before, limit=PER_PAGE + 1)
    found = page_before(rows, PER_PAGE, _key) if before else page_after(rows, PER_PAGE, _key, after=after)
    return found, await invoices.count_invoices(wanted, at_most=COUNTED)


async def facts_of(invoice: Invoice) -> dict[str, Any]:
    """Documents and payments of an invoice, with what is due."""
    return {
        "invoice": invoice,
        "documents": await invoices.list_documents([invoice.id]),
        "payments": await payments.list_payments(invoice.id),
        "due": list(invoice.due().items()),
        **names(),
    }


async def stand_changes_of(visit: Visit, invoice: Invoice) -> tuple[str, ...]:
    """What has changed about the stands since an invoice was issued, as sentences."""
    catalogues = visit.request.app.state.catalogues
    return tuple(told(each, catalogues, visit.language) for each in await find_changes(invoice))


def _key(row: Invoice) -> Cursor:
    return Cursor(row.created_at.date(), row.id)
