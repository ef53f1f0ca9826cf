"""From the first letter to an offer that everybody reads: the company on a phone, the officer at a desk."""

import asyncio
import re
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page

from tests.browser.test_application_journeys import OFFICER, at, looked_at
from tests.browser.test_axe import AXE
from tests.browser.test_desk_pages import messages_of
from tests.browser.visits import NARROW, WIDE, visiting

PASSWORD = "quiet-harbour-lantern-42"
COMPANIES = {"en": "Harbour Lantern Works", "zh-Hans": "港灯机械有限公司", "ar": "مصنع فنار الميناء"}
TITLES = {"en": "Lamps that follow the tide", "zh-Hans": "随潮汐调节的航标灯", "ar": "مصابيح تتبع المد"}
REASONS = {"en": "Which rights hold abroad?", "zh-Hans": "哪些权利在境外有效？", "ar": "ما الحقوق السارية في الخارج؟"}
PATIENCE_S = 20

pytestmark = pytest.mark.skipif(not AXE.is_file(), reason="axe-core is not installed (npm ci in tests/node)")


async def link_to(email: str, folder: Path) -> str:
    """The link of the letter that the product has written to an address."""
    for _ in range(PATIENCE_S * 10):
        for file in sorted((folder / "data" / "mail").glob("*.eml")):
            letter = message_from_bytes(file.read_bytes(), policy=policy.default)
            body = letter.get_body(("plain",))
            if email in str(letter["To"]) and body is not None:
                found = re.search(r"https?://\S+/registration\?token=\S+", body.get_content())
                assert found, body.get_content()
                return found[0]
        await asyncio.sleep(0.1)
    pytest.fail(f"no letter to {email}")


async def registered(page: Page, language: str, folder: Path) -> str:
    """Register a company from the sign-in page on; return the path of its pages."""
    email = f"{language.lower()}@lantern.example"
    await page.goto(f"/{language}/sign-in")
    await page.click('main a[href$="/register"]')
    await looked_at(page)
    await page.fill("#email", email)
    await page.press("#email", "Enter")
    await page.wait_for_url("**?done=sent")
    link = await link_to(email, folder)
    await page.goto(link[link.index(f"/{language}/") :])
    await looked_at(page)
    await page.fill("#company", COMPANIES[language])
    await page.select_option("#country", "CN")
    await page.fill("#name", "Li Wei")
    await page.fill("#password", PASSWORD)
    await page.press("#password", "Enter")
    await page.wait_for_url("**/sign-in?done=registered*")
    await page.fill("#email", email)
    await page.fill("#password", PASSWORD)
    await page.press("#password", "Enter")
    await page.wait_for_url(re.compile(r"/company/[^/]+$"))
    await looked_at(page)
    return page.url[page.url.index("/company/") :]


async def described(page: Page, language: str, home: str) -> None:
    """Write the profile: a slip in the postal code is told, and put right."""
    await page.goto(f"/{language}{home}/profile")
    await looked_at(page)
    await page.click('a.button[href$="/profile/edit"]')
    await looked_at(page)
    await page.fill(f"#about-{language}", TITLES[language])
    await page.fill("#registration_number", "91110000600037341L")
    await page.fill("#street", "1 Quay Road")
    await page.fill("#locality", "Ningbo")
    await page.fill("#region", "Zhejiang")
    await page.fill("#postal_code", "31")
    await page.select_option("#size", "small")
    await page.check('[name=sectors][value="industry"]')
    await page.fill("#contact-0-name", "Li Wei")
    await page.fill("#contact-0-email", "li@lantern.example")
    await page.click(".bulk button[type=submit]")
    await page.wait_for_selector("#postal_code-error")
    await looked_at(page)
    assert await page.input_value("#street") == "1 Quay Road"
    await page.fill("#postal_code", "315000")
    await page.click(".bulk button[type=submit]")
    await page.wait_for_url("**?done=saved")
    await looked_at(page)
    assert await page.locator(".rule-unmet a[href$='#registration_number']").count() == 0


async def offered(page: Page, language: str, home: str) -> str:
    """Write an offer; what a review needs is told, and filled in. Return its path below the company's."""
    await page.goto(f"/{language}{home}/offers")
    await looked_at(page)
    await page.click('a.button[href$="/offers/new"]')
    await looked_at(page)
    await page.fill(f"#title-{language}", TITLES[language])
    await page.click('button[value="submit"]')
    await page.wait_for_selector("#sectors-error")
    await looked_at(page)
    await page.fill(f"#summary-{language}", TITLES[language])
    await page.check('[name=sectors][value="industry"]')
    await page.check('[name=fields][value="31"]')  # what holds a fault is open
    await page.select_option("#trl", "8")
    await page.check('[name=forms][value="licence"]')
    await page.select_option("#right-0-kind", "patent")
    await page.fill("#right-0-number", "1")
    await page.fill("#right-0-countries", "CN, DE")
    await page.select_option("#export_class", "free")
    await page.click('button[value="submit"]')
    await page.wait_for_url("**?done=submit")
    await looked_at(page)
    return page.url.partition("?")[0].rsplit("/", 1)[1]


async def reviewed(page: Page, language: str, slug: str, decision: str, reason: str = "") -> None:
    """The officer finds the offer in the queue and decides about it."""
    await page.goto(f"/{language}/desk/offers?state=in_review")
    await looked_at(page)
    await page.click(f'table.queue a[href$="/desk/offers/{slug}"]')
    await looked_at(page)
    await page.check(f'[name=decision][value="{decision}"]')
    await page.fill("#reason", reason)
    await page.click("aside form button[type=submit]")
    await page.wait_for_url(f"**?done={decision}")
    await looked_at(page)


@pytest.mark.parametrize("language", COMPANIES)
async def test_a_company_registers_describes_itself_and_offers_what_everybody_reads(
    browser: Browser, address: str, password: str, folder: Path, language: str
) -> None:
    async with (
        visiting(browser, address, width=NARROW) as visit,
        at(browser, address, OFFICER, password, language=language, width=WIDE) as desk,
    ):
        phone = visit.page
        await phone.context.add_init_script(path=AXE)
        home = await registered(phone, language, folder)
        await described(phone, language, home)
        slug = await offered(phone, language, home)
        here, public = f"/{language}{home}/offers/{slug}", f"/{language}/offers/{slug}"

        await reviewed(desk, language, slug, "return", REASONS[language])
        await phone.goto(here)
        await looked_at(phone)
        assert REASONS[language] in await phone.inner_text("main")
        await phone.click('a.button[href$="/edit"]')
        await phone.fill("#right-0-owner", "Li Wei")
        await phone.click('button[value="submit"]')
        await phone.wait_for_url("**?done=submit")
        assert (await phone.context.request.get(public)).status == 404
        await reviewed(desk, language, slug, "approve")

        answer = await phone.goto(public)
        assert answer is not None
        assert answer.status == 200
        await looked_at(phone)
        assert TITLES[language] in await phone.inner_text("h1")
        await phone.goto(here)
        await phone.click("aside .button-stop")
        await phone.wait_for_url("**?done=withdraw")
        await looked_at(phone)
        assert (await phone.context.request.get(public)).status == 404
        assert [
            complaint for complaint in visit.complaints if " 422 " not in complaint and " 404 " not in complaint
        ] == []


@pytest.mark.parametrize("language", ["en", "ar"])
async def test_a_partner_reads_offers_and_the_pages_are_valid(
    browser: Browser, address: str, password: str, language: str
) -> None:
    sources: dict[str, str] = {}
    async with visiting(browser, address, width=NARROW) as visit:
        page = visit.page
        await page.context.add_init_script(path=AXE)
        await page.goto(f"/{language}/sign-in")
        await page.fill("#email", "partner@demo.example")
        await page.fill("#password", password)
        await page.press("#password", "Enter")
        await page.wait_for_url("**/partner/rift-valley-centre/needs")
        for path in ("desk/offers", "desk/offers/lanyu-valve-1", "desk/offers?q=zzzz"):
            await page.goto(f"/{language}/{path}")
            await looked_at(page)
            sources[path] = await (await page.context.request.get(page.url)).text()
        assert visit.complaints == []
    assert {kind: found for kind, found in messages_of(sources).items() if found} == {}
