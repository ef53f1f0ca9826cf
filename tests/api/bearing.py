"""Calling the API with the token of somebody with a role."""

from collections.abc import Mapping
from uuid import uuid4

from events_app.credentials.tokens import digest
from events_app.domain.api_tokens import ApiToken
from events_app.domain.organisations import Membership, Organisation, Role
from events_app.domain.rights import TokenScope
from events_app.storage import sign_ins
from tests.clients import NOW
from tests.web.signing_in import a_member

API = "/api/v1"
WRITE = frozenset(TokenScope)
READ = frozenset({TokenScope.READ})
Headers = dict[str, str]


async def a_token(membership: Membership, scopes: frozenset[TokenScope] = WRITE, **changes: object) -> Headers:
    """Headers with a new token of the member."""
    token = f"token-{uuid4().hex}"
    fields: dict[str, object] = {
        "id": uuid4(),
        "person_id": membership.person_id,
        "name": "Script",
        "token_digest": digest(token),
        "scopes": scopes,
        "created_at": NOW,
    }
    await sign_ins.add_api_token(ApiToken(**(fields | changes)))  # type: ignore[arg-type]
    return {"Authorization": f"Bearer {token}"}


async def bearing(
    role: Role, scopes: frozenset[TokenScope] = WRITE, *, organisation: Organisation | None = None
) -> Headers:
    """Headers with the token of somebody new who has this role."""
    _, membership = await a_member(role, organisation=organisation)
    return await a_token(membership, scopes)


def held(headers: Mapping[str, str], etag: str) -> Headers:
    """Headers of a change that was made from the version with this ETag."""
    return {**headers, "If-Match": etag}


def text(wording: str, language: str = "en") -> dict[str, object]:
    """A text in one language, as it is sent."""
    return {"source": language, "wordings": {language: wording}}
