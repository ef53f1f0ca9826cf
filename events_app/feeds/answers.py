"""How a feed that is made leaves the house: validators, encoded forms kept ready, a name for the file, no cookie."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, Final, cast

from litestar import Litestar, Request, Response

from events_app.edge.compression import CODINGS, GZIP, takes_gzip, wished_coding
from events_app.edge.conditional import answer, encoded_etag, held_form, http_date, is_held
from events_app.feeds.rendering import Feed, Press
from events_app.feeds.shelf import KeptFeed, Shelf

CACHE_CONTROL: Final = "public, max-age=600, stale-while-revalidate=300, stale-if-error=86400"
"""Ten minutes: programs ask once an hour at most, and editors want to see their change. For five more, a cache on the
way may answer with what it has while it asks: nobody waits for us, and nothing is older than a quarter of an hour. For
a day, it may if we do not answer: a calendar is better old than empty."""
NOT_FOR_LONG: Final = "public, no-cache"
"""For the last good bytes, while newer ones are being made."""


@dataclass(frozen=True)
class FeedAnswer:
    """An answer in ASGI's words; `wanted` is the coding that was wished and is not made yet, "" for none."""

    status: int
    fields: Mapping[str, str]
    body: bytes
    wanted: str = ""

    @cached_property
    def encoded(self) -> list[tuple[bytes, bytes]]:
        """The fields as bytes."""
        return [(name.encode(), value.encode("latin-1")) for name, value in self.fields.items()]


def press_of(app: Litestar) -> Press:
    """The application's one press."""
    if "press" not in app.state:
        app.state.press = Press(app.state.settings, app.state.catalogues)
    return cast("Press", app.state.press)


def shelf_of(app: Litestar) -> Shelf:
    """The application's one shelf of made feeds."""
    try:
        # Asked for by every request for a feed: one look.
        return cast("Shelf", app.state.shelf)
    except AttributeError:
        app.state.shelf = shelf = Shelf()
        return shelf


def answered(
    kept: KeptFeed,
    *,
    accept_encoding: str,
    if_none_match: str = "",
    if_modified_since: str = "",
    cache_control: str = CACHE_CONTROL,
) -> FeedAnswer:
    """Answer with a kept feed in the best form that is ready, or with 304."""
    feed = kept.feed
    wished = wished_coding(accept_encoding) if feed.is_packable else ""
    coding = wished if wished in feed.packed else _ready(feed, accept_encoding)
    etag = encoded_etag(feed.etag, coding)
    fields = {
        "cache-control": cache_control,
        "content-disposition": f'inline; filename="{kept.file_name}"',
        "content-language": kept.language,
        "last-modified": http_date(kept.last_modified),
        "x-robots-tag": "noindex",
    }
    if feed.is_packable:
        fields["vary"] = "Accept-Encoding"
    if is_held(if_none_match, if_modified_since, feed.etag, kept.last_modified):
        return FeedAnswer(304, fields | {"etag": held_form(if_none_match, feed.etag, CODINGS, etag)}, b"")
    body = feed.packed[coding] if coding else feed.content
    fields |= {"etag": etag, "content-type": _content_type(feed.media_type), "content-length": str(len(body))}
    if coding:
        fields["content-encoding"] = coding
    return FeedAnswer(200, fields, body, "" if coding == wished else wished)


def send(
    request: Request[Any, Any, Any],
    feed: Feed,
    *,
    media_type: str,
    file_name: str,
    language: str,
    last_modified: datetime | None,
    cache_control: str = CACHE_CONTROL,
) -> Response[bytes]:
    """Answer with a feed that is on no shelf, packed where the client takes it, or with 304."""
    headers = {
        "Content-Disposition": f'inline; filename="{file_name}"',
        "Content-Language": language,
        "X-Robots-Tag": "noindex",
    }
    content, etag = feed.content, feed.etag
    if GZIP in feed.packed:
        headers["Vary"] = "Accept-Encoding"
        if takes_gzip(request.headers.get("accept-encoding", "")):
            content, etag = feed.packed[GZIP], encoded_etag(feed.etag, GZIP)
            headers["Content-Encoding"] = GZIP
    return answer(
        request,
        content,
        media_type=media_type,
        cache_control=cache_control,
        etag=etag,
        last_modified=last_modified,
        headers=headers,
    )


def _ready(feed: Feed, accept_encoding: str) -> str:
    """The most wished of the forms that are there."""
    ready = tuple(coding for coding in CODINGS if coding in feed.packed)
    return wished_coding(accept_encoding, ready) if ready else ""


def _content_type(media_type: str) -> str:
    return (
        f"{media_type}; charset=utf-8" if media_type.startswith("text/") and "charset" not in media_type else media_type
    )
