"""The ledger of fees at the desk: what was invoiced, credited and paid, on pages and as files."""

from typing import Final

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from events_app.domain.ledgers import BOOKING_NAMES, Booking, BookingKind
from events_app.domain.messages import P_, Message
from events_app.domain.refusals import NotFound
from events_app.domain.rights import Noun, Right, may, require_somewhere
from events_app.domain.tables import Column, Kind, Table, Value
from events_app.edge.desk import Visit
from events_app.edge.forms import Form
from events_app.edge.invoice_tables import file_response, major
from events_app.edge.invoice_words import PER_PAGE, names
from events_app.edge.paging import Cursor, page_after, page_before, parse_cursor
from events_app.edge.table_files import MEDIA_TYPES
from events_app.storage import exhibitions, ledgers, organisations
from events_app.storage.ledgers import Wanted

FILTERS: Final = ("edition", "kind", "from", "to")
MOST_ROWS: Final = 20_000
TITLE: Final = P_("desk menu", "Ledger")
COLUMNS: Final[tuple[tuple[Message, Kind], ...]] = (
    (P_("column of a ledger", "Day"), Kind.DAY),
    (P_("column of a ledger", "Document"), Kind.TEXT),
    (P_("column of invoices", "Number"), Kind.TEXT),
    (P_("column of invoices", "Company"), Kind.TEXT),
    (P_("column of invoices", "Edition"), Kind.TEXT),
    (P_("column of invoices", "Currency"), Kind.TEXT),
    (P_("column of a ledger", "Invoiced"), Kind.DECIMAL),
    (P_("column of invoices", "Credited"), Kind.DECIMAL),
    (P_("column of invoices", "Paid"), Kind.DECIMAL),
    (P_("part of a bank line", "Reference"), Kind.TEXT),
)


@get("/ledger", include_in_schema=False)
async def ledger_page(visit: NamedDependency[Visit]) -> Response[str]:
    """List the lines of a period, the oldest first, under what all of them come to."""
    form, wanted = await _wanted(visit)
    query = visit.request.query_params
    after, before = (parse_cursor(query.get(name)) for name in ("after", "before"))
    rows = await ledgers.list_bookings(wanted, after=after, before=before, limit=PER_PAGE + 1)
    found = page_before(rows, PER_PAGE, _key) if before else page_after(rows, PER_PAGE, _key, after=after)
    editions = await exhibitions.list_editions_by_id(row.edition_id for row in found.items)
    return visit.page(
        "desk/invoices/ledger.html",
        status_code=200 if form.is_good else 422,
        form=form,
        query={name: form.value(name) for name in FILTERS},
        found=found,
        sums=await ledgers.list_sums(wanted),
        companies=await organisations.list_by_id(row.company_id for row in found.items),
        editions=editions,
        kinds=list(BOOKING_NAMES.items()),
        booking_names=BOOKING_NAMES,
        **names(),
    )


@get("/ledger/{file:str}", include_in_schema=False)
async def ledger_file(visit: NamedDependency[Visit], *, file: FromPath[str]) -> Response[bytes]:
    """The same lines as `ledger.csv` or `ledger.xlsx`."""
    form, wanted = await _wanted(visit)
    name, _, kind = file.partition(".")
    if name != "ledger" or kind not in MEDIA_TYPES or not form.is_good:
        raise NotFound
    return await file_response(visit, await _table(visit, wanted), name=name, kind=kind, title=TITLE)


async def _wanted(visit: Visit) -> tuple[Form, Wanted]:
    """The filters, within what the asker may see."""
    require_somewhere(visit.asker, Right.READ, Noun.FEE)
    query = visit.request.query_params
    form = Form({name: query.getall(name, []) for name in FILTERS})
    kind = form.choice("kind", BookingKind, required=False)
    edition = await exhibitions.find_edition(form.value("edition")) if form.value("edition") else None
    return form, Wanted(
        units=None if may(visit.asker, Right.READ, Noun.FEE) else visit.asker.unit_ids,
        edition_id=edition.id if edition else None,
        kinds=(kind,) if kind else (),
        first=form.day("from"),
        last=form.day("to"),
    )


async def _table(visit: Visit, wanted: Wanted) -> Table:
    def say(message: Message) -> str:
        return str(visit.request.app.state.catalogues.translate(visit.language, message))

    rows = await ledgers.list_bookings(wanted, limit=MOST_ROWS)
    companies = await organisations.list_by_id(row.company_id for row in rows)
    editions = await exhibitions.list_editions_by_id(row.edition_id for row in rows)

    def line(row: Booking) -> tuple[Value, ...]:
        return (
            row.day,
            say(BOOKING_NAMES[row.kind]),
            row.number,
            companies[row.company_id].name.shown(visit.language).text,
            editions[row.edition_id].name.shown(visit.language).text,
            row.currency,
            *(major(row.amount, row.currency) if row.kind is kind else None for kind in BookingKind),
            row.reference,
        )

    return Table(tuple(Column(say(name), kind) for name, kind in COLUMNS), tuple(map(line, rows)))


def _key(row: Booking) -> Cursor:
    return Cursor(row.day, row.id)


ROUTES = (ledger_page, ledger_file)
