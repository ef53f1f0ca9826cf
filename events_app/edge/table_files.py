"""Tables that the desk hands out as files: CSV or a workbook, by the end of the name, made off the event loop."""

import asyncio
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from litestar import Response

from events_app.domain.tables import Table
from events_app.edge.desk import UNKEPT
from events_app.formats import csv_tables, xlsx_tables

CSV: Final = "csv"
XLSX: Final = "xlsx"
MEDIA_TYPES: Final[Mapping[str, str]] = MappingProxyType({CSV: csv_tables.MEDIA_TYPE, XLSX: xlsx_tables.MEDIA_TYPE})
"""Media types by the end of the name."""


async def table_file(table: Table, file: str, *, title: str, language: str) -> Response[bytes]:
    """Answer with a table as the file of this name; `title` is that of the sheet. Raises CellTooLong."""
    kind = file.rpartition(".")[2]
    content = await asyncio.to_thread(_written, table, kind, title, language)
    headers = dict(UNKEPT) | {"Content-Disposition": f'attachment; filename="{file}"'}
    return Response(content, media_type=MEDIA_TYPES[kind], headers=headers)


def _written(table: Table, kind: str, title: str, language: str) -> bytes:
    return csv_tables.written(table) if kind == CSV else xlsx_tables.written(table, title=title, language=language)
