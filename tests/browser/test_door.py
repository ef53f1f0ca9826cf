"""The door on a device with a bad network: scans wait, nobody comes in twice, and it opens without one."""

import sqlite3
from pathlib import Path

from playwright.async_api import Browser, Page, Route, expect

from events_app.credentials.tokens import digest, new_token
from tests.browser.desk_visits import STANDS, sign_in
from tests.browser.visits import NARROW, visiting

DOOR = f"{STANDS}/check-in"
KEPT_PAGES = """async () => {
  const kept = [];
  for (const name of await caches.keys()) kept.push(...await (await caches.open(name)).keys());
  return kept.map((each) => new URL(each.url).pathname).filter((path) => !path.startsWith("/static/"));
}"""
HAS_FILES = """async () => {
  const files = [...document.querySelectorAll("link[rel=stylesheet], script[src]")]
    .map((each) => each.href ?? each.src);
  return (await Promise.all(files.map((each) => caches.match(each)))).every(Boolean);
}"""
IS_DRESSED = "() => [...document.styleSheets].every((sheet) => sheet.cssRules.length > 0)"
FORGOTTEN = """async () =>
  (await caches.keys()).length + (await navigator.serviceWorker.getRegistrations()).length === 0"""
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


async def reopened_without_network(page: Page) -> None:
    """The page is there again as it was kept, with its files, and no other page is."""
    await page.wait_for_function(HAS_FILES)
    assert await page.evaluate(KEPT_PAGES) == [f"/en/{DOOR}"]
    await page.context.set_offline(True)
    await page.reload()
    await expect(page.locator("#door-kept")).to_be_visible()
    assert await page.evaluate(IS_DRESSED)


async def signed_out(page: Page) -> None:
    """Nothing is kept any more, and nothing keeps."""
    await page.get_by_role("button", name="Sign out").click()
    await expect(page.get_by_text("You are signed out.")).to_be_visible()
    await page.wait_for_function(FORGOTTEN)


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

        await reopened_without_network(page)
        await page.fill("#door", "B")
        await scan(page, code)
        await expect(page.locator("#door-queue")).to_be_visible()
        await page.context.set_offline(False)
        await expect(title).to_have_text("Already admitted")
        await expect(result).to_contain_text("door A.")
        assert await page.evaluate(KEPT) == 0
        assert await result.get_attribute("aria-live") == "assertive"
        await expect(page.locator("#door-count")).to_have_text("1")
        await page.reload()
        await expect(page.locator("#door-kept")).to_be_hidden()
        await signed_out(page)
        assert [each for each in visit.complaints if "ERR_" not in each] == []
