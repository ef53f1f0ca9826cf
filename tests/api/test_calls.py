"""What holds for every operation: tokens, scopes, languages, ETags, queries and problems."""

from dataclasses import replace
from datetime import timedelta

import pytest
from httpx import AsyncClient
from litestar import Litestar

from events_app.domain.organisations import OrganisationKind, Role
from events_app.domain.rights import TokenScope
from events_app.storage import people, sign_ins
from tests.api.bearing import API, READ, a_token, bearing, held, text
from tests.clients import NOW
from tests.web.signing_in import a_member, an_organisation

PROBLEM = "application/problem+json"


async def test_what_is_public_is_read_without_a_token_and_kept_by_caches_for_a_minute(client: AsyncClient) -> None:
    answer = await client.get(f"{API}/exhibitions/one-2027")

    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "public, max-age=60"
    assert "Authorization" in answer.headers["vary"]
    assert "set-cookie" not in answer.headers


async def test_what_a_token_opened_is_kept_by_nobody_else(client: AsyncClient) -> None:
    answer = await client.get(f"{API}/exhibitions/two-2027", headers=await bearing(Role.OFFICER))

    assert (answer.status_code, answer.headers["cache-control"]) == (200, "private, no-cache")


@pytest.mark.parametrize("given", ["Bearer nothing-like-it", "Bearer", "Basic YTpi", "Bearer \u00e9"])
async def test_a_token_that_is_none_is_refused_even_for_what_is_public(given: str, client: AsyncClient) -> None:
    headers = {"Authorization": given.encode("latin-1")}

    answer = await client.get(f"{API}/exhibitions", headers=headers)  # type: ignore[arg-type]

    assert (answer.status_code, answer.headers["content-type"]) == (401, PROBLEM)
    assert answer.headers["www-authenticate"] == 'Bearer realm="api", error="invalid_token"'


async def test_writing_without_a_token_is_told_to_send_one(client: AsyncClient) -> None:
    answer = await client.post(f"{API}/exhibitions", json={})

    assert (answer.status_code, answer.headers["www-authenticate"]) == (401, 'Bearer realm="api"')
    assert answer.json()["type"] == "urn:events-app:refusal:token-missing"


async def test_a_revoked_and_an_old_token_open_nothing(client: AsyncClient) -> None:
    _, membership = await a_member(Role.OFFICER)
    revoked = await a_token(membership, revoked_at=NOW)
    old = await a_token(membership, expires_at=NOW - timedelta(seconds=1))

    answers = [await client.get(f"{API}/exhibitions", headers=headers) for headers in (revoked, old)]

    assert [answer.status_code for answer in answers] == [401, 401]


async def test_a_token_for_reading_changes_nothing_whatever_its_owner_may(client: AsyncClient) -> None:
    headers = await bearing(Role.ADMINISTRATOR, READ)

    read = await client.get(f"{API}/exhibitions/two-2027", headers=headers)
    answer = await client.post(f"{API}/exhibitions/two-2027/publish", headers=held(headers, read.headers["etag"]))

    assert (read.status_code, answer.status_code) == (200, 403)


async def test_the_last_use_of_a_token_is_kept(client: AsyncClient) -> None:
    _, membership = await a_member(Role.OFFICER)
    headers = await a_token(membership)

    await client.get(f"{API}/exhibitions", headers=headers)

    (token,) = await sign_ins.list_api_tokens(membership.person_id)
    assert token.last_used_at == NOW


async def test_a_session_cookie_opens_nothing_here(client: AsyncClient) -> None:
    client.cookies.set("session", "anything")

    answer = await client.post(f"{API}/exhibitions", json={})

    assert answer.status_code == 401


async def test_labels_and_problems_come_in_the_language_asked_for(client: AsyncClient) -> None:
    wished = await client.get(f"{API}/exhibitions/one-2027", headers={"Accept-Language": "fr"})
    asked = await client.get(f"{API}/exhibitions/one-2027?lang=zh-Hans", headers={"Accept-Language": "fr"})
    refused = await client.get(f"{API}/exhibitions/nowhere?lang=es")

    assert (wished.json()["labels"]["country"], wished.headers["content-language"]) == ("Allemagne", "fr")
    assert (asked.json()["labels"]["country"], asked.headers["content-language"]) == ("德国", "zh-Hans")
    assert (refused.status_code, refused.headers["content-language"]) == (404, "es")


async def test_a_language_that_is_not_offered_is_a_fault_of_the_query(client: AsyncClient) -> None:
    answer = await client.get(f"{API}/exhibitions/one-2027?lang=tlh")

    assert answer.status_code == 422
    assert [error["parameter"] for error in answer.json()["errors"]] == ["lang"]


async def test_every_fault_of_a_query_is_named_at_once(client: AsyncClient) -> None:
    answer = await client.get(f"{API}/exhibitions?limit=0&from=soon&colour=red&cursor=x&status=lost")

    assert answer.status_code == 422
    assert {error["parameter"] for error in answer.json()["errors"]} == {"limit", "from", "colour", "cursor", "status"}


async def test_what_the_caller_has_already_is_not_sent_again(client: AsyncClient) -> None:
    first = await client.get(f"{API}/exhibitions/one-2027")

    again = await client.get(f"{API}/exhibitions/one-2027", headers={"If-None-Match": first.headers["etag"]})

    assert (again.status_code, again.content) == (304, b"")
    assert first.headers["etag"].startswith('"1.')


async def test_a_list_goes_on_page_by_page_without_doubles(client: AsyncClient) -> None:
    found, address = [], f"{API}/exhibitions?limit=1&lang=en"
    while address:
        page = await client.get(address)
        found += [item["slug"] for item in page.json()["items"]]
        address = page.json()["next"]
        assert (f'<{address}>; rel="next"' == page.headers.get("link")) is bool(address)

    assert found == ["one-2027", "three-2027"]


async def test_a_body_that_is_no_json_object_is_told_so(client: AsyncClient) -> None:
    headers = await bearing(Role.OFFICER)
    path = f"{API}/exhibitions"

    broken = await client.post(path, content=b"{", headers=headers | {"Content-Type": "application/json"})
    array = await client.post(path, json=[1], headers=headers)
    form = await client.post(path, data={"name": "x"}, headers=headers)

    assert [broken.status_code, array.status_code, form.status_code] == [400, 400, 415]


async def test_every_fault_of_a_body_is_named_by_its_place(client: AsyncClient) -> None:
    body = {
        "name": {"source": "en", "wordings": {"fr": "Salon"}},
        "country": "XX",
        "city": text(""),
        "zone": "Mars/Olympus",
        "first_day": "2027-02-30",
        "last_day": 7,
        "mode": "guest",
        "sessions": [{"kind": "seminar", "title": text("A"), "starts_at": "2027-04-05T10:00", "ends_at": "x"}],
        "colour": "red",
    }

    answer = await client.post(f"{API}/exhibitions?lang=en", json=body, headers=await bearing(Role.OFFICER))

    assert answer.status_code == 422
    told = {error["pointer"]: error["detail"] for error in answer.json()["errors"]}
    assert set(told) == {
        "#/name",
        "#/country",
        "#/city",
        "#/zone",
        "#/first_day",
        "#/last_day",
        "#/mode",
        "#/sessions/0/starts_at",
        "#/sessions/0/ends_at",
        "#/colour",
    }
    assert told["#/first_day"] == "“2027-02-30” is not a date: write it as 2027-04-30."


async def test_options_names_every_method_of_an_address(client: AsyncClient) -> None:
    answer = await client.options(f"{API}/exhibitions/one-2027")
    nowhere = await client.options(f"{API}/nowhere")

    assert (answer.status_code, set(answer.headers["allow"].split(", "))) == (204, {"GET", "HEAD", "OPTIONS", "PATCH"})
    assert nowhere.status_code == 404


async def test_a_person_without_the_second_factor_that_the_role_demands_uses_no_token(client: AsyncClient) -> None:
    app: Litestar = client.app  # type: ignore[attr-defined]
    object.__setattr__(app.state.settings, "second_factor", "authority")

    officer = await client.get(f"{API}/exhibitions", headers=await bearing(Role.OFFICER))
    unit = await client.get(f"{API}/exhibitions", headers=await bearing(Role.UNIT_OFFICER))

    assert (officer.status_code, unit.status_code) == (403, 200)


async def test_somebody_who_closed_the_account_has_no_token_any_more(client: AsyncClient) -> None:
    unit = await an_organisation(OrganisationKind.UNIT, "a-unit")
    person, membership = await a_member(Role.UNIT_OFFICER, organisation=unit)
    headers = await a_token(membership, frozenset({TokenScope.READ}))
    await people.set_(replace(person, closed_at=NOW))

    assert (await client.get(f"{API}/exhibitions", headers=headers)).status_code == 401
