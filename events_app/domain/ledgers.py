"""The ledger of fees: what was invoiced, credited and paid, line by line, and what it comes to."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from uuid import UUID

from events_app.domain.invoices import DOCUMENT_NAMES, DocumentKind
from events_app.domain.messages import P_, Message


class BookingKind(StrEnum):
    """What a line of the ledger is. A receipt is none: it states a payment."""

    INVOICE = "invoice"
    CREDIT_NOTE = "credit_note"
    PAYMENT = "payment"


BOOKING_NAMES: Mapping[BookingKind, Message] = MappingProxyType(
    {
        BookingKind.INVOICE: DOCUMENT_NAMES[DocumentKind.INVOICE],
        BookingKind.CREDIT_NOTE: DOCUMENT_NAMES[DocumentKind.CREDIT_NOTE],
        BookingKind.PAYMENT: P_("line of a ledger", "Payment"),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Booking:
    """One line. `number` is that of the document, for a payment that of the invoice that it pays.

    `amount` is in minor units of `currency`; a payment below zero was paid back.
    """

    id: UUID
    day: date
    kind: BookingKind
    number: str
    invoice_id: UUID
    edition_id: UUID
    company_id: UUID
    currency: str
    amount: int
    reference: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerSum:
    """What lines of one currency come to."""

    currency: str
    invoiced: int = 0
    credited: int = 0
    paid: int = 0

    @property
    def open(self) -> int:
        """What is still to be paid; below zero what is to be paid back."""
        return self.invoiced - self.credited - self.paid
