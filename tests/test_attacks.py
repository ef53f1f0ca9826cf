"""What hostile requests may not do: break a page, speak through it, lead elsewhere, grow the memory, mix languages.

Each test goes through the whole application, as a stranger would.
"""

import asyncio
import re
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import date, timedelta
from html.parser import HTMLParser
from urllib.parse import quote

import pytest
from structlog.testing import capture_logs

from events_app.actions import projects
from events_app.domain.languages import LANGUAGES
from events_app.domain.rights import SYSTEM
from tests.builders import a_project, a_text
from tests.clients import NOW, Client
from tests.web.planting import CONTEXT, a_fair, counted_queries, planted_client

FIRST = date(2026, 12, 1)
ADDRESS = "https://calendar.example"
PAGES = (
    "/en/",
    "/en/calendar",
    "/en/calendar/month",
    "/en/calendar/year",
    "/en/exhibitions/fair-1",
    "/en/series/light-and-building",
    "/en/projects",
    "/en/projects/solar-park-nakuru",
    "/en/countries",
    "/en/countries/DE",
    "/en/sectors",
    "/en/sectors/power",
    "/en/subscribe",
    "/en/about",
)
FEEDS = (
    "/feeds/en/calendar.ics",
    "/feeds/en/countries/DE.ics",
    "/feeds/en/exhibitions/fair-1.ics",
    "/feeds/en/series/light-and-building.ics",
    "/feeds/en/projects/solar-park-nakuru.ics",
    "/feeds/en/changes.atom",
)
OTHERS = ("/", "/sitemap.xml", "/robots.txt", "/healthz", "/readyz", "/static/x/base.css", "/api/x", "/nowhere")
NAMES = (
    *("q", "after", "before", "from", "to", "month", "year", "page", "part", "country", "group", "sector", "field"),
    *("kind", "scope", "status", "dates", "cancelled", "group_by", "held", "language"),
)
VALUES = (
    "%00",
    "%FF%FE",
    "%ED%A0%80",
    "%25(num)s%25s%7B%7D",
    "-1",
    "0",
    "9" * 300,
    "0001-01-01",
    "9999-12-31",
    "2027-13",
    "____________________________________",
    "AAAAAQAAAAAAAAAAAAAAAAAAAAA",  # a cursor on the first day that there is
    "%E2%80%AE%D7%90%0D%0AX-Evil:1",
    "%F0%9D%9F%99%C2%B2%D9%A3",  # digits, but not ASCII's
)
SCRIPT = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>"


@pytest.fixture
async def attacked(sqlite_url: str) -> AsyncIterator[Client]:
    editions = [a_fair(f"fair-{i}", FIRST + timedelta(days=9 * i)) for i in range(12)]
    async with planted_client(sqlite_url, editions, public=[a_project()], BASE_URL=ADDRESS) as client:
        yield client


async def test_no_value_of_any_name_is_answered_with_a_fault(attacked: Client) -> None:
    found = {
        (path, value): (await attacked.get(f"{path}?{'&'.join(f'{name}={value}' for name in NAMES)}")).status_code
        for value in VALUES
        for path in (*PAGES, *FEEDS, *OTHERS)
    }

    assert {asked: status for asked, status in found.items() if status >= 500} == {}


async def test_no_mangled_query_is_answered_with_a_fault_or_late(attacked: Client) -> None:
    began = time.process_time()

    for query in ("%", "%zz&&==&=", "&".join(f"p{i}" for i in range(3000)), "country=" + "de," * 9000):
        for path in ("/en/calendar", "/en/projects", "/en/subscribe", "/feeds/en/calendar.ics"):
            assert (await attacked.get(f"{path}?{query}")).status_code < 500, (path, query[:20])

    assert time.process_time() - began < 5


async def test_a_number_of_any_length_is_read_or_refused(attacked: Client) -> None:
    query = "&".join(f"{name}={'9' * 5000}" for name in ("page", "year", "month", "field", "from"))

    found = {path: (await attacked.get(f"{path}?{query}")).status_code for path in (*PAGES, *FEEDS[:-1])}

    assert found == dict.fromkeys(PAGES, 200) | dict.fromkeys(FEEDS[:-1], 400)


async def test_a_time_that_cannot_be_read_counts_as_none(attacked: Client) -> None:
    times = (
        b"Mon, 01 Jan 99999999999 00:00:00 GMT",
        b"Mon, 01 Jan 2020 00:00:00 +99999999999999999999",
        b"Mon, 01 Jan 2020 00:00:00 " + b"9" * 5000,
        b"Mon, 01 Jan 0001 00:00:00 +2359",
        b"()(",
        b"\x80\xff",
    )
    for since in times:
        for path in ("/feeds/en/calendar.ics", "/feeds/en/changes.atom", "/robots.txt"):
            response = await attacked.get(path, headers={b"If-Modified-Since": since})
            assert response.status_code == 200, (path, since[:60])


async def test_an_address_with_impossible_characters_is_not_found_on_either_engine(database_url: str) -> None:
    slugs = ("%00", "x%00y", "%FF%FE", "%ED%A0%80", "..%2F..%2Fetc%2Fpasswd", "a" * 20_000)
    pages = [f"/en/{noun}/{slug}" for noun in ("exhibitions", "series", "projects", "countries") for slug in slugs]
    async with planted_client(database_url, [a_fair("fair-1", FIRST)]) as client:
        for path in pages:
            assert (await client.get(path)).status_code == 404, path[:60]
            assert (await client.get(f"/feeds{path}.ics")).status_code == 404, path[:60]


async def test_what_a_reader_writes_is_never_markup(attacked: Client) -> None:
    written = quote(SCRIPT)
    query = "&".join(f"{name}={written}" for name in NAMES)
    plain = {path: sorted(scripts_of((await attacked.get(path)).text)) for path in PAGES}

    for path in PAGES:
        html = (await attacked.get(f"{path}?{query}")).text
        assert sorted(scripts_of(html)) == plain[path], path
    lost = await attacked.get(f"/en/exhibitions/{written}")
    assert (lost.status_code, len(list(scripts_of(lost.text)))) == (404, 1)


async def test_what_an_organiser_writes_is_never_markup(sqlite_url: str) -> None:
    hostile = a_text(SCRIPT, fr=SCRIPT, ar=SCRIPT)
    edition = a_fair("hostile", FIRST, name=hostile, summary=hostile, city=hostile, venue=hostile, organiser=hostile)
    project = a_project(name=hostile, summary=hostile)
    paths = ("", "calendar", "calendar/month?month=2026-12", "calendar/year", "exhibitions/hostile", "projects")
    async with planted_client(sqlite_url, [edition], public=[project]) as client:
        for path in paths:
            for language in ("en", "ar"):
                html = (await client.get(f"/{language}/{path}")).text
                kinds = {kind for kind, _ in scripts_of(html)}
                assert kinds <= {"src", "application/ld+json"}, path
                assert "alert" in html, path


async def test_absolute_addresses_come_from_the_settings_alone(attacked: Client) -> None:
    headers = {
        "Host": "evil.example",
        "X-Forwarded-Host": "evil.example",
        "X-Forwarded-Proto": "gopher",
        "Forwarded": "host=evil.example",
        "X-Original-URL": "//evil.example",
    }
    for path in (*PAGES, *FEEDS, "/sitemap.xml", "/robots.txt"):
        response = await attacked.get(path, headers=headers)
        assert response.content == (await attacked.get(path)).content, path
        assert ADDRESS in response.text.replace("\r\n ", ""), path
        assert "evil.example" not in response.text + str(response.headers), path


async def test_a_redirect_stays_on_this_site_and_in_its_field(attacked: Client) -> None:
    paths = (
        "//evil.example",
        "///evil.example/",
        "/%2Fevil.example/",
        "/%5Cevil.example/",
        "//evil.example%0D%0AX-Evil:1/",
        "/en//%0D%0AX-Evil:%201/",
    )
    for path in paths:
        response = await attacked.get(f"https://testserver.local{path}")
        assert response.status_code == 308, path
        assert re.fullmatch(r"/[^/\\\r\n][^\r\n]*", response.headers["location"]), path
        assert "x-evil" not in response.headers, path


async def test_nothing_but_static_files_is_under_static(attacked: Client) -> None:
    for name in ("..%2F..%2Fsettings.py", "%2E%2E/%2E%2E/settings.py", "/etc/passwd", "%00", "x/.."):
        response = await attacked.get(f"https://testserver.local/static/x/{name}")
        assert response.status_code in {308, 404}, name
        assert "HOME_COUNTRY" not in response.text, name


async def test_no_page_is_written_to(attacked: Client) -> None:
    for path in (*PAGES, *FEEDS, "/sitemap.xml", "/healthz", "/static/x/base.css"):
        for method in ("OPTIONS", "PUT", "DELETE", "PATCH", "POST"):
            response = await attacked.request(method, path)
            assert response.status_code in {204, 405}, (method, path)
            assert "GET, HEAD" in response.headers["allow"] or method == "OPTIONS", (method, path)


async def test_head_says_what_get_says_on_every_page(attacked: Client) -> None:
    for path in (*PAGES, *FEEDS, *OTHERS):
        got, headed = await attacked.get(path), await attacked.head(path)
        assert (headed.status_code, headed.content) == (got.status_code, b""), path


async def test_no_header_breaks_or_delays_an_answer(attacked: Client) -> None:
    headers = (
        ("Accept-Language", ",".join(f"x{i};q=0.{i}" for i in range(8000))),
        ("Accept-Language", "a-" * 20_000 + ";q=nan, fr;q=1_0"),
        ("If-None-Match", ",".join(f'W/"{i}"' for i in range(6000))),
        ("If-None-Match", '"' * 50_000),
        ("Accept-Encoding", ",".join(["gzip;q=0.0"] * 4000)),
        ("Accept-Encoding", "gzip ; Q=nan, *;q=, ;;"),
        ("Accept", ",".join(f"a{i}/b;q=0.{i}" for i in range(3000))),
        ("Accept", ";;;///,*/x;q=abc"),
        ("Range", "bytes=9-1,-,0-"),
        ("Cookie", "a=b; " * 9000),
        ("X-Forwarded-For", "%%%," * 9000),
    )
    began = time.process_time()

    for path in ("/", "/en/", "/feeds/en/calendar.ics", "/feeds/en/calendar.ics?x=1", "/static/x/base.css", "/nowhere"):
        for name, value in headers:
            assert (await attacked.get(path, headers={name: value})).status_code < 500, (path, name, value[:20])

    assert time.process_time() - began < 6


async def test_a_body_is_refused_where_it_is_too_large_whatever_the_method(attacked: Client) -> None:
    for method in ("GET", "POST", "DELETE"):
        response = await attacked.request(method, "/en/", content=b"x" * 20_000_000)
        assert response.status_code == 413, method


async def test_readers_of_seven_languages_at_once_each_get_their_own(attacked: Client) -> None:
    paths = [f"/{code}/{page}" for code in LANGUAGES for page in ("", "calendar?q=fair", "subscribe?language=ru")]
    paths += [f"/feeds/{code}/calendar.ics" for code in LANGUAGES]
    alone = {path: (await attacked.get(path)).content for path in paths}

    together = await asyncio.gather(*(attacked.get(path) for path in paths * 2))

    assert [answer.content for answer in together] == [alone[path] for path in paths * 2]
    languages = [answer.headers["content-language"] for answer in together]
    assert languages == [path.removeprefix("/feeds").split("/")[1] for path in paths * 2]


async def test_nobody_can_put_something_else_behind_the_address_of_a_feed(attacked: Client) -> None:
    for query in ("kind=deadline", "country=fr", "q=x", "cancelled=drop", "x=1"):
        for path in FEEDS:
            await attacked.get(f"{path}?{query}", headers={"Host": "evil.example"})

    for path in FEEDS[:-1]:
        calendar = (await attacked.get(path)).text
        assert "evil" not in calendar, path
        assert f"SOURCE;VALUE=URI:{ADDRESS}{path}\r\n" in calendar.replace("\r\n ", ""), path


async def test_refusing_a_query_costs_no_more_than_reading_it(attacked: Client) -> None:
    query = "&".join(f"p{i}=1" for i in range(6000))

    refused = await attacked.get(f"/feeds/en/calendar.ics?{query}")

    assert (refused.status_code, len(refused.content) < 2 * len(query)) == (400, True)


async def test_asking_for_far_years_does_not_drive_the_present_ones_out(
    attacked: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    for year in range(1900, 1930):
        await attacked.get(f"/en/calendar/year?year={year}")
    await attacked.get("/en/")

    with counted_queries(monkeypatch) as seen:
        await attacked.get("/en/")

    assert [sql for sql in seen if '"tally"' in sql] == []
    assert len(attacked.app.state["year_counts"]) <= 13


async def test_what_is_made_internal_is_no_longer_told_to_the_public(sqlite_url: str) -> None:
    async with planted_client(sqlite_url, public=[a_project(summary=a_text("Secret terms"))]) as client:
        secret = replace(a_project(summary=a_text("Secret terms")), is_public=False)
        await projects.change(secret, by=SYSTEM, context=CONTEXT, now=NOW)

        calendar = (await client.get("/en/calendar?from=2026-01-01")).text
        feed = (await client.get("/feeds/en/calendar.ics")).text

        assert (await client.get("/en/projects/solar-park-nakuru")).status_code == 404
        assert "/en/projects/solar-park-nakuru" not in calendar, "the list leads to a page that is not there"
        assert "Secret terms" not in feed


async def test_no_path_writes_escape_sequences_into_the_log(attacked: Client) -> None:
    with capture_logs() as lines:
        await attacked.get("/%1B%5D0;owned%07/%C2%9B2J%E2%80%AE")

    assert [line["path"] for line in lines if not str(line["path"]).isprintable()] == []


def scripts_of(html: str) -> Iterator[tuple[str, str]]:
    """Every script of a page, as ("src", address) or (its type, its words), and every attribute that holds code."""
    found: list[tuple[str, str]] = []

    class Scripts(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            given = {name: value or "" for name, value in attrs}
            if tag == "script":
                found.append(("src", given["src"]) if "src" in given else (given.get("type", "inline"), ""))
            found.extend((name, value) for name, value in given.items() if name.startswith("on"))

    Scripts().feed(html)
    return iter(found)
