"""Changes of submitted applications through the API: asked for once, granted where there is room."""

from typing import Any

import pytest
from httpx import AsyncClient

from events_app.actions import admissions, exhibitions
from events_app.actions import applications as actions
from events_app.domain.applications import Application
from events_app.domain.organisations import Organisation, OrganisationKind, Role
from events_app.domain.rights import SYSTEM, Asker
from events_app.storage import papers
from tests.api.bearing import API, Headers, a_token, bearing, held
from tests.application_builders import a_fair_open_now, a_submitted, an_admission, written
from tests.clients import NOW
from tests.planting import context
from tests.web.signing_in import a_member, an_organisation

SLUG = "wind-2027"
LARGER = {"words": "We bring a larger machine.", "area_m2": 18}


async def a_case() -> tuple[Organisation, Headers, Application]:
    """A submitted application of nine square metres, with a token of who answers for the company."""
    edition = a_fair_open_now()
    await exhibitions.add_edition(edition, by=SYSTEM, context=context(), now=NOW)
    rules = an_admission(edition_id=edition.id, stands=None, area=20)
    await admissions.keep(edition.slug, rules, by=SYSTEM, now=NOW)
    company = await an_organisation(OrganisationKind.EXPORTER, "valves", country="CN")
    person, membership = await a_member(Role.EXPORTER_OWNER, organisation=company)
    case = await a_submitted(company, Asker(person, (membership,)), slug=SLUG, now=NOW)
    return company, await a_token(membership), case


def at(case: Application) -> str:
    return f"{API}/companies/valves/applications/{case.id}/changes"


def decision_at(case: Application, request: str) -> str:
    return f"{API}/applications/{case.id}/changes/{request}/decision"


async def test_a_change_is_asked_for_once_and_granted(client: AsyncClient) -> None:
    _, company, case = await a_case()
    officer = await bearing(Role.OFFICER)

    asked = await client.post(at(case), json=LARGER, headers=company | {"Idempotency-Key": "one"})
    again = await client.post(at(case), json=LARGER, headers=company | {"Idempotency-Key": "one"})
    second = await client.post(at(case), json=LARGER, headers=company)
    still = (await client.get(f"{API}/applications/{case.id}", headers=officer)).json()
    seen = (await client.get(f"{API}/applications/{case.id}/changes?lang=en", headers=officer)).json()["items"]
    granted = await client.post(decision_at(case, asked.json()["id"]), json={"decision": "grant"}, headers=officer)
    late = await client.post(decision_at(case, asked.json()["id"]), json={"decision": "grant"}, headers=officer)
    now = (await client.get(f"{API}/applications/{case.id}", headers=officer)).json()
    own = (await client.get(asked.headers["location"], headers=company)).json()

    assert (asked.status_code, asked.json()["state"], asked.json()["area_m2"]) == (201, "open", 18)
    assert (asked.json()["stands"], asked.json()["exhibits"]) == (case.wish.stands, case.exhibits)
    assert again.json()["id"] == asked.json()["id"]
    assert (second.status_code, second.json()["type"]) == (409, "urn:events-app:refusal:change-open-already")
    assert (still["area_m2"], now["area_m2"]) == (9, 18)
    assert [(each["id"], each["labels"]["state"]) for each in seen] == [(asked.json()["id"], "Open")]
    assert (granted.status_code, granted.json()["state"], own["state"]) == (200, "granted", "granted")
    assert (late.status_code, late.json()["type"]) == (409, "urn:events-app:refusal:change-decided")


async def test_a_refusal_needs_words_and_nothing_is_granted_beyond_the_room(client: AsyncClient) -> None:
    _, company, case = await a_case()
    officer = await bearing(Role.OFFICER)
    for move in ("find_eligible", "offer"):
        moved = f"{API}/applications/{case.id}/decision"
        assert (await client.post(moved, json={"move": move}, headers=held(officer, "*"))).status_code == 200
    answer = f"{API}/companies/valves/applications/{case.id}/answer"
    await client.post(answer, json={"move": "accept"}, headers=held(company, "*"))
    asked = (await client.post(at(case), json=LARGER | {"area_m2": 21}, headers=company)).json()["id"]

    full = await client.post(decision_at(case, asked), json={"decision": "grant"}, headers=officer)
    silent = await client.post(decision_at(case, asked), json={"decision": "refuse"}, headers=officer)
    refused = await client.post(
        decision_at(case, asked), json={"decision": "refuse", "answer": "The hall is full."}, headers=officer
    )

    assert (full.status_code, full.json()["type"]) == (409, "urn:events-app:refusal:no-place-free")
    assert (silent.status_code, silent.json()["type"]) == (422, "urn:events-app:refusal:refusal-unexplained")
    assert (refused.json()["state"], refused.json()["answer"]) == ("refused", "The hall is full.")


async def test_an_open_request_is_taken_back_by_its_company(client: AsyncClient) -> None:
    _, company, case = await a_case()
    asked = await client.post(at(case), json=LARGER, headers=company)
    one = asked.headers["location"]

    taken = await client.post(f"{one}/take-back", headers=company)
    again = await client.post(f"{one}/take-back", headers=company)
    listed = (await client.get(at(case), headers=company)).json()

    assert (taken.status_code, taken.json()["state"], again.status_code) == (200, "taken_back", 409)
    assert ([each["state"] for each in listed["items"]], listed["next"]) == (["taken_back"], None)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({}, ["#/words"]),
        ({"words": "Smaller", "area_m2": 0, "stands": 51}, ["#/area_m2", "#/stands"]),
        ({"words": "x" * 4001, "state": "granted"}, ["#/state", "#/words"]),
        ({"words": " "}, []),
    ],
)
async def test_what_cannot_be_asked_for_is_named(client: AsyncClient, body: dict[str, Any], said: list[str]) -> None:
    _, company, case = await a_case()

    answer = await client.post(at(case), json=body, headers=company)

    assert answer.status_code == 422
    assert sorted(error["pointer"] for error in answer.json().get("errors", ())) == said
    assert await papers.list_requests(case.id) == ()


async def test_nobody_else_asks_or_decides(client: AsyncClient) -> None:
    company, owner, case = await a_case()
    _, membership = await a_member(Role.EXPORTER_STAFF, organisation=company)
    staff = await a_token(membership)
    roles = (Role.EXPORTER_OWNER, Role.OFFICER, Role.AUDITOR, Role.UNIT_MANAGER)
    stranger, officer, auditor, unit = [await bearing(role) for role in roles]
    asked = (await client.post(at(case), json=LARGER, headers=owner)).json()["id"]
    grant, decided = {"decision": "grant"}, decision_at(case, asked)

    assert (await client.post(at(case), json=LARGER)).status_code == 401
    asking = [await client.post(at(case), json=LARGER, headers=each) for each in (staff, stranger, officer)]
    assert [each.status_code for each in asking] == [403, 404, 404]
    deciding = [await client.post(decided, json=grant, headers=each) for each in (owner, auditor, unit)]
    assert [each.status_code for each in deciding] == [404, 403, 404]
    assert (await client.get(f"{API}/applications/{case.id}/changes", headers=unit)).status_code == 404
    draft = await _a_draft(company)
    foreign = f"{API}/companies/valves/applications/{draft.id}/changes/{asked}"
    assert (await client.get(foreign, headers=owner)).status_code == 404
    assert (await client.post(f"{foreign}/take-back", headers=owner)).status_code == 404
    early = await client.post(at(draft), json=LARGER, headers=owner)
    assert (early.status_code, early.json()["type"]) == (409, "urn:events-app:refusal:change-impossible")


async def _a_draft(company: Organisation) -> Application:
    other = a_fair_open_now("tools-2027")
    await exhibitions.add_edition(other, by=SYSTEM, context=context(), now=NOW)
    await admissions.keep(other.slug, an_admission(edition_id=other.id), by=SYSTEM, now=NOW)
    return await actions.begin(company.id, other.slug, written(), by=SYSTEM, now=NOW)
