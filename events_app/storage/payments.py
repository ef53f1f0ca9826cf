"""Payments of invoices, and the lines of the bank that may become some."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from events_app.domain.bank_lines import BankLine, BankLineState
from events_app.domain.money import Money
from events_app.domain.payments import Payment, PaymentWay
from events_app.domain.refusals import NotFound
from events_app.storage import tables
from events_app.storage.database import fetch, fetch_rows
from events_app.storage.keyset import Chosen, Place, count_rows, list_rows

Row = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which lines of the bank to list; empty means any."""

    states: tuple[BankLineState, ...] = ()


async def list_payments(invoice_id: UUID) -> tuple[Payment, ...]:
    """Payments of an invoice, in the order in which they were recorded."""
    table = tables.Payment
    rows = await table.select().where(table.invoice == invoice_id).order_by(table.at, table.id)
    return tuple(map(_payment, rows))


async def add(payment: Payment) -> bool:
    """Keep a payment; False where one with its fingerprint is there already."""
    rows = await fetch(
        "INSERT INTO payment (id, invoice, amount, currency, received_on, way, reference, payer, fingerprint, person, "
        "at) VALUES ({}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}) ON CONFLICT (fingerprint) DO NOTHING RETURNING way",
        payment.id,
        payment.invoice_id,
        payment.amount.amount_minor,
        payment.amount.currency,
        payment.received_on,
        payment.way.value,
        payment.reference,
        payment.payer,
        payment.fingerprint or None,
        payment.person_id,
        payment.at,
    )
    return bool(rows)


async def add_lines(lines: Iterable[BankLine]) -> int:
    """Keep lines of the bank; return how many there are, without those that are here already."""
    rows = [
        (
            each.id,
            each.fingerprint,
            each.booked_on,
            each.amount.amount_minor,
            each.amount.currency,
            each.reference,
            each.payer,
            each.state.value,
            each.imported_at,
        )
        for each in lines
    ]
    added = await fetch_rows(
        "INSERT INTO bank_line (id, fingerprint, booked_on, amount, currency, reference, payer, state, imported_at) "
        "VALUES {} ON CONFLICT (fingerprint) DO NOTHING RETURNING state",
        rows,
    )
    return len(added)


async def list_known(fingerprints: Iterable[str]) -> frozenset[str]:
    """Which of these lines are here already."""
    found = await fetch_rows(
        "SELECT fingerprint FROM bank_line WHERE fingerprint IN (VALUES {})", [(each,) for each in set(fingerprints)]
    )
    return frozenset(row["fingerprint"] for row in found)


async def lock_line(line_id: UUID) -> BankLine:
    """A line, which nobody else changes before this transaction ends. Raises NotFound."""
    rows = await fetch("UPDATE bank_line SET state = state WHERE id = {} RETURNING *", line_id)
    if not rows:
        raise NotFound
    return _line(dict(rows[0]))


async def set_line(line_id: UUID, state: BankLineState, payment_id: UUID | None = None) -> None:
    """Keep what has become of a line."""
    await fetch(
        "UPDATE bank_line SET state = {}, payment = {} WHERE id = {} RETURNING id", state.value, payment_id, line_id
    )


async def list_lines(
    wanted: Wanted, *, after: Place | None = None, before: Place | None = None, limit: int = 50
) -> tuple[BankLine, ...]:
    """Lines by the day of booking, the latest first."""
    rows = await list_rows(
        "bank_line",
        "*",
        Chosen().among("state", wanted.states),
        column="booked_on",
        is_latest_first=True,
        after=after,
        before=before,
        limit=limit,
    )
    return tuple(map(_line, rows))


async def count_lines(wanted: Wanted, *, at_most: int = 10_000) -> int:
    """How many lines there are of these, counted up to a bound."""
    return await count_rows("bank_line", Chosen().among("state", wanted.states), at_most=at_most)


def _payment(row: Row) -> Payment:
    return Payment(
        id=row["id"],
        invoice_id=row["invoice"],
        amount=Money(row["amount"], row["currency"]),
        received_on=row["received_on"],
        way=PaymentWay(row["way"]),
        reference=row["reference"],
        payer=row["payer"],
        fingerprint=row["fingerprint"] or "",
        person_id=row["person"],
        at=row["at"],
    )


def _line(row: Row) -> BankLine:
    return BankLine(
        id=row["id"],
        fingerprint=row["fingerprint"],
        booked_on=row["booked_on"],
        amount=Money(row["amount"], row["currency"]),
        reference=row["reference"],
        payer=row["payer"],
        state=BankLineState(row["state"]),
        payment_id=row["payment"],
        imported_at=row["imported_at"],
    )
