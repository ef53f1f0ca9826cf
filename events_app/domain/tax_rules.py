"""Taxes on what exhibitors pay, as records that the authority keeps: no rate is written in this program.

Which rule is the right one for an edition is the authority's responsibility; `source` says where it is published.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final
from uuid import UUID

from events_app.domain.messages import N_
from events_app.domain.refusals import InvalidValue
from events_app.domain.texts import Text

WHOLE: Final = 10_000
"""All of something, in basis points: hundredths of a percent."""
LONGEST_TAX_NAME: Final = 100


class TaxNameMissing(InvalidValue):
    """A tax rule without a name."""

    message = N_("Give the tax rule a name, as invoices should state it.")


class TaxRateOdd(InvalidValue):
    """A rate below zero or above one hundred percent."""

    message = N_("A rate is from 0 to 100 percent.")


class ReverseChargeTaxed(InvalidValue):
    """Reverse charge with a rate: the customer owes the tax, so the invoice states none."""

    message = N_("With reverse charge the customer owes the tax: the rate on the invoice is 0 percent.")


class TaxDaysOdd(InvalidValue):
    """A rule that ends before it begins."""

    message = N_("The last day is before the first.")


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxRule:
    """One tax at one rate, in basis points, in a country or region (empty: any); None is no limit of time."""

    id: UUID
    name: Text
    rate: int
    country: str = ""
    valid_from: date | None = None
    valid_until: date | None = None
    source: str = ""
    is_reverse_charge: bool = False
    is_illustrative: bool = False
    modified_at: datetime
    version: int = field(default=1, compare=False)

    def __post_init__(self) -> None:
        """Raise TaxNameMissing, TaxRateOdd, ReverseChargeTaxed or TaxDaysOdd."""
        if not self.name:
            raise TaxNameMissing
        if not 0 <= self.rate <= WHOLE:
            raise TaxRateOdd
        if self.is_reverse_charge and self.rate:
            raise ReverseChargeTaxed
        if self.valid_from and self.valid_until and self.valid_until < self.valid_from:
            raise TaxDaysOdd

    def holds_on(self, day: date) -> bool:
        """Whether it is in force on a day."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_until is None or day <= self.valid_until
        )


@dataclass(frozen=True, slots=True)
class TaxSum:
    """What one tax comes to: once per tax, on the sum of its lines."""

    name: Text
    rate: int
    is_reverse_charge: bool
    net: int
    tax: int


def rounded(amount: int, numerator: int, denominator: int = WHOLE) -> int:
    """`amount` × numerator / denominator in whole minor units, half away from zero; exact integers throughout."""
    product = abs(amount) * numerator
    found = (2 * product + denominator) // (2 * denominator)
    return found if amount >= 0 else -found


def sums_of(nets: Iterable[tuple[TaxRule, int]]) -> tuple[TaxSum, ...]:
    """Taxes on net amounts, in the order in which their rules come first."""
    rules: dict[UUID, TaxRule] = {}
    found: dict[UUID, int] = {}
    for rule, net in nets:
        rules.setdefault(rule.id, rule)
        found[rule.id] = found.get(rule.id, 0) + net
    return tuple(
        TaxSum(rule.name, rule.rate, rule.is_reverse_charge, found[rule.id], rounded(found[rule.id], rule.rate))
        for rule in rules.values()
    )
