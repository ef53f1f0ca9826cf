"""Every link leads to what it promises: a crawl over all that is public, and the sitemap's other languages."""

import re
from collections import Counter, deque
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit
from xml.etree import ElementTree as ET

import httpx

from tests.browser.visits import LANGUAGES

MOST_REQUESTS = 1500
MOST_CHOICES_OF_A_PAGE = 12
"""So many queries of one page are followed: filters and months go on without an end."""
SAMPLE = 9
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
XHTML = "{http://www.w3.org/1999/xhtml}"
MEDIA_TYPES = {
    ".ics": "text/calendar; charset=utf-8",
    ".atom": "application/atom+xml; charset=utf-8",
    ".json": "application/feed+json",
    ".jcal": "application/calendar+json",
    ".jscalendar": "application/jscalendar+json;type=group",
    ".csv": "text/csv; charset=utf-8",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".pdf": "application/pdf",
}


class Document(HTMLParser):
    """The places of a page that can be led to, and where it leads itself."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.places: set[str] = set()
        self.links: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if found.get("id"):
            self.places.add(str(found["id"]))
        target = found.get("href") or found.get("src")
        if target and tag in {"a", "link", "script", "img"}:
            self.links.append(target)


@dataclass(slots=True)
class Crawl:
    """What lies behind each address (path and query), and who leads there."""

    client: httpx.Client
    origin: str
    answers: dict[str, tuple[int, str]] = field(default_factory=dict)
    documents: dict[str, Document] = field(default_factory=dict)
    leads: list[tuple[str, str, str]] = field(default_factory=list)
    """Page, address that it leads to, and the place there."""

    def walk(self, start: str, *, below: str) -> None:
        """Follow links below a path, breadth first."""
        waiting, seen, choices = deque([start]), {start}, Counter[str]()
        while waiting:
            here = waiting.popleft()
            self._open(here)
            for target, place in self._inner_links(here):
                self.leads.append((here, target, place))
                path, _, query = target.partition("?")
                is_wanted = target.startswith((below, "/feeds", "/static")) and target not in seen
                if is_wanted and choices[path] < MOST_CHOICES_OF_A_PAGE:
                    choices[path] += bool(query)
                    seen.add(target)
                    waiting.append(target)

    def _open(self, target: str) -> None:
        assert len(self.answers) < MOST_REQUESTS, f"more than {MOST_REQUESTS} addresses, the next is {target}"
        answer = self.client.get(target)
        kind = answer.headers.get("Content-Type", "")
        self.answers[target] = (answer.status_code, kind)
        if kind.startswith("text/html"):
            self.documents[target] = Document(answer.text)

    def _inner_links(self, here: str) -> list[tuple[str, str]]:
        if here not in self.documents:
            return []
        found = []
        for link in dict.fromkeys(self.documents[here].links):
            target, place = urldefrag(urljoin(self.origin + here, link.replace("webcal://", "http://")))
            if target.startswith(self.origin + "/"):
                found.append((target.removeprefix(self.origin), place))
        return found


def _expected(target: str) -> tuple[int, str]:
    if urlsplit(target).path in {"/en/company", "/en/account/feeds"}:
        return 303, "text/plain; charset=utf-8"  # to the sign-in
    ending = re.search(r"\.[a-z]+$", urlsplit(target).path)
    return 200, MEDIA_TYPES.get(ending[0] if ending else "", "text/html; charset=utf-8")


def _sitemap(client: httpx.Client, origin: str) -> dict[str, dict[str, str]]:
    """Paths of the sitemap with the paths of their alternates by language."""

    def paths(element: ET.Element) -> dict[str, str]:
        links = element.iter(f"{XHTML}link")
        return {link.attrib["hreflang"]: link.attrib["href"].removeprefix(origin) for link in links}

    def read(address: str) -> ET.Element:
        answer = client.get(address)
        assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/xml; charset=utf-8")
        return ET.fromstring(answer.content)  # noqa: S314 - our own sitemap

    root = read("/sitemap.xml")
    is_index = root.tag == f"{SITEMAP}sitemapindex"
    parts = [read(str(part.text)) for part in root.iter(f"{SITEMAP}loc")] if is_index else [root]
    urls = [url for part in parts for url in part.iter(f"{SITEMAP}url")]
    return {str(url.findtext(f"{SITEMAP}loc")).removeprefix(origin): paths(url) for url in urls}


def test_every_link_leads_somewhere_and_every_public_page_is_led_to(client: httpx.Client, address: str) -> None:
    crawl = Crawl(client, address)

    crawl.walk("/en/", below="/en/")

    wrong = {target: answer for target, answer in crawl.answers.items() if answer != _expected(target)}
    assert {target: (answer, _who_leads_to(crawl, target)) for target, answer in wrong.items()} == {}
    nowhere = {
        (here, f"{target}#{place}")
        for here, target, place in crawl.leads
        if place and target in crawl.documents and place not in crawl.documents[target].places
    }
    assert nowhere == set()
    public = {path for path in _sitemap(client, address) if path.startswith("/en/")}
    assert len(public) > 300
    assert public - crawl.documents.keys() == set()


def test_the_sitemap_names_each_page_in_every_language_and_all_of_them_are_there(
    client: httpx.Client, address: str
) -> None:
    sitemap = _sitemap(client, address)

    english = [path for path in sitemap if path.startswith("/en/")]
    for path in english:
        inner = path.removeprefix("/en/")
        alternates = {language: f"/{language}/{inner}" for language in LANGUAGES} | {"x-default": path}
        assert {language: sitemap[other] for language, other in alternates.items()} == dict.fromkeys(
            alternates, alternates
        )
    assert len(sitemap) == len(english) * len(LANGUAGES)
    sample = [sitemap[path] for path in english[:: len(english) // SAMPLE]]
    for alternates in sample:
        answers = {path: client.get(path) for path in alternates.values()}
        assert {path: answer.status_code for path, answer in answers.items()} == dict.fromkeys(answers, 200)
        told = {path: _alternates_told(answer.text, address) for path, answer in answers.items()}
        assert told == dict.fromkeys(answers, alternates)


def test_robots_are_led_to_the_sitemap(client: httpx.Client, address: str) -> None:
    answer = client.get("/robots.txt")

    assert answer.status_code == httpx.codes.OK
    assert f"Sitemap: {address}/sitemap.xml" in answer.text.splitlines()


def test_every_language_leads_to_the_same_places_as_english(client: httpx.Client, address: str) -> None:
    def inner(language: str, path: str) -> set[str]:
        crawl = Crawl(client, address)
        crawl._open(f"/{language}/{path}")
        return {
            target.removeprefix(f"/{language}/")
            for target, _ in crawl._inner_links(f"/{language}/{path}")
            if target.startswith(f"/{language}/")
        }

    pages = ("calendar?from=2027-01-01", "calendar/year?year=2027", "exhibitions/csitf-2027", "countries/DE", "about")
    expected = {path: inner("en", path) for path in pages}
    for language in LANGUAGES:
        assert {path: inner(language, path) for path in pages} == expected, language


def _who_leads_to(crawl: Crawl, target: str) -> list[str]:
    return [here for here, found, _ in crawl.leads if found == target][:3]


def _alternates_told(page: str, origin: str) -> dict[str, Any]:
    """Alternates by language as the head of a page tells them."""
    found = re.findall(r'<link rel="alternate" hreflang="([^"]+)" href="([^"]+)"', page)
    return {language: href.removeprefix(origin) for language, href in found}
