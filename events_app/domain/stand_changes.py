"""What has changed about the stands of a case since its invoice was issued: net area, and what a square metre costs."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from events_app.domain.fees import Charge, ChargedSpace, LineKind, SpaceUnpriced, space_price
from events_app.domain.messages import N_
from events_app.domain.prices import PriceList
from events_app.domain.refusals import Refusal


class StandsUnchanged(Refusal):
    """An invoice of stands that are still the same is not drawn up again."""

    message = N_("The stands are as they were invoiced: there is nothing to draft again.")


@dataclass(frozen=True, slots=True)
class SpaceCharge:
    """What is charged for a space: m², and the price of one in minor units; None where the price list has no price."""

    area_m2: int
    price: int | None


@dataclass(frozen=True, slots=True)
class StandChange:
    """One stand as it was invoiced (None: it was not), and as it is (None: the case has it no more)."""

    stand: str
    before: SpaceCharge | None
    after: SpaceCharge | None


def changes_of(issued: Charge, prices: PriceList, spaces: Iterable[ChargedSpace]) -> tuple[StandChange, ...]:
    """By the number of the stand; empty where all is as it was invoiced.

    `spaces` are the stands that the case has. One without a zone of its own was charged in one that an officer chose:
    the zone whose price it has on the invoice, if the price list still has that.
    """
    before: dict[str, SpaceCharge] = {
        line.stand: SpaceCharge(line.quantity, line.price) for line in issued.lines if line.kind is LineKind.SPACE
    }
    zone = zone_of(issued, prices, spaces := tuple(spaces))
    after = {space.number: _charged(replace(space, zone=space.zone or zone), prices) for space in spaces}
    if not after and set(before) == {""}:
        return ()
    return tuple(
        StandChange(number, before.get(number), after.get(number))
        for number in sorted({*before, *after})
        if before.get(number) != after.get(number)
    )


def zone_of(issued: Charge, prices: PriceList, spaces: Sequence[ChargedSpace]) -> str:
    """The zone that was chosen for stands without one; empty where none gives the price that was invoiced."""
    invoiced = {line.price for line in issued.lines if line.kind is LineKind.SPACE}
    zones = ("", *sorted({each.zone for each in prices.items if each.zone}))
    unzoned = [space for space in spaces if not space.zone]
    for zone in zones:
        found = {_charged(replace(space, zone=zone), prices).price for space in unzoned}
        if found and found <= invoiced:
            return zone
    return ""


def _charged(space: ChargedSpace, prices: PriceList) -> SpaceCharge:
    try:
        return SpaceCharge(space.area, space_price(prices, space).price)
    except SpaceUnpriced:
        return SpaceCharge(space.area, None)
