"""Calendars under /dav beside the whole one: of countries, groups, sectors, with options, of what people saved."""

import re
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from defusedxml.ElementTree import fromstring  # type: ignore[import-untyped]
from httpx import AsyncClient, Response

from events_app.actions import private_feeds
from events_app.domain.calendar import EntryKind, EntryStatus
from events_app.domain.entry_times import CHANGE_TOLD_FOR, REMOVED_SHOWN_FOR
from events_app.domain.latest_changes import LatestChange
from events_app.domain.organisations import Role
from events_app.domain.rights import Asker
from events_app.domain.texts import Text
from events_app.edge.requests import written_path
from events_app.storage import people
from tests.builders import a_text
from tests.clients import NOW, opened_here
from tests.feeds.test_dav import FAIRS, SPACES, C, D, a_fair, ask, ids, keep, names_in, precondition
from tests.web.signing_in import a_member

CLOSING = a_fair(
    "Closing",
    kind=EntryKind.DEADLINE,
    part_kind="applications-close",
    part=a_text(""),
    starts_at=datetime(2027, 4, 5, 16, tzinfo=UTC),
    ends_at=None,
)
GERMAN = a_fair("Gamma", title=Text("de", {"de": "Messe"}), countries=("FR",), sectors=("rail",), groups=("EU",))
CALLED_OFF = a_fair("Delta", status=EntryStatus.CANCELLED, countries=("FR",))
ALL = (*FAIRS, GERMAN, CALLED_OFF)
HOUR = timedelta(hours=1)
EVERYTHING = "kind=exhibition&kind=deadline"


@pytest.fixture
async def door(sqlite_url: str) -> AsyncIterator[AsyncClient]:
    async with opened_here(sqlite_url) as client:
        await keep(*ALL, CLOSING)
        yield client


async def asker() -> Asker:
    person, _ = await a_member(Role.EXPORTER_STAFF)
    return Asker(person, tuple(await people.list_memberships(person_ids=[person.id])))


async def props(client: AsyncClient, path: str, *names: str, depth: str = "0") -> dict[str, str]:
    """What PROPFIND says of these properties, by address, as text and attributes."""
    body = f"<propfind {SPACES}><prop>{''.join(f'<{name}/>' for name in names)}</prop></propfind>"
    answer = await ask(client, "PROPFIND", path, body, Depth=depth)
    assert answer.status_code == 207, (path, answer.status_code)
    return {
        response.findtext(f"{D}href") or "": " ".join(
            part for each in response.iter() for part in (each.text, *each.attrib.values()) if part
        )
        for response in fromstring(answer.text)
    }


async def data_of(client: AsyncClient, calendar: str) -> str:
    """Everything in a calendar, unfolded."""
    body = f"<propfind {SPACES}><prop><C:calendar-data/></prop></propfind>"
    found = fromstring((await ask(client, "PROPFIND", calendar, body)).text)
    return "".join(each.text or "" for each in found.iter(f"{C}calendar-data")).replace("\n ", "")


async def synced(client: AsyncClient, calendar: str, token: str = "", limit: str = "") -> tuple[Response, str]:
    body = f"<sync-token>{token}</sync-token><sync-level>1</sync-level>{limit}<prop><getetag/></prop>"
    answer = await ask(client, "REPORT", calendar, f"<sync-collection {SPACES}>{body}</sync-collection>")
    return answer, fromstring(answer.text).findtext(f"{D}sync-token") or ""


@pytest.mark.parametrize(
    ("calendar", "found"),
    [
        ("calendar", ALL),
        ("countries/DK", FAIRS[:1]),
        ("groups/EU", (GERMAN,)),
        ("sectors/rail", (GERMAN,)),
        ("selections/country=SE&detail=full", FAIRS[1:]),
        ("selections/country%3DSE%26detail%3Dfull", FAIRS[1:]),
        ("selections/cancelled=drop", (*FAIRS, GERMAN)),
    ],
)
async def test_there_is_a_calendar_of_each_kind_in_each_language(
    door: AsyncClient, calendar: str, found: tuple[object, ...]
) -> None:
    for languages in ("zh-Hans", "ar,fr,en"):
        assert names_in(await ask(door, "PROPFIND", f"/dav/{languages}/{calendar}/")) == ids(*found)  # type: ignore[arg-type]


async def test_every_calendar_is_found_below_a_home(door: AsyncClient) -> None:
    homes = await props(door, "/dav/", "resourcetype", depth="1")
    groups = await props(door, "/dav/en/", "resourcetype", depth="1")
    of_groups = await props(door, "/dav/en/groups/", "displayname", "C:calendar-home-set", depth="1")
    countries = await props(door, "/dav/ar,fr/countries/", "displayname", depth="1")

    assert {"/dav/", "/dav/en/", "/dav/ar/", "/dav/zh-Hans/"} <= set(homes)
    assert set(groups) == {"/dav/en/", *(f"/dav/en/{n}/" for n in ("calendar", "countries", "groups", "sectors"))}
    assert "European Union" in of_groups["/dav/en/groups/EU/"] or "EU" in of_groups["/dav/en/groups/EU/"]
    assert "/dav/en/groups/" in of_groups["/dav/en/groups/"]
    assert sorted(countries) == [f"/dav/ar,fr/countries/{code}" for code in ("", "DK/", "FR/", "SE/")]


@pytest.mark.parametrize(
    "path",
    [
        "/dav/en/selections/lang=fr/",
        "/dav/en/selections/alarm=soon/",
        "/dav/en/selections/",
        "/dav/en/selections/&/",
        "/dav/en,xx/calendar/",
        "/dav/en,en/calendar/",
        "/dav/en/groups/XX/",
        "/daven/calendar/",
        "/dav/en/saved/",
        "/dav/en/saved/nobody/",
        f"/dav/en/saved/{'x' * 101}/",
    ],
)
async def test_there_is_nothing_else(door: AsyncClient, path: str) -> None:
    assert (await ask(door, "PROPFIND", path)).status_code == 404


async def test_a_word_that_ends_like_an_object_is_still_a_word(door: AsyncClient) -> None:
    assert names_in(await ask(door, "PROPFIND", "/dav/en/selections/q=alpha.ics/")) == []


async def test_options_are_those_of_the_feed_object_for_object(door: AsyncClient) -> None:
    for query in ("detail=full", "alarm=P7D&cancelled=status", "todo=1&reminder=1", "fallback=hide"):
        feed = (await door.get(f"/feeds/fr,en/calendar.ics?{EVERYTHING}&{query}")).text
        found = await data_of(door, f"/dav/fr,en/selections/{EVERYTHING}&{query}/")

        events = re.findall(r"BEGIN:(?:VEVENT|VTODO)\r\n.*?END:(?:VEVENT|VTODO)\r\n", feed, re.DOTALL)
        assert len(events) == len(ALL) + 1
        assert all(event.replace("\r\n ", "").replace("\r\n", "\n") in found for event in events)


async def test_tasks_and_what_fell_back_say_so(door: AsyncClient) -> None:
    tasks = f"/dav/fr,en/selections/{EVERYTHING}&todo=1/"
    described = await props(door, tasks, "C:supported-calendar-component-set")
    one = await door.get(f"{tasks}{CLOSING.id}.ics")

    assert described[tasks].split()[1:3] == ["VEVENT", "VTODO"]
    assert one.headers["content-type"].startswith("text/calendar; component=VTODO")
    assert f"TZID:{CLOSING.zone}" in one.text
    assert "Messe [de]" in await data_of(door, "/dav/fr,en/calendar/")


@pytest.mark.parametrize(
    ("component", "condition", "is_found"),
    [
        ("VTODO", "start='20270405T150000Z' end='20270405T160000Z'", True),
        ("VTODO", "start='20270405T160000Z' end='20270405T170000Z'", False),
        ("VEVENT", "start='20270405T150000Z' end='20270405T170000Z'", True),
    ],
)
async def test_a_task_counts_when_it_is_due(
    door: AsyncClient, component: str, condition: str, *, is_found: bool
) -> None:
    query = (
        f"<C:calendar-query {SPACES}><prop><getetag/></prop><C:filter><C:comp-filter name='VCALENDAR'>"
        f"<C:comp-filter name='{component}'><C:time-range {condition}/></C:comp-filter></C:comp-filter></C:filter>"
        "</C:calendar-query>"
    )
    calendar = "kind=deadline&todo=1" if component == "VTODO" else "kind=deadline"

    found = names_in(await ask(door, "REPORT", f"/dav/en/selections/{calendar}/", query))

    assert found == (ids(CLOSING) if is_found else [])


@pytest.mark.parametrize(
    ("calendar", "moment"),
    [("kind=deadline&alarm=P1D", "20270404T16"), ("kind=deadline&todo=1&alarm=PT2H", "20270405T14")],
)
async def test_an_alarm_counts_when_it_rings(door: AsyncClient, calendar: str, moment: str) -> None:
    component = "VTODO" if "todo" in calendar else "VEVENT"

    async def rings(start: str, end: str) -> list[str]:
        query = (
            f"<C:calendar-query {SPACES}><prop><getetag/></prop><C:filter><C:comp-filter name='VCALENDAR'>"
            f"<C:comp-filter name='{component}'><C:comp-filter name='VALARM'>"
            f"<C:time-range start='{start}' end='{end}'/></C:comp-filter></C:comp-filter></C:comp-filter></C:filter>"
            "</C:calendar-query>"
        )
        return names_in(await ask(door, "REPORT", f"/dav/en/selections/{calendar}/", query))

    assert await rings(f"{moment}0000Z", f"{moment}0001Z") == ids(CLOSING)
    assert await rings(f"{moment}0001Z", f"{moment}0002Z") == []


async def test_a_token_is_good_for_one_calendar_in_one_look(door: AsyncClient) -> None:
    paths = ("en/calendar", "fr/calendar", "en,fr/calendar", "en/countries/DK", "en/selections/alarm=P7D")
    tokens = [(await synced(door, f"/dav/{path}/"))[1] for path in paths]
    tags = {tag async for tag in tags_of(door, paths)}
    etags = {(await door.get(f"/dav/{path}/{FAIRS[0].id}.ics")).headers["etag"] for path in paths}

    assert (len(set(tokens)), len(tags)) == (len(paths), len(paths))
    assert len(etags) == 3, "English, French, and with an alarm: other bytes alone have another tag"
    for path in paths[1:]:
        answer, _ = await synced(door, f"/dav/{path}/", tokens[0])
        assert precondition(answer) == (403, "valid-sync-token")
    assert names_in((await synced(door, "/dav/en/calendar/", tokens[0]))[0]) == []


async def tags_of(door: AsyncClient, paths: tuple[str, ...]) -> AsyncIterator[str]:
    body = f"<propfind {SPACES}><prop><x:getctag xmlns:x='http://calendarserver.org/ns/'/></prop></propfind>"
    for path in paths:
        answer = await ask(door, "PROPFIND", f"/dav/{path}/", body, Depth="0")
        yield fromstring(answer.text).findtext(".//{http://calendarserver.org/ns/}getctag") or ""


async def test_what_is_cancelled_leaves_a_calendar_without_cancelled_ones(door: AsyncClient) -> None:
    calendar = "/dav/en/selections/cancelled=drop/"
    _, token = await synced(door, calendar)
    cancelled = replace(FAIRS[1], status=EntryStatus.CANCELLED, revision=2, sequence=1, modified_at=NOW)
    await keep(cancelled, before=FAIRS[1:])

    answer, _ = await synced(door, calendar, token)

    assert (names_in(answer), names_in(answer, status="404")) == ([], ids(cancelled))


@pytest.mark.parametrize("limit", ["", "<limit><nresults>1</nresults></limit>"])
async def test_what_time_alone_changes_is_told(door: AsyncClient, limit: str) -> None:
    """Thirty days after a change its line leaves; ninety after its end, what was removed."""
    told_at, removed_at = NOW - CHANGE_TOLD_FOR + HOUR, NOW - REMOVED_SHOWN_FOR + HOUR
    moved, left = FAIRS[0].id, FAIRS[1].id
    change = LatestChange(
        at=told_at, fields=("city",), days=FAIRS[0].days, starts_at=None, zone="", status=FAIRS[0].status.value
    )
    await keep(replace(FAIRS[0], latest_change=change), replace(FAIRS[1], removed_at=removed_at), before=FAIRS)
    calendar = "/dav/en/calendar/"
    _, first_token = await synced(door, calendar)
    again, same = await synced(door, calendar, first_token)
    token = first_token
    before = await ask(door, "PROPFIND", calendar)

    door.app.state.clock = lambda: NOW + 2 * HOUR  # type: ignore[attr-defined]
    there: list[str] = []
    gone: list[str] = []
    for _ in range(3):
        answer, token = await synced(door, calendar, token, limit)
        there += names_in(answer)
        gone += names_in(answer, status="404")
    last, _ = await synced(door, calendar, token)
    after = await ask(door, "PROPFIND", calendar)

    assert names_in(again) == []
    assert same == first_token
    assert (there, gone) == ([str(moved)], [str(left)])
    assert (names_in(last), names_in(last, status="404")) == ([], [])
    assert (str(left) in names_in(before), str(left) in names_in(after)) == (True, False)


async def test_what_a_person_saved_is_a_home_of_its_own_until_it_is_taken_back(door: AsyncClient) -> None:
    by = await asker()
    feed, token = await private_feeds.save_selection("country=SE", "My fairs", by=by, now=NOW)
    home = f"/dav/en/saved/{token}/"
    calendar = f"{home}calendar/"

    found = await props(door, home, "displayname", "C:calendar-home-set", "current-user-principal", depth="1")
    listed = await ask(door, "PROPFIND", calendar)
    first, sync_token = await synced(door, calendar)
    changed = replace(FAIRS[1], title=a_text("Beta and more"), revision=2, modified_at=NOW)
    await keep(changed, before=FAIRS[1:])
    second, _ = await synced(door, calendar, sync_token)
    one = await door.get(f"{calendar}{changed.id}.ics")
    feed_of_it = (await door.get(calendar)).headers["location"]
    alarmed = await door.get(f"{home}alarm=P7D/{changed.id}.ics")
    led = (await door.get(f"{home}alarm=P7D/")).headers["location"]

    assert set(found) == {home, calendar}
    assert "My fairs" in found[calendar]
    assert found[calendar].count(home) >= 1
    assert [names_in(each) for each in (listed, first, second)] == [ids(FAIRS[1])] * 3
    assert (one.status_code, one.headers["cache-control"]) == (200, "private, no-cache")
    assert (listed.headers["cache-control"], listed.headers["x-robots-tag"]) == (
        "private, no-store",
        "noindex, nofollow",
    )
    assert feed_of_it == f"/feeds/en/saved/{token}.ics"
    assert one.text.partition("BEGIN:VEVENT")[2] in (await door.get(feed_of_it)).text
    assert "TRIGGER:-P7D" in alarmed.text
    assert led == f"/feeds/en/saved/{token}.ics?alarm=P7D"
    assert token not in one.text
    assert token not in (await door.get("/dav/en/calendar/")).text
    for path in (f"{home}country=DK/", f"{home}x/", f"{home}calendar/x/", home.replace("/saved/", "/unit/")):
        assert (await ask(door, "PROPFIND", path)).status_code == 404

    await private_feeds.revoke(feed.id, by=by, now=NOW)
    for path in (home, calendar, f"{calendar}{changed.id}.ics"):
        gone = await ask(door, "PROPFIND", path)
        assert (gone.status_code, gone.headers["cache-control"]) == (410, "private, no-store")


async def test_nobody_writes_to_what_is_saved(door: AsyncClient) -> None:
    _, token = await private_feeds.save_selection("country=SE", "", by=await asker(), now=NOW)

    answer = await ask(door, "PUT", f"/dav/en/saved/{token}/calendar/x.ics", "<x/>")

    assert precondition(answer) == (403, "need-privileges")


@pytest.mark.parametrize(
    "path",
    [
        "/dav/en/saved/secret/",
        "/dav/ar,fr/saved/secret/calendar/x.ics",
        "//dav//en//saved//secret",
        "/daven/en/saved/secret/",
        "/dav/en/saved/secret\n/x",
        "//feeds/en/saved/secret.ics",
    ],
)
def test_no_log_holds_the_token(path: str) -> None:
    assert "secret" not in written_path({"path": path})  # type: ignore[typeddict-item]


async def test_the_log_of_a_request_has_no_token(door: AsyncClient, capsys: pytest.CaptureFixture[str]) -> None:
    _, token = await private_feeds.save_selection("country=SE", "", by=await asker(), now=NOW)

    for path in (f"/dav/en/saved/{token}/", f"/dav//en/saved/{token}/calendar/", f"/daven/saved/{token}/"):
        await ask(door, "PROPFIND", path)
        await door.get(path)
        await ask(door, "DELETE", path)

    written = capsys.readouterr()
    assert "PROPFIND" in written.out + written.err
    assert token not in written.out + written.err
