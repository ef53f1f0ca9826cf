"""Private feeds of agendas through the API: an address shown once, and never after."""

from httpx import AsyncClient

from events_app.domain.organisations import OrganisationKind, Role
from events_app.domain.private_feeds import MOST_FEEDS
from tests.api.bearing import API, READ, Headers, a_token, bearing
from tests.web.signing_in import a_member, an_organisation

AT = f"{API}/companies/valves/agenda/feeds"


async def a_pair() -> tuple[Headers, Headers, Headers]:
    """Two people of one company, and a token of the first that only reads."""
    company = await an_organisation(OrganisationKind.EXPORTER, "valves", country="CN")
    members = [(await a_member(role, organisation=company))[1] for role in (Role.EXPORTER_OWNER, Role.EXPORTER_STAFF)]
    return await a_token(members[0]), await a_token(members[1]), await a_token(members[0], READ)


async def test_a_feed_is_made_read_listed_without_its_address_and_taken_back(client: AsyncClient) -> None:
    owner, _, _ = await a_pair()

    made = await client.post(f"{AT}?lang=fr", json={"name": " Tele  phone "}, headers=owner)
    path = made.json()["address"].partition("/feeds/")[2]
    one = made.headers["location"]
    open_ = await client.get(f"/feeds/{path}")
    listed = (await client.get(AT, headers=owner)).json()["items"]
    shown = await client.get(one, headers=owner)
    revoked = await client.delete(one, headers=owner)

    assert (made.status_code, made.json()["name"], made.headers["cache-control"]) == (201, "Tele phone", "no-store")
    assert (path.startswith("fr/agenda/"), open_.status_code) == (True, 200)
    assert listed == [shown.json()]
    assert shown.json().keys() == {"id", "name", "created_at"}
    assert (revoked.status_code, (await client.get(f"/feeds/{path}")).status_code) == (204, 410)
    assert (await client.delete(one, headers=owner)).status_code == 404
    assert (await client.get(AT, headers=owner)).json()["items"] == []


async def test_a_feed_is_its_makers_alone_and_reading_tokens_make_none(client: AsyncClient) -> None:
    owner, colleague, reader = await a_pair()
    stranger, officer = await bearing(Role.EXPORTER_OWNER), await bearing(Role.OFFICER)
    one = (await client.post(AT, json={}, headers=owner)).headers["location"]

    assert (await client.get(AT, headers=colleague)).json()["items"] == []
    assert (await client.delete(one, headers=colleague)).status_code == 404
    assert (await client.post(AT, json={}, headers=reader)).status_code == 403
    assert (await client.delete(one, headers=reader)).status_code == 403
    assert [(await client.post(AT, json={}, headers=each)).status_code for each in (stranger, officer)] == [404, 404]
    assert (await client.get(one, headers=owner)).status_code == 200


async def test_there_are_not_more_than_anybody_keeps_an_eye_on(client: AsyncClient) -> None:
    owner, _, _ = await a_pair()

    answers = [await client.post(AT, json={}, headers=owner) for _ in range(MOST_FEEDS + 1)]

    assert [each.status_code for each in answers] == [201] * MOST_FEEDS + [409]
