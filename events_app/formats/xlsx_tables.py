"""Tables as XLSX workbooks (ECMA-376) and back, through openpyxl.

Text is written as text, whatever it looks like; read are the values that a spreadsheet kept, never a formula. Entities
in XML are refused by defusedxml, which openpyxl uses where it is installed.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.writer.excel import ExcelWriter
from openpyxl.xml.constants import ARC_CORE

from events_app.domain.languages import direction_of
from events_app.domain.tables import (
    LARGEST_BYTES,
    LONGEST_CELL,
    MOST_COLUMNS,
    MOST_LINES,
    CellIsError,
    CellTooLong,
    Fault,
    Kind,
    Line,
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

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_PARTS = 1000
LARGEST_UNPACKED_BYTES = 60_000_000
LONGEST_TITLE = 31
DAY_FORMAT = "yyyy-mm-dd"
MOMENT_FORMAT = "yyyy-mm-dd hh:mm:ss"
FIRST_YEAR = 1901
"""Spreadsheets know no days before 1900 and one in that year too many: earlier ones are text."""

_MOMENTS = re.compile(rb"<dcterms:(created|modified)\b.*?</dcterms:\1>")
_NOT_IN_TITLES = str.maketrans(dict.fromkeys("[]:*?/\\", "-"))


def written(table: Table, *, title: str, language: str) -> bytes:
    """Write a workbook of one sheet, from right to left where the language is. Raises CellTooLong."""
    texts = (value for row in table.rows for value in row if isinstance(value, str))
    if any(len(text) > LONGEST_CELL for text in texts):
        raise CellTooLong
    workbook = openpyxl.Workbook(write_only=True)
    sheet = workbook.create_sheet(clean(title).translate(_NOT_IN_TITLES).strip("' ")[:LONGEST_TITLE] or "1")
    sheet.freeze_panes = "A2"
    sheet.sheet_view.rightToLeft = direction_of(language) == "rtl"
    bold = Font(bold=True)
    head = [_text_cell(sheet, column.name) for column in table.columns]
    for cell in head:
        cell.font = bold
    sheet.append(head)
    kinds = [column.kind for column in table.columns]
    for row in table.rows:
        sheet.append([_cell(sheet, value, kind) for value, kind in zip(row, kinds, strict=True)])
    out = io.BytesIO()
    ExcelWriter(workbook, _TimelessArchive(out, "w", zipfile.ZIP_DEFLATED)).save()
    return out.getvalue()


class _TimelessArchive(zipfile.ZipFile):
    """An archive whose parts bear no moment: the same table is the same bytes, whenever and wherever it is written."""

    def writestr(self, zinfo_or_arcname: Any, data: Any, *_: Any, **__: Any) -> None:  # noqa: ANN401 - as zipfile takes it
        part = zipfile.ZipInfo(zinfo_or_arcname)
        part.compress_type = self.compression
        super().writestr(part, _MOMENTS.sub(b"", data) if zinfo_or_arcname == ARC_CORE else data)

    def write(self, filename: Any, arcname: Any = None, *_: Any, **__: Any) -> None:  # noqa: ANN401 - likewise
        self.writestr(arcname, Path(filename).read_bytes())


def read(content: bytes) -> Sheet:
    """Read the first sheet of a workbook. Raises TableUnreadable or TableTooLarge."""
    if len(content) > LARGEST_BYTES:
        raise TableTooLarge
    _check_parts(content)
    try:
        workbook = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        try:
            return _sheet(_rows(workbook.worksheets[0]))
        finally:
            workbook.close()
    except (TableTooLarge, TableUnreadable):
        raise
    # openpyxl raises anything on hostile bytes; all of it means that this is no workbook.
    except Exception as error:
        raise TableUnreadable from error


def _check_parts(content: bytes) -> None:
    """Refuse archives that unpack to too much: zipfile never reads more than the size that is declared."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise TableUnreadable from error
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED_BYTES:
        raise TableTooLarge


def _text_cell(sheet: Any, text: str) -> Any:  # noqa: ANN401 - openpyxl's own types are private
    cell = WriteOnlyCell(sheet, value=clean(text))
    # Whatever openpyxl took it for: '=…' for a formula, '#N/A' for an error.
    cell.data_type = "s"
    # Stays text when somebody edits it, too.
    cell.quotePrefix = True
    return cell


def _cell(sheet: Any, found: Value, kind: Kind) -> Any:  # noqa: ANN401 - as above
    value: Any = plain_value(found)
    if value is None:
        return None
    if isinstance(value, str) or kind is Kind.TEXT or (isinstance(value, date) and value.year < FIRST_YEAR):
        return _text_cell(sheet, str(value))
    if isinstance(value, datetime):
        cell = WriteOnlyCell(sheet, value=value.replace(tzinfo=None))
        cell.number_format = MOMENT_FORMAT
        return cell
    if isinstance(value, date):
        cell = WriteOnlyCell(sheet, value=datetime(value.year, value.month, value.day))  # noqa: DTZ001 - a day
        cell.number_format = DAY_FORMAT
        return cell
    # All digits: openpyxl itself would write no more than sixteen.
    cell = WriteOnlyCell(sheet, value=repr(value))
    cell.data_type = "n"
    return cell


def _rows(sheet: Any) -> Iterator[tuple[int, list[Any]]]:  # noqa: ANN401 - as above
    # What a file says of its own dimensions may be false, and would be padded with empty cells.
    sheet.reset_dimensions()
    for number, row in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS + 1), 1):
        if number > MOST_LINES + 1:
            raise TableTooLarge
        if any(cell.value not in (None, "") for cell in row):
            yield number, list(row)


def _sheet(rows: Iterator[tuple[int, list[Any]]]) -> Sheet:
    header: tuple[str, ...] = ()
    lines, faults = list[Line](), list[Fault]()
    for number, row in rows:
        values: list[Value] = [cell.value for cell in row]
        if not header:
            header, faults = header_of(["" if v is None else str(v) for v in _without_tail(values)], line=number)
            continue
        wrong = [index for index, cell in enumerate(row) if cell.data_type == "e"]
        if wrong:
            faults += [Fault.of(CellIsError(), line=number, column=_name(header, index)) for index in wrong]
            continue
        line = line_of(header, values, number=number)
        if isinstance(line, Fault):
            faults.append(line)
        else:
            lines.append(line)
    if not header:
        raise TableUnreadable
    return Sheet(header, tuple(lines), tuple(faults))


def _without_tail(values: list[Value]) -> list[Value]:
    while values and values[-1] in (None, ""):
        values.pop()
    return values


def _name(header: tuple[str, ...], index: int) -> str:
    return header[index] if index < len(header) else ""
