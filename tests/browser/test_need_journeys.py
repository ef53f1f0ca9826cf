"""From a partner's first word to a need that everybody reads, and what a company sees of it."""

import re

import pytest
from playwright.async_api import Browser, Page

from tests.browser.test_application_journeys import EXPORTER, HOME, OFFICER, at, looked_at
from tests.browser.test_axe import AXE
from tests.browser.test_desk_pages import messages_of
from tests.browser.visits import NARROW, WIDE, visiting

PARTNER = "partner@demo.example"
BASE = "partner/rift-valley-centre/needs"
TITLES = {"en": "Cold rooms for flowers", "zh-Hans": "鲜花冷藏库", "ar": "غرف تبريد للأزهار"}

pytestmark = pytest.mark.skipif(not AXE.is_file(), reason="axe-core is not installed (npm ci in tests/node)")


async def written(page: Page, language: str) -> str:
    """Write a need, first with something missing; return its slug."""
    await page.goto(f"/{language}/{BASE}")
    await looked_at(page)
    await page.click(f'main a[href$="/{BASE}/new"]')
    await looked_at(page)
    await page.fill(f"#title-{language}", TITLES[language])
    await page.click('button[value="submit"]')
    await page.wait_for_selector("#faults")
    await looked_at(page)
    assert await page.input_value(f"#title-{language}") == TITLES[language], "what was typed is still there"
    await page.fill(f"#summary-{language}", TITLES[language])
    await page.check('input[name="sectors"][value="agriculture"]')
    await page.check('input[name="forms"][value="equipment"]')
    await page.click('button[value="submit"]')
    await page.wait_for_url("**?done=submit")
    await looked_at(page)
    found = re.search(rf"/{BASE}/([^/?]+)\?", page.url)
    assert found
    return found[1]


@pytest.mark.parametrize("language", ["en", "ar"])
async def test_a_need_is_written_reviewed_read_and_withdrawn(
    browser: Browser, address: str, password: str, language: str
) -> None:
    sources: dict[str, str] = {}
    async with (
        visiting(browser, address, width=NARROW) as visit,
        at(browser, address, OFFICER, password, language=language, width=WIDE) as desk,
    ):
        phone = visit.page
        await phone.context.add_init_script(path=AXE)
        await phone.goto(f"/{language}/sign-in")
        await phone.fill("#email", PARTNER)
        await phone.fill("#password", password)
        await phone.press("#password", "Enter")
        await phone.wait_for_url(f"**/{BASE}")
        slug = await written(phone, language)
        public = f"/{language}/needs/{slug}"
        assert (await phone.context.request.get(public)).status == 404

        await desk.goto(f"/{language}/desk/needs/{slug}")
        await looked_at(desk)
        await desk.check('input[name="decision"][value="approve"]')
        await desk.click("aside form .button")
        await desk.wait_for_url("**?done=approve")
        await looked_at(desk)

        for path in (f"{BASE}/{slug}", f"{BASE}/{slug}/edit", BASE, f"needs/{slug}"):
            await phone.goto(f"/{language}/{path}")
            await looked_at(phone)
            sources[path] = await (await phone.context.request.get(phone.url)).text()
        assert TITLES[language] in await phone.inner_text("h1")
        await phone.goto(f"/{language}/{BASE}/{slug}")
        await phone.click("aside .button-stop")
        await phone.wait_for_url("**?done=withdraw")
        await looked_at(phone)
        assert (await phone.context.request.get(public)).status == 404
        assert [complaint for complaint in visit.complaints if " 422 " not in complaint] == []
    assert {kind: found for kind, found in messages_of(sources).items() if found} == {}


@pytest.mark.parametrize("language", ["en", "ar"])
async def test_a_company_reads_what_only_exporters_see(
    browser: Browser, address: str, password: str, language: str
) -> None:
    company = HOME.split("/")[-1]
    sources: dict[str, str] = {}
    async with at(browser, address, EXPORTER, password, language=language, width=NARROW) as page:
        for path in ("needs", "needs?country=PE&q=zzzz", "needs/copper-ore-sorting"):
            answer = await page.goto(f"/{language}/company/{company}/{path}")
            assert answer is not None
            assert answer.status == 200
            await looked_at(page)
            sources[path] = await (await page.context.request.get(page.url)).text()
        assert (await page.context.request.get(f"/{language}/needs/copper-ore-sorting")).status == 404
    assert {kind: found for kind, found in messages_of(sources).items() if found} == {}
