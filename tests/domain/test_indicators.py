"""Figures, their tables, and what a new version says otherwise."""

from dataclasses import replace
from decimal import Decimal

import pytest

from events_app.domain.indicators import (
    LONGEST_WORDS,
    Comparison,
    TableCodeOdd,
    TableTitleMissing,
    check_code,
    check_title,
    compare,
    table_of,
    told_once,
)
from tests.indicator_builders import a_measure


def test_a_new_version_is_compared_by_what_figures_are_about() -> None:
    kept, other, gone = a_measure(), a_measure(country="KE"), a_measure(year=2010)
    higher = replace(other, value=Decimal("0.8"))
    new = a_measure(country="KE", field=3)

    found = compare([kept, other, gone], [new, higher, kept])

    assert found == Comparison(new=(new,), changed=((other, higher),), gone=(gone,), unchanged=1)
    assert found


def test_the_same_figures_in_another_order_change_nothing() -> None:
    one, two = a_measure(value=Decimal("1.0")), a_measure(country="KE")

    assert not compare([one, two], [two, replace(one, value=Decimal(1))])


@pytest.mark.parametrize(
    "other",
    [{"country": "KE"}, {"counterpart": "KE"}, {"sector": "rail"}, {"field": 1}, {"indicator": "x"}, {"year": 2021}],
)
def test_every_part_of_what_a_figure_is_about_tells_it_from_others(other: dict[str, object]) -> None:
    assert a_measure().key != a_measure(**other).key


@pytest.mark.parametrize("other", [{"value": Decimal(2)}, {"unit": "%"}, {"source": "x"}, {"licence": "x"}])
def test_what_a_figure_says_does_not(other: dict[str, object]) -> None:
    assert a_measure().key == a_measure(**other).key


@pytest.mark.parametrize("code", ["gerd", "patent-families", "a2"])
def test_codes_that_can_stand_in_addresses(code: str) -> None:
    assert check_code(code) == code


@pytest.mark.parametrize("code", ["", "a", "-", "2a", "A2", "a b", "a_b", "é2", "a" * 65, "-ab"])
def test_codes_that_cannot(code: str) -> None:
    with pytest.raises(TableCodeOdd):
        check_code(code)


def test_a_title_is_needed_and_kept_on_one_line() -> None:
    assert check_title("  Research\n and more ") == "Research and more"
    for odd in ("", "  ", "x" * (LONGEST_WORDS + 1)):
        with pytest.raises(TableTitleMissing):
            check_title(odd)


def test_sources_are_told_once_each_in_their_order() -> None:
    assert told_once(["B", "A", "B"]) == "B · A"


def test_figures_are_written_as_numbers() -> None:
    table = table_of([a_measure(field=35, value=Decimal("-12.50")), a_measure(value=Decimal("88.0"))])

    assert [column.name for column in table.columns][:4] == ["country", "counterpart", "sector", "field"]
    assert table.rows[0] == (
        ("NA", None, None, 35, "gerd_percent_gdp", -12.5, "% of GDP", 2022, "Office of Figures, table 7", "CC BY 4.0")
    )
    assert repr(table.rows[1][5]) == "88"
