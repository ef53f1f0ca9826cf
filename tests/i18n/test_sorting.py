import pytest
from hypothesis import given
from hypothesis import strategies as st

from events_app.domain.languages import LANGUAGES
from events_app.i18n.sorting import sort_key


@pytest.mark.parametrize(
    ("code", "names"),
    [
        ("en", "Åland|Albania|Côte d’Ivoire|Cuba|Hall 2|Hall 10|Łódź|Lyon|Zürich|Ёлка|北京"),
        ("fr", "cote|coté|côte|Égypte|Équateur|Espagne|États-Unis|œuvre|Ouganda"),
        ("es", "nave|nazca|nube|ñandú|oasis|Óbidos|zeta"),
        ("pt", "Açores|Acre|África|São Paulo|Sao Tomé|Sapucaí"),
        ("ru", "Елабуга|Ёлка|Ельня|Жуков|Ива|Йошкар-Ола|Кран|Berlin"),
        ("ar", "إسبانيا|آسيا|ألمانيا|بيرو|الجزائر|مصر|المغرب|Berlin"),
        ("zh-Hans", "北京|长沙|重庆|第2届|第10届|山西|陕西|上海|Berlin"),
    ],
)
def test_names_stand_where_a_reader_of_the_language_looks_for_them(code: str, names: str) -> None:
    expected = names.split("|")

    mixed = expected[::-1]

    assert sorted(mixed, key=lambda name: sort_key(name, code)) == expected


def test_a_shorter_word_comes_before_a_longer_one() -> None:
    assert sorted(["Santiago", "San José", "Sanaa"], key=lambda name: sort_key(name, "es")) == [
        "San José",
        "Sanaa",
        "Santiago",
    ]


def test_vowel_signs_and_stretched_letters_do_not_part_arabic_names() -> None:
    names = ["مُحمّد ب", "محمد ا", "محـمد ت"]

    assert sorted(names, key=lambda name: sort_key(name, "ar")) == ["محمد ا", "مُحمّد ب", "محـمد ت"]


@given(st.lists(st.text(), max_size=8), st.sampled_from(sorted(LANGUAGES)))
def test_any_texts_have_one_order_however_they_come(texts: list[str], code: str) -> None:
    forwards = sorted(texts, key=lambda text: sort_key(text, code))
    texts.reverse()
    backwards = sorted(texts, key=lambda text: sort_key(text, code))

    assert forwards == backwards


@given(st.text(), st.text(), st.sampled_from(sorted(LANGUAGES)))
def test_keys_are_equal_only_for_equal_texts(one: str, other: str, code: str) -> None:
    assert (sort_key(one, code) == sort_key(other, code)) == (one == other)


@given(st.text(st.characters(min_codepoint=0x3400, max_codepoint=0x323AF, categories=["Lo", "Lm", "Nl"]), max_size=6))
def test_any_chinese_text_has_a_key(text: str) -> None:
    assert sort_key(text, "zh-Hans")[2] == text


def test_a_name_that_begins_with_a_hamza_has_no_article() -> None:
    names = ["مالي", "ألمانيا", "الصين", "إيطاليا"]

    assert sorted(names, key=lambda name: sort_key(name, "ar")) == ["ألمانيا", "إيطاليا", "الصين", "مالي"]
