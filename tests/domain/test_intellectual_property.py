"""Rights: what each needs, when it is in force, and lists of countries or regions as people write them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events_app.domain.intellectual_property import (
    UNREGISTERED,
    CodesOdd,
    IpDatesOdd,
    IpKind,
    IpNumberMissing,
    IpRight,
    parse_codes,
)
from tests.offer_builders import a_right

DAYS = st.none() | st.dates(date(1990, 1, 1), date(2060, 1, 1))
KNOWN = frozenset({"CN", "DE", "BR"})


@pytest.mark.parametrize("kind", IpKind)
def test_a_registered_right_has_a_number_and_others_need_none(kind: IpKind) -> None:
    if kind in UNREGISTERED:
        assert IpRight(kind=kind).number == ""
    else:
        with pytest.raises(IpNumberMissing):
            IpRight(kind=kind)


@given(DAYS, DAYS, DAYS)
def test_days_are_in_order_or_refused(filed: date | None, granted: date | None, expires: date | None) -> None:
    known = [day for day in (filed, granted, expires) if day]
    if known == sorted(known):
        assert a_right(filed_on=filed, granted_on=granted, expires_on=expires).filed_on == filed
    else:
        with pytest.raises(IpDatesOdd):
            a_right(filed_on=filed, granted_on=granted, expires_on=expires)


def test_a_right_is_in_force_from_its_grant_to_its_last_day() -> None:
    right, day = a_right(), timedelta(days=1)
    assert right.granted_on is not None
    assert right.expires_on is not None

    assert [right.is_in_force(right.granted_on + n * day) for n in (-1, 0)] == [False, True]
    assert [right.is_in_force(right.expires_on + n * day) for n in (0, 1)] == [True, False]
    assert not a_right(granted_on=None).is_in_force(date(2030, 1, 1))
    assert IpRight(kind=IpKind.KNOW_HOW).is_in_force(date(2030, 1, 1))


def test_codes_are_read_as_people_write_them() -> None:
    assert parse_codes(" cn, DE; br，cn", KNOWN) == ("CN", "DE", "BR")
    assert parse_codes("", KNOWN) == ()
    with pytest.raises(CodesOdd):
        parse_codes("CN, XX", KNOWN)
