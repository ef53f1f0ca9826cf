"""Tables about fees as files that desks take away: CSV or a workbook, noted in the history as every export."""

from decimal import Decimal

from litestar import Response

from events_app.actions.exports import record_export
from events_app.domain.messages import Message
from events_app.domain.rights import Noun
from events_app.domain.tables import Table
from events_app.edge.desk import Visit
from events_app.edge.table_files import table_file
from events_app.i18n.numbers import minor_digits


async def file_response(visit: Visit, table: Table, *, name: str, kind: str, title: Message) -> Response[bytes]:
    """Answer with a table as a file, `{name}-{today}.{kind}`."""
    words = str(visit.request.app.state.catalogues.translate(visit.language, title))
    file = f"{name}-{visit.today.isoformat()}.{kind}"
    answer = await table_file(table, file, title=words, language=visit.language)
    await record_export(Noun.FEE, count=len(table.rows), label=f"{name}.{kind}", by=visit.asker, now=visit.now)
    return answer


def major(minor: int, currency: str) -> float:
    """An amount in the unit of its currency, as spreadsheets hold numbers."""
    return float(Decimal(minor).scaleb(-minor_digits(currency)))
