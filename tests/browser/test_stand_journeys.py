"""From a place to what came of it: stands proposed, swapped, offered, paid, published; badges, the door, the report."""

import asyncio
import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from playwright.async_api import Browser, FilePayload, Page

from events_app.actions import admissions, decisions, exhibitions, prices
from events_app.actions import applications as case_actions
from events_app.domain.applications import ApplicationState, Move
from events_app.domain.exhibitions import Days, DeadlineKind, Edition
from events_app.domain.organisations import Organisation
from events_app.domain.prices import FeeKind, PriceList
from events_app.domain.rights import SYSTEM
from events_app.storage import applications, organisations
from events_app.storage import exhibitions as exhibitions_stored
from events_app.storage.database import opened
from tests.application_builders import an_admission, written
from tests.browser.test_application_journeys import EXPORTER, HOME, OFFICER, at, decided, looked_at
from tests.browser.test_axe import AXE
from tests.browser.test_door import a_known_code, scan
from tests.browser.test_matching_journeys import PATIENCE_S
from tests.browser.visits import NARROW, WIDE
from tests.builders import a_deadline, a_series, a_text, an_edition, an_id
from tests.fee_builders import a_price_list, an_item
from tests.planting import context, plant
from tests.stand_builders import plant_hall

COMPANIES = (HOME.rpartition("/")[2], "beihai-compressor", "yongli-bearing")
"""The company on the phone, and two others."""
NAMES = {"en": "Harbour Fair", "zh-Hans": "港口展览会", "ar": "معرض الميناء"}
WORDS = {"en": "Three talks, one memorandum.", "zh-Hans": "三次洽谈，一份备忘录。", "ar": "ثلاث محادثات ومذكرة واحدة."}
DEPOSIT = "1125,00"
"""Half of nine square metres at 200.00 and of a registration at 450.00."""
VISITORS, LEADS = 321, 45
MEMBER = "HE LAN"
DAY = timedelta(days=1)
PDF = b"%PDF"

pytestmark = pytest.mark.skipif(not AXE.is_file(), reason="axe-core is not installed (npm ci in tests/node)")


@dataclass(frozen=True, slots=True)
class Journey:
    """An edition, the company on the phone with its case, and both screens."""

    phone: Page
    desk: Page
    language: str
    slug: str
    company: Organisation
    case: UUID
    data: str

    @property
    def edition(self) -> str:
        """Where the desk has the edition."""
        return f"/{self.language}/desk/exhibitions/{self.slug}"

    @property
    def own(self) -> str:
        """Where the company has its case."""
        return f"/{self.language}/{HOME}/applications/{self.case}"

    async def state(self) -> ApplicationState:
        """Where the case stands."""
        async with opened(self.data):
            return (await applications.get(self.case)).state


def an_edition_of_now(language: str, now: datetime) -> Edition:
    """Build an edition that began yesterday and ends tomorrow, whose applications closed long ago."""
    slug = f"harbour-fair-{language.lower()}"
    opens, closes = DeadlineKind.APPLICATIONS_OPEN, DeadlineKind.APPLICATIONS_CLOSE
    window = tuple(
        a_deadline(id=an_id(f"{kind} {slug}"), kind=kind, at=now - days * DAY, zone="UTC")
        for kind, days in ((opens, 90), (closes, 60))
    )
    return an_edition(
        id=an_id(slug),
        slug=slug,
        series_id=an_id(f"series {slug}"),
        name=a_text(f"{NAMES['en']} {language}", zh_Hans=NAMES["zh-Hans"], ar=NAMES["ar"]),
        zone="UTC",
        days=Days((now - DAY).date(), (now + DAY).date()),
        deadlines=window,
    )


def the_prices(edition: Edition) -> PriceList:
    """A price list without taxes, with a series of its own."""
    items = (an_item(tax_id=None), an_item(FeeKind.REGISTRATION, 450_00, tax_id=None))
    series = "".join(sign for sign in edition.slug.upper() if sign.isalnum())[-8:]
    return a_price_list(edition_id=edition.id, series=series, items=items)


async def planted(data: str, language: str, now: datetime) -> tuple[Edition, Organisation, UUID]:
    """Keep the edition with a hall, prices and three places that are accepted; return the case of the first."""
    edition = an_edition_of_now(language, now)
    cases = []
    async with opened(data):
        series = a_series(id=edition.series_id, slug=edition.slug)
        await plant(edition, series=series, now=now - 120 * DAY)
        await admissions.keep(edition.slug, an_admission(edition_id=edition.id), by=SYSTEM, now=now - 119 * DAY)
        await prices.keep(edition.slug, the_prices(edition), by=SYSTEM, now=now - 119 * DAY)
        await plant_hall(edition)
        for company_slug in COMPANIES:
            company = await organisations.get_by_slug(company_slug)
            draft = await case_actions.begin(company.id, edition.slug, written(), by=SYSTEM, now=now - 80 * DAY)
            await case_actions.submit(draft.id, version=draft.version, by=SYSTEM, now=now - 79 * DAY)
            for move in (Move.FIND_ELIGIBLE, Move.OFFER):
                await decisions.decide(draft.id, move, by=SYSTEM, now=now - 50 * DAY)
            await case_actions.answer(draft.id, Move.ACCEPT, by=SYSTEM, now=now - 49 * DAY)
            cases.append(draft.id)
        return edition, await organisations.get_by_slug(COMPANIES[0]), cases[0]


async def fetched(page: Page, button: str) -> bytes:
    """Press something that sends a file."""
    async with page.expect_download() as sent:
        await page.click(button)
    kept = await (await sent.value).path()
    return await asyncio.to_thread(kept.read_bytes)


async def allotted(on: Journey) -> None:
    """The officer asks for a proposal, waits for it, and accepts all of it."""
    await on.desk.goto(f"{on.edition}/stands")
    await on.desk.click('form[action$="/allotments"] button')
    await on.desk.wait_for_url(re.compile(r"/allotments/1$"))
    for _ in range(PATIENCE_S):
        if not await on.desk.locator("[data-watch]").count():
            break
        await asyncio.sleep(0.5)
        await on.desk.reload()
    assert await on.desk.locator('input[name="line"]').count() == len(COMPANIES), await on.desk.inner_text("main")
    await looked_at(on.desk)
    await on.desk.click('button[value="all"]')
    await on.desk.wait_for_url("**done=all*")


async def held_by(on: Journey) -> dict[str, str]:
    """Which stand is held for which case, by the panels of the plan."""
    await on.desk.goto(f"{on.edition}/stands?state=held")
    links = await on.desk.locator('table.queue th a[href*="stand="]').all()
    addresses = [str(await each.get_attribute("href")) for each in links]
    found = {}
    for each in addresses:
        await on.desk.goto(each)
        case = await on.desk.get_attribute('#stand a[href*="case="]', "href")
        found[str(case).partition("case=")[2]] = each.partition("stand=")[2].partition("#")[0]
    return found


async def swapped_and_offered(on: Journey) -> None:
    """The officer gives the company the stand of another, and offers it."""
    before = await held_by(on)
    assert len(before) == len(COMPANIES)
    own = before.pop(str(on.case))
    other_case, other = before.popitem()
    await on.desk.goto(f"{on.edition}/stands?stand={own}")
    await on.desk.click("#stand summary")
    await on.desk.select_option("#swap-with", other)
    await on.desk.click('form[action$="/swap"] button')
    await on.desk.wait_for_url("**done=swap*")
    after = await held_by(on)
    assert (after[str(on.case)], after[other_case]) == (other, own)
    await on.desk.goto(f"{on.edition}/stands?stand={other}")
    await on.desk.click('form[action*="/stands/offer/"] button')
    await on.desk.wait_for_url("**done=offered*")


async def accepted(on: Journey) -> None:
    """The company sees the stand on its phone and takes it."""
    await on.phone.goto(on.own)
    await on.phone.click('a.button[href$="/stand"]')
    await on.phone.wait_for_url("**/stand")
    await looked_at(on.phone)
    assert await on.phone.locator("svg.hall .stand-yours[role=img]").count() == 1
    await on.phone.click('button[value="accept_stand"]')
    await on.phone.wait_for_url("**?done=accept_stand")
    assert await on.state() is ApplicationState.STAND_ACCEPTED


async def invoiced(on: Journey) -> tuple[str, str]:
    """The officer makes the invoice, and the company reads it; return its id and number."""
    await on.desk.goto(f"/{on.language}/desk/applications/{on.case}/fees")
    await looked_at(on.desk)
    await on.desk.click('form[method="post"][action$="/fees"] button')
    await on.desk.wait_for_url("**?done=drafted")
    await on.desk.click('form:has(input[name="deed"][value="issue"]) button')
    await on.desk.wait_for_url("**?done=issue")
    invoice = on.desk.url.partition("?")[0].rpartition("/")[2]
    number = (await on.desk.inner_text("h1")).strip()
    await on.phone.goto(f"/{on.language}/{HOME}/invoices")
    await looked_at(on.phone)
    await on.phone.click(f'a[href$="/{invoice}"]')
    await on.phone.wait_for_url(f"**/{invoice}")
    await looked_at(on.phone)
    assert number in await on.phone.inner_text("h1")
    assert (await fetched(on.phone, 'a[download][href*="/documents/"]')).startswith(PDF)
    return invoice, number


async def paid(on: Journey, invoice: str, number: str) -> None:
    """A file of the bank has the deposit; the officer counts it and confirms the case."""
    line = f"Date;Amount;Reference;Payer\n{datetime.now(UTC).date().isoformat()};{DEPOSIT};{number};Lanyu\n"
    await on.desk.goto(f"/{on.language}/desk/payments/new")
    file = FilePayload(name=f"{on.slug}.csv", mimeType="text/csv", buffer=line.encode())
    await on.desk.set_input_files("#file", file)
    await on.desk.click("form.section .actions button")
    await on.desk.fill("#currency", "EUR")
    await on.desk.click('button[value="check"]')
    await on.desk.click('button[value="keep"]')
    await on.desk.wait_for_url("**?done=kept")
    await on.desk.click(f'form:has(input[name="invoice"][value="{invoice}"]) button')
    await on.desk.wait_for_url("**?done=count*")
    assert await on.state() is ApplicationState.DEPOSIT_PAID
    await decided(on.desk, on.language, str(on.case), "confirm")
    assert await on.state() is ApplicationState.CONFIRMED


async def published(on: Journey) -> None:
    """Everybody reads on the plan whose stand is confirmed, and nobody else."""
    await on.desk.goto(f"{on.edition}/stands")
    await on.desk.click('form[action$="/stands/publish"] button')
    await on.desk.wait_for_url("**?done=published")
    await on.phone.goto(f"/{on.language}/exhibitions/{on.slug}")
    await looked_at(on.phone)
    exhibitors = await on.phone.locator("#halls table tbody th").all_inner_texts()
    name = on.company.name.shown(on.language).text
    assert [name in each for each in exhibitors] == [True]
    assert await on.phone.locator("#halls .stand-taken[role=img]").count() == 1


async def travelling(on: Journey) -> None:
    """The officer enters a member with a passport, and gets the letter to the consulate."""
    await on.desk.goto(f"{on.edition}/delegation/new")
    await on.desk.fill("#name", MEMBER)
    await on.desk.select_option("#company", str(on.company.id))
    await on.desk.click("form.section .actions button")
    await on.desk.wait_for_url("**/passport?done=added")
    await on.desk.fill("#number", "E12345678")
    await on.desk.select_option("#country", "CN")
    await on.desk.fill("#expires_on", (datetime.now(UTC).date() + 2_000 * DAY).isoformat())
    await on.desk.fill("#born_on", "1985-03-01")
    await on.desk.select_option("#visa", "needed")
    await on.desk.click("form.section .actions button")
    await on.desk.wait_for_url("**?done=passport")
    await on.desk.goto(f"{on.edition}/delegation/letters")
    await looked_at(on.desk)
    assert (await fetched(on.desk, "form.section .actions button")).startswith(PDF)


async def at_the_door(on: Journey, folder: Path) -> None:
    """The badge opens the door once; then the door says when it did."""
    await on.desk.goto(f"{on.edition}/badges")
    await on.desk.check('input[name="whom"][value="without"]')
    assert (await fetched(on.desk, 'button[value="make"]')).startswith(PDF)
    code = a_known_code(folder, on.slug)
    await on.desk.goto(f"{on.edition}/check-in")
    before = datetime.now(UTC)
    await scan(on.desk, code)
    await on.desk.wait_for_selector("#door-result.door-open")
    first = (await on.desk.inner_text("#door-result p:last-child")).strip()
    assert MEMBER in await on.desk.inner_text("#door-result .door-who")
    await scan(on.desk, code)
    await on.desk.wait_for_selector("#door-result.door-shut")
    second = (await on.desk.inner_text("#door-result p:last-child")).strip()
    (clock,) = re.findall(r"(\d{1,2}):(\d{2})", second)
    assert second == first
    assert int(clock[1]) in {before.minute, datetime.now(UTC).minute}
    await looked_at(on.desk)
    await at_the_stand(on, code)


async def at_the_stand(on: Journey, code: str) -> None:
    """The company scans the same badge at its stand, where it counts once too; the desk sees how many."""
    await on.phone.goto(f"/{on.language}/{HOME}/exhibitions/{on.slug}/visitors")
    await looked_at(on.phone)
    await on.phone.click('a[href$="/scans"]')
    await on.phone.wait_for_url("**/scans")
    for _ in range(2):
        await scan(on.phone, code)
        await on.phone.wait_for_selector("#door-result:not([hidden])")
    await looked_at(on.phone)
    await on.desk.goto(f"{on.edition}/attendance")
    row = on.desk.locator('tr:has(a[href$="/scans"])').first
    assert (await row.locator("td.figure").all_inner_texts()).count("1") >= 1


async def ended(on: Journey) -> None:
    """The fair is over since the day before yesterday."""
    async with opened(on.data):
        old = await exhibitions_stored.get_edition(on.slug)
        days = Days(old.days.first - 3 * DAY, old.days.last - 3 * DAY)
        new = replace(old, days=days)
        await exhibitions.change_edition(new, by=SYSTEM, context=context(), now=datetime.now(UTC))


async def reported(on: Journey) -> None:
    """The company was there and reports; the desk has its figures."""
    await decided(on.desk, on.language, str(on.case), "note_presence")
    await ended(on)
    await on.phone.goto(on.own)
    await on.phone.click('a.button[href$="/report"]')
    await looked_at(on.phone)
    await on.phone.fill("#visitors", str(VISITORS))
    await on.phone.fill("#leads", str(LEADS))
    await on.phone.fill("#text", WORDS[on.language])
    await on.phone.click('button[value="send"]')
    await on.phone.wait_for_url("**?done=sent")
    year = (datetime.now(UTC) - 4 * DAY).year
    await on.desk.goto(f"/{on.language}/desk/figures?from={year}-01-01&to={year}-12-31")
    await on.desk.click('p a[href*="/desk/outcomes"]')
    await looked_at(on.desk)
    row = on.desk.locator(f'tr:has(a[href$="/{on.slug}/reports"])').first
    counts = [int(each) for each in await row.locator("td.figure").all_inner_texts() if each.strip().isdecimal()]
    assert counts[:2] == [VISITORS, LEADS]
    assert await on.state() is ApplicationState.REPORTED


@pytest.mark.parametrize("language", NAMES)
async def test_from_a_place_to_a_stand_that_is_paid_to_the_report(
    browser: Browser, address: str, password: str, folder: Path, language: str
) -> None:
    data = f"sqlite:///{folder / 'data' / 'events.sqlite'}"
    edition, company, case = await planted(data, language, datetime.now(UTC))
    async with (
        at(browser, address, EXPORTER, password, language=language, width=NARROW) as phone,
        at(browser, address, OFFICER, password, language=language, width=WIDE) as desk,
    ):
        on = Journey(phone, desk, language, edition.slug, company, case, data)
        await allotted(on)
        await swapped_and_offered(on)
        await accepted(on)
        await paid(on, *await invoiced(on))
        await published(on)
        await travelling(on)
        await at_the_door(on, folder)
        await reported(on)
