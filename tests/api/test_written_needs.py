"""Technology needs as partner organisations and officers write them through the API: from the draft to the renewal."""

from datetime import timedelta

from httpx import AsyncClient

from events_app.domain.offers import HOLDS_FOR
from events_app.domain.organisations import OrganisationKind, Role
from tests.api.bearing import API, READ, bearing, held, text
from tests.clients import NOW
from tests.need_builders import a_partner, plant_need
from tests.web.signing_in import an_organisation

AT = f"{API}/partners/wells/needs"
WRITTEN: dict[str, object] = {
    "title": text("Pumps for dry wells"),
    "summary": text("Solar pumps."),
    "sectors": ["agriculture", "agriculture"],
    "fields": [26],
    "forms": ["equipment"],
    "languages": ["en", "sw"],
    "budget_to": {"amount_minor": 100, "currency": "USD"},
}


async def test_a_need_goes_the_whole_way(client: AsyncClient) -> None:
    partner, _ = await a_partner()
    token, officer = await bearing(Role.PARTNER_OWNER, organisation=partner), await bearing(Role.OFFICER)
    key = {"Idempotency-Key": "one"}

    begun = await client.post(AT, json=WRITTEN, headers=token | key)
    again = await client.post(AT, json=WRITTEN, headers=token | key)
    one, review = begun.headers["location"], f"{API}/need-reviews/pumps-for-dry-wells"
    hidden = await client.get(review, headers=officer)
    submitted = await client.post(f"{one}/submit", headers=held(token, begun.headers["etag"]))
    read = await client.get(review, headers=officer)
    decided = await client.post(
        f"{API}/needs/pumps-for-dry-wells/decision",
        json={"decision": "approve"},
        headers=held(officer, read.headers["etag"]),
    )
    shown = (await client.get(f"{one}?lang=en", headers=token)).json()
    early = await client.post(f"{one}/renew", headers=held(token, "*"))
    withdrawn = await client.post(f"{one}/withdraw", headers=held(token, "*"))

    assert (begun.status_code, one, begun.json()["state"]) == (201, f"{AT}/pumps-for-dry-wells", "draft")
    assert (begun.json()["country"], begun.json()["sectors"], begun.json()["missing"]) == ("KE", ["agriculture"], [])
    assert (again.json()["id"], hidden.status_code) == (begun.json()["id"], 404)
    assert (submitted.json()["state"], read.json()["organisation"], decided.status_code) == ("in_review", "wells", 200)
    assert (shown["state"], shown["is_shown"], shown["labels"]["visibility"]) == ("approved", True, "Everybody")
    assert shown["valid_until"] == (NOW.date() + HOLDS_FOR).isoformat()
    assert (early.status_code, early.json()["type"]) == (409, "urn:events-app:refusal:need-not-renewable")
    assert (withdrawn.json()["state"], withdrawn.json()["is_shown"]) == ("withdrawn", False)


async def test_a_patch_changes_what_it_names_and_every_fault_is_named(client: AsyncClient) -> None:
    partner, _ = await a_partner()
    need = await plant_need(partner)
    token, one = await bearing(Role.PARTNER_STAFF, organisation=partner), f"{AT}/{need.slug}"
    read = await client.get(one, headers=token)

    changed = await client.patch(
        one,
        json={"title": {"wordings": {"en": "Better pumps"}}, "trl_from": None, "budget_to": None},
        headers=held(token, read.headers["etag"]),
    )
    statuses = [
        (await client.patch(one, json={"trl_from": 3}, headers=headers)).status_code
        for headers in (token, held(token, read.headers["etag"]))
    ]
    past = (NOW.date() - timedelta(days=1)).isoformat()
    odd = {"wanted_until": "soon", "country": "XX", "budget_to": {"amount_minor": 1, "currency": "USD"}, "trl": 1}
    faults = await client.patch(one, json=odd, headers=held(token, "*"))
    over = await client.patch(one, json={"wanted_until": past}, headers=held(token, "*"))
    public = (await client.get(f"{API}/needs/{need.slug}?lang=en")).json()
    review = (await client.get(f"{API}/need-reviews/{need.slug}", headers=await bearing(Role.AUDITOR))).json()

    body = changed.json()
    assert (body["state"], body["title"]["shown"], body["trl_from"], body["budget_to"]) == (
        "draft",
        "Better pumps",
        None,
        None,
    )
    assert (public["title"]["shown"], review["title"]["wordings"]["en"]) == ("Pumps for dry wells",) * 2
    assert statuses == [428, 412]
    assert sorted(error["pointer"] for error in faults.json()["errors"]) == [
        "#/budget_to",
        "#/country",
        "#/trl",
        "#/wanted_until",
    ]
    assert over.json()["errors"][0]["pointer"] == "#/wanted_until"


async def test_others_neither_read_nor_write_and_staff_does_not_submit(client: AsyncClient) -> None:
    partner, _ = await a_partner()
    need = await plant_need(partner)
    stranger = await bearing(Role.PARTNER_OWNER)
    staff = await bearing(Role.PARTNER_STAFF, organisation=partner)
    company = await an_organisation(OrganisationKind.EXPORTER, "valves", country="CN")
    own_company = await bearing(Role.EXPORTER_OWNER, organisation=company)

    def told(*answers: object) -> list[int]:
        return [answer.status_code for answer in answers]  # type: ignore[attr-defined]

    assert told(
        await client.get(AT),
        await client.get(AT, headers=stranger),
        await client.post(f"{AT}/{need.slug}/withdraw", headers=held(stranger, "*")),
        await client.post(f"{AT}/{need.slug}/withdraw", headers=held(staff, "*")),
        await client.post(AT, json=WRITTEN, headers=await bearing(Role.PARTNER_OWNER, READ, organisation=partner)),
        await client.get(f"{API}/need-reviews", headers=staff),
        await client.get(f"{API}/partners/valves/needs", headers=own_company),
    ) == [401, 404, 404, 403, 403, 403, 404]


async def test_officers_write_down_what_a_country_needs_and_leave_partners_theirs(client: AsyncClient) -> None:
    partner, _ = await a_partner()
    theirs = await plant_need(partner, "theirs")
    officer, unit = await bearing(Role.OFFICER), await bearing(Role.UNIT_OFFICER)

    begun = await client.post(f"{API}/needs", json=WRITTEN | {"slug": "wells-of-peru"}, headers=officer)
    one, version = f"{API}/needs/wells-of-peru", begun.headers["etag"]
    early = await client.post(f"{one}/submit", headers=held(officer, version))
    changed = await client.patch(one, json={"country": "PE"}, headers=held(officer, version))
    submitted = await client.post(f"{one}/submit", headers=held(officer, changed.headers["etag"]))
    listed = (await client.get(f"{API}/need-reviews?state=in_review&country=PE&order=waiting", headers=unit)).json()
    refused = [
        (await client.patch(f"{API}/needs/{slug}", json={}, headers=held(headers, "*"))).status_code
        for slug, headers in ((theirs.slug, officer), ("wells-of-peru", unit))
    ]

    assert (begun.headers["location"], begun.json()["missing"]) == (f"{API}/need-reviews/wells-of-peru", ["country"])
    assert (early.status_code, submitted.json()["state"]) == (422, "in_review")
    assert [(item["slug"], item["organisation"]) for item in listed["items"]] == [("wells-of-peru", None)]
    assert refused == [404, 403]
