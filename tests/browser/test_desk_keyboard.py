"""The desk by keyboard alone: signing in, finding the way, entering an edition; the focus is always seen."""

import pytest
from playwright.async_api import Browser, Page

from tests.browser.desk_visits import sign_in
from tests.browser.visits import visiting

MOST_TABS = 120
FOCUS = """() => {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  const style = getComputedStyle(element), box = element.getBoundingClientRect();
  const target = element.closest('label') || element;
  const shown = [style, getComputedStyle(target)].some(one =>
    (one.outlineStyle !== 'none' && parseFloat(one.outlineWidth) > 0) || one.boxShadow !== 'none');
  return {id: element.id, name: element.getAttribute('name') || '', href: element.getAttribute('href') || '',
          text: element.textContent.trim(), seen: shown && box.width > 0 && box.height > 0};
}"""


async def tabbed(page: Page, wanted: str, value: str) -> None:
    """Press Tab until the focus is where it should be; it is seen at each stop."""
    for _ in range(MOST_TABS):
        await page.keyboard.press("Tab")
        here = await page.evaluate(FOCUS)
        if here is None:
            continue
        assert here["seen"], here
        if here[wanted] == value or (wanted == "href" and here["href"].endswith(value)):
            return
    raise AssertionError(f"Tab does not reach {wanted}={value} on {page.url}")


@pytest.mark.parametrize("language", ["en", "ar"])
async def test_an_edition_is_entered_without_a_mouse(
    browser: Browser, address: str, password: str, language: str
) -> None:
    async with visiting(browser, address) as visit:
        page = visit.page
        await page.goto(f"/{language}/sign-in")
        await tabbed(page, "id", "email")
        await page.keyboard.type("manager@demo.example")
        await tabbed(page, "id", "password")
        await page.keyboard.type(password)
        await page.keyboard.press("Enter")
        await page.wait_for_url("**/desk")

        await tabbed(page, "href", "#main")
        await page.keyboard.press("Enter")
        await page.keyboard.press("Control+Home")
        await page.evaluate("document.activeElement.blur()")
        await tabbed(page, "href", "/desk/exhibitions")
        await page.keyboard.press("Enter")
        await page.wait_for_url("**/desk/exhibitions")
        await tabbed(page, "href", "/desk/exhibitions/new")
        await page.keyboard.press("Enter")
        await page.wait_for_url("**/new")

        await tabbed(page, "id", "name")
        await page.keyboard.type(f"Keyboard Fair 2029 {language}")
        await tabbed(page, "id", "first")
        await page.evaluate("document.getElementById('first').type = 'text'")
        await page.keyboard.type("2029-05-07")
        await tabbed(page, "id", "country")
        await page.keyboard.press("ArrowDown")
        await tabbed(page, "id", "city")
        await page.keyboard.type("Astana")
        await page.keyboard.press("Enter")
        await page.wait_for_url("**?done=added")

        assert "Keyboard Fair 2029" in await page.inner_text("h1")
        assert visit.complaints == []


async def test_the_menu_of_the_desk_is_reached_by_tab_in_its_order(
    browser: Browser, address: str, password: str
) -> None:
    async with visiting(browser, address) as visit:
        await sign_in(visit.page, "administrator@demo.example", password)
        links = await visit.page.locator("header nav a").evaluate_all("all => all.map(a => a.getAttribute('href'))")
        found: list[str] = []
        for _ in range(60):
            await visit.page.keyboard.press("Tab")
            here = await visit.page.evaluate(FOCUS)
            if here and here["href"] in links and here["href"] not in found:
                found.append(here["href"])

    assert found == list(dict.fromkeys(links))
