"""Lines of the bank, as programs bring them: kept once, matched with open invoices, counted or set aside."""

from datetime import date, datetime
from typing import Annotated, Final
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from pydantic import Field

from events_app.actions import bank_lines as actions
from events_app.actions import payments as payment_actions
from events_app.api.bodies import read_body
from events_app.api.calls import Call, answered, chosen
from events_app.api.fields import Day, Line, Model
from events_app.api.fields import Money as MoneyField
from events_app.api.invoice_views import InvoiceView, Minor, view_of
from events_app.api.operations import CURSOR, LIMIT, Operation, one_of
from events_app.domain.bank_lines import LONGEST_WORDS, BankLine, BankLineState, BankReading, Match, MatchWay, marked
from events_app.domain.messages import N_
from events_app.domain.rights import Noun, Right, require
from events_app.edge.paging import Cursor
from events_app.storage import payments
from events_app.storage.payments import Wanted

LABEL: Final = "API"
MOST_LINES: Final = 500


class Incoming(Model):
    """One payment that came in. Two that are equal in all of this are two, where they come together."""

    booked_on: Day
    amount: MoneyField
    reference: Annotated[Line, Field(max_length=LONGEST_WORDS)] = ""
    payer: Annotated[Line, Field(max_length=LONGEST_WORDS)] = ""


class IncomingLines(Model):
    """Lines of a day or of several; those that are here already are left out."""

    lines: tuple[Incoming, ...] = Field(min_length=1, max_length=MOST_LINES)


class KeptLines(Model):
    """How many lines were new, and how many were here already."""

    added: int
    known: int


class LikelyInvoice(Model):
    """An invoice that a line may pay, and why."""

    invoice: UUID
    number: str
    way: MatchWay


class BankLineView(Model):
    """A line of the bank; `matches` are proposed while it is open, the likeliest first."""

    id: UUID
    booked_on: date
    amount: Minor
    currency: str
    reference: str
    payer: str
    state: BankLineState
    matches: tuple[LikelyInvoice, ...]
    imported_at: datetime


class PaidInvoice(Model):
    """Which invoice a line pays."""

    invoice: UUID


class LineDecision(Model):
    """Whether a line is set aside, or open again."""

    is_aside: bool


@get("/bank-lines")
async def list_lines(call: NamedDependency[Call]) -> Response[bytes]:
    """List lines of the bank, the latest first."""
    require(call.by, Right.DECIDE, Noun.FEE)
    form = call.query("state", "cursor", "limit")
    states = tuple(map(BankLineState, chosen(form, "state", tuple(BankLineState))))
    limit, cursor = call.limit(form), call.cursor(form)
    answered(form)
    rows = await payments.list_lines(Wanted(states=states), after=cursor, limit=limit + 1)
    shown = rows[:limit]
    matches = await actions.match([row for row in shown if row.state is BankLineState.OPEN])
    last = shown[-1] if len(rows) > limit else None
    views = [_view(row, matches.get(row, ())) for row in shown]
    return call.page(views, after=Cursor(last.booked_on, last.id) if last else None)


@post("/bank-lines", status_code=200)
async def keep_lines(call: NamedDependency[Call]) -> Response[bytes]:
    """Keep lines of the bank; sending them again keeps none twice."""
    require(call.by, Right.DECIDE, Noun.FEE)
    body = await read_body(call.request, IncomingLines)
    reading = BankReading(
        tuple(marked((each.booked_on, each.amount.kept, each.reference, each.payer) for each in body.lines))
    )
    proposal = await actions.propose(reading, by=call.by)
    added = await actions.apply(proposal, label=LABEL, by=call.by, now=call.now) if proposal.is_applicable else 0
    return call.changed(KeptLines(added=added, known=len(reading.lines) - added), 1)


@post("/bank-lines/{line_id:uuid}/payment", status_code=200)
async def count_line(call: NamedDependency[Call], *, line_id: FromPath[UUID]) -> Response[bytes]:
    """Count a line as the payment of an invoice."""
    require(call.by, Right.DECIDE, Noun.FEE)
    body = await read_body(call.request, PaidInvoice)
    invoice = await payment_actions.count_line(line_id, body.invoice, by=call.by, now=call.now)
    return call.changed(*await view_of(call, invoice))


@post("/bank-lines/{line_id:uuid}/decision", status_code=200)
async def decide(call: NamedDependency[Call], *, line_id: FromPath[UUID]) -> Response[bytes]:
    """Set a line aside that pays no invoice, or take it back."""
    require(call.by, Right.DECIDE, Noun.FEE)
    body = await read_body(call.request, LineDecision)
    line = await payment_actions.set_line_aside(line_id, by=call.by, is_back=not body.is_aside)
    return call.changed(_view(line, ()), 1)


def _view(line: BankLine, matches: tuple[Match, ...]) -> BankLineView:
    return BankLineView(
        id=line.id,
        booked_on=line.booked_on,
        amount=line.amount.amount_minor,
        currency=line.amount.currency,
        reference=line.reference,
        payer=line.payer,
        state=line.state,
        matches=tuple(
            LikelyInvoice(invoice=each.invoice.id, number=each.invoice.number, way=each.way) for each in matches
        ),
        imported_at=line.imported_at,
    )


EXAMPLE = {
    "booked_on": "2027-01-15",
    "amount": {"amount_minor": 133_875, "currency": "EUR"},
    "reference": "EV-2027-00042",
    "payer": "Valves Ltd",
}
OPERATIONS = (
    Operation(
        handler=list_lines,
        id="listBankLines",
        tag="fees",
        summary=N_("List lines of the bank, the latest first, with the invoices that they may pay."),
        gives=BankLineView,
        is_page=True,
        query=(one_of("state", N_("Status of the line."), BankLineState), CURSOR, LIMIT),
        needs_token=True,
    ),
    Operation(
        handler=keep_lines,
        id="keepBankLines",
        tag="fees",
        summary=N_("Keep lines of the bank; those that are here already are left out."),
        gives=KeptLines,
        reads=IncomingLines,
        needs_token=True,
        example={"lines": [EXAMPLE]},
    ),
    Operation(
        handler=count_line,
        id="countBankLine",
        tag="fees",
        summary=N_("Count a line of the bank as the payment of an invoice."),
        gives=InvoiceView,
        reads=PaidInvoice,
        needs_token=True,
        example={"invoice": "00000000-0000-4000-8000-000000000000"},
    ),
    Operation(
        handler=decide,
        id="decideOnBankLine",
        tag="fees",
        summary=N_("Set a line of the bank aside that pays no invoice, or take it back."),
        gives=BankLineView,
        reads=LineDecision,
        needs_token=True,
        example={"is_aside": True},
    ),
)
