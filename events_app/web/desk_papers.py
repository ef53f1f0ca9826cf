"""Documents of a case and changes that were asked for, decided by organisers on the page of the case."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from events_app.actions import change_requests, papers
from events_app.domain.change_requests import ChangeState
from events_app.domain.papers import LONGEST_PAPER_REASON, PaperStatus
from events_app.domain.refusals import NotFound, Refusal
from events_app.domain.rights import NotAllowed, Right
from events_app.edge.desk import Visit, see
from events_app.edge.forms import read_form
from events_app.edge.problems import problem_of
from events_app.web.company_papers import paper_response
from events_app.web.desk_applications import readable_case, shown_case


@get("/applications/{application_id:uuid}/papers/{key:str}", include_in_schema=False)
async def download(
    visit: NamedDependency[Visit], *, application_id: FromPath[UUID], key: FromPath[str]
) -> Response[bytes]:
    """Hand out what the company sent."""
    await readable_case(application_id, visit.asker)
    return await paper_response(visit, application_id, key)


@post("/applications/{application_id:uuid}/papers/{key:str}", include_in_schema=False, status_code=200)
async def decide_paper(
    visit: NamedDependency[Visit], *, application_id: FromPath[UUID], key: FromPath[str]
) -> Response[Any]:
    """Accept or reject a document."""
    case = await readable_case(application_id, visit.asker, Right.DECIDE)
    form = await read_form(visit.request)
    status = form.choice("status", PaperStatus)
    reason = form.words("reason", most=LONGEST_PAPER_REASON)
    document_id = form.attempt("status", lambda: form.identity("document"))
    form.put("paper", key)
    if status is None or document_id is None or not form.is_good:
        return await shown_case(visit, case, form)
    try:
        await papers.decide(
            application_id, key, status, document_id=document_id, reason=reason, by=visit.asker, now=visit.now
        )
    except (NotAllowed, NotFound):
        raise
    except Refusal as refusal:
        form.problems["reason"] = problem_of(refusal)
        return await shown_case(visit, case, form)
    return see(f"desk/applications/{application_id}", done="paper")


@post("/applications/{application_id:uuid}/changes/{request_id:uuid}", include_in_schema=False, status_code=200)
async def decide_change(
    visit: NamedDependency[Visit], *, application_id: FromPath[UUID], request_id: FromPath[UUID]
) -> Response[Any]:
    """Grant or refuse a change."""
    case = await readable_case(application_id, visit.asker, Right.DECIDE)
    form = await read_form(visit.request)
    state = form.choice("state", ChangeState)
    answer = form.words("answer", most=LONGEST_PAPER_REASON)
    if state is None or not form.is_good:
        return await shown_case(visit, case, form)
    try:
        await change_requests.decide(application_id, request_id, state, answer=answer, by=visit.asker, now=visit.now)
    except (NotAllowed, NotFound):
        raise
    except Refusal as refusal:
        form.problems["answer"] = problem_of(refusal)
        return await shown_case(visit, case, form)
    return see(f"desk/applications/{application_id}", done="change")


ROUTES = (download, decide_paper, decide_change)
