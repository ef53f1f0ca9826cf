"""The log of mails: to whom which letter went, what failed and why, and the button that has it tried again.

What a letter says is not shown: some open a door, and all are addressed to one person.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from events_app.actions import jobs as actions
from events_app.domain.jobs import JOB_STATE_NAMES, Job, JobKind, JobNotRetriable, JobState
from events_app.domain.letters import LETTER_NAMES, LetterKind
from events_app.domain.messages import Message
from events_app.domain.rights import Noun, Right, may, require
from events_app.edge.desk import Visit, see
from events_app.edge.forms import Form, read_form
from events_app.edge.paging import MomentCursor, parse_moment_cursor
from events_app.storage import jobs

PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class MailRow:
    """One mail; `letter` is None for a letter that this version does not know."""

    job: Job
    letter: Message | None
    address: str
    name: str


@get("/mail", include_in_schema=False)
async def mail_page(*, visit: NamedDependency[Visit]) -> Response[str]:
    """List mails, newest first, in any state or in the chosen ones."""
    require(visit.asker, Right.READ, Noun.JOB)
    query = visit.request.query_params
    form = Form({"state": query.getall("state", [])})
    known = [state.value for state in JobState]
    states = [JobState(value) for value in form.list("state") if value in known]
    before = parse_moment_cursor(query.get("before"))
    found = await jobs.list_jobs(states=states or None, kind=JobKind.SEND_MAIL, before=before, limit=PER_PAGE + 1)
    shown = found[:PER_PAGE]
    return visit.page(
        "desk/mail/list.html",
        form=form,
        rows=[_row(job) for job in shown],
        counts=await jobs.count_by_state(JobKind.SEND_MAIL),
        state_names=JOB_STATE_NAMES,
        states=states,
        later=str(MomentCursor(shown[-1].created_at, shown[-1].id)) if len(found) > PER_PAGE else None,
        is_first=before is None,
        may_retry=may(visit.asker, Right.EDIT, Noun.JOB),
    )


@post("/mail/{job_id:uuid}/retry", include_in_schema=False, status_code=303)
async def retry(*, job_id: FromPath[UUID], visit: NamedDependency[Visit]) -> Response[Any]:
    """Have a failed mail tried again at once; one that is no longer failed is left as it is, and that is told."""
    await read_form(visit.request)
    try:
        await actions.retry(job_id, by=visit.asker, now=visit.now)
    except JobNotRetriable:
        return see("desk/mail", done="not-failed")
    return see("desk/mail", done="retried")


def _row(job: Job) -> MailRow:
    kind = str(job.payload.get("letter", ""))
    letter = LETTER_NAMES.get(LetterKind(kind)) if kind in tuple(LetterKind) else None
    return MailRow(job, letter, str(job.payload.get("address", "")), str(job.payload.get("name", "")))


ROUTES = (mail_page, retry)
