"""Where one takes part online, in every format of a feed and in both dialects of JSON calendars."""

import json
from collections.abc import AsyncIterator
from typing import Any, cast
from xml.etree.ElementTree import Element

import pytest
from defusedxml import ElementTree  # type: ignore[import-untyped]
from icalendar import Calendar, Component

from events_app.domain.web_addresses import Online, OnlineKind
from tests.builders import a_deadline, a_session, an_edition
from tests.clients import Client, opened_client
from tests.feeds.test_forms import ALL, ATOM, taken
from tests.formats.readers import assert_same_events, needs_node
from tests.planting import plant

STREAM = Online(address="https://live.example/fair;hall=3?lang=en&x=1,2", kind=OnlineKind.STREAM)
MEETING = Online(address="https://meet.example/forum", kind=OnlineKind.MEETING, is_only=True)
FULL = f"{ALL}&detail=full"


@pytest.fixture
async def client(sqlite_url: str) -> AsyncIterator[Client]:
    """A fair that is streamed, with a session that is held online alone and a deadline."""
    async with opened_client(sqlite_url) as opened_one:
        sessions = (a_session(online=MEETING),)
        await plant(an_edition(online=STREAM, sessions=sessions, deadlines=(a_deadline(),)))
        yield opened_one


def conferences(content: bytes) -> dict[str, dict[str, Any]]:
    """CONFERENCE of each event that has one, by what the event is."""
    found: dict[str, dict[str, Any]] = {}
    for event in Calendar.from_ical(content).walk("VEVENT"):
        if "conference" in event:
            found[str(cast("Any", event["categories"]).cats[0])] = _told(event)
    return found


def _told(event: Component) -> dict[str, Any]:
    value: Any = event["conference"]
    return {"uri": str(value), **{name: value.params[name] for name in sorted(value.params)}}


async def test_full_detail_has_the_conference_of_each_entry(client: Client) -> None:
    found = conferences(await taken(client, ".ics", FULL))

    assert found == {
        "Exhibition": {
            "uri": STREAM.address,
            "FEATURE": "VIDEO",
            "LABEL": "Watch online",
            "LANGUAGE": "en",
            "VALUE": "URI",
        },
        "Programme session": {
            "uri": MEETING.address,
            "FEATURE": ["AUDIO", "VIDEO"],
            "LABEL": "Join online",
            "LANGUAGE": "en",
            "VALUE": "URI",
        },
    }


async def test_the_plain_form_is_what_it_was(client: Client) -> None:
    text = (await taken(client, ".ics")).decode()

    assert "CONFERENCE" not in text
    assert "live.example" not in text.replace("\r\n ", "")


async def test_the_label_is_in_the_language_of_the_feed(client: Client) -> None:
    labels = {
        language: conferences(await taken(client, ".ics", FULL, language)) for language in ("fr", "ar", "zh-Hans")
    }

    for language, found in labels.items():
        assert len(found) == 2
        for conference in found.values():
            assert conference["LANGUAGE"] == language
            assert not conference["LABEL"].isascii() or language == "fr"
            assert conference["LABEL"] not in {"Watch online", "Join online"}


@needs_node
@pytest.mark.node
async def test_independent_readers_read_the_same_events_as_before(client: Client) -> None:
    plain, full = [await taken(client, ".ics", query) for query in (ALL, FULL)]

    assert_same_events(plain, full)


async def test_jcal_has_the_same_conference(client: Client) -> None:
    calendar = json.loads(await taken(client, ".jcal", FULL))

    found = [
        (parameters, kind, value)
        for name, properties, _ in calendar[2]
        if name == "vevent"
        for key, parameters, kind, value, *_ in properties
        if key == "conference"
    ]

    assert {value: (kind, parameters["feature"]) for parameters, kind, value in found} == {
        STREAM.address: ("uri", "VIDEO"),
        MEETING.address: ("uri", ["AUDIO", "VIDEO"]),
    }


async def test_jscalendar_has_a_virtual_location_with_its_name_in_every_language(client: Client) -> None:
    group = json.loads(await taken(client, ".jscalendar"))

    told = [event for event in group["entries"] if "virtualLocations" in event]
    assert [event["virtualLocations"]["online"]["uri"] for event in told] == [STREAM.address, MEETING.address]
    for event in told:
        names = {patch["virtualLocations/online/name"] for patch in event["localizations"].values()}
        assert len(names) >= 5
    others = [event for event in group["entries"] if "virtualLocations" not in event]
    assert not [
        path for event in others for patch in event["localizations"].values() for path in patch if "virt" in path
    ]


async def test_news_and_tables_lead_there_too(client: Client) -> None:
    feed = json.loads(await taken(client, ".json"))
    atom: Element = ElementTree.fromstring(await taken(client, ".atom"))
    table = (await taken(client, ".csv")).decode("utf-8-sig")

    told = [item["_calendar"]["online"] for item in feed["items"]]
    assert [each for each in told if each] == [
        {"address": STREAM.address, "kind": "stream", "only": False},
        {"address": MEETING.address, "kind": "meeting", "only": True},
    ]
    assert told.count(None) == 1
    related = [link for link in atom.iter(f"{ATOM}link") if link.get("rel") == "related"]
    assert [(link.get("href"), link.get("title"), link.get("hreflang")) for link in related] == [
        (STREAM.address, "Watch online", None),
        (MEETING.address, "Join online", None),
    ]
    assert table.count("https://meet.example/forum") == 1


async def test_what_is_known_as_data_says_how_one_attends(client: Client) -> None:
    text = (await taken(client, ".ics", FULL)).decode().replace("\r\n ", "")
    page = (await client.get("/en/exhibitions/light-and-building-2026")).text
    structured = json.loads(page.partition('<script type="application/ld+json">')[2].partition("</script>")[0])

    assert text.count('"@type":"VirtualLocation"'.replace(",", "\\,")) == 2
    assert structured["eventAttendanceMode"] == "https://schema.org/MixedEventAttendanceMode"
    assert [place["@type"] for place in structured["location"]] == ["Place", "VirtualLocation"]
