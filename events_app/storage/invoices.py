"""Invoices, and the documents issued for them under numbers without gaps."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from events_app.domain.claims import Claim
from events_app.domain.invoices import DocumentKind, Invoice, InvoiceState, IssuedDocument
from events_app.domain.refusals import ChangedMeanwhile, NotFound
from events_app.domain.search import tokens_of
from events_app.storage import tables
from events_app.storage.database import fetch
from events_app.storage.fee_values import charge_json, json_charge, json_statement, statement_json
from events_app.storage.keyset import Chosen, Place, count_rows, list_rows
from events_app.storage.values import dumps, loads

Row = dict[str, Any]
UNSETTLED = (InvoiceState.ISSUED, InvoiceState.PARTLY_PAID)
_PLAIN = (
    "id",
    "issued_on",
    "deposit",
    "deposit_due",
    "balance_due",
    "credited_share",
    "credited",
    "paid",
    "reminded_for",
    "reminded_step",
    "created_at",
    "modified_at",
    "version",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What to list; empty means no limit. `units` None reaches all; `overdue_on` finds what was due before a day."""

    units: frozenset[UUID] | None = None
    edition_id: UUID | None = None
    company_id: UUID | None = None
    states: tuple[InvoiceState, ...] = ()
    overdue_on: date | None = None
    words: str = ""
    is_issued: bool = False
    is_oldest_first: bool = False


async def get(invoice_id: UUID) -> Invoice:
    """Invoice by id; raises NotFound."""
    rows = await fetch("SELECT * FROM invoice WHERE id = {}", invoice_id)
    if not rows:
        raise NotFound
    return _invoice(rows[0])


async def lock_(invoice_id: UUID) -> Invoice:
    """The invoice, which nobody else changes before this transaction ends. Raises NotFound."""
    # The row itself is the lock on PostgreSQL; on SQLite one transaction writes at a time.
    rows = await fetch("UPDATE invoice SET version = version WHERE id = {} RETURNING *", invoice_id)
    if not rows:
        raise NotFound
    return _invoice(dict(rows[0]))


async def find_by_number(number: str) -> Invoice | None:
    """The invoice under this number."""
    rows = await fetch("SELECT * FROM invoice WHERE number = {}", number)
    return _invoice(rows[0]) if rows else None


async def list_of_cases(application_ids: Iterable[UUID]) -> tuple[Invoice, ...]:
    """Invoices of these cases, the oldest first."""
    wanted = list(set(application_ids))
    if not wanted:
        return ()
    table = tables.Invoice
    rows = await table.select().where(table.application.is_in(wanted)).order_by(table.created_at, table.id)
    return tuple(map(_invoice, rows))


async def list_of_company(company_id: UUID, edition_id: UUID) -> tuple[Invoice, ...]:
    """Invoices of a company for an edition, the oldest first: in one order for whoever locks them all."""
    sql = "SELECT * FROM invoice WHERE company = {} AND edition = {} ORDER BY created_at, id"
    return tuple(map(_invoice, await fetch(sql, company_id, edition_id)))


async def list_of_claims(claims: Iterable[Claim]) -> dict[UUID, tuple[Invoice, ...]]:
    """For each claim the invoices of its company for its edition: one query, however many there are."""
    wanted = list(claims)
    if not wanted:
        return {}
    table = tables.Invoice
    theirs = table.company.is_in([each.company_id for each in wanted])
    there = table.edition.is_in([each.edition_id for each in wanted])
    rows = await table.select().where(theirs & there).order_by(table.created_at, table.id)
    found = tuple(map(_invoice, rows))
    return {
        each.id: tuple(one for one in found if (one.company_id, one.edition_id) == (each.company_id, each.edition_id))
        for each in wanted
    }


async def list_invoices(
    wanted: Wanted, *, after: Place | None = None, before: Place | None = None, limit: int = 50
) -> tuple[Invoice, ...]:
    """Invoices by the day on which they were drafted, the latest first."""
    rows = await list_rows(
        "invoice",
        "*",
        _chosen(wanted),
        column="created_on",
        is_latest_first=not wanted.is_oldest_first,
        after=after,
        before=before,
        limit=limit,
    )
    return tuple(map(_invoice, rows))


async def count_invoices(wanted: Wanted, *, at_most: int = 1000) -> int:
    """How many invoices there are of these, counted up to a bound."""
    return await count_rows("invoice", _chosen(wanted), at_most=at_most)


async def list_unsettled(limit: int = 5_000) -> tuple[Invoice, ...]:
    """Invoices of which something is open, the one due first first."""
    table = tables.Invoice
    is_open = table.state.is_in([state.value for state in UNSETTLED])
    rows = await table.select().where(is_open).order_by(table.next_due, table.id).limit(limit)
    return tuple(map(_invoice, rows))


async def add(invoice: Invoice, *, names: Iterable[str]) -> None:
    """Keep a new draft, found by these names."""
    await tables.Invoice.insert(tables.Invoice(**_columns(invoice), words=f" {' '.join(tokens_of(names))} "))


async def add_words(invoice_id: UUID, name: str) -> None:
    """Have an invoice found by one more name."""
    words = f"{' '.join(tokens_of((name,)))} "
    await fetch("UPDATE invoice SET words = words || {} WHERE id = {} RETURNING id", words, invoice_id)


async def set_(invoice: Invoice) -> None:
    """Replace an invoice, and raise its version. Raises ChangedMeanwhile."""
    table = tables.Invoice
    columns: dict[Any, Any] = _columns(invoice) | {"version": invoice.version + 1}
    identity = columns.pop("id")
    at_its_version = (table.id == identity) & (table.version == invoice.version)
    if not await table.update(columns).where(at_its_version).returning(table.id):
        raise ChangedMeanwhile


async def remove_draft(invoice_id: UUID) -> bool:
    """Throw a draft away; False where there is none of this id."""
    return bool(await fetch("DELETE FROM invoice WHERE id = {} AND state = 'draft' RETURNING id", invoice_id))


async def add_number(series: str, year: int) -> int:
    """The next number of a series and year; a transaction that is undone gives it back, so none is left out."""
    rows = await fetch(
        "INSERT INTO document_counter (series, year, last) VALUES ({}, {}, 1) "
        "ON CONFLICT (series, year) DO UPDATE SET last = document_counter.last + 1 RETURNING last",
        series,
        year,
    )
    return int(rows[0]["last"])


async def add_document(document: IssuedDocument) -> None:
    """Keep an issued document; it is never changed."""
    await tables.IssuedDocument.insert(
        tables.IssuedDocument(
            id=document.id,
            invoice=document.invoice_id,
            kind=document.kind.value,
            series=document.series,
            year=document.year,
            number=document.number,
            issued_on=document.issued_on,
            amount=document.statement.total.amount_minor,
            statement=dumps(statement_json(document.statement)),
            issued_at=document.issued_at,
        )
    )


async def get_document(document_id: UUID) -> IssuedDocument:
    """Document by id; raises NotFound."""
    row = await tables.IssuedDocument.select().where(tables.IssuedDocument.id == document_id).first()
    if row is None:
        raise NotFound
    return _document(row)


async def list_documents(invoice_ids: Iterable[UUID]) -> tuple[IssuedDocument, ...]:
    """What was issued for these invoices, in order."""
    wanted = list(set(invoice_ids))
    if not wanted:
        return ()
    table = tables.IssuedDocument
    rows = await table.select().where(table.invoice.is_in(wanted)).order_by(table.issued_at, table.series, table.number)
    return tuple(map(_document, rows))


async def find_invoice_document(invoice_id: UUID) -> IssuedDocument | None:
    """The invoice itself, as it was issued."""
    table = tables.IssuedDocument
    wanted = (table.invoice == invoice_id) & (table.kind == DocumentKind.INVOICE.value)
    row = await table.select().where(wanted).first()
    return _document(row) if row else None


def _chosen(wanted: Wanted) -> Chosen:
    chosen = Chosen().among("state", wanted.states).with_words(wanted.words)
    if wanted.units is not None:
        units = Chosen().of_units(wanted.units)
        chosen = chosen.with_(f"edition IN (SELECT id FROM edition WHERE {units.where})", *units.args)  # noqa: S608
    for column, value in (("edition", wanted.edition_id), ("company", wanted.company_id)):
        if value is not None:
            chosen = chosen.with_(f"{column} = {{}}", value)
    if wanted.overdue_on is not None:
        chosen = chosen.with_("next_due < {}", wanted.overdue_on)
    return chosen.with_("state <> 'draft'") if wanted.is_issued else chosen


def _columns(invoice: Invoice) -> Row:
    return {
        **{name: getattr(invoice, name) for name in _PLAIN},
        "application": invoice.application_id,
        "edition": invoice.edition_id,
        "company": invoice.company_id,
        "charge": dumps(charge_json(invoice.charge)),
        "currency": invoice.currency,
        "total": invoice.total,
        "number": invoice.number or None,
        "state": invoice.state.value,
        "next_due": invoice.next_due,
        "created_on": invoice.created_at.date(),
    }


def _invoice(row: Row) -> Invoice:
    return Invoice(
        **{name: row[name] for name in _PLAIN},
        application_id=row["application"],
        edition_id=row["edition"],
        company_id=row["company"],
        charge=json_charge(loads(row["charge"])),
        number=row["number"] or "",
    )


def _document(row: Row) -> IssuedDocument:
    return IssuedDocument(
        id=row["id"],
        invoice_id=row["invoice"],
        series=row["series"],
        year=row["year"],
        number=row["number"],
        issued_on=row["issued_on"],
        statement=json_statement(loads(row["statement"])),
        issued_at=row["issued_at"],
    )
