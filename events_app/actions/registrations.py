"""Registering a company by oneself: a link to the address, then account and company in one transaction.

Whether an address has an account already, only its mail says.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import uuid4

from events_app.actions import people as accounts
from events_app.actions.history import record
from events_app.actions.mail import post, post_to
from events_app.actions.sign_ins import count_attempt
from events_app.credentials import passwords, tokens
from events_app.domain.history import Deed, differences
from events_app.domain.jobs import Job, JobKind
from events_app.domain.letters import LetterKind
from events_app.domain.organisations import Organisation, OrganisationKind, Role
from events_app.domain.people import EmailTaken, Person, folded_email
from events_app.domain.refusals import NotFound
from events_app.domain.registrations import (
    LONGEST_COMPANY_NAME,
    REGISTRATION_LASTS,
    CompanyNameMissing,
    Registration,
)
from events_app.domain.rights import Asker, Noun
from events_app.domain.sign_ins import LinkSpent
from events_app.domain.texts import Text
from events_app.storage import jobs, organisations, people, registrations
from events_app.storage.database import INTEGRITY_ERRORS, transaction

MOST_SLUGS: Final = 100


@dataclass(frozen=True, slots=True)
class Applicant:
    """What somebody says of themselves and their company; `slug` is its name in addresses, if it is free."""

    name: str
    password: str
    company: Text
    country: str
    slug: str
    language: str
    zone: str


async def ask(email: str, *, language: str, address: str, now: datetime) -> None:
    """Promise a link, whether or not the address has an account. Raises EmailInvalid or TooManyAttempts."""
    folded = folded_email(email)
    await count_attempt(f"register-from:{address}", now=now)
    await count_attempt(f"register:{tokens.digest(folded)[:32]}", now=now)
    payload = {"email": folded, "language": language}
    job = Job(id=uuid4(), kind=JobKind.ANSWER_REGISTRATION, payload=payload, run_at=now, created_at=now)
    async with transaction():
        await jobs.add(job)


async def answer(email: str, *, language: str, now: datetime) -> None:
    """Send a link to an address without an account; to one with an account, a letter that says so."""
    known = await people.find_by_email(email)
    if known is not None:
        if known.is_active:
            async with transaction():
                await post(LetterKind.ACCOUNT_EXISTS, to=known, params={}, now=now)
        return
    token = tokens.new_token()
    link = Registration(
        token_digest=tokens.digest(token),
        email=email,
        language=language,
        created_at=now,
        expires_at=now + REGISTRATION_LASTS,
    )
    async with transaction():
        await registrations.add(link)
        params = {"token": token, "expires_at": link.expires_at.isoformat()}
        await post_to(LetterKind.REGISTRATION, email=email, name="", language=language, params=params, now=now)


async def find(token: str, *, now: datetime) -> Registration:
    """A link that still holds. Raises LinkSpent."""
    link = await registrations.find(tokens.digest(token))
    if link is None or await people.find_by_email(link.email) is not None:
        raise LinkSpent
    link.check(now=now)
    return link


async def complete(token: str, applicant: Applicant, *, now: datetime) -> tuple[Person, Organisation]:
    """Make the account and the company, with the one as who answers for the other.

    Raises LinkSpent, and what is wrong: NameMissing, ZoneUnknown, PasswordTooShort, PasswordCommon, CompanyNameMissing.
    """
    link = await find(token, now=now)
    name = applicant.company.shown(applicant.company.source).text
    if not applicant.slug or not name.strip() or len(name) > LONGEST_COMPANY_NAME:
        raise CompanyNameMissing
    person = Person(
        id=uuid4(),
        email=link.email,
        name=applicant.name.strip(),
        language=applicant.language,
        zone=applicant.zone,
        created_at=now,
    )
    passwords.check_password(applicant.password, (person.name, person.email, name))
    password_hash = await passwords.hashed(applicant.password)
    try:
        async with transaction():
            if not await registrations.set_used(link.token_digest, now):
                raise LinkSpent
            company = await _company(applicant, now=now)
            await accounts.add_account(person, password_hash)
            kind, role = OrganisationKind.EXPORTER, Role.EXPORTER_OWNER
            await accounts.join(person, company.id, kind, role, (), by=Asker(person), now=now)
    except (EmailTaken, *INTEGRITY_ERRORS):
        # Somebody was quicker with the same address, or with the same name of a company: the link is as it was.
        raise LinkSpent from None
    return person, company


async def tidy(*, now: datetime) -> None:
    """Forget addresses that registered nothing."""
    await registrations.remove_expired(now)


async def _company(applicant: Applicant, *, now: datetime) -> Organisation:
    company = Organisation(
        id=uuid4(),
        slug=await _free_slug(applicant.slug),
        kind=OrganisationKind.EXPORTER,
        name=applicant.company,
        country=applicant.country,
        created_at=now,
    )
    await organisations.add(company)
    changes = differences(None, company)
    await record(
        Deed.ADDED,
        Noun.ORGANISATION,
        company.id,
        by=Asker(None),
        now=now,
        owner=company.id,
        label=company.slug,
        changes=changes,
    )
    return company


async def _free_slug(wanted: str) -> str:
    for number in range(1, MOST_SLUGS):
        slug = wanted if number == 1 else f"{wanted}-{number}"
        try:
            await organisations.get_by_slug(slug)
        except NotFound:
            return slug
    return f"{wanted}-{uuid4().hex[:8]}"
