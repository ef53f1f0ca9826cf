"""What pages of a case show of its documents and of changes that were asked for."""

from typing import Any

from events_app.domain.admissions import Admission
from events_app.domain.applications import Application
from events_app.domain.change_requests import CHANGE_STATE_NAMES, ChangeState, may_change
from events_app.domain.papers import PAPER_STATUS_NAMES, lines_of
from events_app.storage import documents, papers


async def papers_of(application: Application, admission: Admission) -> dict[str, Any]:
    """Wanted documents with what was sent, and requests with the open one first named."""
    requests = await papers.list_requests(application.id)
    return {
        "papers": lines_of(admission.papers, await papers.list_papers(application.id)),
        "paper_files": {each.id: each for each in await documents.list_of_object(application.id)},
        "paper_status_names": PAPER_STATUS_NAMES,
        "changes": requests,
        "open_change": next((each for each in requests if each.state is ChangeState.OPEN), None),
        "change_state_names": CHANGE_STATE_NAMES,
        "may_change": may_change(application),
    }
