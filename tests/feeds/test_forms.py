"""Every format of one selection: the same entries, the same words, read by parsers that we did not write."""

import csv
import io
import json
import re
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from xml.etree.ElementTree import Element
from zoneinfo import ZoneInfo

import openpyxl
import pytest
from defusedxml import ElementTree  # type: ignore[import-untyped]
from icalendar import Calendar

from events_app.actions import exhibitions
from events_app.domain.exhibitions import Days
from events_app.domain.rights import SYSTEM
from events_app.edge.subscriptions import FORMAT_NAMES
from events_app.feeds.forms import FORMS, ICAL
from tests.builders import a_deadline, a_milestone, a_project, a_session, a_text, an_edition, an_id
from tests.clients import Client, opened_client
from tests.formats.readers import needs_node, read_with_icalendar, read_with_node, when
from tests.planting import context, plant, plant_projects

ALL = "?kind=exhibition&kind=session&kind=deadline&kind=milestone"
CANCELLED_AT = datetime(2026, 6, 1, 10, 0, 30, tzinfo=UTC)
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
async def client(sqlite_url: str) -> AsyncIterator[Client]:
    """Two editions, one with parts and one that is cancelled, and a project."""
    async with opened_client(sqlite_url) as opened_one:
        title = a_text("Fair, with; signs <b>", zh_Hans="展览会")
        await plant(
            an_edition(name=title, sessions=(a_session(),), deadlines=(a_deadline(),)),
            an_edition(id=an_id("off"), slug="off-2027", days=Days(date(2027, 3, 1), date(2027, 3, 2))),
        )
        await plant_projects(a_project(milestones=(a_milestone(),)))
        await exhibitions.cancel("off-2027", a_text("No hall."), by=SYSTEM, context=context(), now=CANCELLED_AT)
        yield opened_one


async def taken(client: Client, ending: str, query: str = ALL, language: str = "en") -> bytes:
    response = await client.get(f"/feeds/{language}/calendar{ending}{query}")
    assert response.status_code == 200, response.text
    kind, _, parameters = response.headers["content-type"].partition(";")
    assert kind == FORMS[ending].media_type.partition(";")[0]
    assert parameters.count("charset") <= 1
    return response.content


async def events_of(client: Client, query: str = ALL, language: str = "en") -> dict[str, dict[str, Any]]:
    events = read_with_icalendar(await taken(client, ".ics", query, language))
    return {event["uid"]: event for event in events}


def test_every_format_is_offered_by_name() -> None:
    assert set(FORMAT_NAMES) == set(FORMS) - {ICAL.ending}


async def test_jcal_is_the_calendar_as_json(client: Client) -> None:
    content = await taken(client, ".jcal")
    wanted = Calendar.from_ical(await taken(client, ".ics"))
    name, _, components = json.loads(content)

    def plain(component: Any) -> Any:  # noqa: ANN401 - jCal
        return [component[0], sorted(map(str, component[1])), [plain(each) for each in component[2]]]

    assert name == "vcalendar"
    of_library = json.loads(wanted.to_json())[2]
    assert [plain(each) for each in components] == [plain(each) for each in of_library]


@needs_node
async def test_ical_js_reads_jcal_as_it_reads_the_calendar(client: Client) -> None:
    of_calendar, of_jcal = read_with_node([await taken(client, ".ics"), await taken(client, ".jcal")])

    assert len(of_calendar["icalJs"]["events"]) == 5
    assert of_jcal["icalJs"]["events"] == of_calendar["icalJs"]["events"]


async def test_json_feed_has_what_version_1_1_asks_for(client: Client) -> None:
    feed = json.loads(await taken(client, ".json"))
    events = await events_of(client)

    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["feed_url"].endswith("/feeds/en/calendar.json" + feed["feed_url"].partition("calendar.json")[2])
    assert {item["id"]: (item["title"], item["content_text"]) for item in feed["items"]} == {
        uid: (event["summary"], event["description"]) for uid, event in events.items()
    }
    assert all(item["url"].startswith("http") and item["language"] for item in feed["items"])
    assert {item["_calendar"]["status"] for item in feed["items"]} == {"published", "cancelled"}


async def test_jscalendar_tells_each_entry_in_all_languages(client: Client) -> None:
    group = json.loads(await taken(client, ".jscalendar"))
    english, chinese = await events_of(client), await events_of(client, language="zh-Hans")

    assert (group["@type"], len(group["entries"])) == ("Group", len(english))
    for event in group["entries"]:
        other = event["localizations"]["zh-Hans"]
        assert event["@type"] == "Event"
        assert event["title"] == english[event["uid"]]["summary"]
        assert other["title"] == chinese[event["uid"]]["summary"]
        assert set(event["localizations"]) == {"zh-Hans", "fr", "es", "ru", "ar", "pt"}
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d", event["start"])
        # Each path of a patch has to be there, but for its last part (section 1.4.9).
        assert all(_leads_somewhere(event, path) for path in other)


def _leads_somewhere(event: dict[str, Any], path: str) -> bool:
    *parents, last = path.split("/")
    for parent in parents:
        event = event[parent]
    return last in event


async def test_jscalendar_tells_the_same_times(client: Client) -> None:
    group = json.loads(await taken(client, ".jscalendar"))
    events = await events_of(client)

    for event in group["entries"]:
        wanted = events[event["uid"]]
        if event.get("showWithoutTime"):
            days = int(event["duration"].strip("PD"))
            first = date.fromisoformat(event["start"][:10])
            assert (str(first), str(first + timedelta(days=days))) == (str(wanted["start"]), str(wanted["end"]))
        else:
            local = datetime.fromisoformat(event["start"]).replace(tzinfo=ZoneInfo(event["timeZone"]))
            lasts = timedelta(minutes=int(event["duration"].removeprefix("PT").removesuffix("M")))
            assert (when(local), when(local + lasts)) == (wanted["start"], wanted["end"])


async def test_atom_is_read_back(client: Client) -> None:
    root: Element = ElementTree.fromstring(await taken(client, ".atom"))
    entries = root.findall(f"{ATOM}entry")

    assert {entry.findtext(f"{ATOM}title") for entry in entries} == {
        event["summary"] for event in (await events_of(client)).values()
    }
    assert len({entry.findtext(f"{ATOM}id") for entry in entries}) == 5
    newest = max(entry.findtext(f"{ATOM}updated", "") for entry in entries)
    assert root.findtext(f"{ATOM}updated") == newest == "2026-06-01T10:00:30Z"


async def test_tables_have_a_line_for_each_entry_in_words_of_the_language(client: Client) -> None:
    rows = list(csv.reader(io.StringIO((await taken(client, ".csv", language="fr")).decode("utf-8-sig"))))
    sheet = openpyxl.load_workbook(io.BytesIO(await taken(client, ".xlsx", language="fr"))).active
    events = await events_of(client, language="fr")

    assert sheet is not None
    assert rows[0] == [cell.value for cell in sheet[1]]
    assert rows[0][:2] == ["Entrée", "Premier jour"]
    assert {row[-1] for row in rows[1:]} == set(events) == {row[-1].value for row in list(sheet.rows)[1:]}


def _plain(content: bytes, ending: str) -> str:
    """What stands in it, without the folds of iCalendar and unpacked."""
    if ending == ".xlsx":
        return str([cell.value for row in openpyxl.load_workbook(io.BytesIO(content)).worksheets[0] for cell in row])
    return content.decode().replace("\r\n ", "")


@pytest.mark.parametrize("ending", sorted(FORMS))
async def test_every_format_keeps_to_the_selection_and_the_choice(client: Client, ending: str) -> None:
    whole = _plain(await taken(client, ending), ending)
    less = _plain(await taken(client, ending, "?kind=exhibition&cancelled=drop"), ending)

    assert "off-2027" in whole
    assert "off-2027" not in less
    refused = await client.get(f"/feeds/en/calendar{ending}?sector=nothing-like-it")
    assert refused.status_code == 400


@pytest.mark.parametrize("ending", sorted(FORMS))
async def test_who_holds_a_format_is_told_so(client: Client, ending: str) -> None:
    path = f"/feeds/ar/exhibitions/off-2027{ending}"
    first = await client.get(path)
    again = await client.get(path, headers={"If-None-Match": first.headers["etag"]})

    assert (first.status_code, again.status_code, again.content) == (200, 304, b"")


async def test_another_ending_is_no_feed(client: Client) -> None:
    answers = [await client.get(f"/feeds/en/{path}") for path in ("calendar.exe", "exhibitions/off-2027.html")]

    assert [answer.status_code for answer in answers] == [404, 404]
