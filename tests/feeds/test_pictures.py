"""The picture of an edition in every format of a feed: named by its absolute address, never inside."""

import json
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any
from xml.etree.ElementTree import Element

import pytest
from defusedxml import ElementTree  # type: ignore[import-untyped]
from icalendar import Calendar

from events_app.actions import exhibitions
from events_app.domain.rights import SYSTEM
from tests.builders import a_deadline, a_session, an_edition
from tests.clients import NOW, Client, opened_client
from tests.feeds.test_forms import ALL, ATOM, taken
from tests.formats.readers import assert_same_events, needs_node, only, read_with_icalendar
from tests.picture_builders import a_picture
from tests.planting import context, plant

FULL = f"{ALL}&detail=full"
SITE = "https://fairs.example"
ADDRESS = SITE + a_picture().path


@pytest.fixture
async def client(sqlite_url: str) -> AsyncIterator[Client]:
    async with opened_client(sqlite_url, BASE_URL=SITE) as opened_one:
        await plant(an_edition(picture=a_picture(), sessions=(a_session(),), deadlines=(a_deadline(),)))
        yield opened_one


def images(content: bytes) -> list[tuple[str, dict[str, Any]]]:
    found = []
    for event in Calendar.from_ical(content).walk("VEVENT"):
        if "image" in event:
            value: Any = event["image"]
            found.append((str(value), dict(value.params)))
    return found


async def test_full_detail_names_the_picture_of_the_edition_alone(client: Client) -> None:
    found = images(await taken(client, ".ics", FULL))

    assert found == [(ADDRESS, {"VALUE": "URI", "DISPLAY": "FULLSIZE", "FMTTYPE": "image/jpeg"})]


async def test_the_plain_form_is_what_it_was(client: Client) -> None:
    text = (await taken(client, ".ics")).decode().replace("\r\n ", "")

    assert "IMAGE" not in text
    assert "/pictures/" not in text


async def test_another_picture_renders_the_entry_again_and_moves_no_appointment(client: Client) -> None:
    before = await taken(client, ".ics", FULL)
    other, later = a_picture(sha256="cd" * 32), NOW + timedelta(hours=1)

    await exhibitions.change_picture("light-and-building-2026", other, by=SYSTEM, context=context(), now=later)

    after = await taken(client, ".ics", FULL)
    assert [address for address, _ in images(after)] == [SITE + other.path]
    uids = ("uid", "sequence", "start", "end")
    assert only(read_with_icalendar(after), uids) == only(read_with_icalendar(before), uids)
    assert later.strftime("LAST-MODIFIED:%Y%m%dT%H%M%SZ") in after.decode()


@needs_node
@pytest.mark.node
async def test_independent_readers_read_the_same_events_as_before(client: Client) -> None:
    plain, full = [await taken(client, ".ics", query) for query in (ALL, FULL)]

    assert_same_events(plain, full)


async def test_jcal_names_it_alike(client: Client) -> None:
    calendar = json.loads(await taken(client, ".jcal", FULL))

    events = [properties for name, properties, _ in calendar[2] if name == "vevent"]
    found = [each for properties in events for each in properties if each[0] == "image"]

    assert found == [["image", {"display": "FULLSIZE", "fmttype": "image/jpeg"}, "uri", ADDRESS]]


async def test_jscalendar_links_it_with_what_it_shows_in_every_language(client: Client) -> None:
    group = json.loads(await taken(client, ".jscalendar"))

    linked = [event for event in group["entries"] if "picture" in event["links"]]

    (event,) = linked
    assert event["links"]["picture"] == {
        "@type": "Link",
        "href": ADDRESS,
        "rel": "icon",
        "display": "fullsize",
        "contentType": "image/jpeg",
        "title": "A hall.",
    }
    assert event["localizations"]["fr"]["links/picture/title"] == "Un hall."


async def test_news_have_it_where_their_readers_look_for_it(client: Client) -> None:
    feed = json.loads(await taken(client, ".json"))
    atom: Element = ElementTree.fromstring(await taken(client, ".atom"))

    assert [item["image"] for item in feed["items"] if "image" in item] == [ADDRESS]
    enclosures = [dict(link.attrib) for link in atom.iter(f"{ATOM}link") if link.get("rel") == "enclosure"]
    assert enclosures == [{"rel": "enclosure", "type": "image/jpeg", "title": "A hall.", "href": ADDRESS}]
