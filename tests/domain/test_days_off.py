"""Weekends and holidays, and the long weekends that they make together."""

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from events_app.domain.days_off import DaysOff, Holiday, Spell
from events_app.domain.exhibitions import Days
from tests.builders import a_text

SATURDAY_SUNDAY = frozenset({5, 6})
FRIDAY_SATURDAY = frozenset({4, 5})


def off(*days: date, weekend: frozenset[int] = SATURDAY_SUNDAY, name: str = "Feast") -> DaysOff:
    return DaysOff("DE", weekend, tuple(Holiday("DE", day, a_text(name)) for day in days))


def spell(first: date, last: date) -> Spell:
    return Spell(Days(first, last), a_text("Feast"))


def test_days_in_a_row_under_one_name_are_one_holiday() -> None:
    week = DaysOff(
        "CN",
        SATURDAY_SUNDAY,
        (
            Holiday("CN", date(2027, 2, 5), a_text("Eve")),
            Holiday("CN", date(2027, 2, 6), a_text("Feast")),
            Holiday("CN", date(2027, 2, 7), a_text("Feast")),
            Holiday("CN", date(2027, 2, 9), a_text("Feast")),
        ),
    )

    assert week.holidays_in(date(2027, 2, 1), date(2027, 2, 28)) == (
        Spell(Days(date(2027, 2, 5), date(2027, 2, 5)), a_text("Eve")),
        spell(date(2027, 2, 6), date(2027, 2, 7)),
        spell(date(2027, 2, 9), date(2027, 2, 9)),
    )
    assert week.holidays_in(date(2027, 2, 7), date(2027, 2, 8)) == (spell(date(2027, 2, 7), date(2027, 2, 7)),)


def test_a_holiday_beside_the_weekend_makes_it_long() -> None:
    good_friday = off(date(2027, 3, 26))

    assert good_friday.long_weekends_in(date(2027, 3, 28), date(2027, 3, 31)) == (
        spell(date(2027, 3, 26), date(2027, 3, 28)),
    )
    assert good_friday.long_weekends_in(date(2027, 3, 29), date(2027, 3, 31)) == ()


def test_a_single_working_day_between_is_bridged() -> None:
    ascension_on_thursday = off(date(2027, 5, 6))

    assert ascension_on_thursday.long_weekends_in(date(2027, 5, 7), date(2027, 5, 7)) == (
        spell(date(2027, 5, 6), date(2027, 5, 9)),
    )


def test_a_holiday_in_midweek_or_on_the_weekend_makes_none() -> None:
    assert off(date(2027, 5, 5)).long_weekends_in(date(2027, 5, 1), date(2027, 5, 31)) == ()
    assert off(date(2027, 5, 1)).long_weekends_in(date(2027, 5, 1), date(2027, 5, 31)) == ()


def test_the_weekend_is_that_of_the_country() -> None:
    thursday = date(2027, 5, 6)

    assert off(thursday, weekend=FRIDAY_SATURDAY).long_weekends_in(thursday, thursday) == (
        spell(thursday, date(2027, 5, 8)),
    )
    assert [off(weekend=FRIDAY_SATURDAY).is_off(date(2027, 5, day)) for day in (6, 7, 8, 9)] == [
        False,
        True,
        True,
        False,
    ]


def test_where_nothing_is_known_only_weekends_are_off() -> None:
    unknown = DaysOff("ZZ", SATURDAY_SUNDAY, None)

    assert unknown.is_off(date(2027, 5, 8))
    assert unknown.holidays_in(date(2027, 1, 1), date(2027, 12, 31)) == ()
    assert unknown.long_weekends_in(date(2027, 1, 1), date(2027, 12, 31)) == ()


@given(
    days=st.lists(st.dates(date(2027, 1, 1), date(2027, 3, 31)), max_size=12),
    weekend=st.sampled_from((SATURDAY_SUNDAY, FRIDAY_SATURDAY, frozenset({4}), frozenset({6}))),
    first=st.dates(date(2027, 1, 20), date(2027, 3, 1)),
    length=st.integers(0, 10),
)
def test_a_long_weekend_holds_a_weekend_day_and_a_working_day_off_and_no_two_working_days_in_a_row(
    days: list[date], weekend: frozenset[int], first: date, length: int
) -> None:
    known = off(*sorted(set(days)), weekend=weekend)
    last = first + timedelta(days=length)

    for found in known.long_weekends_in(first, last):
        within = [found.days.first + timedelta(days=number) for number in range(found.days.length)]
        assert found.days.first <= last
        assert found.days.last >= first
        assert any(day.weekday() in weekend for day in within)
        assert any(day.weekday() not in weekend and day in days for day in within)
        works = [not known.is_off(day) for day in within]
        assert not works[0]
        assert not works[-1]
        assert not any(one and two for one, two in pairwise(works))
