"""Documents and changes in the company's hands: sent, told what was wrong, asked for, taken back."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from events_app.actions import applications as actions
from events_app.actions import change_requests, decisions
from events_app.actions import papers as paper_actions
from events_app.domain.applications import Application, Move
from events_app.domain.change_requests import ChangeState
from events_app.domain.organisations import OrganisationKind, Role
from events_app.domain.papers import PaperStatus, WantedPaper
from events_app.domain.rights import SYSTEM
from events_app.storage import organisations, papers
from tests.application_builders import a_fair_open_now, plant_admission, written
from tests.builders import a_text
from tests.clients import NOW, Client, opened_client
from tests.document_builders import PDF
from tests.web.planting import text_of
from tests.web.signing_in import a_member, an_organisation, enter, signed_in, token_of

HOME = "/en/company/valves/applications"
WANTED = (
    WantedPaper("extract", a_text("Extract of the register")),
    WantedPaper("flyer", a_text("Flyer"), is_required=False),
)
SPACE = {"kind": "raw_space", "stands": "2", "area": "36", "open_sides": "2"}


@pytest.fixture
async def client(sqlite_url: str, tmp_path: Path) -> AsyncIterator[Client]:
    folder = {"DATA_DIR": str(tmp_path), "MAX_UPLOAD_BYTES": "200000", "MAX_BODY_BYTES": "60000"}
    async with opened_client(sqlite_url, **folder) as opened:
        yield opened


async def a_case(client: Client, role: Role = Role.EXPORTER_OWNER) -> Application:
    await plant_admission(a_fair_open_now(), stands=3, papers=WANTED)
    company = await an_organisation(OrganisationKind.EXPORTER, "valves", country="CN")
    person, _ = await a_member(role, organisation=company)
    await enter(client, person.id)
    draft = await actions.begin(company.id, "wind-2027", written(), by=SYSTEM, now=NOW)
    return await actions.submit(draft.id, version=1, by=SYSTEM, now=NOW)


async def sent(client: Client, case: Application, content: bytes, key: str = "extract") -> httpx.Response:
    return await client.post(
        f"{HOME}/{case.id}/papers/{key}",
        data={"form_token": token_of(client)},
        files={"file": ("Auszug “1”.pdf", content, "application/pdf")},
    )


async def test_each_document_has_its_own_status(client: Client) -> None:
    case = await a_case(client, Role.EXPORTER_STAFF)
    before = text_of((await client.get(f"{HOME}/{case.id}")).text)
    assert "Extract of the register Missing" in before
    assert "Flyer (optional) Missing" in before

    answer = await sent(client, case, PDF)

    assert answer.headers["location"] == f"{HOME}/{case.id}?done=paper"
    after = text_of((await client.get(f"{HOME}/{case.id}?done=paper")).text)
    assert "The document is sent." in after
    assert "Extract of the register Received" in after
    download = await client.get(f"{HOME}/{case.id}/papers/extract")
    assert (download.content, download.headers["cache-control"]) == (PDF, "no-store")
    assert download.headers["content-disposition"].startswith("attachment")
    (paper,) = await papers.list_papers(case.id)
    await paper_actions.decide(
        case.id, "extract", PaperStatus.REJECTED, document_id=paper.document_id, reason="Too old.", by=SYSTEM, now=NOW
    )
    assert "Rejected" in text_of((await client.get(f"{HOME}/{case.id}")).text)
    assert "Too old." in text_of((await client.get(f"{HOME}/{case.id}")).text)


async def test_what_is_not_kept_is_told_beside_its_field(client: Client) -> None:
    case = await a_case(client)

    wrong = await sent(client, case, b"<script>alert(1)</script>")
    empty = await client.post(f"{HOME}/{case.id}/papers/flyer", data={"form_token": token_of(client)})
    huge = await sent(client, case, PDF + bytes(400_000))

    assert (wrong.status_code, empty.status_code, huge.status_code) == (422, 422, 413)
    assert wrong.text.count('id="file-error"') == 1
    assert "none of the kinds that are kept" in text_of(wrong.text)
    assert await papers.list_papers(case.id) == ()


async def test_what_nobody_wants_and_strangers_are_refused(client: Client) -> None:
    case = await a_case(client)

    assert (await sent(client, case, PDF, "passport")).status_code == 404
    assert (await client.get(f"{HOME}/{case.id}/papers/extract")).status_code == 404
    await signed_in(client, Role.EXPORTER_OWNER)
    assert (await sent(client, case, PDF)).status_code == 403


async def test_a_change_is_asked_for_and_taken_back(client: Client) -> None:
    case = await a_case(client)
    form = {"form_token": token_of(client)} | SPACE
    assert 'value="9"' in (await client.get(f"{HOME}/{case.id}/change")).text

    silent = await client.post(f"{HOME}/{case.id}/change", data=form)
    assert silent.status_code == 422
    assert 'id="words-error"' in silent.text
    assert 'value="36"' in silent.text
    asked = await client.post(f"{HOME}/{case.id}/change", data=form | {"words": "A <larger> machine."})
    assert asked.headers["location"] == f"{HOME}/{case.id}?done=change"
    page = (await client.get(f"{HOME}/{case.id}?done=change")).text
    assert "A &lt;larger&gt; machine." in page
    assert "Ask for a change" not in text_of(page)
    again = await client.post(f"{HOME}/{case.id}/change", data=form | {"words": "More."})
    assert again.status_code == 409
    (request,) = await papers.list_requests(case.id)
    back = await client.post(f"{HOME}/{case.id}/change/{request.id}/take-back", data={"form_token": token_of(client)})
    assert back.headers["location"] == f"{HOME}/{case.id}?done=taken-back"
    assert (await papers.get_request(request.id)).state is ChangeState.TAKEN_BACK


async def test_the_answer_of_the_organiser_is_read(client: Client) -> None:
    case = await a_case(client)
    request = await change_requests.request(case.id, case.wish, "", "Larger.", by=SYSTEM, now=NOW)
    refused, answer = ChangeState.REFUSED, "The hall is full."
    await change_requests.decide(case.id, request.id, refused, answer=answer, by=SYSTEM, now=NOW)

    page = text_of((await client.get(f"{HOME}/{case.id}")).text)

    assert "Refused" in page
    assert "The hall is full." in page


async def test_only_who_answers_for_the_company_asks_and_only_while_it_goes_on(client: Client) -> None:
    case = await a_case(client, Role.EXPORTER_STAFF)
    assert (await client.get(f"{HOME}/{case.id}/change")).status_code == 403
    person, _ = await a_member(Role.EXPORTER_OWNER, organisation=await organisations.get(case.company_id))
    await enter(client, person.id)
    for move in (Move.FIND_ELIGIBLE, Move.OFFER):
        await decisions.decide(case.id, move, by=SYSTEM, now=NOW)

    assert (await client.get(f"{HOME}/{case.id}/change")).status_code == 303
    form = {"form_token": token_of(client), "words": "x"} | SPACE
    refused = await client.post(f"{HOME}/{case.id}/change", data=form)
    assert refused.status_code == 409
    assert "answer an offer first" in text_of(refused.text)
