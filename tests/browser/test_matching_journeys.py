"""From a partner's need to pairs that an officer has accepted: need, scores, reasons, weights, programme, proposals."""

import asyncio
import re

import pytest
from playwright.async_api import Browser, Page

from tests.browser.test_application_journeys import EXPORTER, HOME, OFFICER, at, looked_at
from tests.browser.test_axe import AXE
from tests.browser.test_desk_pages import messages_of
from tests.browser.test_need_journeys import BASE, PARTNER, written
from tests.browser.visits import NARROW, WIDE, visiting

COMPANY = HOME.split("/")[-1]
NAMES = {"en": "Cold chain year", "zh-Hans": "冷链年度计划", "ar": "سنة سلسلة التبريد"}
REASONS = {"en": "Promised in May", "zh-Hans": "五月已承诺", "ar": "وُعد به في مايو"}
PATIENCE_S = 60

pytestmark = pytest.mark.skipif(not AXE.is_file(), reason="axe-core is not installed (npm ci in tests/node)")


async def approved(desk: Page, language: str, slug: str) -> None:
    """Let an officer approve a need."""
    await desk.goto(f"/{language}/desk/needs/{slug}")
    await desk.check('input[name="decision"][value="approve"]')
    await desk.click("aside form .button")
    await desk.wait_for_url("**?done=approve")


async def ranked(page: Page, path: str) -> None:
    """Look at a ranking, and at the score of its first place."""
    await page.goto(path)
    await looked_at(page)
    await page.click(".match .edition-name a")
    await page.wait_for_selector(".reasons")
    await looked_at(page)


async def weighed(desk: Page, language: str) -> None:
    """Change a weight: nothing at all is refused, a preview changes nothing, then it is in force."""
    await desk.goto(f"/{language}/desk/matches/weights")
    before = await desk.input_value("#need")
    await desk.fill("#need", "101")
    await desk.click('button[value="set"]')
    await desk.wait_for_selector("#need-error")
    await looked_at(desk)
    wanted = "50" if before != "50" else "40"
    await desk.fill("#need", wanted)
    await desk.click('button[value="preview"]')
    await desk.wait_for_selector("section[aria-live]")
    await looked_at(desk)
    await desk.click('button[value="set"]')
    await desk.wait_for_url("**?done=saved")
    await looked_at(desk)
    assert await desk.input_value("#need") == wanted


async def planned(desk: Page, language: str) -> str:
    """Plan a programme over two countries; return its path."""
    await desk.goto(f"/{language}/desk/programmes/new")
    await looked_at(desk)
    await desk.fill(f"#name-{language}", NAMES[language])
    await desk.check('input[name="kind"][value="year"]')
    await desk.fill("#year", "2027")
    for code in ("KE", "VN"):
        await desk.select_option("#add", f"country:{code}")
        await desk.fill("#add_capacity", "3")
        await desk.click('button[value="add"]')
        await desk.wait_for_selector(f'input[value="{code}"]', state="attached")
    await looked_at(desk)
    await desk.click('.actions button[value="save"]')
    await desk.wait_for_url(re.compile(r"/desk/programmes/[^/?]+\?done=saved"))
    await looked_at(desk)
    return desk.url.split("?")[0]


async def proposed(desk: Page, programme: str) -> None:
    """Ask for a proposal and wait until it is there."""
    await desk.goto(programme)
    await desk.click('form:has(input[name="deed"][value="propose"]) button')
    await desk.wait_for_url(re.compile(r"/proposals/\d+"))
    for _ in range(PATIENCE_S):
        await desk.reload()
        if not await desk.locator("[data-watch]").count():
            return
        await asyncio.sleep(1)
    pytest.fail(f"no proposal in {PATIENCE_S} s: {await desk.inner_text('main')}")


async def forced(desk: Page, programme: str, language: str) -> None:
    """Ask for a pair that the computation might not find."""
    await desk.goto(programme)
    await desk.click("details:has(#company) summary")
    await desk.fill("#company", COMPANY)
    await desk.select_option("#code", "KE")
    await desk.check('input[name="force"][value="must"]')
    await desk.fill("#reason", REASONS[language])
    await desk.click("details:has(#company) form .button")
    await desk.wait_for_url("**?done=force")
    await looked_at(desk)


@pytest.mark.parametrize("language", ["en", "zh-Hans", "ar"])
async def test_from_a_need_to_accepted_pairs(browser: Browser, address: str, password: str, language: str) -> None:
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
        await approved(desk, language, slug)

        await ranked(phone, f"/{language}/{BASE.replace('needs', 'matches')}")
        await desk.goto(f"/{language}/desk/matches?show=needs")
        await looked_at(desk)
        await ranked(desk, f"/{language}/desk/matches/countries/KE?sector=agriculture")
        await weighed(desk, language)

        programme = await planned(desk, language)
        await proposed(desk, programme)
        await looked_at(desk)
        await forced(desk, programme, language)
        await proposed(desk, programme)
        await looked_at(desk)
        sources["proposal"] = await (await desk.context.request.get(desk.url)).text()
        assert COMPANY in sources["proposal"]
        await desk.click('button[value="all"]')
        await desk.wait_for_url("**done=all*")
        await looked_at(desk)
        await desk.goto(f"{programme}/compare")
        await looked_at(desk)
    assert {kind: found for kind, found in messages_of(sources).items() if found} == {}


@pytest.mark.parametrize("language", ["en", "zh-Hans", "ar"])
async def test_an_exporter_reads_its_matches_on_a_phone(
    browser: Browser, address: str, password: str, language: str
) -> None:
    async with at(browser, address, EXPORTER, password, language=language, width=NARROW) as page:
        await ranked(page, f"/{language}/company/{COMPANY}/matches")
