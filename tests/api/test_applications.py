"""Applications through the API, from both sides: the whole way, and what each side may not do."""

import asyncio
from dataclasses import replace

from httpx import AsyncClient, Response

from events_app.actions import admissions, exhibitions, offers
from events_app.actions import applications as actions
from events_app.domain.applications import Application
from events_app.domain.organisations import Organisation, OrganisationKind, Role
from events_app.domain.rights import SYSTEM, Asker
from events_app.storage import organisations
from tests.api.bearing import API, Headers, a_token, bearing, held
from tests.application_builders import TERMS, a_fair_open_now, an_admission, written
from tests.builders import a_text
from tests.clients import NOW
from tests.offer_builders import a_content
from tests.planting import context
from tests.web.signing_in import a_member, an_organisation

SLUG = "wind-2027"


async def a_fair(*, stands: int) -> None:
    """An edition that admits, beside those of the client."""
    edition = a_fair_open_now()
    await exhibitions.add_edition(edition, by=SYSTEM, context=context(), now=NOW)
    await admissions.keep(edition.slug, an_admission(edition_id=edition.id, stands=stands), by=SYSTEM, now=NOW)


async def a_draft(word: str = "valves") -> tuple[Organisation, Headers, Application]:
    """A company with a token of who answers for it, and a draft of its own."""
    company = await an_organisation(OrganisationKind.EXPORTER, word, country="CN")
    person, membership = await a_member(Role.EXPORTER_OWNER, organisation=company)
    asker = Asker(person, (membership,))
    draft = await actions.begin(company.id, SLUG, written(), by=asker, now=NOW)
    return company, await a_token(membership), draft


async def answered(client: AsyncClient, company: Headers, case: Application, move: str, version: str = "*") -> Response:
    at = f"{API}/companies/valves/applications/{case.id}/answer"
    return await client.post(at, json={"move": move}, headers=held(company, version))


async def decided(client: AsyncClient, officer: Headers, case: Application, move: str, **more: str) -> Response:
    at = f"{API}/applications/{case.id}/decision"
    return await client.post(at, json={"move": move} | more, headers=held(officer, "*"))


async def test_both_sides_go_the_whole_way(client: AsyncClient) -> None:
    await a_fair(stands=1)
    _, company, case = await a_draft()
    officer = await bearing(Role.OFFICER)
    listed = (await client.get(f"{API}/applications", headers=officer)).json()["items"]
    assert listed == [], "a draft is the company's own"

    sent = await answered(client, company, case, "submit")
    assert (sent.status_code, sent.json()["state"], sent.json()["next"]["actor"]) == (200, "submitted", "organiser")
    silent = await decided(client, officer, case, "return")
    assert (silent.status_code, silent.json()["type"]) == (422, "urn:events-app:refusal:reason-needed")
    for move in ("find_eligible", "offer"):
        assert (await decided(client, officer, case, move)).status_code == 200
    shown = (await client.get(f"{API}/companies/valves/applications/{case.id}?lang=en", headers=company)).json()
    assert set(shown["moves"]) >= {"accept", "decline"}
    assert shown["next"]["by"] == shown["due_at"]
    done = await answered(client, company, case, "accept")
    assert (done.json()["state"], done.json()["labels"]["state"]) == ("accepted", "Place accepted")
    late = await answered(client, company, case, "accept")
    assert (late.status_code, late.json()["type"]) == (409, "urn:events-app:refusal:move-impossible")


async def test_versions_keep_changes_of_others(client: AsyncClient) -> None:
    await a_fair(stands=1)
    _, company, case = await a_draft()
    read = await client.get(f"{API}/companies/valves/applications/{case.id}", headers=company)
    await actions.submit(case.id, version=case.version, by=SYSTEM, now=NOW)

    stale = await answered(client, company, case, "withdraw", read.headers["etag"])

    assert stale.status_code == 412


async def test_one_place_is_given_once_however_many_ask_at_once(client: AsyncClient) -> None:
    await a_fair(stands=1)
    officer = await bearing(Role.OFFICER)
    cases = []
    for number in range(4):
        _, _, draft = await a_draft(f"company-{number}")
        case = await actions.submit(draft.id, version=draft.version, by=SYSTEM, now=NOW)
        await decided(client, officer, case, "find_eligible")
        cases.append(case)

    answers = await asyncio.gather(*(decided(client, officer, case, "offer") for case in cases))

    assert sorted(each.status_code for each in answers) == [200, 409, 409, 409]


async def test_filters_and_pages_of_the_queue(client: AsyncClient) -> None:
    await a_fair(stands=3)
    officer = await bearing(Role.AUDITOR)
    for word in ("valves", "pumps"):
        _, _, draft = await a_draft(word)
        await actions.submit(draft.id, version=draft.version, by=SYSTEM, now=NOW)
    queue = f"{API}/applications"

    first = (await client.get(f"{queue}?limit=1&state=submitted&exhibition={SLUG}", headers=officer)).json()
    second = (await client.get(first["next"], headers=officer)).json()
    none = (await client.get(f"{queue}?exhibition=nowhere", headers=officer)).json()
    words = (await client.get(f"{queue}?q=pumps", headers=officer)).json()
    odd = await client.get(f"{queue}?state=draft", headers=officer)

    assert {first["items"][0]["company"], second["items"][0]["company"]} == {"valves", "pumps"}
    assert (second["next"], none["items"], [each["company"] for each in words["items"]]) == (None, [], ["pumps"])
    assert odd.status_code == 422


async def test_nobody_reaches_cases_of_others(client: AsyncClient) -> None:
    await a_fair(stands=3)
    _, company, case = await a_draft()
    await actions.submit(case.id, version=case.version, by=SYSTEM, now=NOW)
    stranger, unit = await bearing(Role.EXPORTER_OWNER), await bearing(Role.UNIT_MANAGER)
    own, queue = f"{API}/companies/valves/applications", f"{API}/applications"

    assert (await client.get(own)).status_code == 401
    assert (await client.get(own, headers=stranger)).status_code == 404
    assert (await client.get(f"{own}/{case.id}", headers=stranger)).status_code == 404
    assert (await client.get(f"{queue}/{case.id}", headers=company)).status_code == 404
    assert (await client.get(f"{queue}/{case.id}", headers=unit)).status_code == 404
    assert (await client.get(queue, headers=company)).status_code == 403
    assert (await client.get(queue, headers=unit)).json()["items"] == []
    assert (await decided(client, company, case, "offer")).status_code == 404
    _, membership = await a_member(Role.EXPORTER_STAFF, organisation=await organisations.get_by_slug("valves"))
    refused = await answered(client, await a_token(membership), case, "withdraw")
    assert refused.status_code == 403


async def test_a_company_writes_its_application_through_the_api(client: AsyncClient) -> None:
    await a_fair(stands=1)
    company = await an_organisation(OrganisationKind.EXPORTER, "valves", country="CN")
    person, membership = await a_member(Role.EXPORTER_OWNER, organisation=company)
    asker = Asker(person, (membership,))
    offer = await offers.begin(company.id, a_content(), slug="control-valves", by=asker, now=NOW)
    token = await a_token(membership)
    at = f"{API}/companies/valves/applications"
    written = {"exhibition": SLUG, "stands": 1, "area_m2": 12, "sector": "ict", "offers": [offer.slug]}

    wrong = await client.post(at, json=written | {"offers": ["of-somebody-else"], "stands": 1}, headers=token)
    begun = await client.post(at, json=written, headers=token | {"Idempotency-Key": "one"})
    again = await client.post(at, json=written, headers=token | {"Idempotency-Key": "one"})

    assert (wrong.status_code, wrong.json()["errors"][0]["pointer"]) == (422, "#/offers/0")
    assert (begun.status_code, begun.json()["state"], begun.json()["area_m2"]) == (201, "draft", 12)
    assert (begun.json()["offers"], again.json()["id"]) == ([offer.slug], begun.json()["id"])
    one = begun.headers["location"]
    changed = await client.patch(
        one, json={"exhibits": "Sensors", "sector": None}, headers=held(token, begun.headers["etag"])
    )
    assert (changed.status_code, changed.json()["exhibits"], changed.json()["sector"]) == (200, "Sensors", None)
    assert changed.json()["offers"] == [offer.slug], "what is not named stays"
    stale = await client.patch(one, json={"remarks": "Late"}, headers=held(token, begun.headers["etag"]))
    assert stale.status_code == 412
    assert (changed.json()["terms_version"], changed.json()["conditions_version"]) == (0, None)
    many = await client.patch(one, json={"stands": 51}, headers=held(token, changed.headers["etag"]))
    assert (many.status_code, many.json()["errors"][0]["pointer"]) == (422, "#/stands")


async def test_nobody_writes_for_another_company_and_nothing_that_was_submitted(client: AsyncClient) -> None:
    await a_fair(stands=1)
    _, company, case = await a_draft()
    _, other, _ = await a_draft("pumps")
    one = f"{API}/companies/valves/applications/{case.id}"

    assert (await client.patch(one, json={"remarks": "Mine"}, headers=held(other, "*"))).status_code == 404
    foreign = await client.post(f"{API}/companies/valves/applications", json={"exhibition": SLUG}, headers=other)
    assert foreign.status_code == 404
    assert (await answered(client, company, case, "submit")).status_code == 200
    late = await client.patch(one, json={"remarks": "Late"}, headers=held(company, "*"))
    assert (late.status_code, late.json()["type"]) == (409, "urn:events-app:refusal:not-editable")


async def test_an_exhibition_that_takes_no_applications_says_so(client: AsyncClient) -> None:
    await a_fair(stands=1)
    _, company, _ = await a_draft()

    for slug in ("light-and-building-2026", "nowhere"):
        answer = await client.post(f"{API}/companies/valves/applications", json={"exhibition": slug}, headers=company)
        assert answer.status_code in {404, 409}
        assert answer.json()["status"] == answer.status_code


async def test_a_program_reads_which_conditions_it_has_to_agree_to(client: AsyncClient) -> None:
    edition = a_fair_open_now()
    await exhibitions.add_edition(edition, by=SYSTEM, context=context(), now=NOW)
    rules = an_admission(edition_id=edition.id, terms=TERMS)
    await admissions.keep(edition.slug, rules, by=SYSTEM, now=NOW)
    await admissions.keep(edition.slug, replace(rules, terms=a_text("Pay first."), version=1), by=SYSTEM, now=NOW)
    _, company, case = await a_draft()
    one = f"{API}/companies/valves/applications/{case.id}"

    read = await client.get(one, headers=company)
    assert (read.json()["terms_version"], read.json()["conditions_version"]) == (1, 2)
    refused = await answered(client, company, case, "submit")
    agreed = {"terms_version": read.json()["conditions_version"]}
    await client.patch(one, json=agreed, headers=held(company, read.headers["etag"]))

    assert refused.json()["type"] == "urn:events-app:refusal:terms-not-agreed"
    assert (await answered(client, company, case, "submit")).json()["state"] == "submitted"
