"""XML of WebDAV and its extensions: bodies read with limits and without entities, elements by name, answers written.

Names are in Clark's notation, `{namespace}local`, as ElementTree has them.
"""

from collections.abc import Iterable, Iterator
from http import HTTPStatus
from typing import Final
from xml.etree.ElementTree import Element, ParseError, SubElement, register_namespace, tostring

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


def read(body: bytes) -> Element | None:
    """Root of a body, None of an empty one. Raises DavError (400): not XML, too deep, too large, or with a DTD."""
    if not body.strip():
        return None
    try:
        root: Element = ElementTree.fromstring(body, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError, RecursionError) as error:
        raise DavError(HTTPStatus.BAD_REQUEST) from error
    _bounded(root)
    return root


def _bounded(root: Element) -> None:
    level, seen, depth = [root], 0, 0
    while level:
        seen, depth = seen + len(level), depth + 1
        if seen > MOST_ELEMENTS or depth > DEEPEST:
            raise DavError(HTTPStatus.BAD_REQUEST)
        level = [child for element in level for child in element]


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


def multistatus(responses: Iterable[Element], *, sync_token: str = "") -> bytes:
    """Body of 207 (RFC 4918, section 13); a sync token stands last (RFC 6578, section 6.4)."""
    root = element(dav("multistatus"), *responses)
    if sync_token:
        SubElement(root, dav("sync-token")).text = sync_token
    return written(root)


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
        told.append(element(dav("propstat"), element(dav("prop"), *have), status_line(HTTPStatus.OK)))
    if names:
        empty = element(dav("prop"), *map(element, names))
        told.append(element(dav("propstat"), empty, status_line(HTTPStatus.NOT_FOUND)))
    return told


def children(parent: Element) -> Iterator[Element]:
    """Child elements: the parser leaves comments and instructions out."""
    return iter(parent)
