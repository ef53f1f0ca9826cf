"""Private feeds of people: made on the account page, read by programs, gone when taken back or when rights end."""

import re

import pytest

from events_app.domain.exhibitions import Days, EditionStatus
from events_app.domain.organisations import OrganisationKind, Role
from events_app.edge.requests import written_path
from events_app.storage import people
from tests.builders import an_edition
from tests.clients import NOW, Client
from tests.planting import plant
from tests.web.planting import text_of
from tests.web.signing_in import a_member, an_organisation, enter, signed_in, token_of

PAGE = "/en/account/feeds"


async def made(client: Client, **values: str) -> str:
    """Make an address by the form; return it as the page shows it."""
    answer = await client.post(PAGE, data={"form_token": token_of(client), "name": "Work", **values})
    assert answer.status_code == 200, answer.text
    found = re.search(r"/feeds/en/(?:agenda|saved|unit)/[\w-]+\.ics", answer.text)
    assert found, answer.text
    return found.group()


async def test_a_saved_selection_is_a_feed_until_it_is_taken_back(client: Client) -> None:
    await signed_in(client, Role.EXPORTER_STAFF)
    address = await made(client, deed="save", query="country=DE&kind=exhibition&nonsense=1")

    feed = await client.get(address)
    other_form = await client.get(address.replace(".ics", ".json") + "?cancelled=drop")
    page = await client.get(PAGE)
    feed_id = re.search(r'name="feed" value="([0-9a-f-]{36})"', page.text)
    assert feed_id
    await client.post(PAGE, data={"form_token": token_of(client), "deed": "revoke", "feed": feed_id.group(1)})
    gone = await client.get(address)

    token = address.rpartition("/")[2].removesuffix(".ics")
    assert (feed.status_code, feed.headers["cache-control"]) == (200, "private, max-age=600")
    assert "X-WR-CALNAME:Work" in feed.text
    assert token not in feed.text
    assert other_form.headers["content-type"].startswith("application/feed+json")
    assert (gone.status_code, gone.headers["cache-control"]) == (410, "private, no-store")
    assert (await client.get(address.replace("/saved/", "/unit/"))).status_code == 404
    assert (await client.get("/feeds/en/saved/never.ics")).status_code == 404
    assert token not in "".join(str(key) for key in client.app.state.fetch_tally.take())


async def test_a_saved_selection_has_a_caldav_address_with_the_same_token(client: Client) -> None:
    await signed_in(client, Role.EXPORTER_STAFF)

    form = {"form_token": token_of(client), "name": "Work", "deed": "save", "query": "country=DE"}
    answer = await client.post(PAGE, data=form)

    tokens = re.findall(r"/(?:feeds|dav)/en/saved/([\w-]+)(?:\.ics|/)<", answer.text)
    assert len(tokens) == 2
    assert len(set(tokens)) == 1
    home = await client.request("PROPFIND", f"/dav/en/saved/{tokens[0]}/", headers={"Depth": "1"})
    assert "<D:displayname>Work</D:displayname>" in home.text


async def test_an_agenda_is_made_here_too_and_all_private_feeds_are_taken_back_in_one_place(client: Client) -> None:
    company = await an_organisation(OrganisationKind.EXPORTER, "valves")
    person, _ = await a_member(Role.EXPORTER_STAFF, organisation=company)
    await enter(client, person.id)

    addresses = [await made(client, deed="follow", company=str(company.id)), await made(client, deed="save", query="")]
    found = re.findall(r'name="feed" value="([0-9a-f-]{36})"', (await client.get(PAGE)).text)
    listed = text_of((await client.get(PAGE)).text)
    on_agenda = (await client.get("/en/company/valves/agenda")).text.count('name="feed"')
    for feed_id in found:
        await client.post(PAGE, data={"form_token": token_of(client), "deed": "revoke", "feed": feed_id})

    assert addresses[0].startswith("/feeds/en/agenda/")
    assert (len(found), on_agenda) == (2, 1)
    assert "Work · Agenda · Valves" in listed.replace("\xa0", " ")
    assert [(await client.get(address)).status_code for address in addresses] == [410, 410]


async def test_nobody_follows_the_agenda_of_others(client: Client) -> None:
    other = await an_organisation(OrganisationKind.EXPORTER, "pumps")
    await signed_in(client, Role.EXPORTER_STAFF)

    answer = await client.post(PAGE, data={"form_token": token_of(client), "deed": "follow", "company": str(other.id)})

    assert answer.status_code == 422
    assert "/feeds/en/agenda/" not in answer.text


@pytest.mark.parametrize("kind", ["agenda", "saved", "unit"])
def test_no_log_holds_the_token(kind: str) -> None:
    assert written_path({"path": f"/feeds/en/{kind}/secret.ics"}) == f"/feeds/en/{kind}/%E2%80%A6"  # type: ignore[typeddict-item]


async def test_who_is_no_organiser_gets_no_internal_calendar(client: Client) -> None:
    await signed_in(client, Role.EXPORTER_STAFF)
    page = await client.get(PAGE)

    answer = await client.post(PAGE, data={"form_token": token_of(client), "deed": "open", "unit": "all"})

    assert answer.status_code == 422
    assert "Internal calendar" not in page.text


async def test_an_internal_calendar_has_drafts_of_the_unit_alone_and_ends_with_the_right(client: Client) -> None:
    unit = await an_organisation(OrganisationKind.UNIT, "unit-one")
    other = await an_organisation(OrganisationKind.UNIT, "unit-two")
    days = Days(NOW.date(), NOW.date())
    await plant(an_edition(status=EditionStatus.DRAFT, unit_id=unit.id, days=days))
    person, membership = await a_member(Role.UNIT_OFFICER, organisation=unit)
    await enter(client, person.id)
    address = await made(client, deed="open", unit=str(unit.id))
    assert (await client.request("PROPFIND", address.replace("/feeds/", "/dav/"))).status_code == 404

    refused = await client.post(PAGE, data={"form_token": token_of(client), "deed": "open", "unit": str(other.id)})
    feed = await client.get(address)
    await people.remove_membership(membership.id)

    assert refused.status_code == 422
    assert "Light and Building 2026" in feed.text
    assert "STATUS:TENTATIVE" in feed.text
    assert "Light and Building" not in (await client.get("/feeds/en/calendar.ics")).text
    assert (await client.get(address)).status_code == 410
