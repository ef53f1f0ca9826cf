"""Fees through the API: price lists set, invoices issued, credited and paid; companies read their own."""

from collections.abc import AsyncIterator

import pytest
from httpx import AsyncClient

from events_app.domain.organisations import Role
from events_app.storage import organisations
from tests.api.bearing import API, a_token, bearing, held
from tests.builders import an_id
from tests.clients import opened_here
from tests.fee_builders import plant_draft, plant_issued, plant_placed, plant_prices

LIST = f"{API}/exhibitions/light-and-building-2026/fees"


@pytest.fixture
async def client(database_url: str) -> AsyncIterator[AsyncClient]:
    async with opened_here(database_url) as opened:
        yield opened


async def test_a_price_list_is_read_and_set(client: AsyncClient) -> None:
    await plant_prices()
    officer = await bearing(Role.OFFICER)
    found = await client.get(LIST, headers=officer)
    changed = await client.patch(LIST, json={"deposit": 2500}, headers=held(officer, found.headers["etag"]))
    stale = await client.patch(LIST, json={"deposit": 1}, headers=held(officer, found.headers["etag"]))
    odd = {
        "items": [{"kind": "space", "name": found.json()["items"][0]["name"], "price": 1, "tax_id": str(an_id("x"))}]
    }
    wrong = await client.patch(LIST, json=odd, headers=held(officer, changed.headers["etag"]))

    assert (changed.status_code, changed.json()["deposit"], changed.json()["version"]) == (200, 2500, 2)
    assert [each["key"] for each in changed.json()["items"]] == ["space", "corner", "registration"]
    assert (stale.status_code, wrong.status_code) == (412, 422)
    taxes = (await client.get(f"{API}/taxes", headers=officer)).json()["items"]
    assert sorted(each["rate"] for each in taxes) == [0, 1900]


async def test_an_invoice_is_issued_paid_and_credited(client: AsyncClient) -> None:
    await plant_prices()
    case, _ = await plant_placed()
    one = f"{API}/invoices/{(await plant_draft(case)).id}"
    officer = await bearing(Role.OFFICER)
    draft = await client.get(one, headers=officer)

    issued = await client.post(f"{one}/issue", json={}, headers=held(officer, draft.headers["etag"]))
    payment = {"amount": 133_875, "received_on": "2026-04-02"}
    keyed = officer | {"Idempotency-Key": "one"}
    paid, again = [await client.post(f"{one}/payments", json=payment, headers=keyed) for _ in range(2)]
    body = {"share": 2500, "reason": "Late"}
    credited = await client.post(f"{one}/credit", json=body, headers=held(officer, paid.headers["etag"]))
    back = await client.post(f"{one}/credit", json=body, headers=held(officer, credited.headers["etag"]))

    assert (issued.status_code, issued.json()["number"], issued.json()["open"]) == (200, "EV-2026-00001", 267_750)
    assert (paid.status_code, paid.json()["state"], again.json()) == (201, "partly_paid", paid.json())
    assert (credited.json()["credited"], credited.json()["open"]) == (66_938, 66_937)
    assert back.json()["type"].endswith(":credit-odd")
    found = (await client.get(f"{API}/invoices?state=partly_paid", headers=officer)).json()["items"]
    assert [each["documents"][0]["number"] for each in found] == ["EV-2026-00001"]


async def test_a_company_reads_its_own(client: AsyncClient) -> None:
    await plant_prices()
    issued, by = await plant_issued()
    foreign, _ = await plant_issued("other")
    company = await organisations.get(issued.company_id)
    own = await a_token(by.memberships[0])
    at = f"{API}/companies/{company.slug}/invoices"

    found = (await client.get(at, headers=own)).json()["items"]
    assert [each["id"] for each in found] == [str(issued.id)]
    assert (await client.get(f"{at}/{issued.id}", headers=own)).status_code == 200
    assert (await client.get(f"{at}/{foreign.id}", headers=own)).status_code == 404
    assert (await client.get(f"{API}/invoices/{issued.id}", headers=own)).status_code == 404
