"""What every page keeps: it fits a small screen, is silent, sets no cookie and asks no other host for anything."""

from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.async_api import Browser

from tests.browser.visits import LANGUAGES, NARROW, PAGES, WIDE, visiting

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
EXPECTED_STATUSES = {
    "not found": 404,
    "calendar list with a problem": 200,
    "subscribe with a problem": 422,
}


def _refusal(status: int) -> str:
    return f"Failed to load resource: the server responded with a status of {status}"


@pytest.mark.parametrize(("language", "width"), [*((language, NARROW) for language in LANGUAGES), ("en", WIDE)])
async def test_every_kind_of_page_fits_the_screen_in_silence_without_cookies_or_strangers(
    browser: Browser, address: str, language: str, width: int
) -> None:
    answered: dict[str, int] = {}
    sticking_out: dict[str, Any] = {}

    async with visiting(browser, address, width=width) as visit:
        for kind, path in PAGES.items():
            answer = await visit.page.goto(f"/{language}/{path}")
            answered[kind] = answer.status if answer else 0
            sticking_out[kind] = await visit.page.evaluate(STICKING_OUT)
        cookies = await visit.page.context.cookies()
        kept = await visit.page.evaluate("() => ({...localStorage, ...sessionStorage})")

    assert answered == {kind: EXPECTED_STATUSES.get(kind, 200) for kind in PAGES}
    assert {kind: parts for kind, parts in sticking_out.items() if parts} == {}
    # Chromium itself notes the status of a page that is a refusal; that is not the page's complaint.
    refusals = tuple(_refusal(status) for status in EXPECTED_STATUSES.values())
    assert [told for told in visit.complaints if not any(refusal in told for refusal in refusals)] == []
    assert visit.hosts == {urlsplit(address).netloc}
    assert (cookies, kept) == ([], {})
