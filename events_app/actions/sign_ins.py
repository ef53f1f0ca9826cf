"""Signing in and out, and what it is done with: passwords, one-time codes, links sent by mail.

Nobody learns here whether an address has an account: answers, letters' wording and time taken are the same.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID, uuid4

from events_app.actions.history import record
from events_app.actions.mail import post
from events_app.credentials import passwords, tokens, totp
from events_app.domain.history import Deed
from events_app.domain.jobs import Job, JobKind
from events_app.domain.letters import LetterKind
from events_app.domain.people import EmailInvalid, Person, folded_email
from events_app.domain.refusals import ChangedMeanwhile
from events_app.domain.rights import SYSTEM, Asker, Noun
from events_app.domain.sign_ins import (
    RESET_LASTS,
    SESSION_IDLE,
    SESSION_LONGEST,
    Brake,
    CodeWrong,
    Credentials,
    LinkPurpose,
    LinkSpent,
    Session,
    SignInFailed,
    SingleUseLink,
)
from events_app.storage import jobs, people
from events_app.storage import sign_ins as kept
from events_app.storage.database import transaction


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A new session: `token` goes into the cookie and is nowhere else; `needs_code` asks for the second factor."""

    token: str
    needs_code: bool
    person: Person


async def sign_in(email: str, password: str, *, address: str, device: str, old_token: str, now: datetime) -> SignedIn:
    """Begin a session with address and password; the session before it, `old_token`, ends.

    Raises SignInFailed or TooManyAttempts. Failures are counted by e-mail address and by network address.
    """
    keys = (f"sign-in:{tokens.digest(email.strip().lower())[:32]}", f"sign-in-from:{address}")
    await _check_brakes(keys, now=now)
    person, credentials = await _known(email)
    is_right = await passwords.is_right(password, credentials.password_hash if credentials else "")
    if not is_right or person is None or credentials is None or not person.is_active:
        await _failed(keys, person, now=now)
        raise SignInFailed
    if passwords.needs_new_hash(credentials.password_hash):
        renewed = replace(credentials, password_hash=await passwords.hashed(password))
        if await people.set_credentials(renewed, before=credentials):
            credentials = renewed
    async with transaction():
        await kept.remove_brake(keys[0])
        return await _begin(person, is_complete=not credentials.needs_code, device=device, old_token=old_token, now=now)


async def give_code(token: str, code: str, *, device: str, now: datetime) -> SignedIn:
    """Complete a session with a one-time or recovery code; it gets a new token.

    Raises SignInFailed where no session waits for one, CodeWrong or TooManyAttempts.
    """
    session = await kept.find_session(tokens.digest(token))
    if session is None or session.is_complete or not session.holds_at(now):
        raise SignInFailed
    person = await people.get(session.person_id)
    key = f"code:{person.id}"
    await _check_brakes((key,), now=now)
    try:
        await _use_code(person, code, now=now)
    except CodeWrong:
        await _failed((key,), person, now=now)
        raise
    async with transaction():
        return await _begin(person, is_complete=True, device=device, old_token=token, now=now)


async def note_seen(token_digest: str, *, now: datetime) -> None:
    """Keep that a session was used."""
    await kept.set_session_seen(token_digest, now)


async def note_token_used(token_id: UUID, *, now: datetime) -> None:
    """Keep that an API token was used; not a change of anything, so not in the history."""
    await kept.set_api_token_used(token_id, now)


async def sign_out(token: str, *, by: Asker, now: datetime) -> None:
    """End the session of this browser."""
    async with transaction():
        await kept.remove_session(tokens.digest(token))
        await record(Deed.SIGNED_OUT, Noun.PERSON, by.person_id, by=by, now=now)


async def ask_reset(email: str, *, address: str, now: datetime) -> None:
    """Promise a link for a new password, whether or not the address has an account: that is looked up later.

    So the answer takes as long for one address as for another. Raises EmailInvalid for what is no address at all,
    TooManyAttempts.
    """
    folded = folded_email(email)
    await count_attempt(f"reset-from:{address}", now=now)
    await count_attempt(f"reset:{tokens.digest(folded)[:32]}", now=now)
    job = Job(id=uuid4(), kind=JobKind.ANSWER_RESET, payload={"email": folded}, run_at=now, created_at=now)
    async with transaction():
        await jobs.add(job)


async def answer_reset(email: str, *, now: datetime) -> None:
    """Send a link for a new password to an address that has an account; to others nothing."""
    person = await people.find_by_email(email)
    if person is None or not person.is_active:
        return
    token = tokens.new_token()
    async with transaction():
        await kept.remove_resets(person.id)
        link = SingleUseLink(
            token_digest=tokens.digest(token),
            purpose=LinkPurpose.RESET,
            email=email,
            person_id=person.id,
            language=person.language,
            created_at=now,
            expires_at=now + RESET_LASTS,
        )
        await kept.add_link(link)
        params = {"token": token, "expires_at": link.expires_at.isoformat()}
        await post(LetterKind.PASSWORD_RESET, to=person, params=params, now=now)


async def reset_password(token: str, password: str, *, now: datetime) -> Person:
    """Set a new password with a link; every session and API token of the person ends.

    Raises LinkSpent, PasswordTooShort or PasswordCommon.
    """
    link, person = await find_reset(token, now=now)
    passwords.check_password(password, (person.name, person.email))
    password_hash = await passwords.hashed(password)
    async with transaction():
        if not await kept.set_link_used(link.token_digest, now):
            raise LinkSpent
        await set_password(person, password_hash, by=Asker(person), now=now)
        await kept.set_all_api_tokens_revoked(person.id, now)
    return person


async def find_reset(token: str, *, now: datetime) -> tuple[SingleUseLink, Person]:
    """A link for a new password that still holds, and whose it is. Raises LinkSpent."""
    link = await kept.find_link(tokens.digest(token))
    if link is None or link.purpose is not LinkPurpose.RESET or link.person_id is None:
        raise LinkSpent
    link.use(now=now)
    person = await people.get(link.person_id)
    if not person.is_active:
        raise LinkSpent
    return link, person


async def set_password(person: Person, password_hash: str, *, by: Asker, now: datetime, keeping: str = "") -> None:
    """Keep a new password inside the caller's transaction; sessions end, but the one with the digest `keeping`."""
    before = await people.get_credentials(person.id)
    if not await people.set_credentials(replace(before, password_hash=password_hash), before=before):
        raise ChangedMeanwhile
    await kept.remove_sessions(person.id, but=keeping)
    await record(Deed.PASSWORD_CHANGED, Noun.PERSON, person.id, by=by, now=now, label=person.name)
    await post(LetterKind.PASSWORD_CHANGED, to=person, params={}, now=now)


async def tidy(*, now: datetime) -> None:
    """Remove sessions that no longer hold."""
    await kept.remove_old_sessions(now - SESSION_LONGEST, now - SESSION_IDLE)


async def _known(email: str) -> tuple[Person | None, Credentials | None]:
    try:
        person = await people.find_by_email(folded_email(email))
    except EmailInvalid:
        return None, None
    return person, await people.get_credentials(person.id) if person else None


async def _begin(person: Person, *, is_complete: bool, device: str, old_token: str, now: datetime) -> SignedIn:
    token = tokens.new_token()
    if old_token:
        await kept.remove_session(tokens.digest(old_token))
    await kept.add_session(
        Session(
            token_digest=tokens.digest(token),
            person_id=person.id,
            created_at=now,
            last_seen_at=now,
            is_complete=is_complete,
            device=device,
        )
    )
    if is_complete:
        await record(Deed.SIGNED_IN, Noun.PERSON, person.id, by=Asker(person), now=now, label=person.name)
    return SignedIn(token, needs_code=not is_complete, person=person)


async def _failed(keys: tuple[str, ...], person: Person | None, *, now: datetime) -> None:
    for key in keys:
        await count_attempt(key, now=now)
    if person is not None:
        async with transaction():
            await record(Deed.SIGN_IN_FAILED, Noun.PERSON, person.id, by=SYSTEM, now=now, label=person.name)


async def _check_brakes(keys: tuple[str, ...], *, now: datetime) -> None:
    for key in keys:
        brake = await kept.find_brake(key)
        if brake:
            brake.check(now=now)


async def count_attempt(key: str, *, now: datetime) -> None:
    """Count an attempt under a key. Raises TooManyAttempts while its pause lasts."""
    async with transaction():
        brake: Brake = await kept.lock_brake(key, now)
        brake.check(now=now)
        await kept.set_brake(brake.failed(now=now))


async def _use_code(person: Person, code: str, *, now: datetime) -> None:
    """Use up a one-time or recovery code. Raises CodeWrong."""
    before = await people.get_credentials(person.id)
    step = totp.step_of(code, before.totp_secret, now=now, after=before.last_step)
    if step is not None:
        after = replace(before, last_step=step)
    else:
        used = tokens.recovery_digest(code)
        if used not in before.recovery_digests:
            raise CodeWrong
        after = replace(before, recovery_digests=tuple(each for each in before.recovery_digests if each != used))
    if not await people.set_credentials(after, before=before):
        raise CodeWrong
