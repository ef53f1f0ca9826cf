import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime

import pytest
from httpx import Response
from litestar.datastructures import MultiDict

from events_app.actions import exhibitions
from events_app.domain.exhibitions import Days, EditionStatus
from events_app.domain.rights import SYSTEM
from events_app.edge.compression import gzipped
from events_app.edge.subscriptions import read_choice
from events_app.feeds.calendar import selection_bytes
from events_app.feeds.rendering import Press
from events_app.i18n.catalogues import Catalogues
from events_app.storage.exhibitions import get_edition
from tests.builders import a_deadline, a_milestone, a_project, a_session, a_text, an_edition, an_id
from tests.clients import NOW, Client, keeping, opened_client, opened_here, settings_for
from tests.formats.readers import read_with_icalendar, read_with_vobject
from tests.planting import context, plant, plant_projects
from tests.queries import counted_queries

MOVED_AT = datetime(2026, 6, 1, 10, 0, 30, tzinfo=UTC)


@pytest.fixture
async def client(sqlite_url: str) -> AsyncIterator[Client]:
    """Three public editions (one with parts, one to be cancelled, one in Morocco), a draft and a project."""
    async with opened_client(sqlite_url) as opened_one:
        await plant(
            an_edition(sessions=(a_session(),), deadlines=(a_deadline(),)),
            an_edition(id=an_id("off"), slug="off-2027", days=Days(date(2027, 3, 1), date(2027, 3, 2))),
            an_edition(id=an_id("ma"), slug="ma-2027", country="MA", days=Days(date(2027, 5, 1), date(2027, 5, 2))),
            an_edition(
                id=an_id("draft"),
                slug="draft-2027",
                name=a_text("Secret fair"),
                status=EditionStatus.DRAFT,
                sessions=(a_session(id=an_id("secret session"), title=a_text("Secret forum")),),
            ),
        )
        await plant_projects(
            a_project(milestones=(a_milestone(), a_milestone(id=an_id("inner"), is_public=False))),
            a_project(
                id=an_id("internal"), slug="internal", name=a_text("Secret project"), is_public=False, milestones=()
            ),
        )
        await exhibitions.cancel("off-2027", a_text("No hall."), by=SYSTEM, context=context(), now=MOVED_AT)
        yield opened_one


async def summaries(client: Client, path: str) -> list[str]:
    response = await client.get(path)
    assert response.status_code == 200, response.text
    return sorted(event["summary"] for event in read_with_icalendar(response.content))


async def packed_form(client: Client, url: str, coding: str) -> Response:
    """The packed form, which is made after the first answer to somebody who takes it."""
    for _ in range(200):
        answer = await client.get(url, headers={"Accept-Encoding": coding})
        if answer.headers.get("content-encoding") == coding:
            return answer
        await asyncio.sleep(0.01)
    raise TimeoutError


async def test_a_feed_has_the_fields_that_calendar_programs_need(client: Client) -> None:
    response = await client.get("/feeds/en/calendar.ics?country=de", headers={"Accept-Encoding": "identity"})

    fields = response.headers
    assert response.status_code == 200
    assert fields.get_list("content-type") == ["text/calendar; charset=utf-8"]
    assert fields["cache-control"] == "public, max-age=600, stale-while-revalidate=300, stale-if-error=86400"
    assert fields["content-disposition"] == 'inline; filename="calendar.ics"'
    assert fields["content-language"] == "en"
    # Thirty days after the fair was cancelled the line that says so was left out.
    assert fields["last-modified"] == "Wed, 01 Jul 2026 10:00:30 GMT"
    assert fields["vary"] == "Accept-Encoding"
    assert fields["etag"].startswith('"')
    assert "set-cookie" not in fields
    assert "location" not in fields


async def test_head_says_what_get_says_without_the_content(client: Client) -> None:
    url = "/feeds/en/calendar.ics"
    got = await client.get(url, headers={"Accept-Encoding": "identity"})
    head = await client.head(url, headers={"Accept-Encoding": "identity"})

    def without_chance(response: object) -> dict[str, str]:
        return {k: v for k, v in response.headers.items() if k != "x-request-id"}  # type: ignore[attr-defined]

    assert (head.status_code, head.content) == (200, b"")
    assert without_chance(head) == without_chance(got)


@pytest.mark.parametrize("form", ["{tag}", "W/{tag}", '"other", {tag}', "*"])
@pytest.mark.parametrize("encoding", ["identity", "gzip"])
async def test_who_holds_the_same_is_told_so(client: Client, form: str, encoding: str) -> None:
    url = "/feeds/fr/calendar.ics"
    tag = (await client.get(url, headers={"Accept-Encoding": encoding})).headers["etag"]

    held = {"If-None-Match": form.format(tag=tag), "Accept-Encoding": encoding}
    answer = await client.get(url, headers=held)

    assert (answer.status_code, answer.content) == (304, b"")
    assert form == "*" or answer.headers["etag"] == tag
    assert "set-cookie" not in answer.headers


async def test_who_asks_by_time_hears_of_entries_that_have_left(client: Client) -> None:
    url = "/feeds/en/calendar.ics?country=MA"
    first = await client.get(url)
    since = {"If-Modified-Since": first.headers["last-modified"]}
    same = await client.get(url, headers=since)
    moved = replace(await get_edition("ma-2027"), country="TN")
    await exhibitions.change_edition(moved, by=SYSTEM, context=context(), now=MOVED_AT + timedelta(days=1))
    left = await client.get(url, headers=since)

    assert (same.status_code, left.status_code) == (304, 200)
    assert read_with_icalendar(left.content) == []


async def test_a_time_after_which_something_changed_gets_the_feed(client: Client) -> None:
    earlier = format_datetime(MOVED_AT - timedelta(seconds=1), usegmt=True)

    answer = await client.get("/feeds/en/calendar.ics", headers={"If-Modified-Since": earlier})

    assert answer.status_code == 200


async def test_the_packed_form_is_kept_ready_and_stable(client: Client) -> None:
    plain = await client.get("/feeds/en/calendar.ics", headers={"Accept-Encoding": "identity"})
    packed = await packed_form(client, "/feeds/en/calendar.ics", "gzip")

    assert "content-encoding" not in plain.headers
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.headers["content-length"] == str(len(gzipped(plain.content)))
    assert packed.content == plain.content
    assert packed.headers["etag"] == plain.headers["etag"][:-1] + '-gzip"'


async def test_cancelled_entries_are_marked_told_by_status_or_dropped(client: Client) -> None:
    found = {}
    for how in ("mark", "status", "drop"):
        content = (await client.get(f"/feeds/en/calendar.ics?q=2026&cancelled={how}&from=2027-01-01")).content
        found[how] = [(event["summary"], event["status"]) for event in read_with_icalendar(content)]

    fair = "Light and Building 2026"
    assert found == {
        "mark": [(f"Cancelled: {fair}", "CONFIRMED"), (fair, "CONFIRMED")],
        "status": [(fair, "CANCELLED"), (fair, "CONFIRMED")],
        "drop": [(fair, "CONFIRMED")],
    }


async def test_drafts_and_what_is_internal_never_leak(client: Client) -> None:
    urls = [
        "/feeds/en/calendar.ics?kind=exhibition,session,deadline,milestone",
        "/feeds/en/calendar.ics?q=SECRE&kind=exhibition,session,deadline,milestone",
        "/feeds/en/countries/DE.ics?kind=exhibition,session,deadline,milestone",
        "/feeds/en/projects/solar-park-nakuru.ics",
        "/feeds/en/series/light-and-building.ics",
        "/feeds/en/changes.atom",
    ]
    for url in urls:
        response = await client.get(url)
        assert response.status_code == 200, url
        assert "ecret" not in response.text, url

    for url in ("/feeds/en/exhibitions/draft-2027.ics", "/feeds/en/projects/internal.ics"):
        response = await client.get(url)
        assert (response.status_code, "ecret" in response.text) == (404, False), url


async def test_each_kind_of_address_holds_its_own(client: Client) -> None:
    fair = "Light and Building 2026"

    assert await summaries(client, "/feeds/en/exhibitions/light-and-building-2026.ics") == [
        f"Applications close: {fair}",
        f"Forum on green buildings – {fair}",
        fair,
    ]
    assert await summaries(client, "/feeds/en/exhibitions/light-and-building-2026.ics?kind=exhibition") == [fair]
    assert await summaries(client, "/feeds/en/countries/ma.ics") == [fair]
    assert await summaries(client, "/feeds/en/projects/solar-park-nakuru.ics") == [
        "Contract in force – Solar park near Nakuru"
    ]
    assert await summaries(client, "/feeds/fr/series/light-and-building.ics") == [
        "Annulé\u202f: Lumière et bâtiment 2026",
        "Lumière et bâtiment 2026",
        "Lumière et bâtiment 2026",
    ]


async def test_a_choice_without_entries_is_a_valid_calendar(client: Client) -> None:
    response = await client.get("/feeds/en/calendar.ics?country=BR&sector=rail")

    assert response.status_code == 200
    assert (read_with_icalendar(response.content), read_with_vobject(response.content)) == ([], [])


@pytest.mark.parametrize(
    ("path", "name", "source"),
    [
        (
            "calendar.ics?country=DE&kind=exhibition",
            "Exhibitions: Germany – Trade Promotion Authority",
            "calendar.ics?country=DE&kind=exhibition",
        ),
        ("calendar.ics?country=", "Exhibitions and cooperation projects – Trade Promotion Authority", "calendar.ics"),
        (
            "calendar.ics?kind=exhibition&scope=overseas&group=asean&sector=ICT&cancelled=drop",
            "Overseas exhibitions: ASEAN; ICT and telecommunications – Trade Promotion Authority",
            "calendar.ics?cancelled=drop&group=ASEAN&kind=exhibition&scope=overseas&sector=ict",
        ),
        (
            "countries/de.ics",
            "Exhibitions and cooperation projects: Germany – Trade Promotion Authority",
            "countries/DE.ics",
        ),
        (
            "exhibitions/ma-2027.ics",
            "Light and Building 2026 – Trade Promotion Authority",
            "exhibitions/ma-2027.ics",
        ),
    ],
)
async def test_a_feed_says_what_it_holds_and_where_it_comes_from(
    client: Client, path: str, name: str, source: str
) -> None:
    text = (await client.get(f"/feeds/en/{path}")).text.replace("\r\n ", "")

    assert f"\r\nNAME;LANGUAGE=en:{name.replace(';', chr(92) + ';')}\r\n" in text
    assert f"\r\nSOURCE;VALUE=URI:http://127.0.0.1:8000/feeds/en/{source}\r\n" in text


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("country=XX", ["country"]),
        ("kind=party&from=2027-02-30", ["from", "kind"]),
        ("cancelled=maybe", ["cancelled"]),
        ("contry=DE", ["contry"]),
        ("from=2027-05-01&to=2027-04-01", ["to"]),
    ],
)
async def test_a_query_that_is_not_understood_is_refused_by_name(client: Client, query: str, names: list[str]) -> None:
    plain = await client.get(f"/feeds/en/calendar.ics?{query}")
    problem = await client.get(f"/feeds/en/calendar.ics?{query}", headers={"Accept": "application/json"})

    assert (plain.status_code, plain.headers["content-type"]) == (400, "text/plain; charset=utf-8")
    assert [line.partition(":")[0] for line in plain.text.splitlines()[1:]] == names
    assert (problem.status_code, problem.headers["content-type"]) == (400, "application/problem+json")
    assert [error["name"] for error in problem.json()["errors"]] == names
    assert plain.headers["cache-control"] == "no-store"


async def test_a_country_that_stands_in_the_path_is_not_taken_from_the_query(client: Client) -> None:
    assert (await client.get("/feeds/en/countries/DE.ics?country=FR")).status_code == 400


@pytest.mark.parametrize(
    "path",
    [
        "en/exhibitions/nothing.ics",
        "en/exhibitions/light-and-building-2026",
        "en/exhibitions/.ics",
        "en/projects/nothing.ics",
        "en/series/nothing.ics",
        "en/countries/XX.ics",
        "de/calendar.ics",
    ],
)
async def test_an_address_without_a_feed_is_not_found(client: Client, path: str) -> None:
    response = await client.get(f"/feeds/{path}")

    assert (response.status_code, response.headers["content-type"]) == (404, "text/plain; charset=utf-8")


async def test_a_feed_that_is_warm_costs_one_query(client: Client) -> None:
    url = "/feeds/en/calendar.ics?country=DE"
    tag = (await client.get(url)).headers["etag"]

    with counted_queries() as asked:
        unchanged = await client.get(url, headers={"If-None-Match": tag})
        whole = await client.get(url)

    assert (unchanged.status_code, whole.status_code) == (304, 200)
    assert len(asked) == 2


async def test_twenty_who_come_at_once_share_one_rendering(client: Client) -> None:
    url = "/feeds/en/calendar.ics?kind=exhibition"
    with counted_queries() as asked:
        answers = await asyncio.gather(*(client.get(url) for _ in range(20)))

    press: Press = client.app.state.press
    assert {answer.content for answer in answers} == {answers[0].content}
    assert press.events_rendered == 3
    assert len([sql for sql in asked if "feed_fragment" in sql]) == 1
    assert len([sql for sql in asked if "calendar_state" in sql]) <= 20


async def test_after_a_change_only_the_changed_event_is_rendered_again(database_url: str) -> None:
    url = "/feeds/en/calendar.ics?kind=exhibition"
    async with opened_here(database_url) as client:
        press = keeping(client.app)  # type: ignore[attr-defined]
        await plant(
            an_edition(),
            an_edition(id=an_id("cn"), slug="cn-2027", country="CN"),
            an_edition(id=an_id("ma"), slug="ma-2027", country="MA"),
        )
        before = await client.get(url)
        await press.settled()
        moved = replace(await get_edition("ma-2027"), days=Days(date(2027, 6, 1), date(2027, 6, 3)))
        await exhibitions.change_edition(moved, by=SYSTEM, context=context(), now=MOVED_AT + timedelta(hours=1))
        after = await client.get(url)

    assert press.events_rendered == 3 + 1
    assert before.headers["etag"] != after.headers["etag"]
    changed = [event for event in read_with_icalendar(after.content) if event["start"] == "2027-06-01"]
    assert [(event["end"], event["sequence"]) for event in changed] == [("2027-06-04", 1)]


async def test_the_command_line_writes_the_bytes_of_the_address(client: Client) -> None:
    settings = settings_for("")
    catalogues: Catalogues = client.app.state.catalogues

    written = await selection_bytes(
        settings, catalogues, read_choice(MultiDict({"country": "DE"}), languages=("pt",)), now=NOW
    )

    assert written == (await client.get("/feeds/pt/calendar.ics?country=DE")).content
