"""Profiles of companies through the API: changed part by part, checked as their country writes them."""

from typing import Any

import pytest
from httpx import AsyncClient

from events_app.domain.organisations import Organisation, OrganisationKind, Role
from events_app.storage import companies
from tests.api.bearing import API, Headers, a_token, bearing, held, text
from tests.offer_builders import a_profile, plant_offer
from tests.web.signing_in import a_member, an_organisation

AT = f"{API}/companies/valves/profile"


async def a_company() -> tuple[Organisation, Headers]:
    """A company in China, with a token of who answers for it."""
    company = await an_organisation(OrganisationKind.EXPORTER, "valves", country="CN")
    _, membership = await a_member(Role.EXPORTER_OWNER, organisation=company)
    return company, await a_token(membership)


def missing(answer: dict[str, Any]) -> list[str]:
    """Names of what is missing."""
    return [part["name"] for part in answer["completeness"]["missing"]]


async def test_a_first_profile_is_written_and_then_changed_from_what_was_read(client: AsyncClient) -> None:
    _, token = await a_company()
    empty = await client.get(AT, headers=token)
    body = {
        "trade_name": text("Valves"),
        "registration_number": "9111 0000 6000 3734 1L",
        "size": "small",
        "sectors": ["industry", "industry"],
        "contacts": [{"name": " Li  Na ", "email": "Export@Valves.example", "phone": "+86 75788888888"}],
    }

    first = await client.patch(AT, json=body, headers=held(token, empty.headers["etag"]))
    second = await client.patch(AT, json={"size": None, "founded": 1998}, headers=held(token, first.headers["etag"]))
    stale = await client.patch(AT, json={"founded": 1999}, headers=held(token, empty.headers["etag"]))
    same = await client.patch(AT, json={}, headers=held(token, "*"))

    assert (empty.json()["version"], empty.json()["completeness"]["percent"]) == (0, 0)
    assert (first.status_code, first.json()["version"], first.json()["sectors"]) == (200, 1, ["industry"])
    assert first.json()["registration_number"] == "91110000600037341L"
    assert first.json()["contacts"] == [
        {"name": "Li Na", "position": "", "email": "export@valves.example", "phone": "+86 757 8888 8888"}
    ]
    assert (first.json()["completeness"]["percent"], first.json()["labels"]["size"]) == (40, "10 to 49 people")
    assert (second.json()["size"], second.json()["founded"], second.json()["version"]) == (None, 1998, 2)
    assert (stale.status_code, same.json()["version"]) == (412, 2)
    assert "size" in missing(second.json())


async def test_what_is_missing_is_told_with_what_needs_it(client: AsyncClient) -> None:
    company, token = await a_company()
    await companies.add(a_profile(company_id=company.id))

    before = (await client.get(f"{AT}?lang=en", headers=token)).json()
    await plant_offer(company)
    after = (await client.get(AT, headers=token)).json()

    assert before["completeness"]["missing"] == [
        {"name": "logo", "words": "Logo", "aims": ["offer"]},
        {"name": "offers", "words": "A technology offer that was reviewed", "aims": ["match"]},
    ]
    assert (missing(after), after["completeness"]["percent"], after["has_logo"]) == (["logo"], 90, False)


@pytest.mark.parametrize(
    ("body", "pointers"),
    [
        ({"registration_number": "91110000600037341X"}, ["#/registration_number"]),
        (
            {"address": {"street": "1 Road", "region": "Guangdong", "postal_code": "1"}},
            ["#/address/locality", "#/address/postal_code"],
        ),
        ({"contacts": [{"name": "A"}, {"name": " ", "email": "x"}]}, ["#/contacts/1/email", "#/contacts/1/name"]),
        ({"contacts": [{"name": "A", "phone": "12"}], "founded": 2150}, ["#/contacts/0/phone", "#/founded"]),
        ({"languages": ["xx"], "sectors": ["all"], "markets": ["QQ"]}, ["#/languages/0", "#/markets/0", "#/sectors/0"]),
        ({"website": "valves.example", "about": text("x" * 5001)}, ["#/about", "#/website"]),
        ({"logo": "x"}, ["#/logo"]),
    ],
)
async def test_what_cannot_be_is_named(client: AsyncClient, body: dict[str, Any], pointers: list[str]) -> None:
    company, token = await a_company()

    answer = await client.patch(f"{AT}?lang=en", json=body, headers=held(token, "*"))

    assert answer.status_code == 422
    assert sorted(error["pointer"] for error in answer.json()["errors"]) == pointers
    assert await companies.find(company.id) is None
    assert "%(country)s" not in answer.text


async def test_the_company_writes_it_and_organisers_read_it(client: AsyncClient) -> None:
    company, owner = await a_company()
    _, membership = await a_member(Role.EXPORTER_STAFF, organisation=company)
    staff, stranger = await a_token(membership), await bearing(Role.EXPORTER_OWNER)
    auditor, body = await bearing(Role.AUDITOR), {"founded": 1998}

    assert (await client.get(AT)).status_code == 401
    assert [(await client.get(AT, headers=each)).status_code for each in (owner, staff, auditor, stranger)] == [
        200,
        200,
        200,
        404,
    ]
    written = [
        (await client.patch(AT, json=body, headers=held(each, "*"))).status_code
        for each in (stranger, staff, auditor, owner)
    ]
    assert written == [404, 403, 403, 200]
    assert (await client.patch(AT, json=body, headers=owner)).status_code == 428
