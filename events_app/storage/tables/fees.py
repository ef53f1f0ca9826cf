"""Tax rules, price lists, invoices, issued documents, payments, lines of the bank."""

from piccolo.columns import UUID, BigInt, Boolean, Date, ForeignKey, Integer, Text, Timestamptz, Varchar
from piccolo.table import Table

from events_app.storage.tables.applications import Application
from events_app.storage.tables.exhibitions import Edition
from events_app.storage.tables.people import Organisation


class TaxRule(Table, tablename="tax_rule"):
    """Tax rules; `rate` in basis points."""

    id = UUID(primary_key=True)
    name = Text()
    rate = Integer()
    country = Varchar(length=2)
    valid_from = Date(null=True, default=None)
    valid_until = Date(null=True, default=None)
    source = Text()
    is_reverse_charge = Boolean()
    is_illustrative = Boolean()
    modified_at = Timestamptz()
    version = Integer()


class PriceList(Table, tablename="price_list"):
    """Price lists; `body` is JSON."""

    edition = ForeignKey(references=Edition, primary_key=True)
    currency = Varchar(length=3)
    body = Text()
    version = Integer()


class Invoice(Table, tablename="invoice"):
    """Accounts of cases; `charge` is JSON, `state` and `next_due` follow from the figures."""

    id = UUID(primary_key=True)
    application = ForeignKey(references=Application, index=True)
    edition = ForeignKey(references=Edition, index=True)
    company = ForeignKey(references=Organisation, index=True)
    charge = Text()
    currency = Varchar(length=3)
    total = BigInt()
    number = Text(null=True, default=None)
    issued_on = Date(null=True, default=None)
    deposit = BigInt()
    deposit_due = Date(null=True, default=None)
    balance_due = Date(null=True, default=None)
    credited_share = Integer()
    credited = BigInt()
    paid = BigInt()
    reminded_for = Date(null=True, default=None)
    reminded_step = Integer()
    state = Varchar(length=16)
    next_due = Date(null=True, default=None)
    words = Text()
    created_on = Date()
    created_at = Timestamptz()
    modified_at = Timestamptz()
    version = Integer()


class IssuedDocument(Table, tablename="issued_document"):
    """Documents as they were issued; `statement` is JSON. Rows are only ever added."""

    id = UUID(primary_key=True)
    invoice = ForeignKey(references=Invoice, index=True)
    kind = Varchar(length=16)
    series = Text()
    year = Integer()
    number = Integer()
    issued_on = Date()
    amount = BigInt()
    statement = Text()
    issued_at = Timestamptz()


class Payment(Table, tablename="payment"):
    """Payments. Rows are only ever added."""

    id = UUID(primary_key=True)
    invoice = ForeignKey(references=Invoice, index=True)
    amount = BigInt()
    currency = Varchar(length=3)
    received_on = Date()
    way = Varchar(length=16)
    reference = Text()
    payer = Text()
    fingerprint = Text(null=True, default=None, unique=True)
    person = UUID(null=True, default=None)
    at = Timestamptz()


class BankLine(Table, tablename="bank_line"):
    """Lines of the bank."""

    id = UUID(primary_key=True)
    fingerprint = Text(unique=True)
    booked_on = Date()
    amount = BigInt()
    currency = Varchar(length=3)
    reference = Text()
    payer = Text()
    state = Varchar(length=16)
    payment = ForeignKey(references=Payment, null=True, default=None, index=True)
    imported_at = Timestamptz()
