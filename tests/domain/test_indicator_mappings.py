"""Lines of files as figures: every fault by line and column, nothing made up, never an exception."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events_app.domain import indicator_mappings
from events_app.domain.indicator_cells import value_of
from events_app.domain.indicator_mappings import (
    Mapping,
    Part,
    Reading,
    ValueColumn,
    documented,
    measures_of,
)
from events_app.domain.indicators import Measure, table_of
from events_app.domain.refusals import InvalidValue
from events_app.domain.sectors import SECTORS
from events_app.domain.tables import Line, NotDecimal, Sheet, TableTooLarge, TableUnreadable
from events_app.formats import csv_tables, xlsx_tables
from events_app.reference.countries import iso_codes
from tests.indicator_builders import HEADER, SOURCE, a_file, a_line, a_measure

WIDE = Mapping(
    columns={Part.COUNTRY: "iso3", Part.FIELD: "no"},
    constants={Part.INDICATOR: "patents", Part.UNIT: "families", Part.SOURCE: SOURCE, Part.LICENCE: "CC0"},
    values=(ValueColumn(column="y2016", year="2016"), ValueColumn(column="y2017", year="2017")),
)


def read(content: bytes, mapping: Mapping | None = None) -> Reading:
    sheet = csv_tables.read(content)
    return measures_of(sheet, mapping or documented(sheet.header), countries=iso_codes())


def told(reading: Reading) -> list[tuple[int, str, str]]:
    return [(fault.line, fault.column, fault.message.id % fault.params) for fault in reading.faults]


def test_the_documented_form_is_read_by_the_names_of_its_columns() -> None:
    reading = read(
        a_file(
            a_line(),
            a_line("DEU", "88.0", counterpart="NAM", indicator="collaboration_index", unit="index"),
            a_line("ke", "1e3", sector="rail", field="32"),
            a_line("KE", "7", field="0"),
        )
    )

    assert reading == Reading(
        (
            a_measure(),
            a_measure(country="DE", counterpart="NA", indicator="collaboration_index", unit="index", value=Decimal(88)),
            a_measure(country="KE", sector="rail", field=32, value=Decimal(1000)),
            a_measure(country="KE", value=Decimal(7)),
        )
    )


def test_an_empty_value_is_no_data_and_never_zero() -> None:
    reading = read(a_file(a_line(value=""), a_line("KE", "0"), a_line("DE", " ")))

    assert (reading.measures, reading.faults, reading.no_data) == (
        (a_measure(country="KE", value=Decimal(0)),),
        (),
        2,
    )


@pytest.mark.parametrize(
    ("changes", "column", "sentence"),
    [
        ({"country": "XX"}, "country", "“XX” is no code of a country or region"),
        ({"country": "Namibia"}, "country", "“Namibia” is no code"),
        ({"country": ""}, "country", "This line says nothing here."),
        ({"counterpart": "NAM"}, "counterpart", "A pair needs two different"),
        ({"counterpart": "EUU"}, "counterpart", "“EUU” is no code"),
        ({"sector": "trains"}, "sector", "“trains” is not the code of a sector."),
        ({"field": "36"}, "field", "Technology fields have the numbers 1 to 35"),
        ({"field": "-1"}, "field", "Technology fields have the numbers 1 to 35"),
        ({"field": "1.5"}, "field", "Technology fields have the numbers 1 to 35"),
        ({"value": "n/a"}, "value", "Write a number with a point"),
        ({"value": "inf"}, "value", "Write a number with a point"),
        ({"value": '"1,5"'}, "value", "Write a number with a point"),
        ({"value": "1e99"}, "value", "Write a number with a point"),
        ({"year": "1899"}, "year", "Write a year from 1900 to 2100."),
        ({"year": "2019/20"}, "year", "Write a year from 1900 to 2100."),
        ({"year": "٢٠٢٢"}, "year", "Write a year from 1900 to 2100."),
        ({"indicator": "GERD"}, "indicator", "“GERD” cannot be the code of an indicator"),
        ({"unit": ""}, "unit", "This line says nothing here."),
        ({"unit": "x" * 101}, "unit", "Use at most 100 characters."),
        ({"source": ""}, "source", "This line says nothing here."),
        ({"source": "x" * 501}, "source", "Use at most 500 characters."),
        ({"licence": "  "}, "licence", "This line says nothing here."),
    ],
)
def test_what_is_wrong_is_told_with_its_line_and_column(changes: dict[str, str], column: str, sentence: str) -> None:
    reading = read(a_file(a_line("KE"), a_line(**changes)))

    ((line, where, words),) = told(reading)
    assert (line, where, reading.measures) == (3, column, (a_measure(country="KE"),))
    assert words.startswith(sentence)


def test_every_fault_of_a_line_is_told_at_once() -> None:
    reading = read(a_file(a_line("XX", "much", "22", field="99")))

    assert [(line, column) for line, column, _ in told(reading)] == [(2, "country"), (2, "field"), (2, "value")]


def test_a_second_figure_about_the_same_is_a_fault_that_names_the_first() -> None:
    reading = read(a_file(a_line(), a_line("KE"), a_line("NAM", "0.36")))

    assert told(reading) == [(4, "value", "Line 2 of this file has a figure for the same already.")]


def test_a_wide_table_is_read_by_its_mapping() -> None:
    content = b"iso3,economy,no,y2016,y2017,sum\nNAM,Namibia,0,1.0,,1\nKEN,Kenya,8,2.5,3,5.5\n"

    reading = read(content, WIDE)

    patents: dict[str, Any] = {"indicator": "patents", "unit": "families", "licence": "CC0"}
    assert reading.measures == (
        a_measure(value=Decimal(1), year=2016, **patents),
        a_measure(country="KE", field=8, value=Decimal("2.5"), year=2016, **patents),
        a_measure(country="KE", field=8, value=Decimal(3), year=2017, **patents),
    )
    assert (reading.no_data, reading.unread_columns, reading.faults) == (1, ("economy", "sum"), ())


def test_a_fault_of_a_wide_line_is_told_once_and_keeps_none_of_it() -> None:
    reading = read(b"iso3,no,y2016,y2017\nXXX,1,1,2\nKEN,1,1,x\n", WIDE)

    assert [(line, column) for line, column, _ in told(reading)] == [(2, "iso3"), (3, "y2017")]
    assert [measure.year for measure in reading.measures] == [2016]


def test_words_become_codes_and_groups_of_countries_are_left_out() -> None:
    mapping = Mapping(
        columns={Part.COUNTRY: "iso3", Part.INDICATOR: "area"},
        constants=dict(WIDE.constants),
        values=(ValueColumn(column="y2016", year="2016"),),
        words={"All fields": "pct_applications"},
        left_out=frozenset({"WLD", "European Union"}),
    )
    content = b"iso3,area,y2016\nNAM,All fields,1\nWLD,All fields,9\nEuropean Union,?,9\nKEN,Other things,2\nDEU,,2\n"

    reading = read(content, mapping)

    assert [(each.country, each.indicator) for each in reading.measures] == [
        ("NA", "pct_applications"),
        ("DE", "patents"),
    ]
    assert reading.left_out == 2
    assert told(reading) == [
        (5, "area", "“Other things” cannot be the code of an indicator: use small letters, digits and underscores.")
    ]


@pytest.mark.parametrize(
    ("mapping", "columns"),
    [
        (Mapping(), ["value", "country", "indicator", "unit", "year", "source", "licence"]),
        (Mapping(columns={Part.COUNTRY: "nowhere"}, constants=WIDE.constants, values=WIDE.values), ["nowhere"]),
        (Mapping(columns=WIDE.columns, constants=WIDE.constants), ["value", "year"]),
        (Mapping(columns=WIDE.columns, constants={}, values=WIDE.values), ["indicator", "unit", "source", "licence"]),
    ],
)
def test_what_a_mapping_lacks_is_told_before_any_line(mapping: Mapping, columns: list[str]) -> None:
    reading = read(b"iso3,no,y2016,y2017\nXXX,1,1,2\n", mapping)

    assert [(fault.line, fault.column) for fault in reading.faults] == [(1, column) for column in columns]
    assert reading.measures == ()


def test_a_file_in_the_documented_form_needs_its_columns() -> None:
    reading = read(b"country,value\nNA,1\n")

    assert [fault.column for fault in reading.faults] == ["indicator", "unit", "year", "source", "licence"]


def test_more_figures_than_a_table_holds_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(indicator_mappings, "MOST_MEASURES", 2)

    reading = read(a_file(*(a_line(year=str(year)) for year in range(2000, 2010))))

    assert [(fault.line, fault.message.id[:14]) for fault in reading.faults] == [(4, "A table holds ")]


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=300))
def test_any_text_gives_figures_or_faults(text: str) -> None:
    content = f"{HEADER}\n{text}".encode()
    try:
        reading = read(content)
    except (TableUnreadable, TableTooLarge):
        return

    assert all(measure.country in iso_codes() for measure in reading.measures)
    assert all(fault.line >= 1 and fault.message.id % fault.params for fault in reading.faults)


cell = st.one_of(
    st.sampled_from(["", "NA", "NAM", "rail", "35", "0", "2022", "x_y", "1.5", "-3e2", "=1+1", "inf", "\x00"]),
    st.text(max_size=12),
    st.integers(),
    st.floats(),
    st.datetimes(),
    st.none(),
)


@given(st.lists(st.lists(cell, min_size=10, max_size=10), max_size=4))
def test_any_cells_of_a_workbook_give_figures_or_faults(rows: list[list[Any]]) -> None:
    header = tuple(HEADER.split(","))
    lines = tuple(Line(number, dict(zip(header, row, strict=True))) for number, row in enumerate(rows, 2))
    reading = measures_of(Sheet(header, lines), documented(header), countries=iso_codes())

    told_lines = {fault.line for fault in reading.faults}
    assert len(reading.measures) + reading.no_data <= len(rows)
    assert len(reading.measures) + reading.no_data + len(told_lines) >= len(rows)


words = st.text(st.characters(categories=["L", "N", "P", "S", "Zs"]), min_size=1, max_size=40).map(
    lambda text: " ".join(text.split())
)
measures = st.builds(
    Measure,
    country=st.sampled_from(["NA", "NO", "DE", "KE", "XK"]),
    counterpart=st.none() | st.sampled_from(["FR", "US"]),
    sector=st.none() | st.sampled_from(sorted(SECTORS)),
    field=st.none() | st.integers(1, 35),
    indicator=st.from_regex(r"[a-z][a-z0-9_]{1,20}", fullmatch=True),
    value=st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**10), max_value=10**10),
    unit=words.filter(bool),
    year=st.integers(1900, 2100),
    source=words.filter(bool),
    licence=words.filter(bool),
)


@given(st.lists(measures, max_size=5, unique_by=lambda measure: measure.key))
def test_what_is_written_in_the_documented_form_comes_back_the_same(given_measures: list[Measure]) -> None:
    table = table_of(given_measures)

    assert read(csv_tables.written(table)).measures == tuple(given_measures)


def test_a_workbook_says_the_same_as_a_text_file() -> None:
    figures = (a_measure(value=Decimal("-0.1")), a_measure(country="KE", field=3, value=Decimal(12)))
    content = xlsx_tables.written(table_of(figures), title="Figures", language="en")

    sheet = xlsx_tables.read(content)

    assert measures_of(sheet, documented(sheet.header), countries=iso_codes()).measures == figures


@given(st.decimals(allow_nan=False, allow_infinity=False) | st.floats(allow_nan=False, allow_infinity=False))
def test_numbers_keep_fifteen_digits(number: Decimal | float) -> None:
    try:
        found = value_of(str(number))
    except NotDecimal:
        assert len(str(number)) > 60 or abs(Decimal(str(number)).adjusted()) > 18
        return

    assert abs(found - Decimal(str(number))) <= abs(Decimal(str(number))) * Decimal("1e-14")
    assert value_of(format(found, "f")) == found


@pytest.mark.parametrize("text", ["", "1 000", "1,000", "0x10", "1_0", "NaN", "١", "--1", "1e", "9" * 61])
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(InvalidValue):
        value_of(text)
