"""What an exhibitor is charged: by value, and that sums agree to the cent whatever the figures are."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events_app.domain.applications import StandKind, Wish
from events_app.domain.fees import (
    Charge,
    ChargedSpace,
    Customer,
    LineKind,
    SpaceUnpriced,
    TaxNotInForce,
    charge,
    spaces_of,
)
from events_app.domain.invoices import CreditOdd, InvoiceState, IssuedAlready, NothingToCharge
from events_app.domain.money import Money
from events_app.domain.prices import FeeKind, PriceList, ScaleStep, SpaceTwice, StepsOdd
from events_app.domain.support_schemes import CostKind
from events_app.domain.tax_rules import WHOLE, ReverseChargeTaxed, TaxRule, rounded
from tests.application_builders import WITHIN, an_application
from tests.builders import a_text
from tests.fee_builders import ABROAD, VAT, a_price_list, a_reverse_charge, a_space, a_tax, an_account, an_item
from tests.offer_builders import a_scheme
from tests.stand_builders import a_stand

DAY = date(2026, 4, 1)
RULES = {VAT: a_tax(), ABROAD: a_reverse_charge()}
AT_HOME = Customer(country="DE", booked_on=DAY)


def test_a_charge_line_by_line() -> None:
    space = a_space(area=18, extra_sides=1)
    found = charge(a_price_list(), [space], AT_HOME, taxes=RULES, on=DAY)

    assert [(line.kind, line.quantity, line.net) for line in found.lines] == [
        (LineKind.SPACE, 18, 3600_00),
        (LineKind.CORNER, 1, 100_00),
        (LineKind.REGISTRATION, 1, 450_00),
    ]
    assert (found.net, found.tax, found.total) == (4150_00, 788_50, 4938_50)


def test_of_the_prices_for_a_space_the_one_that_says_most_is_charged() -> None:
    raw = an_item(price=150_00, kind_of_stand=StandKind.RAW_SPACE)
    front = an_item(price=250_00, zone="front")
    prices = a_price_list(items=(an_item(), raw, front))

    def price(**changes: object) -> int:
        return charge(prices, [a_space(**changes)], AT_HOME, taxes=RULES, on=DAY).lines[0].price

    assert price() == 200_00
    assert price(kind=StandKind.RAW_SPACE) == 150_00
    assert price(kind=StandKind.RAW_SPACE, zone="front") == 250_00
    with pytest.raises(SpaceUnpriced):
        charge(replace(prices, items=(front,)), [a_space()], AT_HOME, taxes=RULES, on=DAY)


def test_packages_are_charged_for_each_stand_where_they_are_chosen() -> None:
    chosen = an_item(FeeKind.PACKAGE, 300_00, is_always=False)
    prices = a_price_list(items=(an_item(), chosen))
    without = charge(prices, [a_space(stands=2)], AT_HOME, taxes=RULES, on=DAY)
    choosing = replace(AT_HOME, packages=frozenset({"package"}))
    with_it = charge(prices, [a_space(stands=2)], choosing, taxes=RULES, on=DAY)

    assert with_it.net - without.net == 600_00


def test_who_books_early_pays_less_and_less_tax() -> None:
    prices = a_price_list(early_until=DAY, discount=1000)
    early = charge(prices, [a_space()], AT_HOME, taxes=RULES, on=DAY)
    late = charge(prices, [a_space()], replace(AT_HOME, booked_on=DAY + timedelta(days=1)), taxes=RULES, on=DAY)

    assert (early.net, early.tax) == (2025_00, 384_75)
    assert (late.net, late.tax) == (2250_00, 427_50)


def test_companies_elsewhere_are_charged_under_the_rule_for_them() -> None:
    found = charge(a_price_list(tax_abroad_id=ABROAD), [a_space()], replace(AT_HOME, country="KE"), taxes=RULES, on=DAY)

    assert (found.tax, found.taxes[0].is_reverse_charge) == (0, True)
    assert charge(a_price_list(tax_abroad_id=ABROAD), [a_space()], AT_HOME, taxes=RULES, on=DAY).tax == 427_50


def test_a_tax_must_be_in_force() -> None:
    rules = {VAT: a_tax(valid_until=DAY - timedelta(days=1))}
    with pytest.raises(TaxNotInForce):
        charge(a_price_list(), [a_space()], AT_HOME, taxes=rules, on=DAY)
    with pytest.raises(ReverseChargeTaxed):
        a_tax(is_reverse_charge=True)


def test_a_scheme_pays_its_share_after_tax_up_to_its_cap() -> None:
    scheme = a_scheme(rate_percent=50, cap=Money(800_00, "EUR"), costs=frozenset({CostKind.SPACE}))
    found = charge(a_price_list(), [a_space()], replace(AT_HOME, supports=(scheme,)), taxes=RULES, on=DAY)

    assert (found.lines[-1].kind, found.lines[-1].net) == (LineKind.SUPPORT, -800_00)
    assert (found.tax, found.total) == (427_50, 2250_00 - 800_00 + 427_50)


def test_what_cannot_be_a_price_list_is_refused() -> None:
    with pytest.raises(SpaceTwice):
        a_price_list(items=(an_item(), an_item(price=1)))
    with pytest.raises(StepsOdd):
        a_price_list(scale=(ScaleStep(30, 2000), ScaleStep(90, 5000)))


def test_the_scale_of_withdrawing() -> None:
    assert [a_price_list().owed_share(days) for days in (200, 181, 180, 91, 90, 30, 0, -2)] == [
        0, 0, 2500, 2500, 5000, 10000, 10000, 10000,
    ]  # fmt: skip


def test_the_space_of_a_wish_counts_the_open_sides_of_each_stand() -> None:
    wished = an_application(wish=Wish(stands=2, area=24, open_sides=3))
    assert spaces_of(wished, (), "A") == (a_space(area=24, zone="A", extra_sides=4, stands=2),)


def test_stands_that_were_given_are_charged_instead_of_the_wish() -> None:
    stands = (a_stand(number="A01", zone="Gold", open_sides=2), a_stand(number="B02", area_m2=12))
    spaces = spaces_of(an_application(wish=Wish(stands=1, area=24)), stands, "Rest")
    items = (
        an_item(price=200_00),
        an_item(price=300_00, zone="Gold"),
        an_item(FeeKind.CORNER, 100_00),
        an_item(FeeKind.REGISTRATION, 450_00),
        an_item(FeeKind.PACKAGE, 50_00),
    )
    found = charge(a_price_list(items=items), spaces, AT_HOME, taxes=RULES, on=DAY)

    assert spaces == (
        a_space(zone="Gold", extra_sides=1, number="A01"),
        a_space(area=12, zone="Rest", number="B02"),
    )
    assert [(each.kind, each.stand, each.quantity, each.net) for each in found.lines] == [
        (LineKind.SPACE, "A01", 9, 2700_00),
        (LineKind.CORNER, "A01", 1, 100_00),
        (LineKind.SPACE, "B02", 12, 2400_00),
        (LineKind.REGISTRATION, "", 1, 450_00),
        (LineKind.PACKAGE, "", 2, 100_00),
    ]
    assert found.stands == ("A01", "B02")


def test_half_is_rounded_away_from_zero() -> None:
    assert [rounded(amount, 5000) for amount in (1, -1, 3, -3, 2)] == [1, -1, 2, -2, 1]


amounts, shares = st.integers(0, 10**9), st.integers(0, WHOLE)


@st.composite
def price_lists(draw: st.DrawFn) -> tuple[PriceList, dict[UUID, TaxRule]]:
    """Any price list of two taxes, and its rules."""
    rules = {VAT: a_tax(rate=draw(shares)), ABROAD: a_tax(id=ABROAD, name=a_text("Other"), rate=draw(shares))}
    items = (
        an_item(price=draw(amounts)),
        an_item(FeeKind.CORNER, draw(amounts), tax_id=ABROAD),
        an_item(FeeKind.REGISTRATION, draw(amounts), tax_id=None),
        an_item(FeeKind.PACKAGE, draw(amounts)),
    )
    early = draw(st.sampled_from([None, DAY]))
    return a_price_list(items=items, early_until=early, discount=draw(shares), deposit=draw(shares)), rules


spaces = st.lists(
    st.builds(a_space, area=st.integers(1, 10_000), extra_sides=st.integers(0, 150), stands=st.integers(1, 50)),
    min_size=1,
    max_size=4,
)
supports = st.lists(
    st.builds(
        lambda rate, cap, costs: a_scheme(rate_percent=rate, cap=cap and Money(cap, "EUR"), costs=costs),
        st.integers(1, 100),
        st.none() | st.integers(1, 10**9),
        st.frozensets(st.sampled_from(CostKind), min_size=1),
    ),
    max_size=3,
)


@given(price_lists(), spaces, supports, st.lists(st.integers(1, WHOLE), max_size=4), st.lists(amounts, max_size=4))
def test_sums_agree_to_the_cent(
    listed: tuple[PriceList, dict[UUID, TaxRule]],
    asked: list[ChargedSpace],
    schemes: list[object],
    credited: list[int],
    paid: list[int],
) -> None:
    prices, rules = listed
    customer = replace(AT_HOME, supports=tuple(schemes))  # type: ignore[arg-type]
    found = charge(prices, asked, customer, taxes=rules, on=DAY)
    assert sum(line.net for line in found.lines) + sum(each.tax for each in found.taxes) == found.total
    assert all(line.quantity * line.price == line.net for line in found.lines)
    assert found.total >= 0
    if not found.total:
        return
    account = an_account(charge=found).issue("EV-1", prices, first_day=DAY, today=DAY, now=WITHIN)
    assert sum(amount for amount, _ in account.due().values()) == account.total
    notes = list[Charge]()
    for share in sorted(set(credited)):
        account, part = account.credit(share, now=WITHIN)
        assert sum(line.net for line in part.lines) + sum(each.tax for each in part.taxes) == part.total
        assert account.credited == sum(each.total for each in (*notes, part)) <= account.total
        notes.append(part)
    for amount in paid:
        account = account.pay(amount, now=WITHIN)
    assert account.open == found.total - sum(note.total for note in notes) - sum(paid)
    assert max(account.open, 0) == sum(amount for amount, _ in account.due().values())
    if account.credited_share < WHOLE:
        account, part = account.credit(WHOLE, now=WITHIN)
        notes.append(part)
    assert sum(note.total for note in notes) == found.total
    for place, line in enumerate(found.lines):
        assert sum(note.lines[place].net for note in notes) == line.net


def test_where_an_account_stands() -> None:
    issued = an_account().issue("EV-1", a_price_list(), first_day=date(2026, 9, 1), today=DAY, now=WITHIN)
    half, _ = issued.credit(5000, now=WITHIN)
    whole, _ = half.credit(WHOLE, now=WITHIN)

    assert [
        each.state
        for each in (
            an_account(),
            issued,
            issued.pay(1, now=WITHIN),
            issued.pay(2677_50, now=WITHIN),
            issued.pay(2677_51, now=WITHIN),
            whole,
            half.pay(1338_75, now=WITHIN),
        )
    ] == [
        InvoiceState.DRAFT,
        InvoiceState.ISSUED,
        InvoiceState.PARTLY_PAID,
        InvoiceState.PAID,
        InvoiceState.OVERPAID,
        InvoiceState.CREDITED,
        InvoiceState.PAID,
    ]
    assert (issued.deposit, issued.deposit_due, issued.balance_due) == (1338_75, date(2026, 4, 15), date(2026, 8, 2))
    assert issued.is_overdue(date(2026, 4, 16))
    assert not issued.pay(1338_75, now=WITHIN).is_overdue(date(2026, 8, 2))
    assert issued.pay(1338_75, now=WITHIN).is_deposit_paid


def test_what_cannot_be_done_with_an_account() -> None:
    issued = an_account().issue("EV-1", a_price_list(), first_day=DAY, today=DAY, now=WITHIN)
    with pytest.raises(IssuedAlready):
        issued.issue("EV-2", a_price_list(), first_day=DAY, today=DAY, now=WITHIN)
    with pytest.raises(CreditOdd):
        issued.credit(5000, now=WITHIN)[0].credit(5000, now=WITHIN)
    empty = replace(an_account().charge, lines=(), taxes=())
    with pytest.raises(NothingToCharge):
        an_account(charge=empty).issue("EV-1", a_price_list(), first_day=DAY, today=DAY, now=WITHIN)
