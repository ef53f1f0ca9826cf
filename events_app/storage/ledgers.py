"""The ledger of fees, read from issued documents and payments."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from events_app.domain.ledgers import Booking, BookingKind, LedgerSum
from events_app.storage.database import fetch
from events_app.storage.keyset import Chosen, Place, list_rows

_BOOKINGS: Final = """(
    SELECT document.id, document.issued_on AS day, document.kind, document.series, document.year, document.number,
        document.amount, '' AS reference, invoice.id AS invoice, invoice.number AS about, invoice.edition,
        invoice.company, invoice.currency
    FROM issued_document AS document JOIN invoice ON invoice.id = document.invoice WHERE document.kind <> 'receipt'
    UNION ALL
    SELECT payment.id, payment.received_on, 'payment', '', 0, 0, payment.amount, payment.reference, invoice.id,
        invoice.number, invoice.edition, invoice.company, invoice.currency
    FROM payment JOIN invoice ON invoice.id = payment.invoice
) AS booking"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What to list; empty means no limit. `units` None reaches all; both days are included."""

    units: frozenset[UUID] | None = None
    edition_id: UUID | None = None
    kinds: tuple[BookingKind, ...] = ()
    first: date | None = None
    last: date | None = None


async def list_bookings(
    wanted: Wanted, *, after: Place | None = None, before: Place | None = None, limit: int = 50
) -> tuple[Booking, ...]:
    """Lines of the ledger, the oldest first."""
    rows = await list_rows(_BOOKINGS, "*", _chosen(wanted), column="day", after=after, before=before, limit=limit)
    return tuple(map(_booking, rows))


async def list_sums(wanted: Wanted) -> tuple[LedgerSum, ...]:
    """What all lines come to, for each currency."""
    chosen = _chosen(wanted)
    sums = ", ".join(
        f"SUM(CASE WHEN kind = '{kind.value}' THEN amount ELSE 0 END) AS {name}" for kind, name in _SUMS.items()
    )
    rows = await fetch(
        f"SELECT currency, {sums} FROM {_BOOKINGS} WHERE {chosen.where} "  # noqa: S608 - names of our own
        "GROUP BY currency ORDER BY currency",
        *chosen.args,
    )
    return tuple(
        LedgerSum(currency=row["currency"], **{name: int(row[name]) for name in _SUMS.values()}) for row in rows
    )


_SUMS: Final[Mapping[BookingKind, str]] = {
    BookingKind.INVOICE: "invoiced",
    BookingKind.CREDIT_NOTE: "credited",
    BookingKind.PAYMENT: "paid",
}


def _chosen(wanted: Wanted) -> Chosen:
    chosen = Chosen().among("kind", wanted.kinds)
    if wanted.units is not None:
        units = Chosen().of_units(wanted.units)
        chosen = chosen.with_(f"edition IN (SELECT id FROM edition WHERE {units.where})", *units.args)  # noqa: S608
    if wanted.edition_id is not None:
        chosen = chosen.with_("edition = {}", wanted.edition_id)
    if wanted.first is not None:
        chosen = chosen.with_("day >= {}", wanted.first)
    return chosen.with_("day <= {}", wanted.last) if wanted.last is not None else chosen


def _booking(row: dict[str, Any]) -> Booking:
    kind = BookingKind(row["kind"])
    is_document = kind is not BookingKind.PAYMENT
    return Booking(
        id=row["id"],
        day=row["day"],
        kind=kind,
        number=f"{row['series']}-{row['year']}-{row['number']:05}" if is_document else row["about"],
        invoice_id=row["invoice"],
        edition_id=row["edition"],
        company_id=row["company"],
        currency=row["currency"],
        amount=row["amount"],
        reference=row["reference"],
    )
