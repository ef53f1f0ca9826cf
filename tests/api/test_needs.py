"""Technology needs through the API: who reads which, and deciding with a token."""

from httpx import AsyncClient

from events_app.domain.needs import NeedState, Visibility
from events_app.domain.organisations import Role
from events_app.domain.texts import Text
from events_app.storage import needs
from tests.api.bearing import API, READ, bearing
from tests.need_builders import a_partner, plant_need

LIST = f"{API}/needs"


async def test_each_reads_what_is_shown_to_them(client: AsyncClient) -> None:
    for visibility in Visibility:
        await plant_need(None, visibility.value, visibility=visibility)
    await plant_need(None, "waiting", is_approved=False)
    expected = {
        None: {"public"},
        Role.PARTNER_STAFF: {"public"},
        Role.TRANSLATOR: {"public"},
        Role.EXPORTER_STAFF: {"public", "exporters"},
        Role.UNIT_OFFICER: {"public", "exporters", "organisers"},
        Role.AUDITOR: {"public", "exporters", "organisers"},
    }
    for role, slugs in expected.items():
        headers = await bearing(role) if role else {}

        listed = await client.get(LIST, headers=headers)
        tried = (*Visibility, "waiting")
        each = {slug: (await client.get(f"{LIST}/{slug}", headers=headers)).status_code for slug in tried}

        assert {item["slug"] for item in listed.json()["items"]} == slugs, role
        assert {slug for slug, status in each.items() if status == 200} == slugs


async def test_a_need_is_told_whole_and_in_the_callers_language(client: AsyncClient) -> None:
    partner, _ = await a_partner()
    need = await plant_need(partner)

    answer = await client.get(f"{LIST}/dry-wells?lang=fr")

    body = answer.json()
    assert (body["title"]["shown"], body["summary"]["language"]) == ("Pompes pour puits secs", "en")
    assert {name: body[name] for name in ("organisation", "country", "trl_from", "languages", "forms", "fields")} == {
        "organisation": "wells",
        "country": "KE",
        "trl_from": 7,
        "languages": ["en", "sw"],
        "forms": ["equipment", "training"],
        "fields": [26],
    }
    assert (body["budget_to"], body["valid_until"]) == (
        {"amount_minor": 9_000_050, "currency": "USD"},
        need.valid_until.isoformat() if need.valid_until else None,
    )
    assert body["labels"]["country"] == "Kenya"


async def test_filters_narrow_and_pages_follow(client: AsyncClient) -> None:
    await plant_need()
    await plant_need(None, "hearts", country="PE", sectors=("medical",), title=Text.of("en", "Hearts"))

    medical = await client.get(f"{LIST}?country=PE&sector=medical&q=heart&field=26&form=training")
    first = await client.get(f"{LIST}?limit=1")
    second = await client.get(first.json()["next"])
    odd = await client.get(f"{LIST}?country=XX&sector=x&field=99&limit=0")

    assert [item["slug"] for item in medical.json()["items"]] == ["hearts"]
    assert {first.json()["items"][0]["slug"], second.json()["items"][0]["slug"]} == {"hearts", "dry-wells"}
    assert second.json()["next"] is None
    assert sorted(error["parameter"] for error in odd.json()["errors"]) == ["country", "field", "limit", "sector"]


async def test_an_officer_decides_with_a_token_for_the_version_that_was_read(client: AsyncClient) -> None:
    partner, _ = await a_partner()
    need = await plant_need(partner, is_approved=False)
    officer = await bearing(Role.OFFICER)
    at, match = f"{LIST}/{need.slug}/decision", {"If-Match": f'"{need.version}"'}

    silent = await client.post(at, json={"decision": "return"}, headers=officer | match)
    stale = await client.post(at, json={"decision": "approve"}, headers=officer | {"If-Match": '"1"'})
    others = [
        (await client.post(at, json={"decision": "approve"}, headers=headers | match)).status_code
        for headers in (await bearing(Role.PARTNER_OWNER), await bearing(Role.OFFICER, READ), {})
    ]
    done = await client.post(at, json={"decision": "approve"}, headers=officer | match)

    assert (silent.status_code, stale.status_code, others, done.status_code) == (422, 412, [403, 403, 401], 200)
    assert (done.json()["state"], (await needs.get(need.slug)).state) == ("approved", NeedState.APPROVED)
