"""Lines of the bank at the desk: sent as a table, columns chosen, looked at, kept; then matched with invoices."""

import asyncio
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from events_app.actions import bank_lines as actions
from events_app.actions import payments as payment_actions
from events_app.actions import uploads as upload_actions
from events_app.actions.bank_lines import BankProposal, NothingNew
from events_app.domain.bank_lines import (
    BANK_LINE_STATE_NAMES,
    BANK_PART_NAMES,
    BankLine,
    BankLineState,
    BankPart,
    guessed,
    lines_of,
)
from events_app.domain.messages import N_
from events_app.domain.money import Money
from events_app.domain.refusals import InvalidValue, NotFound, Refusal
from events_app.domain.rights import NotAllowed, Noun, Right, require
from events_app.domain.tables import LARGEST_BYTES, Sheet
from events_app.domain.uploads import Upload, UploadKind
from events_app.edge.desk import Visit, see
from events_app.edge.forms import REQUIRED, Form, read_form
from events_app.edge.invoice_words import COUNTED, PER_PAGE, names
from events_app.edge.paging import Cursor, page_after, page_before, parse_cursor
from events_app.edge.problems import problem_of
from events_app.i18n.numbers import minor_digits
from events_app.storage import invoices, payments, uploads
from events_app.storage.payments import Wanted
from events_app.web.desk_imports import read_sheet

BASE = "desk/payments"
MOST_SHOWN = 100
SAMPLE_LINES = 2
TOO_LARGE = N_("This file is larger than 10 MB. Divide it.")
NO_INVOICE = N_("There is no invoice with this number.")
L = BankLineState


@get("/payments", include_in_schema=False)
async def payments_page(visit: NamedDependency[Visit]) -> Response[str]:
    """List lines of the bank with the invoices that they may pay; open ones, unless another state is asked for."""
    require(visit.asker, Right.DECIDE, Noun.FEE)
    return await _listed(visit, Form())


@post("/payments", include_in_schema=False, status_code=200)
async def decide(visit: NamedDependency[Visit]) -> Response[Any]:
    """Count a line as the payment of an invoice, set it aside, or take it back."""
    require(visit.asker, Right.DECIDE, Noun.FEE)
    form = await read_form(visit.request)
    deed = form.one_of("deed", ("count", "aside", "back"))
    line_id = form.attempt("line", lambda: form.identity("line"))
    try:
        if line_id and form.is_good and deed == "count":
            await payment_actions.count_line(line_id, await _invoice_id(form), by=visit.asker, now=visit.now)
        elif line_id and form.is_good:
            await payment_actions.set_line_aside(line_id, by=visit.asker, is_back=deed == "back")
    except (NotAllowed, NotFound):
        raise
    except Refusal as refusal:
        form.problems["deed"] = problem_of(refusal)
    if not form.is_good:
        return await _listed(visit, form)
    return see(BASE, done=deed, state=form.one_of("state", BankLineState, required=False))


@get("/payments/new", include_in_schema=False)
async def new_page(visit: NamedDependency[Visit]) -> Response[str]:
    """Ask for a file."""
    require(visit.asker, Right.DECIDE, Noun.FEE)
    return visit.page("desk/fees/bank_new.html", form=Form())


@post("/payments/new", include_in_schema=False, status_code=200)
async def take(visit: NamedDependency[Visit]) -> Response[Any]:
    """Take a file; then show what it would bring."""
    require(visit.asker, Right.DECIDE, Noun.FEE)
    form = await read_form(visit.request)
    sent = await form.file("file", most_bytes=LARGEST_BYTES)
    if sent and not sent[1]:
        form.fail("file", REQUIRED)
    if sent and len(sent[1]) > LARGEST_BYTES:
        form.fail("file", TOO_LARGE)
    if sent is None or not form.is_good:
        return visit.page("desk/fees/bank_new.html", status_code=422, form=form)
    upload = await upload_actions.keep(
        UploadKind.BANK, sent[0], sent[1], language=visit.language, by=visit.asker, now=visit.now
    )
    return see(f"{BASE}/uploads/{upload.id}")


@get("/payments/uploads/{upload_id:uuid}", include_in_schema=False)
async def preview_page(visit: NamedDependency[Visit], *, upload_id: FromPath[UUID]) -> Response[Any]:
    """Show what the columns are taken for."""
    upload = await _waiting(visit, upload_id)
    form = Form()
    sheet = await _sheet(upload, form)
    columns = guessed(sheet.header) if sheet else {}
    for part in BankPart:
        form.put(part.value, columns.get(part, ""))
    return _shown(visit, upload, sheet, form, None)


@post("/payments/uploads/{upload_id:uuid}", include_in_schema=False, status_code=200)
async def keep(visit: NamedDependency[Visit], *, upload_id: FromPath[UUID]) -> Response[Any]:
    """Look at the file with these columns, keep its lines, or throw it away."""
    upload = await _waiting(visit, upload_id)
    form = await read_form(visit.request)
    deed = form.one_of("deed", ("check", "keep", "discard"))
    if deed == "discard":
        await upload_actions.throw_away(upload, by=visit.asker)
        return see(BASE, done="discarded")
    sheet = await _sheet(upload, form)
    proposal = await _proposal(visit, sheet, form) if sheet else None
    if proposal is None or deed != "keep":
        return _shown(visit, upload, sheet, form, proposal)
    try:
        await actions.apply(proposal, label=upload.name, by=visit.asker, now=visit.now)
    except NothingNew as refusal:
        form.problems["deed"] = problem_of(refusal)
        return _shown(visit, upload, sheet, form, proposal)
    await upload_actions.throw_away(upload, by=visit.asker)
    return see(BASE, done="kept")


async def _invoice_id(form: Form) -> UUID:
    """The invoice that was proposed, or that whose number was typed."""
    number = form.line("number").upper()
    if not number:
        return form.identity("invoice")
    found = await invoices.find_by_number(number)
    if found is None:
        raise UnknownNumber
    return found.id


class UnknownNumber(InvalidValue):
    """A number that no invoice has."""

    message = NO_INVOICE


async def _waiting(visit: Visit, upload_id: UUID) -> Upload:
    """A file of the asker's own that still waits for a decision. Raises NotAllowed or NotFound."""
    require(visit.asker, Right.DECIDE, Noun.FEE)
    if visit.asker.person_id is None:
        raise NotFound
    upload = await uploads.get(upload_id, visit.asker.person_id)
    if upload.kind is not UploadKind.BANK or not upload.holds_at(visit.now):
        raise NotFound
    return upload


async def _sheet(upload: Upload, form: Form) -> Sheet | None:
    try:
        return await asyncio.to_thread(read_sheet, upload.content)
    except InvalidValue as refusal:
        form.problems["file"] = problem_of(refusal)
        return None


async def _proposal(visit: Visit, sheet: Sheet, form: Form) -> BankProposal | None:
    chosen = {part: form.one_of(part.value, sheet.header, required=False) for part in BankPart}
    currency = form.line("currency", required=True).upper()
    form.attempt("currency", lambda: Money(0, currency))
    if not form.is_good:
        return None
    columns = {part: name for part, name in chosen.items() if name}
    reading = lines_of(sheet, columns, currency=currency, digits=minor_digits(currency))
    return await actions.propose(reading, by=visit.asker)


async def _listed(visit: Visit, form: Form) -> Response[str]:
    query = visit.request.query_params
    asked = Form({"state": query.getall("state", [])})
    state = asked.choice("state", BankLineState, required=False) or L.OPEN
    after, before = (parse_cursor(query.get(name)) for name in ("after", "before"))
    wanted = Wanted(states=(state,))
    rows = await payments.list_lines(wanted, after=after, before=before, limit=PER_PAGE + 1)
    found = page_before(rows, PER_PAGE, _key) if before else page_after(rows, PER_PAGE, _key, after=after)
    counts = {each: await payments.count_lines(Wanted(states=(each,)), at_most=COUNTED) for each in L}
    asked.put("state", state)
    return visit.page(
        "desk/fees/bank.html",
        status_code=200 if form.is_good else 422,
        form=form,
        asked=asked,
        state=state,
        found=found,
        counts=counts,
        matches=await actions.match(found.items) if state is L.OPEN else {},
        states=list(BANK_LINE_STATE_NAMES.items()),
        **names(),
    )


def _shown(
    visit: Visit, upload: Upload, sheet: Sheet | None, form: Form, proposal: BankProposal | None
) -> Response[str]:
    return visit.page(
        "desk/fees/bank_upload.html",
        status_code=200 if form.is_good else 422,
        upload=upload,
        here=f"{BASE}/uploads/{upload.id}",
        sheet=sheet,
        samples=sheet.lines[:SAMPLE_LINES] if sheet else (),
        form=form,
        proposal=proposal,
        most_shown=MOST_SHOWN,
        parts=list(BANK_PART_NAMES.items()),
    )


def _key(row: BankLine) -> Cursor:
    return Cursor(row.booked_on, row.id)


ROUTES = (payments_page, decide, new_page, take, preview_page, keep)
