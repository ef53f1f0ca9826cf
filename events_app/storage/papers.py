"""Documents of applications, and changes asked for after submitting."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID, uuid4

from events_app.domain.applications import StandKind, Wish
from events_app.domain.change_requests import ChangeRequest, ChangeState
from events_app.domain.papers import Paper, PaperStatus
from events_app.domain.refusals import NotFound
from events_app.storage import tables
from events_app.storage.database import fetch
from events_app.storage.values import dumps, loads

Row = dict[str, Any]


async def list_papers(application_id: UUID) -> tuple[Paper, ...]:
    """What a company sent for a case."""
    table = tables.ApplicationPaper
    rows = await table.select().where(table.application == application_id).order_by(table.paper)
    return tuple(map(_paper, rows))


async def find_paper(application_id: UUID, key: str) -> Paper | None:
    """What a company sent for one wanted document."""
    table = tables.ApplicationPaper
    row = await table.select().where((table.application == application_id) & (table.paper == key)).first()
    return _paper(row) if row else None


async def set_paper(paper: Paper) -> None:
    """Keep a document of a case, in place of what was sent before."""
    await fetch(
        "INSERT INTO application_paper (id, application, paper, document, status, reason, received_at, decided_at) "
        "VALUES ({}, {}, {}, {}, {}, {}, {}, {}) ON CONFLICT (application, paper) DO UPDATE SET "
        "document = excluded.document, status = excluded.status, reason = excluded.reason, "
        "received_at = excluded.received_at, decided_at = excluded.decided_at RETURNING paper",
        uuid4(),
        paper.application_id,
        paper.key,
        paper.document_id,
        paper.status.value,
        paper.reason,
        paper.received_at,
        paper.decided_at,
    )


async def get_request(request_id: UUID) -> ChangeRequest:
    """Change request by id; raises NotFound."""
    row = await tables.ChangeRequest.select().where(tables.ChangeRequest.id == request_id).first()
    if row is None:
        raise NotFound
    return _request(row)


async def list_requests(application_id: UUID) -> tuple[ChangeRequest, ...]:
    """Changes that were asked for in a case, the newest first."""
    table = tables.ChangeRequest
    rows = await table.select().where(table.application == application_id).order_by(table.asked_at, ascending=False)
    return tuple(map(_request, rows))


async def list_with_open_request(application_ids: Iterable[UUID]) -> frozenset[UUID]:
    """Which of these cases have a change that nobody has decided on."""
    wanted = list(application_ids)
    if not wanted:
        return frozenset()
    table = tables.ChangeRequest
    is_open = table.application.is_in(wanted) & (table.state == ChangeState.OPEN.value)
    return frozenset(row["application"] for row in await table.select(table.application).where(is_open))


async def add_request(request: ChangeRequest) -> None:
    """Keep a new request; a second open one of the same case fails by its index."""
    await tables.ChangeRequest.insert(tables.ChangeRequest(**_columns(request)))


async def set_request(request: ChangeRequest) -> bool:
    """Keep a decision about an open request; False where somebody was quicker."""
    table = tables.ChangeRequest
    columns: dict[Any, Any] = _columns(request)
    identity = columns.pop("id")
    is_open = (table.id == identity) & (table.state == ChangeState.OPEN.value)
    return bool(await table.update(columns).where(is_open).returning(table.id))


def _columns(request: ChangeRequest) -> Row:
    wish = request.wish
    return {
        "id": request.id,
        "application": request.application_id,
        "wish": dumps(
            [
                wish.kind.value,
                wish.stands,
                wish.area,
                wish.open_sides,
                wish.preferences,
                wish.neighbours_wanted,
                wish.neighbours_refused,
            ]
        ),
        "exhibits": request.exhibits,
        "words": request.words,
        "state": request.state.value,
        "answer": request.answer,
        "asked_at": request.asked_at,
        "decided_at": request.decided_at,
    }


def _request(row: Row) -> ChangeRequest:
    kind, stands, area, open_sides, preferences, wanted, refused = loads(row["wish"])
    return ChangeRequest(
        id=row["id"],
        application_id=row["application"],
        wish=Wish(
            kind=StandKind(kind),
            stands=stands,
            area=area,
            open_sides=open_sides,
            preferences=tuple(preferences),
            neighbours_wanted=wanted,
            neighbours_refused=refused,
        ),
        exhibits=row["exhibits"],
        words=row["words"],
        state=ChangeState(row["state"]),
        answer=row["answer"],
        asked_at=row["asked_at"],
        decided_at=row["decided_at"],
    )


def _paper(row: Row) -> Paper:
    return Paper(
        application_id=row["application"],
        key=row["paper"],
        document_id=row["document"],
        status=PaperStatus(row["status"]),
        reason=row["reason"],
        received_at=row["received_at"],
        decided_at=row["decided_at"],
    )
