"""The kinds of pages that there are, one address of each, and a visit to them in Chromium.

The addresses are the demo's; they name days and slugs, so that they show the same whenever the tests run.
"""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from playwright.async_api import Browser, Page

LANGUAGES = ("zh-Hans", "en", "fr", "es", "ru", "ar", "pt")
WIDE, NARROW = 1280, 360
HEIGHTS = {WIDE: 900, NARROW: 740}
PAGES: Mapping[str, str] = {
    "home": "",
    "calendar list": "calendar?from=2026-06-01",
    "calendar list with a choice": (
        "calendar?country=DE&country=BR&from=2026-01-01&kind=deadline&kind=exhibition&scope=overseas"
    ),
    "calendar list without a find": "calendar?q=zzzz",
    "calendar list with a problem": "calendar?from=31.12.2026&country=XX",
    "calendar month": "calendar/month?month=2027-04",
    "calendar month without a find": "calendar/month?month=2190-04",
    "calendar year": "calendar/year?year=2027",
    "calendar year with a choice": "calendar/year?scope=domestic&year=2026",
    "exhibition": "exhibitions/bauma-china-2026",
    "exhibition cancelled": "exhibitions/csitf-2027",
    "exhibition postponed": "exhibitions/expo-manufactura-2027",
    "exhibition with halls": "exhibitions/cisce-2027",
    "exhibition with a picture": "exhibitions/hannover-messe-2027",
    "series": "series/canton-fair",
    "countries": "countries",
    "country at home": "countries/CN",
    "country abroad": "countries/DE",
    "country without exhibitions": "countries/TV",
    "projects": "projects",
    "project": "projects/aswan-solar-plant",
    "offers": "offers",
    "offers with a choice": "offers?sector=industry&form=licence&q=valves",
    "offers without a find": "offers?q=zzzz",
    "offer": "offers/lanyu-valve-1",
    "needs": "needs",
    "needs with a choice": "needs?country=KE&sector=power&form=training&q=steam",
    "needs without a find": "needs?q=zzzz",
    "need": "needs/village-solar-grids",
    "country with needs": "countries/PE",
    "sectors": "sectors",
    "sector": "sectors/machine-tools",
    "subscribe": "subscribe",
    "subscribe with a choice": "subscribe?country=DE&sector=machine-tools&language=ru&cancelled=drop",
    "subscribe with a problem": "subscribe?country=XX&from=tomorrow",
    "calendar in a frame": "embed:calendar?country=DE&accent=blue",
    "calendar in a dark frame": "embed:calendar?from=2027-04-01&theme=dark&accent=red&density=compact",
    "month in a frame": "embed:calendar?view=month&month=2027-04&kind=deadline&kind=exhibition&accent=green",
    "month in a dark frame": "embed:calendar?view=month&month=2026-11&theme=dark&density=compact",
    "about": "about",
    "interface for programs": "api",
    "part of the interface": "api/matches",
    "sources": "sources",
    "accessibility": "accessibility",
    "privacy": "privacy",
    "not found": "exhibitions/no-such-fair",
}


def address_in(language: str, path: str) -> str:
    """The address of a page in a language; what begins with `embed:` is for frames of other sites."""
    inner = path.removeprefix("embed:")
    return f"/{language}/{path}" if inner == path else f"/embed/{language}/{inner}"


@dataclass(frozen=True, slots=True)
class Visit:
    """A reader's tab, with all that it complained of and every host that it asked."""

    page: Page
    complaints: list[str] = field(default_factory=list)
    hosts: set[str] = field(default_factory=set)


@asynccontextmanager
async def visiting(browser: Browser, address: str, *, width: int = WIDE, **options: Any) -> AsyncIterator[Visit]:  # noqa: ANN401
    """Open a tab of a reader who has never been here; `options` are Playwright's for a context."""
    context = await browser.new_context(
        base_url=address, viewport={"width": width, "height": HEIGHTS[width]}, **{"locale": "en-GB"} | options
    )
    page = await context.new_page()
    visit = Visit(page)
    page.on("console", lambda message: visit.complaints.append(f"{page.url}: {message.type}: {message.text}"))
    page.on("pageerror", lambda error: visit.complaints.append(f"{page.url}: {error}"))
    page.on("request", lambda request: visit.hosts.add(urlsplit(request.url).netloc))
    yield visit
    await context.close()
