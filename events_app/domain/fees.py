"""What an exhibitor pays: the charge for a space by the price list of its edition (docs/fees.md has the arithmetic).

A line is its quantity times its price, exactly; the early-booking discount and each tax are rounded once, half away
from zero.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from uuid import UUID

from events_app.domain.applications import Application, StandKind
from events_app.domain.messages import N_
from events_app.domain.prices import FeeKind, PriceItem, PriceList
from events_app.domain.refusals import Refusal
from events_app.domain.stands import Stand
from events_app.domain.support_schemes import PERCENT, CostKind, SchemeKind, SupportScheme
from events_app.domain.tax_rules import TaxRule, TaxSum, rounded, sums_of
from events_app.domain.texts import Text


class LineKind(StrEnum):
    """What a line of a charge is: a price, a reduction, or what a support scheme pays."""

    SPACE = "space"
    CORNER = "corner"
    REGISTRATION = "registration"
    PACKAGE = "package"
    DISCOUNT = "discount"
    SUPPORT = "support"


COSTS_OF: Mapping[LineKind, CostKind] = {
    LineKind.SPACE: CostKind.SPACE,
    LineKind.CORNER: CostKind.SPACE,
    LineKind.REGISTRATION: CostKind.REGISTRATION,
    LineKind.PACKAGE: CostKind.STAND_BUILDING,
}
"""For which costs of support schemes a line counts."""


class SpaceUnpriced(Refusal):
    """A space that the price list has no price for."""

    message = N_("The price list has no price for this kind of space in this zone.")


class TaxNotInForce(Refusal):
    """A tax rule that does not hold on the day of the charge."""

    message = N_("The tax rule “%(name)s” is not in force on this day.")


@dataclass(frozen=True, slots=True, kw_only=True)
class ChargedSpace:
    """The room that is charged for: net area in m², price zone, open sides beyond one of each stand, taken together.

    `number` is that of the stand, where it is one that the case has.
    """

    kind: StandKind
    area: int
    zone: str = ""
    extra_sides: int = 0
    stands: int = 1
    number: str = ""

    @classmethod
    def of(cls, application: Application, zone: str = "") -> "ChargedSpace":
        """What an application wishes; where a stand is given, its own facts are charged instead."""
        wish = application.wish
        sides = (wish.open_sides - 1) * wish.stands
        return cls(kind=wish.kind, area=wish.area, zone=zone, extra_sides=sides, stands=wish.stands)

    @classmethod
    def of_stand(cls, stand: Stand, zone: str = "") -> "ChargedSpace":
        """What a stand is; `zone` is its price zone where the plan names none."""
        return cls(
            kind=stand.kind,
            area=stand.area_m2,
            zone=stand.zone or zone,
            extra_sides=stand.open_sides - 1,
            number=stand.number,
        )


def spaces_of(application: Application, stands: Iterable[Stand], zone: str = "") -> "tuple[ChargedSpace, ...]":
    """What a case is charged for: each stand that it has; its wish while it has none."""
    given = tuple(ChargedSpace.of_stand(stand, zone) for stand in stands)
    return given or (ChargedSpace.of(application, zone),)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChargeLine:
    """One line: `quantity` × `price` = `net`, before tax; `tax` is the name of its tax, empty where it has none.

    `stand` is the number of the stand that it is for, empty where it is for the case or for what was wished;
    `scheme_id` the scheme of a support.
    """

    kind: LineKind
    name: Text
    quantity: int
    price: int
    net: int
    tax: Text
    rate: int = 0
    stand: str = ""
    scheme_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Charge:
    """Lines and taxes, and their sum."""

    currency: str
    lines: tuple[ChargeLine, ...] = ()
    taxes: tuple[TaxSum, ...] = ()

    @property
    def net(self) -> int:
        """Sum of the lines."""
        return sum(line.net for line in self.lines)

    @property
    def tax(self) -> int:
        """Sum of the taxes."""
        return sum(each.tax for each in self.taxes)

    @property
    def total(self) -> int:
        """What is to be paid."""
        return self.net + self.tax

    @property
    def stands(self) -> tuple[str, ...]:
        """Numbers of the stands that are charged for, in their order."""
        return tuple(sorted({line.stand for line in self.lines if line.stand}))

    def share(self, before: int, after: int) -> "Charge":
        """What lies between two shares of it, in basis points: a part of a row of parts that add up to the whole.

        Each line is the difference of two rounded running sums, so net and every tax are rounded once for each share.
        """
        lines, running = list[ChargeLine](), 0
        for line in self.lines:
            ends = (running, running + line.net)
            running += line.net
            net = sum(s * (rounded(e, after) - rounded(e, before)) for s, e in zip((-1, 1), ends, strict=True))
            lines.append(replace(line, quantity=1, price=net, net=net))
        taxes = tuple(
            TaxSum(
                each.name,
                each.rate,
                each.is_reverse_charge,
                rounded(each.net, after) - rounded(each.net, before),
                rounded(each.tax, after) - rounded(each.tax, before),
            )
            for each in self.taxes
        )
        return Charge(currency=self.currency, lines=tuple(lines), taxes=taxes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Customer:
    """Whose charge it is: country or region, day of submitting, chosen packages, schemes that pay a part."""

    country: str
    booked_on: date
    packages: frozenset[str] = frozenset()
    supports: tuple[SupportScheme, ...] = ()


def charge(
    prices: PriceList, spaces: Sequence[ChargedSpace], customer: Customer, *, taxes: Mapping[UUID, TaxRule], on: date
) -> Charge:
    """Charge what a case has. `taxes` are the rules by id, in force on the day `on`.

    Raises SpaceUnpriced or TaxNotInForce.
    """
    wanted = [*_space_items(prices, spaces), *_case_items(prices, spaces, customer)]
    priced = [(*each, _tax(each[0], prices, customer, taxes, on)) for each in wanted]
    lines = [
        replace(_line(LineKind(item.kind.value), item.name, quantity, item.price, rule), stand=stand)
        for item, quantity, stand, rule in priced
    ]
    nets = [(rule, line.net) for line, (*_, rule) in zip(lines, priced, strict=True)]
    is_early = prices.early_until is not None and customer.booked_on <= prices.early_until
    if is_early and prices.discount:
        reductions = list(_discounts(nets, prices.discount))
        lines += [_line(LineKind.DISCOUNT, Text.empty(), 1, -amount, rule) for rule, amount in reductions]
        nets += [(rule, -amount) for rule, amount in reductions]
    sums = sums_of((rule, net) for rule, net in nets if rule)
    lines += _supports(lines, customer.supports, prices.currency)
    return Charge(currency=prices.currency, lines=tuple(lines), taxes=sums)


def space_price(prices: PriceList, space: ChargedSpace) -> PriceItem:
    """What a square metre of it costs: of the prices for it the one that says most about it. Raises SpaceUnpriced."""
    areas = [each for each in prices.items if each.kind is FeeKind.SPACE and each.is_for(space.kind, space.zone)]
    if not areas:
        raise SpaceUnpriced
    return max(areas, key=lambda each: (bool(each.zone), each.kind_of_stand is not None))


def _space_items(prices: PriceList, spaces: Iterable[ChargedSpace]) -> Iterable[tuple[PriceItem, int, str]]:
    """What each space costs by itself, with its open sides."""
    for space in spaces:
        fitting = [each for each in prices.items if each.is_for(space.kind, space.zone)]
        yield space_price(prices, space), space.area, space.number
        for each in fitting:
            if each.kind is FeeKind.CORNER and space.extra_sides:
                yield each, space.extra_sides, space.number


def _case_items(
    prices: PriceList, spaces: Sequence[ChargedSpace], customer: Customer
) -> Iterable[tuple[PriceItem, int, str]]:
    """What is charged for all spaces together: each registration once, packages as often as there are stands."""
    for each in prices.items:
        stands = sum(space.stands for space in spaces if each.is_for(space.kind, space.zone))
        is_chosen = each.is_always or each.key in customer.packages
        if each.kind is FeeKind.REGISTRATION and stands:
            yield each, 1, ""
        elif each.kind is FeeKind.PACKAGE and is_chosen and stands:
            yield each, stands, ""


def _tax(
    item: PriceItem, prices: PriceList, customer: Customer, taxes: Mapping[UUID, TaxRule], on: date
) -> TaxRule | None:
    if item.tax_id is None:
        return None
    rule = taxes[item.tax_id]
    if prices.tax_abroad_id and rule.country and rule.country != customer.country:
        rule = taxes[prices.tax_abroad_id]
    if not rule.holds_on(on):
        raise TaxNotInForce(name=rule.name.shown("en").text)
    return rule


def _discounts(nets: Iterable[tuple[TaxRule | None, int]], share: int) -> Iterable[tuple[TaxRule | None, int]]:
    """The reduction of each tax’s lines together, since each reduces what that tax is on (Directive 2006/112, 79)."""
    rules: dict[UUID | None, TaxRule | None] = {}
    found: dict[UUID | None, int] = {}
    for rule, net in nets:
        key = rule.id if rule else None
        rules[key] = rule
        found[key] = found.get(key, 0) + net
    for key, net in found.items():
        if amount := rounded(net, share):
            yield rules[key], amount


def _supports(lines: list[ChargeLine], schemes: Iterable[SupportScheme], currency: str) -> list[ChargeLine]:
    """What each scheme pays, after tax was computed, since it is paid in place of the company (ibid., 73).

    Rounded down, never more than its cap, nor than what is left of the costs that it is for.
    """
    costs: dict[CostKind, int] = {}
    left = sum(line.net for line in lines)
    for line in lines:
        if line.kind in COSTS_OF:
            costs[COSTS_OF[line.kind]] = costs.get(COSTS_OF[line.kind], 0) + line.net
    found = list[ChargeLine]()
    for scheme in schemes:
        if scheme.kind is not SchemeKind.GRANT or scheme.rate_percent is None:
            continue
        if scheme.cap is not None and scheme.cap.currency != currency:
            continue
        paid = sum(net for kind, net in costs.items() if kind in scheme.costs) * scheme.rate_percent // PERCENT
        paid = min(paid, left, scheme.cap.amount_minor if scheme.cap else paid)
        if paid > 0:
            left -= paid
            found.append(replace(_line(LineKind.SUPPORT, scheme.name, 1, -paid, None), scheme_id=scheme.id))
    return found


def _line(kind: LineKind, name: Text, quantity: int, price: int, rule: TaxRule | None) -> ChargeLine:
    return ChargeLine(
        kind=kind,
        name=name,
        quantity=quantity,
        price=price,
        net=quantity * price,
        tax=rule.name if rule else Text.empty(),
        rate=rule.rate if rule else 0,
    )
