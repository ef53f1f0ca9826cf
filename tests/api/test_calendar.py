"""The public calendar and its change log through the API: the same entries as the feeds."""

from typing import Any, cast

import icalendar
from httpx import AsyncClient

from events_app.domain.organisations import Role
from tests.api.bearing import API, bearing, held, text

ENTRIES, CHANGES = f"{API}/entries", f"{API}/changes"


async def test_entries_are_those_of_the_feed(client: AsyncClient) -> None:
    feed = icalendar.Calendar.from_ical((await client.get("/feeds/en/calendar.ics")).content)
    events = cast("list[Any]", feed.walk("VEVENT"))
    fed = {(str(event["UID"]), int(event["SEQUENCE"]), event["DTSTART"].dt.isoformat()) for event in events}

    entries = (await client.get(f"{ENTRIES}?limit=100&lang=en")).json()["items"]

    assert {(each["uid"], each["sequence"], each["starts_at"] or each["starts_on"]) for each in entries} == fed
    assert len(entries) == 3


async def test_entries_are_chosen_as_on_the_pages(client: AsyncClient) -> None:
    chosen = await client.get(f"{ENTRIES}?kind=exhibition&from=2027-05-01&to=2027-12-31&country=DE")
    none = await client.get(f"{ENTRIES}?kind=exhibition&country=FR")
    wrong = await client.get(f"{ENTRIES}?kind=party&country=ZZ&from=2027-1-1")

    assert [each["about"]["slug"] for each in chosen.json()["items"]] == ["three-2027"]
    assert none.json() == {"items": [], "next": None}
    assert {error["parameter"] for error in wrong.json()["errors"]} == {"kind", "country", "from"}


async def test_entries_go_on_page_by_page(client: AsyncClient) -> None:
    found, address = [], f"{ENTRIES}?limit=1&lang=en"
    while address:
        page = (await client.get(address)).json()
        found += [each["uid"] for each in page["items"]]
        address = page["next"]

    assert len(found) == len(set(found)) == 3


async def test_the_change_log_tells_what_subscribers_were_told(client: AsyncClient) -> None:
    headers = await bearing(Role.OFFICER)
    etag = (await client.get(f"{API}/exhibitions/one-2027", headers=headers)).headers["etag"]
    patch = {"first_day": "2027-04-06", "note": text("A day later.")}
    await client.patch(f"{API}/exhibitions/one-2027", json=patch, headers=held(headers, etag))

    lines = (await client.get(f"{CHANGES}?about=exhibition/one-2027&lang=en")).json()["items"]

    assert {aspect["aspect"] for line in lines for aspect in line["aspects"]} == {"added", "days"}
    (moved,) = (line for line in lines if line["aspects"][0]["aspect"] == "days")
    assert moved["note"]["shown"] == "A day later."
    assert moved["sentences"] == ["New dates: 6–7 Apr 2027, before: 5–7 Apr 2027."]


async def test_changes_go_on_page_by_page_and_leave_out_what_is_hidden(client: AsyncClient) -> None:
    headers = await bearing(Role.OFFICER)
    etag = (await client.get(f"{API}/exhibitions/three-2027", headers=headers)).headers["etag"]
    await client.post(f"{API}/exhibitions/three-2027/unpublish", headers=held(headers, etag))

    found, address = [], f"{CHANGES}?limit=1"
    while address:
        page = (await client.get(address)).json()
        found += [line["about"]["slug"] for line in page["items"]]
        address = page["next"]

    assert sorted(found) == ["one-2027", "solar-park-nakuru"]


async def test_an_edition_that_is_not_public_has_no_changes_to_tell(client: AsyncClient) -> None:
    for about in ("exhibition/two-2027", "exhibition/nowhere", "project/inside"):
        assert (await client.get(f"{CHANGES}?about={about}")).json()["items"] == []

    assert (await client.get(f"{CHANGES}?about=hall/7")).status_code == 422
