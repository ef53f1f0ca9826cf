"""Invoices at the desk: the list, one with its documents and payments, and what an officer does with it."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID, uuid4

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from events_app.actions import invoices as actions
from events_app.actions import payments as payment_actions
from events_app.actions import reminders
from events_app.actions.invoice_redrafts import credit_and_draft, find_changes
from events_app.domain.invoices import (
    INVOICE_STATE_NAMES,
    LONGEST_REASON,
    CreditOdd,
    CreditUnexplained,
    Invoice,
    InvoiceState,
)
from events_app.domain.messages import P_, Message
from events_app.domain.money import Money
from events_app.domain.payments import LONGEST_REFERENCE, Payment
from events_app.domain.refusals import NotFound, Refusal
from events_app.domain.rights import NotAllowed, Noun, Right, may, require, require_somewhere
from events_app.domain.tables import Column, Kind, Table
from events_app.domain.tax_rules import WHOLE
from events_app.domain.texts import Text
from events_app.edge.desk import Visit, see
from events_app.edge.forms import Form, read_form
from events_app.edge.invoice_sheets import sheet_response
from events_app.edge.invoice_tables import file_response, major
from events_app.edge.invoice_words import COUNTED, facts_of, names, page_of, stand_changes_of
from events_app.edge.problems import problem_of
from events_app.edge.stand_change_words import reason_of
from events_app.storage import applications, exhibitions, invoices, organisations
from events_app.storage.invoices import Wanted
from events_app.web.desk_project_forms import money_of

BASE = "desk/invoices"
FILTERS = ("state", "overdue", "q", "order", "edition")
MOST_ROWS = 5_000
FIELD_OF: dict[type[Refusal], str] = {CreditOdd: "share", CreditUnexplained: "reason"}
TITLE = P_("desk menu", "Invoices")
COLUMNS: tuple[tuple[Message, Kind], ...] = (
    (P_("column of invoices", "Number"), Kind.TEXT),
    (P_("column of invoices", "Issued"), Kind.DAY),
    (P_("column of invoices", "Company"), Kind.TEXT),
    (P_("column of invoices", "Edition"), Kind.TEXT),
    (P_("column of invoices", "Status"), Kind.TEXT),
    (P_("column of invoices", "Currency"), Kind.TEXT),
    (P_("column of invoices", "Total"), Kind.DECIMAL),
    (P_("column of invoices", "Credited"), Kind.DECIMAL),
    (P_("column of invoices", "Paid"), Kind.DECIMAL),
    (P_("column of invoices", "Open"), Kind.DECIMAL),
    (P_("column of invoices", "Next due"), Kind.DAY),
)


@get("/invoices", include_in_schema=False)
async def invoices_page(visit: NamedDependency[Visit]) -> Response[str]:
    """List invoices, filtered and sorted."""
    form, wanted = await _wanted(visit)
    found, count = await page_of(visit, wanted)
    return visit.page(
        "desk/invoices/list.html",
        form=form,
        query={name: form.value(name) for name in FILTERS},
        found=found,
        count=count,
        counted_up_to=COUNTED,
        companies=await organisations.list_by_id(row.company_id for row in found.items),
        editions=await exhibitions.list_editions_by_id(row.edition_id for row in found.items),
        states=list(INVOICE_STATE_NAMES.items()),
        may_match=may(visit.asker, Right.DECIDE, Noun.FEE),
        **names(),
    )


@get(["/invoices.csv", "/invoices.xlsx"], include_in_schema=False)
async def file(visit: NamedDependency[Visit]) -> Response[bytes]:
    """The list as a file, as it is filtered."""
    _, wanted = await _wanted(visit)
    kind = visit.request.url.path.rpartition(".")[2]
    return await file_response(visit, await _table(visit, wanted), name="invoices", kind=kind, title=TITLE)


@get("/invoices/{invoice_id:uuid}", include_in_schema=False)
async def invoice_page(visit: NamedDependency[Visit], *, invoice_id: FromPath[UUID]) -> Response[str]:
    """Show one, with what can be done."""
    return await _shown(visit, await readable(visit, invoice_id), Form())


@get("/invoices/{invoice_id:uuid}/documents/{document_id:uuid}", include_in_schema=False)
async def document(
    visit: NamedDependency[Visit], *, invoice_id: FromPath[UUID], document_id: FromPath[UUID]
) -> Response[bytes]:
    """One issued document as a PDF."""
    invoice = await readable(visit, invoice_id)
    found = await invoices.get_document(document_id)
    if found.invoice_id != invoice.id:
        raise NotFound
    return await sheet_response(visit, found)


@post("/invoices/{invoice_id:uuid}", include_in_schema=False, status_code=200)
async def act(visit: NamedDependency[Visit], *, invoice_id: FromPath[UUID]) -> Response[Any]:
    """Issue, discard, credit, record a payment, or remind."""
    invoice = await readable(visit, invoice_id, Right.DECIDE)
    form = await read_form(visit.request)
    deed = form.one_of("deed", DEEDS)
    try:
        if form.is_good:
            await DEEDS[deed](visit, invoice, form)
    except NotAllowed:
        raise
    except Refusal as refusal:
        field = FIELD_OF.get(type(refusal), "amount" if deed == "pay" else "deed")
        form.problems[field] = problem_of(refusal)
    if not form.is_good:
        return await _shown(visit, await invoices.get(invoice_id), form)
    if deed == "discard":
        return see(f"desk/applications/{invoice.application_id}/fees", done="discarded")
    if deed == "redraft":
        drawn = await invoices.list_of_cases([invoice.application_id])
        return see(f"{BASE}/{drawn[-1].id}", done="redrafted")
    return see(f"{BASE}/{invoice_id}", done=deed)


async def readable(visit: Visit, invoice_id: UUID, right: Right = Right.READ) -> Invoice:
    """An invoice, if the asker may see it as an organiser. Raises NotFound or NotAllowed."""
    invoice = await invoices.get(invoice_id)
    edition = (await exhibitions.list_editions_by_id([invoice.edition_id]))[invoice.edition_id]
    require(visit.asker, right, Noun.FEE, owner=edition.unit_id)
    return invoice


async def _issue(visit: Visit, invoice: Invoice, form: Form) -> None:
    version = form.number("version", 1, 10**9)
    if form.is_good:
        await actions.issue(invoice.id, version=version, by=visit.asker, now=visit.now)


async def _discard(visit: Visit, invoice: Invoice, _form: Form) -> None:
    await actions.discard(invoice.id, by=visit.asker, now=visit.now)


async def _remind(visit: Visit, invoice: Invoice, _form: Form) -> None:
    await reminders.remind(invoice.id, by=visit.asker, now=visit.now)


async def _credit(visit: Visit, invoice: Invoice, form: Form) -> None:
    share = form.decimal("share", required=True)
    reason = form.words("reason", required=True, most=LONGEST_REASON)
    if share is None or not form.is_good:
        return
    points = share * 100
    if points != points.to_integral_value() or not 0 < points <= WHOLE:
        raise CreditOdd(before=f"{invoice.credited_share / 100:g}")
    told = Text.of(visit.language, reason)
    await actions.credit_by_hand(invoice.id, int(points), told, by=visit.asker, now=visit.now)


async def _pay(visit: Visit, invoice: Invoice, form: Form) -> None:
    typed = form.value("amount")
    is_back = form.one_of("direction", ("in", "back")) == "back"
    form.put("amount_currency", invoice.currency)
    money = money_of(form, "amount")
    day = form.day("received_on", required=True)
    reference = form.line("reference", most=LONGEST_REFERENCE)
    payer = form.line("payer", most=LONGEST_REFERENCE)
    if not typed.strip():
        form.decimal("amount", required=True)
    if money is None or day is None or not form.is_good:
        return
    amount = Money(-money.amount_minor if is_back else money.amount_minor, money.currency)
    payment = Payment(
        id=uuid4(),
        invoice_id=invoice.id,
        amount=amount,
        received_on=day,
        reference=reference,
        payer=payer,
        # A form that is sent twice is one payment: its page gave it a mark.
        fingerprint=f"form:{form.identity('mark')}",
        person_id=visit.asker.person_id,
        at=visit.now,
    )
    await payment_actions.record(payment, by=visit.asker, now=visit.now)


async def _redraft(visit: Visit, invoice: Invoice, form: Form) -> None:
    version = form.number("version", 1, 10**9)
    changes = await find_changes(invoice)
    reason = reason_of(changes, visit.request.app.state.catalogues, visit.settings.languages)
    if form.is_good:
        await credit_and_draft(invoice.id, reason, version=version, by=visit.asker, now=visit.now)


DEEDS: dict[str, Callable[[Visit, Invoice, Form], Awaitable[None]]] = {
    "issue": _issue,
    "discard": _discard,
    "credit": _credit,
    "redraft": _redraft,
    "pay": _pay,
    "remind": _remind,
}


async def _shown(visit: Visit, invoice: Invoice, form: Form) -> Response[str]:
    edition = (await exhibitions.list_editions_by_id([invoice.edition_id]))[invoice.edition_id]
    if not form.value("received_on"):
        form.put("received_on", visit.today)
    return visit.page(
        "desk/invoices/show.html",
        status_code=200 if form.is_good else 422,
        form=form,
        mark=uuid4(),
        here=f"{BASE}/{invoice.id}",
        edition=edition,
        company=await organisations.get(invoice.company_id),
        application=await applications.get(invoice.application_id),
        is_overdue=invoice.is_overdue(visit.today),
        may_decide=may(visit.asker, Right.DECIDE, Noun.FEE, owner=edition.unit_id),
        changes=await stand_changes_of(visit, invoice),
        **await facts_of(invoice),
    )


async def _wanted(visit: Visit) -> tuple[Form, Wanted]:
    """The filters of the list, within what the asker may see."""
    require_somewhere(visit.asker, Right.READ, Noun.FEE)
    query = visit.request.query_params
    form = Form({name: query.getall(name, []) for name in FILTERS})
    state = form.choice("state", InvoiceState, required=False)
    edition = await exhibitions.find_edition(form.value("edition")) if form.value("edition") else None
    return form, Wanted(
        units=None if may(visit.asker, Right.READ, Noun.FEE) else visit.asker.unit_ids,
        edition_id=edition.id if edition else None,
        states=(state,) if state else (),
        overdue_on=visit.today if form.ticked("overdue") else None,
        words=form.line("q"),
        is_oldest_first=form.one_of("order", ("newest", "oldest"), required=False) == "oldest",
    )


async def _table(visit: Visit, wanted: Wanted) -> Table:
    def say(message: Message) -> str:
        return str(visit.request.app.state.catalogues.translate(visit.language, message))

    rows = await invoices.list_invoices(wanted, limit=MOST_ROWS)
    companies = await organisations.list_by_id(row.company_id for row in rows)
    editions = await exhibitions.list_editions_by_id(row.edition_id for row in rows)

    return Table(
        tuple(Column(say(name), kind) for name, kind in COLUMNS),
        tuple(
            (
                row.number,
                row.issued_on,
                companies[row.company_id].name.shown(visit.language).text,
                editions[row.edition_id].name.shown(visit.language).text,
                say(INVOICE_STATE_NAMES[row.state]),
                row.currency,
                *(major(minor, row.currency) for minor in (row.total, row.credited, row.paid, row.open)),
                row.next_due,
            )
            for row in rows
        ),
    )


ROUTES = (invoices_page, file, invoice_page, document, act)
