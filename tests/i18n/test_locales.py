from events_app.domain.languages import LANGUAGES
from events_app.i18n.locales import is_right_to_left, locale_of


def test_every_interface_language_has_its_cldr_locale() -> None:
    assert {code: str(locale_of(code)) for code in LANGUAGES} == {
        "zh-Hans": "zh_Hans_CN",
        "en": "en_GB",
        "fr": "fr_FR",
        "es": "es_ES",
        "ru": "ru_RU",
        "ar": "ar_EG",
        "pt": "pt_BR",
    }


def test_a_code_that_is_no_interface_language_is_shown_in_english() -> None:
    assert (str(locale_of("tlh")), is_right_to_left("he"), is_right_to_left("ar")) == ("en_GB", False, True)
