"""Writing a delegation through the API: members, sealed passports, goods and letters, from both sides."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
from httpx import AsyncClient, Response

from events_app.domain.organisations import OrganisationKind, Role
from events_app.storage import delegations
from events_app.storage.database import fetch
from tests.api.bearing import API, Headers, bearing, held
from tests.application_builders import a_fair_open_now, plant_admission
from tests.clients import opened_client
from tests.delegation_builders import KEY, plant_part
from tests.web.signing_in import an_organisation

DESK = f"{API}/exhibitions/wind-2027"
OWN = f"{API}/companies/valves/delegations/wind-2027"
PASSPORT = {"number": "x00 invented", "country": "KE", "expires_on": "2027-08-01", "visa": "applied"}
GOODS = {
    "description": "Butterfly valve",
    "pieces": 2,
    "weight_g": 46_500,
    "value": {"amount_minor": 120_000, "currency": "EUR"},
    "hs_code": "8481.80",
    "origin": "CN",
}


@dataclass
class Sides:
    """A client, and who calls."""

    client: AsyncClient
    officer: Headers
    owner: Headers
    staff: Headers

    async def keep(self, path: str, body: object, by: Headers, method: str = "POST", **headers: str) -> Response:
        return await self.client.request(method, path, json=body, headers={**by, **headers})


@pytest.fixture
async def sides(sqlite_url: str) -> AsyncIterator[Sides]:
    async with opened_client(sqlite_url, SECRETS_KEY=KEY) as client:
        edition = a_fair_open_now()
        await plant_admission(edition)
        company = await an_organisation(OrganisationKind.EXPORTER, "valves", country="CN")
        await plant_part(edition.id, company.id)
        yield Sides(
            client,
            await bearing(Role.OFFICER),
            await bearing(Role.EXPORTER_OWNER, organisation=company),
            await bearing(Role.EXPORTER_STAFF, organisation=company),
        )


async def test_a_member_is_entered_once_changed_from_a_version_and_taken_out(sides: Sides) -> None:
    body = {"name": "Moreau Ada", "dues": [{"kind": "hotel", "day": "2027-01-15"}]}
    keys = {"Idempotency-Key": "one"}

    first = await sides.keep(f"{OWN}/members", body, sides.staff, **keys)
    again = await sides.keep(f"{OWN}/members", body, sides.staff, **keys)
    at = first.headers["location"]
    etag = first.headers["etag"]
    patch = {"phone": "+254 20", "dues": [{"kind": "hotel", "is_done": True}]}
    unheld = await sides.keep(at, patch, sides.staff, "PATCH")
    changed = await sides.keep(at, patch, held(sides.staff, etag), "PATCH")
    stale = await sides.client.delete(at, headers=held(sides.staff, etag))
    of_desk = await sides.client.get(f"{DESK}/delegation/{first.json()['id']}", headers=sides.officer)
    gone = await sides.client.delete(at, headers=held(sides.staff, changed.headers["etag"]))

    assert (first.status_code, again.json()) == (201, first.json())
    assert (first.json()["name"], first.json()["company"]) == ("MOREAU ADA", "valves")
    assert first.json()["dues"][0]["is_own_day"]
    assert (unheld.status_code, stale.status_code, gone.status_code) == (428, 412, 204)
    assert of_desk.json() == changed.json()
    assert [(due["kind"], due["is_done"], due["is_own_day"]) for due in changed.json()["dues"]] == [
        ("hotel", True, False)
    ]
    assert (await sides.client.get(f"{OWN}/members", headers=sides.owner)).json()["items"] == []


async def test_every_fault_of_a_member_is_told_at_its_field(sides: Sides) -> None:
    body = {"name": "李明", "email": "no", "dues": [{"kind": "hotel"}, {"kind": "hotel"}]}

    wrong = await sides.keep(f"{DESK}/delegation", body | {"company": "nobody"}, sides.officer)
    unsent = await sides.keep(f"{DESK}/delegation", {"name": "LI"}, sides.officer)
    strange = await sides.keep(f"{DESK}/delegation", {"name": "LI", "company": "nobody"}, sides.officer)
    odd = await sides.keep(f"{DESK}/delegation", {"name": "LI", "unit": "Office", "language": "tlh"}, sides.officer)

    def pointers(answer: Response) -> list[str]:
        return [each["pointer"] for each in answer.json()["errors"]]

    assert pointers(wrong) == ["#/name", "#/email", "#/dues"]
    assert (pointers(unsent), pointers(strange), pointers(odd)) == (["#/unit"], ["#/company"], ["#/language"])


async def test_a_passport_goes_in_sealed_and_out_only_when_opened_with_a_note(sides: Sides) -> None:
    made = (await sides.keep(f"{OWN}/members", {"name": "MOREAU ADA"}, sides.staff)).json()
    at = f"{OWN}/members/{made['id']}/passport"

    refused = await sides.keep(at, PASSPORT, held(sides.staff, '"1"'), "PUT")
    odd = await sides.keep(at, PASSPORT | {"number": "x-1"}, held(sides.owner, '"1"'), "PUT")
    kept = await sides.keep(at, PASSPORT, held(sides.owner, '"1"'), "PUT")
    stale = await sides.keep(at, PASSPORT, held(sides.owner, '"1"'), "PUT")
    known = await sides.client.get(at, headers=sides.owner)
    before = await _seen()
    opened = await sides.keep(f"{DESK}/delegation/{made['id']}/passport/open", None, sides.officer)

    assert (refused.status_code, stale.status_code) == (403, 412)
    assert [each["pointer"] for each in odd.json()["errors"]] == ["#/number"]
    assert kept.json() == known.json()
    assert (known.json()["standing"], known.json()["visa"], known.json()["is_entered"]) == ("short", "applied", True)
    assert "INVENTED" not in known.text + kept.text + (await delegations.get(made["id"])).sealed
    assert (opened.json()["number"], opened.headers["cache-control"]) == ("X00INVENTED", "no-store")
    assert (before, await _seen()) == (0, 1)


async def _seen() -> int:
    return len(await fetch("SELECT id FROM history WHERE deed = 'seen'"))


async def test_letters_are_made_for_whoever_needs_a_visa(sides: Sides) -> None:
    body = {"arrives_on": "2027-06-05", "leaves_on": "2027-06-13", "signer": "Ada"}

    nobody = await sides.keep(f"{DESK}/delegation/letters", body, sides.officer)
    backwards = await sides.keep(f"{DESK}/delegation/letters", body | {"leaves_on": "2027-06-01"}, sides.officer)
    made = (await sides.keep(f"{OWN}/members", {"name": "MOREAU ADA"}, sides.staff)).json()
    await sides.keep(f"{OWN}/members/{made['id']}/passport", PASSPORT, held(sides.owner, '"1"'), "PUT")
    letters = await sides.keep(f"{DESK}/delegation/letters", body, sides.officer)

    assert nobody.status_code == 422
    assert [each["pointer"] for each in backwards.json()["errors"]] == ["#/leaves_on"]
    assert (letters.status_code, letters.content[:5]) == (200, b"%PDF-")


async def test_goods_are_on_the_freight_list_and_what_returns_on_the_carnet(sides: Sides) -> None:
    stays = await sides.keep(f"{OWN}/goods", GOODS | {"is_returning": False}, sides.staff)
    returns = await sides.keep(f"{DESK}/goods", GOODS | {"company": "valves"}, sides.officer)
    wrong = await sides.keep(f"{OWN}/goods", GOODS | {"hs_code": "848", "origin": "ZZ"}, sides.staff)
    at = returns.headers["location"]
    changed = await sides.keep(at, {"pieces": 3}, held(sides.officer, returns.headers["etag"]), "PATCH")
    carnet = await sides.client.get(f"{OWN}/goods", params={"list": "carnet"}, headers=sides.owner)
    page = await sides.client.get(f"{DESK}/goods", params={"company": "valves", "limit": 1}, headers=sides.officer)
    second = await sides.client.get(page.json()["next"], headers=sides.officer)
    (total,) = (await sides.client.get(f"{DESK}/goods/totals", headers=sides.officer)).json()["items"]
    gone = await sides.client.delete(f"{OWN}/goods/{stays.json()['id']}", headers=held(sides.staff, "*"))

    assert (stays.json()["number"], stays.json()["hs_code"]) == (1, "848180")
    assert {each["pointer"] for each in wrong.json()["errors"]} == {"#/hs_code", "#/origin"}
    assert [(each["number"], each["pieces"]) for each in carnet.json()["items"]] == [(1, 3)]
    assert second.json()["items"] == [changed.json()]
    assert (total["pieces"], total["returning_kinds"], total["value"]["amount_minor"]) == (5, 1, 240_000)
    assert gone.status_code == 204
    assert (await sides.client.get(f"{DESK}/goods", headers=sides.officer)).status_code == 422
