"""Documents of claims: sent, fetched and taken back by the company, fetched and decided about by officers."""

from datetime import datetime
from typing import Final, Literal
from uuid import UUID

from litestar import Response, delete, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from pydantic import Field

from events_app.actions import claims as actions
from events_app.api.bodies import read_body
from events_app.api.calls import Call, answered
from events_app.api.claims import own_claim, submitted_claim
from events_app.api.fields import WITHOUT_NUL, Model
from events_app.api.files import NAME, SentFile, download, name_of, read_document, view_of
from events_app.api.operations import Operation, one_of
from events_app.domain.claims import Claim, Evidence
from events_app.domain.documents import Document
from events_app.domain.messages import N_
from events_app.domain.papers import LONGEST_PAPER_REASON, PAPER_STATUS_NAMES, PaperStatus
from events_app.domain.refusals import NotFound
from events_app.domain.rights import Noun, Right, require
from events_app.domain.support_schemes import CostKind
from events_app.storage import claims, documents

OWN: Final = "/companies/{slug:str}/claims/{claim_id:uuid}/evidence"
THEIRS: Final = "/claims/{claim_id:uuid}/evidence"
DECISIONS: Final = {"accept": PaperStatus.ACCEPTED, "reject": PaperStatus.REJECTED}


class EvidenceLabels(Model):
    """Codes in words."""

    status: str


class EvidenceView(Model):
    """A document for a kind of cost, and where it stands."""

    document: UUID
    file: SentFile | None
    cost: CostKind
    status: PaperStatus
    reason: str
    received_at: datetime
    decided_at: datetime | None
    labels: EvidenceLabels


class EvidenceDecision(Model):
    """What an officer decides about a document."""

    decision: Literal["accept", "reject"]
    reason: str = Field(
        default="",
        max_length=LONGEST_PAPER_REASON,
        pattern=WITHOUT_NUL,
        description=N_("Needed where it is rejected; the company reads it.").id,
    )


@get(OWN)
async def list_own(call: NamedDependency[Call], *, slug: FromPath[str], claim_id: FromPath[UUID]) -> Response[bytes]:
    """List the documents of a company's claim."""
    return await _listed(call, await own_claim(call, slug, claim_id, Right.READ))


@post(OWN, status_code=201)
async def send(call: NamedDependency[Call], *, slug: FromPath[str], claim_id: FromPath[UUID]) -> Response[bytes]:
    """Keep a document for one kind of cost."""
    await own_claim(call, slug, claim_id, Right.EDIT)
    form = call.query("name", "cost")
    name, cost = name_of(form), form.choice("cost", CostKind)
    answered(form)
    if cost is None:
        raise NotFound
    sent = await read_document(call, name or cost.value)

    async def create() -> tuple[Model, int, str]:
        kept = await actions.send_evidence(
            claim_id, cost, sent, data_dir=call.settings.data_dir, by=call.by, now=call.now
        )
        evidence = await claims.find_evidence(claim_id, kept.id)
        if evidence is None:
            raise NotFound
        return _view(call, evidence, kept), 1, str(kept.id)

    return await call.created(f"companies/{slug}/claims/{claim_id}/evidence", create, asked=(name, cost.value))


@get(f"{OWN}/{{evidence_id:uuid}}")
async def get_own(
    call: NamedDependency[Call], *, slug: FromPath[str], claim_id: FromPath[UUID], evidence_id: FromPath[UUID]
) -> Response[bytes]:
    """Hand out what the company sent."""
    return await _sent(call, await own_claim(call, slug, claim_id, Right.READ), evidence_id)


@delete(f"{OWN}/{{evidence_id:uuid}}", status_code=204)
async def remove(
    call: NamedDependency[Call], *, slug: FromPath[str], claim_id: FromPath[UUID], evidence_id: FromPath[UUID]
) -> None:
    """Take a document back while the claim is the company's to write."""
    await own_claim(call, slug, claim_id, Right.EDIT)
    answered(call.query())
    await actions.remove_evidence(claim_id, evidence_id, by=call.by, now=call.now)


@get(THEIRS)
async def list_evidence(call: NamedDependency[Call], *, claim_id: FromPath[UUID]) -> Response[bytes]:
    """List the documents of a submitted claim."""
    return await _listed(call, await submitted_claim(call, claim_id))


@get(f"{THEIRS}/{{evidence_id:uuid}}")
async def get_evidence(
    call: NamedDependency[Call], *, claim_id: FromPath[UUID], evidence_id: FromPath[UUID]
) -> Response[bytes]:
    """Hand out to an officer what the company sent."""
    return await _sent(call, await submitted_claim(call, claim_id), evidence_id)


@post(f"{THEIRS}/{{evidence_id:uuid}}/decision", status_code=200)
async def decide(
    call: NamedDependency[Call], *, claim_id: FromPath[UUID], evidence_id: FromPath[UUID]
) -> Response[bytes]:
    """Accept or reject a document of a submitted claim."""
    claim = await submitted_claim(call, claim_id)
    require(call.by, Right.DECIDE, Noun.CLAIM)
    body = await read_body(call.request, EvidenceDecision)
    status = DECISIONS[body.decision]
    kept = await actions.decide_evidence(claim.id, evidence_id, status, reason=body.reason, by=call.by, now=call.now)
    return call.changed(_view(call, kept, await documents.get(kept.document_id)), 1)


async def _listed(call: Call, claim: Claim) -> Response[bytes]:
    answered(call.query())
    files = {each.id: each for each in await documents.list_of_object(claim.id)}
    sent = await claims.list_evidence(claim.id)
    return call.page([_view(call, each, files.get(each.document_id)) for each in sent])


async def _sent(call: Call, claim: Claim, evidence_id: UUID) -> Response[bytes]:
    if await claims.find_evidence(claim.id, evidence_id) is None:
        raise NotFound
    return await download(call, await documents.get(evidence_id))


def _view(call: Call, evidence: Evidence, file: Document | None) -> EvidenceView:
    return EvidenceView(
        document=evidence.document_id,
        file=view_of(file) if file else None,
        cost=evidence.cost,
        status=evidence.status,
        reason=evidence.reason,
        received_at=evidence.received_at,
        decided_at=evidence.decided_at,
        labels=EvidenceLabels(status=call.say(PAPER_STATUS_NAMES[evidence.status])),
    )


COST: Final = one_of("cost", N_("For which kind of cost the document is."), CostKind, several=False)
OPERATIONS = (
    Operation(
        handler=list_own,
        id="listCompanyClaimEvidence",
        tag="claims",
        summary=N_("List the documents of a company’s claim, with the status of each."),
        gives=EvidenceView,
        is_page=True,
        needs_token=True,
    ),
    Operation(
        handler=send,
        id="sendClaimEvidence",
        tag="claims",
        summary=N_("Send a document for one kind of cost, while the claim is a draft or returned."),
        gives=EvidenceView,
        query=(NAME, COST),
        sends_file=True,
        needs_token=True,
        creates=True,
        example="Invoice of the organiser\nValves Ltd\n",
    ),
    Operation(
        handler=get_own,
        id="fetchCompanyClaimEvidence",
        tag="claims",
        summary=N_("Fetch a document that a company sent for its claim."),
        gives_file=True,
        needs_token=True,
    ),
    Operation(
        handler=remove,
        id="removeClaimEvidence",
        tag="claims",
        summary=N_("Take a document of a claim back, while the claim is a draft or returned."),
        needs_token=True,
    ),
    Operation(
        handler=list_evidence,
        id="listClaimEvidence",
        tag="claims",
        summary=N_("List the documents of a submitted claim, with the status of each."),
        gives=EvidenceView,
        is_page=True,
        needs_token=True,
    ),
    Operation(
        handler=get_evidence,
        id="fetchClaimEvidence",
        tag="claims",
        summary=N_("Fetch, as an officer, a document of a submitted claim."),
        gives_file=True,
        needs_token=True,
    ),
    Operation(
        handler=decide,
        id="decideClaimEvidence",
        tag="claims",
        summary=N_("Accept or reject a document of a submitted claim."),
        gives=EvidenceView,
        reads=EvidenceDecision,
        needs_token=True,
        example={"decision": "reject", "reason": "The invoice is not made out to you."},
    ),
)
