"""Payments of invoices, and the door for providers of payments by card or link: none is built in.

A payment is recorded by hand, from a line of the bank, or by a provider; it is never changed. What was paid back is a
payment below zero.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Final, Protocol
from uuid import UUID

from events_app.domain.messages import N_, P_, Message
from events_app.domain.money import Money
from events_app.domain.refusals import InvalidValue, Refusal

LARGEST_PAYMENT: Final = 10**12
LONGEST_REFERENCE: Final = 200


class PaymentWay(StrEnum):
    """How a payment came to be known."""

    HAND = "hand"
    BANK = "bank"
    PROVIDER = "provider"


PAYMENT_WAY_NAMES: Mapping[PaymentWay, Message] = MappingProxyType(
    {
        PaymentWay.HAND: P_("payment", "Recorded by hand"),
        PaymentWay.BANK: P_("payment", "From the bank"),
        PaymentWay.PROVIDER: P_("payment", "From a payment provider"),
    }
)


class PaymentOdd(InvalidValue):
    """A payment of nothing, or of more than anybody pays."""

    message = N_("Give an amount other than zero.")


class PaidBackTooMuch(InvalidValue):
    """More paid back than was paid."""

    message = N_("No more can be paid back than was paid.")


class PaymentTwice(Refusal):
    """A payment that was counted already."""

    message = N_("This payment was counted already.")


class CurrencyDiffers(InvalidValue):
    """A payment in another currency than that of its invoice."""

    message = N_("The invoice is in %(currency)s: record what arrived in that currency.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """One payment of an invoice. `fingerprint` is unique where it is not empty: who sends it again changes nothing."""

    id: UUID
    invoice_id: UUID
    amount: Money
    received_on: date
    way: PaymentWay = PaymentWay.HAND
    reference: str = ""
    payer: str = ""
    fingerprint: str = ""
    person_id: UUID | None = None
    at: datetime

    def __post_init__(self) -> None:
        """Raise PaymentOdd."""
        if not 0 < abs(self.amount.amount_minor) <= LARGEST_PAYMENT:
            raise PaymentOdd


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderNotice:
    """What a provider of payments tells: `provider_id` is its own id of the payment, the same each time."""

    provider_id: str
    invoice_number: str
    amount: Money
    received_on: date
    payer: str = ""

    @property
    def fingerprint(self) -> str:
        """Mark by which a notice that comes twice is counted once."""
        return f"provider:{self.provider_id}"


class PaymentProvider(Protocol):
    """What a provider of payments has to give for companies to pay on its page; actions.payments takes its notices."""

    async def start(self, *, invoice_number: str, amount: Money, return_to: str) -> str:
        """Address of the provider’s page on which this amount can be paid."""

    def read_notice(self, body: bytes, headers: Mapping[str, str]) -> ProviderNotice | None:
        """A notice whose signature holds; None for anything else."""
