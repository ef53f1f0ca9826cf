"""From the page of a score to two organisations that know each other, and a project; what each sees on the way."""

import pytest
from playwright.async_api import Browser, Page

from tests.browser.test_application_journeys import EXPORTER, HOME, OFFICER, at, looked_at
from tests.browser.test_axe import AXE
from tests.browser.test_desk_pages import messages_of
from tests.browser.test_offer_journeys import offered, reviewed
from tests.browser.visits import NARROW, WIDE, visiting

PARTNER = "partner@demo.example"
BASE = "partner/rift-valley-centre"
NAME = "Rift Valley Technology Centre"
WORDS = {"en": "Both work on steam.", "zh-Hans": "双方都从事蒸汽技术。", "ar": "كلاهما يعمل في البخار."}
MILESTONES = {"en": "First steam", "zh-Hans": "首次供汽", "ar": "أول بخار"}

pytestmark = pytest.mark.skipif(not AXE.is_file(), reason="axe-core is not installed (npm ci in tests/node)")


async def asked(desk: Page, language: str, offer: str) -> str:
    """The officer asks both sides, takes it back, and asks anew; words that name a side are refused."""
    await desk.goto(f"/{language}/desk/matches/offers/{offer}/KE")
    await looked_at(desk)
    await desk.fill(f"#words-{language}", NAME)
    await desk.click('form[action$="/introduce"] button.button')
    await desk.wait_for_selector("#faults")
    await looked_at(desk)
    await proposed(desk, language)
    await desk.click("aside .button-stop")
    await desk.wait_for_url("**?done=withdrawn")
    await looked_at(desk)
    await desk.click('aside a[href*="/desk/matches/offers/"]')
    await proposed(desk, language)
    await desk.goto(f"/{language}/desk/introductions?country=KE")
    await looked_at(desk)
    await desk.go_back()
    return desk.url.partition("?")[0].rsplit("/", 1)[1]


async def proposed(desk: Page, language: str) -> None:
    """Ask both sides with words of one's own."""
    await desk.fill(f"#words-{language}", WORDS[language])
    await desk.click('form[action$="/introduce"] button.button')
    await desk.wait_for_url("**?done=proposed")
    await looked_at(desk)


async def answered(page: Page, path: str) -> None:
    """A side looks at what it was asked, forgets to choose, and says yes."""
    await page.goto(path)
    await looked_at(page)
    await page.fill("#words", "OK")
    await page.evaluate("document.querySelectorAll('form [required]').forEach(each => each.required = false)")
    await page.click('form[action*="/introductions/"] button.button')
    await page.wait_for_selector("#faults")
    await looked_at(page)
    await page.check('input[name="reply"][value="yes"]')
    await page.click('form[action*="/introductions/"] button.button')
    await page.wait_for_url("**?done=yes")
    await looked_at(page)


async def planned(desk: Page, language: str) -> None:
    """A milestone of the project, which is then shown to readers."""
    project = desk.url.partition("?")[0]
    await desk.goto(f"{project}/milestones/new")
    await desk.fill(f"#name-{language}", MILESTONES[language])
    await desk.fill("#planned_on", "2027-06-01")
    await desk.check("#is_public")
    await desk.click("main form button.button:not([name])")
    await desk.wait_for_url("**/desk/projects/*")
    await looked_at(desk)
    await desk.goto(project)
    await desk.click('form[action$="/publish"] button')
    await desk.wait_for_url("**done=published")
    await looked_at(desk)


async def entered(phone: Page, language: str, password: str) -> None:
    """The partner signs in."""
    await phone.context.add_init_script(path=AXE)
    await phone.goto(f"/{language}/sign-in")
    await phone.fill("#email", PARTNER)
    await phone.fill("#password", password)
    await phone.press("#password", "Enter")
    await phone.wait_for_url(f"**/{BASE}/needs")


async def subscribed(phone: Page, language: str) -> None:
    """Readers and subscribers have the milestone."""
    feed = await (await phone.context.request.get(f"/feeds/{language}/calendar.ics")).text()
    assert MILESTONES[language] in feed.replace("\r\n ", ""), "subscribers have the milestone"
    await phone.goto(f"/{language}/calendar?q={MILESTONES[language]}")
    await looked_at(phone)
    assert MILESTONES[language] in await phone.inner_text("main")


@pytest.mark.parametrize("language", ["en", "zh-Hans", "ar"])
async def test_two_sides_are_introduced_and_a_project_is_opened(
    browser: Browser, address: str, password: str, language: str
) -> None:
    sources: dict[str, str] = {}
    async with (
        at(browser, address, OFFICER, password, language=language, width=WIDE) as desk,
        at(browser, address, EXPORTER, password, language=language, width=NARROW) as company,
        visiting(browser, address, width=NARROW) as visit,
    ):
        offer = await offered(company, language, f"/{HOME}")
        await reviewed(desk, language, offer, "approve")
        introduction = await asked(desk, language, offer)
        own = f"/{language}/{HOME}/introductions"
        await company.goto(own)
        await looked_at(company)
        await answered(company, f"{own}/{introduction}")
        assert NAME not in await company.content(), "the partner has not agreed yet"
        phone = visit.page
        await entered(phone, language, password)
        await phone.goto(f"/{language}/{BASE}/introductions")
        await looked_at(phone)
        await answered(phone, f"/{language}/{BASE}/introductions/{introduction}")
        assert await phone.locator('main a[href^="mailto:"]').count(), "the contacts of the company"
        await company.goto(f"{own}/{introduction}")
        await looked_at(company)
        assert NAME in await company.content()
        for page in (company, phone):
            sources[page.url] = await (await page.context.request.get(page.url)).text()

        await desk.goto(f"/{language}/desk/introductions/{introduction}")
        await looked_at(desk)
        await desk.click('form[action$="/project"] button.button')
        await desk.wait_for_url("**/desk/projects/*?done=added")
        await looked_at(desk)
        sources[desk.url] = await (await desk.context.request.get(desk.url)).text()
        await planned(desk, language)
        await subscribed(phone, language)
        assert [complaint for complaint in visit.complaints if " 422 " not in complaint] == []
    assert {kind: found for kind, found in messages_of(sources).items() if found} == {}
