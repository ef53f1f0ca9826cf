"""Halls and stands through the API: laid out, given, offered and answered; versions and rights held."""

from httpx import AsyncClient

from events_app.actions import admissions, exhibitions
from events_app.domain.exhibitions import Edition
from events_app.domain.organisations import OrganisationKind, Role
from events_app.domain.rights import SYSTEM
from events_app.storage import applications, stands
from tests.api.bearing import API, bearing, held
from tests.application_builders import a_fair_open_now, an_admission
from tests.clients import NOW
from tests.planting import context
from tests.stand_builders import an_accepted, plant_hall
from tests.web.signing_in import an_organisation

AT = f"{API}/exhibitions/wind-2027"
HALL = {"name": "Hall 4", "gross_m2": 1200, "net_m2": 600, "width": 400, "depth": 300}
STAND = {"number": "A01", "x": 0, "y": 0, "width": 30, "depth": 30, "area_m2": 9}


async def a_fair() -> Edition:
    edition = a_fair_open_now()
    await exhibitions.add_edition(edition, by=SYSTEM, context=context(), now=NOW)
    await admissions.keep(edition.slug, an_admission(edition_id=edition.id), by=SYSTEM, now=NOW)
    return edition


async def test_a_plan_is_laid_out(client: AsyncClient) -> None:
    await a_fair()
    officer = await bearing(Role.OFFICER)

    hall = await client.post(f"{AT}/halls", json=HALL, headers=officer)
    assert hall.status_code == 201
    stand = await client.post(f"{AT}/stands", json=STAND | {"hall": hall.json()["id"]}, headers=officer)
    assert stand.status_code == 201
    again = await client.post(f"{AT}/stands", json=STAND | {"hall": hall.json()["id"]}, headers=officer)
    assert (again.status_code, "A01 is there already" in again.json()["detail"]) == (422, True)
    one = f"{AT}/stands/{stand.json()['id']}"
    changed = await client.patch(one, json={"zone": "Gold"}, headers=officer | {"If-Match": '"1"'})
    assert (changed.json()["zone"], changed.json()["version"]) == ("Gold", 2)
    assert (await client.patch(one, json={"zone": "X"}, headers=officer | {"If-Match": '"1"'})).status_code == 412
    narrow = await client.patch(
        f"{AT}/halls/{hall.json()['id']}", json={"width": 20}, headers=held(officer, hall.headers["etag"])
    )
    assert narrow.status_code == 422
    assert (await client.get(f"{AT}/halls", headers=officer)).json()["items"][0]["name"] == "Hall 4"
    assert (await client.get(f"{AT}/halls")).status_code == 401


async def test_stands_are_listed_page_by_page(client: AsyncClient) -> None:
    edition = await a_fair()
    await plant_hall(edition)
    officer = await bearing(Role.OFFICER)

    first = (await client.get(f"{AT}/stands", params={"limit": 12}, headers=officer)).json()
    second = (await client.get(first["next"], headers=officer)).json()

    numbers = [each["number"] for each in (*first["items"], *second["items"])]
    assert (len(numbers), numbers, second["next"]) == (20, sorted(numbers), None)
    assert (await client.get(f"{AT}/stands", params={"state": "held"}, headers=officer)).json()["items"] == []


async def test_a_stand_is_given_offered_and_answered(client: AsyncClient) -> None:
    edition = await a_fair()
    _, found = await plant_hall(edition)
    company = await an_organisation(OrganisationKind.EXPORTER, "valves", country="CN")
    case = await an_accepted(company, edition)
    officer, owner = await bearing(Role.OFFICER), await bearing(Role.EXPORTER_OWNER, organisation=company)
    anyhow = {"If-Match": "*"}
    gift = {"application": str(case.id)}

    given = await client.post(f"{AT}/stands/{found[0].id}/give", json=gift, headers=officer | {"If-Match": '"1"'})
    assert (given.status_code, given.json()["state"], given.json()["labels"]["state"]) == (200, "held", "Held")
    late = await client.post(f"{AT}/stands/{found[0].id}/give", json=gift, headers=officer | anyhow)
    assert (late.status_code, "belongs to Valves" in late.json()["detail"]) == (409, True)
    offered = await client.post(f"{API}/applications/{case.id}/offer-stand", json={}, headers=officer | anyhow)
    assert offered.json()["state"] == "stand_offered"
    path = f"{API}/companies/valves/applications/{case.id}/stand-answer"
    assert (await client.post(path, json={"move": "ask_other_stand"}, headers=owner | anyhow)).status_code == 422
    accepted = await client.post(path, json={"move": "accept_stand"}, headers=owner | anyhow)
    assert accepted.json()["state"] == "stand_accepted"
    taken = await client.post(f"{AT}/stands/{found[0].id}/take-away", json={"reason": "Sorry."}, headers=officer)
    assert (taken.json()["state"], taken.json()["application"]) == ("available", None)
    assert (await applications.get(case.id)).state == "accepted"
    assert await stands.list_of_application(case.id) == ()
