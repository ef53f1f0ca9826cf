"""The door on a device with a bad network: what was scanned is kept until it is answered, and nobody comes in twice."""

import sqlite3
from pathlib import Path

from playwright.async_api import Browser, Page, Route, expect

from events_app.credentials.tokens import digest, new_token
from tests.browser.desk_visits import STANDS, sign_in
from tests.browser.visits import NARROW, visiting

DOOR = f"{STANDS}/check-in"
KEPT = "() => JSON.parse(localStorage.getItem('door-scans cisce-2027') || '[]').length"


def a_known_code(folder: Path, slug: str = "cisce-2027") -> str:
    """Give one of the badges of an edition a token that the test knows."""
    code = new_token()
    with sqlite3.connect(folder / "data" / "events.sqlite", timeout=20) as database:
        database.execute(
            "UPDATE badge SET digest = ? WHERE id = (SELECT badge.id FROM badge JOIN edition ON edition.id = edition "
            "WHERE edition.slug = ? AND revoked_at IS NULL LIMIT 1)",
            (digest(code), slug),
        )
    database.close()
    return code


async def scan(page: Page, code: str) -> None:
    """As a hand scanner does: types the code and presses Enter."""
    await page.fill("#code", code)
    await page.press("#code", "Enter")


async def lost(route: Route) -> None:
    """The request arrives, its answer does not."""
    await route.fetch()
    await route.abort()


async def test_a_scan_whose_answer_is_lost_is_asked_again_and_admits_once(
    browser: Browser, address: str, password: str, folder: Path
) -> None:
    code = a_known_code(folder)
    async with visiting(browser, address, width=NARROW) as visit:
        page = visit.page
        title, result = page.locator(".door-title"), page.locator("#door-result")
        await sign_in(page, "officer@demo.example", password)
        await page.goto(f"/en/{DOOR}")
        await page.fill("#door", "A")

        await page.route(f"**/{DOOR}", lost)
        await scan(page, code)
        await expect(title).to_have_text("Waiting for the network. The scan is kept and will be sent.")
        assert await page.evaluate(KEPT) == 1
        await page.unroute(f"**/{DOOR}")
        await page.reload()
        await expect(title).to_have_text("Admitted now")
        assert await page.evaluate(KEPT) == 0
        assert await page.input_value("#door") == "A"
        await expect(page.locator("#door-count")).to_have_text("1")

        await page.context.set_offline(True)
        await page.fill("#door", "B")
        await scan(page, code)
        await expect(page.locator("#door-queue")).to_be_visible()
        await page.context.set_offline(False)
        await expect(title).to_have_text("Already admitted")
        await expect(result).to_contain_text("door A.")
        assert await page.evaluate(KEPT) == 0
        assert await result.get_attribute("aria-live") == "assertive"
        assert [each for each in visit.complaints if "ERR_" not in each] == []
