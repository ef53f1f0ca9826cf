"""Technology offers through the API: who reads which, and deciding with a token."""

from httpx import AsyncClient

from events_app.actions import offers as actions
from events_app.domain.offers import Visibility
from events_app.domain.organisations import Organisation, OrganisationKind, Role
from events_app.domain.rights import SYSTEM
from events_app.domain.texts import Text
from tests.api.bearing import API, READ, bearing, held
from tests.clients import NOW
from tests.offer_builders import a_content, plant_offer
from tests.web.signing_in import an_organisation

LIST = f"{API}/offers"


async def a_shop() -> Organisation:
    company = await an_organisation(OrganisationKind.EXPORTER, "valves", country="CN")
    for visibility in Visibility:
        await plant_offer(company, visibility.value, visibility=visibility, licence_number="SECRET-1")
    return company


async def test_each_reads_what_is_shown_to_them(client: AsyncClient) -> None:
    await a_shop()
    expected = {
        None: {"public"},
        Role.EXPORTER_OWNER: {"public"},
        Role.PARTNER_STAFF: {"public", "partners"},
        Role.UNIT_OFFICER: {"public", "partners", "organisers"},
        Role.AUDITOR: {"public", "partners", "organisers"},
    }
    for role, slugs in expected.items():
        headers = await bearing(role) if role else {}

        listed = await client.get(LIST, headers=headers)
        each = {slug: (await client.get(f"{LIST}/{slug}", headers=headers)).status_code for slug in Visibility}

        assert {item["slug"] for item in listed.json()["items"]} == slugs, role
        assert {slug for slug, status in each.items() if status == 200} == slugs
        assert "SECRET-1" not in listed.text


async def test_filters_narrow_and_pages_follow(client: AsyncClient) -> None:
    company = await a_shop()
    await plant_offer(company, "hearts", sectors=("medical",), title=Text.of("en", "Hearts"))

    medical = await client.get(f"{LIST}?sector=medical&q=heart&field=31&form=licence&lang=fr")
    first = await client.get(f"{LIST}?limit=1")
    second = await client.get(first.json()["next"])
    odd = await client.get(f"{LIST}?sector=x&field=99&limit=0")

    (item,) = medical.json()["items"]
    assert (item["slug"], item["title"]["shown"], item["labels"]["forms"]) == ("hearts", "Hearts", ["Licence"])
    assert item["ip_rights"][0]["countries"] == ["CN", "DE"]
    assert {first.json()["items"][0]["slug"], second.json()["items"][0]["slug"]} == {"hearts", "public"}
    assert second.json()["next"] is None
    assert sorted(error["parameter"] for error in odd.json()["errors"]) == ["field", "limit", "sector"]


async def test_readers_get_the_approved_content(client: AsyncClient) -> None:
    company = await a_shop()
    offer = await plant_offer(company, "changed")
    newer = a_content(title=Text.of("en", "Secret plans"))
    await actions.write(offer.slug, newer, version=offer.version, by=SYSTEM, now=NOW)

    shown = await client.get(f"{LIST}/changed")

    assert shown.json()["title"]["shown"] == "Control valves"
    assert "Secret plans" not in shown.text


async def test_an_officer_decides_from_the_version_that_was_read(client: AsyncClient) -> None:
    offer = await plant_offer(await an_organisation(OrganisationKind.EXPORTER, "valves"), is_approved=False)
    officer, at = await bearing(Role.OFFICER), f"{LIST}/{offer.slug}/decision"
    approve = {"decision": "approve"}

    stale = await client.post(at, json=approve, headers=held(officer, '"1"'))
    silent = await client.post(at, json={"decision": "return"}, headers=held(officer, "*"))
    unheld = await client.post(at, json=approve, headers=officer)
    auditor = await client.post(at, json=approve, headers=held(await bearing(Role.AUDITOR), "*"))
    reader = await client.post(at, json=approve, headers=held(await bearing(Role.OFFICER, READ), "*"))
    done = await client.post(at, json=approve, headers=held(officer, f'"{offer.version}"'))
    again = await client.post(at, json=approve, headers=held(officer, "*"))

    assert [each.status_code for each in (stale, silent, unheld, auditor, reader)] == [412, 422, 428, 403, 403]
    assert (done.status_code, done.json()["state"]) == (200, "approved")
    assert again.status_code == 409
    assert again.json()["type"] == "urn:events-app:refusal:offer-not-reviewable"
    assert (await client.get(f"{LIST}/{offer.slug}")).status_code == 200
