from events_app.domain.languages import LANGUAGES
from events_app.i18n.names import currency_name, endonym, isolate, language_name


def test_a_language_is_named_in_the_reader_s_language() -> None:
    assert {code: language_name("zh-Hans", code) for code in LANGUAGES} == {
        "zh-Hans": "简体中文",
        "en": "Simplified Chinese",
        "fr": "chinois simplifié",
        "es": "chino simplificado",
        "ru": "китайский, упрощенное письмо",
        "ar": "الصينية المبسطة",
        "pt": "chinês simplificado",
    }


def test_a_language_that_is_no_interface_language_is_named_too() -> None:
    assert [language_name(code, "en") for code in ("de", "pt-PT", "sr-Latn")] == [
        "German",
        "European Portuguese",
        "Serbian (Latin)",
    ]


def test_a_language_that_cldr_does_not_know_stays_a_tag() -> None:
    assert [language_name(code, "fr") for code in ("xx", "", "not a tag")] == ["xx", "", "not a tag"]


def test_a_language_names_itself_in_its_own_words() -> None:
    assert [endonym(code) for code in ("zh-Hans", "ar", "fr", "de", "pt-PT", "vi", "xx")] == [
        "中文",
        "العربية",
        "Français",
        "Deutsch",
        "Português (Portugal)",
        "Tiếng Việt",
        "xx",
    ]


def test_a_currency_is_named_in_the_reader_s_language() -> None:
    assert {code: currency_name("EUR", code) for code in LANGUAGES} == {
        "zh-Hans": "欧元",
        "en": "Euro",
        "fr": "euro",
        "es": "euro",
        "ru": "евро",
        "ar": "يورو",
        "pt": "Euro",
    }
    assert currency_name("XQQ", "en") == "XQQ"


def test_an_isolated_name_cannot_reach_beyond_itself() -> None:
    assert isolate("معرض\u2069\u202e B27") == "\u2068معرض B27\u2069"
