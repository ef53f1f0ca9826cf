"""Weekends per country or region."""

import pytest

from events_app.reference.countries import all_codes
from events_app.reference.weekends import weekend_of


@pytest.mark.parametrize(
    ("country", "days"),
    [
        ("CN", {5, 6}),
        ("DE", {5, 6}),
        ("AE", {5, 6}),
        ("EG", {4, 5}),
        ("SA", {4, 5}),
        ("IR", {4}),
        ("IN", {6}),
        ("AQ", {5, 6}),
        ("not a country", {5, 6}),
    ],
)
def test_the_weekend_follows_the_country(country: str, days: set[int]) -> None:
    assert weekend_of(country) == days


def test_every_country_or_region_has_a_weekend_of_one_or_two_days() -> None:
    assert {len(weekend_of(code)) for code in all_codes()} == {1, 2}
