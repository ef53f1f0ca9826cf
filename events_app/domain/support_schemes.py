"""Support schemes for exhibiting abroad, as records, and what an exhibition would cost with them.

Kinds after articles 3 to 6 of the 2009 Opinions on Encouraging Technology Export: grants, tax, insurance, credit. Only
grants lower a cost estimate; the others are named. Amounts are integers in minor units; a support is rounded down and
never more than its cap or than what it is for.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from events_app.domain.applications import StandKind, Wish
from events_app.domain.companies import CompanySize
from events_app.domain.countries import Scope
from events_app.domain.messages import N_, P_, Message
from events_app.domain.money import Money
from events_app.domain.refusals import InvalidValue
from events_app.domain.texts import Text

PERCENT: Final = 100
MOST_MINOR: Final = 10**15
LONGEST_NAME: Final = 200
LONGEST_SUMMARY: Final = 4_000


class CostKind(StrEnum):
    """What taking part costs."""

    SPACE = "space"
    REGISTRATION = "registration"
    STAND_BUILDING = "stand_building"
    FREIGHT = "freight"
    TRAVEL = "travel"


COST_NAMES: dict[CostKind, Message] = {
    CostKind.SPACE: P_("cost", "Space"),
    CostKind.REGISTRATION: P_("cost", "Registration"),
    CostKind.STAND_BUILDING: P_("cost", "Stand building"),
    CostKind.FREIGHT: P_("cost", "Freight of exhibits"),
    CostKind.TRAVEL: P_("cost", "Travel and lodging of staff"),
}


class SchemeKind(StrEnum):
    """How a scheme helps."""

    GRANT = "grant"
    TAX = "tax"
    INSURANCE = "insurance"
    CREDIT = "credit"


SCHEME_NAMES: dict[SchemeKind, Message] = {
    SchemeKind.GRANT: P_("support scheme", "Grant"),
    SchemeKind.TAX: P_("support scheme", "Tax relief"),
    SchemeKind.INSURANCE: P_("support scheme", "Export credit insurance"),
    SchemeKind.CREDIT: P_("support scheme", "Loan or guarantee"),
}


class RateOdd(InvalidValue):
    """A grant without a share of the costs, or with more than all of them."""

    message = N_("A grant pays from 1 to 100 percent of the costs that it names.")


class CostsUnnamed(InvalidValue):
    """A grant that does not say for what."""

    message = N_("Name at least one kind of cost that the grant is for.")


class ValidityOdd(InvalidValue):
    """A scheme that ends before it begins."""

    message = N_("The last day is before the first.")


class SchemeNameMissing(InvalidValue):
    """A scheme without a name."""

    message = N_("Give the scheme a name.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Costs:
    """What an organiser expects taking part to cost, in minor units of one currency; None is not known.

    Space and stand building are per net m²; shell scheme includes its building.
    """

    currency: str = ""
    shell_per_m2: int | None = None
    raw_per_m2: int | None = None
    building_per_m2: int | None = None
    registration: int | None = None
    freight: int | None = None
    travel: int | None = None

    def __bool__(self) -> bool:
        """Whether anything is known."""
        return bool(self.currency) and any(
            value is not None
            for value in (self.shell_per_m2, self.raw_per_m2, self.registration, self.freight, self.travel)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class SupportScheme:
    """One scheme; empty `groups`, `countries` and `sizes` mean any. `source` says where its rules are published."""

    id: UUID
    name: Text
    summary: Text
    kind: SchemeKind = SchemeKind.GRANT
    rate_percent: int | None = None
    cap: Money | None = None
    costs: frozenset[CostKind] = frozenset()
    scopes: frozenset[Scope] = frozenset()
    groups: frozenset[str] = frozenset()
    countries: frozenset[str] = frozenset()
    sizes: frozenset[CompanySize] = frozenset()
    valid_from: date | None = None
    valid_until: date | None = None
    source: str = ""
    is_illustrative: bool = False
    modified_at: datetime
    version: int = field(default=1, compare=False)

    def __post_init__(self) -> None:
        """Raise SchemeNameMissing, RateOdd, CostsUnnamed or ValidityOdd."""
        if not self.name:
            raise SchemeNameMissing
        if self.kind is SchemeKind.GRANT:
            if self.rate_percent is None or not 1 <= self.rate_percent <= PERCENT:
                raise RateOdd
            if not self.costs:
                raise CostsUnnamed
        if self.valid_from and self.valid_until and self.valid_until < self.valid_from:
            raise ValidityOdd

    def may_apply(
        self, *, country: str, groups: Iterable[str], scope: Scope, size: CompanySize | None, on: date
    ) -> bool:
        """Whether it may help a company of this size with an exhibition in this country or region on a day.

        A size that is not known rules nothing out.
        """
        is_valid = (self.valid_from is None or self.valid_from <= on) and (
            self.valid_until is None or on <= self.valid_until
        )
        is_there = not (self.countries or self.groups) or country in self.countries or bool(self.groups & set(groups))
        is_of_scope = not self.scopes or scope in self.scopes
        return is_valid and is_there and is_of_scope and (not self.sizes or size is None or size in self.sizes)


@dataclass(frozen=True, slots=True)
class Support:
    """What a scheme would pay; None where that cannot be said: it is no grant, or its cap is in another currency."""

    scheme: SupportScheme
    amount: Money | None


@dataclass(frozen=True, slots=True)
class Estimate:
    """Costs by kind, their sum, and what each scheme alone might pay: whether they add up, their rules say."""

    lines: Mapping[CostKind, Money]
    total: Money
    supports: tuple[Support, ...]


def estimate(costs: Costs, wish: Wish, schemes: Iterable[SupportScheme]) -> Estimate | None:
    """What a wish costs, with each scheme; None where no cost is known."""
    if not costs:
        return None
    found = {kind: Money(amount, costs.currency) for kind, amount in _amounts(costs, wish).items() if amount}
    total = Money(sum(line.amount_minor for line in found.values()), costs.currency)
    return Estimate(
        found, total, tuple(Support(scheme, support_of(scheme, found, costs.currency)) for scheme in schemes)
    )


def _amounts(costs: Costs, wish: Wish) -> dict[CostKind, int]:
    is_shell = wish.kind is StandKind.SHELL_SCHEME
    per_m2 = costs.shell_per_m2 if is_shell else costs.raw_per_m2
    building = 0 if is_shell else (costs.building_per_m2 or 0)
    return {
        CostKind.SPACE: (per_m2 or 0) * wish.area,
        CostKind.REGISTRATION: costs.registration or 0,
        CostKind.STAND_BUILDING: building * wish.area,
        CostKind.FREIGHT: costs.freight or 0,
        CostKind.TRAVEL: costs.travel or 0,
    }


def support_of(scheme: SupportScheme, lines: Mapping[CostKind, Money], currency: str) -> Money | None:
    """What a scheme pays at most for costs in one currency, by its rate and cap.

    None where that cannot be said: it is no grant, or its cap is in another currency.
    """
    if scheme.kind is not SchemeKind.GRANT or scheme.rate_percent is None:
        return None
    if scheme.cap is not None and scheme.cap.currency != currency:
        return None
    eligible = sum(line.amount_minor for kind, line in lines.items() if kind in scheme.costs)
    paid = eligible * scheme.rate_percent // PERCENT
    return Money(paid if scheme.cap is None else min(paid, scheme.cap.amount_minor), currency)
