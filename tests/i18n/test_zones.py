import datetime as dt
from zoneinfo import ZoneInfo, available_timezones

import pytest

from events_app.domain.languages import LANGUAGES
from events_app.i18n.zones import utc_offset, zone_city, zone_name

WINTER = dt.datetime(2027, 1, 9, 12, tzinfo=dt.UTC)
SUMMER = dt.datetime(2027, 7, 9, 12, tzinfo=dt.UTC)


def test_a_zone_is_a_city_and_the_offset_of_the_moment() -> None:
    assert {code: zone_name("Asia/Shanghai", WINTER, code) for code in LANGUAGES} == {
        "zh-Hans": "上海，UTC+8",
        "en": "Shanghai, UTC+8",
        "fr": "Shanghai, UTC+8",
        "es": "Shanghái, UTC+8",
        "ru": "Шанхай, UTC+8",
        "ar": "شنغهاي، UTC+8",
        "pt": "Xangai, UTC+8",
    }


def test_the_offset_follows_summer_time() -> None:
    assert (utc_offset("Europe/Berlin", WINTER), utc_offset("Europe/Berlin", SUMMER)) == ("UTC+1", "UTC+2")


@pytest.mark.parametrize(
    ("zone", "offset"),
    [
        ("Asia/Kolkata", "UTC+5:30"),
        ("Asia/Kathmandu", "UTC+5:45"),
        ("America/Sao_Paulo", "UTC−3"),
        ("America/St_Johns", "UTC−3:30"),
        ("Africa/Abidjan", "UTC"),
        ("UTC", "UTC"),
    ],
)
def test_an_offset_is_written_with_its_sign_and_only_the_minutes_that_it_has(zone: str, offset: str) -> None:
    assert utc_offset(zone, WINTER) == offset


def test_a_city_is_found_under_the_former_spelling_of_its_zone() -> None:
    zones = ("Asia/Kolkata", "Europe/Kyiv", "Asia/Ho_Chi_Minh", "Asia/Yangon", "America/Argentina/Buenos_Aires")

    assert [zone_city(zone, "zh-Hans") for zone in zones] == ["加尔各答", "基辅", "胡志明市", "仰光", "布宜诺斯艾利斯"]


def test_a_zone_that_cldr_names_after_its_own_city_keeps_its_name() -> None:
    assert [zone_city(zone, "en") for zone in ("Europe/Berlin", "America/Sao_Paulo", "Europe/Kyiv")] == [
        "Berlin",
        "Sao Paulo",
        "Kyiv",
    ]


def test_a_zone_without_a_city_is_its_offset() -> None:
    assert [zone_name(zone, WINTER, "en") for zone in ("UTC", "Etc/GMT-3", "EST5EDT")] == ["UTC", "UTC+3", "UTC−5"]


def test_every_zone_has_a_name_in_every_language() -> None:
    for zone in available_timezones():
        for code in LANGUAGES:
            assert zone_name(zone, SUMMER, code).endswith(utc_offset(zone, SUMMER))


def test_an_offset_without_a_moment_is_refused() -> None:
    with pytest.raises(ValueError, match="holds at a moment"):
        utc_offset("Asia/Shanghai", dt.datetime(2027, 3, 9))  # noqa: DTZ001 - what is refused


def test_a_moment_in_another_zone_has_the_same_offset() -> None:
    assert utc_offset("Asia/Shanghai", SUMMER.astimezone(ZoneInfo("America/Lima"))) == "UTC+8"
