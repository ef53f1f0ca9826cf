"""Handing out documents: always as a download under a neutral name, never shown or run in the place of a page."""

from collections.abc import Mapping
from urllib.parse import quote

from events_app.domain.documents import Document


def headers_of(document: Document) -> Mapping[str, str]:
    """Header fields with which the content of a document is sent; how long it may be kept is the door's own word."""
    plain = "".join(c if c.isascii() and c not in '"\\' else "_" for c in document.name)
    return {
        # RFC 6266: the name in ASCII for old clients, in UTF-8 for others.
        "Content-Disposition": f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(document.name, safe='')}",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "default-src 'none'; sandbox",
    }


def etag_of(document: Document) -> str:
    """ETag, in its quotes: the digest of the content."""
    return f'"{document.sha256}"'


def picture_headers() -> Mapping[str, str]:
    """Header fields of a picture that was written anew here (`formats.pictures`), to be shown within a page."""
    return {"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "default-src 'none'; sandbox"}
