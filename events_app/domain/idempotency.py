"""Asking twice creates once: what a program was answered under a key of its own choice.

As draft-ietf-httpapi-idempotency-key-header describes it: the same key with the same request is answered as the first
time, with another request it is refused.
"""

from dataclasses import dataclass
from datetime import timedelta

from events_app.domain.messages import N_
from events_app.domain.refusals import InvalidValue

KEPT_FOR = timedelta(days=7)
"""How long a key is remembered."""
LONGEST_KEY = 255


class KeyUsedOtherwise(InvalidValue):
    """A key that was sent with another request before."""

    message = N_("This idempotency key was used for another request. Use a new one.")


class KeyNotAllowed(InvalidValue):
    """A key that is empty, too long, or not of visible ASCII characters."""

    message = N_("An idempotency key has 1 to %(most)s visible ASCII characters.")


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """The answer to a creation: status, Location, ETag and the body as it was sent."""

    status: int
    location: str
    etag: str
    body: str


def check_key(key: str) -> None:
    """Raise KeyNotAllowed."""
    if not (0 < len(key) <= LONGEST_KEY and key.isascii() and key.isprintable()):
        raise KeyNotAllowed(most=LONGEST_KEY)
