"""Positions of capitals, distances and shared working hours."""

import re
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events_app.reference.countries import all_codes
from events_app.reference.factbook import codes, entry, text_at
from events_app.reference.places import (
    EARTH_RADIUS_KM,
    distance_km,
    great_circle_km,
    position,
    shared_hours,
    zone_of_capital,
)
from events_app.reference.zones import zones_of

WINTER, SUMMER = date(2026, 1, 14), date(2026, 7, 15)
PLACES = st.tuples(st.floats(-90, 90), st.floats(-180, 180))


@pytest.mark.parametrize(
    ("code", "latitude", "longitude"),
    [
        ("CN", 39 + 55 / 60, 116 + 23 / 60),
        ("BR", -(15 + 47 / 60), -(47 + 55 / 60)),
        ("HK", 22.25, 114 + 10 / 60),  # no capital: the region itself
        ("IO", -6.0, 71.5),  # the capital's coordinates are misprinted
        ("GF", 4 + 56 / 60, -(52 + 20 / 60)),  # no entry: the city of the zone
    ],
)
def test_a_position_is_that_of_the_capital_or_the_nearest_thing(code: str, latitude: float, longitude: float) -> None:
    assert position(code) == pytest.approx((latitude, longitude))


def test_only_what_has_neither_entry_nor_zone_has_no_position() -> None:
    assert [code for code in all_codes() if position(code) is None] == []
    assert position("XX") is None
    assert distance_km("CN", "XX") is None


@pytest.mark.parametrize(
    ("one", "other", "km"),
    [("DE", "FR", 878), ("CN", "JP", 2097), ("AR", "UY", 203), ("GB", "NZ", 18_800), ("CN", "CN", 0)],
)
def test_distances_are_those_between_the_capitals(one: str, other: str, km: int) -> None:
    assert distance_km(one, other) == pytest.approx(km, rel=0.01, abs=5)


def test_a_quarter_and_half_of_the_earth() -> None:
    quarter = EARTH_RADIUS_KM * 3.141592653589793 / 2

    assert great_circle_km((0.0, 0.0), (0.0, 90.0)) == pytest.approx(quarter)
    assert great_circle_km((0.0, 0.0), (0.0, 180.0)) == pytest.approx(2 * quarter)
    assert great_circle_km((90.0, 13.0), (-90.0, 77.0)) == pytest.approx(2 * quarter)


@given(one=PLACES, other=PLACES)
def test_a_distance_is_the_same_both_ways_and_at_most_half_round(
    one: tuple[float, float], other: tuple[float, float]
) -> None:
    km = great_circle_km(one, other)

    assert km == pytest.approx(great_circle_km(other, one), abs=1e-6)
    assert 0 <= km <= EARTH_RADIUS_KM * 3.1415927


@pytest.mark.parametrize(
    ("code", "zone"),
    [
        ("AU", "Australia/Sydney"),
        ("RU", "Europe/Moscow"),
        ("US", "America/New_York"),
        ("BR", "America/Sao_Paulo"),
        ("CA", "America/Toronto"),
        ("UA", "Europe/Kyiv"),
        ("XK", "Europe/Belgrade"),
        ("PS", "Asia/Hebron"),
    ],
)
def test_the_zone_is_that_of_the_capital(code: str, zone: str) -> None:
    assert zone_of_capital(code) == zone


def test_clocks_of_capitals_are_those_that_the_factbook_states() -> None:
    different = {}
    for code in codes():
        text = text_at(entry(code) or {}, "Government", "Capital", "time difference") or ""
        match = re.match(r"UTC ?([+-]?\d+(?:\.\d+)?)", text)
        zone = zone_of_capital(code)
        if match and zone and len(zones_of(code)) > 1:
            offsets = {
                datetime(2026, month, 15, 12, tzinfo=UTC).astimezone(ZoneInfo(zone)).utcoffset() for month in (1, 7)
            }
            if timedelta(hours=float(match[1])) not in offsets:
                different[code] = match[1]

    assert different == {}


@pytest.mark.parametrize(
    ("one", "other", "day", "hours"),
    [
        ("CN", "CN", WINTER, 8),
        ("CN", "DE", WINTER, 1),
        ("CN", "DE", SUMMER, 2),
        ("CN", "JP", WINTER, 7),
        ("CN", "IN", WINTER, 5.5),
        ("CN", "US", WINTER, 0),
        ("NZ", "US", WINTER, 2),  # Wellington's morning is Washington's afternoon of the day before
        ("BV", "CN", WINTER, None),
    ],
)
def test_hours_are_shared_by_both_clocks_on_the_day(one: str, other: str, day: date, hours: float | None) -> None:
    assert shared_hours(one, other, day) == hours


@given(
    one=st.sampled_from(all_codes()),
    other=st.sampled_from(all_codes()),
    day=st.dates(date(2020, 1, 1), date(2030, 1, 1)),
)
def test_shared_hours_lie_between_none_and_a_working_day(one: str, other: str, day: date) -> None:
    hours = shared_hours(one, other, day)

    assert hours is None or 0 <= hours <= 8
    assert shared_hours(one, one, day) in {8.0, None}
