"""Claims under support schemes, and the evidence for them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from events_app.domain.claims import Claim, ClaimState, CostLine, Evidence
from events_app.domain.papers import PaperStatus
from events_app.domain.refusals import ChangedMeanwhile, NotFound
from events_app.domain.support_schemes import CostKind
from events_app.storage import tables
from events_app.storage.database import fetch
from events_app.storage.keyset import Chosen, Place, count_rows, list_rows
from events_app.storage.values import dumps, loads

Row = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What to list; empty means no limit. Drafts are the company's own: only its list (`company_id`) has them."""

    company_id: UUID | None = None
    scheme_id: UUID | None = None
    edition_id: UUID | None = None
    states: tuple[ClaimState, ...] = ()
    is_oldest_first: bool = False


async def get(claim_id: UUID) -> Claim:
    """Claim by id; raises NotFound."""
    rows = await fetch("SELECT * FROM claim WHERE id = {}", claim_id)
    if not rows:
        raise NotFound
    return _claim(rows[0])


async def lock_(claim_id: UUID) -> Claim:
    """The claim, which nobody else changes before this transaction ends. Raises NotFound."""
    # The row itself is the lock on PostgreSQL; on SQLite one transaction writes at a time.
    await fetch("UPDATE claim SET version = version WHERE id = {} RETURNING id", claim_id)
    return await get(claim_id)


async def list_of_application(application_id: UUID) -> tuple[Claim, ...]:
    """Every claim of a case, the first made first."""
    rows = await fetch("SELECT * FROM claim WHERE application = {} ORDER BY created_at, id", application_id)
    return tuple(map(_claim, rows))


async def list_claims(
    wanted: Wanted, *, after: Place | None = None, before: Place | None = None, limit: int = 50
) -> tuple[Claim, ...]:
    """Claims in the order of their last change, latest first unless asked otherwise."""
    rows = await list_rows(
        "claim",
        "*",
        _chosen(wanted),
        column="changed_on",
        is_latest_first=not wanted.is_oldest_first,
        after=after,
        before=before,
        limit=limit,
    )
    return tuple(map(_claim, rows))


async def count_claims(wanted: Wanted, *, at_most: int = 1000) -> int:
    """How many claims there are of these, counted up to a bound."""
    return await count_rows("claim", _chosen(wanted), at_most=at_most)


async def list_evidence(claim_id: UUID) -> tuple[Evidence, ...]:
    """Documents of a claim, the first sent first."""
    rows = await fetch("SELECT * FROM claim_evidence WHERE claim = {} ORDER BY received_at, document", claim_id)
    return tuple(map(_evidence, rows))


async def find_evidence(claim_id: UUID, document_id: UUID) -> Evidence | None:
    """One document of a claim."""
    rows = await fetch("SELECT * FROM claim_evidence WHERE claim = {} AND document = {}", claim_id, document_id)
    return _evidence(rows[0]) if rows else None


async def add(claim: Claim) -> None:
    """Keep a new claim. Raises an error of integrity where the case has one under the scheme."""
    await tables.Claim.insert(tables.Claim(**_columns(claim)))


async def set_(claim: Claim) -> None:
    """Replace a claim, and raise its version. Raises ChangedMeanwhile."""
    table = tables.Claim
    columns: dict[Any, Any] = _columns(claim) | {"version": claim.version + 1}
    identity = columns.pop("id")
    at_its_version = (table.id == identity) & (table.version == claim.version)
    if not await table.update(columns).where(at_its_version).returning(table.id):
        raise ChangedMeanwhile


async def set_evidence(evidence: Evidence) -> None:
    """Keep a document of a claim, or what was decided about it."""
    await fetch(
        "INSERT INTO claim_evidence (document, claim, cost, status, reason, received_at, decided_at) "
        "VALUES ({}, {}, {}, {}, {}, {}, {}) ON CONFLICT (document) DO UPDATE SET status = excluded.status, "
        "reason = excluded.reason, decided_at = excluded.decided_at RETURNING document",
        evidence.document_id,
        evidence.claim_id,
        evidence.cost.value,
        evidence.status.value,
        evidence.reason,
        evidence.received_at,
        evidence.decided_at,
    )


async def remove_evidence(document_id: UUID) -> None:
    """Forget a document of a claim."""
    await tables.ClaimEvidence.delete().where(tables.ClaimEvidence.document == document_id)


def _chosen(wanted: Wanted) -> Chosen:
    chosen = Chosen().among("state", wanted.states)
    if wanted.company_id is None:
        chosen = chosen.with_("state <> {}", ClaimState.DRAFT.value)
    named = {"company": wanted.company_id, "scheme": wanted.scheme_id, "edition": wanted.edition_id}
    for column, value in named.items():
        if value is not None:
            chosen = chosen.with_(f"{column} = {{}}", value)
    return chosen


def _lines_json(lines: Iterable[CostLine]) -> list[list[Any]]:
    return [[line.kind.value, line.amount_minor, line.words] for line in lines]


def _columns(claim: Claim) -> Row:
    return {
        "id": claim.id,
        "application": claim.application_id,
        "scheme": claim.scheme_id,
        "company": claim.company_id,
        "edition": claim.edition_id,
        "state": claim.state.value,
        "currency": claim.currency,
        "lines": dumps(_lines_json(claim.lines)),
        "claimed_minor": claim.claimed.amount_minor,
        "granted_minor": claim.granted_minor,
        "remarks": claim.remarks,
        "reason": claim.reason,
        "submitted_at": claim.submitted_at,
        "decided_at": claim.decided_at,
        "paid_on": claim.paid_on,
        "created_at": claim.created_at,
        "modified_at": claim.modified_at,
        "changed_on": claim.modified_at.date(),
        "version": claim.version,
    }


def _claim(row: Row) -> Claim:
    return Claim(
        id=row["id"],
        application_id=row["application"],
        scheme_id=row["scheme"],
        company_id=row["company"],
        edition_id=row["edition"],
        state=ClaimState(row["state"]),
        currency=row["currency"],
        lines=tuple(
            CostLine(kind=CostKind(kind), amount_minor=amount, words=words)
            for kind, amount, words in loads(row["lines"])
        ),
        granted_minor=row["granted_minor"],
        remarks=row["remarks"],
        reason=row["reason"],
        submitted_at=row["submitted_at"],
        decided_at=row["decided_at"],
        paid_on=row["paid_on"],
        created_at=row["created_at"],
        modified_at=row["modified_at"],
        version=row["version"],
    )


def _evidence(row: Row) -> Evidence:
    return Evidence(
        claim_id=row["claim"],
        document_id=row["document"],
        cost=CostKind(row["cost"]),
        status=PaperStatus(row["status"]),
        reason=row["reason"],
        received_at=row["received_at"],
        decided_at=row["decided_at"],
    )
