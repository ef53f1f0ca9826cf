"""Workbooks as we write them, as other programs write them, and as attackers do."""

import io
import zipfile
from contextlib import suppress
from datetime import UTC, date, datetime
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from events_app.domain.tables import (
    LARGEST_BYTES,
    MOST_LINES,
    CellIsError,
    CellsWithoutColumn,
    CellTooLong,
    Column,
    Fault,
    Kind,
    Line,
    Sheet,
    Table,
    TableTooLarge,
    TableUnreadable,
    clean,
    typed,
)
from events_app.formats import xlsx_tables

COLUMNS = (
    Column("name"),
    Column("count", Kind.INTEGER),
    Column("latitude", Kind.DECIMAL),
    Column("first_day", Kind.DAY),
    Column("modified", Kind.MOMENT),
)
texts = st.none() | st.text(max_size=40).map(clean).filter(lambda text: bool(text.strip()))
rows = st.tuples(
    texts,
    st.none() | st.integers(-(10**15), 10**15),
    st.none() | st.floats(allow_nan=False, allow_infinity=False),
    st.none() | st.dates(),
    st.none() | st.datetimes(timezones=st.just(UTC)).map(lambda moment: moment.replace(microsecond=0)),
)


def a_workbook(*rows: list[Any]) -> bytes:
    workbook = openpyxl.Workbook()
    for row in rows:
        workbook.worksheets[0].append(row)
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def with_part(content: bytes, name: str, change: tuple[bytes, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            body = old.read(part)
            new.writestr(part, body.replace(*change) if part == name else body)
    return out.getvalue()


@given(st.lists(rows, max_size=4))
def test_what_was_written_is_read_again(written: list[tuple[object, ...]]) -> None:
    table = Table(COLUMNS, tuple(written))  # type: ignore[arg-type]

    sheet = xlsx_tables.read(xlsx_tables.written(table, title="Editions", language="en"))

    kinds = {column.name: column.kind for column in COLUMNS}
    found = [tuple(typed(cell, kinds[name]) for name, cell in line.cells.items()) for line in sheet.lines]
    assert found == [row for row in written if any(value is not None for value in row)]


def test_text_is_text_days_are_days_and_the_sheet_runs_as_its_language_does() -> None:
    formula = '=HYPERLINK("http://evil.example","x")'
    table = Table(
        (Column("name"), Column("day", Kind.DAY), Column("at", Kind.MOMENT), Column("n", Kind.INTEGER)),
        (
            (formula, date(2027, 4, 5), datetime(2027, 4, 5, 9, 30, tzinfo=UTC), -5),
            ("#N/A", date(1889, 5, 6), None, None),
        ),
    )

    workbook = openpyxl.load_workbook(io.BytesIO(xlsx_tables.written(table, title="المعارض [1]", language="ar")))

    sheet = workbook.worksheets[0]
    assert [(cell.value, cell.data_type) for row in sheet.iter_rows(min_row=2) for cell in row if cell.value] == [
        (formula, "s"),
        (datetime(2027, 4, 5), "d"),  # noqa: DTZ001
        (datetime(2027, 4, 5, 9, 30), "d"),  # noqa: DTZ001
        (-5, "n"),
        ("#N/A", "s"),
        ("1889-05-06", "s"),
    ]
    assert (sheet.title, sheet.freeze_panes, sheet.sheet_view.rightToLeft) == ("المعارض -1-", "A2", True)
    assert sheet["A2"].quotePrefix


def test_the_same_table_is_the_same_bytes_whenever_it_is_written() -> None:
    table = Table((Column("name"),), (("Fair",),))

    first = xlsx_tables.written(table, title="Fairs", language="en")
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        moments = {part.date_time for part in archive.infolist()}
        core = archive.read("docProps/core.xml")

    assert moments == {(1980, 1, 1, 0, 0, 0)}
    assert b"</dc:creator>" in core
    assert b"<dcterms:" not in core
    assert xlsx_tables.written(table, title="Fairs", language="en") == first


def test_no_sheet_of_ours_holds_a_formula_or_a_link() -> None:
    content = xlsx_tables.written(
        Table((Column("=1"),), (("=1+1",), ("@x",), ("https://a.example/",))), title="=1", language="en"
    )

    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")
    assert (b"<f" in sheet, b"hyperlink" in sheet) == (False, False)


def test_a_text_that_no_cell_holds_is_refused_not_cut() -> None:
    with pytest.raises(CellTooLong):
        xlsx_tables.written(Table((Column("a"),), (("x" * 32_768,),)), title="a", language="en")


def test_formulas_of_others_are_not_evaluated_and_faults_are_told_by_line() -> None:
    content = a_workbook(["a", "b", None], ["=1+1", 2], [], ["#N/A", 1], [1, 2, 3], [True, 2027.0])

    assert xlsx_tables.read(content) == Sheet(
        ("a", "b"),
        (Line(2, {"a": None, "b": 2}), Line(6, {"a": True, "b": 2027})),
        (Fault(4, "a", CellIsError.message), Fault(5, "", CellsWithoutColumn.message)),
    )


def test_entities_are_refused() -> None:
    bomb = (
        b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">'
        b'<!ENTITY e SYSTEM "file:///etc/passwd">]><worksheet '
    )
    content = with_part(a_workbook(["a"], ["x"]), "xl/worksheets/sheet1.xml", (b"<worksheet ", bomb))

    with pytest.raises(TableUnreadable):
        xlsx_tables.read(content)


def test_archives_that_unpack_to_too_much_are_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b" " * 70_000_000)
    with pytest.raises(TableTooLarge):
        xlsx_tables.read(out.getvalue())

    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for number in range(1001):
            archive.writestr(str(number), b"")
    with pytest.raises(TableTooLarge):
        xlsx_tables.read(out.getvalue())


def test_a_row_far_down_and_a_false_dimension_cost_nothing() -> None:
    content = a_workbook(["a"], ["x"])

    far = with_part(content, "xl/worksheets/sheet1.xml", (b'<row r="2"', b'<row r="1048576"'))
    false = with_part(content, "xl/worksheets/sheet1.xml", (b'ref="A1:A2"', b'ref="A1:XFD1048576"'))

    with pytest.raises(TableTooLarge):
        xlsx_tables.read(far)
    assert xlsx_tables.read(false) == Sheet(("a",), (Line(2, {"a": "x"}),))


@pytest.mark.parametrize(
    "content", [b"", b"PK\x03\x04", b"name,city\n", b"x" * 1000, a_workbook(), a_workbook(["a"])[:-40]]
)
def test_what_is_no_workbook_is_refused(content: bytes) -> None:
    with pytest.raises(TableUnreadable):
        xlsx_tables.read(content)


@given(st.integers(0, 5000), st.binary(min_size=1, max_size=4))
def test_broken_workbooks_raise_nothing_else(place: int, noise: bytes) -> None:
    content = bytearray(WORKBOOK)
    content[place : place + len(noise)] = noise
    with suppress(TableUnreadable, TableTooLarge):
        xlsx_tables.read(bytes(content))


def test_too_many_bytes_or_lines_are_refused() -> None:
    with pytest.raises(TableTooLarge):
        xlsx_tables.read(b"x" * (LARGEST_BYTES + 1))
    with pytest.raises(TableTooLarge):
        xlsx_tables.read(a_workbook(["a"], *([1] for _ in range(MOST_LINES + 1))))


WORKBOOK = a_workbook(["a", "b"], ["x", 1], ["y", 2])
