"""Time zones and the cities they are named for."""

import zoneinfo

import pytest

from events_app.domain.languages import LANGUAGES
from events_app.reference.zones import all_zones, city_of, zones_of


def test_every_zone_can_be_opened() -> None:
    assert [zoneinfo.ZoneInfo(zone).key for zone in all_zones()] == list(all_zones())


def test_zones_are_listed_once_and_in_order_with_utc_last() -> None:
    zones = all_zones()

    assert list(zones[:-1]) == sorted(set(zones[:-1]))
    assert zones[-1] == "UTC"
    assert {"Africa/Windhoek", "Asia/Shanghai", "Europe/Belgrade"} <= set(zones)


@pytest.mark.parametrize(
    ("zone", "cities"),
    [
        ("Asia/Shanghai", ("上海", "Shanghai", "Shanghai", "Shanghái", "Шанхай", "شنغهاي", "Xangai")),
        ("Africa/Windhoek", ("温得和克", "Windhoek", "Windhoek", "Windhoek", "Виндхук", "ويندهوك", "Windhoek")),
        ("UTC", ("UTC",) * 7),
    ],
)
def test_a_zone_is_called_by_its_city_in_each_language(zone: str, cities: tuple[str, ...]) -> None:
    assert tuple(city_of(zone, language) for language in LANGUAGES) == cities


def test_a_zone_that_cldr_does_not_name_keeps_the_end_of_its_own_name() -> None:
    assert city_of("America/Argentina/Buenos_Aires") == "Buenos Aires"
    assert city_of("Nowhere/Some_Where") == "Some Where"


def test_an_unknown_country_has_no_zones() -> None:
    assert zones_of("ZZ") == ()


def test_zone_rules_come_from_the_pinned_package() -> None:
    assert zoneinfo.TZPATH == ()
