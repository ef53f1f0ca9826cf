"""Tables about fees as files that desks take away: CSV or a workbook, noted in the history as every export."""

import asyncio
from decimal import Decimal
from typing import Final

from litestar import Response

from events_app.actions.exports import record_export
from events_app.domain.messages import Message
from events_app.domain.rights import Noun
from events_app.domain.tables import Table
from events_app.edge.desk import UNKEPT, Visit
from events_app.formats import csv_tables, xlsx_tables
from events_app.i18n.numbers import minor_digits

CSV: Final = "csv"
FILE_KINDS: Final = {
    CSV: "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
"""Media types by the end of the name."""


async def file_response(visit: Visit, table: Table, *, name: str, kind: str, title: Message) -> Response[bytes]:
    """Answer with a table as a file, `{name}-{today}.{kind}`."""
    words = str(visit.request.app.state.catalogues.translate(visit.language, title))
    content = await asyncio.to_thread(_written, table, kind, words, visit.language)
    await record_export(Noun.FEE, count=len(table.rows), label=f"{name}.{kind}", by=visit.asker, now=visit.now)
    file = f"{name}-{visit.today.isoformat()}.{kind}"
    headers = dict(UNKEPT) | {"Content-Disposition": f'attachment; filename="{file}"'}
    return Response(content, media_type=FILE_KINDS[kind], headers=headers)


def major(minor: int, currency: str) -> float:
    """An amount in the unit of its currency, as spreadsheets hold numbers."""
    return float(Decimal(minor).scaleb(-minor_digits(currency)))


def _written(table: Table, kind: str, title: str, language: str) -> bytes:
    return csv_tables.written(table) if kind == CSV else xlsx_tables.written(table, title=title, language=language)
