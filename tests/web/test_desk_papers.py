"""Documents and changes at the desk: accepted, rejected with words, granted within what is free."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from events_app.actions import applications as actions
from events_app.actions import change_requests, papers
from events_app.actions.files import Sent
from events_app.domain.applications import Application, Wish
from events_app.domain.change_requests import ChangeState
from events_app.domain.organisations import Role
from events_app.domain.papers import PaperStatus
from events_app.domain.rights import SYSTEM
from events_app.storage import applications
from events_app.storage import papers as stored
from tests.application_builders import a_company, a_fair_open_now, plant_admission, written
from tests.clients import NOW, Client, opened_client
from tests.document_builders import PDF
from tests.web.planting import text_of
from tests.web.signing_in import signed_in, token_of
from tests.web.test_company_papers import WANTED

HOME = "/en/desk/applications"


@pytest.fixture
async def client(sqlite_url: str, tmp_path: Path) -> AsyncIterator[Client]:
    async with opened_client(sqlite_url, DATA_DIR=str(tmp_path)) as opened:
        yield opened


async def a_case(tmp_path: Path) -> Application:
    await plant_admission(a_fair_open_now(), stands=3, papers=WANTED)
    company, asker = await a_company("valves")
    draft = await actions.begin(company.id, "wind-2027", written(), by=asker, now=NOW)
    case = await actions.submit(draft.id, version=1, by=asker, now=NOW)
    sent = Sent(content=PDF, name="extract.pdf", media_type="application/pdf")
    await papers.send(case.id, "extract", sent, data_dir=tmp_path, by=asker, now=NOW)
    return case


async def test_an_officer_reads_rejects_with_words_and_accepts(client: Client, tmp_path: Path) -> None:
    case = await a_case(tmp_path)
    await signed_in(client, Role.OFFICER)
    (paper,) = await stored.list_papers(case.id)
    at = f"{HOME}/{case.id}/papers/extract"
    form = {"form_token": token_of(client), "document": str(paper.document_id)}
    assert (await client.get(at)).content == PDF
    assert "Flyer (optional) Missing" in text_of((await client.get(f"{HOME}/{case.id}")).text)

    silent = await client.post(at, data=form | {"status": "rejected"})
    assert silent.status_code == 422
    assert 'id="reason-1-error"' in silent.text
    done = await client.post(at, data=form | {"status": "rejected", "reason": "Too old."})
    assert done.headers["location"] == f"{HOME}/{case.id}?done=paper"
    assert (await stored.list_papers(case.id))[0].status is PaperStatus.REJECTED
    await client.post(at, data=form | {"status": "accepted"})
    assert (await stored.list_papers(case.id))[0].status is PaperStatus.ACCEPTED
    stale = await client.post(at, data=form | {"status": "accepted", "document": str(case.id)})
    assert stale.status_code == 422
    assert (await client.post(f"{HOME}/{case.id}/papers/flyer", data=form | {"status": "accepted"})).status_code == 422


async def test_a_change_is_shown_beside_what_is_and_granted_or_refused(client: Client, tmp_path: Path) -> None:
    case = await a_case(tmp_path)
    wish = Wish(stands=2, area=36)
    first = await change_requests.request(case.id, wish, "Machines", "We grow.", by=SYSTEM, now=NOW)
    await signed_in(client, Role.OFFICER)
    assert "asks for a change" in text_of((await client.get(HOME)).text)
    page = text_of((await client.get(f"{HOME}/{case.id}")).text)
    assert "We grow." in page
    form = {"form_token": token_of(client)}
    at = f"{HOME}/{case.id}/changes"

    silent = await client.post(f"{at}/{first.id}", data=form | {"state": "refused"})
    assert silent.status_code == 422
    assert 'id="answer-error"' in silent.text
    refused = await client.post(f"{at}/{first.id}", data=form | {"state": "refused", "answer": "No."})
    assert refused.headers["location"] == f"{HOME}/{case.id}?done=change"
    second = await change_requests.request(case.id, wish, "Machines", "Please.", by=SYSTEM, now=NOW)
    await client.post(f"{at}/{second.id}", data=form | {"state": "granted"})
    assert (await applications.get(case.id)).wish.stands == 2
    assert [each.state for each in await stored.list_requests(case.id)].count(ChangeState.OPEN) == 0
    late = await client.post(f"{at}/{second.id}", data=form | {"state": "granted"})
    assert late.status_code == 422


async def test_auditors_read_and_do_not_decide(client: Client, tmp_path: Path) -> None:
    case = await a_case(tmp_path)
    request = await change_requests.request(case.id, Wish(), "", "Smaller.", by=SYSTEM, now=NOW)
    await signed_in(client, Role.AUDITOR)

    page = (await client.get(f"{HOME}/{case.id}")).text
    assert "Grant the change" not in page
    form = {"form_token": token_of(client), "state": "granted"}
    assert (await client.post(f"{HOME}/{case.id}/changes/{request.id}", data=form)).status_code == 403


async def test_wanted_documents_are_set_with_the_admission(client: Client, tmp_path: Path) -> None:
    await a_case(tmp_path)
    await signed_in(client, Role.OFFICER)
    page = (await client.get("/en/desk/exhibitions/wind-2027/admission")).text
    assert 'name="paper-0-en"' in page
    assert 'value="extract"' in page
    assert 'name="paper-3-en"' in page
