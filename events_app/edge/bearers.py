"""Which program asks: a bearer token (RFC 6750) becomes an `Asker` within the token's scopes; without one, nobody.

Cookies are not looked at, so no other site can make a browser write through these doors.
"""

from datetime import datetime
from typing import Any

from litestar import Request
from litestar.di import NamedDependency

from events_app.actions import sign_ins
from events_app.credentials.tokens import digest
from events_app.domain.api_tokens import TokenInvalid, TokenMissing
from events_app.domain.rights import Asker
from events_app.domain.sign_ins import SecondFactorMissing
from events_app.edge.sessions import needs_second_factor
from events_app.settings import Settings
from events_app.storage import people
from events_app.storage import sign_ins as kept

NOBODY = Asker(None)


async def provide_caller(
    request: Request[Any, Any, Any], settings: NamedDependency[Settings], now: NamedDependency[datetime]
) -> Asker:
    """Dependency `caller`: the owner of the token, or nobody where none was sent.

    Raises TokenInvalid or SecondFactorMissing.
    """
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    caller = await _owner(token.strip(), settings, now) if scheme else NOBODY
    if scheme and scheme.lower() != "bearer":
        raise TokenInvalid
    request.scope["state"]["asker"] = caller
    return caller


def signed_in(caller: Asker) -> Asker:
    """The caller, who must have sent a token. Raises TokenMissing."""
    if caller.person is None:
        raise TokenMissing
    return caller


async def _owner(token: str, settings: Settings, now: datetime) -> Asker:
    known = await kept.find_api_token(digest(token)) if token else None
    if known is None or not known.holds_at(now):
        raise TokenInvalid
    person = await people.find(known.person_id)
    if person is None or not person.is_active:
        raise TokenInvalid
    asker = Asker(person, await people.list_memberships(person_ids=[person.id]), scopes=known.scopes)
    if needs_second_factor(asker, settings):
        raise SecondFactorMissing
    if known.was_used_before(now):
        await sign_ins.note_token_used(known.id, now=now)
    return asker
