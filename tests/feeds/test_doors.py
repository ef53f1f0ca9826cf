"""Feeds that are kept: what keeps them, what does not, who is answered before the router, and what that costs."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from httpx import ASGITransport, AsyncClient

from events_app.actions import exhibitions
from events_app.app import create_app
from events_app.domain.exhibitions import Days, EditionStatus
from events_app.domain.rights import SYSTEM
from events_app.edge.compression import brotlied, gzipped
from events_app.feeds import shelf
from events_app.feeds.forms import FORMS
from events_app.feeds.rendering import Press
from events_app.feeds.shelf import Shelf
from events_app.storage import calendar
from events_app.storage.database import fetch, transaction
from events_app.storage.exhibitions import get_edition
from tests.builders import an_edition, an_id
from tests.clients import NOW, keeping, opened_here, settings_for
from tests.planting import context, plant
from tests.queries import counted_queries

GERMANY, ALL = "/feeds/en/calendar.ics?country=DE", "/feeds/en/calendar.ics"
PLAIN = {"Accept-Encoding": "identity"}
LATER = NOW + timedelta(hours=1)


@pytest.fixture
async def client(database_url: str) -> AsyncIterator[AsyncClient]:
    """One public edition in Germany, one in Morocco, a draft in Germany."""
    async with opened_here(database_url) as opened:
        await plant(
            an_edition(),
            an_edition(id=an_id("ma"), slug="ma-2027", country="MA"),
            an_edition(id=an_id("draft"), slug="draft-2027", status=EditionStatus.DRAFT),
        )
        keeping(opened.app)  # type: ignore[attr-defined]
        yield opened
        await press_of(opened).settled()


def press_of(client: Any) -> Press:  # noqa: ANN401
    press: Press = client.app.state.press
    return press


def shelf_of(client: Any) -> Shelf:  # noqa: ANN401
    shelf: Shelf = client.app.state.shelf
    return shelf


async def move(slug: str, country: str = "MA") -> None:
    moved = replace(await get_edition(slug), days=Days(date(2027, 6, 1), date(2027, 6, 3)), country=country)
    await exhibitions.change_edition(moved, by=SYSTEM, context=context(), now=LATER)


async def test_a_feed_stays_when_something_else_changes_and_goes_when_its_own_does(client: AsyncClient) -> None:
    first = await client.get(GERMANY, headers=PLAIN)
    await press_of(client).settled()
    await move("ma-2027")
    with counted_queries() as asked:
        other = await client.get(GERMANY, headers=PLAIN)
    await move("ma-2027", country="DE")
    joined = await client.get(GERMANY, headers=PLAIN)
    await exhibitions.publish("draft-2027", by=SYSTEM, context=context(), now=LATER)
    grown = await client.get(GERMANY, headers=PLAIN)

    assert (other.content, other.headers["last-modified"]) == (first.content, first.headers["last-modified"])
    assert not [sql for sql in asked if "feed_fragment" in sql]
    assert [each.text.count("BEGIN:VEVENT") for each in (first, joined, grown)] == [1, 2, 3]


async def test_a_conditional_request_costs_one_small_query_and_passes_the_router_by(client: AsyncClient) -> None:
    tag = (await client.get(ALL, headers=PLAIN)).headers["etag"]
    await press_of(client).settled()
    with counted_queries() as asked:
        answers = await asyncio.gather(
            *(client.get(ALL, headers={"If-None-Match": f'"x", W/{tag}'}) for _ in range(30))
        )

    assert {answer.status_code for answer in answers} == {304}
    assert len(asked) <= 2
    assert {each.headers["etag"] for each in answers} == {tag}
    assert {"x-frame-options" in each.headers for each in answers} == {False}
    assert len({each.headers["x-request-id"] for each in answers}) == 30


@pytest.mark.parametrize("ending", sorted(FORMS))
async def test_every_format_is_kept_whole_and_not_made_again(client: AsyncClient, ending: str) -> None:
    path = f"/feeds/en/calendar{ending}?country=DE"
    first = await client.get(path, headers=PLAIN)
    await press_of(client).settled()
    await move("ma-2027")
    with counted_queries() as asked:
        again = await client.get(path, headers=PLAIN)
        told = await client.get(path, headers={"If-None-Match": first.headers["etag"]})

    assert (again.content, again.headers["etag"], told.status_code) == (first.content, first.headers["etag"], 304)
    # What changed is looked up by its id; nothing is read of the selection, nothing of the fragments.
    assert not [sql for sql in asked if "feed_fragment" in sql or "posting" in sql]
    assert len(shelf_of(client).feeds) == 1


async def test_many_who_come_after_a_change_share_one_making(
    client: AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shelf, "PATIENCE_S", 60.0)  # a busy machine must not make them take the last good bytes
    await client.get(ALL)
    await press_of(client).settled()
    before = press_of(client).events_rendered
    await move("ma-2027")
    with counted_queries() as asked:
        answers = await asyncio.gather(*(client.get(ALL, headers=PLAIN) for _ in range(40)))

    assert press_of(client).events_rendered == before + 1
    assert len([sql for sql in asked if "feed_fragment f" in sql]) == 1
    assert len({answer.content for answer in answers}) == 1
    assert b"20270601" in answers[0].content


async def test_nobody_waits_while_a_form_is_packed(client: AsyncClient) -> None:
    first = await client.get(ALL, headers={"Accept-Encoding": "gzip, br"})
    await press_of(client).settled()
    second = await client.get(ALL, headers={"Accept-Encoding": "gzip, br"})
    third = await client.get(ALL, headers={"Accept-Encoding": "gzip;q=1, br;q=0.5"})
    await press_of(client).settled()
    fourth = await client.get(ALL, headers={"Accept-Encoding": "gzip;q=1, br;q=0.5"})

    assert [each.headers.get("content-encoding") for each in (first, second, third, fourth)] == [
        None,
        "br",
        "br",
        "gzip",
    ]
    assert len({each.content for each in (first, second, third, fourth)}) == 1
    lengths = [int(each.headers["content-length"]) for each in (first, second, fourth)]
    assert lengths == [len(first.content), len(brotlied(first.content)), len(gzipped(first.content))]
    tag = first.headers["etag"][:-1]
    assert [each.headers["etag"] for each in (first, second, fourth)] == [f'{tag}"', f'{tag}-br"', f'{tag}-gzip"']


async def test_a_304_names_the_form_that_the_client_holds(client: AsyncClient) -> None:
    tag = (await client.get(ALL, headers=PLAIN)).headers["etag"]
    held = f'{tag[:-1]}-gzip"'

    answer = await client.get(ALL, headers={"If-None-Match": held, "Accept-Encoding": "br"})

    assert (answer.status_code, answer.headers["etag"], answer.headers["vary"]) == (304, held, "Accept-Encoding")


async def test_what_time_alone_changes_is_made_again(client: AsyncClient) -> None:
    await client.get(ALL)
    shelf = shelf_of(client)
    key = shelf.addresses.find((ALL, b""))
    kept = shelf.feeds.find(key) if key else None
    assert kept is not None
    kept.feed = replace(kept.feed, stale_at=NOW)
    with counted_queries() as asked:
        await client.get(ALL)

    assert [sql for sql in asked if "feed_fragment f" in sql]


async def test_words_that_change_change_every_feed(client: AsyncClient) -> None:
    await client.get(GERMANY)
    await press_of(client).settled()
    async with transaction():
        await calendar.set_changed(LATER, in_words=True)
    await client.get(GERMANY)

    assert press_of(client).events_rendered == 2


async def test_a_limit_holds_for_kept_feeds_and_counts_each_request_once(sqlite_url: str) -> None:
    async with opened_here(sqlite_url, REQUESTS_PER_MINUTE="4") as client:
        statuses = [(await client.get(ALL)).status_code for _ in range(5)]

    assert statuses == [200, 200, 200, 200, 429]


async def test_another_process_gives_the_same_bytes_and_tag_without_rendering(client: AsyncClient) -> None:
    first = await client.get(ALL, headers=PLAIN)
    await press_of(client).settled()
    other = Press(settings_for(""), press_of(client).catalogues)
    client.app.state.press, client.app.state.shelf = other, Shelf()  # type: ignore[attr-defined]
    second = await client.get(ALL, headers=PLAIN)

    assert other.events_rendered == 0
    assert (second.content, second.headers["etag"]) == (first.content, first.headers["etag"])


async def test_a_process_killed_while_it_keeps_leaves_nothing_that_is_wrong(client: AsyncClient) -> None:
    first = await client.get(ALL, headers=PLAIN)
    for task in list(press_of(client)._tasks):
        task.cancel()
    await press_of(client).settled()
    kept = await fetch("SELECT count(*) AS number FROM feed_fragment")
    client.app.state.press, client.app.state.shelf = (  # type: ignore[attr-defined]
        Press(settings_for(""), press_of(client).catalogues),
        Shelf(),
    )
    second = await client.get(ALL, headers=PLAIN)

    assert kept[0]["number"] in {0, 2}
    assert second.content == first.content
    assert press_of(client).events_rendered == 2 - kept[0]["number"]


async def test_everything_else_goes_on_to_the_router(client: AsyncClient) -> None:
    await client.get(ALL)
    refused = await client.get(f"{ALL}?contry=DE")
    missing = await client.get("/feeds/en/exhibitions/nothing.ics")
    posted = await client.post(ALL)

    assert [refused.status_code, missing.status_code, posted.status_code] == [400, 404, 405]
    assert len(shelf_of(client).addresses) == 1


async def test_an_exhibition_that_is_no_longer_there_leaves_the_shelf(client: AsyncClient) -> None:
    url = "/feeds/en/exhibitions/ma-2027.ics"
    assert (await client.get(url)).status_code == 200
    await exhibitions.unpublish("ma-2027", by=SYSTEM, context=context(), now=LATER)

    assert [(await client.get(url)).status_code for _ in range(2)] == [404, 404]
    assert len(shelf_of(client).feeds) == 0


async def test_who_counts_is_told_of_every_answer(sqlite_url: str) -> None:
    told: list[tuple[str, str, str, int]] = []
    app = create_app(settings_for(sqlite_url), clock=lambda: NOW, told=lambda *of: told.append(of))
    transport: Any = ASGITransport(app)  # type: ignore[arg-type]
    async with app.lifespan(), AsyncClient(transport=transport, base_url="http://testserver") as client:
        agent = {"User-Agent": "Calendar/1"}
        first = await client.get(ALL, headers=PLAIN | agent)
        await client.get(ALL, headers={"If-None-Match": first.headers["etag"]} | agent)
        await client.get("/feeds/fr/nothing.ics", headers=agent)
        await client.get("/healthz", headers=agent)

    assert told == [
        ("en", "/feeds/en/calendar.ics", "Calendar/1", 200),
        ("en", "/feeds/en/calendar.ics", "Calendar/1", 304),
        ("fr", "/feeds/fr/nothing.ics", "Calendar/1", 404),
    ]
