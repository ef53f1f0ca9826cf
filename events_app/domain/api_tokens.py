"""API tokens: with which programs act in a person's name, within scopes."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from events_app.domain.messages import N_
from events_app.domain.refusals import InvalidValue, Refusal
from events_app.domain.rights import SignInNeeded, TokenScope

MOST_TOKENS = 20
USED_EVERY = timedelta(minutes=5)
"""How exactly it is kept when a token was last used."""


class TokenNameMissing(InvalidValue):
    """A token without a name: its owner could not tell it from others."""

    message = N_("Give the token a name, so that you know it again.")


class TokenMissing(SignInNeeded):
    """A program that sent no token where one is needed."""

    message = N_("Send a token that allows this, as “Authorization: Bearer …”.")


class TokenInvalid(SignInNeeded):
    """A token that is unknown, revoked or out of date, or whose owner has no account any more."""

    message = N_("This token is not valid, or not any more.")


class TooManyTokens(Refusal):
    """More tokens than anybody keeps an eye on."""

    message = N_("You have %(most)s tokens. Revoke one first.")


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiToken:
    """A token; only its digest is kept."""

    id: UUID
    person_id: UUID
    name: str
    token_digest: str
    scopes: frozenset[TokenScope]
    created_at: datetime
    expires_at: datetime | None = None
    last_used_at: datetime | None = None
    revoked_at: datetime | None = None

    def holds_at(self, now: datetime) -> bool:
        """Whether it can be used."""
        return self.revoked_at is None and (self.expires_at is None or now < self.expires_at)

    def was_used_before(self, now: datetime) -> bool:
        """Whether its last use lies so far back that this one is kept."""
        return self.last_used_at is None or now - self.last_used_at >= USED_EVERY
