"""Changes of stands after an invoice: by number, with zones that an officer chose."""

from dataclasses import replace

from events_app.domain.fees import ChargedSpace, Customer, charge
from events_app.domain.stand_changes import SpaceCharge, StandChange, changes_of
from tests.application_builders import WITHIN
from tests.fee_builders import VAT, a_price_list, a_space, a_tax

PRICES = a_price_list()
SPACE = next(each for each in PRICES.items if each.kind.value == "space")
ZONED = replace(PRICES, items=(*PRICES.items, replace(SPACE, key="front", zone="front", price=SPACE.price + 100)))
A01 = a_space(number="A01")


def issued(*spaces: ChargedSpace) -> object:
    customer = Customer(country="DE", booked_on=WITHIN.date())
    return charge(ZONED, spaces, customer, taxes={VAT: a_tax()}, on=WITHIN.date())


def changes(*now: ChargedSpace, before: tuple[ChargedSpace, ...], prices: object = ZONED) -> tuple[StandChange, ...]:
    return changes_of(issued(*before), prices, now)  # type: ignore[arg-type]


def test_nothing_has_changed_while_stands_zones_and_prices_are_as_they_were() -> None:
    in_front = replace(A01, zone="front")

    assert changes(A01, before=(A01,)) == ()
    assert changes(A01, before=(in_front,)) == ()  # the zone was chosen by hand
    assert changes(before=(a_space(),)) == ()  # the wish was charged, and no stand has been given


def test_area_zone_and_price_are_told_and_what_came_and_went() -> None:
    bigger, other = replace(A01, area=27), replace(A01, number="B02")
    nine, dear = SpaceCharge(9, SPACE.price), SpaceCharge(9, SPACE.price + 100)
    raised = replace(ZONED, items=tuple(replace(each, price=each.price * 2) for each in ZONED.items))

    assert changes(bigger, before=(A01,)) == (StandChange("A01", nine, SpaceCharge(27, SPACE.price)),)
    assert changes(replace(A01, zone="front"), before=(A01,)) == (StandChange("A01", nine, dear),)
    assert changes(other, before=(A01,)) == (StandChange("A01", nine, None), StandChange("B02", None, nine))
    assert changes(A01, before=(a_space(),)) == (StandChange("", nine, None), StandChange("A01", None, nine))
    assert changes(A01, before=(A01,), prices=raised) == (StandChange("A01", nine, SpaceCharge(9, SPACE.price * 2)),)
    assert changes(A01, before=(A01,), prices=replace(ZONED, items=())) == (
        StandChange("A01", nine, SpaceCharge(9, None)),
    )
