"""Fees through the API: price lists set, invoices issued, credited and paid; companies read their own."""

from collections.abc import AsyncIterator

import pytest
from httpx import AsyncClient

from events_app.domain.organisations import Role
from events_app.storage import organisations
from tests.api.bearing import API, a_token, bearing, held
from tests.builders import an_id
from tests.clients import opened_here
from tests.fee_builders import an_item, plant_draft, plant_issued, plant_placed, plant_prices

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


async def test_a_charge_is_foreseen_drafted_and_thrown_away(client: AsyncClient) -> None:
    items = (an_item(), an_item(price=300_00, key="front", zone="front"))
    await plant_prices(items=items)
    case, _ = await plant_placed()
    officer = await bearing(Role.OFFICER)
    one = f"{API}/applications/{case.id}"
    foreseen = (await client.post(f"{one}/charge", json={"zone": "front"}, headers=officer)).json()
    odd = await client.post(f"{one}/charge", json={"zone": "back"}, headers=officer)
    wrong = await client.post(f"{one}/invoices", json={"zone": "back", "schemes": [str(an_id("x"))]}, headers=officer)
    drafted = await client.post(f"{one}/invoices", json={"zone": "front"}, headers=officer)
    path = f"{API}/invoices/{drafted.json()['id']}"
    gone = await client.delete(path, headers=held(officer, drafted.headers["etag"]))

    assert (foreseen["total"], foreseen["stands"], foreseen["lines"][0]["price"]) == (3213_00, [], 300_00)
    assert odd.status_code == 422
    assert [each["pointer"] for each in wrong.json()["errors"]] == ["#/zone", "#/schemes/0"]
    assert (drafted.status_code, drafted.json()["state"], drafted.json()["total"]) == (201, "draft", 3213_00)
    assert drafted.headers["location"] == path
    assert gone.status_code == 204
    assert (await client.get(path, headers=officer)).status_code == 404


async def test_documents_payments_and_the_ledger_are_read(client: AsyncClient) -> None:
    await plant_prices()
    issued, by = await plant_issued()
    foreign, _ = await plant_issued("other")
    officer = await bearing(Role.OFFICER)
    company = await organisations.get(issued.company_id)
    own = await a_token(by.memberships[0])
    path = f"{API}/invoices/{issued.id}"
    await client.post(f"{path}/payments", json={"amount": 100, "received_on": "2026-04-02"}, headers=officer)
    (document, receipt) = (await client.get(path, headers=officer)).json()["documents"]
    at = f"{API}/companies/{company.slug}/invoices/{issued.id}"
    pdf = await client.get(f"{path}/documents/{document['id']}?lang=ar", headers=officer)
    same = await client.get(f"{at}/documents/{document['id']}?lang=ar", headers=own)
    late = await client.post(f"{path}/reminders", json={}, headers=held(officer, "*"))
    ledger = (await client.get(f"{API}/ledger?kind=payment", headers=officer)).json()["items"]
    first = (await client.get(f"{API}/ledger?limit=1", headers=officer)).json()

    assert pdf.content.startswith(b"%PDF")
    assert (same.content, same.headers["etag"]) == (pdf.content, pdf.headers["etag"])
    assert receipt["number"] == "EV-R-2026-00001"
    elsewhere = f"{API}/companies/{company.slug}/invoices/{foreign.id}"
    assert (await client.get(f"{elsewhere}/payments", headers=own)).status_code == 404
    assert [each["amount"] for each in (await client.get(f"{at}/payments", headers=own)).json()["items"]] == [100]
    assert (late.status_code, late.json()["id"]) == (200, str(issued.id))
    assert [(each["number"], each["amount"], each["company"]) for each in ledger] == [
        ("EV-2026-00001", 100, company.slug)
    ]
    assert (first["items"][0]["kind"], bool(first["next"])) == ("invoice", True)


async def test_lines_of_the_bank_are_kept_once_and_counted(client: AsyncClient) -> None:
    await plant_prices()
    issued, _ = await plant_issued()
    officer = await bearing(Role.OFFICER)
    at = f"{API}/bank-lines"
    line = {"booked_on": "2026-04-03", "amount": {"amount_minor": 133_875, "currency": "EUR"}, "payer": "Lanyu"}
    body = {"lines": [line | {"reference": issued.number}, line | {"reference": "what?"}]}
    kept, again = [(await client.post(at, json=body, headers=officer)).json() for _ in range(2)]
    found = {each["reference"]: each for each in (await client.get(at, headers=officer)).json()["items"]}
    known, odd = found[issued.number], found["what?"]
    match = known["matches"][0]
    counted = await client.post(f"{at}/{known['id']}/payment", json={"invoice": match["invoice"]}, headers=officer)
    twice = await client.post(f"{at}/{known['id']}/payment", json={"invoice": match["invoice"]}, headers=officer)
    aside = await client.post(f"{at}/{odd['id']}/decision", json={"is_aside": True}, headers=officer)

    assert (kept, again) == ({"added": 2, "known": 0}, {"added": 0, "known": 2})
    assert (match["number"], match["way"]) == (issued.number, "number")
    assert (counted.json()["paid"], twice.status_code, aside.json()["state"]) == (133_875, 409, "set_aside")


async def test_a_tax_rule_is_entered_and_changed(client: AsyncClient) -> None:
    manager = await bearing(Role.ADMINISTRATOR)
    rule = {"name": {"source": "en", "wordings": {"en": "Tax"}}, "rate": 500, "country": "KE"}
    added = await client.post(f"{API}/taxes", json=rule, headers=manager)
    path = added.headers["location"]
    changed = await client.patch(path, json={"rate": 600}, headers=held(manager, added.headers["etag"]))
    odd = await client.patch(path, json={"is_reverse_charge": True}, headers=held(manager, changed.headers["etag"]))

    assert (added.status_code, changed.json()["rate"], changed.json()["country"]) == (201, 600, "KE")
    assert odd.json()["type"].endswith(":reverse-charge-taxed")
    assert (await client.get(path, headers=manager)).json() == changed.json()
