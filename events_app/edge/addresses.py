"""One address per page: no slash at the end (but after a language alone), none doubled; other spellings lead there."""

import re
from collections.abc import Collection, Sequence
from urllib.parse import quote

from litestar.exceptions import NotFoundException
from litestar.response.base import ASGIResponse
from litestar.types import HTTPScope

from events_app.edge.asgi import HTTPApp, HTTPReceive, HTTPSend, respond

READING = frozenset({"GET", "HEAD"})
COLLECTIONS = "/dav/"
"""Below it, what holds others ends with a slash (RFC 4918, section 5.2)."""
_SLASHES = re.compile(r"/{2,}")
# RFC 3986 §3.3: pchar and the slash; what else stands in a path is written in percents.
_PATH_CHARACTERS = "/:@!$&'()*+,;=-._~"


def canonical(path: str, languages: Collection[str]) -> str:
    """The one spelling of a path: `//en///calendar/` is `/en/calendar`, and `/en` is `/en/`, the home page."""
    plain = _SLASHES.sub("/", f"/{path}").rstrip("/") or "/"
    return f"{plain}/" if plain[1:] in languages else plain


class OneAddress:
    """ASGI middleware: answers 308 for a GET of another spelling; forms are taken under any."""

    def __init__(self, app: HTTPApp, *, languages: Sequence[str]) -> None:
        """`languages` are those that the installation offers."""
        self.app = app
        self.languages = frozenset(languages)

    async def __call__(self, scope: HTTPScope, receive: HTTPReceive, send: HTTPSend) -> None:
        """Redirect to the canonical path with the query as it came.

        The Location begins with a single slash, so that `//elsewhere.example/` cannot lead off this site.
        """
        if "\0" in scope["path"]:
            # PostgreSQL has no such character, so nothing can have it in its name.
            raise NotFoundException
        path = canonical(scope["path"], self.languages)
        if path == scope["path"] or scope["path"].startswith(COLLECTIONS) or scope["method"] not in READING:
            await self.app(scope, receive, send)
            return
        query = scope["query_string"].decode("latin-1")
        location = quote(path, safe=_PATH_CHARACTERS) + (f"?{query}" if query else "")
        response = ASGIResponse(status_code=308, headers={"Location": location}, media_type="text/plain")
        await respond(response, scope, receive, send)
