"""From a copied draft to a cancelled edition, in a real browser, and what subscribers see on the way."""

import asyncio
import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.async_api import Browser, Page

from tests.browser.desk_visits import sign_in
from tests.browser.visits import visiting
from tests.formats.readers import read_with_vobject

ADMINISTRATOR, NEW_PASSWORD = "administrator@demo.example", "quiet-harbour-lantern-42"
TRANSLATED = "Feira traduzida 2028"
MANAGER, OFFICER = "manager@demo.example", "officer@demo.example"
SAVE = "form.section button[type=submit]:not([name])"
EDITIONS = {"en": "gitex-africa-2027", "zh-Hans": "automation-world-2027", "ar": "mining-indaba-2027"}
TITLES = {"en": "Opening of the pavilion", "zh-Hans": "展区开幕式", "ar": "افتتاح الجناح"}


@asynccontextmanager
async def at_the_desk(browser: Browser, address: str, email: str, password: str, language: str) -> AsyncIterator[Page]:
    async with visiting(browser, address) as visit:
        await sign_in(visit.page, email, password, language)
        yield visit.page
        assert [complaint for complaint in visit.complaints if " 409 " not in complaint] == []


async def saved(page: Page, done: str) -> None:
    """Send the form of the page, and wait for the notice that says it was done."""
    await page.click(SAVE)
    await page.wait_for_url(f"**?done={done}")


async def ask(client: httpx.Client, path: str) -> httpx.Response:
    """Ask beside the browser."""
    return await asyncio.to_thread(client.get, path)


async def head_of(client: httpx.Client, slug: str) -> dict[str, Any]:
    """The entry of the whole exhibition in its English feed."""
    answer = await ask(client, f"/feeds/en/exhibitions/{slug}.ics")
    assert answer.status_code == 200
    (head,) = (event for event in read_with_vobject(answer.content) if len(str(event["start"])) == len("2028-04-04"))
    return head


async def structured(client: httpx.Client, slug: str) -> dict[str, Any]:
    """The JSON-LD of the public page."""
    page = (await ask(client, f"/en/exhibitions/{slug}")).text
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert found
    value: dict[str, Any] = json.loads(found.group(1))
    return value


@pytest.mark.parametrize("language", EDITIONS)
async def test_an_edition_is_copied_warned_about_approved_published_moved_and_cancelled(  # noqa: PLR0917 - fixtures
    browser: Browser, address: str, folder: Path, password: str, client: httpx.Client, language: str
) -> None:
    email = await _invited(browser, address, folder, password, language)
    async with at_the_desk(browser, address, email, NEW_PASSWORD, language) as page:
        slug = await _copied(page, language)
        desk = f"/{language}/desk/exhibitions/{slug}"
        await _moved(page, desk, "2028-05-09", "2028-05-11")
        await saved(page, "saved")
        await _completed(page, desk, language)
        await page.click(f'form[action$="/{slug}/publish"] button')
        assert await page.locator(".notice-stop").count() == 1
        assert (await ask(client, f"/en/exhibitions/{slug}")).status_code == 404

    async with at_the_desk(browser, address, OFFICER, password, language) as page:
        await _approved(page, desk)

    async with at_the_desk(browser, address, email, NEW_PASSWORD, language) as page:
        await _translated(page, language, slug)
        await _published(page, desk, language)
        assert TRANSLATED in (await ask(client, f"/pt/exhibitions/{slug}")).text
        first = await head_of(client, slug)
        assert (first["start"], first["end"], first["sequence"]) == ("2028-05-09", "2028-05-12", 0)
        assert (await structured(client, slug))["eventStatus"] == "https://schema.org/EventScheduled"
        await _moved(page, desk, "2028-05-16", "2028-05-18")
        await page.click(SAVE)
        await page.fill(f"#note-{language}", "№ 14: 2028-05-16")
        await saved(page, "saved")
        moved = await head_of(client, slug)
        assert (moved["uid"], moved["start"], moved["sequence"]) == (first["uid"], "2028-05-16", 1)
        await _told(client, language, slug, "№ 14: 2028-05-16")

        await page.goto(f"{desk}/cancel")
        await page.fill(f"#reason-{language}", "<b>2028</b> № 15")
        await saved(page, "cancelled")
    gone = await head_of(client, slug)
    assert (gone["uid"], gone["sequence"]) == (first["uid"], 2)
    assert gone["summary"].startswith("Cancelled: ")
    assert (await structured(client, slug))["eventStatus"] == "https://schema.org/EventCancelled"
    await _told(client, language, slug, "&lt;b&gt;2028&lt;/b&gt; № 15", "№ 15")


async def _invited(browser: Browser, address: str, folder: Path, password: str, language: str) -> str:
    """An administrator invites an officer of a unit; the letter's link makes the account. Returns the address."""
    email = f"officer-{language.lower()}@unit.example"
    async with at_the_desk(browser, address, ADMINISTRATOR, password, language) as page:
        await page.goto(f"/{language}/desk/organisations/delegations")
        await page.fill("#email", email)
        await page.check("input[name=role][value=unit_officer]")
        await page.select_option("#language", language)
        await page.click("aside form button[type=submit]")
        await page.wait_for_url("**?done=invite")
    letter = await _letter(folder / "data" / "mail", email)
    async with visiting(browser, address) as visit:
        await visit.page.goto(letter)
        await visit.page.fill("#name", "Ana Sá")
        await visit.page.fill("#password", NEW_PASSWORD)
        await visit.page.click("form.section button[type=submit]")
        await visit.page.wait_for_load_state()
        assert f"/{language}/" in visit.page.url
    return email


async def _letter(mails: Path, email: str) -> str:
    """Address in the letter to somebody, once the worker has sent it."""
    for _ in range(100):
        for file in await asyncio.to_thread(lambda: sorted(mails.glob("*.eml"))):
            message = message_from_bytes(await asyncio.to_thread(file.read_bytes), policy=default)
            if email in str(message["To"]):
                (text,) = (part for part in message.walk() if part.get_content_type() == "text/plain")
                found = re.search(r"https?://[^ ]+/invitation[^ ]*", text.get_content().replace("\n", " "))
                assert found
                return found[0]
        await asyncio.sleep(0.2)
    raise AssertionError(f"no letter to {email} came")


async def _translated(page: Page, language: str, slug: str) -> None:
    """Write the name in another language beside its source."""
    await page.goto(f"/{language}/desk/translations/edition/{slug}?in=pt")
    await page.locator("main form.section textarea").first.fill(TRANSLATED)
    await page.click("main form.section button[type=submit]")
    await page.wait_for_url("**done=saved**")


async def _copied(page: Page, language: str) -> str:
    """Copy the last edition onto a holiday; return the address of the copy, which warns."""
    await page.goto(f"/{language}/desk/exhibitions/{EDITIONS[language]}/copy")
    await page.fill("#first", "2028-05-01")
    await saved(page, "copied")
    assert await page.locator("#warnings + ul li").count() > 0
    return page.url.partition("?")[0].rpartition("/")[2]


async def _moved(page: Page, desk: str, first: str, last: str) -> None:
    """Type other days."""
    await page.goto(f"{desk}/edit")
    await page.fill("#first", first)
    await page.fill("#last", last)


async def _completed(page: Page, desk: str, language: str) -> None:
    """Enter a session and a deadline."""
    await page.goto(f"{desk}/sessions/new")
    source = await page.locator("input[name^=title-]").first.get_attribute("name")
    await page.fill(f"#{source}", TITLES[language])
    await page.fill("#starts-day", "2028-05-09")
    await page.fill("#starts-time", "09:30")
    await page.fill("#ends", "10:15")
    await saved(page, "saved")
    await page.goto(f"{desk}/deadlines/new")
    await page.check("input[name=kind][value=catalogue]")
    await page.fill("#at-day", "2028-03-01")
    await saved(page, "saved")


async def _approved(page: Page, desk: str) -> None:
    await page.goto(f"{desk}/approval")
    await page.fill("#number", "2028-117")
    await page.check("input[name=decision][value=approved]")
    await page.fill("#decided_on", "2027-06-01")
    await saved(page, "approval")


async def _published(page: Page, desk: str, language: str) -> None:
    await page.goto(f"{desk}/preview")
    assert await page.locator(".notice-here").count() == 1
    assert TITLES[language] in await page.inner_text("main")
    await page.goto(desk)
    await page.click('form[action$="/publish"] button')
    await page.wait_for_url("**?done=published")


async def _told(client: httpx.Client, language: str, slug: str, words: str, in_feed: str = "") -> None:
    """The words stand on the public page and in the feed of changes."""
    assert words in (await ask(client, f"/{language}/exhibitions/{slug}")).text
    assert (in_feed or words) in (await ask(client, f"/feeds/{language}/changes.atom")).text


async def test_two_editors_see_both_versions_and_nothing_is_lost(browser: Browser, address: str, password: str) -> None:
    path = "/en/desk/exhibitions/gitex-global-2027"
    async with (
        at_the_desk(browser, address, OFFICER, password, "en") as one,
        at_the_desk(browser, address, MANAGER, password, "en") as two,
    ):
        slug = await _a_draft(one)
        path = f"/en/desk/exhibitions/{slug}/edit"
        await one.goto(path)
        await two.goto(path)
        await one.fill("#source", "Letter no. 1")
        await saved(one, "saved")
        await two.fill("#source", "Letter no. 2")
        await two.click(SAVE)

        told = await two.inner_text(".notice-stop")
        assert ("Letter no. 1" in told, "Letter no. 2" in told) == (True, True)
        await saved(two, "saved")
        assert "Letter no. 2" in await two.inner_text("main")


async def _a_draft(page: Page) -> str:
    """Address of a draft of the demo that belongs to the manager's unit."""
    await page.goto("/en/desk/exhibitions?status=draft&q=hannover")
    link = await page.locator("table.queue th a").first.get_attribute("href")
    return str(link).rsplit("/", 1)[1]
