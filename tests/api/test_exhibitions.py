"""Editions through the API: entered, read back, changed, published, moved and cancelled, within everybody's reach."""

import asyncio
from datetime import date

import pytest
from httpx import AsyncClient

from events_app.actions.exhibitions import add_edition
from events_app.domain.exhibitions import EditionStatus
from events_app.domain.organisations import OrganisationKind, Role
from events_app.domain.rights import SYSTEM
from events_app.storage import calendar, exhibitions, history
from tests.api.bearing import API, bearing, held, text
from tests.builders import a_deadline, a_session, an_edition, an_id
from tests.web.planting import CONTEXT, a_fair
from tests.web.signing_in import an_organisation

LIST = f"{API}/exhibitions"
BODY = {
    "name": {"source": "en", "wordings": {"en": "Agritech Nairobi 2027", "fr": "Agritech Nairobi 2027"}},
    "summary": text("Machines for farms."),
    "country": "KE",
    "city": text("Nairobi"),
    "zone": "Africa/Nairobi",
    "first_day": "2027-09-06",
    "last_day": "2027-09-09",
    "hours": [{"day": "2027-09-06", "opens": "09:00", "closes": "18:00"}],
    "mode": "organised_delegation",
    "sectors": ["agriculture"],
    "sessions": [
        {
            "kind": "seminar",
            "title": text("Irrigation"),
            "starts_at": "2027-09-06T09:00:00Z",
            "ends_at": "2027-09-06T10:30:00Z",
        }
    ],
    "deadlines": [{"kind": "freight", "at": "2027-07-01T17:00:00+08:00", "zone": "Asia/Shanghai"}],
}


async def test_an_edition_is_entered_read_back_and_kept_as_a_draft(client: AsyncClient) -> None:
    headers = await bearing(Role.OFFICER)

    made = await client.post(LIST, json=BODY, headers=headers)
    read = await client.get(made.headers["location"], headers=headers)

    assert (made.status_code, made.headers["location"]) == (201, f"{LIST}/agritech-nairobi-2027")
    assert read.json() == made.json()
    assert read.headers["etag"].replace("-gzip", "") == made.headers["etag"].replace("-gzip", "")
    told = read.json()
    assert (told["status"], told["scope"], told["version"]) == ("draft", "overseas", 1)
    assert told["hours"] == BODY["hours"]
    assert told["sessions"][0]["starts_at"] == "2027-09-06T12:00:00+03:00"
    assert told["deadlines"][0]["at"] == "2027-07-01T17:00:00+08:00"
    assert told["labels"]["country"] == "Kenya"


async def test_the_public_does_not_see_a_draft(client: AsyncClient) -> None:
    shown = await client.get(f"{LIST}/two-2027")
    listed = await client.get(f"{LIST}?status=draft")
    public = await client.get(LIST)

    assert (shown.status_code, listed.status_code) == (404, 401)
    assert [item["slug"] for item in public.json()["items"]] == ["one-2027", "three-2027"]


async def test_a_unit_reads_and_changes_its_own_drafts_alone(client: AsyncClient) -> None:
    own = await an_organisation(OrganisationKind.UNIT, "own-unit")
    headers = await bearing(Role.UNIT_OFFICER, organisation=own)
    strange = await bearing(Role.UNIT_OFFICER)

    made = await client.post(LIST, json=BODY | {"unit": "own-unit"}, headers=headers)
    drafts = await client.get(f"{LIST}?status=draft", headers=headers)
    changes = held(strange, made.headers["etag"])
    changed = await client.patch(made.headers["location"], json={"website": ""}, headers=changes)
    of_others = await client.post(LIST, json=BODY | {"unit": "own-unit", "slug": "x"}, headers=strange)
    of_nobody = await client.post(LIST, json=BODY | {"slug": "x", "series": "light-and-building"}, headers=headers)

    assert made.status_code == 201
    assert [item["slug"] for item in drafts.json()["items"]] == ["agritech-nairobi-2027"]
    assert (changed.status_code, of_others.status_code, of_nobody.status_code) == (404, 422, 403)
    assert [error["pointer"] for error in of_others.json()["errors"]] == ["#/series", "#/unit"]


async def test_one_wording_is_changed_and_nothing_else(client: AsyncClient) -> None:
    headers = await bearing(Role.OFFICER)
    before = await client.get(f"{LIST}/one-2027", headers=headers)
    patch = {"venue": {"wordings": {"fr": "Foire de Francfort"}}, "fields": [3]}

    after = await client.patch(f"{LIST}/one-2027", json=patch, headers=held(headers, before.headers["etag"]))

    assert after.status_code == 200
    told, was = after.json(), before.json()
    assert told["venue"]["wordings"] == was["venue"]["wordings"] | {"fr": "Foire de Francfort"}
    differing = {name for name in told if told[name] != was[name]}
    assert differing == {"venue", "fields", "version", "modified_at"}


async def test_null_removes_and_a_merge_patch_has_a_media_type_of_its_own(client: AsyncClient) -> None:
    headers = await bearing(Role.OFFICER)
    etag = (await client.get(f"{LIST}/one-2027", headers=headers)).headers["etag"]
    content = b'{"latitude": null, "name": {"wordings": {"fr": null}}}'
    types = {"Content-Type": "application/merge-patch+json"}

    after = await client.patch(f"{LIST}/one-2027", content=content, headers=held(headers, etag) | types)

    assert after.status_code == 200
    assert after.json()["latitude"] is None
    assert "fr" not in after.json()["name"]["wordings"]


async def test_a_change_names_the_version_it_was_made_from(client: AsyncClient) -> None:
    headers = await bearing(Role.OFFICER)
    stale = (await client.get(f"{LIST}/one-2027", headers=headers)).headers["etag"]
    change = {"website": "https://fair.example/new"}

    without = await client.patch(f"{LIST}/one-2027", json=change, headers=headers)
    first = await client.patch(f"{LIST}/one-2027", json=change, headers=held(headers, stale))
    second = await client.patch(f"{LIST}/one-2027", json={"website": ""}, headers=held(headers, stale))
    whatever = await client.patch(f"{LIST}/one-2027", json={"website": ""}, headers=held(headers, "*"))

    assert [a.status_code for a in (without, first, second, whatever)] == [428, 200, 412, 200]
    assert second.json()["type"] == "urn:events-app:refusal:changed-meanwhile"


async def test_of_two_changes_at_once_one_is_kept_and_one_is_told(client: AsyncClient) -> None:
    headers = await bearing(Role.OFFICER)
    etag = (await client.get(f"{LIST}/one-2027", headers=headers)).headers["etag"]
    changes = [{"website": f"https://fair.example/{number}"} for number in range(6)]

    answers = await asyncio.gather(
        *(client.patch(f"{LIST}/one-2027", json=change, headers=held(headers, etag)) for change in changes)
    )

    assert sorted(answer.status_code for answer in answers) == [200, 412, 412, 412, 412, 412]
    (kept,) = (answer.json()["website"] for answer in answers if answer.status_code == 200)
    assert (await exhibitions.get_edition("one-2027")).website == kept


async def test_sent_twice_with_a_key_an_edition_is_kept_once(client: AsyncClient) -> None:
    headers = await bearing(Role.OFFICER) | {"Idempotency-Key": "import-17"}

    first, again = [await client.post(LIST, json=BODY, headers=headers) for _ in range(2)]
    other = await client.post(LIST, json=BODY | {"slug": "another"}, headers=headers)

    assert (first.status_code, again.status_code, other.status_code) == (201, 201, 422)
    assert (first.json(), first.headers["etag"]) == (again.json(), again.headers["etag"])
    assert other.json()["type"] == "urn:events-app:refusal:key-used-otherwise"


async def test_a_name_that_is_taken_is_told_and_no_series_is_left_behind(client: AsyncClient) -> None:
    headers = await bearing(Role.OFFICER)
    before = await exhibitions.count_series()

    answer = await client.post(LIST, json=BODY | {"slug": "one-2027"}, headers=headers)
    gone = await client.post(LIST, json=BODY | {"series": "no-such-series"}, headers=headers)

    assert [answer.json()["errors"][0]["pointer"], gone.json()["errors"][0]["pointer"]] == ["#/slug", "#/series"]
    assert await exhibitions.count_series() == before


async def test_published_postponed_and_cancelled_as_subscribers_see_it(client: AsyncClient) -> None:
    headers = await bearing(Role.OFFICER)
    made = await client.post(LIST, json=BODY | {"country": "CN", "zone": "Asia/Shanghai"}, headers=headers)
    path, etag = made.headers["location"], made.headers["etag"]
    moves = [
        ("publish", {}),
        ("postpone", {"first_day": "2027-09-13", "last_day": "2027-09-16", "note": text("The hall is late.")}),
        ("cancel", {"reason": text("No hall.")}),
    ]

    seen = []
    for move, body in moves:
        answer = await client.post(f"{path}/{move}", json=body, headers=held(headers, etag))
        etag = answer.headers["etag"]
        entry = (await calendar.list_of_subject((await exhibitions.get_edition("agritech-nairobi-2027")).id))[0]
        seen.append((answer.status_code, answer.json()["status"], entry.status.value, entry.sequence))

    assert seen == [
        (200, "published", "published", 0),
        (200, "postponed", "postponed", 1),
        (200, "cancelled", "cancelled", 2),
    ]
    assert (await client.get(path)).json()["reason"]["shown"] == "No hall."
    assert (await client.get(path)).json()["deadlines"][0]["at"] == "2027-07-08T17:00:00+08:00"


async def test_a_part_of_another_edition_is_not_taken_over(client: AsyncClient) -> None:
    theirs = a_fair("theirs-2027", date(2027, 10, 4), sessions=(a_session(),), deadlines=(a_deadline(),))
    await add_edition(theirs, by=SYSTEM, context=CONTEXT, now=an_edition().created_at)
    headers = await bearing(Role.OFFICER)
    etag = (await client.get(f"{LIST}/one-2027", headers=headers)).headers["etag"]
    session = BODY["sessions"][0] | {"id": str(theirs.sessions[0].id)}  # type: ignore[index]

    answer = await client.patch(f"{LIST}/one-2027", json={"sessions": [session]}, headers=held(headers, etag))

    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "#/sessions/0/id")
    assert (await exhibitions.get_edition("theirs-2027")).sessions == theirs.sessions


async def test_a_rule_of_the_authority_holds_here_too(client: AsyncClient) -> None:
    """An overseas edition does not open for applications before it is approved."""
    unit = await an_organisation(OrganisationKind.UNIT, "gated", needs_approval=True)
    headers = await bearing(Role.UNIT_OFFICER, organisation=unit)
    deadlines = [
        {"kind": "applications_open", "at": "2026-12-01T09:00:00Z", "zone": "UTC"},
        {"kind": "applications_close", "at": "2027-02-01T09:00:00Z", "zone": "UTC"},
    ]
    made = await client.post(LIST, json=BODY | {"deadlines": deadlines, "unit": "gated"}, headers=headers)

    answer = await client.post(f"{made.headers['location']}/publish", headers=held(headers, made.headers["etag"]))

    assert (answer.status_code, answer.json()["type"]) == (409, "urn:events-app:refusal:approval-missing")


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.TRANSLATOR, Role.EXPORTER_OWNER, Role.PARTNER_STAFF])
async def test_roles_that_do_not_work_on_editions_change_none(role: Role, client: AsyncClient) -> None:
    headers = await bearing(role)
    etag = (await client.get(f"{LIST}/one-2027", headers=headers)).headers["etag"]

    made = await client.post(LIST, json=BODY, headers=headers)
    changed = await client.patch(f"{LIST}/one-2027", json={"website": ""}, headers=held(headers, etag))
    moved = await client.post(f"{LIST}/one-2027/unpublish", headers=held(headers, etag))

    assert [made.status_code, changed.status_code, moved.status_code] == [403, 403, 403]
    assert (await exhibitions.get_edition("one-2027")).status is EditionStatus.PUBLISHED


async def test_who_changed_what_stands_in_the_history(client: AsyncClient) -> None:
    headers = await bearing(Role.OFFICER)
    etag = (await client.get(f"{LIST}/one-2027", headers=headers)).headers["etag"]

    await client.patch(f"{LIST}/one-2027", json={"website": "https://new.example"}, headers=held(headers, etag))

    lines = await history.list_lines(object_id=an_id("one-2027"))
    changed = [change.name for line in lines for change in line.changes if line.person_id]
    assert "website" in changed


async def test_an_online_address_is_written_read_changed_and_taken_away(client: AsyncClient) -> None:
    headers = await bearing(Role.OFFICER)
    online = {"address": "https://live.example/fair", "kind": "stream", "is_only": False}
    session = BODY["sessions"][0] | {"online": {"address": "https://meet.example/x"}}  # type: ignore[index]

    made = await client.post(LIST, json=BODY | {"online": online, "sessions": [session]}, headers=headers)
    bad = {"online": {"address": "https://user:pw@live.example/"}}
    refused = await client.post(LIST, json=BODY | bad, headers=headers)
    at = made.headers["location"]
    changed = await client.patch(at, json={"online": {"kind": "audio"}}, headers=held(headers, made.headers["etag"]))
    gone = await client.patch(at, json={"online": None}, headers=held(headers, changed.headers["etag"]))

    assert made.json()["online"] == online
    assert made.json()["sessions"][0]["online"] == {
        "address": "https://meet.example/x",
        "kind": "meeting",
        "is_only": False,
    }
    assert refused.status_code == 422
    assert [error["pointer"] for error in refused.json()["errors"]] == ["#/online/address"]
    assert (changed.json()["online"], gone.json()["online"]) == (online | {"kind": "audio"}, None)
