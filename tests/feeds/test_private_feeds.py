"""Private feeds as programs that we did not write read them: each kind in each format, who may keep it, its end."""

import csv
import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from xml.etree.ElementTree import Element

import openpyxl
import pytest
from defusedxml import ElementTree  # type: ignore[import-untyped]
from structlog.testing import capture_logs

from events_app.actions import applications as actions
from events_app.actions import decisions, exhibitions, private_feeds
from events_app.domain.applications import Application, Move
from events_app.domain.exhibitions import EditionStatus
from events_app.domain.organisations import OrganisationKind, Role
from events_app.domain.private_feeds import PrivateFeed, PrivateKind
from events_app.domain.rights import SYSTEM, Asker
from events_app.feeds.forms import FORMS
from events_app.storage.database import fetch
from tests.application_builders import a_company, a_fair_open_now, plant_admission, written
from tests.builders import a_milestone, a_project, a_session, a_text, an_edition, an_id
from tests.clients import NOW, Client, keeping, opened_client, opened_here
from tests.formats.readers import (
    needs_node,
    only,
    read_with_icalendar,
    read_with_node,
    read_with_vobject,
    todos_with_vobject,
)
from tests.offer_builders import plant_offer
from tests.planting import context, plant, plant_projects
from tests.web.signing_in import a_member, an_organisation

SLUG = "wind-2027"
ATOM = "{http://www.w3.org/2005/Atom}"
PROBLEM = {"Accept": "application/json"}


@pytest.fixture
async def client(sqlite_url: str):  # type: ignore[no-untyped-def]  # noqa: ANN201 - a generator of one client
    async with opened_client(sqlite_url) as opened:
        yield opened


@dataclass(frozen=True, slots=True)
class Kept:
    """A private feed with what opens it, and whose it is."""

    feed: PrivateFeed
    token: str
    by: Asker

    def path(self, ending: str = ".ics", language: str = "en") -> str:
        return f"/feeds/{language}/{self.feed.kind.value}/{self.token}{ending}"


async def an_agenda() -> tuple[Kept, Application]:
    """A company with a place offered, an approved offer, and a feed of both."""
    opening = datetime(2027, 6, 7, 8, tzinfo=UTC)
    session = a_session(starts_at=opening, ends_at=opening + timedelta(hours=1))
    await plant_admission(a_fair_open_now(sessions=(session,)), stands=3)
    company, asker = await a_company("valves")
    draft = await actions.begin(company.id, SLUG, written(), by=asker, now=NOW)
    await actions.submit(draft.id, version=1, by=asker, now=NOW)
    await decisions.decide(draft.id, Move.FIND_ELIGIBLE, by=SYSTEM, now=NOW)
    case = await decisions.decide(draft.id, Move.OFFER, by=SYSTEM, now=NOW)
    await plant_offer(company)
    return Kept(*await private_feeds.follow_agenda(company.id, "", by=asker, now=NOW), asker), case


async def an_internal_calendar() -> Kept:
    """A unit with a draft in German, a public edition, and a public project with an internal milestone."""
    unit = await an_organisation(OrganisationKind.UNIT, "unit-one")
    person, membership = await a_member(Role.UNIT_OFFICER, organisation=unit)
    asker = Asker(person, (membership,))
    await plant(
        an_edition(unit_id=unit.id),
        an_edition(
            id=an_id("draft"),
            slug="draft-2027",
            name=a_text("Messe", source="de", fr="Foire"),
            summary=a_text("Alles neu", source="de"),
            status=EditionStatus.DRAFT,
            unit_id=unit.id,
        ),
    )
    hidden = a_milestone(id=an_id("hidden"), is_public=False)
    await plant_projects(a_project(milestones=(a_milestone(), hidden), unit_id=unit.id))
    return Kept(*await private_feeds.open_calendar(unit.id, "", by=asker, now=NOW), asker)


async def a_saved_selection() -> Kept:
    """Everything in Germany, of somebody of a company."""
    await plant(an_edition())
    _, asker = await a_company("valves")
    return Kept(*await private_feeds.save_selection("country=DE", "", by=asker, now=NOW), asker)


async def kept(kind: PrivateKind) -> Kept:
    match kind:
        case PrivateKind.AGENDA:
            return (await an_agenda())[0]
        case PrivateKind.UNIT:
            return await an_internal_calendar()
        case PrivateKind.SAVED:
            return await a_saved_selection()


def of_atom(content: bytes) -> list[tuple[str, str]]:
    document: Element = ElementTree.fromstring(content)
    found = []
    for entry in document.findall(f"{ATOM}entry"):
        link = entry.find(f"{ATOM}link")
        assert link is not None
        found.append((entry.findtext(f"{ATOM}title") or "", link.get("href") or ""))
    return found


def of_jcal(content: bytes) -> list[tuple[str, str]]:
    components = json.loads(content)[2]
    events = [{line[0]: line[3] for line in lines} for name, lines, _ in components if name == "vevent"]
    return [(event["summary"], event["url"]) for event in events]


def of_xlsx(content: bytes) -> list[tuple[str, str]]:
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    rows = list(sheet.iter_rows(values_only=True))
    named = [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]
    return [(str(row["Entry"]), str(row["All details"])) for row in named]


READERS: dict[str, Callable[[bytes], list[tuple[str, str]]]] = {
    ".ics": lambda content: [(event["summary"], event["url"]) for event in read_with_icalendar(content)],
    ".jcal": of_jcal,
    ".jscalendar": lambda content: [
        (event["title"], event["links"]["page"]["href"]) for event in json.loads(content)["entries"]
    ],
    ".json": lambda content: [(item["title"], item["url"]) for item in json.loads(content)["items"]],
    ".atom": of_atom,
    ".csv": lambda content: [
        (row["Entry"], row["All details"]) for row in csv.DictReader(io.StringIO(content.decode("utf-8-sig")))
    ],
    ".xlsx": of_xlsx,
}
"""Title and page of each entry, as a program that knows the format finds them."""


@pytest.mark.parametrize("kind", list(PrivateKind))
async def test_every_kind_comes_in_every_format_with_the_same_entries_and_pages(
    client: Client, kind: PrivateKind
) -> None:
    one = await kept(kind)
    told = {}
    for ending, form in FORMS.items():
        answer = await client.get(one.path(ending))
        assert answer.status_code == 200, (ending, answer.text)
        assert answer.headers["content-type"].partition(";")[0] == form.media_type.partition(";")[0]
        assert answer.headers["cache-control"] == "private, max-age=600"
        assert answer.headers["x-robots-tag"] == "noindex, nofollow"
        assert answer.headers["content-language"] == "en"
        assert "set-cookie" not in answer.headers
        assert one.token.encode() not in answer.content, ending
        told[ending] = sorted(READERS[ending](answer.content))

    assert len(told[".ics"]) == {PrivateKind.AGENDA: 2, PrivateKind.UNIT: 4, PrivateKind.SAVED: 1}[kind]
    assert all(found == told[".ics"] for found in told.values()), told


@pytest.mark.parametrize("kind", list(PrivateKind))
async def test_what_is_not_public_lies_in_no_store_that_others_are_served_from(
    sqlite_url: str, kind: PrivateKind
) -> None:
    async with opened_here(sqlite_url) as here:
        press = keeping(here.app)  # type: ignore[attr-defined]
        one = await kept(kind)
        for ending in FORMS:
            assert (await here.get(one.path(ending))).status_code == 200
        await press.settled()

        stored = await fetch("SELECT entry FROM feed_fragment")

    assert bool(stored) == (kind is PrivateKind.SAVED)


async def test_an_agenda_holds_what_is_due_where_it_is_done_and_nothing_of_others(client: Client) -> None:
    one, case = await an_agenda()

    answer = await client.get(one.path())

    events = {event["uid"]: event for event in read_with_icalendar(answer.content)}
    due = next(event for uid, event in events.items() if uid.startswith(f"duty_answer-{case.id}"))
    assert case.due_at is not None
    assert due["start"] == case.due_at.strftime("%Y-%m-%dT%H:%M:%SZ")
    assert due["summary"].startswith("Accept or decline the place: ")
    assert due["url"].endswith(f"/en/company/valves/applications/{case.id}")
    assert [uid.partition("-")[0] for uid in sorted(events)] == ["duty_answer", "duty_renew"]
    assert "X-WR-CALNAME:Agenda: Valves" in answer.text
    assert "/en/company/valves/agenda\r\n" in answer.text


async def test_an_agenda_takes_the_options_of_feeds(client: Client) -> None:
    one, _ = await an_agenda()

    full = (await client.get(f"{one.path()}?todo=1&alarm=P7D&detail=full&cancelled=drop")).content
    exhibition = read_with_icalendar((await client.get(f"/feeds/en/exhibitions/{SLUG}.ics?kind=exhibition")).content)

    assert len(todos_with_vobject(full)) == 2
    assert full.count(b"BEGIN:VALARM") == 2
    assert full.count(b"X-ALT-DESC") == 2
    related = [line for line in full.replace(b"\r\n ", b"").split(b"\r\n") if line.startswith(b"RELATED-TO")]
    parent = exhibition[0]["uid"].partition("@")[0]
    assert [line.partition(b"@")[0] for line in related] == [f"RELATED-TO;RELTYPE=PARENT:{parent}".encode()]


async def test_an_agenda_reminds_of_the_close_of_applications(client: Client) -> None:
    await plant_admission(a_fair_open_now(), stands=3)
    company, asker = await a_company("valves")
    await actions.begin(company.id, SLUG, written(), by=asker, now=NOW)
    one = Kept(*await private_feeds.follow_agenda(company.id, "", by=asker, now=NOW), asker)

    text = (await client.get(f"{one.path()}?reminder=1")).text

    assert "Submit the application: " in text.replace("\r\n ", "")
    assert text.count("TRIGGER:-P14D") == 1


@needs_node
@pytest.mark.parametrize("language", ["en", "zh-Hans", "ar,fr"])
async def test_every_reader_finds_the_same_agenda_in_each_language(client: Client, language: str) -> None:
    one, case = await an_agenda()
    await actions.answer(case.id, Move.ACCEPT, by=one.by, now=NOW)

    content = (await client.get(one.path(language=language))).content

    compared = ("uid", "start", "summary", "sequence", "status")
    ours = only(read_with_icalendar(content), compared)
    assert only(read_with_vobject(content), compared) == ours
    (by_node,) = read_with_node([content])
    for reader in ("icalJs", "nodeIcal"):
        assert only(by_node[reader]["events"], compared) == ours, reader
    assert len(ours) == 3, "the exhibition, its session, and the approval of the offer"


async def test_what_is_done_leaves_an_agenda_and_what_moves_keeps_its_name(client: Client) -> None:
    one, case = await an_agenda()
    first = await client.get(one.path())
    held = {"If-None-Match": first.headers["etag"]}
    assert (await client.get(one.path(), headers=held)).status_code == 304
    await actions.answer(case.id, Move.ACCEPT, by=one.by, now=NOW)

    second = await client.get(one.path(), headers=held)

    assert "duty_answer" in first.text
    assert (second.status_code, "duty_answer" in second.text) == (200, False)
    events = {event["uid"]: event for event in read_with_icalendar(second.content)}
    exhibition = await client.get(f"/feeds/en/exhibitions/{SLUG}.ics")
    public = {event["uid"] for event in read_with_icalendar(exhibition.content)}
    assert events.keys() & public, "entries of the exhibition bear the names of the public feed"
    assert not any("Applications close" in event["summary"] for event in events.values())
    await exhibitions.cancel(SLUG, a_text("Storm."), by=SYSTEM, context=context(), now=NOW + timedelta(hours=1))
    assert "Cancelled: " in (await client.get(one.path())).text
    assert "Cancelled: " not in (await client.get(f"{one.path()}?cancelled=drop")).text


async def test_an_internal_calendar_says_what_is_a_draft_and_leads_to_where_it_is_seen(client: Client) -> None:
    one = await an_internal_calendar()

    events = {event["summary"]: event for event in read_with_icalendar((await client.get(one.path())).content)}
    items = json.loads((await client.get(one.path(".json"))).content)["items"]

    site = client.app.state.settings.address
    pages = {title: event["url"].removeprefix(f"{site}/en/") for title, event in events.items()}
    assert pages == {
        "Light and Building 2026": "exhibitions/light-and-building-2026",
        "Draft: Foire [fr]": "desk/exhibitions/draft-2027",
        "Contract in force – Solar park near Nakuru": "projects/solar-park-nakuru",
        "Internal: Contract in force – Solar park near Nakuru": "desk/projects/solar-park-nakuru",
    }
    draft = events["Draft: Foire [fr]"]
    assert (draft["status"], draft["description"].split("\n")[0]) == (
        "TENTATIVE",
        "This is a draft: only those who work on it see it.",
    )
    assert "only those who work on it" in events["Internal: Contract in force – Solar park near Nakuru"]["description"]
    assert {item["title"]: item["_calendar"]["status"] for item in items}["Draft: Foire [fr]"] == "draft"
    table = csv.DictReader(io.StringIO((await client.get(one.path(".csv"))).content.decode("utf-8-sig")))
    assert {row["Entry"]: row["Status"] for row in table}["Draft: Foire [fr]"] == "Draft"


async def test_a_chain_of_languages_is_spoken_with_marks_or_without_what_is_in_none(client: Client) -> None:
    one = await an_internal_calendar()

    in_path = await client.get(one.path(language="ar,fr,en"))
    in_query = await client.get(f"{one.path()}?lang=ar,fr,en")
    without = await client.get(f"{one.path()}?lang=en,ar&fallback=hide")

    chain, hidden = (answer.text.replace("\r\n ", "") for answer in (in_path, without))
    assert "Foire [fr]" in chain
    assert in_path.content == in_query.content
    assert in_query.headers["content-language"] == "ar"
    assert "Alles neu" in chain
    assert ("Messe [de]" in hidden, "Alles neu" in hidden) == (True, False)


@pytest.mark.parametrize("kind", list(PrivateKind))
@pytest.mark.parametrize(
    ("ending", "query", "name"),
    [
        (".ics", "canceled=drop", "canceled"),
        (".ics", "country=FR", "country"),
        (".ics", "cancelled=never", "cancelled"),
        (".ics", "alarm=tomorrow", "alarm"),
        (".ics", "lang=en,xx", "lang"),
        (".csv", "todo=1", "todo"),
    ],
)
async def test_a_query_that_means_nothing_is_refused_by_name(
    client: Client, kind: PrivateKind, ending: str, query: str, name: str
) -> None:
    one = await kept(kind)

    answer = await client.get(f"{one.path(ending)}?{query}", headers=PROBLEM)

    assert (answer.status_code, answer.headers["cache-control"]) == (400, "no-store")
    assert [error["name"] for error in answer.json()["errors"]] == [name]
    assert one.token not in answer.text


async def test_a_refusal_is_told_in_the_language_of_the_reader(client: Client) -> None:
    one = await a_saved_selection()

    by_path = await client.get(f"{one.path(language='fr')}?nothing=1")
    by_query = await client.get(f"{one.path()}?nothing=1&lang=fr")

    assert by_path.headers["content-type"] == "text/plain; charset=utf-8"
    assert "Ce nom" in by_path.text
    assert by_query.text == by_path.text
    assert by_query.headers["content-language"] == "fr"


@pytest.mark.parametrize("kind", list(PrivateKind))
async def test_taken_back_it_is_gone_and_unknown_it_was_never_there(client: Client, kind: PrivateKind) -> None:
    one = await kept(kind)
    await private_feeds.revoke(one.feed.id, by=one.by, now=NOW)

    for ending in FORMS:
        gone = await client.get(f"{one.path(ending)}?nothing=1")
        assert (gone.status_code, gone.headers["cache-control"]) == (410, "private, no-store"), ending
        assert gone.headers["x-robots-tag"] == "noindex, nofollow"
    for unknown in ("x" * 43, one.token.swapcase(), "", "x" * 101):
        assert (await client.get(f"/feeds/en/{kind.value}/{unknown}.ics")).status_code == 404, unknown
    for other in set(PrivateKind) - {kind}:
        assert (await client.get(f"/feeds/en/{other.value}/{one.token}.ics")).status_code == 404, other
    assert (await client.get(one.path(""))).status_code == 404


async def test_feeds_of_two_people_are_told_apart_by_programs(client: Client) -> None:
    one = await a_saved_selection()
    other = Kept(*await private_feeds.save_selection("country=DE", "", by=one.by, now=NOW), one.by)

    names = {json.loads((await client.get(each.path(".jscalendar"))).content)["uid"] for each in (one, other)}
    feeds = [(await client.get(each.path(".atom"))).content for each in (one, other)]
    ids = {ElementTree.fromstring(content).findtext(f"{ATOM}id") for content in feeds}

    assert (len(names), len(ids)) == (2, 2)
    assert b'rel="self"' not in feeds[0]
    assert "SOURCE;" not in (await client.get(one.path())).text


@pytest.mark.parametrize("kind", list(PrivateKind))
async def test_no_log_holds_the_token(client: Client, kind: PrivateKind) -> None:
    one = await kept(kind)

    with capture_logs() as lines:
        await client.get(one.path())
        await client.get(f"{one.path()}?nothing=1")
        await client.get(f"/feeds/en/{kind.value}/{one.token}/x")
        await client.get(one.path(language="xx"))

    assert len([line for line in lines if line["event"] == "request"]) >= 4
    assert one.token not in str(lines)
