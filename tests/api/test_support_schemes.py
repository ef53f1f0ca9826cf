"""Support schemes through the API: entered by the authority, changed from what was read, read by organisers."""

from typing import Any

import pytest
from httpx import AsyncClient

from events_app.domain.organisations import Role
from events_app.domain.support_schemes import SchemeKind
from events_app.storage import support_schemes
from tests.api.bearing import API, READ, bearing, held, text
from tests.builders import an_id
from tests.offer_builders import a_scheme

AT = f"{API}/schemes"
GRANT: dict[str, Any] = {
    "name": text("Small exhibitors"),
    "rate_percent": 50,
    "cap": {"amount_minor": 500_000, "currency": "USD"},
    "costs": ["space", "registration", "space"],
    "groups": ["ASEAN"],
    "source": "https://rules.example",
}


async def test_a_scheme_is_entered_once_and_changed_from_what_was_read(client: AsyncClient) -> None:
    officer = await bearing(Role.OFFICER)

    added = await client.post(AT, json=GRANT, headers=officer | {"Idempotency-Key": "one"})
    again = await client.post(AT, json=GRANT, headers=officer | {"Idempotency-Key": "one"})
    one = added.headers["location"]
    changed = await client.patch(
        one, json={"rate_percent": 40, "cap": None}, headers=held(officer, added.headers["etag"])
    )
    stale = await client.patch(one, json={"rate_percent": 30}, headers=held(officer, added.headers["etag"]))
    unheld = await client.patch(one, json={"rate_percent": 30}, headers=officer)
    read = (await client.get(f"{one}?lang=en", headers=officer)).json()

    assert (added.status_code, added.json()["costs"]) == (201, ["registration", "space"])
    assert again.json()["id"] == added.json()["id"]
    assert (changed.status_code, changed.json()["rate_percent"], changed.json()["cap"]) == (200, 40, None)
    assert (changed.json()["groups"], changed.json()["name"]) == (["ASEAN"], added.json()["name"])
    assert (stale.status_code, unheld.status_code, read) == (412, 428, changed.json())
    assert read["labels"] == {"kind": "Grant", "costs": ["Registration", "Space"]}
    assert [scheme.rate_percent for scheme in await support_schemes.list_schemes()] == [40]


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ({"rate_percent": None}, "rate-odd"),
        ({"costs": []}, "costs-unnamed"),
        ({"valid_from": "2027-01-02", "valid_until": "2027-01-01"}, "validity-odd"),
        ({"rate_percent": 101}, ["#/rate_percent"]),
        (
            {"groups": ["EVERYBODY"], "countries": ["QQ"], "costs": ["gifts"]},
            ["#/costs/0", "#/countries/0", "#/groups/0"],
        ),
        ({"name": text("x" * 201), "source": "rules"}, ["#/name", "#/source"]),
        ({"name": {"source": "en", "wordings": {}}}, ["#/name"]),
    ],
)
async def test_what_cannot_be_is_told(client: AsyncClient, body: dict[str, Any], told: str | list[str]) -> None:
    answer = await client.post(AT, json=GRANT | body, headers=await bearing(Role.OFFICER))

    found = answer.json()
    pointers = sorted(error["pointer"] for error in found.get("errors", ()))
    assert answer.status_code == 422
    assert told == (pointers or found["type"].removeprefix("urn:events-app:refusal:"))
    assert await support_schemes.list_schemes() == ()


async def test_organisers_read_and_the_authority_writes(client: AsyncClient) -> None:
    await support_schemes.add(a_scheme())
    await support_schemes.add(a_scheme(id=an_id("tax"), kind=SchemeKind.TAX))
    one = f"{AT}/{an_id('scheme')}"
    expected = {
        Role.OFFICER: (200, 200, 200),
        Role.AUDITOR: (200, 200, 403),
        Role.UNIT_OFFICER: (200, 200, 403),
        Role.EXPORTER_OWNER: (403, 403, 403),
    }
    for role, statuses in expected.items():
        token = await bearing(role)
        listed, shown = await client.get(AT, headers=token), await client.get(one, headers=token)
        changed = await client.patch(one, json={}, headers=held(token, "*"))
        assert (listed.status_code, shown.status_code, changed.status_code) == statuses, role
    reader = await bearing(Role.OFFICER, READ)

    assert (await client.post(AT, json=GRANT, headers=reader)).status_code == 403
    assert (await client.get(AT)).status_code == 401
    taxes = (await client.get(f"{AT}?kind=tax", headers=reader)).json()["items"]
    assert [scheme["id"] for scheme in taxes] == [str(an_id("tax"))]
    assert (await client.get(f"{AT}?kind=gift", headers=reader)).status_code == 422
    assert (await client.get(f"{AT}/{an_id('none')}", headers=reader)).status_code == 404
