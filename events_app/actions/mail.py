"""Putting letters into the outbox: called inside the transaction of what they tell."""

from collections.abc import Mapping
from datetime import datetime

from events_app.domain.letters import LetterKind
from events_app.domain.people import Person


async def post(kind: LetterKind, *, to: Person, params: Mapping[str, object], now: datetime) -> None:
    """Send a letter to a person, in the language of their account."""
    await post_to(kind, email=to.email, name=to.name, language=to.language, params=params, now=now)


async def post_to(
    kind: LetterKind, *, email: str, name: str, language: str, params: Mapping[str, object], now: datetime
) -> None:
    """Send a letter to an address."""
