from datetime import date, timedelta
from xml.etree import ElementTree as ET

import pytest

from events_app.domain.exhibitions import EditionStatus
from events_app.web import sitemaps
from tests.builders import a_project, an_id
from tests.clients import Client
from tests.web.planting import a_fair, planted_client

NS = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
SITE = "http://127.0.0.1:8000"


async def places(client: Client, url: str = "/sitemap.xml") -> dict[str, ET.Element]:
    """Each address of a file with its element."""
    response = await client.get(url)
    assert (response.status_code, response.headers["content-type"]) == (200, "application/xml; charset=utf-8")
    found = {}
    for element in ET.fromstring(response.content).findall("s:url", NS):  # noqa: S314 - our own bytes
        found[str(element.findtext("s:loc", namespaces=NS)).removeprefix(SITE)] = element
    return found


async def test_the_sitemap_lists_every_public_page_in_every_language(sqlite_url: str) -> None:
    fairs = [a_fair("spring", date(2027, 4, 5)), a_fair("draft", date(2027, 4, 6), status=EditionStatus.DRAFT)]
    internal = a_project(id=an_id("internal"), slug="internal", is_public=False, milestones=())
    async with planted_client(sqlite_url, fairs, public=[a_project(), internal]) as client:
        found = await places(client)

    for path in ("", "calendar", "countries/DE", "countries/KE", "sectors/rail", "subscribe", "privacy",
                 "exhibitions/spring", "series/light-and-building", "projects/solar-park-nakuru"):  # fmt: skip
        for code in ("zh-Hans", "en", "fr", "es", "ru", "ar", "pt"):
            assert f"/{code}/{path}" in found, path
    assert not [address for address in found if "draft" in address or "internal" in address]


async def test_each_address_names_its_other_languages(sqlite_url: str) -> None:
    async with planted_client(sqlite_url, [a_fair("spring", date(2027, 4, 5))]) as client:
        element = (await places(client))["/ar/exhibitions/spring"]

    links = {link.get("hreflang"): link.get("href") for link in element.findall("x:link", NS)}
    codes = ("zh-Hans", "en", "fr", "es", "ru", "ar", "pt")
    assert links == {code: f"{SITE}/{code}/exhibitions/spring" for code in codes} | {
        "x-default": f"{SITE}/en/exhibitions/spring"
    }
    assert element.findtext("s:lastmod", namespaces=NS) == "2026-03-05T14:45:10Z"


async def test_a_large_calendar_has_an_index_of_parts_by_month_and_day(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sitemaps, "MOST_EXHIBITIONS", 3)
    crowded = [a_fair(f"april-{n}", date(2027, 4, 1) + timedelta(days=n)) for n in range(4)]
    async with planted_client(sqlite_url, [*crowded, a_fair("may", date(2027, 5, 9))]) as client:
        root = ET.fromstring((await client.get("/sitemap.xml")).content)  # noqa: S314 - our own bytes
        parts = [str(loc.text).removeprefix(SITE) for loc in root.iterfind("s:sitemap/s:loc", NS)]
        found = [address for part in parts for address in await places(client, part)]

    standing = [f"/sitemap.xml?part={name}" for name in ("pages", "projects", "offers", "needs")]
    assert parts[:5] == [*standing, "/sitemap.xml?part=2027-04-01"]
    assert parts[-1] == "/sitemap.xml?part=2027-05"
    assert len(parts) == 4 + 30 + 1
    assert sorted(address for address in found if address.startswith("/en/exhibitions/")) == [
        *(f"/en/exhibitions/april-{n}" for n in range(4)),
        "/en/exhibitions/may",
    ]
    assert "/en/about" in found


@pytest.mark.parametrize("part", ["", "2027-13", "2027", "20270405", "nothing", "2027-04-05-06"])
async def test_a_part_that_is_none_is_not_found(client: Client, part: str) -> None:
    assert (await client.get(f"/sitemap.xml?part={part}")).status_code == 404


async def test_robots_may_read_feeds_and_find_the_sitemap(client: Client) -> None:
    response = await client.get("/robots.txt")

    assert (response.status_code, response.headers["content-type"]) == (200, "text/plain; charset=utf-8")
    assert response.text.splitlines() == [
        "User-agent: *",
        "Disallow: /*/subscribe?",
        "Disallow: /*/calendar?*q=",
        "Allow: /",
        "",
        f"Sitemap: {SITE}/sitemap.xml",
    ]
