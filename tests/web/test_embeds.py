"""The calendar in frames of other sites: who may frame it, what it holds, how it looks, what it refuses."""

import re
from datetime import date

import pytest

from tests.clients import Client
from tests.web.planting import a_fair, planted_client


async def test_a_selection_is_shown_without_script_and_cookie_and_any_site_may_frame_it(sqlite_url: str) -> None:
    fairs = [a_fair("held", date(2026, 1, 1)), a_fair("near", date(2027, 1, 1)), a_fair("far", date(2027, 2, 1))]
    async with planted_client(sqlite_url, [*fairs, a_fair("french", date(2027, 1, 1), country="FR")]) as client:
        page = await client.get("/embed/en/calendar?country=DE&theme=dark&accent=blue&density=compact&most=1")
        other = await client.get("/en/calendar")
    links = re.findall(r'<a href="([^"]+)" target="_blank" rel="noopener">', page.text)

    assert page.status_code == 200
    assert 'class="theme-dark accent-blue density-compact"' in page.text
    assert links == ["/en/exhibitions/near", "/en/calendar?country=DE", "/en/subscribe?country=DE"]
    assert "<script" not in page.text
    assert "set-cookie" not in page.headers
    assert "x-frame-options" not in page.headers
    assert "frame-ancestors *" in page.headers["content-security-policy"]
    assert "script-src" not in page.headers["content-security-policy"]
    assert page.headers["cache-control"] == "public, max-age=600"
    assert other.headers["x-frame-options"] == "DENY"
    assert "frame-ancestors 'none'" in other.headers["content-security-policy"]


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("country=XX", "country"),
        ("theme=pink", "theme"),
        ("most=0", "Give a number from 1 to 50."),
        ("most=51", "Give a number from 1 to 50."),
        ("most=%D9%A3", "Give a number from 1 to 50."),
        ("nonsense=1", "This name has no meaning here."),
        ("view=week", "view"),
        ("month=2027-05", "This name has no meaning here."),
        ("view=month&month=May", "“May” is not a month"),
        ("view=month&month=9999-01", "too far away"),
    ],
)
async def test_what_has_no_meaning_is_told_in_place_of_a_wrong_list(client: Client, query: str, told: str) -> None:
    answer = await client.get(f"/embed/fr/calendar?{query}")
    in_english = await client.get(f"/embed/en/calendar?{query}")

    assert (answer.status_code, answer.headers["cache-control"]) == (400, "no-store")
    assert '<html lang="fr"' in answer.text
    assert told in in_english.text


async def test_a_month_is_that_of_the_calendar_with_ways_to_its_neighbours_in_the_same_look(sqlite_url: str) -> None:
    fairs = [a_fair("near", date(2027, 4, 6), 3), a_fair("late", date(2027, 4, 20), 3), a_fair("far", date(2027, 9, 1))]
    query = "country=DE&theme=dark&view=month"
    async with planted_client(sqlite_url, fairs) as client:
        page = (await client.get(f"/embed/en/calendar?{query}&month=2027-04")).text
        bounded = (await client.get(f"/embed/en/calendar?{query}&month=2027-04&to=2027-04-12")).text
        few = (await client.get(f"/embed/en/calendar?{query}&month=2027-09&most=1")).text
        today = (await client.get("/embed/ar/calendar?view=month")).text
    ways = re.findall(r'<a href="(/embed[^"]+)"(?: rel="(\w+)")?>', page)

    assert re.findall(r'colspan="3" class="span [^"]+"', page) == [
        'colspan="3" class="span span-overseas kind-overseas from-2 days-3"',
        'colspan="3" class="span span-overseas kind-overseas from-2 days-3"',
    ]
    assert [(href.replace("&amp;", "&"), rel) for href, rel in ways] == [
        ("/embed/en/calendar?country=DE&month=2027-03&theme=dark&view=month", "prev"),
        ("/embed/en/calendar?country=DE&theme=dark&view=month", ""),
        ("/embed/en/calendar?country=DE&month=2027-05&theme=dark&view=month", "next"),
    ]
    assert '<a href="/en/exhibitions/near" target="_blank" rel="noopener">' in page
    assert "<script" not in page
    assert ("exhibitions/near" in bounded, "exhibitions/late" in bounded) == (True, False)
    assert "exhibitions/far" in few
    assert 'aria-current="date"><time datetime="2026-11-23">' in today
    assert today.index("السبت") < today.index("الاثنين")


async def test_our_element_gets_the_height_by_a_script_of_ours(client: Client) -> None:
    page = await client.get("/embed/ar/calendar?sized=1")

    assert re.findall(r'<script src="/static/\w+/(\w+)\.js" defer>', page.text) == ["embed_size"]
    assert "script-src 'self'; frame-ancestors *" in page.headers["content-security-policy"]
    assert 'dir="rtl"' in page.text


async def test_the_subscribe_page_has_both_snippets(client: Client) -> None:
    page = (await client.get("/en/subscribe?country=DE&language=ar")).text

    assert "/embed/ar/calendar?country=DE" in page
    assert "/embed/ar/calendar?country=DE&amp;view=month" in page
    assert "/static/current/events_calendar.js" in page
    assert (
        (await client.get("/static/current/events_calendar.js")).headers["content-type"].startswith("text/javascript")
    )
