"""Support schemes: for whom and where, and that no estimate promises more than a scheme pays."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events_app.domain.applications import StandKind, Wish
from events_app.domain.companies import CompanySize
from events_app.domain.countries import Scope
from events_app.domain.money import Money
from events_app.domain.support_schemes import (
    CostKind,
    Costs,
    CostsUnnamed,
    RateOdd,
    SchemeKind,
    SchemeNameMissing,
    ValidityOdd,
    estimate,
)
from events_app.domain.texts import Text
from tests.offer_builders import a_scheme

COSTS = Costs(
    currency="USD",
    shell_per_m2=40_000,
    raw_per_m2=30_000,
    building_per_m2=20_000,
    registration=45_000,
    freight=180_000,
    travel=420_000,
)
DAY = date(2027, 4, 5)
THERE: dict[str, Any] = {
    "country": "KE",
    "groups": ("AU",),
    "scope": Scope.OVERSEAS,
    "size": CompanySize.SMALL,
    "on": DAY,
}


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"rate_percent": None}, RateOdd),
        ({"rate_percent": 0}, RateOdd),
        ({"rate_percent": 101}, RateOdd),
        ({"costs": frozenset()}, CostsUnnamed),
        ({"valid_from": DAY, "valid_until": date(2027, 4, 4)}, ValidityOdd),
        ({"name": Text.empty()}, SchemeNameMissing),
    ],
)
def test_a_scheme_that_cannot_be_is_refused(changes: dict[str, Any], error: type[Exception]) -> None:
    with pytest.raises(error):
        a_scheme(**changes)


def test_only_a_grant_needs_a_share_and_costs() -> None:
    insurance = a_scheme(kind=SchemeKind.INSURANCE, rate_percent=None, costs=frozenset())

    assert insurance.may_apply(**THERE)


@pytest.mark.parametrize(
    ("changes", "applies"),
    [
        ({}, True),
        ({"countries": frozenset({"KE"})}, True),
        ({"countries": frozenset({"DE"})}, False),
        ({"groups": frozenset({"AU"})}, True),
        ({"groups": frozenset({"ASEAN"})}, False),
        ({"groups": frozenset({"ASEAN"}), "countries": frozenset({"KE"})}, True),
        ({"scopes": frozenset({Scope.DOMESTIC})}, False),
        ({"sizes": frozenset({CompanySize.LARGE})}, False),
        ({"sizes": frozenset({CompanySize.SMALL})}, True),
        ({"valid_from": DAY, "valid_until": DAY}, True),
        ({"valid_until": date(2027, 4, 4)}, False),
        ({"valid_from": date(2027, 4, 6)}, False),
    ],
)
def test_for_whom_where_and_when(changes: dict[str, Any], applies: bool) -> None:  # noqa: FBT001 - a column
    assert a_scheme(**changes).may_apply(**THERE) is applies


def test_a_size_that_is_not_known_rules_nothing_out() -> None:
    assert a_scheme(sizes=frozenset({CompanySize.LARGE})).may_apply(**THERE | {"size": None})


def test_shell_scheme_includes_its_building_and_raw_space_does_not() -> None:
    shell = estimate(COSTS, Wish(kind=StandKind.SHELL_SCHEME, area=18), [])
    raw = estimate(COSTS, Wish(kind=StandKind.RAW_SPACE, area=36), [])

    assert shell is not None
    assert raw is not None
    assert {kind.value: line.amount_minor for kind, line in shell.lines.items()} == {
        "space": 720_000,
        "registration": 45_000,
        "freight": 180_000,
        "travel": 420_000,
    }
    assert raw.lines[CostKind.STAND_BUILDING] == Money(720_000, "USD")
    assert raw.total == Money(1_080_000 + 45_000 + 720_000 + 180_000 + 420_000, "USD")


def test_a_support_is_a_share_up_to_its_cap() -> None:
    found = estimate(COSTS, Wish(area=18), [a_scheme(cap=None), a_scheme(cap=Money(100_000, "USD"))])

    assert found is not None
    assert [support.amount for support in found.supports] == [Money(382_500, "USD"), Money(100_000, "USD")]


def test_what_cannot_be_said_is_not_said() -> None:
    others = [a_scheme(cap=Money(1, "EUR")), a_scheme(kind=SchemeKind.CREDIT)]

    found = estimate(COSTS, Wish(area=9), others)

    assert found is not None
    assert [support.amount for support in found.supports] == [None, None]
    assert estimate(Costs(), Wish(area=9), others) is None
    assert estimate(replace(COSTS, currency=""), Wish(area=9), others) is None


AMOUNT = st.none() | st.integers(0, 10**9)


@given(
    st.builds(
        Costs,
        currency=st.just("USD"),
        shell_per_m2=AMOUNT,
        raw_per_m2=AMOUNT,
        building_per_m2=AMOUNT,
        registration=AMOUNT,
        freight=AMOUNT,
        travel=AMOUNT,
    ),
    st.sampled_from(StandKind),
    st.integers(1, 1_000),
    st.integers(1, 100),
    st.none() | st.integers(0, 10**9),
    st.sets(st.sampled_from(CostKind), min_size=1),
)
def test_sums_agree_and_no_support_exceeds_its_cap_or_its_costs(  # noqa: PLR0917 - what hypothesis draws
    costs: Costs, kind: StandKind, area: int, rate: int, cap: int | None, named: set[CostKind]
) -> None:
    scheme = a_scheme(rate_percent=rate, costs=frozenset(named), cap=Money(cap, "USD") if cap is not None else None)

    found = estimate(costs, Wish(kind=kind, area=area), [scheme])

    if found is None:
        assert not costs
        return
    assert found.total.amount_minor == sum(line.amount_minor for line in found.lines.values())
    eligible = sum(line.amount_minor for name, line in found.lines.items() if name in named)
    (support,) = found.supports
    assert support.amount is not None
    assert 0 <= support.amount.amount_minor <= min(eligible, cap if cap is not None else eligible)
    assert support.amount.amount_minor * 100 <= eligible * rate
