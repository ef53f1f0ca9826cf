"""The ledger of fees, for programs that keep books: what was invoiced, credited and paid."""

from datetime import date
from uuid import UUID

from litestar import Response, get
from litestar.di import NamedDependency

from events_app.api.calls import Call, answered, chosen
from events_app.api.fields import Model
from events_app.api.invoice_views import Minor
from events_app.api.operations import CURSOR, FIRST_DAY, LAST_DAY, LIMIT, Operation, one_of
from events_app.domain.ledgers import BOOKING_NAMES, BookingKind
from events_app.domain.messages import N_
from events_app.domain.rights import Noun, Right, may, require_somewhere
from events_app.edge.paging import Cursor
from events_app.storage import exhibitions, ledgers, organisations


class BookingView(Model):
    """One line. `number` is that of the document, for a payment that of its invoice; below zero it was paid back."""

    id: UUID
    day: date
    kind: BookingKind
    kind_label: str
    number: str
    invoice: UUID
    exhibition: str
    company: str
    currency: str
    amount: Minor
    reference: str


@get("/ledger")
async def list_bookings(call: NamedDependency[Call]) -> Response[bytes]:
    """List the lines of the ledger, the oldest first."""
    require_somewhere(call.by, Right.READ, Noun.FEE)
    form = call.query("kind", "from", "to", "cursor", "limit")
    kinds = tuple(map(BookingKind, chosen(form, "kind", tuple(BookingKind))))
    limit, cursor = call.limit(form), call.cursor(form)
    wanted = ledgers.Wanted(
        units=None if may(call.by, Right.READ, Noun.FEE) else call.by.unit_ids,
        kinds=kinds,
        first=form.day("from"),
        last=form.day("to"),
    )
    answered(form)
    rows = await ledgers.list_bookings(wanted, after=cursor, limit=limit + 1)
    shown = rows[:limit]
    editions = await exhibitions.list_editions_by_id(row.edition_id for row in shown)
    companies = await organisations.list_by_id(row.company_id for row in shown)
    views = [
        BookingView(
            **{name: getattr(row, name) for name in PLAIN},
            kind_label=call.say(BOOKING_NAMES[row.kind]),
            invoice=row.invoice_id,
            exhibition=editions[row.edition_id].slug,
            company=companies[row.company_id].slug,
        )
        for row in shown
    ]
    return call.page(views, after=Cursor(shown[-1].day, shown[-1].id) if len(rows) > limit else None)


PLAIN = ("id", "day", "kind", "number", "currency", "amount", "reference")
OPERATIONS = (
    Operation(
        handler=list_bookings,
        id="listBookings",
        tag="fees",
        summary=N_("List what was invoiced, credited and paid within the reach of the token, the oldest first."),
        gives=BookingView,
        is_page=True,
        query=(one_of("kind", N_("What the line is."), BookingKind), FIRST_DAY, LAST_DAY, CURSOR, LIMIT),
        needs_token=True,
    ),
)
