"""Applying in a real browser: the company on a phone, the officer at a desk; and what every page of it keeps."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.async_api import Browser, Page

from tests.browser.desk_visits import sign_in
from tests.browser.test_axe import AUDIT, AXE, RULES
from tests.browser.test_desk_pages import messages_of
from tests.browser.test_pages import STICKING_OUT
from tests.browser.visits import NARROW, WIDE, visiting

EXPORTER, OFFICER = "exporter@demo.example", "officer@demo.example"
HOME = "company/lanyu-valve"
SEND = "form.section button[type=submit].button"
BOTH = 2
EXHIBITS = {"en": "Valves for desalination", "zh-Hans": "海水淡化用阀门", "ar": "صمامات لتحلية المياه"}
REASONS = {"en": "The licence is missing.", "zh-Hans": "缺少许可证。", "ar": "الترخيص مفقود."}
AUDITED_LANGUAGE = "ar"

pytestmark = pytest.mark.skipif(not AXE.is_file(), reason="axe-core is not installed (npm ci in tests/node)")


@asynccontextmanager
async def at(
    browser: Browser, address: str, email: str, password: str, *, language: str, width: int
) -> AsyncIterator[Page]:
    """Somebody's tab; companies come from the desk to their own pages."""
    async with visiting(browser, address, width=width) as visit:
        await visit.page.context.add_init_script(path=AXE)
        if email == EXPORTER:
            await visit.page.goto(f"/{language}/sign-in")
            await visit.page.fill("#email", email)
            await visit.page.fill("#password", password)
            await visit.page.press("#password", "Enter")
            await visit.page.wait_for_url(f"**/{HOME}")
        else:
            await sign_in(visit.page, email, password, language)
        yield visit.page
        assert [complaint for complaint in visit.complaints if " 422 " not in complaint] == []


async def looked_at(page: Page) -> None:
    """It fits the screen, and nobody is kept out of the page: that is asked in one language, it costs half a second."""
    await page.wait_for_function("() => document.documentElement && document.readyState === 'complete'")
    if urlsplit(page.url).path.startswith(f"/{AUDITED_LANGUAGE}/"):
        found: Any = await page.evaluate(AUDIT, list(RULES))
        assert (page.url, found) == (page.url, [])
    assert await page.evaluate(STICKING_OUT) == []


async def decided(page: Page, language: str, case: str, move: str, reason: str = "") -> None:
    """The officer looks at the case and at what would happen, and confirms it."""
    await page.goto(f"/{language}/desk/applications/{case}")
    await looked_at(page)
    await page.click(f'button[name=move][value="{move}"]')
    await page.wait_for_selector("#reason")
    await looked_at(page)
    await page.fill("#reason", reason)
    await page.click(SEND)
    await page.wait_for_url("**?done=decided")


async def with_room(page: Page, language: str, slug: str, stands: int) -> None:
    """The officer sets how many stands there are."""
    await page.goto(f"/{language}/desk/exhibitions/{slug}/admission")
    await looked_at(page)
    await page.fill("#stands", str(stands))
    await page.click("form .actions button[type=submit]")
    await page.wait_for_url("**?done=saved")


async def applied(page: Page, language: str) -> tuple[str, str]:
    """The company finds an exhibition that is open to it, saves, resumes, submits; return the case and the edition."""
    await page.goto(f"/{language}/{HOME}/exhibitions?open=1")
    await looked_at(page)
    await page.click('a.button[href$="/apply"]')
    await looked_at(page)
    found = re.search(r"/exhibitions/([^/]+)/apply", page.url)
    assert found
    await page.select_option("#sector", index=1)
    await page.click('button[value="save"]')
    await page.wait_for_url("**?done=saved")
    case = page.url.partition("?")[0].rsplit("/", 1)[1]
    await page.click('a[href$="/edit"]')
    await page.click('button[value="submit"]')
    assert await page.locator("#exhibits-error").count() == 1
    await looked_at(page)
    await page.fill("#exhibits", EXHIBITS[language])
    await page.click('button[value="submit"]')
    await page.wait_for_url("**?done=submit")
    await looked_at(page)
    return case, found[1]


async def followed(page: Page, language: str, slug: str) -> None:
    """The agenda has the exhibition, and an address for calendar programs."""
    await page.goto(f"/{language}/{HOME}/agenda")
    await looked_at(page)
    assert await page.locator(f'.edition-list a[href$="/exhibitions/{slug}"]').count() >= 1
    await page.fill("#name", "Phone")
    await page.press("#name", "Enter")
    await page.wait_for_selector("#feed-address")
    await looked_at(page)


async def withdrawn(page: Page) -> None:
    """From the page of the case to its end."""
    await page.click('a.button[href$="/move/withdraw"]')
    await looked_at(page)
    await page.click(SEND)
    await page.wait_for_url("**?done=withdraw")
    await looked_at(page)


async def changed(phone: Page, desk: Page, language: str, case: str) -> None:
    """The company asks for a change, and the officer refuses it with words."""
    await phone.goto(f"/{language}/{HOME}/applications/{case}")
    await phone.click('a[href$="/change"]')
    await looked_at(phone)
    await phone.fill("#words", EXHIBITS[language])
    await phone.click("form.section button[type=submit]")
    await phone.wait_for_url("**?done=change")
    await looked_at(phone)
    await desk.goto(f"/{language}/desk/applications/{case}/compare")
    await looked_at(desk)
    await desk.select_option("#with", index=1)
    await desk.click(".row-filters button[type=submit]")
    await looked_at(desk)
    assert await desk.locator("table thead th").count() == BOTH
    await desk.goto(f"/{language}/desk/applications/{case}")
    await looked_at(desk)
    await desk.fill("#answer", REASONS[language])
    await desk.click('button[value="refused"]')
    await desk.wait_for_url("**?done=change")
    await phone.reload()
    assert REASONS[language] in await phone.inner_text("#changes")


@pytest.mark.parametrize("language", EXHIBITS)
async def test_a_company_applies_waits_is_offered_a_place_and_takes_it(
    browser: Browser, address: str, password: str, language: str
) -> None:
    async with (
        at(browser, address, EXPORTER, password, language=language, width=NARROW) as phone,
        at(browser, address, OFFICER, password, language=language, width=WIDE) as desk,
    ):
        case, slug = await applied(phone, language)
        here = f"/{language}/{HOME}/applications/{case}"

        await decided(desk, language, case, "return", REASONS[language])
        await phone.goto(here)
        await looked_at(phone)
        assert REASONS[language] in await phone.inner_text("main")
        await phone.click('a[href$="/edit"]')
        await phone.fill("#remarks", "2027/118")
        await phone.click('button[value="submit"]')
        await phone.wait_for_url("**?done=submit")

        await with_room(desk, language, slug, 1)
        await decided(desk, language, case, "find_eligible")
        await decided(desk, language, case, "put_on_list")
        await phone.goto(here)
        assert await phone.locator(".next-where small").count() == 1  # the place on the list
        await looked_at(phone)

        await with_room(desk, language, slug, 2)
        await phone.goto(here)
        await phone.click('a.button[href$="/move/accept"]')
        await looked_at(phone)
        await phone.click(SEND)
        await phone.wait_for_url("**?done=accept")
        await followed(phone, language, slug)
        await changed(phone, desk, language, case)
        await decided(desk, language, case, "confirm")
        await phone.goto(here)
        assert await phone.locator(".station-passed").count() == 5
        await withdrawn(phone)


@pytest.mark.parametrize("language", ["en", "ar"])
async def test_the_pages_of_applying_keep_nobody_out_and_are_valid(
    browser: Browser, address: str, password: str, language: str
) -> None:
    sources: dict[str, str] = {}
    async with at(browser, address, OFFICER, password, language=language, width=WIDE) as page:
        await page.goto(f"/{language}/desk/applications?state=waiting")
        await looked_at(page)
        await page.click("table.queue tbody th a")
        await page.wait_for_selector("#case")
        await looked_at(page)
        sources["queue"] = await _source(page)
        await page.check("table.queue tbody tr:first-child [type=checkbox]")
        await page.select_option("#move", "reject")
        await page.click(".bulk button")
        await page.wait_for_selector("#reason")
        await looked_at(page)
        await page.goto(f"/{language}/desk/applications?q=zzzz")
        await looked_at(page)
    async with at(browser, address, EXPORTER, password, language=language, width=NARROW) as page:
        await looked_at(page)
        sources["company"] = await _source(page)
        await page.click("table.queue tbody th a")
        await looked_at(page)
        sources["case"] = await _source(page)
        await page.goto(f"/{language}/{HOME}?show=over")
        await looked_at(page)
    assert {kind: found for kind, found in messages_of(sources).items() if found} == {}


async def _source(page: Page) -> str:
    """The page as it was sent, before a script changed it."""
    return await (await page.context.request.get(page.url)).text()
