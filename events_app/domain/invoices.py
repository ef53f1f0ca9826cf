"""Invoices of exhibitors: drafted, issued under a number without gaps, paid, credited; what was issued never changes.

An issued document is a `Statement`: a copy of every value that it states. `Invoice` is the account beside it: what was
credited and paid since, and what is due when.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Final, Self
from uuid import UUID

from events_app.domain.exhibitions import Days
from events_app.domain.fees import Charge
from events_app.domain.messages import N_, P_, Message
from events_app.domain.money import Money
from events_app.domain.prices import PriceList, Seller
from events_app.domain.refusals import InvalidValue, Refusal
from events_app.domain.tax_rules import WHOLE, rounded
from events_app.domain.texts import Text

LONGEST_REASON: Final = 500
REMINDED_AFTER: Final = (timedelta(days=1), timedelta(days=14), timedelta(days=28))
"""How long after a due day each reminder is written by itself."""


class DocumentKind(StrEnum):
    """What is issued."""

    INVOICE = "invoice"
    CREDIT_NOTE = "credit_note"
    RECEIPT = "receipt"


DOCUMENT_NAMES: Mapping[DocumentKind, Message] = MappingProxyType(
    {
        DocumentKind.INVOICE: P_("document", "Invoice"),
        DocumentKind.CREDIT_NOTE: P_("document", "Credit note"),
        DocumentKind.RECEIPT: P_("document", "Receipt"),
    }
)
SERIES_OF: Mapping[DocumentKind, str] = MappingProxyType(
    {DocumentKind.INVOICE: "", DocumentKind.CREDIT_NOTE: "-C", DocumentKind.RECEIPT: "-R"}
)
"""What the series of each kind adds to the letters of the price list."""


class InvoiceState(StrEnum):
    """Where an invoice stands."""

    DRAFT = "draft"
    ISSUED = "issued"
    PARTLY_PAID = "partly_paid"
    PAID = "paid"
    OVERPAID = "overpaid"
    CREDITED = "credited"


INVOICE_STATE_NAMES: Mapping[InvoiceState, Message] = MappingProxyType(
    {
        InvoiceState.DRAFT: P_("state of an invoice", "Draft"),
        InvoiceState.ISSUED: P_("state of an invoice", "Unpaid"),
        InvoiceState.PARTLY_PAID: P_("state of an invoice", "Partly paid"),
        InvoiceState.PAID: P_("state of an invoice", "Paid"),
        InvoiceState.OVERPAID: P_("state of an invoice", "Overpaid"),
        InvoiceState.CREDITED: P_("state of an invoice", "Credited"),
    }
)


class Instalment(StrEnum):
    """The two parts in which an invoice is due."""

    DEPOSIT = "deposit"
    BALANCE = "balance"


INSTALMENT_NAMES: Mapping[Instalment, Message] = MappingProxyType(
    {
        Instalment.DEPOSIT: P_("instalment", "Deposit"),
        Instalment.BALANCE: P_("instalment", "Balance"),
    }
)


class IssuedAlready(Refusal):
    """What was issued is not changed: it is credited."""

    message = N_("This invoice was issued: it is not changed any more. Issue a credit note.")


class NotIssued(Refusal):
    """A draft is neither paid nor credited."""

    message = N_("This invoice is a draft: issue it first.")


class InvoicedAlready(Refusal):
    """A case has one invoice at a time."""

    message = N_("This application has an invoice already. Credit it in full before you draft another.")


class NotChargeable(Refusal):
    """A case that holds no place owes nothing."""

    message = N_("Fees are charged once a place was accepted.")


class StandsChanged(Refusal):
    """A draft for other stands than the case has by now."""

    message = N_("The stands of this application have changed since the invoice was drafted. Draft it again.")


class NothingToCharge(InvalidValue):
    """A charge of nothing or less."""

    message = N_("There is nothing to pay on this invoice.")


class CreditOdd(InvalidValue):
    """A credit below what was credited before, or above everything."""

    message = N_("Credit more than the %(before)s percent credited before, and at most 100 percent.")


class NothingOverdue(Refusal):
    """A reminder where nothing is overdue, or of which the last was written."""

    message = N_("Nothing is overdue on this invoice, or its last reminder was written.")


class CreditUnexplained(InvalidValue):
    """A credit note without a reason."""

    message = N_("Say why: the credit note states it.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Buyer:
    """Whom an invoice is for, as it was called when the document was issued."""

    name: Text
    address: tuple[str, ...] = ()
    country: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """Everything that a document states. `about` is the number of the invoice that a credit note or receipt is about.

    `paid` is the amount of a receipt, `reference` what the payment said; `reason` why something was credited, or
    `kept_share` what stays owed by the cancellation scale.
    """

    kind: DocumentKind
    seller: Seller
    buyer: Buyer
    edition: Text
    days: Days
    case_number: int
    charge: Charge
    due: Mapping[Instalment, tuple[int, date]] = field(default_factory=dict)
    about: str = ""
    about_on: date | None = None
    paid: int = 0
    reference: str = ""
    reason: Text = field(default_factory=Text.empty)
    kept_share: int | None = None

    @property
    def total(self) -> Money:
        """What it comes to."""
        amount = self.paid if self.kind is DocumentKind.RECEIPT else self.charge.total
        return Money(amount, self.charge.currency)


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuedDocument:
    """A document under its number, as it was issued."""

    id: UUID
    invoice_id: UUID
    series: str
    year: int
    number: int
    issued_on: date
    statement: Statement
    issued_at: datetime

    @property
    def name(self) -> str:
        """Number as it is written: `EV-2027-00042`."""
        return f"{self.series}-{self.year}-{self.number:05}"

    @property
    def kind(self) -> DocumentKind:
        """What it is."""
        return self.statement.kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Invoice:
    """The account of one case, in minor units of one currency.

    `credited_share` (basis points) is how much of the charge was credited, `credited` what that came to; `paid` is the
    sum of payments. `number` is empty while it is a draft. `reminded` names what was reminded of last: day and step.
    """

    id: UUID
    application_id: UUID
    edition_id: UUID
    company_id: UUID
    charge: Charge
    number: str = ""
    issued_on: date | None = None
    deposit: int = 0
    deposit_due: date | None = None
    balance_due: date | None = None
    credited_share: int = 0
    credited: int = 0
    paid: int = 0
    reminded_for: date | None = None
    reminded_step: int = 0
    created_at: datetime
    modified_at: datetime
    version: int = field(default=1, compare=False)

    @property
    def currency(self) -> str:
        """Of all its amounts."""
        return self.charge.currency

    @property
    def total(self) -> int:
        """What was invoiced."""
        return self.charge.total

    @property
    def payable(self) -> int:
        """What is to be paid after credit notes."""
        return self.total - self.credited

    @property
    def open(self) -> int:
        """What is still to be paid; below zero what is to be paid back."""
        return self.payable - self.paid if self.number else 0

    @property
    def state(self) -> InvoiceState:
        """Where it stands, by its figures."""
        if not self.number:
            return InvoiceState.DRAFT
        if self.paid > self.payable:
            return InvoiceState.OVERPAID
        if self.credited == self.total:
            return InvoiceState.CREDITED
        if self.paid == self.payable:
            return InvoiceState.PAID
        return InvoiceState.PARTLY_PAID if self.paid else InvoiceState.ISSUED

    @property
    def is_deposit_paid(self) -> bool:
        """Whether a deposit was asked for, and has arrived."""
        return bool(self.number) and 0 < self.deposit <= self.paid and self.payable > 0

    def due(self) -> Mapping[Instalment, tuple[int, date]]:
        """What is still open of each part, and by when; what was credited lowers the balance first."""
        if self.deposit_due is None or self.balance_due is None:
            return {}
        deposit = min(self.deposit, self.payable)
        parts = {
            Instalment.DEPOSIT: (max(deposit - self.paid, 0), self.deposit_due),
            Instalment.BALANCE: (max(self.payable - max(self.paid, deposit), 0), self.balance_due),
        }
        return {part: (amount, day) for part, (amount, day) in parts.items() if amount}

    @property
    def next_due(self) -> date | None:
        """The next day by which something has to be paid."""
        return min((day for _, day in self.due().values()), default=None)

    def is_overdue(self, today: date) -> bool:
        """Whether a day is over by which something had to be paid."""
        return self.next_due is not None and self.next_due < today

    def overdue(self, today: date) -> int:
        """How much had to be paid before this day and was not."""
        return sum(amount for amount, day in self.due().values() if day < today)

    def issue(self, number: str, prices: PriceList, *, first_day: date, today: date, now: datetime) -> Self:
        """Issue it: days of payment begin to run. Raises IssuedAlready or NothingToCharge."""
        if self.number:
            raise IssuedAlready
        if self.total <= 0:
            raise NothingToCharge
        balance_due = max(first_day - timedelta(days=prices.balance_days), today)
        return replace(
            self,
            number=number,
            issued_on=today,
            deposit=rounded(self.total, prices.deposit),
            deposit_due=min(today + timedelta(days=prices.deposit_days), balance_due),
            balance_due=balance_due,
            modified_at=now,
        )

    def credit(self, share: int, *, now: datetime) -> tuple[Self, Charge]:
        """Credit up to a share of it in all; return it after that, and what the credit note is about.

        Raises NotIssued or CreditOdd.
        """
        if not self.number:
            raise NotIssued
        if not self.credited_share < share <= WHOLE:
            raise CreditOdd(before=f"{self.credited_share / 100:g}")
        part = self.charge.share(self.credited_share, share)
        new = replace(self, credited_share=share, credited=self.credited + part.total, modified_at=now)
        return new, part

    def pay(self, amount: int, *, now: datetime) -> Self:
        """Count a payment, below zero one that was paid back. Raises NotIssued."""
        if not self.number:
            raise NotIssued
        return replace(self, paid=self.paid + amount, modified_at=now)

    def next_reminder(self) -> tuple[date, int] | None:
        """The due day and step of the reminder after the last; None where nothing is due or all were written."""
        due = self.next_due
        if due is None:
            return None
        step = self.reminded_step + 1 if due == self.reminded_for else 1
        return (due, step) if step <= len(REMINDED_AFTER) else None

    def remind(self, due: date, step: int, *, now: datetime) -> Self:
        """Note what was reminded of."""
        return replace(self, reminded_for=due, reminded_step=step, modified_at=now)
