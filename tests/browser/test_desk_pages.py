"""What every page behind the sign-in keeps: nobody is kept out, it fits a small screen, is silent and valid."""

import json
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.async_api import Browser

from tests.browser.desk_visits import DESK_PAGES, OPEN_PAGES, sign_in
from tests.browser.test_axe import AUDIT, AXE, RULES
from tests.browser.test_pages import STICKING_OUT
from tests.browser.visits import NARROW, WIDE, visiting
from tests.indicator_builders import a_file, a_line

NODE = Path(__file__).parents[1] / "node"
ADMINISTRATOR = "administrator@demo.example"
AUDITED = {("en", WIDE, "light"), ("zh-Hans", NARROW, "dark")}
"""Each width and each scheme; direction and long words change what fits. Journeys ask axe in Arabic."""
NOTED = "Failed to load resource: the server responded with a status of 410"

pytestmark = pytest.mark.skipif(not AXE.is_file(), reason="axe-core is not installed (npm ci in tests/node)")


@pytest.mark.parametrize(
    "view",
    [
        ("en", WIDE, "light"),
        ("zh-Hans", NARROW, "dark"),
        ("ar", NARROW, "light"),
        ("ru", NARROW, "light"),
    ],
    ids=str,
)
async def test_pages_behind_the_sign_in_keep_nobody_out_and_fit_the_screen(
    browser: Browser, address: str, password: str, view: tuple[str, int, str]
) -> None:
    language, width, scheme = view
    is_audited = view in AUDITED
    violations: dict[str, Any] = {}
    sticking_out: dict[str, Any] = {}
    answered: dict[str, int] = {}

    async with visiting(browser, address, width=width, color_scheme=scheme) as visit:
        if is_audited:
            await visit.page.context.add_init_script(path=AXE)
        for kind, path in {**OPEN_PAGES, **DESK_PAGES}.items():
            if kind == next(iter(DESK_PAGES)):
                await sign_in(visit.page, ADMINISTRATOR, password, language)
            answer = await visit.page.goto(f"/{language}/{path}")
            answered[kind] = answer.status if answer else 0
            if is_audited:
                violations[kind] = await visit.page.evaluate(AUDIT, list(RULES))
            sticking_out[kind] = await visit.page.evaluate(STICKING_OUT)

    assert answered == dict.fromkeys(answered, 200) | {
        "spent invitation": 410,
        "spent link": 410,
        "spent registration": 410,
    }
    assert {kind: found for kind, found in violations.items() if found} == {}
    assert {kind: found for kind, found in sticking_out.items() if found} == {}
    assert [complaint for complaint in visit.complaints if NOTED not in complaint] == []
    assert visit.hosts == {urlsplit(address).netloc}


@pytest.mark.parametrize("language", ["en", "ar"])
async def test_pages_behind_the_sign_in_are_valid_html(
    browser: Browser, address: str, password: str, language: str
) -> None:
    async with visiting(browser, address) as visit:
        pages = {kind: await _source(visit.page, f"/{language}/{path}") for kind, path in OPEN_PAGES.items()}
        await sign_in(visit.page, ADMINISTRATOR, password, language)
        pages |= {kind: await _source(visit.page, f"/{language}/{path}") for kind, path in DESK_PAGES.items()}

    found = messages_of(pages)

    assert {kind: messages for kind, messages in found.items() if messages} == {}


def messages_of(pages: Mapping[str, str]) -> dict[str, list[str]]:
    """What html-validate says of each page."""
    done = subprocess.run(
        ["node", "check_html.mjs"], cwd=NODE, input=json.dumps(pages), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, list[str]] = json.loads(done.stdout)
    return found


async def _source(page: Any, path: str) -> str:  # noqa: ANN401 - a page of Playwright
    answer = await page.request.get(path)
    return str(await answer.text())


async def test_a_reader_who_never_signs_in_gets_no_cookie(browser: Browser, address: str) -> None:
    async with visiting(browser, address) as visit:
        await visit.page.goto("/en/calendar")
        cookies = await visit.page.context.cookies()
        await visit.page.goto("/en/sign-in")
        with_a_form = await visit.page.context.cookies()

    assert cookies == []
    assert [(cookie["name"], cookie["httpOnly"], cookie["sameSite"]) for cookie in with_a_form] == [
        ("form", True, "Lax")
    ]


@pytest.mark.parametrize("view", [("en", WIDE, "light"), ("ar", NARROW, "dark")], ids=str)
async def test_what_an_import_would_do_is_shown_to_everybody(
    browser: Browser, address: str, password: str, view: tuple[str, int, str]
) -> None:
    language, width, scheme = view
    found: dict[str, Any] = {}

    async with visiting(browser, address, width=width, color_scheme=scheme) as visit:
        await visit.page.context.add_init_script(path=AXE)
        await sign_in(visit.page, ADMINISTRATOR, password, language)
        for kind, content in UPLOADS.items():
            await visit.page.goto(f"/{language}/desk/exchange")
            await visit.page.select_option("#kind", kind)
            file = {"name": f"{kind}.txt", "mimeType": "text/plain", "buffer": content.encode()}
            await visit.page.set_input_files("#file", file)  # type: ignore[arg-type]
            await visit.page.click("form[enctype] button[type=submit]")
            await visit.page.wait_for_url("**/desk/exchange/**")
            found[kind] = [await visit.page.evaluate(AUDIT, list(RULES)), await visit.page.evaluate(STICKING_OUT)]

    assert found == {kind: [[], []] for kind in UPLOADS}
    assert visit.complaints == []


@pytest.mark.parametrize("view", [("en", WIDE, "light"), ("ar", NARROW, "dark"), ("zh-Hans", NARROW, "light")], ids=str)
async def test_a_table_of_figures_is_looked_at_and_read_by_everybody(
    browser: Browser, address: str, password: str, view: tuple[str, int, str]
) -> None:
    language, width, scheme = view
    found: dict[str, Any] = {}

    async with visiting(browser, address, width=width, color_scheme=scheme) as visit:
        page = visit.page
        await page.context.add_init_script(path=AXE)
        await sign_in(page, ADMINISTRATOR, password, language)
        for kind, lines in FIGURES.items():
            await page.goto(f"/{language}/desk/indicators/new")
            file = {"name": f"figures {width} {language}.csv", "mimeType": "text/csv", "buffer": a_file(*lines)}
            await page.set_input_files("#file", file)  # type: ignore[arg-type]
            await page.click("form[enctype] button[type=submit]")
            await page.wait_for_url("**/desk/indicators/uploads/**")
            found[kind] = [await page.evaluate(AUDIT, list(RULES)), await page.evaluate(STICKING_OUT)]
            if kind == "faulty":
                continue
            await page.click("button[value=keep]")
            await page.wait_for_url("**/desk/indicators/*?done=kept")
            found[f"{kind} kept"] = [await page.evaluate(AUDIT, list(RULES)), await page.evaluate(STICKING_OUT)]
        await page.goto(f"/{language}/desk/indicators")
        found["list"] = [await page.evaluate(AUDIT, list(RULES)), await page.evaluate(STICKING_OUT)]
        sources = {"list": await _source(page, page.url), "table": await _source(page, await _first_table(page))}

    assert found == {kind: [[], []] for kind in ("first", "first kept", "faulty", "second", "second kept", "list")}
    assert {kind: messages for kind, messages in messages_of(sources).items() if messages} == {}
    assert visit.complaints == []


async def _first_table(page: Any) -> str:  # noqa: ANN401 - a page of Playwright
    return str(await page.get_attribute("table.queue tbody th a", "href"))


FIGURES = {
    "first": [a_line(field="8", sector="rail"), a_line("DE", "1234.5", counterpart="KE"), a_line("FR")],
    "faulty": [a_line("XX", "much"), a_line(source='"An office whose name is long: figures, tables and the like"')],
    "second": [a_line(field="8", sector="rail", value="0.4"), a_line("CN", "12")],
}
"""Tables that say something new, something wrong, and something else than before."""
UPLOADS = {
    "exhibitions": (
        "slug,series,name_en,country,city_en,zone,first_day,last_day,scope,mode\n"
        "agri-2029,ces,Agri,KE,Nairobi,Africa/Nairobi,2029-09-06,2029-09-09,overseas,independent\n"
        "bad,nothing-of-this-name,Bad,XX,Y,Mars/A,2029-13-01,2029-01-01,overseas,x\n"
    ),
    "calendar": (
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//y//EN\r\nBEGIN:VEVENT\r\nUID:a@x\r\nDTSTAMP:20260101T000000Z\r\n"
        "DTSTART;VALUE=DATE:20270405\r\nDTEND;VALUE=DATE:20270410\r\nSUMMARY:Hannover Messe 2027\r\n"
        "LOCATION:Hannover\\, Germany\r\nURL:https://fair.example/a-long-address-of-a-page-that-does-not-end\r\n"
        "END:VEVENT\r\nBEGIN:VEVENT\r\nUID:b@x\r\nSUMMARY:No day\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    ),
}
"""Files with something new, something wrong, and something that may be here already."""
