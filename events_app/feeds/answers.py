"""How a feed that is made leaves the house: validators, gzip kept ready, a name for the file, no cookie."""

from datetime import datetime
from http import HTTPStatus
from typing import Any, cast

from litestar import Request, Response

from events_app.edge.compression import takes_gzip
from events_app.edge.conditional import answer
from events_app.edge.feed_fetches import tally_of
from events_app.feeds.rendering import Feed, Press

CACHE_CONTROL = "public, max-age=600"
"""Ten minutes: programs ask once an hour at most, and editors want to see their change."""


def press_of(request: Request[Any, Any, Any]) -> Press:
    """The application's one press, which keeps what it has made."""
    state = request.app.state
    if "press" not in state:
        state.press = Press(state.settings, state.catalogues)
    return cast("Press", state.press)


def send(
    request: Request[Any, Any, Any],
    feed: Feed,
    *,
    media_type: str,
    file_name: str,
    last_modified: datetime | None,
    cache_control: str = CACHE_CONTROL,
) -> Response[bytes]:
    """Answer with the feed, packed where the client takes it, or with 304."""
    headers = {"Content-Disposition": f'inline; filename="{file_name}"', "X-Robots-Tag": "noindex"}
    content, etag = feed.content, feed.etag
    if feed.packed is not None:
        headers["Vary"] = "Accept-Encoding"
        if takes_gzip(request.headers.get("accept-encoding", "")):
            content, etag = feed.packed, f'{feed.etag[:-1]}-gzip"'
            headers["Content-Encoding"] = "gzip"
    given = answer(
        request,
        content,
        media_type=media_type,
        cache_control=cache_control,
        etag=etag,
        last_modified=last_modified,
        headers=headers,
    )
    note_fetch(request, given.status_code or HTTPStatus.OK)
    return given


def note_fetch(request: Request[Any, Any, Any], status: int) -> None:
    """Count an answer by the kind of client that asked."""
    _, _, language, path = request.url.path.split("/", 3)
    tally_of(request.app.state).note(language, path, request.headers.get("user-agent", ""), status)
