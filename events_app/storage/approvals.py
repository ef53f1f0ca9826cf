"""Approval cases of editions."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from events_app.domain.approvals import ApprovalCase, ApprovalDecision
from events_app.domain.refusals import ChangedMeanwhile
from events_app.storage import tables
from events_app.storage.database import fetch
from events_app.storage.keyset import Chosen, Place, list_rows

NAMES = (
    "edition",
    "number",
    "authority",
    "submitted_on",
    "decided_on",
    "decision",
    "conditions",
    "documents",
    "version",
)


async def find(edition_id: UUID) -> ApprovalCase | None:
    """The case of an edition, if there is one."""
    row = await tables.Approval.select().where(tables.Approval.edition == edition_id).first()
    return _case(row) if row else None


async def list_cases(
    unit_ids: Collection[UUID] | None,
    decisions: Collection[ApprovalDecision],
    *,
    after: Place | None = None,
    limit: int,
) -> tuple[ApprovalCase, ...]:
    """Cases of editions of these units (None: of all), in the order of first day and id of the edition."""
    rows = await list_rows(
        "approval JOIN edition ON edition.id = approval.edition",
        ", ".join(f"approval.{name} AS {name}" for name in NAMES),
        Chosen().of_units(unit_ids).among("decision", decisions),
        column="first_day",
        after=after,
        limit=limit,
    )
    return tuple(map(_case, rows))


async def set_(case: ApprovalCase) -> None:
    """Keep a case, in place of the one with its version; raises ChangedMeanwhile where that is not there any more."""
    rows = await fetch(
        "INSERT INTO approval (edition, number, authority, submitted_on, decided_on, decision, conditions, documents, "
        "version) VALUES ({}, {}, {}, {}, {}, {}, {}, {}, 1) ON CONFLICT (edition) DO UPDATE SET "
        "number = excluded.number, authority = excluded.authority, submitted_on = excluded.submitted_on, "
        "decided_on = excluded.decided_on, decision = excluded.decision, conditions = excluded.conditions, "
        "documents = excluded.documents, version = approval.version + 1 WHERE approval.version = {} RETURNING version",
        case.edition_id,
        case.number,
        case.authority,
        case.submitted_on,
        case.decided_on,
        case.decision.value,
        case.conditions,
        case.documents,
        case.version,
    )
    if not rows or rows[0]["version"] != case.version + 1:
        raise ChangedMeanwhile


def _case(row: dict[str, Any]) -> ApprovalCase:
    return ApprovalCase(
        edition_id=row["edition"],
        number=row["number"],
        authority=row["authority"],
        submitted_on=row["submitted_on"],
        decided_on=row["decided_on"],
        decision=ApprovalDecision(row["decision"]),
        conditions=row["conditions"],
        documents=row["documents"],
        version=row["version"],
    )
