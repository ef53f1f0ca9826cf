"""Countries and regions through the API: facts for everybody, decisions for who may."""

from collections.abc import AsyncIterator

import pytest
from httpx import AsyncClient

from events_app.domain.organisations import Role
from events_app.edge.policies import forget_policies
from events_app.storage import country_policies
from tests.api.bearing import API, bearing, held

COUNTRIES = f"{API}/countries"


@pytest.fixture(autouse=True)
async def nothing_decided_afterwards() -> AsyncIterator[None]:
    yield
    forget_policies()


async def test_facts_are_told_in_the_language_asked_for(client: AsyncClient) -> None:
    kenya = (await client.get(f"{COUNTRIES}/KE?lang=ru")).json()

    assert (kenya["name"], kenya["development_class"], kenya["labels"]["development_class"]) == (
        "Кения",
        "developing",
        "Развивающаяся экономика",
    )
    assert ("Africa/Nairobi" in kenya["zones"], "KES" in kenya["currencies"]) == (True, True)
    assert kenya["decided"] is None
    assert (await client.get(f"{COUNTRIES}/XX")).status_code == 404


async def test_they_are_listed_by_code_and_class_and_group(client: AsyncClient) -> None:
    asean = (await client.get(f"{COUNTRIES}?group=ASEAN&limit=8")).json()
    rest = (await client.get(asean["next"])).json()
    developed = (await client.get(f"{COUNTRIES}?class=developed&limit=100")).json()

    codes = [each["code"] for each in (*asean["items"], *rest["items"])]
    assert (codes, codes[0]) == (sorted(codes), "BN")
    assert {"ID", "VN", "TH"} <= set(codes)
    assert "DE" in {each["code"] for each in developed["items"]}


async def test_an_officer_decides_and_the_public_sees_the_name_alone(client: AsyncClient) -> None:
    headers = await bearing(Role.OFFICER)
    etag = (await client.get(f"{COUNTRIES}/KE", headers=headers)).headers["etag"]
    patch = {"names": {"en": "Kenya (Republic)"}, "focus": {"priority": 1, "reason": "Programme"}, "note": "Ask Ana."}

    decided = await client.patch(f"{COUNTRIES}/KE", json=patch, headers=held(headers, etag))
    stale = await client.patch(f"{COUNTRIES}/KE", json={"note": ""}, headers=held(headers, etag))
    public = await client.get(f"{COUNTRIES}/KE?lang=en")

    assert (decided.status_code, stale.status_code) == (200, 412)
    assert decided.json()["decided"]["focus"] == {"priority": 1, "since": None, "until": None, "reason": "Programme"}
    assert (public.json()["name"], public.json()["decided"]) == ("Kenya (Republic)", None)
    assert "Ask Ana" not in public.text
    removed = {"names": {"en": None}, "focus": None}
    after = await client.patch(f"{COUNTRIES}/KE", json=removed, headers=held(headers, decided.headers["etag"]))
    assert (after.json()["name"], after.json()["decided"]["focus"]) == ("Kenya", None)
    assert after.json()["decided"]["note"] == "Ask Ana."


async def test_membership_in_a_group_is_decided(client: AsyncClient) -> None:
    headers = await bearing(Role.OFFICER)
    patch = {"memberships": {"BRICS": [{"since": "2026-01-01"}], "EAC": []}}

    after = await client.patch(f"{COUNTRIES}/KE", json=patch, headers=held(headers, "*"))
    wrong = await client.patch(f"{COUNTRIES}/KE", json={"memberships": {"CLUB": []}}, headers=held(headers, "*"))
    backwards = {"memberships": {"BRICS": [{"since": "2026-02-01", "until": "2026-01-01"}]}}
    spell = await client.patch(f"{COUNTRIES}/KE", json=backwards, headers=held(headers, "*"))

    assert ("BRICS" in after.json()["groups"], "EAC" in after.json()["groups"]) == (True, False)
    assert wrong.json()["errors"][0]["pointer"] == "#/memberships/CLUB"
    assert spell.json()["errors"][0]["pointer"] == "#/memberships/BRICS/0"


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.UNIT_MANAGER, Role.EXPORTER_OWNER])
async def test_others_decide_nothing(role: Role, client: AsyncClient) -> None:
    answer = await client.patch(f"{COUNTRIES}/KE", json={"note": "x"}, headers=held(await bearing(role), "*"))

    assert answer.status_code == 403
    assert (await country_policies.get("KE")).note == ""
