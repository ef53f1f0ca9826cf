"""Letters go into the outbox with what they tell, in the words of an account."""

from dataclasses import replace
from uuid import uuid4

from events_app.actions import mail
from events_app.domain.invitations import Invitation
from events_app.domain.letters import Letter, LetterKind, Mailbox
from events_app.domain.people import Person
from events_app.storage import jobs
from events_app.storage.database import Database, transaction
from tests.builders import a_session_entry
from tests.job_builders import NOW

ANA = Mailbox("ana@unit.example", "Ana Sá")


async def _letters() -> list[Letter]:
    return [Letter.of(job.payload) for job in await jobs.list_jobs()]


async def test_a_person_is_written_to_in_their_language_and_zone(database: Database) -> None:
    person = Person(id=uuid4(), email=ANA.address, name=ANA.name, language="pt", zone="Africa/Luanda", created_at=NOW)

    async with transaction():
        await mail.post(LetterKind.PASSWORD_CHANGED, to=person, params={}, now=NOW)

    assert await _letters() == [
        Letter(kind=LetterKind.PASSWORD_CHANGED, to=ANA, language="pt", zone="Africa/Luanda", params={})
    ]


async def test_each_revision_of_a_session_is_told_to_a_receiver_once(database: Database) -> None:
    first = Invitation.of_entry(a_session_entry())
    second = replace(first, sequence=1)
    eva = Mailbox("eva@unit.example")

    for invited, kind, to in (
        (first, LetterKind.SESSION_INVITATION, ANA),
        (first, LetterKind.SESSION_INVITATION, ANA),
        (first, LetterKind.SESSION_INVITATION, eva),
        (second, LetterKind.SESSION_UPDATE, ANA),
        (second, LetterKind.SESSION_UPDATE, ANA),
    ):
        async with transaction():
            await mail.post_session(kind, invited, to=to, language="en", now=NOW)

    told = sorted((letter.kind.value, letter.to.address, letter.params["sequence"]) for letter in await _letters())
    assert told == [
        ("session_invitation", "ana@unit.example", 0),
        ("session_invitation", "eva@unit.example", 0),
        ("session_update", "ana@unit.example", 1),
    ]
