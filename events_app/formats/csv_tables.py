"""Tables as CSV (RFC 4180) and back, safe to open in a spreadsheet.

Written in UTF-8 with a byte order mark: spreadsheets take anything else for the machine's old code page. Text that a
spreadsheet would run as a formula gets an apostrophe before it, which reading takes off again.
"""

import csv
import io
import re
from collections.abc import Iterator
from datetime import date, datetime

from events_app.domain.tables import (
    LARGEST_BYTES,
    LONGEST_CELL,
    MOST_LINES,
    CellTooLong,
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
    header_of,
    line_of,
    plain_value,
)

MEDIA_TYPE = "text/csv"
BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"
ENCODINGS: tuple[str, ...] = ("utf-8", "utf-16", "gb18030", "windows-1252")
"""What may be told; the first three are also found out."""
DELIMITERS = ",;\t"

# What begins a formula in one spreadsheet or another (also after spaces, and in full width), behind any apostrophes: so
# one more apostrophe can always be taken off again without a doubt.
_SIGNS = "=+\\-@＝＋－＠"
_DANGEROUS = re.compile(rf"'*(?:[\t\r\n]|\s*[{_SIGNS}])")
_NEUTRALISED = re.compile(rf"'{_DANGEROUS.pattern}")
# Where a spreadsheet divides at semicolons or tabs, as it does in half of Europe, a cell begins after each of them.
_INNER = re.compile(rf"(?<=[;\t])('*)(?=[{_SIGNS}])")
_SEPARATOR_LINE = re.compile(r"sep=([,;\t])\r?\n", re.IGNORECASE)
_SHARE_OF_NULS = 0.2


def neutralised(text: str) -> str:
    """The text so that no spreadsheet runs it, wherever that divides cells."""
    text = _INNER.sub(r"'\1", text)
    return f"'{text}" if _DANGEROUS.match(text) else text


def as_meant(text: str) -> str:
    """The text without the apostrophes that `neutralised` put there."""
    text = text[1:] if _NEUTRALISED.match(text) else text
    return _INNER.sub(lambda found: found[1][1:], text)


def written(table: Table) -> bytes:
    """Write a table. Numbers stay numbers, minus signs included; days and moments are ISO 8601."""
    out = io.StringIO(newline="")
    out.write(BOM)
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([neutralised(clean(column.name)) for column in table.columns])
    kinds = [column.kind for column in table.columns]
    for row in table.rows:
        writer.writerow([_cell(value, kind) for value, kind in zip(row, kinds, strict=True)])
    return out.getvalue().encode()


def read(content: bytes, *, encoding: str | None = None) -> Sheet:
    """Read a table, its encoding told or found out, its delimiter that which divides the header most.

    Raises TableUnreadable or TableTooLarge; what is wrong with single lines stands in the answer.
    """
    if len(content) > LARGEST_BYTES:
        raise TableTooLarge
    text = _decoded(content, encoding).removeprefix(BOM)
    skipped = 0
    if found := _SEPARATOR_LINE.match(text):
        delimiter, skipped, text = found[1], 1, text[found.end() :]
    else:
        delimiter = _delimiter_of(text)
    return _sheet(_records(text, delimiter), skipped)


def _cell(value: Value, kind: Kind) -> str:
    value = plain_value(value)
    match value:
        case None:
            return ""
        case datetime():
            return value.isoformat(" ")
        case date():
            return value.isoformat()
        case int() | float() if kind is not Kind.TEXT:
            return repr(value)
        case _:
            return neutralised(str(value))


def _decoded(content: bytes, encoding: str | None) -> str:
    candidates = (encoding,) if encoding else _candidates(content)
    for candidate in candidates:
        if candidate not in ENCODINGS and candidate not in {"utf-16-le", "utf-16-be"}:
            continue
        try:
            text = content.decode(candidate)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise TableUnreadable


def _candidates(content: bytes) -> tuple[str, ...]:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return ("utf-16",)
    sample = content[:4096]
    nuls = (sample[0::2].count(0), sample[1::2].count(0))
    if max(nuls) > len(sample) / 2 * _SHARE_OF_NULS:
        return ("utf-16-le",) if nuls[1] > nuls[0] else ("utf-16-be",)
    return ("utf-8", "gb18030")


def _delimiter_of(text: str) -> str:
    """The delimiter that divides the first line that holds anything into most cells; the first of them in a tie."""
    head = text.lstrip()[: 4 * LONGEST_CELL]

    def cells(delimiter: str) -> int:
        try:
            return len(next(_records(head, delimiter), (0, []))[1])
        except csv.Error:
            return 0

    return max(DELIMITERS, key=cells)


def _records(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Records with the line that each begins on. Raises csv.Error where quotation marks do not match."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    begins = 1
    for record in reader:
        yield begins, record
        begins = reader.line_num + 1


def _sheet(records: Iterator[tuple[int, list[str]]], skipped: int) -> Sheet:
    header: tuple[str, ...] = ()
    lines, faults = list[Line](), list[Fault]()
    last = 0
    try:
        for begins, record in records:
            last = begins
            cells = [as_meant(cell) for cell in record]
            if not any(cell.strip() for cell in cells):
                continue
            number = begins + skipped
            if not header:
                header, faults = header_of(cells, line=number)
            elif len(lines) == MOST_LINES:
                raise TableTooLarge
            elif any(len(cell) > LONGEST_CELL for cell in cells):
                faults.append(Fault.of(CellTooLong(), line=number))
            else:
                _sort_in(line_of(header, [*cells], number=number), lines, faults)
    except csv.Error:
        faults.append(Fault.of(LineBroken(), line=last + 1 + skipped))
    if not header:
        raise TableUnreadable
    return Sheet(header, tuple(lines), tuple(faults))


def _sort_in(line: Line | Fault, lines: list[Line], faults: list[Fault]) -> None:
    if isinstance(line, Fault):
        faults.append(line)
    else:
        lines.append(line)
