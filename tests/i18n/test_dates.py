import datetime as dt
import subprocess
import sys
from collections.abc import Callable
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events_app.domain.languages import LANGUAGES
from events_app.i18n import dates

CODES = list(LANGUAGES)
EASTER_MONDAY = dt.date(2027, 4, 5)
FRIDAY = dt.date(2027, 4, 9)


def in_every_language(write: Callable[[str], object]) -> dict[str, object]:
    return {code: write(code) for code in CODES}


def test_a_day_is_written_short_with_four_digits_of_the_year() -> None:
    assert in_every_language(lambda code: dates.day(EASTER_MONDAY, code, "short")) == {
        "zh-Hans": "2027/4/5",
        "en": "05/04/2027",
        "fr": "05/04/2027",
        "es": "5/4/2027",
        "ru": "05.04.2027",
        "ar": "5\u200f/4\u200f/2027",
        "pt": "05/04/2027",
    }


def test_a_day_is_written_with_its_month_as_a_word() -> None:
    assert in_every_language(lambda code: dates.day(EASTER_MONDAY, code)) == {
        "zh-Hans": "2027年4月5日",
        "en": "5 Apr 2027",
        "fr": "5 avr. 2027",
        "es": "5 abr 2027",
        "ru": "5 апр. 2027\u202fг.",
        "ar": "5 أبريل 2027",
        "pt": "5 de abr. de 2027",
    }


def test_a_day_is_written_out_in_full() -> None:
    assert in_every_language(lambda code: dates.day(EASTER_MONDAY, code, "full")) == {
        "zh-Hans": "2027年4月5日星期一",
        "en": "Monday, 5 April 2027",
        "fr": "lundi 5 avril 2027",
        "es": "lunes, 5 de abril de 2027",
        "ru": "понедельник, 5 апреля 2027\u202fг.",
        "ar": "الاثنين، 5 أبريل 2027",
        "pt": "segunda-feira, 5 de abril de 2027",
    }


def test_a_day_takes_the_long_form_in_the_genitive() -> None:
    assert dates.day(EASTER_MONDAY, "ru", "long") == "5 апреля 2027\u202fг."


def test_a_day_of_a_datetime_is_the_day_that_it_shows() -> None:
    late = dt.datetime(2027, 4, 5, 23, 59, tzinfo=dt.UTC)

    assert dates.day(late, "en") == "5 Apr 2027"


def test_a_day_without_its_year() -> None:
    assert in_every_language(lambda code: (dates.day_month(EASTER_MONDAY, code), dates.weekday_day(FRIDAY, code))) == {
        "zh-Hans": ("4月5日", "4月9日周五"),
        "en": ("5 Apr", "Fri 9 Apr"),
        "fr": ("5 avr.", "ven. 9 avr."),
        "es": ("5 abr", "vie, 9 abr"),
        "ru": ("5 апр.", "пт, 9 апр."),
        "ar": ("5 أبريل", "الجمعة، 9 أبريل"),
        "pt": ("5 de abr.", "sex., 9 de abr."),
    }


def test_a_day_without_its_year_is_written_out() -> None:
    def write(code: str) -> tuple[str, str]:
        return dates.day_month(EASTER_MONDAY, code, "long"), dates.weekday_day(FRIDAY, code, "long")

    assert in_every_language(write) == {
        "zh-Hans": ("4月5日", "4月9日星期五"),
        "en": ("5 April", "Friday 9 April"),
        "fr": ("5 avril", "vendredi 9 avril"),
        "es": ("5 de abril", "viernes, 9 de abril"),
        "ru": ("5 апреля", "пятница, 9 апреля"),
        "ar": ("5 أبريل", "الجمعة، 9 أبريل"),
        "pt": ("5 de abril", "sexta-feira, 9 de abril"),
    }


def test_a_range_inside_a_month_names_the_month_once() -> None:
    assert in_every_language(lambda code: dates.day_range(EASTER_MONDAY, FRIDAY, code)) == {
        "zh-Hans": "2027年4月5日至9日",
        "en": "5–9 Apr 2027",
        "fr": "5–9 avr. 2027",
        "es": "5–9 abr 2027",
        "ru": "5–9 апр. 2027\u202fг.",
        "ar": "5–9 أبريل 2027",
        "pt": "5 – 9 de abr. de 2027",
    }


def test_a_range_inside_a_year_names_the_year_once() -> None:
    first, last = dt.date(2027, 3, 30), dt.date(2027, 4, 4)

    assert in_every_language(lambda code: dates.day_range(first, last, code)) == {
        "zh-Hans": "2027年3月30日至4月4日",
        "en": "30 Mar – 4 Apr 2027",
        "fr": "30 mars – 4 avr. 2027",
        "es": "30 mar – 4 abr 2027",
        "ru": "30 мар. – 4 апр. 2027\u202fг.",
        "ar": "30 مارس – 4 أبريل 2027",
        "pt": "30 de mar. – 4 de abr. de 2027",
    }


def test_a_range_over_new_year_names_both_years() -> None:
    first, last = dt.date(2027, 12, 30), dt.date(2028, 1, 4)

    assert in_every_language(lambda code: dates.day_range(first, last, code, today_year=2027)) == {
        "zh-Hans": "2027年12月30日至2028年1月4日",
        "en": "30 Dec 2027 – 4 Jan 2028",
        "fr": "30 déc. 2027 – 4 janv. 2028",
        "es": "30 dic 2027 – 4 ene 2028",
        "ru": "30 дек. 2027\u202fг. – 4 янв. 2028\u202fг.",
        "ar": "30 ديسمبر 2027 – 4 يناير 2028",
        "pt": "30 de dez. de 2027 – 4 de jan. de 2028",
    }


def test_a_range_in_the_current_year_leaves_the_year_out() -> None:
    def write(code: str) -> str:
        return dates.day_range(dt.date(2027, 4, 15), dt.date(2027, 5, 5), code, today_year=2027)

    assert in_every_language(write) == {
        "zh-Hans": "4月15日至5月5日",
        "en": "15 Apr – 5 May",
        "fr": "15 avr. – 5 mai",
        "es": "15 abr – 5 may",
        "ru": "15 апр. – 5 мая",
        "ar": "15 أبريل – 5 مايو",
        "pt": "15 de abr. – 5 de mai.",
    }


def test_a_range_is_written_out_by_each_language_s_own_pattern() -> None:
    assert in_every_language(lambda code: dates.day_range(EASTER_MONDAY, FRIDAY, code, style="long")) == {
        "zh-Hans": "2027年4月5日至9日",
        "en": "5–9 April 2027",
        "fr": "5–9 avril 2027",
        "es": "5–9 de abril de 2027",
        "ru": "5–9 апреля 2027\u202fг.",
        "ar": "5–9 أبريل 2027",
        "pt": "5 – 9 de abril de 2027",
    }


def test_a_range_of_one_day_is_that_day() -> None:
    assert dates.day_range(FRIDAY, FRIDAY, "en") == "9 Apr 2027"
    assert dates.day_range(FRIDAY, FRIDAY, "en", today_year=2027) == "9 Apr"
    assert dates.day_range(FRIDAY, FRIDAY, "zh-Hans", style="long") == "2027年4月9日"


@given(
    one=st.dates(),
    other=st.dates(),
    code=st.sampled_from(CODES),
    style=st.sampled_from(["medium", "long"]),
    is_current_year=st.booleans(),
)
def test_any_range_shows_both_days_and_their_years_unless_left_out(
    *, one: dt.date, other: dt.date, code: str, style: Literal["medium", "long"], is_current_year: bool
) -> None:
    first, last = min(one, other), max(one, other)

    text = dates.day_range(first, last, code, today_year=first.year if is_current_year else None, style=style)

    assert str(first.day) in text
    assert str(last.day) in text
    year_left_out = is_current_year and first.year == last.year
    assert year_left_out or str(last.year) in text


def test_a_month_stands_in_its_own_case() -> None:
    assert in_every_language(lambda code: (dates.month(2027, 4, code), dates.month_name(4, code))) == {
        "zh-Hans": ("2027年4月", "四月"),
        "en": ("April 2027", "April"),
        "fr": ("avril 2027", "avril"),
        "es": ("abril de 2027", "abril"),
        "ru": ("апрель 2027\u202fг.", "апрель"),
        "ar": ("أبريل 2027", "أبريل"),
        "pt": ("abril de 2027", "abril"),
    }


def test_a_month_is_cut_to_fit_a_ruler() -> None:
    assert in_every_language(
        lambda code: (dates.month_name(9, code, "abbreviated"), dates.month_name(9, code, "narrow"))
    ) == {
        "zh-Hans": ("9月", "9"),
        "en": ("Sept", "S"),
        "fr": ("sept.", "S"),
        "es": ("sept", "S"),
        "ru": ("сент.", "С"),
        "ar": ("سبتمبر", "س"),
        "pt": ("set.", "S"),
    }


def test_no_language_speaks_with_the_months_of_another() -> None:
    # In a process of its own: the caches of this one would hide what Babel mixes up.
    program = (
        "from events_app.i18n import dates; from babel import Locale\n"
        "Locale.parse('he').months['stand-alone']['wide'][10]\n"
        "Locale.parse('zh').months['stand-alone']['wide'][10]\n"
        "print(*(dates.month_name(10, code) for code in ('zh-Hans', 'fr', 'pt', 'es', 'en')))\n"
    )

    said = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", program], capture_output=True, check=True, encoding="utf8"
    )

    assert said.stdout == "十月 octobre outubro octubre October\n"


def test_a_week_starts_and_rests_as_in_the_territory() -> None:
    assert in_every_language(lambda code: (dates.first_weekday(code), dates.weekend(code))) == {
        "zh-Hans": (0, (5, 6)),
        "en": (0, (5, 6)),
        "fr": (0, (5, 6)),
        "es": (0, (5, 6)),
        "ru": (0, (5, 6)),
        "ar": (5, (4, 5)),
        "pt": (6, (5, 6)),
    }


def test_the_names_of_the_week_start_with_its_first_day() -> None:
    assert in_every_language(dates.weekday_names) == {
        "zh-Hans": ("周一", "周二", "周三", "周四", "周五", "周六", "周日"),
        "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
        "fr": ("lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim."),
        "es": ("lun", "mar", "mié", "jue", "vie", "sáb", "dom"),
        "ru": ("пн", "вт", "ср", "чт", "пт", "сб", "вс"),
        "ar": ("السبت", "الأحد", "الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة"),
        "pt": ("dom.", "seg.", "ter.", "qua.", "qui.", "sex.", "sáb."),
    }
    assert dates.weekday_names("ru", "wide")[0] == "понедельник"


def test_the_clock_runs_to_24_and_a_range_of_hours_reads_from_the_left() -> None:
    def write(code: str) -> tuple[str, str]:
        return dates.clock_time(dt.time(9, 5), code), dates.clock_range(dt.time(9, 30), dt.time(18), code)

    assert in_every_language(write) == {
        "zh-Hans": ("09:05", "09:30–18:00"),
        "en": ("09:05", "09:30–18:00"),
        "fr": ("09:05", "09:30 – 18:00"),
        "es": ("9:05", "9:30–18:00"),
        "ru": ("09:05", "09:30–18:00"),
        "ar": ("09:05", "\u206609:30–18:00\u2069"),
        "pt": ("09:05", "09:30 – 18:00"),
    }


def test_the_clock_shows_the_hour_that_the_value_has_in_its_zone() -> None:
    assert dates.clock_time(dt.datetime(2027, 3, 9, 23, 59, tzinfo=dt.timezone(dt.timedelta(hours=8))), "en") == "23:59"


def test_a_moment_is_shown_in_the_zone_asked_for() -> None:
    evening_utc = dt.datetime(2027, 3, 9, 18, 24, tzinfo=dt.UTC)

    assert in_every_language(lambda code: dates.moment(evening_utc, "Asia/Shanghai", code)) == {
        "zh-Hans": "2027年3月10日 02:24",
        "en": "10 Mar 2027, 02:24",
        "fr": "10 mars 2027, 02:24",
        "es": "10 mar 2027, 2:24",
        "ru": "10 мар. 2027\u202fг., 02:24",
        "ar": "10 مارس 2027، 02:24",
        "pt": "10 de mar. de 2027 02:24",
    }


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="needs its zone"):
        dates.moment(dt.datetime(2027, 3, 9), "Asia/Shanghai", "en")  # noqa: DTZ001 - what is refused


def test_an_unknown_interface_language_is_written_as_english() -> None:
    assert dates.day(EASTER_MONDAY, "tlh") == "5 Apr 2027"


def test_a_month_under_its_day_is_the_one_of_a_date() -> None:
    may = dt.date(2028, 5, 1)

    assert {code: dates.month_under_day(may, code, with_year=True) for code in CODES} == {
        "zh-Hans": "2028年5月",
        "en": "May 2028",
        "fr": "mai 2028",
        "es": "may 2028",
        "ru": "мая 2028\N{NARROW NO-BREAK SPACE}г.",
        "ar": "مايو 2028",
        "pt": "mai. de 2028",
    }
    assert dates.month_under_day(dt.date(2028, 6, 1), "ru", with_year=False) == "июн."
