"""Figures: tables whose lines add up."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from events_app.domain.figures import Count, FigureRow, FigureTable, crossed, spans

COUNTS = st.lists(
    st.builds(Count, st.sampled_from(["a", "b", "c"]), st.sampled_from(["x", "y", "z"]), st.integers(1, 99))
)


@given(COUNTS)
def test_lines_and_columns_add_up_to_all_that_was_counted(counts: list[Count]) -> None:
    table = crossed(counts, rows=("a",), columns=("x", "y"))

    assert table.totals.total == sum(each.number for each in counts)
    assert sum(row.total for row in table.rows) == table.totals.total
    for number, mark in enumerate(table.columns):
        assert table.totals.counts[number] == sum(each.number for each in counts if each.mark == mark)


def test_lines_without_anything_stay_and_unknown_ones_come_last() -> None:
    table = crossed([Count("z", "x", 2)], rows=("a", "b"), columns=("x", "y"))

    assert table == FigureTable(
        ("x", "y"), (FigureRow("a", (0, 0)), FigureRow("b", (0, 0)), FigureRow("z", (2, 0))), None
    )


def test_what_stands_in_several_lines_counts_once_in_the_last() -> None:
    table = crossed([Count("rail", "x", 1), Count("power", "x", 1)], rows=(), columns=("x",), once=[Count("", "x", 1)])

    assert table.totals == FigureRow("", (1,))
    assert table.most == 1


def test_a_long_period_is_told_by_years() -> None:
    assert spans(date(2026, 11, 5), date(2027, 1, 1)) == ("2026-11", "2026-12", "2027-01")
    assert spans(date(2026, 1, 1), date(2029, 1, 1)) == ("2026", "2027", "2028", "2029")
