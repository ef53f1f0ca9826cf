"""Builders of reports and claims; a test names only what it is about."""

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from events_app.actions import admissions, exhibitions
from events_app.domain.applications import Application, ApplicationState
from events_app.domain.claims import Claim, ClaimState, CostLine, Evidence
from events_app.domain.documents import Document
from events_app.domain.organisations import Organisation
from events_app.domain.papers import PaperStatus
from events_app.domain.reports import Amount, Outcome, OutcomeLine, Report
from events_app.domain.rights import SYSTEM, Asker, Noun
from events_app.domain.support_schemes import CostKind
from events_app.storage import applications, claims, documents, reports, support_schemes
from events_app.storage import exhibitions as stored
from tests.application_builders import (
    WITHIN,
    a_company,
    a_submitted,
    an_admission,
    an_open_edition,
    plant_admission,
)
from tests.builders import an_id
from tests.clients import NOW
from tests.document_builders import PDF
from tests.offer_builders import a_scheme
from tests.planting import context

USD = Amount(currency="USD", intended_minor=200_00, signed_minor=50_00)
LINE = OutcomeLine(id=an_id("line"), country="KE", partner="Rift Works", leads=2, memoranda=1)


def an_outcome(**changes: Any) -> Outcome:  # noqa: ANN401 - fields of an outcome
    """What a company reports: complete, with one line."""
    outcome = Outcome(
        visitors=40, leads=5, memoranda=1, amounts=(USD,), satisfaction=4, text="One order.", lines=(LINE,)
    )
    return replace(outcome, **changes)


def a_report(**changes: Any) -> Report:  # noqa: ANN401 - fields of a report
    """A complete draft of a company."""
    report = Report(
        id=an_id("report"),
        edition_id=an_id("edition"),
        application_id=an_id("application"),
        company_id=an_id("company"),
        outcome=an_outcome(),
        created_at=NOW,
        modified_at=NOW,
    )
    return replace(report, **changes)


def a_claim(**changes: Any) -> Claim:  # noqa: ANN401 - fields of a claim
    """A draft that claims 1000.00 for space."""
    claim = Claim(
        id=an_id("claim"),
        application_id=an_id("application"),
        scheme_id=an_id("scheme"),
        company_id=an_id("company"),
        edition_id=an_id("edition"),
        currency="USD",
        lines=(CostLine(kind=CostKind.SPACE, amount_minor=1_000_00),),
        created_at=NOW,
        modified_at=NOW,
    )
    return replace(claim, **changes)


async def a_case_that_took_part(word: str = "valves") -> tuple[Application, Organisation, Asker]:
    """Keep a case of a company at an edition that is over: it took part and has not reported."""
    if await stored.find_series("light-and-building"):
        edition = await exhibitions.add_edition(an_open_edition(), by=SYSTEM, context=context(), now=WITHIN)
        await admissions.keep(edition.slug, an_admission(edition_id=edition.id), by=SYSTEM, now=WITHIN)
    else:
        await plant_admission()
    company, by = await a_company(word)
    case = await a_submitted(company, by)
    moved = replace(case, state=ApplicationState.TOOK_PART, version=2)
    await applications.set_(moved)
    return await applications.get(case.id), company, by


AFTER: datetime = NOW + timedelta(days=1)


async def plant_claim(name: str, case: Application, folder: Path) -> dict[str, str]:
    """A claim that was returned, with a document."""
    scheme = a_scheme(id=an_id(f"claim scheme {name}"))
    await support_schemes.add(scheme)
    ids = {"application_id": case.id, "scheme_id": scheme.id, "company_id": case.company_id}
    claim = a_claim(id=an_id(f"claim {name}"), edition_id=case.edition_id, state=ClaimState.RETURNED, **ids)
    await claims.add(claim)
    sha256 = await documents.add_file(folder, PDF)
    for word in (name, f"api {name}"):
        await _plant_evidence(claim, an_id(f"evidence {word}"), sha256, PaperStatus.RECEIVED)
    return {"claim_id": str(claim.id), "evidence_id": str(an_id(f"evidence {name}"))}


async def plant_proof(claim: Claim) -> None:
    """A document of the claim that was accepted, without its file."""
    await _plant_evidence(claim, an_id("proof"), "0" * 64, PaperStatus.ACCEPTED)


async def _plant_evidence(claim: Claim, document_id: UUID, sha256: str, status: PaperStatus) -> None:
    document = Document(
        id=document_id,
        noun=Noun.CLAIM,
        object_id=claim.id,
        owner=claim.company_id,
        name="invoice.pdf",
        media_type="application/pdf",
        size_bytes=len(PDF),
        sha256=sha256,
        at=NOW,
    )
    await documents.add(document)
    await claims.set_evidence(
        Evidence(claim_id=claim.id, document_id=document.id, cost=CostKind.SPACE, status=status, received_at=NOW)
    )


async def plant_report(name: str, case: Application) -> dict[str, str]:
    """A report that was sent, with a line that a project can come of."""
    line = replace(LINE, id=an_id(f"line {name}"))
    ids = {"edition_id": case.edition_id, "application_id": case.id, "company_id": case.company_id}
    sent = a_report(id=an_id(f"report {name}"), outcome=an_outcome(lines=(line,)), **ids).send(by=None, now=NOW)
    await reports.add(sent)
    return {"report_id": str(sent.id), "line_id": str(line.id)}
