"""Which language a request speaks: the address says it, and only where it cannot, the browser's wishes do.

What the languages are is the domain's table, their words are in `i18n`; here one of them is chosen, once per request.
"""

from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import parse_qs

from litestar import Request, get
from litestar.connection import ASGIConnection
from litestar.datastructures import MutableScopeHeaders
from litestar.exceptions import NotFoundException
from litestar.handlers import BaseRouteHandler
from litestar.response import Redirect
from litestar.types import HTTPScope, HTTPSendMessage

from events_app.domain.languages import chain_in
from events_app.edge.asgi import HTTPApp, HTTPReceive, HTTPSend
from events_app.i18n.catalogues import speaking

FEEDS = "feeds"
DAV = "dav"
BEFORE_LANGUAGE = frozenset({FEEDS, "embed", DAV})
"""What may stand in a path before its language."""
IN_CHAINS = frozenset({FEEDS, DAV})
"""What takes a chain of languages."""
API = "api"
ASKED = "lang"
"""Name in a query of the API by which a program asks for a language."""
# One answer for everybody, whatever they speak.
WITHOUT_LANGUAGE = frozenset({"static", "pictures", "healthz", "readyz", "robots.txt", "sitemap.xml", "favicon.ico"})


def negotiate(accept_language: str, offered: Sequence[str], default: str) -> str:
    """Return the offered language that an Accept-Language header wishes most (RFC 9110 §12.5.4, RFC 4647 §3.4).

    A range finds the tag itself, or else a language that shares its first subtag: fr-CA finds fr, zh-CN finds
    zh-Hans. Ranges with q=0 are left out; an asterisk and an unreadable header give the default.
    """
    for wished in _ranges(accept_language):
        if wished == "*":
            return default
        if found := _match(wished, offered):
            return found
    return default


def language_of(connection: ASGIConnection[Any, Any, Any, Any]) -> str:
    """Code of the language that this request is answered in."""
    return str(connection.scope["state"]["language"])


def languages_of(connection: ASGIConnection[Any, Any, Any, Any]) -> tuple[str, ...]:
    """The languages that the address asks for, in the order in which they are wished: more than one only of a feed."""
    return tuple(connection.scope["state"]["languages"])


def provide_language(request: Request[Any, Any, Any]) -> str:
    """Dependency `language`: the code of the language of this request."""
    return language_of(request)


def in_an_offered_language(connection: ASGIConnection[Any, Any, Any, Any], _: BaseRouteHandler) -> None:
    """Guard of routers under `/{language_code:str}`: an address in no language of this installation is nowhere."""
    if not connection.scope["state"].get("language_in_path"):
        raise NotFoundException


@get("/", include_in_schema=False)
async def front_door(request: Request[Any, Any, Any]) -> Redirect:
    """Send a reader without a language to the calendar in theirs; nobody may keep the answer for somebody else."""
    return Redirect(f"/{language_of(request)}/", status_code=302, headers={"Cache-Control": "no-store"})


class Speaking:
    """ASGI middleware: finds the language of a request and speaks it until the answer is sent.

    Writes `language`, `languages` (the chain of a feed) and `language_in_path` into the scope's state, names the
    language of the answer, and says when it depended on Accept-Language.
    """

    def __init__(self, app: HTTPApp, *, offered: Sequence[str], default: str) -> None:
        """`offered` and `default` are settings."""
        self.app = app
        self.offered = tuple(offered)
        self.default = default

    async def __call__(self, scope: HTTPScope, receive: HTTPReceive, send: HTTPSend) -> None:
        """Answer in the language of the address, or in the one wished."""
        first, second = _first_segments(scope["path"])
        named = second if first in BEFORE_LANGUAGE else first
        chain = chain_in(named, self.offered) if first in IN_CHAINS else (named,)
        is_in_path = bool(chain) and chain[0] in self.offered
        if is_in_path:
            language = chain[0]
        elif first == API and _asked(scope) in self.offered:
            language = _asked(scope)
        elif first in WITHOUT_LANGUAGE:
            language = self.default
        else:
            language = negotiate(_header(scope, b"accept-language"), self.offered, self.default)
        scope["state"]["language"] = language
        scope["state"]["language_in_path"] = is_in_path
        scope["state"]["languages"] = chain if is_in_path else (language,)

        async def sending(message: HTTPSendMessage) -> None:
            if message["type"] == "http.response.start" and first not in WITHOUT_LANGUAGE:
                headers = MutableScopeHeaders(message)
                headers.setdefault("Content-Language", language)
                if not is_in_path:
                    headers.extend_header_value("Vary", "Accept-Language")
            await send(message)

        with speaking(language):
            await self.app(scope, receive, sending)


def _first_segments(path: str) -> tuple[str, str]:
    first, _, rest = path.lstrip("/").partition("/")
    return first, rest.partition("/")[0]


def _header(scope: HTTPScope, name: bytes) -> str:
    return ",".join(value.decode("latin-1") for key, value in scope["headers"] if key.lower() == name)


def _asked(scope: HTTPScope) -> str:
    return parse_qs(scope["query_string"].decode("latin-1")).get(ASKED, [""])[-1]


def _ranges(header: str) -> Iterator[str]:
    """Language ranges, the most wished first; of equals the one written first."""
    weighed: list[tuple[float, str]] = []
    for part in header.split(","):
        tag, _, parameter = part.partition(";")
        if tag.strip():
            weighed.append((_weight(parameter), tag.strip().lower()))
    for weight, tag in sorted(weighed, key=lambda pair: -pair[0]):
        if weight > 0:
            yield tag


def _weight(parameter: str) -> float:
    name, _, value = parameter.strip().partition("=")
    if not name:
        return 1.0
    try:
        weight = float(value)
    except ValueError:
        return 0.0
    return weight if name.strip().lower() == "q" and 0 <= weight <= 1 else 0.0


def _match(wished: str, offered: Sequence[str]) -> str | None:
    primary = wished.split("-", 1)[0]
    exact = (code for code in offered if code.lower() == wished)
    related = (code for code in offered if code.lower().split("-", 1)[0] == primary)
    return next(exact, None) or next(related, None)
