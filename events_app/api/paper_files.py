"""Files of the documents that an edition wants: sent by the company, fetched by both sides."""

from uuid import UUID

from litestar import Response, get, put
from litestar.di import NamedDependency
from litestar.params import FromPath

from events_app.actions import papers as actions
from events_app.api.applications import case_of, submitted_case
from events_app.api.calls import Call, answered
from events_app.api.files import NAME, download, name_of, read_document
from events_app.api.operations import Operation
from events_app.api.papers import PaperView, paper_view
from events_app.domain.messages import N_
from events_app.domain.refusals import NotFound
from events_app.domain.rights import Right
from events_app.storage import documents, papers


@put("/companies/{slug:str}/applications/{application_id:uuid}/papers/{key:str}/file", status_code=200)
async def send(
    call: NamedDependency[Call], *, slug: FromPath[str], application_id: FromPath[UUID], key: FromPath[str]
) -> Response[bytes]:
    """Keep a file for one wanted document, in place of one that was sent before."""
    case = await case_of(call, slug, application_id, Right.EDIT)
    form = call.query("name")
    name = name_of(form)
    answered(form)
    sent = await read_document(call, name or key)
    await actions.send(application_id, key, sent, data_dir=call.settings.data_dir, by=call.by, now=call.now)
    return call.changed(await paper_view(call, case, key), 1)


@get("/companies/{slug:str}/applications/{application_id:uuid}/papers/{key:str}/file")
async def get_own(
    call: NamedDependency[Call], *, slug: FromPath[str], application_id: FromPath[UUID], key: FromPath[str]
) -> Response[bytes]:
    """Hand out what the company sent."""
    await case_of(call, slug, application_id, Right.READ)
    return await _sent(call, application_id, key)


@get("/applications/{application_id:uuid}/papers/{key:str}/file")
async def get_sent(
    call: NamedDependency[Call], *, application_id: FromPath[UUID], key: FromPath[str]
) -> Response[bytes]:
    """Hand out to an organiser what the company sent."""
    await submitted_case(call, application_id, Right.READ)
    return await _sent(call, application_id, key)


async def _sent(call: Call, application_id: UUID, key: str) -> Response[bytes]:
    paper = await papers.find_paper(application_id, key)
    if paper is None:
        raise NotFound
    return await download(call, await documents.get(paper.document_id))


OPERATIONS = (
    Operation(
        handler=send,
        id="sendPaper",
        tag="applications",
        summary=N_("Send the file of a wanted document, in place of one that was sent before."),
        gives=PaperView,
        query=(NAME,),
        sends_file=True,
        needs_token=True,
        example="Extract from the commercial register\nValves Ltd\n",
    ),
    Operation(
        handler=get_own,
        id="fetchCompanyPaper",
        tag="applications",
        summary=N_("Fetch the file that a company sent for a wanted document."),
        gives_file=True,
        needs_token=True,
    ),
    Operation(
        handler=get_sent,
        id="fetchPaper",
        tag="applications",
        summary=N_("Fetch, as an organiser, the file that was sent for a wanted document."),
        gives_file=True,
        needs_token=True,
    ),
)
