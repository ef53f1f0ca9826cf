"""The price list of an edition: items by kind of space and price zone, deposit and days of payment, cancellation scale.

Amounts are integers in minor units of the one currency of the edition; shares are in basis points.
"""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final
from uuid import UUID

from events_app.domain.applications import StandKind
from events_app.domain.messages import N_, P_, Message
from events_app.domain.money import Money
from events_app.domain.refusals import InvalidValue
from events_app.domain.tax_rules import WHOLE
from events_app.domain.texts import Text

MOST_ITEMS: Final = 40
MOST_STEPS: Final = 10
LONGEST_ITEM: Final = 120
LONGEST_ZONE: Final = 40
LONGEST_SERIES: Final = 12
LARGEST_PRICE: Final = 10**12
MOST_DAYS: Final = 1_000


class FeeKind(StrEnum):
    """What a price is for."""

    SPACE = "space"
    CORNER = "corner"
    REGISTRATION = "registration"
    PACKAGE = "package"


FEE_NAMES: dict[FeeKind, Message] = {
    FeeKind.SPACE: P_("price", "Space, for each m²"),
    FeeKind.CORNER: P_("price", "Each open side beyond one"),
    FeeKind.REGISTRATION: P_("price", "Registration"),
    FeeKind.PACKAGE: P_("price", "Package, for each stand"),
}


class ItemNameMissing(InvalidValue):
    """A price without a name."""

    message = N_("Give every price a name, as invoices should state it.")


class ItemPriceOdd(InvalidValue):
    """A price below zero."""

    message = N_("A price is not below zero.")


class SpaceTwice(InvalidValue):
    """Two prices for the same space."""

    message = N_("Two prices are for the same kind of space in the same zone.")


class ShareOdd(InvalidValue):
    """A share below nothing or above everything."""

    message = N_("A share is from 0 to 100 percent.")


class StepsOdd(InvalidValue):
    """A scale on which withdrawing later costs less."""

    message = N_("Who withdraws later never owes less: order the steps of the scale so.")


class SeriesMissing(InvalidValue):
    """A price list without the letters that its documents are numbered under."""

    message = N_("Number documents under 1 to 12 capital letters or digits.")


class SellerMissing(InvalidValue):
    """A price list that does not say who invoices."""

    message = N_("Say who invoices: a name and an address are on every invoice.")


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceItem:
    """One price. `kind_of_stand` (None: any) and `zone` (empty: any) say for which space; `tax_id` None is untaxed.

    A package `is_always` charged, or only where it is chosen.
    """

    key: str
    kind: FeeKind
    name: Text
    price: int
    tax_id: UUID | None = None
    kind_of_stand: StandKind | None = None
    zone: str = ""
    is_always: bool = True

    def __post_init__(self) -> None:
        """Raise ItemNameMissing or ItemPriceOdd."""
        if not self.name:
            raise ItemNameMissing
        if not 0 <= self.price <= LARGEST_PRICE:
            raise ItemPriceOdd

    def is_for(self, kind: StandKind, zone: str) -> bool:
        """Whether it is for such a space."""
        return self.kind_of_stand in {None, kind} and self.zone in {"", zone}


@dataclass(frozen=True, slots=True, order=True)
class ScaleStep:
    """Who withdraws `days` or fewer before the first day owes this `share` of the invoice, in basis points."""

    days: int
    share: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Seller:
    """Who invoices: name, lines of the address, tax number, and where to pay."""

    name: str
    address: tuple[str, ...] = ()
    tax_number: str = ""
    account: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Raise SellerMissing."""
        if not self.name.strip() or not self.address:
            raise SellerMissing


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceList:
    """What an edition costs. `discount` (basis points) is for who submitted by `early_until`, on all prices.

    `tax_abroad_id`, where it is set, stands in place of the rules of the items for companies of another country or
    region than that of each rule. `deposit` is a share due `deposit_days` after issuing; the balance is due
    `balance_days` before the first day. `scale` is what withdrawing costs.
    """

    edition_id: UUID
    currency: str
    series: str
    seller: Seller
    items: tuple[PriceItem, ...] = ()
    tax_abroad_id: UUID | None = None
    early_until: date | None = None
    discount: int = 0
    deposit: int = 0
    deposit_days: int = 14
    balance_days: int = 30
    scale: tuple[ScaleStep, ...] = ()
    version: int = field(default=0, compare=False)

    def __post_init__(self) -> None:
        """Raise CurrencyUnknown, SeriesMissing, ShareOdd, SpaceTwice or StepsOdd; sort the scale."""
        Money(0, self.currency)
        is_word = self.series.isascii() and self.series.isalnum() and self.series == self.series.upper()
        if not is_word or len(self.series) > LONGEST_SERIES:
            raise SeriesMissing
        if not all(0 <= share <= WHOLE for share in (self.discount, self.deposit, *(s.share for s in self.scale))):
            raise ShareOdd
        spaces = [(each.kind_of_stand, each.zone) for each in self.items if each.kind is FeeKind.SPACE]
        if len(set(spaces)) < len(spaces):
            raise SpaceTwice
        steps = tuple(sorted(self.scale))
        shares = [step.share for step in steps]
        if shares != sorted(shares, reverse=True) or len({step.days for step in steps}) < len(steps):
            raise StepsOdd
        object.__setattr__(self, "scale", steps)

    @property
    def zones(self) -> tuple[str, ...]:
        """Price zones, in their order."""
        return tuple(dict.fromkeys(each.zone for each in self.items if each.zone))

    @property
    def packages(self) -> tuple[PriceItem, ...]:
        """Packages that are charged only where they are chosen."""
        return tuple(each for each in self.items if each.kind is FeeKind.PACKAGE and not each.is_always)

    @property
    def tax_ids(self) -> frozenset[UUID]:
        """Rules that it names."""
        named = (*(each.tax_id for each in self.items), self.tax_abroad_id)
        return frozenset(each for each in named if each)

    def owed_share(self, days_before: int) -> int:
        """Share that a company owes which withdraws so many days before the first day; nothing before the scale."""
        return next((step.share for step in self.scale if days_before <= step.days), 0)
