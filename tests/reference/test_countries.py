"""Names, codes, regions, currencies, languages and zones of countries and regions."""

from collections.abc import Mapping
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events_app.domain.languages import LANGUAGES
from events_app.reference.countries import (
    all_codes,
    currencies,
    find_code,
    iso_codes,
    language_name,
    languages,
    name,
    names,
    un_region,
    un_subregion,
    zones,
)

TODAY = date(2026, 11, 23)

# As CLDR 47 has them, in the order of LANGUAGES: zh-Hans en fr es ru ar pt.
NAMES = {
    "NA": ("纳米比亚", "Namibia", "Namibie", "Namibia", "Намибия", "ناميبيا", "Namíbia"),
    "NO": ("挪威", "Norway", "Norvège", "Noruega", "Норвегия", "النرويج", "Noruega"),
    "HK": (
        "中国香港特别行政区",
        "Hong Kong SAR China",
        "R.A.S. chinoise de Hong Kong",
        "RAE de Hong Kong (China)",
        "Гонконг (САР)",
        "هونغ كونغ الصينية (منطقة إدارية خاصة)",
        "Hong Kong, RAE da China",
    ),
    "TW": ("台湾", "Taiwan", "Taïwan", "Taiwán", "Тайвань", "تايوان", "Taiwan"),
    "XK": ("科索沃", "Kosovo", "Kosovo", "Kosovo", "Косово", "كوسوفو", "Kosovo"),
    "LA": ("老挝", "Laos", "Laos", "Laos", "Лаос", "لاوس", "Laos"),
    "SZ": ("斯威士兰", "Eswatini", "Eswatini", "Esuatini", "Эсватини", "إسواتيني", "Essuatíni"),
    "TR": ("土耳其", "Türkiye", "Turquie", "Turquía", "Турция", "تركيا", "Turquia"),
    "GB": ("英国", "United Kingdom", "Royaume-Uni", "Reino Unido", "Великобритания", "المملكة المتحدة", "Reino Unido"),
    "CI": (
        "科特迪瓦",
        "Côte d’Ivoire",
        "Côte d’Ivoire",
        "Côte d’Ivoire",
        "Кот-д’Ивуар",
        "ساحل العاج",
        "Costa do Marfim",
    ),
    "CZ": ("捷克", "Czechia", "Tchéquie", "Chequia", "Чехия", "التشيك", "Tchéquia"),
    "150": ("欧洲", "Europe", "Europe", "Europa", "Европа", "أوروبا", "Europa"),
}


@pytest.mark.parametrize("code", NAMES)
def test_a_country_or_region_has_its_cldr_name_in_each_language(code: str) -> None:
    assert tuple(name(code, language) for language in LANGUAGES) == NAMES[code]


def test_all_codes_are_iso_3166_and_kosovo() -> None:
    codes = all_codes()

    assert len(codes) == 250
    assert list(codes) == sorted(set(codes))
    assert {"NA", "NO", "HK", "TW", "XK", "LA", "SZ", "TR", "AQ"} <= set(codes)


def test_every_code_has_a_name_in_every_language() -> None:
    nameless = [(code, lang) for lang in LANGUAGES for code, words in names(lang).items() if words in {"", code}]

    assert nameless == []


def test_the_operators_name_wins_in_its_language_only() -> None:
    overrides: Mapping[str, Mapping[str, str]] = {"zh-Hans": {"TW": "中国台湾"}}

    assert name("TW", "zh-Hans", overrides) == "中国台湾"
    assert name("TW", "en", overrides) == "Taiwan"
    assert names("zh-Hans", overrides)["TW"] == "中国台湾"
    assert names("zh-Hans", overrides)["HK"] == "中国香港特别行政区"


def test_a_code_that_nobody_knows_comes_back_as_it_is() -> None:
    assert name("QX", "fr") == "QX"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("NA", "NA"),
        ("na", "NA"),
        ("NAM", "NA"),
        ("no", "NO"),
        ("挪威", "NO"),
        ("норвегия", "NO"),
        ("Norvege", "NO"),
        ("香港", "HK"),
        ("Hong Kong", "HK"),
        ("中国台湾", "TW"),
        ("kosovo", "XK"),
        ("Lao People's Democratic Republic", "LA"),
        ("Swaziland", "SZ"),
        ("Turkey", "TR"),
        ("TURKIYE", "TR"),
        ("تركيا", "TR"),
        ("UK", "GB"),
        ("u.s.a.", "US"),
        ("S. Korea", "KR"),
        ("Cote d'Ivoire", "CI"),
        ("Gambia, The", "GM"),
        ("Trinidad and Tobago", "TT"),
        ("Guinea", "GN"),
        ("Atlantis", None),
        ("EU", None),
        ("", None),
        ("...", None),
    ],
)
def test_a_code_is_found_by_code_or_by_name_in_any_language(text: str, code: str | None) -> None:
    assert find_code(text) == code


def test_every_name_of_every_language_leads_back_to_its_code() -> None:
    lost = [
        (language, code, words)
        for language in LANGUAGES
        for code, words in names(language).items()
        if find_code(words) != code
    ]

    assert lost == []


@given(st.text())
def test_finding_a_code_answers_any_text(text: str) -> None:
    assert find_code(text) in {None, *all_codes()}


def test_currencies_are_the_legal_tender_of_the_day_with_the_own_one_first() -> None:
    found = {code: currencies(code, TODAY) for code in ("NA", "NO", "HK", "TW", "XK", "LA", "SZ", "TR", "AQ")}

    assert found == {
        "NA": ("NAD", "ZAR"),
        "NO": ("NOK",),
        "HK": ("HKD",),
        "TW": ("TWD",),
        "XK": ("EUR",),
        "LA": ("LAK",),
        "SZ": ("SZL",),
        "TR": ("TRY",),
        "AQ": (),
    }


def test_currencies_follow_the_changes_to_the_euro() -> None:
    assert currencies("HR", date(2022, 12, 31)) == ("HRK",)
    assert currencies("HR", date(2023, 1, 16)) == ("EUR",)
    assert currencies("BG", date(2025, 12, 31)) == ("BGN",)
    assert currencies("BG", date(2026, 1, 1)) == ("EUR",)


def test_languages_are_those_official_in_the_whole_country_or_region() -> None:
    found = {code: languages(code) for code in ("NA", "NO", "HK", "LA", "SZ", "TR", "BO", "AQ")}

    assert found == {
        "NA": ("en",),
        "NO": ("nb", "nn"),
        "HK": ("zh-Hant", "en"),
        "LA": ("lo",),
        "SZ": ("en", "ss"),
        "TR": ("tr",),
        "BO": ("es", "qu", "ay"),
        "AQ": (),
    }


def test_a_language_is_named_in_the_readers_language() -> None:
    assert language_name("ss", "fr") == "swati"
    assert language_name("nb", "zh-Hans") == "书面挪威语"
    assert language_name("zh-Hant", "en") == "Traditional Chinese"
    assert language_name("nan-Hant", "en") == "Min Nan Chinese"
    assert language_name("qqq", "en") == "qqq"


def test_zones_come_with_the_most_populous_first() -> None:
    found = {code: zones(code) for code in ("NA", "NO", "HK", "TW", "XK", "CN", "BV")}

    assert found == {
        "NA": ("Africa/Windhoek",),
        "NO": ("Europe/Oslo",),
        "HK": ("Asia/Hong_Kong",),
        "TW": ("Asia/Taipei",),
        "XK": ("Europe/Belgrade",),
        "CN": ("Asia/Shanghai", "Asia/Urumqi"),
        "BV": (),
    }


def test_un_regions_are_m49_codes_that_cldr_can_name() -> None:
    found = {code: (un_region(code), un_subregion(code)) for code in ("NA", "NO", "HK", "XK", "LA", "TR", "KE", "AQ")}

    assert found == {
        "NA": ("002", "018"),
        "NO": ("150", "154"),
        "HK": ("142", "030"),
        "XK": ("150", "039"),
        "LA": ("142", "035"),
        "TR": ("142", "145"),
        "KE": ("002", "014"),
        "AQ": (None, None),
    }
    assert name("014", "pt") == "África Oriental"


def test_every_country_or_region_but_antarctica_stands_in_one_named_region() -> None:
    placed = {code: (un_region(code), un_subregion(code)) for code in all_codes()}

    assert [code for code, (region, subregion) in placed.items() if not (region and subregion)] == ["AQ"]
    assert {region for region, _ in placed.values() if region} == {"002", "009", "019", "142", "150"}
    assert all(name(sub, lang) != sub for _, sub in placed.values() if sub for lang in LANGUAGES)


def test_codes_of_two_and_three_letters_lead_to_those_of_two() -> None:
    codes = iso_codes()

    assert [codes[code] for code in ("NA", "NAM", "DE", "DEU", "XK", "XKX")] == ["NA", "NA", "DE", "DE", "XK", "XK"]
    assert "Namibia" not in codes
    assert set(codes.values()) == set(all_codes())
    assert len(codes) == 2 * len(all_codes())
