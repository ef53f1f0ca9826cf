"""Atom feeds (RFC 4287): news of what changed, or the entries of a selection, in the order of the caller."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from xml.etree.ElementTree import Element, SubElement, tostring

from events_app.formats.plaintext import for_xml, single_line

ATOM = "http://www.w3.org/2005/Atom"
NEVER = datetime(1970, 1, 1, tzinfo=UTC)
"""`updated` of a feed in which nothing has happened yet: the element must be there (section 4.1.1)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AtomLink:
    """What belongs to the feed or the entry: `rel` as in RFC 4287, `language` its BCP 47 code where it is known."""

    url: str
    language: str = ""
    rel: str = "alternate"
    media_type: str = "text/html"
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AtomEntry:
    """One piece of news. `id` is an IRI that never changes (urn:uuid:…); `language` is that of title and summary."""

    id: str
    title: str
    summary: str
    language: str
    updated_at: datetime
    published_at: datetime | None = None
    links: tuple[AtomLink, ...]
    categories: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AtomHead:
    """A feed.

    `url` is its own address, empty where it is a secret; `author` the authority that publishes it, `updated_at` its
    newest change.
    """

    id: str
    title: str
    subtitle: str = ""
    language: str
    url: str
    author: str
    updated_at: datetime
    links: tuple[AtomLink, ...] = ()


def feed(head: AtomHead, entries: Iterable[AtomEntry]) -> bytes:
    """Return an Atom document in UTF-8; the same arguments give the same bytes."""
    root = Element("feed", {"xmlns": ATOM, "xml:lang": head.language})
    _text(root, "id", single_line(head.id))
    _text(root, "title", single_line(head.title))
    if head.subtitle:
        _text(root, "subtitle", single_line(head.subtitle))
    _text(root, "updated", _moment(head.updated_at))
    _text(SubElement(root, "author"), "name", single_line(head.author))
    if head.url:
        SubElement(root, "link", {"rel": "self", "type": "application/atom+xml", "href": single_line(head.url)})
    _links(root, head.links)
    for entry in entries:
        _entry(root, entry)
    document: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return document + b"\n"


def _entry(root: Element, entry: AtomEntry) -> None:
    written = SubElement(root, "entry", {"xml:lang": entry.language})
    _text(written, "id", single_line(entry.id))
    _text(written, "title", single_line(entry.title))
    _text(written, "updated", _moment(entry.updated_at))
    if entry.published_at is not None:
        _text(written, "published", _moment(entry.published_at))
    _links(written, entry.links)
    for category in entry.categories:
        SubElement(written, "category", {"term": for_xml(single_line(category))})
    _text(written, "summary", entry.summary)


def _links(parent: Element, links: Iterable[AtomLink]) -> None:
    for link in links:
        told = {"rel": link.rel, "type": link.media_type, "hreflang": link.language, "title": for_xml(link.title)}
        attributes = {name: value for name, value in told.items() if value}
        SubElement(parent, "link", attributes | {"href": single_line(link.url)})


def _text(parent: Element, name: str, text: str) -> None:
    SubElement(parent, name).text = for_xml(text)


def _moment(moment: datetime) -> str:
    """RFC 3339 in UTC, whole seconds (RFC 4287, section 3.3)."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
