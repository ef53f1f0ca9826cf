"""Signing in: sessions, single-use links, second factors, and the brake on guessing.

Everything secret is kept as a digest; making and checking secrets is the business of `credentials`.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Self
from uuid import UUID

from events_app.domain.messages import N_
from events_app.domain.organisations import Role
from events_app.domain.refusals import InvalidValue, Refusal

SESSION_IDLE = timedelta(hours=12)
SESSION_LONGEST = timedelta(days=7)
SEEN_EVERY = timedelta(minutes=5)
"""How exactly it is kept when a session was last used: not every request writes."""
RESET_LASTS = timedelta(hours=2)
INVITATION_LASTS = timedelta(days=7)
SHORTEST_PASSWORD = 10
LONGEST_PASSWORD = 200
FREE_FAILURES = 5
FAILURES_WITHIN = timedelta(minutes=15)
PAUSE = timedelta(minutes=15)
RECOVERY_CODES = 10


class SignInFailed(Refusal):
    """The address, the password or the code is not right; which of them, nobody is told."""

    message = N_("The e-mail address or the password is not right.")


class CodeWrong(InvalidValue):
    """A one-time code that is not the present one, or was used already."""

    message = N_("This code is not right, or was used already. Wait for the next one.")


class TooManyAttempts(Refusal):
    """The brake on guessing is on."""

    message = N_("Too many attempts. Try again in %(minutes)s minutes.")


class LinkSpent(Refusal):
    """A single-use link that was used, has expired, or never was."""

    message = N_("This link was used already or has expired. Ask for a new one.")


class PasswordTooShort(InvalidValue):
    """Fewer characters than `SHORTEST_PASSWORD`, or more than `LONGEST_PASSWORD`."""

    message = N_("Use at least %(least)s characters.")


class PasswordCommon(InvalidValue):
    """A password that is among the first that are guessed."""

    message = N_("This password is easily guessed. Take several words that do not belong together.")


class PasswordWrong(InvalidValue):
    """Not the present password of the account."""

    message = N_("This is not your present password.")


class SecondFactorMissing(Refusal):
    """An authority role without a second factor, where the settings demand one."""

    message = N_("Your role needs a second factor: set it up first.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A browser that is signed in; `token_digest` is its key, the token itself is only in the cookie.

    `is_complete` is False between the password and the one-time code.
    """

    token_digest: str
    person_id: UUID
    created_at: datetime
    last_seen_at: datetime
    is_complete: bool
    device: str = ""

    def holds_at(self, now: datetime) -> bool:
        """Whether it is still good: used of late, and not too old."""
        return now - self.last_seen_at <= SESSION_IDLE and now - self.created_at <= SESSION_LONGEST


class LinkPurpose(StrEnum):
    """What a single-use link is for."""

    RESET = "reset"
    INVITATION = "invitation"


@dataclass(frozen=True, slots=True, kw_only=True)
class SingleUseLink:
    """A link sent by mail. An invitation names the role that it gives; a reset, the person."""

    token_digest: str
    purpose: LinkPurpose
    email: str
    person_id: UUID | None = None
    organisation_id: UUID | None = None
    role: Role | None = None
    languages: tuple[str, ...] = ()
    language: str = "en"
    created_by: UUID | None = None
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None = None

    def use(self, *, now: datetime) -> Self:
        """Spend the link. Raises LinkSpent where it was used or has expired."""
        if self.used_at is not None or now >= self.expires_at:
            raise LinkSpent
        return replace(self, used_at=now)


@dataclass(frozen=True, slots=True, kw_only=True)
class Brake:
    """Failures counted under a key (an address, or the network it comes from)."""

    key: str
    failures: int = 0
    since: datetime
    blocked_until: datetime | None = None

    def check(self, *, now: datetime) -> None:
        """Raise TooManyAttempts while the pause lasts."""
        if self.blocked_until and now < self.blocked_until:
            raise TooManyAttempts(minutes=max(1, -(-(self.blocked_until - now) // timedelta(minutes=1))))

    def failed(self, *, now: datetime) -> Self:
        """Count one more failure; after `FREE_FAILURES` within `FAILURES_WITHIN` there is a pause."""
        if now - self.since > FAILURES_WITHIN:
            return replace(self, failures=1, since=now, blocked_until=None)
        failures = self.failures + 1
        return replace(self, failures=failures, blocked_until=now + PAUSE if failures >= FREE_FAILURES else None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Credentials:
    """What an account signs in with; `last_step` is the last 30-second step whose code was used (RFC 6238 §5.2)."""

    person_id: UUID
    password_hash: str = ""
    totp_secret: str = ""
    is_totp_confirmed: bool = False
    last_step: int = 0
    recovery_digests: tuple[str, ...] = ()

    @property
    def needs_code(self) -> bool:
        """Whether a second factor is set up."""
        return self.is_totp_confirmed


def check_length(password: str) -> None:
    """Raise PasswordTooShort; only the length is looked at here."""
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise PasswordTooShort(least=SHORTEST_PASSWORD)
