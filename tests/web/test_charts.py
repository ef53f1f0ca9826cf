from datetime import UTC, date, datetime

import pytest

from events_app.domain.calendar import EntryStatus
from events_app.web.charts import (
    Bar,
    Column,
    Drawing,
    MonthCounts,
    Part,
    YearScale,
    density,
    drawing_of,
    empty_drawing,
    mark_of,
    months_from,
    year_scale,
)
from tests.builders import a_deadline_entry, a_milestone_entry, an_entry

YEAR = YearScale(2027, is_mirrored=False)
MIRRORED = YearScale(2027, is_mirrored=True)


@pytest.mark.parametrize(
    ("first", "last", "plain", "mirrored"),
    [
        (date(2027, 1, 1), date(2027, 12, 31), Bar(0, 100, "x"), Bar(0, 100, "x")),
        (date(2027, 4, 5), date(2027, 4, 9), Bar(25.75, 1.37, "x"), Bar(72.88, 1.37, "x")),
        (date(2026, 12, 28), date(2027, 1, 4), Bar(0, 1.1, "x"), Bar(98.9, 1.1, "x")),
        (date(2027, 12, 31), date(2028, 2, 1), Bar(99.5, 0.5, "x"), Bar(0, 0.5, "x")),
    ],
)
def test_bars_lie_in_the_year_and_are_mirrored_for_readers_from_the_right(
    first: date, last: date, plain: Bar, mirrored: Bar
) -> None:
    assert YEAR.bar(first, last, "x") == plain
    assert MIRRORED.bar(first, last, "x") == mirrored


def test_what_lies_outside_of_the_year_has_no_bar() -> None:
    assert YEAR.bar(date(2026, 1, 1), date(2026, 12, 31), "x") is None
    assert YEAR.bar(date(2028, 1, 1), date(2028, 1, 2), "x") is None


def test_months_begin_where_their_first_day_does_in_leap_years_too() -> None:
    assert YEAR.lines()[:2] == (8.49, 16.16)
    assert MIRRORED.lines()[:2] == (91.51, 83.84)
    assert YearScale(2028, is_mirrored=False).lines()[:2] == (8.47, 16.39)


def test_only_arabic_is_mirrored() -> None:
    assert [year_scale(2027, code).is_mirrored for code in ("en", "zh-Hans", "ar")] == [False, False, True]


def test_an_exhibition_is_drawn_with_today_and_the_close_of_applications() -> None:
    # 15 May in Berlin is still 15 May, 23:30 there is 21:30 in UTC.
    entry = an_entry(applications_close_at=datetime(2026, 5, 15, 21, 30, tzinfo=UTC))
    scale = YearScale(2026, is_mirrored=False)

    drawing = drawing_of(entry, scale, date(2026, 7, 2))

    assert drawing == Drawing(scale.lines(), 49.86, (Bar(77.81, 1.1, "overseas"),), (scale.at(date(2026, 5, 15)),))


def test_today_is_drawn_in_its_own_year_only() -> None:
    assert empty_drawing(YEAR, date(2026, 7, 2)) == Drawing(YEAR.lines(), None)


def test_a_cancelled_exhibition_asks_for_no_applications() -> None:
    entry = an_entry(applications_close_at=datetime(2026, 5, 15, 9, 0, tzinfo=UTC), status=EntryStatus.CANCELLED)

    drawing = drawing_of(entry, YearScale(2026, is_mirrored=False), date(2027, 1, 1))

    assert (drawing.bars, drawing.points) == ((Bar(77.81, 1.1, "cancelled"),), ())


def test_a_deadline_is_a_point_and_a_milestone_a_mark_of_its_own() -> None:
    scale = YearScale(2026, is_mirrored=False)
    deadline, milestone = a_deadline_entry(), a_milestone_entry()

    assert drawing_of(deadline, scale, date(2027, 1, 1)) == Drawing(
        scale.lines(), None, (), (scale.at(date(2026, 5, 15)),)
    )
    assert [mark_of(entry) for entry in (deadline, milestone)] == ["deadline", "milestone"]


def test_columns_are_layered_from_the_ground_and_the_fullest_fits() -> None:
    months = (
        MonthCounts(date(2027, 1, 1), {"domestic": 2, "overseas": 1}),
        MonthCounts(date(2027, 2, 1), {"domestic": 0, "overseas": 0}),
    )

    plain = density(months, is_mirrored=False)

    assert plain == (
        Column(
            months[0],
            5.25,
            39.5,
            25.0,
            (Part("domestic", 169.5, 26.5), Part("overseas", 155.5, 12.5)),
            150.5,
        ),
        Column(months[1], 55.25, 39.5, 75.0, (), 191.0),
    )
    assert [column.x for column in density(months, is_mirrored=True)] == [55.25, 5.25]


def test_a_very_full_month_stays_inside_of_the_drawing() -> None:
    (column,) = density((MonthCounts(date(2027, 1, 1), {"domestic": 40_000, "overseas": 9_000}),), is_mirrored=False)

    assert column.figure_y > 0


def test_months_go_on_over_the_end_of_the_year() -> None:
    assert months_from(date(2026, 11, 30), 3) == (date(2026, 11, 1), date(2026, 12, 1), date(2027, 1, 1))
