"""CSV as spreadsheets, other programs and attackers write it, and as spreadsheets read ours."""

import csv
import io
import re
from contextlib import suppress
from datetime import UTC, date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events_app.domain.messages import N_
from events_app.domain.tables import (
    LARGEST_BYTES,
    MOST_COLUMNS,
    MOST_LINES,
    CellsWithoutColumn,
    CellTooLong,
    Column,
    ColumnTwice,
    Fault,
    Kind,
    Line,
    LineBroken,
    Sheet,
    Table,
    TableTooLarge,
    TableUnreadable,
    Value,
    clean,
    typed,
)
from events_app.formats import csv_tables

COLUMNS = (
    Column("name"),
    Column("count", Kind.INTEGER),
    Column("latitude", Kind.DECIMAL),
    Column("first_day", Kind.DAY),
    Column("modified", Kind.MOMENT),
)
texts = st.none() | st.text(max_size=40).map(clean).filter(bool)
rows = st.tuples(
    texts,
    st.none() | st.integers(-(10**17), 10**17),
    st.none() | st.floats(allow_nan=False, allow_infinity=False),
    st.none() | st.dates(),
    st.none() | st.datetimes(timezones=st.just(UTC)).map(lambda moment: moment.replace(microsecond=0)),
)


@given(st.lists(rows, max_size=6))
def test_what_was_written_is_read_again(written: list[tuple[object, ...]]) -> None:
    table = Table(COLUMNS, tuple(written))  # type: ignore[arg-type]

    sheet = csv_tables.read(csv_tables.written(table))

    kinds = {column.name: column.kind for column in COLUMNS}
    found = [tuple(typed(cell, kinds[name]) for name, cell in line.cells.items()) for line in sheet.lines]
    assert found == [row for row in written if any(value is not None and str(value).strip() for value in row)]
    assert sheet.faults == ()


@given(st.text(max_size=30) | st.text(alphabet="'=+-@＝; \t\r\n,a", max_size=8))
def test_no_text_begins_a_formula_and_each_comes_back(text: str) -> None:
    safe = csv_tables.neutralised(text)

    assert not safe.lstrip().startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))
    assert not safe.startswith(("\t", "\r", "\n"))
    assert not any(cell.startswith(tuple("=+-@＝＋－＠")) for cell in re.split(r"[;\t]", safe))
    assert csv_tables.as_meant(safe) == text


def test_formulas_are_neutralised_and_negative_numbers_stay_numbers() -> None:
    table = Table(
        (Column("name"), Column("latitude", Kind.DECIMAL), Column("balance", Kind.INTEGER)),
        (
            ('=HYPERLINK("http://evil.example","x")', -33.9, -5),
            ("+1", None, None),
            ("-2+3", None, None),
            ("@SUM(A1)", None, None),
            ("\t=1", None, None),
            ("'=1", None, None),
            ("O'Neill - Fair", None, None),
        ),
    )

    content = csv_tables.written(table)

    assert content.startswith(b"\xef\xbb\xbfname,latitude,balance\r\n")
    read = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert read[1:] == [
        ['\'=HYPERLINK("http://evil.example","x")', "-33.9", "-5"],
        ["'+1", "", ""],
        ["'-2+3", "", ""],
        ["'@SUM(A1)", "", ""],
        ["'\t'=1", "", ""],
        ["''=1", "", ""],
        ["O'Neill - Fair", "", ""],
    ]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030"])
def test_delimiter_and_encoding_are_found_out(delimiter: str, encoding: str) -> None:
    text = f'名称{delimiter}city\r\n"展, 会; ""七""\n二"{delimiter}汉诺威\r\n\r\n北京国际展览会{delimiter}\r\n'

    sheet = csv_tables.read(text.encode(encoding))

    assert sheet == Sheet(
        ("名称", "city"),
        (
            Line(2, {"名称": '展, 会; "七"\n二', "city": "汉诺威"}),
            Line(5, {"名称": "北京国际展览会", "city": ""}),
        ),
    )


def test_an_encoding_that_is_told_is_believed() -> None:
    assert csv_tables.read("city\nMálaga\n".encode("cp1252"), encoding="windows-1252").lines == (
        Line(2, {"city": "Málaga"}),
    )
    with pytest.raises(TableUnreadable):
        csv_tables.read(b"city\n\xff\n", encoding="utf-8")
    with pytest.raises(TableUnreadable):
        csv_tables.read(b"city\n", encoding="unicode_escape")


def test_the_line_that_names_the_separator_is_no_header() -> None:
    assert csv_tables.read(b"sep=;\r\na,b;c\r\n1;2\r\n") == Sheet(("a,b", "c"), (Line(3, {"a,b": "1", "c": "2"}),))


def test_faults_are_told_by_line() -> None:
    sheet = csv_tables.read(b"a,b,a\n1,2,3,4\n5\n" + b"x" * 40_000 + b'\n6,"7" 8\n9,9\n')

    assert sheet == Sheet(
        ("a", "b", "a"),
        (Line(3, {"a": "5", "b": None}),),
        (
            Fault(1, "a", ColumnTwice.message),
            Fault(2, "", CellsWithoutColumn.message),
            Fault(4, "", CellTooLong.message),
            Fault(5, "", LineBroken.message),
        ),
    )
    assert N_("There are two columns with this name.") == ColumnTwice.message


@pytest.mark.parametrize(
    "content", [b"", b"\n\n", b"\xff", b"name,city,\0 a text\n", b"PK\x03\x04\0\0\0\0", b"\xff\xfe\x00"]
)
def test_what_is_no_table_is_refused(content: bytes) -> None:
    with pytest.raises(TableUnreadable):
        csv_tables.read(content)


@pytest.mark.parametrize(
    "content", [b"x" * (LARGEST_BYTES + 1), b"a\n" + b"1\n" * (MOST_LINES + 1), b"," * MOST_COLUMNS + b"x\n"]
)
def test_what_is_too_large_is_refused(content: bytes) -> None:
    with pytest.raises(TableTooLarge):
        csv_tables.read(content)


@given(st.binary(max_size=400))
def test_no_bytes_raise_anything_else(content: bytes) -> None:
    with suppress(TableUnreadable, TableTooLarge):
        csv_tables.read(content)


def test_days_are_read_as_people_write_them() -> None:
    written: list[Value] = [
        "2027-04-05",
        "2027/4/5",
        "5.4.2027",
        "2027-04-05 00:00:00",
        date(2027, 4, 5),
    ]

    assert [typed(day, Kind.DAY) for day in written] == [date(2027, 4, 5)] * 5
