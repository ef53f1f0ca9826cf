"""Stands that change after an invoice: told to both sides, credited and drafted again in one step."""

from collections.abc import AsyncIterator

import pytest
from httpx import AsyncClient

from events_app.actions import invoices as actions
from events_app.domain.organisations import Role
from events_app.domain.rights import SYSTEM
from events_app.storage import invoices, organisations
from events_app.storage.database import fetch
from tests.actions.test_invoices import give_stands
from tests.api.bearing import API, a_token, bearing, held
from tests.application_builders import WITHIN
from tests.clients import opened_here
from tests.fee_builders import plant_draft, plant_placed, plant_prices


@pytest.fixture
async def client(database_url: str) -> AsyncIterator[AsyncClient]:
    async with opened_here(database_url) as opened:
        yield opened


async def test_a_stand_that_grew_is_told_and_the_invoice_is_drawn_up_again(client: AsyncClient) -> None:
    await plant_prices()
    case, by = await plant_placed()
    (stand,) = await give_stands(case.id)
    issued = await actions.issue((await plant_draft(case)).id, by=SYSTEM, now=WITHIN)
    company = await organisations.get(issued.company_id)
    officer, own = await bearing(Role.OFFICER), await a_token(by.memberships[0])
    at = f"{API}/invoices/{issued.id}"
    theirs = f"{API}/companies/{company.slug}/invoices/{issued.id}/stand-changes"
    early = await client.post(f"{at}/redraft", json={}, headers=held(officer, "*"))
    await fetch("UPDATE stand SET area_m2 = {} WHERE id = {}", 27, stand.id)

    seen = (await client.get(f"{at}/stand-changes", headers=officer)).json()["items"]
    same = (await client.get(theirs, headers=own)).json()["items"]
    stale = await client.post(f"{at}/redraft", json={}, headers=held(officer, '"99"'))
    made = await client.post(f"{at}/redraft", json={}, headers=held(officer, "*"))
    again = await client.post(f"{at}/redraft", json={}, headers=held(officer, "*"))

    assert (early.status_code, stale.status_code, again.status_code) == (409, 412, 409)
    assert seen == same
    assert [each["words"] for each in seen] == [
        f"Stand {stand.number}: issued for {stand.area_m2} m², the stand now has 27 m²."
    ]
    assert (made.status_code, made.json()["state"]) == (200, "draft")
    assert [line["quantity"] for line in made.json()["lines"] if line["kind"] == "space"] == [27]
    credited = await invoices.get(issued.id)
    assert (credited.credited_share, (await client.get(theirs, headers=own)).json()["items"]) == (10_000, [])
    (_, note) = await invoices.list_documents([issued.id])
    assert "27 m²" in note.statement.reason.shown("en").text
