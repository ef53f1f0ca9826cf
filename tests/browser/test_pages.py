"""What every page keeps: it fits a small screen, is silent, sets no cookie and asks no other host for anything."""

from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.async_api import Browser

from tests.browser.visits import LANGUAGES, NARROW, PAGES, WIDE, address_in, visiting

# Parts that stick out at the side of the page, other than what scrolls in a frame of its own or is kept for listeners.
STICKING_OUT = """() => {
  const root = document.documentElement;
  if (root.scrollWidth <= root.clientWidth) return [];
  const isKept = (part) => part.closest(".scroll, .unseen, .skip, svg") !== null;
  const parts = [...document.body.querySelectorAll("*")].filter((part) => {
    const box = part.getBoundingClientRect();
    return box.width > 0 && !isKept(part) && (box.right > root.clientWidth + 1 || box.left < -1);
  });
  return [`${root.scrollWidth} px wide`, ...parts.slice(0, 4).map((part) => part.outerHTML.slice(0, 160))];
}"""
EXPECTED_STATUSES = {"not found": 404}
# Chromium itself notes that an address was refused; that is not the page's complaint.
NOTED = "Failed to load resource: the server responded with a status of 404"


@pytest.mark.parametrize(("language", "width"), [*((language, NARROW) for language in LANGUAGES), ("en", WIDE)])
async def test_every_kind_of_page_fits_the_screen_in_silence_without_cookies_or_strangers(
    browser: Browser, address: str, language: str, width: int
) -> None:
    answered: dict[str, int] = {}
    sticking_out: dict[str, Any] = {}

    async with visiting(browser, address, width=width) as visit:
        for kind, path in PAGES.items():
            answer = await visit.page.goto(address_in(language, path))
            answered[kind] = answer.status if answer else 0
            sticking_out[kind] = await visit.page.evaluate(STICKING_OUT)
        cookies = await visit.page.context.cookies()
        kept = await visit.page.evaluate("() => ({...localStorage, ...sessionStorage})")

    assert answered == {kind: EXPECTED_STATUSES.get(kind, 200) for kind in PAGES}
    assert {kind: parts for kind, parts in sticking_out.items() if parts} == {}
    assert [complaint for complaint in visit.complaints if NOTED not in complaint] == []
    assert visit.hosts == {urlsplit(address).netloc}
    assert (cookies, kept) == ([], {})
