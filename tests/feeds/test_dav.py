"""The door /dav: what is there and what it says of itself, queries, free time, what changed; all else refused."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from xml.etree.ElementTree import Element

import pytest
from defusedxml.ElementTree import fromstring  # type: ignore[import-untyped]
from httpx import AsyncClient, Response
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from events_app.domain.calendar import CalendarEntry, EntryKind, EntryStatus
from events_app.storage import calendar
from events_app.storage.database import transaction
from tests.builders import a_text, an_entry, an_id
from tests.clients import NOW, opened_here

D, C = "{DAV:}", "{urn:ietf:params:xml:ns:caldav}"
HEAD = '<?xml version="1.0"?>'
SPACES = 'xmlns="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"'
WHOLE = "/dav/en/calendar/"
QUERY = (
    f"<C:calendar-query {SPACES}><prop><getetag/></prop><C:filter><C:comp-filter name='VCALENDAR'>"
    "<C:comp-filter name='VEVENT'>{}</C:comp-filter></C:comp-filter></C:filter></C:calendar-query>"
)
OTHER_COLLATION = "<C:prop-filter name='X'><C:text-match collation='i;x'>a</C:text-match></C:prop-filter>"
ATTRIBUTES = " ".join(f"a:b{number}=''" for number in range(10_000))
FOREIGN_TOKEN = f"<sync-collection {SPACES}><sync-token>urn:x</sync-token><sync-level>1</sync-level></sync-collection>"
IN_ENGLISH = (
    "<C:prop-filter name='SUMMARY'><C:param-filter name='LANGUAGE'><C:text-match>en</C:text-match>"
    "</C:param-filter></C:prop-filter>"
)


def a_fair(name: str, **changes: Any) -> CalendarEntry:  # noqa: ANN401 - fields of an entry
    """An entry of three days in April 2027."""
    fields = {"id": an_id(name), "uid": f"{name}@events.example", "title": a_text(name), "city": a_text("Aarhus")}
    fields |= {"starts_on": date(2027, 4, 5), "ends_on": date(2027, 4, 7), "countries": ("DK",)}
    return replace(an_entry(), **(fields | changes))  # type: ignore[arg-type]


FAIRS = (a_fair("Alpha"), a_fair("Beta", starts_on=date(2027, 6, 1), ends_on=date(2027, 6, 2), countries=("SE",)))
TALK = a_fair(
    "Talk",
    kind=EntryKind.SESSION,
    part_kind="seminar",
    part=a_text("Wind"),
    starts_at=datetime(2027, 4, 5, 8, tzinfo=UTC),
    ends_at=datetime(2027, 4, 5, 9, 30, tzinfo=UTC),
    ends_on=date(2027, 4, 5),
)


async def keep(*entries: CalendarEntry, before: tuple[CalendarEntry, ...] = ()) -> None:
    async with transaction():
        await calendar.set_entries(entries, before=before, now=NOW)


@pytest.fixture
async def door(database_url: str) -> AsyncIterator[AsyncClient]:
    async with opened_here(database_url) as client:
        await keep(*FAIRS, TALK)
        yield client


async def ask(client: AsyncClient, method: str, path: str, body: str = "", **headers: str) -> Response:
    headers.setdefault("Depth", "1")
    return await client.request(method, path, content=HEAD + body if body else "", headers=headers)


def names_in(answer: Response, *, status: str = "200") -> list[str]:
    """Last parts of the addresses of objects that were answered with a status."""
    assert answer.status_code == 207, answer.text
    found = []
    for response in fromstring(answer.text).iter(f"{D}response"):
        address = response.findtext(f"{D}href") or ""
        if address.endswith(".ics") and status in (next(response.iter(f"{D}status")).text or ""):
            found.append(address.rpartition("/")[2].removesuffix(".ics"))
    return sorted(found)


def ids(*entries: CalendarEntry) -> list[str]:
    return sorted(str(entry.id) for entry in entries)


def precondition(answer: Response) -> tuple[int, str]:
    root: Element = fromstring(answer.text)
    return answer.status_code, root[0].tag.rpartition("}")[2]


async def test_a_calendar_lists_its_objects_and_each_is_what_its_etag_says(door: AsyncClient) -> None:
    answer = await ask(door, "PROPFIND", WHOLE, f"<propfind {SPACES}><prop><getetag/><nothing/></prop></propfind>")
    listed = {r.findtext(f"{D}href"): r.findtext(f".//{D}getetag") for r in fromstring(answer.text)}

    assert names_in(answer) == ids(*FAIRS)
    for entry in FAIRS:
        path = f"{WHOLE}{entry.id}.ics"
        got = await door.get(path)
        again = await door.get(path, headers={"If-None-Match": got.headers["etag"]})
        assert (got.status_code, got.headers["etag"], again.status_code) == (200, listed[path], 304)
        assert got.text.count("BEGIN:VEVENT") == 1
        assert entry.uid in got.text


async def test_objects_have_the_bytes_of_the_feed(door: AsyncClient) -> None:
    feed = (await door.get("/feeds/en/calendar.ics?kind=session")).text
    answer = await door.get(f"/dav/en/selections/kind=session/{TALK.id}.ics")

    event = answer.text.partition("BEGIN:VEVENT")[2]
    assert event in feed
    assert f"TZID:{TALK.zone}" in answer.text


@pytest.mark.parametrize(
    ("condition", "found"),
    [
        ("", FAIRS),
        ("<C:time-range start='20270407T000000Z' end='20270501T000000Z'/>", FAIRS[:1]),
        ("<C:time-range start='20270408T120000Z'/>", FAIRS[1:]),
        ("<C:time-range end='20270404T000000Z'/>", ()),
        ("<C:prop-filter name='SUMMARY'><C:text-match>aLPHA</C:text-match></C:prop-filter>", FAIRS[:1]),
        ("<C:prop-filter name='SUMMARY'><C:text-match collation='i;octet'>aLPHA</C:text-match></C:prop-filter>", ()),
        (
            "<C:prop-filter name='SUMMARY'><C:text-match negate-condition='yes'>Alpha</C:text-match></C:prop-filter>",
            FAIRS[1:],
        ),
        ("<C:prop-filter name='RRULE'><C:is-not-defined/></C:prop-filter>", FAIRS),
        (IN_ENGLISH, FAIRS),
        ("<C:comp-filter name='VALARM'/>", ()),
        ("<C:comp-filter name='VALARM'><C:is-not-defined/></C:comp-filter>", FAIRS),
    ],
)
async def test_a_query_finds_what_meets_its_filter(
    sqlite_url: str, condition: str, found: tuple[CalendarEntry, ...]
) -> None:
    async with opened_here(sqlite_url) as client:
        await keep(*FAIRS)

        assert names_in(await ask(client, "REPORT", WHOLE, QUERY.format(condition))) == ids(*found)


async def test_objects_are_had_by_name_and_free_time_is_told(door: AsyncClient) -> None:
    gone = f"{WHOLE}{an_id('nobody')}.ics"
    wanted = "".join(f"<href>{path}</href>" for path in (f"{WHOLE}{FAIRS[0].id}.ics", gone))
    body = f"<C:calendar-multiget {SPACES}><prop><C:calendar-data/></prop>{wanted}</C:calendar-multiget>"
    answer = await ask(door, "REPORT", WHOLE, body)
    period = "<C:time-range start='20270401T000000Z' end='20270405T090000Z'/>"
    busy = await ask(
        door, "REPORT", "/dav/en/selections/kind=session/", f"<C:free-busy-query {SPACES}>{period}</C:free-busy-query>"
    )

    assert "SUMMARY;LANGUAGE=en:Alpha" in answer.text
    assert names_in(answer, status="404") == [str(an_id("nobody"))]
    assert [line for line in busy.text.split("\r\n") if line.startswith("FREEBUSY")] == [
        "FREEBUSY;FBTYPE=BUSY;VALUE=PERIOD:20270405T080000Z/20270405T090000Z"
    ]


async def synced(client: AsyncClient, token: str = "", limit: str = "") -> tuple[Response, str]:
    body = f"<sync-token>{token}</sync-token><sync-level>1</sync-level>{limit}<prop><getetag/></prop>"
    answer = await ask(client, "REPORT", WHOLE, f"<sync-collection {SPACES}>{body}</sync-collection>")
    return answer, fromstring(answer.text).findtext(f"{D}sync-token") or ""


async def test_the_next_sync_brings_exactly_what_changed(door: AsyncClient) -> None:
    first, token = await synced(door)
    changed = replace(FAIRS[0], title=a_text("Alpha and more"), revision=2, modified_at=NOW)
    cancelled = replace(FAIRS[1], status=EntryStatus.CANCELLED, revision=2, sequence=1, modified_at=NOW)

    await keep(changed, before=FAIRS[:1])
    second, token_2 = await synced(door, token)
    await keep(cancelled, before=FAIRS[1:])
    await keep(before=(changed, TALK))
    third, token_3 = await synced(door, token_2)
    nothing, same = await synced(door, token_3)

    assert names_in(first) == ids(*FAIRS)
    assert (names_in(second), names_in(second, status="404")) == (ids(changed), [])
    assert (names_in(third), names_in(third, status="404")) == (ids(cancelled), ids(changed, TALK))
    assert (names_in(nothing), names_in(nothing, status="404"), same) == ([], [], token_3)


async def test_a_sync_may_come_in_parts(door: AsyncClient) -> None:
    limit = "<limit><nresults>1</nresults></limit>"
    first, token = await synced(door, limit=limit)
    second, end = await synced(door, token, limit)
    moved = tuple(replace(entry, revision=2, modified_at=NOW, city=a_text("Oslo")) for entry in FAIRS)
    await keep(*moved, before=FAIRS)
    third, token = await synced(door, end, limit)
    fourth, last = await synced(door, token, limit)

    assert "507" in first.text
    assert "507" not in second.text
    assert sorted(names_in(first) + names_in(second)) == ids(*FAIRS)
    assert "507" in third.text
    assert sorted(names_in(third) + names_in(fourth)) == ids(*FAIRS)
    assert last == (await synced(door, last))[1]


async def test_words_that_stand_everywhere_make_tokens_invalid(door: AsyncClient) -> None:
    _, token = await synced(door)
    async with transaction():
        await calendar.set_changed(NOW, in_words=True)

    answer, _ = await synced(door, token)

    assert precondition(answer) == (403, "valid-sync-token")


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PROPPATCH", "MKCALENDAR", "MKCOL", "MOVE", "LOCK", "POST"])
async def test_nobody_writes(door: AsyncClient, method: str) -> None:
    answer = await ask(door, method, f"{WHOLE}{FAIRS[0].id}.ics", "<x/>")

    assert precondition(answer) == (403, "need-privileges")
    assert f"{WHOLE}{FAIRS[0].id}.ics" in answer.text


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        (("PROPFIND", WHOLE, "", "infinity"), "propfind-finite-depth"),
        (("REPORT", WHOLE, f"<expand-property {SPACES}/>", "0"), "supported-report"),
        (("REPORT", "/dav/en/", QUERY.format(""), "1"), "supported-report"),
        (("REPORT", WHOLE, QUERY.format("<C:time-range start='2027'/>"), "1"), "valid-filter"),
        (("REPORT", WHOLE, QUERY.format("<C:time-range/>"), "1"), "valid-filter"),
        (("REPORT", WHOLE, QUERY.format("<C:surprise/>"), "1"), "valid-filter"),
        (("REPORT", WHOLE, f"<C:calendar-query {SPACES}/>", "1"), "valid-filter"),
        (("REPORT", WHOLE, QUERY.format(OTHER_COLLATION), "1"), "supported-collation"),
        (("REPORT", WHOLE, FOREIGN_TOKEN, "0"), "valid-sync-token"),
    ],
)
async def test_what_is_not_understood_is_refused_by_name(
    sqlite_url: str, asked: tuple[str, str, str, str], expected: str
) -> None:
    method, path, body, depth = asked
    async with opened_here(sqlite_url) as client:
        assert precondition(await ask(client, method, path, body, Depth=depth)) == (403, expected)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("<propfind", 400),
        ("<!DOCTYPE x [<!ENTITY a 'b'>]><propfind xmlns='DAV:'>&a;</propfind>", 400),
        ("<propfind xmlns='DAV:'>" + "<a>" * 40 + "</a>" * 40 + "</propfind>", 400),
        ("<propfind xmlns='DAV:'>" + "<a/>" * 30_000 + "</propfind>", 400),
        ("<other/>", 400),
        ("<propfind/>", 400),
        ("<propfind xmlns='dav:'><prop/></propfind>", 400),
        ("<propfind xmlns='DAV:'/>", 400),
        (f"<propfind xmlns='DAV:' xmlns:a='{'u' * 100_000}' {ATTRIBUTES}/>", 400),
        ("<propfind xmlns='DAV:' " + "".join(f"xmlns:a{n}='u' " for n in range(200)) + "/>", 400),
        (f"<propfind xmlns='DAV:'><prop><{'n' * 1000}/></prop></propfind>", 400),
        ("<propfind xmlns='DAV:'><prop>&#0;</prop></propfind>", 400),
        ("<propfind xmlns='DAV:'><prop/></propfind><x/>", 400),
        ("x" * 5_000_000, 413),
    ],
)
async def test_bad_xml_is_refused_before_anything_is_done(sqlite_url: str, body: str, status: int) -> None:
    async with opened_here(sqlite_url) as client:
        assert (await ask(client, "PROPFIND", WHOLE, body)).status_code == status
        typed = await ask(client, "PROPFIND", WHOLE, "<x/>", **{"Content-Type": "text/plain"})
        assert typed.status_code == 415


@pytest.mark.parametrize(("depth", "status"), [("0", 207), ("1", 207), ("2", 400), ("-1", 400), ("infinity", 403)])
async def test_a_depth_is_none_or_one(sqlite_url: str, depth: str, status: int) -> None:
    async with opened_here(sqlite_url) as client:
        assert (await ask(client, "PROPFIND", WHOLE, Depth=depth)).status_code == status
        assert (await client.request("PROPFIND", WHOLE)).status_code == 403


async def test_bodies_in_either_encoding_are_read_and_names_alone_told(door: AsyncClient) -> None:
    body = f"{HEAD}<propfind {SPACES}><propname/></propfind>"
    path = f"{WHOLE}{FAIRS[0].id}.ics"
    found = [
        fromstring((await door.request("PROPFIND", path, content=written, headers={"Depth": "0"})).text)
        for written in (body.encode(), body.encode("utf-16"))
    ]
    names = [sorted(each.tag for each in root.iter(f"{D}prop").__next__()) for root in found]

    assert names[0] == names[1]
    assert f"{D}getetag" in names[0]
    assert f"{C}calendar-data" not in names[0]


async def test_head_is_a_get_without_its_content(door: AsyncClient) -> None:
    path = f"{WHOLE}{FAIRS[0].id}.ics"
    head, got = await door.head(path), await door.get(path)

    assert (head.status_code, head.content, head.headers["etag"]) == (200, b"", got.headers["etag"])
    assert head.headers["content-length"] == str(len(got.content))


@pytest.mark.parametrize(
    "path",
    ["/dav/xx/", "/dav/en/countries/XX/", "/dav/en/selections/from=never/", f"{WHOLE}nothing.ics", "/dav/en/x/y/z/"],
)
async def test_there_is_nothing_at_other_addresses(sqlite_url: str, path: str) -> None:
    async with opened_here(sqlite_url) as client:
        assert (await ask(client, "PROPFIND", path)).status_code == 404


async def test_discovery_leads_from_the_host_to_the_calendar(door: AsyncClient) -> None:
    found = await ask(door, "PROPFIND", "/.well-known/caldav")
    body = f"<propfind {SPACES}><prop><current-user-principal/><C:calendar-home-set/></prop></propfind>"
    headers = {"Accept-Language": "zh"}
    root = fromstring((await ask(door, "PROPFIND", found.headers["location"], body, Depth="0", **headers)).text)
    homes = sorted({home.findtext(f"{D}href") or "" for home in root.iter(f"{C}calendar-home-set")})
    listed = fromstring((await ask(door, "PROPFIND", homes[0])).text)

    calendars = [r.findtext(f"{D}href") for r in listed.iter(f"{D}response") if r.find(f".//{C}calendar") is not None]
    assert (found.status_code, homes, calendars) == (301, ["/dav/zh-Hans/"], ["/dav/zh-Hans/calendar/"])
    options = await door.options(WHOLE)
    assert "calendar-access" in options.headers["dav"]
    assert "REPORT" in options.headers["allow"]


@pytest.fixture(scope="module")
def anything() -> st.SearchStrategy[str]:
    names = st.sampled_from(["prop", "C:filter", "C:comp-filter", "C:time-range", "C:text-match", "href", "allprop"])
    values = st.sampled_from(["VCALENDAR", "VEVENT", "20270101T000000Z", "x", "", "1", "i;octet", "\u0661"])
    keys = st.sampled_from(["name", "start", "end", "collation"])
    leaf = st.builds(lambda n, k, v: f"<{n} {k}='{v}'/>", names, keys, values)
    return st.recursive(
        leaf,
        lambda inside: st.builds(
            lambda n, k, v, kids: f"<{n} {k}='{v}'>{''.join(kids)}</{n}>",
            names,
            keys,
            values,
            st.lists(inside, max_size=4),
        ),
        max_leaves=12,
    )


@given(data=st.data())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_no_body_makes_it_fail(sqlite_url: str, anything: st.SearchStrategy[str], data: st.DataObject) -> None:
    reports = ["C:calendar-query", "C:calendar-multiget", "C:free-busy-query", "sync-collection", "propfind"]
    report = data.draw(st.sampled_from(reports))
    body = f"<{report} {SPACES}>{data.draw(anything)}</{report}>"
    async with opened_here(sqlite_url) as client:
        answer = await ask(client, "PROPFIND" if report == "propfind" else "REPORT", WHOLE, body)

    assert answer.status_code in {200, 207, 400, 403}, body
