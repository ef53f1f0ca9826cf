"""Organisations through the API: all of them for the authority, one's own for others."""

from httpx import AsyncClient

from events_app.domain.organisations import OrganisationKind, Role
from events_app.storage import organisations
from tests.api.bearing import API, bearing, held, text
from tests.web.signing_in import an_organisation

LIST = f"{API}/organisations"


async def test_the_authority_lists_all_and_a_unit_itself(client: AsyncClient) -> None:
    unit = await an_organisation(OrganisationKind.UNIT, "unit-a")
    await an_organisation(OrganisationKind.UNIT, "unit-b")

    nobody = await client.get(LIST)
    every = await client.get(f"{LIST}?kind=unit&limit=1", headers=await bearing(Role.AUDITOR))
    own = await client.get(LIST, headers=await bearing(Role.UNIT_MANAGER, organisation=unit))

    assert nobody.status_code == 401
    assert ([each["slug"] for each in every.json()["items"]], bool(every.json()["next"])) == (["unit-a"], True)
    assert [each["slug"] for each in own.json()["items"]] == ["unit-a"]


async def test_a_stranger_does_not_learn_that_an_organisation_exists(client: AsyncClient) -> None:
    await an_organisation(OrganisationKind.UNIT, "unit-b")
    headers = await bearing(Role.EXPORTER_OWNER)

    there, nowhere = [await client.get(f"{LIST}/{slug}", headers=headers) for slug in ("unit-b", "nowhere")]

    assert (there.status_code, nowhere.status_code) == (404, 404)
    assert there.json()["type"] == nowhere.json()["type"]


async def test_an_organisation_is_entered_once_and_changed(client: AsyncClient) -> None:
    headers = await bearing(Role.OFFICER)
    body = {"kind": "unit", "name": text("Machinery fairs"), "country": "CN", "needs_approval": True}

    made = await client.post(LIST, json=body, headers=headers)
    again = await client.post(LIST, json=body, headers=headers)
    second = await client.post(LIST, json=body | {"kind": "authority", "slug": "another"}, headers=headers)
    changed = await client.patch(
        made.headers["location"], json={"email": "fairs@unit.example"}, headers=held(headers, made.headers["etag"])
    )
    wrong = await client.patch(made.headers["location"], json={"email": "no address"}, headers=held(headers, "*"))

    assert (made.status_code, made.headers["location"]) == (201, f"{LIST}/machinery-fairs")
    assert [error["pointer"] for error in again.json()["errors"]] == ["#/slug"]
    assert [error["pointer"] for error in second.json()["errors"]] == ["#/kind"]
    assert (changed.json()["email"], changed.json()["needs_approval"]) == ("fairs@unit.example", True)
    assert [error["pointer"] for error in wrong.json()["errors"]] == ["#/email"]


async def test_a_unit_does_not_free_itself_from_approvals(client: AsyncClient) -> None:
    unit = await an_organisation(OrganisationKind.UNIT, "unit-a", needs_approval=True)
    headers = await bearing(Role.UNIT_MANAGER, organisation=unit)

    freed = await client.patch(f"{LIST}/unit-a", json={"needs_approval": False}, headers=held(headers, "*"))
    named = await client.patch(f"{LIST}/unit-a", json={"email": "a@unit.example"}, headers=held(headers, "*"))
    made = await client.post(LIST, json={"kind": "unit", "name": text("Mine")}, headers=headers)

    assert [freed.status_code, named.status_code, made.status_code] == [403, 200, 403]
    assert (await organisations.get(unit.id)).needs_approval is True
