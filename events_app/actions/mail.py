"""Putting letters into the outbox: called inside the transaction of what they tell."""

from collections.abc import Mapping
from datetime import datetime
from uuid import uuid4

from events_app.domain.invitations import Invitation
from events_app.domain.letters import Letter, LetterKind, Mailbox, letter_job
from events_app.domain.people import Person
from events_app.storage import jobs


async def post(kind: LetterKind, *, to: Person, params: Mapping[str, object], now: datetime, key: str = "") -> None:
    """Send a letter to a person, in the language and zone of their account."""
    await jobs.add(letter_job(letter_to(to, kind, params), job_id=uuid4(), now=now, key=key))


def letter_to(person: Person, kind: LetterKind, params: Mapping[str, object]) -> Letter:
    """A letter to a person, in the language and zone of their account."""
    to = Mailbox(person.email, person.name)
    return Letter(kind=kind, to=to, language=person.language, zone=person.zone, params=params)


async def post_to(
    kind: LetterKind,
    *,
    email: str,
    name: str,
    language: str,
    params: Mapping[str, object],
    now: datetime,
    key: str = "",
) -> None:
    """Send a letter to an address; one with the same `key` as another before it is not sent."""
    letter = Letter(kind=kind, to=Mailbox(email, name), language=language, params=params)
    await jobs.add(letter_job(letter, job_id=uuid4(), now=now, key=key))


async def post_session(
    kind: LetterKind, invited: Invitation, *, to: Mailbox, language: str, zone: str = "", now: datetime
) -> None:
    """Invite to a session or meeting, tell of its change, or withdraw it; each revision is told to a receiver once."""
    letter = invited.letter(kind, to=to, language=language, zone=zone)
    key = f"{kind.value}:{invited.uid}:{invited.sequence}:{to.address}"
    await jobs.add(letter_job(letter, job_id=uuid4(), now=now, key=key))
