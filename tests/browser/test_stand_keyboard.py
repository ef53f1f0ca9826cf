"""The plan of a hall by keyboard alone: a stand is chosen on the drawing, held, swapped and taken away again."""

import re

import pytest
from playwright.async_api import Browser, Page

from tests.browser.desk_visits import STANDS, sign_in
from tests.browser.test_desk_keyboard import tabbed
from tests.browser.visits import NARROW, visiting

CHOSEN = "() => document.querySelector('.case-panel h3').textContent"
DRAWN = """name => [...document.querySelectorAll('.hall a.stand')]
  .find(one => one.getAttribute('aria-label').includes(name)).getAttribute('href')"""
EDGE = """() => { const one = document.activeElement.querySelector('rect');
  return one ? getComputedStyle(one).strokeWidth : ''; }"""


async def chosen(page: Page, name: str) -> None:
    """Go to a stand on the drawing with Tab, and open it."""
    href = await page.evaluate(DRAWN, name)
    await page.focus(".plan-region")
    for _ in range(80):
        await page.keyboard.press("Tab")
        if await page.evaluate("() => document.activeElement.getAttribute('href')") == href:
            assert await page.evaluate(EDGE) == "5px"  # the focus is seen
            await page.keyboard.press("Enter")
            await page.wait_for_url(f"**{href}")
            return
    raise AssertionError(f"Tab does not reach {name}")


@pytest.mark.parametrize("language", ["en", "ar"])
async def test_a_stand_is_given_and_taken_away_without_a_mouse(
    browser: Browser, address: str, password: str, language: str
) -> None:
    async with visiting(browser, address) as visit:
        page = visit.page
        await sign_in(page, "officer@demo.example", password, language)
        await page.goto(f"/{language}/{STANDS}/stands")
        await chosen(page, "E01")
        assert "E01" in await page.evaluate(CHOSEN)

        await tabbed(page, "id", "take-reason")
        await page.keyboard.press("Tab")
        await page.keyboard.press("Enter")
        await page.wait_for_url("**done=take-away**")
        await tabbed(page, "id", "give-to")
        await page.keyboard.press("Tab")
        await page.keyboard.press("Enter")
        await page.wait_for_url(re.compile(r"/give$|done=give"))
        if await page.locator("input[name=sure]").count():
            await page.focus("form.notice button")
            await page.keyboard.press("Enter")
        await page.wait_for_url("**done=give**")
        assert await page.locator(".case-panel a[href*='/desk/applications?case=']").count() == 1
        # The question whether it shall be given all the same is a refusal at first (422), which the browser notes.
        assert [complaint for complaint in visit.complaints if "status of 422" not in complaint] == []


async def test_the_plan_scrolls_in_its_own_region_on_a_phone(browser: Browser, address: str) -> None:
    async with visiting(browser, address, width=NARROW) as visit:
        await visit.page.goto("/ar/exhibitions/cisce-2027")
        await visit.page.locator("#halls").scroll_into_view_if_needed()

        widths = await visit.page.evaluate(
            "() => [document.documentElement, null, document.querySelector('.plan-region')]"
            ".map(one => one ? one.scrollWidth : innerWidth)"
        )

        assert widths[0] <= widths[1] < widths[2]
