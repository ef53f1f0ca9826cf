"""Technology offers as companies write them through the API: from the draft to the renewal."""

from datetime import timedelta
from typing import Any

import pytest
from httpx import AsyncClient

from events_app.domain.offers import HOLDS_FOR, OfferState
from events_app.domain.organisations import Organisation, OrganisationKind, Role
from tests.api.bearing import API, Headers, a_token, bearing, held, text
from tests.clients import NOW
from tests.offer_builders import plant_offer
from tests.web.signing_in import a_member, an_organisation

AT = f"{API}/companies/valves/offers"
WRITTEN: dict[str, object] = {
    "title": text("Valves for hot acids"),
    "summary": text("Ceramic valves."),
    "sectors": ["industry", "industry"],
    "fields": [31],
    "trl": 9,
    "forms": ["licence"],
    "ip_rights": [{"kind": "patent", "number": "CN  101", "countries": ["CN", "DE"]}],
    "price_from": {"amount_minor": 100, "currency": "EUR"},
    "licence_number": "SECRET-1",
}

ODD_DAYS = {"filed_on": "2020-01-02", "granted_on": "2020-01-01"}


async def a_company() -> tuple[Organisation, Headers]:
    """A company, with a token of who answers for it."""
    company = await an_organisation(OrganisationKind.EXPORTER, "valves", country="CN")
    _, membership = await a_member(Role.EXPORTER_OWNER, organisation=company)
    return company, await a_token(membership)


async def test_an_offer_goes_the_whole_way(client: AsyncClient) -> None:
    _, company = await a_company()
    officer, listed = await bearing(Role.OFFICER), f"{API}/offers"

    begun = await client.post(AT, json=WRITTEN, headers=company | {"Idempotency-Key": "one"})
    again = await client.post(AT, json=WRITTEN, headers=company | {"Idempotency-Key": "one"})
    one = begun.headers["location"]
    submitted = await client.post(f"{one}/submit", headers=held(company, begun.headers["etag"]))
    seen_early = (await client.get(listed)).json()["items"]
    decided = await client.post(
        f"{listed}/valves-for-hot-acids/decision", json={"decision": "approve"}, headers=held(officer, "*")
    )
    shown = (await client.get(f"{one}?lang=en", headers=company)).json()
    early = await client.post(f"{one}/renew", headers=held(company, "*"))
    withdrawn = await client.post(f"{one}/withdraw", headers=held(company, "*"))

    assert (begun.status_code, one, begun.json()["state"]) == (201, f"{AT}/valves-for-hot-acids", "draft")
    assert (begun.json()["sectors"], begun.json()["ip_rights"][0]["number"]) == (["industry"], "CN 101")
    assert (begun.json()["missing"], again.json()["id"]) == ([], begun.json()["id"])
    assert (submitted.status_code, submitted.json()["state"], seen_early) == (200, "in_review", [])
    assert decided.status_code == 200
    assert (shown["state"], shown["is_shown"], shown["labels"]["visibility"]) == ("approved", True, "Everybody")
    assert shown["valid_until"] == (NOW.date() + HOLDS_FOR).isoformat()
    assert (early.status_code, early.json()["type"]) == (409, "urn:events-app:refusal:offer-not-renewable")
    assert (withdrawn.json()["state"], withdrawn.json()["is_shown"]) == ("withdrawn", False)
    assert (await client.get(listed)).json()["items"] == []


async def test_a_patch_changes_what_it_names_and_readers_see_what_was_approved(client: AsyncClient) -> None:
    company, token = await a_company()
    offer = await plant_offer(company, licence_number="SECRET-1")
    one = f"{AT}/{offer.slug}"
    read = await client.get(one, headers=token)

    changed = await client.patch(
        one,
        json={"title": {"wordings": {"en": "Better valves"}}, "trl": None, "in_use_since": 2020},
        headers=held(token, read.headers["etag"]),
    )
    stale = await client.patch(one, json={"trl": 3}, headers=held(token, read.headers["etag"]))
    unheld = await client.patch(one, json={"trl": 3}, headers=token)
    same = await client.patch(one, json={}, headers=held(token, changed.headers["etag"]))

    assert (changed.status_code, changed.json()["state"], changed.json()["is_shown"]) == (200, "draft", True)
    assert (changed.json()["title"]["shown"], changed.json()["title"]["outdated"]) == ("Better valves", ["ar"])
    assert (changed.json()["trl"], changed.json()["in_use_since"]) == (None, 2020)
    assert changed.json()["licence_number"] == "SECRET-1", "what is not named stays"
    assert changed.json()["ip_rights"] == read.json()["ip_rights"]
    assert (stale.status_code, unheld.status_code) == (412, 428)
    assert (same.status_code, same.json()["version"]) == (200, changed.json()["version"])
    assert (await client.get(f"{API}/offers/{offer.slug}")).json()["title"]["shown"] == "Control valves"


@pytest.mark.parametrize(
    ("body", "pointers"),
    [
        ({"title": {"source": "en", "wordings": {}}}, ["#/title"]),
        ({"title": text("x" * 201), "summary": text("x" * 5001)}, ["#/summary", "#/title"]),
        ({"ip_rights": [{"kind": "patent"}]}, ["#/ip_rights/0"]),
        (
            {"ip_rights": [{"kind": "know_how", "filed_on": "2020-01-02", "granted_on": "2020-01-01"}]},
            ["#/ip_rights/0"],
        ),
        ({"sectors": ["all"], "trl": 10}, ["#/sectors/0", "#/trl"]),
        ({"price_to": {"amount_minor": 99, "currency": "EUR"}}, ["#/price_to"]),
        ({"price_to": {"amount_minor": 200, "currency": "USD"}}, ["#/price_to"]),
        ({"state": "approved"}, ["#/state"]),
    ],
)
async def test_what_cannot_be_is_named(client: AsyncClient, body: dict[str, Any], pointers: list[str]) -> None:
    _, token = await a_company()

    answer = await client.post(AT, json=WRITTEN | body, headers=token)

    assert answer.status_code == 422
    assert sorted(error["pointer"] for error in answer.json()["errors"]) == pointers


async def test_an_offer_that_lacks_something_is_not_submitted(client: AsyncClient) -> None:
    _, token = await a_company()
    begun = await client.post(AT, json={"title": text("机床"), "slug": "tools"}, headers=token)
    one = begun.headers["location"]

    refused = await client.post(f"{one}/submit", headers=held(token, "*"))
    prohibited = await client.patch(
        one,
        json=WRITTEN | {"export_class": "prohibited", "licence_number": ""},
        headers=held(token, begun.headers["etag"]),
    )
    never = await client.post(f"{one}/submit", headers=held(token, "*"))

    assert (one, begun.json()["missing"]) == (f"{AT}/tools", ["summary", "sectors", "fields", "trl", "forms"])
    assert (refused.status_code, refused.json()["type"]) == (422, "urn:events-app:refusal:offer-incomplete")
    assert (prohibited.status_code, len(prohibited.json()["warnings"])) == (200, 1)
    assert (never.status_code, never.json()["type"]) == (422, "urn:events-app:refusal:offer-prohibited")


async def test_an_approval_that_ends_soon_is_renewed_from_the_version_that_was_read(client: AsyncClient) -> None:
    company, token = await a_company()
    offer = await plant_offer(company, now=NOW - HOLDS_FOR + timedelta(days=10))
    one = f"{AT}/{offer.slug}"

    stale = await client.post(f"{one}/renew", headers=held(token, '"1"'))
    before = (await client.get(one, headers=token)).json()
    renewed = await client.post(f"{one}/renew", headers=held(token, f'"{offer.version}"'))
    late = await client.post(f"{one}/withdraw", headers=held(token, f'"{offer.version}"'))

    assert (stale.status_code, late.status_code, before["is_renewable"]) == (412, 412, True)
    assert (renewed.json()["is_renewable"], renewed.json()["valid_until"] > before["valid_until"]) == (False, True)


async def test_lists_narrow_and_follow(client: AsyncClient) -> None:
    company, token = await a_company()
    for slug in ("one", "two"):
        await plant_offer(company, slug, is_approved=slug == "one")
    await plant_offer(await an_organisation(OrganisationKind.EXPORTER, "pumps"), "of-others")

    review = (await client.get(f"{AT}?state=in_review", headers=token)).json()["items"]
    words = (await client.get(f"{AT}?q=nothing", headers=token)).json()["items"]
    first = (await client.get(f"{AT}?limit=1", headers=token)).json()
    second = (await client.get(first["next"], headers=token)).json()
    odd = await client.get(f"{AT}?state=gone", headers=token)

    assert ([item["slug"] for item in review], words, odd.status_code) == (["two"], [], 422)
    assert {first["items"][0]["slug"], second["items"][0]["slug"]} == {"one", "two"}
    assert second["next"] is None


async def test_nobody_else_reads_or_writes_it_and_staff_do_not_bind(client: AsyncClient) -> None:
    company, owner = await a_company()
    offer = await plant_offer(company, is_approved=False)
    _, membership = await a_member(Role.EXPORTER_STAFF, organisation=company)
    staff, stranger, officer = (
        await a_token(membership),
        await bearing(Role.EXPORTER_OWNER),
        await bearing(Role.OFFICER),
    )
    other = await an_organisation(OrganisationKind.EXPORTER, "pumps")
    foreign = await plant_offer(other, "of-others")
    one = f"{AT}/{offer.slug}"

    assert (await client.get(one)).status_code == 401
    for token in (stranger, officer):
        assert (await client.get(one, headers=token)).status_code == 404
        assert (await client.patch(one, json={"trl": 1}, headers=held(token, "*"))).status_code == 404
        assert (await client.post(AT, json=WRITTEN, headers=token)).status_code == 404
    assert (await client.get(f"{AT}/{foreign.slug}", headers=owner)).status_code == 404
    assert (await client.patch(one, json={"trl": 8}, headers=held(staff, "*"))).json()["trl"] == 8
    assert (await client.post(f"{one}/submit", headers=held(staff, "*"))).status_code == 403
    assert (await client.get(one, headers=owner)).json()["state"] == OfferState.DRAFT


async def test_the_working_copy_read_is_the_one_kept(client: AsyncClient) -> None:
    company, token = await a_company()
    offer = await plant_offer(company, is_approved=False)

    read = (await client.get(f"{AT}/{offer.slug}", headers=token)).json()
    kept = {name: read[name] for name in ("title", "summary", "references")}
    texts = {name: {key: value[key] for key in ("source", "wordings")} for name, value in kept.items()}
    same = await client.patch(f"{AT}/{offer.slug}", json=texts, headers=held(token, f'"{offer.version}"'))

    assert (same.json()["version"], same.json()["state"]) == (offer.version, "in_review")
