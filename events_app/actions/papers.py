"""Documents of an application: sent by the company, accepted or rejected by the organiser, each on its own."""

from datetime import datetime
from pathlib import Path
from uuid import UUID

from events_app.actions.cases import get_edition_of, letter_params, list_recipients
from events_app.actions.files import Sent, store
from events_app.actions.history import record
from events_app.actions.mail import post
from events_app.domain.admissions import Admission
from events_app.domain.applications import Application, ApplicationState
from events_app.domain.documents import Document
from events_app.domain.exhibitions import Edition
from events_app.domain.history import Deed, FieldChange
from events_app.domain.letters import LetterKind
from events_app.domain.papers import Paper, PaperNotThere, PaperStatus, WantedPaper, check_sendable
from events_app.domain.refusals import NotFound
from events_app.domain.rights import Asker, Noun, Right, require
from events_app.storage import admissions, applications, documents, organisations, papers
from events_app.storage.database import transaction


async def send(application_id: UUID, key: str, sent: Sent, *, data_dir: Path, by: Asker, now: datetime) -> Document:
    """Keep a file for one wanted document, in place of one that was sent before.

    Raises NotFound, NotAllowed or CaseOver.
    """
    application = await applications.get(application_id)
    require(by, Right.EDIT, Noun.APPLICATION, owner=application.company_id)
    await _wanted(application, key)
    document = await store(
        sent,
        noun=Noun.APPLICATION,
        object_id=application.id,
        owner=application.company_id,
        data_dir=data_dir,
        by=by,
        now=now,
    )
    async with transaction():
        fresh = await applications.get(application_id)
        check_sendable(fresh)
        old = await papers.find_paper(application_id, key)
        if old is not None:
            await documents.remove_(old.document_id)
        await documents.add(document)
        await papers.set_paper(Paper(application_id=application_id, key=key, document_id=document.id, received_at=now))
        change = FieldChange("documents", None, document.name)
        await _record(fresh, change, by=by, now=now)
    await documents.remove_unkept(data_dir)
    return document


async def decide(
    application_id: UUID,
    key: str,
    status: PaperStatus,
    *,
    document_id: UUID,
    reason: str = "",
    by: Asker,
    now: datetime,
) -> Paper:
    """Accept or reject what was sent; a rejection is told to the company.

    Raises NotFound, NotAllowed, PaperNotThere or PaperUnexplained.
    """
    if status not in {PaperStatus.ACCEPTED, PaperStatus.REJECTED}:
        raise NotFound
    async with transaction():
        application = await applications.get(application_id)
        edition = await get_edition_of(application.edition_id)
        require(by, Right.DECIDE, Noun.ADMISSION, owner=edition.unit_id)
        wanted = await _wanted(application, key)
        old = await papers.find_paper(application_id, key)
        if old is None or application.state is ApplicationState.DRAFT:
            raise PaperNotThere
        new = old.decide(status, document_id=document_id, reason=reason, now=now)
        await papers.set_paper(new)
        await _record(application, FieldChange(f"document {key}", old.status.value, new.status.value), by=by, now=now)
        if status is PaperStatus.REJECTED:
            await _tell(application, edition, wanted, new, by=by, now=now)
    return new


async def _wanted(application: Application, key: str) -> WantedPaper:
    admission: Admission | None = await admissions.find(application.edition_id)
    found = next((each for each in admission.papers if each.key == key), None) if admission else None
    if found is None:
        raise NotFound
    return found


async def _record(application: Application, change: FieldChange, *, by: Asker, now: datetime) -> None:
    owner, label = application.company_id, str(application.number)
    await record(
        Deed.CHANGED, Noun.APPLICATION, application.id, by=by, now=now, owner=owner, label=label, changes=(change,)
    )


async def _tell(
    application: Application, edition: Edition, wanted: WantedPaper, paper: Paper, *, by: Asker, now: datetime
) -> None:
    company = await organisations.get(application.company_id)
    params = letter_params(application, company, edition, reason=paper.reason, by=by)
    params["document"] = dict(wanted.name.wordings)
    for person in await list_recipients(company.id):
        key = f"{LetterKind.PAPER_REJECTED.value}:{paper.document_id}:{person.id}"
        await post(LetterKind.PAPER_REJECTED, to=person, params=params, now=now, key=key)
