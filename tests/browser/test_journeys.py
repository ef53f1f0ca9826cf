"""What readers come for, done in Chromium from beginning to end: without scripts, by keyboard, from far away."""

import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

import icalendar
import pytest
from playwright.async_api import Browser, Page, expect

from tests.browser.visits import LANGUAGES, NARROW, WIDE, visiting

SHANGHAI = "exhibitions/bauma-china-2026"
FOCUS = """() => {
  const part = document.activeElement;
  const { outlineStyle, outlineWidth } = getComputedStyle(part);
  const box = part.getBoundingClientRect();
  return {
    name: part.name || part.className || part.textContent.trim(),
    isMarked: outlineStyle === "solid" && parseFloat(outlineWidth) >= 3,
    isSeen: box.width > 0 && box.bottom > 0 && box.top < innerHeight,
  };
}"""
MONTH_EDGES = """() => [...document.querySelectorAll(".year-ruler li")]
  .map((month) => month.getBoundingClientRect().left)"""


def _query(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def _path(page: Page) -> str:
    return urlsplit(page.url).path


async def _names(page: Page) -> list[str]:
    """Names in a list, without what is told about their language."""
    return await page.locator(".edition-name a").all_text_contents()


@pytest.mark.parametrize("width", [WIDE, NARROW])
async def test_a_reader_without_scripts_finds_narrows_opens_and_changes_the_language(
    browser: Browser, address: str, width: int
) -> None:
    async with visiting(browser, address, width=width, java_script_enabled=False) as visit:
        page = visit.page
        filters = page.locator(".filters")
        await page.goto("/en/calendar?from=2026-01-01&to=2026-12-31")
        if width == NARROW:
            await filters.locator("summary").click()
        await filters.get_by_label("Words").fill("intersolar")
        await filters.get_by_role("button", name="Show results").click()
        assert sorted(await _names(page)) == ["Intersolar Europe 2026", "Intersolar South America 2026"]

        if width == NARROW:
            await filters.locator("summary").click()
        await filters.get_by_label("Country or region").select_option(label="Germany")
        await filters.get_by_role("button", name="Show results").click()
        assert await _names(page) == ["Intersolar Europe 2026"]
        assert {name: _query(page)[name] for name in ("q", "country")} == {"q": ["intersolar"], "country": ["DE"]}

        await page.get_by_role("link", name="Intersolar Europe 2026").click()
        assert _path(page) == "/en/exhibitions/intersolar-eu-2026"
        await expect(page.get_by_role("heading", level=1)).to_have_text("Intersolar Europe 2026")

        await page.get_by_role("link", name="Русский").click()
        assert _path(page) == "/ru/exhibitions/intersolar-eu-2026"
        await expect(page.locator("html")).to_have_attribute("lang", "ru")
        await expect(page.get_by_role("heading", level=1)).to_contain_text("2026")


async def test_the_search_of_the_home_page_finds_a_fair_by_its_name_in_the_readers_language(
    browser: Browser, address: str
) -> None:
    async with visiting(browser, address, locale="zh-CN") as visit:
        page = visit.page
        await page.goto("/")
        assert _path(page) == "/zh-Hans/"
        await page.get_by_role("search").get_by_role("searchbox").fill("广交会")
        await page.get_by_role("search").get_by_role("button").click()

        names = await _names(page)

    assert names
    assert [name for name in names if "广交会" not in name] == []


async def test_a_reader_without_scripts_builds_a_feed_that_holds_what_was_chosen(
    browser: Browser, address: str
) -> None:
    async with visiting(browser, address, java_script_enabled=False) as visit:
        page = visit.page
        await page.goto("/en/subscribe")
        await page.get_by_label("Deadlines", exact=True).check()
        await page.get_by_label("Project milestones").uncheck()
        await page.locator("summary").filter(has_text="Countries and regions").click()
        await page.get_by_label("Brazil", exact=True).check()
        await page.get_by_role("button", name="Show what this gives").click()
        told = await page.locator("#feed-heading").text_content()
        feed = str(await page.locator("#feed-address").text_content()).strip()
        subscribe = await page.get_by_role("link", name="Subscribe", exact=True).last.get_attribute("href")
        answer = await page.request.get(feed)
        body = await answer.body()

    assert (answer.status, answer.headers["content-type"]) == (200, "text/calendar; charset=utf-8")
    assert subscribe == feed.replace("http://", "webcal://")
    calendar = icalendar.Calendar.from_ical(body)
    events = calendar.walk("VEVENT")
    assert told == f"Your feed holds {len(events)} entries"
    assert len(events) > 5
    places = [str(event["location"]) for event in events if "location" in event]
    assert places
    assert [place for place in places if not place.endswith(", Brazil")] == []


async def test_filters_survive_a_change_of_view_and_the_way_back_and_forth(browser: Browser, address: str) -> None:
    async with visiting(browser, address) as visit:
        page = visit.page
        await page.goto("/en/calendar?from=2026-01-01")
        await page.locator(".filters").get_by_label("Overseas", exact=True).check()
        await page.locator(".filters").get_by_role("button", name="Show results").click()
        chosen = page.url
        assert _query(page)["scope"] == ["overseas"]

        await page.locator(".view-switch").get_by_role("link", name="Year").click()
        assert (_path(page), _query(page)["scope"]) == ("/en/calendar/year", ["overseas"])

        await page.go_back()
        assert page.url == chosen
        await expect(page.locator(".filters").get_by_label("Overseas", exact=True)).to_be_checked()
        await page.go_back()
        await expect(page.locator(".filters").get_by_label("Overseas", exact=True)).not_to_be_checked()
        await page.go_forward()
        assert page.url == chosen
        await expect(page.locator(".filters").get_by_label("Overseas", exact=True)).to_be_checked()

        await page.get_by_role("link", name="Remove: Overseas").click()
        assert "scope" not in _query(page)


async def test_the_keyboard_alone_skips_to_the_content_and_reaches_each_filter_in_sight(
    browser: Browser, address: str
) -> None:
    async with visiting(browser, address, reduced_motion="reduce") as visit:
        page = visit.page
        await page.goto("/en/calendar")
        await page.keyboard.press("Tab")
        assert await page.evaluate(FOCUS) == {"name": "skip", "isMarked": True, "isSeen": True}
        await page.keyboard.press("Enter")
        assert urlsplit(page.url).fragment == "main"

        visited: list[dict[str, Any]] = []
        while len(visited) < 60 and (not visited or visited[-1]["name"] != "button"):
            await page.keyboard.press("Tab")
            visited.append(await page.evaluate(FOCUS))
        await page.keyboard.press("Shift+Tab")
        await page.keyboard.press("Tab")
        async with page.expect_navigation():
            await page.keyboard.press("Enter")
        assert _query(page)["kind"] == ["exhibition", "milestone"]

    names = [stop["name"] for stop in visited]
    wanted = ["q", "kind", "scope", "country", "group", "sector", "from", "to", "status", "dates", "button"]
    assert [name for name in dict.fromkeys(names) if name in wanted] == wanted
    assert [stop for stop in visited if not (stop["isMarked"] and stop["isSeen"])] == []


@pytest.mark.parametrize(("language", "direction"), [("ar", "rtl"), ("fr", "ltr")])
async def test_the_ruler_of_the_year_runs_as_the_script_does(
    browser: Browser, address: str, language: str, direction: str
) -> None:
    async with visiting(browser, address) as visit:
        await visit.page.goto(f"/{language}/calendar/month?month=2027-04")
        starts = await visit.page.evaluate(MONTH_EDGES)
        told = await visit.page.locator("html").get_attribute("dir")

    assert told == direction
    assert starts == sorted(starts, reverse=direction == "rtl")
    assert len(starts) == 12


@pytest.mark.parametrize(
    ("zone", "language", "told"),
    [
        ("America/Sao_Paulo", "en", "23 Nov, 23:30 – 24 Nov, 01:30 in your time (UTC-3)"),
        ("Asia/Kolkata", "en", "08:00–10:00 in your time (UTC+5:30)"),
        ("Asia/Singapore", "en", None),
    ],
)
async def test_a_reader_elsewhere_sees_their_own_time_beside_the_venues(
    browser: Browser, address: str, zone: str, language: str, told: str | None
) -> None:
    async with visiting(browser, address, timezone_id=zone) as visit:
        await visit.page.goto(f"/{language}/{SHANGHAI}")
        session = visit.page.get_by_role("listitem").filter(has_text="Forum on technology cooperation")
        venue = await session.locator(".nowrap").first.text_content()
        own = session.locator(".reader-time")
        shown = re.sub(r"[\u2066\u2069]", "", str(await own.text_content())) if await own.is_visible() else None

    assert venue == "10:30–12:30"
    assert shown is None if told is None else _plain(str(shown)) == told


def _plain(text: str) -> str:
    """The same with plain spaces: browsers put narrow ones around a dash."""
    return re.sub(r"\s", " ", text)


async def test_a_printed_page_has_its_content_and_no_controls(browser: Browser, address: str) -> None:
    async with visiting(browser, address) as visit:
        await visit.page.goto(f"/en/{SHANGHAI}")
        await visit.page.emulate_media(media="print")
        hidden = (".masthead-nav", ".languages", ".year-ruler", ".colophon nav", ".skip")
        controls = {part: await visit.page.locator(part).is_visible() for part in hidden}
        ground = await visit.page.evaluate("() => getComputedStyle(document.body).backgroundColor")
        await expect(visit.page.get_by_role("heading", level=1)).to_be_visible()
        await expect(visit.page.get_by_role("heading", name="Programme")).to_be_visible()

    assert controls == dict.fromkeys(hidden, False)
    assert ground == "rgb(255, 255, 255)"


async def test_an_address_copied_by_the_button_is_the_one_that_is_shown(browser: Browser, address: str) -> None:
    async with visiting(browser, address, permissions=["clipboard-read", "clipboard-write"]) as visit:
        await visit.page.goto("/en/subscribe?country=DE")
        await visit.page.get_by_role("button", name="Copy the address").click()
        await expect(visit.page.locator("[data-done]").first).to_have_text("Copied.")
        copied = await visit.page.evaluate("() => navigator.clipboard.readText()")

    assert copied == f"{address}/feeds/en/calendar.ics?country=DE"


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_wrong_address_is_answered_in_the_readers_language_with_ways_onward(
    browser: Browser, address: str, language: str
) -> None:
    async with visiting(browser, address) as visit:
        answer = await visit.page.goto(f"/{language}/exhibitions/no-such-fair")
        told = await visit.page.locator("html").get_attribute("lang")
        await visit.page.locator("main").get_by_role("search").get_by_role("searchbox").fill("2027")
        await visit.page.locator("main").get_by_role("search").get_by_role("button").click()
        there = _path(visit.page)

    assert answer is not None
    assert (answer.status, told, there) == (404, language, f"/{language}/calendar")


async def test_a_page_is_read_at_four_hundred_percent_without_scrolling_sideways(
    browser: Browser, address: str
) -> None:
    """WCAG 2.2, 1.4.10: 1280 px at 400 % are 320 px."""
    async with visiting(browser, address, width=NARROW) as visit:
        await visit.page.set_viewport_size({"width": 320, "height": 256})
        wide = {}
        for path in ("", "calendar", "calendar/month", "calendar/year", SHANGHAI, "countries/DE", "subscribe"):
            for language in ("en", "ru"):
                await visit.page.goto(f"/{language}/{path}")
                wide[language, path] = await visit.page.evaluate("() => document.documentElement.scrollWidth")

    assert {place: width for place, width in wide.items() if width > 320} == {}


async def test_the_element_on_another_site_shows_a_month_as_high_as_it_is_and_turns_it(
    browser: Browser, address: str
) -> None:
    async with visiting(browser, address) as visit:
        page = visit.page
        host = (
            f'<!doctype html><script src="{address}/static/current/events_calendar.js"></script>'
            '<events-calendar lang="ar" view="month" month="2027-04" label="التقويم"></events-calendar>'
        )
        # A page that is not ours but for its address: Chromium lets no other ask this machine for anything.
        await page.route("**/elsewhere", lambda route: route.fulfill(body=host, content_type="text/html"))
        await page.goto("/elsewhere")
        frame = page.frame_locator("iframe")
        await expect(frame.get_by_role("table", name="أبريل 2027")).to_be_visible()
        await frame.get_by_role("link", name="مايو 2027").click()
        await expect(frame.get_by_role("table", name="مايو 2027")).to_be_visible()
        heights = "() => document.querySelector('iframe').getBoundingClientRect().height"
        await page.wait_for_function(f"({heights})() > 500")
        inside = await frame.locator("html").evaluate("(root) => root.offsetHeight")
        shown = await page.evaluate(heights)

    assert abs(shown - inside) <= 1


async def test_a_month_in_a_frame_is_read_cell_by_cell_and_turned_without_scripts(
    browser: Browser, address: str
) -> None:
    async with visiting(browser, address, width=NARROW, java_script_enabled=False) as visit:
        page = visit.page
        await page.goto("/embed/en/calendar?view=month&month=2027-04&theme=dark")
        await page.get_by_role("link", name="May 2027").click()
        table = page.get_by_role("table", name="May 2027")
        heads = await table.get_by_role("columnheader").all_text_contents()
        weeks = await table.get_by_role("rowheader").all_text_contents()
        there = page.url

    assert there == f"{address}/embed/en/calendar?month=2027-05&theme=dark&view=month"
    assert [head[:6] for head in heads][:2] == ["Monday", "Tuesda"]
    assert (len(heads), len(weeks)) == (7, 6)
