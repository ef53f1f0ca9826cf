"""XML of WebDAV and its extensions: bodies read with limits and without entities, elements by name, answers written.

Names are in Clark's notation, `{namespace}local`, as ElementTree has them.
"""

import codecs
import re
from collections.abc import Iterable, Iterator, Mapping
from http import HTTPStatus
from typing import Final
from xml.etree.ElementTree import Element, ParseError, TreeBuilder, register_namespace, tostring
from xml.sax.saxutils import escape

from defusedxml import ElementTree  # type: ignore[import-untyped]
from defusedxml.common import DefusedXmlException  # type: ignore[import-untyped]

DAV: Final = "DAV:"
CALDAV: Final = "urn:ietf:params:xml:ns:caldav"
CALENDARSERVER: Final = "http://calendarserver.org/ns/"
APPLE: Final = "http://apple.com/ns/ical/"
MEDIA_TYPE: Final = "application/xml; charset=utf-8"
MOST_ELEMENTS: Final = 25_000
"""So many are enough to ask for ten thousand objects by name."""
DEEPEST: Final = 24
MOST_NAMESPACES: Final = 100
LONGEST_NAMESPACE: Final = 200
"""A parser writes the namespace out before each name and each attribute: a long one makes gigabytes of a small body."""
LONGEST_NAME: Final = 500
PIECE_BYTES: Final = 1 << 16
MULTISTATUS: Final = f'<?xml version="1.0" encoding="utf-8"?>\n<D:multistatus xmlns:D="{DAV}" xmlns:C="{CALDAV}">'
for _prefix, _namespace in (("D", DAV), ("C", CALDAV), ("CS", CALENDARSERVER), ("A", APPLE)):
    register_namespace(_prefix, _namespace)


class DavError(Exception):
    """A request that is answered with a status and, where the RFCs name one, a precondition (RFC 4918, section 16)."""

    def __init__(self, status: HTTPStatus, precondition: str = "", inside: Iterable[Element] = ()) -> None:
        """`precondition` is the name of the element in `D:error`, `inside` what it holds."""
        super().__init__(precondition or status.phrase)
        self.status, self.precondition, self.inside = status, precondition, tuple(inside)


def dav(name: str) -> str:
    """A name of RFC 4918 and what adds to its namespace."""
    return f"{{{DAV}}}{name}"


def cal(name: str) -> str:
    """A name of RFC 4791."""
    return f"{{{CALDAV}}}{name}"


class _Bounded(TreeBuilder):
    """Builds the tree, and stops where it becomes too large or too deep: not after it has become so."""

    def __init__(self) -> None:
        super().__init__()
        self._seen = self._depth = 0

    def start(self, tag: str, attrs: Mapping[str, str], /) -> Element:
        self._seen, self._depth = self._seen + 1, self._depth + 1
        if self._seen > MOST_ELEMENTS or self._depth > DEEPEST or len(tag) > LONGEST_NAME:
            raise DavError(HTTPStatus.BAD_REQUEST)
        return super().start(tag, dict(attrs))

    def end(self, tag: str, /) -> Element:
        self._depth -= 1
        return super().end(tag)


def read(body: bytes) -> Element | None:
    """Root of a body, None of an empty one. Raises DavError (400): not XML, too deep, too large, or with a DTD.

    UTF-8 is read, and UTF-16 with its mark, whatever the document says of itself.
    """
    if body.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        body = body.decode("utf-16", errors="replace").encode(errors="replace")
    if not body.strip():
        return None
    _check_namespaces(body)
    try:
        parser = ElementTree.DefusedXMLParser(target=_Bounded(), encoding="utf-8", forbid_dtd=True)
        # Piece by piece: only between two of them does the parser stop for a refusal.
        for begin in range(0, len(body), PIECE_BYTES):
            parser.feed(body[begin : begin + PIECE_BYTES])
        root: Element = parser.close()
    except (ParseError, DefusedXmlException, ValueError, LookupError, RecursionError) as error:
        raise DavError(HTTPStatus.BAD_REQUEST) from error
    return root


def _check_namespaces(body: bytes) -> None:
    """Refuse long namespaces before a parser sees them."""
    if body.count(b"xmlns") > MOST_NAMESPACES:
        raise DavError(HTTPStatus.BAD_REQUEST)
    for found in re.finditer(b"xmlns", body):
        begun = re.compile(b"[\"']").search(body, found.end())
        if begun and body.find(begun[0], begun.end()) - begun.end() > LONGEST_NAMESPACE:
            raise DavError(HTTPStatus.BAD_REQUEST)


def element(name: str, /, *children: Element, text: str | None = None, **attributes: str) -> Element:
    """Build an element of these children, or of a text."""
    made = Element(name, attributes)
    made.text = text
    made.extend(children)
    return made


def href(path: str, name: str = "href") -> Element:
    """An address on this site."""
    return element(dav(name), text=path)


def written(root: Element) -> bytes:
    """Bytes of a document."""
    content: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return content


def fault_body(fault: DavError) -> bytes:
    """Body of `D:error` (RFC 4918, section 14.5)."""
    return written(element(dav("error"), element(fault.precondition, *fault.inside)))


def fragment(part: Element) -> str:
    """Part of a document, with the names of its own namespaces."""
    return tostring(part, encoding="unicode")


def multistatus(responses: Iterable[Element | str], *, sync_token: str = "") -> bytes:
    """Body of 207 (RFC 4918, section 13); a sync token stands last (RFC 6578, section 6.4).

    Responses that are written already may use the prefixes D and C.
    """
    parts = [part if isinstance(part, str) else fragment(part) for part in responses]
    token = f"<D:sync-token>{escape(sync_token)}</D:sync-token>" if sync_token else ""
    return "".join((MULTISTATUS, *parts, token, "</D:multistatus>")).encode()


def status_line(status: HTTPStatus) -> Element:
    """`D:status` as HTTP/1.1 has it."""
    return element(dav("status"), text=f"HTTP/1.1 {status.value} {status.phrase}")


def gone(path: str, status: HTTPStatus = HTTPStatus.NOT_FOUND, precondition: str = "") -> Element:
    """`D:response` of something that is not there, or that was left out (RFC 6578, section 3.6)."""
    told = element(dav("response"), href(path), status_line(status))
    if precondition:
        told.append(element(dav("error"), element(precondition)))
    return told


def found(path: str, there: Iterable[Element], lacking: Iterable[str]) -> Element:
    """`D:response` of the properties that a resource has, and of those that it was asked for in vain."""
    told = element(dav("response"), href(path))
    names = tuple(lacking)
    have = tuple(there)
    if have or not names:
        told.append(propstat(have, HTTPStatus.OK))
    if names:
        told.append(propstat(map(element, names), HTTPStatus.NOT_FOUND))
    return told


def propstat(properties: Iterable[Element], status: HTTPStatus) -> Element:
    """`D:propstat` of properties with one status."""
    return element(dav("propstat"), element(dav("prop"), *properties), status_line(status))


def children(parent: Element) -> Iterator[Element]:
    """Child elements: the parser leaves comments and instructions out."""
    return iter(parent)
