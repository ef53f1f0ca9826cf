"""The history at the desk: who did what to which object, filtered, read page by page, and as a file."""

import asyncio
from typing import Any

from litestar import Response, get
from litestar.di import NamedDependency

from events_app.domain.history import DEED_NAMES, Deed, FieldChange, HistoryLine
from events_app.domain.rights import Noun, Right, may, require
from events_app.domain.tables import Column, Table
from events_app.edge.desk import UNKEPT, Visit
from events_app.edge.desk_words import plainly
from events_app.edge.forms import Form
from events_app.edge.paging import parse_moment_cursor
from events_app.formats import csv_tables
from events_app.storage import history, people

PER_PAGE = 50
MOST_EXPORTED = 5_000
COLUMNS = tuple(map(Column, ("at", "who", "deed", "noun", "object", "label", "field", "before", "after")))


@get("/history", include_in_schema=False)
async def history_page(visit: NamedDependency[Visit]) -> Response[str]:
    """Show the lines that the asker may read, newest first."""
    form, noun, deed = _wanted(visit)
    before = parse_moment_cursor(visit.request.query_params.get("before"))
    found = await _lines(visit, noun, deed, before=before, limit=PER_PAGE + 1)
    lines = found[:PER_PAGE]
    return visit.page(
        "desk/history/list.html",
        form=form,
        lines=lines,
        next=lines[-1] if len(found) > PER_PAGE else None,
        people=await people.list_by_id(line.person_id for line in lines if line.person_id),
        deeds=list(DEED_NAMES.items()),
        nouns=list(Noun),
    )


@get("/history.csv", include_in_schema=False)
async def history_file(visit: NamedDependency[Visit]) -> Response[bytes]:
    """The same lines as a CSV file (UTF-8 with a mark, cells that begin like formulas made plain)."""
    _, noun, deed = _wanted(visit)
    lines = await _lines(visit, noun, deed, before=None, limit=MOST_EXPORTED)
    known = await people.list_by_id(line.person_id for line in lines if line.person_id)
    rows: list[tuple[str, ...]] = []
    for line in lines:
        who = known[line.person_id].name if line.person_id in known else ""
        head = (line.at.isoformat(), who, line.deed.value, line.noun.value, str(line.object_id or ""), line.label)
        rows.extend((*head, *_told(change)) for change in line.changes or (None,))
    content = await asyncio.to_thread(csv_tables.written, Table(COLUMNS, tuple(rows)))
    headers = dict(UNKEPT) | {"Content-Disposition": 'attachment; filename="history.csv"'}
    return Response(content, media_type="text/csv; charset=utf-8", headers=headers)


def _told(change: FieldChange | None) -> tuple[str, str, str]:
    return (change.name, plainly(change.before), plainly(change.after)) if change else ("", "", "")


def _wanted(visit: Visit) -> tuple[Form, Noun | None, Deed | None]:
    query = visit.request.query_params
    form = Form({name: query.getall(name, []) for name in ("noun", "deed")})
    return form, form.choice("noun", Noun, required=False), form.choice("deed", Deed, required=False)


async def _lines(
    visit: Visit,
    noun: Noun | None,
    deed: Deed | None,
    *,
    before: Any,  # noqa: ANN401 - a cursor or None
    limit: int,
) -> tuple[HistoryLine, ...]:
    """Lines within what the asker may read: all for the authority, those of their units for others."""
    owners = None
    if not may(visit.asker, Right.READ, Noun.HISTORY):
        owners = [
            each.organisation_id
            for each in visit.asker.memberships
            if may(visit.asker, Right.READ, Noun.HISTORY, owner=each.organisation_id)
        ]
        require(visit.asker, Right.READ, Noun.HISTORY, owner=next(iter(owners), None))
    return await history.list_lines(owners=owners, noun=noun, deed=deed, before=before, limit=limit)


ROUTES = (history_page, history_file)
