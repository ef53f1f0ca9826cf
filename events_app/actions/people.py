"""People and what they are in organisations: invited, joined, changed, left, closed."""

from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from events_app.actions.history import record
from events_app.actions.mail import post_to
from events_app.credentials import passwords, tokens
from events_app.domain.history import Deed, differences
from events_app.domain.letters import LetterKind
from events_app.domain.organisations import (
    Membership,
    Organisation,
    OrganisationClosed,
    OrganisationKind,
    Role,
    check_role,
)
from events_app.domain.people import (
    RETENTION,
    EmailTaken,
    LastAdministrator,
    Person,
    folded_email,
)
from events_app.domain.refusals import NotFound
from events_app.domain.rights import SYSTEM, Asker, NotAllowed, Noun, Right, require
from events_app.domain.sign_ins import INVITATION_LASTS, Credentials, LinkPurpose, LinkSpent, SingleUseLink
from events_app.domain.texts import Text
from events_app.storage import guests, organisations, people, staff
from events_app.storage import sign_ins as kept
from events_app.storage.database import INTEGRITY_ERRORS, transaction


async def create_administrator(
    email: str, name: str, password: str, *, language: str, zone: str, authority: Text, now: datetime
) -> Person:
    """Make an account that may do everything, and the authority itself where it is not there yet.

    Raises EmailTaken, EmailInvalid, NameMissing, PasswordTooShort or PasswordCommon.
    """
    folded = folded_email(email)
    passwords.check_password(password, (name, folded))
    person = Person(id=uuid4(), email=folded, name=name.strip(), language=language, zone=zone, created_at=now)
    password_hash = await passwords.hashed(password)
    async with transaction():
        authority_id = (await _authority(authority, now=now)).id
        await add_account(person, password_hash)
        await join(person, authority_id, OrganisationKind.AUTHORITY, Role.ADMINISTRATOR, (), by=SYSTEM, now=now)
    return person


async def invite(
    email: str,
    organisation_id: UUID,
    role: Role,
    *,
    languages: tuple[str, ...] = (),
    language: str,
    by: Asker,
    now: datetime,
) -> SingleUseLink:
    """Send an invitation into an organisation.

    Raises NotAllowed, OrganisationClosed, RoleMismatch, LanguagesMissing or EmailInvalid.
    """
    organisation = await organisations.get(organisation_id)
    require(by, Right.MANAGE, Noun.PERSON, owner=organisation.id)
    if organisation.closed_at:
        raise OrganisationClosed
    check_role(organisation.kind, role, languages)
    token = tokens.new_token()
    link = SingleUseLink(
        token_digest=tokens.digest(token),
        purpose=LinkPurpose.INVITATION,
        email=folded_email(email),
        organisation_id=organisation.id,
        role=role,
        languages=languages,
        language=language,
        created_by=by.person_id,
        created_at=now,
        expires_at=now + INVITATION_LASTS,
    )
    params = _invitation_params(link, token, organisation, by)
    async with transaction():
        await kept.add_link(link)
        await post_to(LetterKind.INVITATION, email=link.email, name="", language=language, params=params, now=now)
        await record(
            Deed.INVITED, Noun.PERSON, organisation.id, by=by, now=now, owner=organisation.id, label=link.email
        )
    return link


def _invitation_params(link: SingleUseLink, token: str, organisation: Organisation, by: Asker) -> dict[str, Any]:
    return {
        "token": token,
        "organisation": dict(organisation.name.wordings),
        "by": by.person.name if by.person else "",
        "expires_at": link.expires_at.isoformat(),
    }


async def find_invitation(token: str, *, now: datetime) -> tuple[SingleUseLink, Organisation, Person | None]:
    """An open invitation, the organisation, and the account that its address has already. Raises LinkSpent."""
    link = await kept.find_link(tokens.digest(token))
    if link is None or link.purpose is not LinkPurpose.INVITATION or link.organisation_id is None:
        raise LinkSpent
    link.use(now=now)
    return link, await organisations.get(link.organisation_id), await people.find_by_email(link.email)


async def accept_invitation(
    token: str, *, name: str, password: str, language: str, zone: str, by: Asker | None, now: datetime
) -> Person:
    """Take an invitation: with a new account, or with the account of its address that is signed in (`by`).

    Raises LinkSpent, NotAllowed where another account is signed in, and what is wrong with name or password.
    """
    link, organisation, known = await find_invitation(token, now=now)
    if known is not None and (by is None or by.person_id != known.id or not known.is_active):
        raise NotAllowed
    if known is None:
        passwords.check_password(password, (name, link.email))
    password_hash = "" if known else await passwords.hashed(password)
    person = known or Person(
        id=uuid4(), email=link.email, name=name.strip(), language=language, zone=zone, created_at=now
    )
    async with transaction():
        if link.role is None or not await kept.set_link_used(link.token_digest, now):
            raise LinkSpent
        if known is None:
            await add_account(person, password_hash)
        await join(person, organisation.id, organisation.kind, link.role, link.languages, by=Asker(person), now=now)
    return person


async def take_back_invitation(token_digest: str, *, by: Asker, now: datetime) -> None:
    """Take back an unused invitation. Raises NotFound or NotAllowed."""
    link = await kept.find_link(token_digest)
    if link is None or link.organisation_id is None:
        raise NotFound
    require(by, Right.MANAGE, Noun.PERSON, owner=link.organisation_id)
    async with transaction():
        if not await kept.remove_link(token_digest):
            raise LinkSpent
        await record(
            Deed.REMOVED,
            Noun.PERSON,
            link.organisation_id,
            by=by,
            now=now,
            owner=link.organisation_id,
            label=link.email,
        )


async def change(person: Person, *, by: Asker, now: datetime) -> Person:
    """Keep a changed name, language or zone: one's own, or anybody's for an administrator.

    Raises NotAllowed or ChangedMeanwhile.
    """
    if by.person_id != person.id:
        require(by, Right.MANAGE, Noun.PERSON)
    async with transaction():
        old = await people.get(person.id)
        await people.set_(replace(person, email=old.email))
        changes = differences(old, person)
        await record(Deed.CHANGED, Noun.PERSON, person.id, by=by, now=now, label=person.name, changes=changes)
    return replace(person, version=person.version + 1)


async def remove_membership(membership_id: UUID, person_id: UUID, *, by: Asker, now: datetime) -> None:
    """End what a person is in an organisation; anybody may leave. Raises NotFound, NotAllowed or LastAdministrator."""
    found = {each.id: each for each in await people.list_memberships(person_ids=[person_id])}
    if membership_id not in found:
        raise NotFound
    membership = found[membership_id]
    if by.person_id != person_id:
        require(by, Right.MANAGE, Noun.PERSON, owner=membership.organisation_id)
    async with transaction():
        if membership.role is Role.ADMINISTRATOR:
            await organisations.lock_authority()
        await people.remove_membership(membership_id)
        if membership.role is Role.ADMINISTRATOR:
            await _keep_an_administrator()
        owner = membership.organisation_id
        await record(Deed.LEFT, Noun.PERSON, person_id, by=by, now=now, owner=owner, label=membership.role.value)


async def close(person_id: UUID, *, by: Asker, now: datetime) -> None:
    """Close an account: one's own, or anybody's for an administrator. Raises NotAllowed or LastAdministrator."""
    if by.person_id != person_id:
        require(by, Right.MANAGE, Noun.PERSON)
    async with transaction():
        await organisations.lock_authority()
        person = await people.get(person_id)
        await people.set_(person.close(now=now))
        await _keep_an_administrator()
        await kept.remove_sessions(person_id)
        await kept.set_all_api_tokens_revoked(person_id, now)
        await record(Deed.CLOSED, Noun.PERSON, person_id, by=by, now=now, label=person.email)


async def anonymise_closed(*, now: datetime) -> int:
    """Take name and address from accounts closed for longer than they are kept; return how many."""
    done = 0
    for person in await people.list_closed_before(now - RETENTION):
        async with transaction():
            before = await people.get_credentials(person.id)
            if not await people.set_credentials(Credentials(person_id=person.id), before=before):
                continue
            await guests.remove_of_person(person)
            await staff.remove_of_person(person.id)
            await people.set_(person.anonymise(now=now))
            await record(Deed.ANONYMISED, Noun.PERSON, person.id, by=SYSTEM, now=now)
        done += 1
    return done


async def _authority(name: Text, *, now: datetime) -> Organisation:
    found = await organisations.find_authority()
    if found:
        return found
    made = Organisation(id=uuid4(), slug="authority", kind=OrganisationKind.AUTHORITY, name=name, created_at=now)
    await organisations.add(made)
    return made


async def add_account(person: Person, password_hash: str) -> None:
    """Keep a new account, inside the caller's transaction. Raises EmailTaken."""
    if await people.find_by_email(person.email):
        raise EmailTaken
    try:
        await people.add(person, Credentials(person_id=person.id, password_hash=password_hash))
    except INTEGRITY_ERRORS as error:
        raise EmailTaken from error


async def join(
    person: Person,
    organisation_id: UUID,
    kind: OrganisationKind,
    role: Role,
    languages: tuple[str, ...],
    *,
    by: Asker,
    now: datetime,
) -> None:
    """Let a person work for an organisation, inside the caller's transaction."""
    membership = Membership(
        id=uuid4(),
        person_id=person.id,
        organisation_id=organisation_id,
        organisation_kind=kind,
        role=role,
        languages=languages,
        created_at=now,
    )
    await people.add_membership(membership)
    await record(Deed.JOINED, Noun.PERSON, person.id, by=by, now=now, owner=organisation_id, label=role.value)


async def _keep_an_administrator() -> None:
    if not await people.count_administrators():
        raise LastAdministrator
