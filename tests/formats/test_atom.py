from datetime import UTC, datetime, timedelta, timezone
from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from events_app.formats.atom import AtomEntry, AtomHead, AtomLink, feed
from events_app.formats.plaintext import for_xml, single_line

ATOM = "{http://www.w3.org/2005/Atom}"
XML = "{http://www.w3.org/XML/1998/namespace}"
ENTRY = AtomEntry(
    id="urn:uuid:e7b104a1-63e8-5685-8095-8a5adbcedbc1",
    title="Moved: Fish & Sea <2026>",
    summary="New dates:\n12–15 October 2026",
    language="en",
    updated_at=datetime(2026, 3, 5, 15, 45, 10, tzinfo=timezone(timedelta(hours=1))),
    published_at=datetime(2026, 1, 12, 8, 30, tzinfo=UTC),
    links=(
        AtomLink(url="https://events.example/en/exhibitions/fish?a=1&b=2", language="en"),
        AtomLink(url="https://events.example/ar/exhibitions/fish", language="ar"),
    ),
    categories=("Food & drink",),
)
HEAD = AtomHead(
    id="https://events.example/feeds/en/news.atom",
    title="News of the calendar",
    subtitle="What was announced, moved or cancelled",
    language="en",
    url="https://events.example/feeds/en/news.atom",
    author="Authority for Trade",
    updated_at=datetime(2026, 3, 5, 14, 45, 10, tzinfo=UTC),
    links=(AtomLink(url="https://events.example/en/", language="en"),),
)


def test_a_feed_is_written_as_rfc_4287_says() -> None:
    assert feed(HEAD, [ENTRY]).decode() == (
        "<?xml version='1.0' encoding='utf-8'?>\n"
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">'
        "<id>https://events.example/feeds/en/news.atom</id>"
        "<title>News of the calendar</title>"
        "<subtitle>What was announced, moved or cancelled</subtitle>"
        "<updated>2026-03-05T14:45:10Z</updated>"
        "<author><name>Authority for Trade</name></author>"
        '<link rel="self" type="application/atom+xml" href="https://events.example/feeds/en/news.atom" />'
        '<link rel="alternate" type="text/html" hreflang="en" href="https://events.example/en/" />'
        '<entry xml:lang="en">'
        "<id>urn:uuid:e7b104a1-63e8-5685-8095-8a5adbcedbc1</id>"
        "<title>Moved: Fish &amp; Sea &lt;2026&gt;</title>"
        "<updated>2026-03-05T14:45:10Z</updated>"
        "<published>2026-01-12T08:30:00Z</published>"
        '<link rel="alternate" type="text/html" hreflang="en" '
        'href="https://events.example/en/exhibitions/fish?a=1&amp;b=2" />'
        '<link rel="alternate" type="text/html" hreflang="ar" href="https://events.example/ar/exhibitions/fish" />'
        '<category term="Food &amp; drink" />'
        "<summary>New dates:\n12–15 October 2026</summary>"
        "</entry></feed>\n"
    )


def test_a_feed_without_news_is_a_feed() -> None:
    root = ET.fromstring(feed(HEAD, []))  # noqa: S314 - our own bytes

    assert [child.tag for child in root if child.tag == f"{ATOM}entry"] == []


@given(st.text(), st.text())
def test_any_text_comes_back(title: str, summary: str) -> None:
    entry = AtomEntry(
        id=ENTRY.id,
        title=title,
        summary=summary,
        language="ru",
        updated_at=ENTRY.updated_at,
        links=(),
        categories=(title,),
    )

    found = ET.fromstring(feed(HEAD, [entry])).find(f"{ATOM}entry")  # noqa: S314 - our own bytes

    assert found is not None
    assert found.get(f"{XML}lang") == "ru"
    assert (found.findtext(f"{ATOM}title"), found.findtext(f"{ATOM}summary")) == (
        for_xml(single_line(title)),
        for_xml(summary),
    )
    category = found.find(f"{ATOM}category")
    assert category is not None
    assert category.get("term") == for_xml(single_line(title))
