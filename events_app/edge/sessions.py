"""Who asks: the session cookie of a browser becomes an `Asker`; and the secret that forms are bound to.

Readers of the public pages get no cookie: only routers that ask for `asker` or open a form look here. How one signs in
is told in `actions.sign_ins`.
"""

from datetime import datetime
from typing import Any, Literal, cast

from litestar import Litestar, Request, Response
from litestar.connection import ASGIConnection
from litestar.datastructures import Cookie
from litestar.di import NamedDependency
from litestar.types import HTTPScope, Scope

from events_app.actions import history, sign_ins
from events_app.credentials.tokens import digest, form_token, new_token
from events_app.domain.rights import Asker, NotAllowed, Noun, SignInNeeded
from events_app.domain.sign_ins import SEEN_EVERY, SESSION_LONGEST, SecondFactorMissing, Session
from events_app.edge.requests import written_path
from events_app.settings import Settings
from events_app.storage import people
from events_app.storage import sign_ins as kept

LONGEST_DEVICE = 200
LONGEST_PATH = 200
SETTING_UP = frozenset({"account/second-factor", "account/recovery-codes"})
"""Pages below the language that a person may open before the second factor is there that the role demands."""


def cookie_name(settings: Settings, name: Literal["session", "form", "link"]) -> str:
    """Name of a cookie; with https it is bound to this very host (RFC 6265bis §4.1.3.2)."""
    return f"__Host-{name}" if settings.is_https else name


def set_cookie(
    settings: Settings, name: Literal["session", "form", "link"], value: str, *, max_age_s: int | None = None
) -> Cookie:
    """A cookie that no script reads and no other site sends; an empty value ends it."""
    return Cookie(
        key=cookie_name(settings, name),
        value=value,
        path="/",
        httponly=True,
        secure=settings.is_https,
        samesite="lax",
        max_age=max_age_s if value else 0,
    )


def session_cookie(settings: Settings, token: str) -> Cookie:
    """The cookie that keeps a browser signed in."""
    return set_cookie(settings, "session", token, max_age_s=int(SESSION_LONGEST.total_seconds()))


def session_token(connection: ASGIConnection[Any, Any, Any, Any]) -> str:
    """Token of the session cookie, or nothing."""
    return connection.cookies.get(cookie_name(connection.app.state.settings, "session"), "")


def device_of(request: Request[Any, Any, Any]) -> str:
    """What the browser calls itself, for the list of sessions."""
    return request.headers.get("user-agent", "")[:LONGEST_DEVICE]


async def find_session(request: Request[Any, Any, Any], now: datetime) -> Session | None:
    """The session of this browser, if it still holds; it may lack its one-time code."""
    token = session_token(request)
    session = await kept.find_session(digest(token)) if token else None
    return session if session and session.holds_at(now) else None


async def provide_asker(
    request: Request[Any, Any, Any], settings: NamedDependency[Settings], now: NamedDependency[datetime]
) -> Asker:
    """Dependency `asker`: who is signed in. Raises SignInNeeded or SecondFactorMissing."""
    session = await find_session(request, now)
    if session is None or not session.is_complete:
        raise SignInNeeded
    person = await people.find(session.person_id)
    if person is None or not person.is_active:
        raise SignInNeeded
    if now - session.last_seen_at > SEEN_EVERY:
        await sign_ins.note_seen(session.token_digest, now=now)
    asker = Asker(person, await people.list_memberships(person_ids=[person.id]))
    _bind(request, session_token(request), asker)
    if needs_second_factor(asker, settings) and not request.scope["path"].split("/", 2)[-1].startswith(
        tuple(SETTING_UP)
    ):
        raise SecondFactorMissing
    return asker


def needs_second_factor(asker: Asker, settings: Settings) -> bool:
    """Whether the role demands a second factor that is not there."""
    has_none = asker.person is not None and not asker.person.has_second_factor
    return settings.second_factor == "authority" and has_none and asker.has_authority_role


async def provide_form_secret(request: Request[Any, Any, Any]) -> str:
    """Dependency `form_secret` of pages with forms for people who are not signed in: the secret of the form cookie.

    A new one is made where there is none; `with_form_cookie` sends it.
    """
    secret = request.cookies.get(cookie_name(request.app.state.settings, "form"), "") or new_token()
    _bind(request, secret, None)
    return secret


def with_form_cookie(response: Response[Any], settings: Settings, secret: str) -> Response[Any]:
    """Send the secret of the form cookie with a page that has a form."""
    response.set_cookie(set_cookie(settings, "form", secret))
    return response


async def note_refusal(error: Exception, scope: Scope) -> None:
    """Keep in the history that somebody who is signed in was refused."""
    asker = scope["state"].get("asker")
    if isinstance(error, NotAllowed) and isinstance(asker, Asker):
        app: Litestar = scope["litestar_app"]
        path = written_path(cast("HTTPScope", scope))[:LONGEST_PATH]
        await history.record_refusal(Noun.PERSON, path, by=asker, now=app.state.clock())


def _bind(request: Request[Any, Any, Any], secret: str, asker: Asker | None) -> None:
    """Let pages and forms of this request know who asks and which token forms carry."""
    state = request.scope["state"]
    state["form_secret"] = secret
    state["form_token"] = form_token(secret)
    state["asker"] = asker
