"""Signing in as somebody with a role, the short way: a session in the database and its cookie in the client."""

import re
from datetime import datetime
from uuid import UUID, uuid4

from events_app.credentials.tokens import digest, form_token
from events_app.domain.jobs import JobKind
from events_app.domain.letters import Letter
from events_app.domain.organisations import Membership, Organisation, OrganisationKind, Role
from events_app.domain.people import Person
from events_app.domain.sign_ins import Credentials, Session
from events_app.domain.texts import Text
from events_app.storage import jobs, organisations, people, sign_ins
from tests.clients import NOW, Client

KINDS = {
    Role.ADMINISTRATOR: OrganisationKind.AUTHORITY,
    Role.OFFICER: OrganisationKind.AUTHORITY,
    Role.AUDITOR: OrganisationKind.AUTHORITY,
    Role.TRANSLATOR: OrganisationKind.AUTHORITY,
    Role.UNIT_MANAGER: OrganisationKind.UNIT,
    Role.UNIT_OFFICER: OrganisationKind.UNIT,
    Role.EXPORTER_OWNER: OrganisationKind.EXPORTER,
    Role.EXPORTER_STAFF: OrganisationKind.EXPORTER,
    Role.PARTNER_OWNER: OrganisationKind.PARTNER,
    Role.PARTNER_STAFF: OrganisationKind.PARTNER,
}


async def an_organisation(kind: OrganisationKind, slug: str, **changes: object) -> Organisation:
    """Keep an organisation."""
    fields = {"id": uuid4(), "slug": slug, "kind": kind, "name": Text.of("en", slug.title()), "created_at": NOW}
    made = Organisation(**(fields | changes))  # type: ignore[arg-type]
    await organisations.add(made)
    return made


async def a_member(
    role: Role, *, organisation: Organisation | None = None, languages: tuple[str, ...] = (), name: str = "Lin Wei"
) -> tuple[Person, Membership]:
    """Keep a person with a role; in an organisation of their own unless one is given."""
    found = organisation or await an_organisation(KINDS[role], f"{role.value}-{uuid4().hex[:8]}".replace("_", "-"))
    person = Person(id=uuid4(), email=f"{uuid4().hex[:12]}@people.example", name=name, created_at=NOW)
    await people.add(person, Credentials(person_id=person.id))
    membership = Membership(
        id=uuid4(),
        person_id=person.id,
        organisation_id=found.id,
        organisation_kind=found.kind,
        role=role,
        languages=languages or (("fr", "ar") if role is Role.TRANSLATOR else ()),
        created_at=NOW,
    )
    await people.add_membership(membership)
    return person, membership


async def enter(client: Client, person_id: UUID, *, now: datetime = NOW) -> None:
    """Give the client the cookie of a new session of this person; `client.form_token` is what forms carry."""
    token = f"session-of-{uuid4().hex}"
    session = Session(
        token_digest=digest(token), person_id=person_id, created_at=now, last_seen_at=now, is_complete=True
    )
    await sign_ins.add_session(session)
    client.cookies.set("session", token)
    client.form_token = form_token(token)  # type: ignore[attr-defined]


async def signed_in(client: Client, role: Role, *, organisation: Organisation | None = None) -> Membership:
    """Keep a person with a role and sign the client in; forms carry `token_of(client)`."""
    person, membership = await a_member(role, organisation=organisation)
    await enter(client, person.id)
    return membership


def token_of(client: Client) -> str:
    """The form token of the client's session."""
    return str(client.form_token)  # type: ignore[attr-defined]


async def form_token_on(client: Client, path: str) -> str:
    """The form token that a page carries."""
    found = re.search(r'name="form_token" value="([^"]+)"', (await client.get(path)).text)
    assert found is not None, path
    return found[1]


async def last_letter() -> Letter:
    """The newest letter that waits to be sent."""
    letters = [job for job in await jobs.list_jobs(limit=20) if job.kind is JobKind.SEND_MAIL]
    return Letter.of(letters[0].payload)
