"""Documents that an edition wants of its applicants: where each stands, and what the organiser decides about it.

The files themselves are sent and fetched in `paper_files`.
"""

from datetime import datetime
from typing import Literal
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from pydantic import Field

from events_app.actions import papers as actions
from events_app.api.applications import case_of, submitted_case
from events_app.api.bodies import read_body
from events_app.api.calls import Call, answered
from events_app.api.fields import WITHOUT_NUL, Model, ShownText
from events_app.api.files import SentFile, view_of
from events_app.api.operations import Operation
from events_app.domain.applications import Application
from events_app.domain.messages import N_
from events_app.domain.papers import LONGEST_PAPER_REASON, PAPER_STATUS_NAMES, PaperStatus, lines_of
from events_app.domain.refusals import NotFound
from events_app.domain.rights import Noun, Right, require
from events_app.storage import admissions, documents, papers

DECISIONS = {"accept": PaperStatus.ACCEPTED, "reject": PaperStatus.REJECTED}


class PaperLabels(Model):
    """Codes in words."""

    status: str


class PaperView(Model):
    """A document that the edition wants, and where it stands; `is_open` says that the company has to send something."""

    key: str
    name: ShownText
    is_required: bool
    is_open: bool
    status: PaperStatus
    reason: str
    document: SentFile | None
    received_at: datetime | None
    decided_at: datetime | None
    labels: PaperLabels


class PaperDecision(Model):
    """What the organiser decides about a document."""

    decision: Literal["accept", "reject"]
    document: UUID = Field(
        description=N_("Id of the document that was looked at: nothing is decided about one sent meanwhile.").id
    )
    reason: str = Field(
        default="",
        max_length=LONGEST_PAPER_REASON,
        pattern=WITHOUT_NUL,
        description=N_("Needed where it is rejected; the company reads it.").id,
    )


@get("/companies/{slug:str}/applications/{application_id:uuid}/papers")
async def list_own(
    call: NamedDependency[Call], *, slug: FromPath[str], application_id: FromPath[UUID]
) -> Response[bytes]:
    """List the documents wanted of a company's application, in the order of the edition."""
    return await _listed(call, await case_of(call, slug, application_id, Right.READ))


@get("/applications/{application_id:uuid}/papers")
async def list_all(call: NamedDependency[Call], *, application_id: FromPath[UUID]) -> Response[bytes]:
    """List the documents wanted of an application, in the order of the edition."""
    application, _ = await submitted_case(call, application_id, Right.READ)
    return await _listed(call, application)


@post("/applications/{application_id:uuid}/papers/{key:str}/decision", status_code=200)
async def decide(call: NamedDependency[Call], *, application_id: FromPath[UUID], key: FromPath[str]) -> Response[bytes]:
    """Accept or reject a document; of a rejection the company is told."""
    application, edition = await submitted_case(call, application_id, Right.READ)
    require(call.by, Right.DECIDE, Noun.ADMISSION, owner=edition.unit_id)
    body = await read_body(call.request, PaperDecision)
    status = DECISIONS[body.decision]
    await actions.decide(
        application_id, key, status, document_id=body.document, reason=body.reason, by=call.by, now=call.now
    )
    return call.changed(await paper_view(call, application, key), 1)


async def paper_view(call: Call, application: Application, key: str) -> PaperView:
    """Where one wanted document stands. Raises NotFound."""
    found = next((view for view in await _views(call, application) if view.key == key), None)
    if found is None:
        raise NotFound
    return found


async def _listed(call: Call, application: Application) -> Response[bytes]:
    answered(call.query())
    return call.page(await _views(call, application))


async def _views(call: Call, application: Application) -> list[PaperView]:
    admission = await admissions.find(application.edition_id)
    lines = lines_of(admission.papers if admission else (), await papers.list_papers(application.id))
    files = {each.id: each for each in await documents.list_of_object(application.id)}
    return [
        PaperView(
            key=line.wanted.key,
            name=ShownText.in_(call.language, line.wanted.name),
            is_required=line.wanted.is_required,
            is_open=line.is_open,
            status=line.status,
            reason=line.paper.reason if line.paper else "",
            document=view_of(file) if line.paper and (file := files.get(line.paper.document_id)) else None,
            received_at=line.paper.received_at if line.paper else None,
            decided_at=line.paper.decided_at if line.paper else None,
            labels=PaperLabels(status=call.say(PAPER_STATUS_NAMES[line.status])),
        )
        for line in lines
    ]


OPERATIONS = (
    Operation(
        handler=list_own,
        id="listCompanyPapers",
        tag="applications",
        summary=N_("List the documents wanted of a company’s application, with the status of each."),
        gives=PaperView,
        is_page=True,
        needs_token=True,
    ),
    Operation(
        handler=list_all,
        id="listPapers",
        tag="applications",
        summary=N_("List the documents wanted of an application, with the status of each."),
        gives=PaperView,
        is_page=True,
        needs_token=True,
    ),
    Operation(
        handler=decide,
        id="decidePaper",
        tag="applications",
        summary=N_("Accept or reject a document of an application; of a rejection the company is told."),
        gives=PaperView,
        reads=PaperDecision,
        needs_token=True,
        example={
            "decision": "reject",
            "document": "0190163d-8694-739b-aea5-966c26f8ad91",
            "reason": "The extract is older than a year.",
        },
    ),
)
