"""Public holidays, with the language that each name is in."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from events_app.domain.days_off import Holiday
from events_app.domain.texts import Text
from events_app.reference.countries import all_codes
from events_app.reference.public_holidays import PublicHoliday, between, upcoming


def test_names_come_in_the_readers_language_where_they_exist() -> None:
    assert upcoming("CN", date(2026, 9, 20), date(2026, 10, 1), "zh-Hans") == [
        PublicHoliday(date(2026, 9, 25), ("中秋节",), "zh-Hans"),
        PublicHoliday(date(2026, 10, 1), ("国庆节",), "zh-Hans"),
    ]
    assert upcoming("SN", date(2026, 12, 20), date(2027, 1, 1), "fr") == [
        PublicHoliday(date(2026, 12, 25), ("Noël",), "fr"),
        PublicHoliday(date(2027, 1, 1), ("Jour de l'an",), "fr"),
    ]
    assert upcoming("AO", date(2026, 12, 20), date(2026, 12, 31), "pt") == [
        PublicHoliday(date(2026, 12, 25), ("Dia de Natal e da Família",), "pt"),
    ]


def test_a_name_missing_in_the_readers_language_says_which_language_it_is_in() -> None:
    for language in ("zh-Hans", "fr", "es", "ru", "ar", "pt", "en"):
        assert upcoming("XK", date(2027, 1, 5), date(2027, 1, 9), language) == [
            PublicHoliday(date(2027, 1, 7), ("Orthodox Christmas Day",), "en"),
        ]


def test_a_country_without_translations_is_in_english() -> None:
    assert upcoming("SZ", date(2026, 12, 20), date(2026, 12, 31), "ar") == [
        PublicHoliday(date(2026, 12, 25), ("Christmas Day",), "en"),
        PublicHoliday(date(2026, 12, 26), ("Boxing Day",), "en"),
    ]


def test_holidays_that_coincide_are_one_day_with_two_names() -> None:
    assert upcoming("NO", date(2027, 5, 10), date(2027, 5, 20), "en") == [
        PublicHoliday(date(2027, 5, 16), ("Pentecost",), "en"),
        PublicHoliday(date(2027, 5, 17), ("Constitution Day", "Pentecost Monday"), "en"),
    ]


def test_a_date_that_hangs_on_the_moon_says_so() -> None:
    assert upcoming("EG", date(2027, 3, 1), date(2027, 3, 9), "ar") == [
        PublicHoliday(date(2027, 3, 9), ("عيد الفطر المبارك (تقديري)",), "ar"),
    ]


def test_a_window_runs_over_the_end_of_the_year() -> None:
    found = upcoming("NA", date(2026, 12, 10), date(2027, 1, 1), "en")

    assert [holiday.day for holiday in found or ()] == [
        date(2026, 12, 10),
        date(2026, 12, 25),
        date(2026, 12, 26),
        date(2027, 1, 1),
    ]


def test_no_holiday_in_the_window_is_an_empty_list_and_no_data_is_none() -> None:
    assert upcoming("LA", date(2026, 11, 23), date(2026, 11, 24), "en") == []
    assert upcoming("ZZ", date(2026, 11, 23), date(2026, 11, 24), "en") is None
    assert upcoming("BV", date(2026, 1, 1), date(2026, 12, 31), "en") is None


def test_taiwan_and_hong_kong_read_in_simplified_characters() -> None:
    assert upcoming("TW", date(2027, 2, 28), date(2027, 2, 28), "zh-Hans") == [
        PublicHoliday(date(2027, 2, 28), ("和平纪念日",), "zh-Hans"),
    ]
    assert upcoming("HK", date(2026, 12, 25), date(2026, 12, 25), "zh-Hans") == [
        PublicHoliday(date(2026, 12, 25), ("圣诞节",), "zh-Hans"),
    ]


@settings(deadline=None, max_examples=60)
@given(
    country=st.sampled_from(all_codes()) | st.text(max_size=4),
    first=st.dates(date(1990, 1, 1), date(2060, 1, 1)),
    language=st.sampled_from(("zh-Hans", "en", "fr", "es", "ru", "ar", "pt", "tlh")),
)
def test_any_country_answers_in_order_within_the_window(country: str, first: date, language: str) -> None:
    last = first.replace(year=first.year + 1, day=1)

    found = upcoming(country, first, last, language)

    days = [holiday.day for holiday in found or ()]
    assert days == sorted(set(days))
    assert all(first <= day <= last for day in days)
    assert all(holiday.names and holiday.language for holiday in found or ())


def _names(country: str, first: date, last: date) -> list[tuple[date, str]]:
    return [(holiday.day, str(holiday.name.shown("en"))) for holiday in between(country, first, last) or ()]


def test_chinese_new_year_2027_is_known_in_both_languages() -> None:
    found = between("CN", date(2027, 2, 6), date(2027, 2, 6))

    name = Text.of("en", "Chinese New Year (Spring Festival)", {"zh-Hans": "春节"})
    assert found == (Holiday("CN", date(2027, 2, 6), name),)
    assert [day.day for day, _ in _names("CN", date(2027, 2, 1), date(2027, 2, 28))] == [5, 6, 7, 8, 9, 10]


def test_holidays_by_the_moon_and_by_easter_are_found() -> None:
    assert _names("ID", date(2027, 3, 9), date(2027, 3, 20)) == [
        (date(2027, 3, 10), "Eid al-Fitr (estimated)"),
        (date(2027, 3, 11), "Eid al-Fitr Second Day (estimated)"),
    ]
    assert _names("DE", date(2027, 3, 20), date(2027, 4, 5)) == [
        (date(2027, 3, 26), "Good Friday"),
        (date(2027, 3, 29), "Easter Monday"),
    ]


def test_golden_weeks_are_whole() -> None:
    assert [day.day for day, _ in _names("CN", date(2027, 9, 28), date(2027, 10, 12))] == [1, 2, 3, 4, 5]
    assert _names("JP", date(2027, 4, 25), date(2027, 5, 10)) == [
        (date(2027, 4, 29), "Showa Day"),
        (date(2027, 5, 3), "Constitution Day"),
        (date(2027, 5, 4), "Greenery Day"),
        (date(2027, 5, 5), "Children's Day"),
    ]


def test_holidays_that_nobody_knows_are_not_taken_for_none() -> None:
    assert between("ZZ", date(2027, 1, 1), date(2027, 12, 31)) is None
    assert between("LA", date(2026, 11, 23), date(2026, 11, 24)) == ()
