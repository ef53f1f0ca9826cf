"""Documents of cases through the actions, on both engines: sent, replaced, decided, told."""

from pathlib import Path

import pytest

from events_app.actions import applications as actions
from events_app.actions import papers
from events_app.actions.files import Sent
from events_app.domain.applications import Application, Move
from events_app.domain.jobs import JobKind
from events_app.domain.letters import Letter, LetterKind
from events_app.domain.papers import CaseOver, PaperNotThere, PaperStatus, WantedPaper
from events_app.domain.refusals import NotFound
from events_app.domain.rights import SYSTEM, Asker, NotAllowed
from events_app.storage import admissions as stored_admissions
from events_app.storage import applications, documents, jobs
from events_app.storage import papers as stored
from events_app.storage.database import Database
from tests.application_builders import WITHIN, a_company, a_submitted, plant_admission
from tests.builders import a_text

pytestmark = pytest.mark.usefixtures("database")
PDF = Sent(content=b"%PDF-1", name="extract.pdf", media_type="application/pdf")
NEWER = Sent(content=b"%PDF-2", name="newer.pdf", media_type="application/pdf")
EXTRACT = WantedPaper("extract", a_text("Extract of the register"))


async def a_case() -> tuple[Application, Asker]:
    await plant_admission(papers=(EXTRACT,))
    company, asker = await a_company("valves")
    return await a_submitted(company, asker), asker


async def test_wanted_documents_are_kept_with_the_admission(database: Database) -> None:
    edition = await plant_admission(papers=(EXTRACT, WantedPaper("leaflet", a_text("Leaflet"), is_required=False)))

    found = await stored_admissions.find(edition.id)

    assert found is not None
    assert [(each.key, each.name, each.is_required) for each in found.papers] == [
        ("extract", a_text("Extract of the register"), True),
        ("leaflet", a_text("Leaflet"), False),
    ]


async def test_a_later_file_takes_the_place_of_an_earlier_one(database: Database, tmp_path: Path) -> None:
    case, asker = await a_case()

    await papers.send(case.id, "extract", PDF, data_dir=tmp_path, by=asker, now=WITHIN)
    newer = await papers.send(case.id, "extract", NEWER, data_dir=tmp_path, by=asker, now=WITHIN)

    (kept,) = await stored.list_papers(case.id)
    assert (kept.document_id, kept.status) == (newer.id, PaperStatus.RECEIVED)
    assert [each.name for each in await documents.list_of_object(case.id)] == ["newer.pdf"]


async def test_a_rejection_is_told_and_another_file_is_looked_at_anew(database: Database, tmp_path: Path) -> None:
    case, asker = await a_case()
    sent = await papers.send(case.id, "extract", PDF, data_dir=tmp_path, by=asker, now=WITHIN)

    await papers.decide(
        case.id, "extract", PaperStatus.REJECTED, document_id=sent.id, reason="Too old.", by=SYSTEM, now=WITHIN
    )

    letters = [Letter.of(job.payload) for job in await jobs.list_jobs(limit=50) if job.kind is JobKind.SEND_MAIL]
    (told,) = [letter for letter in letters if letter.kind is LetterKind.PAPER_REJECTED]
    assert (told.params["document"], told.params["reason"]) == ({"en": "Extract of the register"}, {"en": "Too old."})
    newer = await papers.send(case.id, "extract", NEWER, data_dir=tmp_path, by=asker, now=WITHIN)
    with pytest.raises(PaperNotThere):
        await papers.decide(case.id, "extract", PaperStatus.ACCEPTED, document_id=sent.id, by=SYSTEM, now=WITHIN)
    done = await papers.decide(case.id, "extract", PaperStatus.ACCEPTED, document_id=newer.id, by=SYSTEM, now=WITHIN)
    assert (done.status, done.reason) == (PaperStatus.ACCEPTED, "")


async def test_what_is_not_wanted_or_not_ones_own_is_refused(database: Database, tmp_path: Path) -> None:
    case, asker = await a_case()
    _, stranger = await a_company("pumps")

    with pytest.raises(NotFound):
        await papers.send(case.id, "passport", PDF, data_dir=tmp_path, by=asker, now=WITHIN)
    with pytest.raises(NotAllowed):
        await papers.send(case.id, "extract", PDF, data_dir=tmp_path, by=stranger, now=WITHIN)
    with pytest.raises(NotAllowed):
        await papers.decide(case.id, "extract", PaperStatus.ACCEPTED, document_id=case.id, by=asker, now=WITHIN)
    with pytest.raises(PaperNotThere):
        await papers.decide(case.id, "extract", PaperStatus.ACCEPTED, document_id=case.id, by=SYSTEM, now=WITHIN)
    with pytest.raises(NotFound):
        await papers.decide(case.id, "extract", PaperStatus.MISSING, document_id=case.id, by=SYSTEM, now=WITHIN)


async def test_nothing_is_sent_for_a_case_that_has_ended(database: Database, tmp_path: Path) -> None:
    case, asker = await a_case()
    await actions.answer(case.id, Move.WITHDRAW, by=asker, now=WITHIN)

    with pytest.raises(CaseOver):
        await papers.send(case.id, "extract", PDF, data_dir=tmp_path, by=asker, now=WITHIN)
    assert (await applications.get(case.id)).state.value == "withdrawn"
