import re
from collections.abc import Callable
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events_app.domain.languages import LANGUAGES
from events_app.domain.money import Money
from events_app.i18n import numbers

CODES = list(LANGUAGES)


def in_every_language(write: Callable[[str], object]) -> dict[str, object]:
    return {code: write(code) for code in CODES}


def test_a_whole_number_is_grouped_as_the_language_groups_it() -> None:
    assert in_every_language(lambda code: (numbers.integer(1_234_567, code), numbers.integer(1234, code))) == {
        "zh-Hans": ("1,234,567", "1,234"),
        "en": ("1,234,567", "1,234"),
        "fr": ("1\u202f234\u202f567", "1\u202f234"),
        "es": ("1.234.567", "1234"),
        "ru": ("1\xa0234\xa0567", "1\xa0234"),
        "ar": ("1,234,567", "1,234"),
        "pt": ("1.234.567", "1.234"),
    }


def test_a_decimal_drops_what_it_does_not_need() -> None:
    assert [numbers.decimal(x, "ru", 2) for x in (1, 1.5, 1.005, Decimal("2.10"), 0.125)] == [
        "1",
        "1,5",
        "1",
        "2,1",
        "0,12",
    ]


def test_a_minus_stands_before_the_figure_where_text_runs_from_the_right() -> None:
    assert (numbers.integer(-5, "ar"), numbers.percent(-0.5, "ar")) == ("\u200e-5", "\u200e-50%")


def test_a_share_is_written_as_per_cent() -> None:
    assert in_every_language(lambda code: (numbers.percent(0.285, code), numbers.percent(0.285, code, 0))) == {
        "zh-Hans": ("28.5%", "28%"),
        "en": ("28.5%", "28%"),
        "fr": ("28,5\xa0%", "28\xa0%"),
        "es": ("28,5\xa0%", "28\xa0%"),
        "ru": ("28,5\xa0%", "28\xa0%"),
        "ar": ("28.5%", "28%"),
        "pt": ("28,5%", "28%"),
    }


def test_money_shows_its_currency_code_where_the_language_puts_it() -> None:
    assert in_every_language(lambda code: numbers.money(Money(1_234_550, "EUR"), code)) == {
        "zh-Hans": "EUR\xa012,345.50",
        "en": "EUR\xa012,345.50",
        "fr": "12\u202f345,50\xa0EUR",
        "es": "12.345,50\xa0EUR",
        "ru": "12\xa0345,50\xa0EUR",
        "ar": "\u200f12,345.50\xa0EUR",
        "pt": "EUR\xa012.345,50",
    }


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        (Money(123_450, "JPY"), "JPY\xa0123,450"),
        (Money(123_450, "KWD"), "KWD\xa0123.450"),
        (Money(5, "EUR"), "EUR\xa00.05"),
        (Money(-123_450, "CNY"), "-CNY\xa01,234.50"),
        (Money(10**20 + 1, "USD"), "USD\xa01,000,000,000,000,000,000.01"),
    ],
)
def test_money_has_the_minor_unit_of_its_currency(amount: Money, text: str) -> None:
    assert numbers.money(amount, "en") == text


def test_a_large_figure_is_said_in_words() -> None:
    figures = (426_000_000_000, 1_000_000, 1_500_000, 12_345)

    assert in_every_language(lambda code: " | ".join(numbers.compact(n, code) for n in figures)) == {
        "zh-Hans": "4260亿 | 100万 | 150万 | 1.2万",
        "en": "426 billion | 1 million | 1.5 million | 12.3 thousand",
        "fr": "426 milliards | 1 million | 1,5 million | 12,3 mille",
        "es": "426 mil millones | 1 millón | 1,5 millones | 12,3 mil",
        "ru": "426 миллиардов | 1 миллион | 1,5 миллиона | 12,3 тысячи",
        "ar": "426 مليار | 1 مليون | 1.5 مليون | 12.3 ألف",
        "pt": "426 bilhões | 1 milhão | 1,5 milhão | 12,3 mil",
    }


@pytest.mark.parametrize(
    ("n", "text"),
    [(999, "999"), (0, "0"), (999_949, "999.9 thousand"), (999_950, "1 million"), (-3 * 10**9, "-3 billion")],
)
def test_a_large_figure_is_rounded_before_its_word_is_chosen(n: int, text: str) -> None:
    assert numbers.compact(n, "en") == text


def test_an_area_keeps_figure_and_unit_together() -> None:
    assert in_every_language(lambda code: numbers.area_m2(12_500.5, code)) == {
        "zh-Hans": "12,500.5平方米",
        "en": "12,500.5\xa0m²",
        "fr": "12\u202f500,5\u202fm²",
        "es": "12.500,5\xa0m²",
        "ru": "12\xa0500,5\xa0м²",
        "ar": "12,500.5\xa0م²",
        "pt": "12.500,5\xa0m²",
    }
    assert numbers.area_m2(1_000_000, "fr") == "1\u202f000\u202f000\u202fm²"


def test_an_enumeration_ends_with_the_language_s_own_and() -> None:
    assert in_every_language(lambda code: numbers.lists(["A", "B", "C"], code)) == {
        "zh-Hans": "A、B和C",
        "en": "A, B and C",
        "fr": "A, B et C",
        "es": "A, B y C",
        "ru": "A, B и C",
        "ar": "A وB وC",
        "pt": "A, B e C",
    }
    assert [numbers.lists(items, "en") for items in ([], ["A"], ["A", "B"])] == ["", "A", "A and B"]


@pytest.mark.parametrize(
    ("last", "text"),
    [("Irán", "Chile e Irán"), ("hielo", "Chile y hielo"), ("Hidra", "Chile e Hidra"), ("y", "Chile y y")],
)
def test_spanish_says_e_before_the_same_sound(last: str, text: str) -> None:
    assert numbers.lists(["Chile", last], "es") == text


@given(st.decimals(-(10**16), 10**16, places=3), st.sampled_from(CODES))
def test_any_number_is_written_with_latin_digits_alone(number: Decimal, code: str) -> None:
    texts = [numbers.decimal(number, code), numbers.compact(number, code), numbers.percent(number, code)]

    assert all(sign.isascii() for text in texts for sign in text if sign.isdigit())
    assert all(any(sign.isdigit() for sign in text) for text in texts)


@pytest.mark.parametrize("code", sorted(LANGUAGES))
def test_whole_amounts_may_go_without_their_zeros_and_others_keep_them(code: str) -> None:
    whole = numbers.money(Money(9_500_000_000, "USD"), code, hides_zero_minor=True)
    broken = Money(9_500_000_050, "USD")

    assert re.findall(r"\d+", whole) == ["95", "000", "000"]
    assert numbers.money(broken, code, hides_zero_minor=True) == numbers.money(broken, code)
