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

NODE = Path(__file__).parents[1] / "node"
ADMINISTRATOR = "administrator@demo.example"
NOTED = "Failed to load resource: the server responded with a status of 410"

pytestmark = pytest.mark.skipif(not AXE.is_file(), reason="axe-core is not installed (npm ci in tests/node)")


@pytest.mark.parametrize(
    "view",
    [
        ("en", WIDE, "light"),
        ("en", NARROW, "dark"),
        ("zh-Hans", NARROW, "light"),
        ("ar", WIDE, "dark"),
        ("ar", NARROW, "light"),
        ("ru", NARROW, "light"),
    ],
    ids=str,
)
async def test_pages_behind_the_sign_in_keep_nobody_out_and_fit_the_screen(
    browser: Browser, address: str, password: str, view: tuple[str, int, str]
) -> None:
    language, width, scheme = view
    violations: dict[str, Any] = {}
    sticking_out: dict[str, Any] = {}
    answered: dict[str, int] = {}

    async with visiting(browser, address, width=width, color_scheme=scheme) as visit:
        await visit.page.context.add_init_script(path=AXE)
        for kind, path in {**OPEN_PAGES, **DESK_PAGES}.items():
            if kind == next(iter(DESK_PAGES)):
                await sign_in(visit.page, ADMINISTRATOR, password, language)
            answer = await visit.page.goto(f"/{language}/{path}")
            answered[kind] = answer.status if answer else 0
            violations[kind] = await visit.page.evaluate(AUDIT, list(RULES))
            sticking_out[kind] = await visit.page.evaluate(STICKING_OUT)

    assert answered == dict.fromkeys(answered, 200) | {"spent invitation": 410, "spent link": 410}
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
