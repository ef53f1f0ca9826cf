"""One's own account: password, second factor, recovery codes, sessions, API tokens, and what is held about a person."""

from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from events_app.actions.history import record
from events_app.actions.sign_ins import set_password
from events_app.credentials import passwords, tokens, totp
from events_app.domain.api_tokens import MOST_TOKENS, ApiToken, TokenNameMissing, TooManyTokens
from events_app.domain.history import Deed, plain
from events_app.domain.people import Person
from events_app.domain.refusals import ChangedMeanwhile, NotFound
from events_app.domain.rights import Asker, NotAllowed, Noun, TokenScope
from events_app.domain.sign_ins import RECOVERY_CODES, CodeWrong, Credentials, PasswordWrong
from events_app.storage import guests, history, organisations, people, staff
from events_app.storage import sign_ins as kept
from events_app.storage.database import transaction

MOST_LINES = 5_000


async def change_password(present: str, new: str, *, keeping: str, by: Asker, now: datetime) -> None:
    """Change one's own password; every session but the one with the digest `keeping` ends.

    Raises PasswordWrong, PasswordTooShort or PasswordCommon.
    """
    person = _own(by)
    await check_password(present, by=by)
    passwords.check_password(new, (person.name, person.email))
    password_hash = await passwords.hashed(new)
    async with transaction():
        await set_password(person, password_hash, by=by, now=now, keeping=keeping)


async def check_password(present: str, *, by: Asker) -> None:
    """Raise PasswordWrong unless it is one's own password."""
    credentials = await people.get_credentials(_own(by).id)
    if not await passwords.is_right(present, credentials.password_hash):
        raise PasswordWrong


async def begin_second_factor(*, by: Asker) -> Credentials:
    """Return one's credentials with a secret that waits for its first code; one that is set up already stays."""
    before = await people.get_credentials(_own(by).id)
    if before.totp_secret:
        return before
    after = replace(before, totp_secret=totp.new_secret(), is_totp_confirmed=False)
    return (
        after if await people.set_credentials(after, before=before) else await people.get_credentials(before.person_id)
    )


async def confirm_second_factor(code: str, *, by: Asker, now: datetime) -> tuple[str, ...]:
    """Set the second factor up with its first code; return the recovery codes, shown once. Raises CodeWrong."""
    person = _own(by)
    before = await people.get_credentials(person.id)
    step = totp.step_of(code, before.totp_secret, now=now, after=before.last_step) if before.totp_secret else None
    if step is None:
        raise CodeWrong
    codes = tokens.recovery_codes(RECOVERY_CODES)
    digests = tuple(map(tokens.recovery_digest, codes))
    after = replace(before, is_totp_confirmed=True, last_step=step, recovery_digests=digests)
    await _keep(after, before, Deed.SECOND_FACTOR_SET, by=by, now=now)
    return codes


async def renew_recovery_codes(present: str, *, by: Asker, now: datetime) -> tuple[str, ...]:
    """Make new recovery codes in place of the old ones. Raises PasswordWrong."""
    await check_password(present, by=by)
    before = await people.get_credentials(_own(by).id)
    codes = tokens.recovery_codes(RECOVERY_CODES)
    after = replace(before, recovery_digests=tuple(map(tokens.recovery_digest, codes)))
    await _keep(after, before, Deed.SECOND_FACTOR_SET, by=by, now=now)
    return codes


async def remove_second_factor(present: str, *, by: Asker, now: datetime) -> None:
    """Remove the second factor. Raises PasswordWrong."""
    await check_password(present, by=by)
    before = await people.get_credentials(_own(by).id)
    after = replace(before, totp_secret="", is_totp_confirmed=False, recovery_digests=())
    await _keep(after, before, Deed.SECOND_FACTOR_REMOVED, by=by, now=now)


async def end_session(token_digest: str, *, by: Asker) -> None:
    """End one of one's own sessions. Raises NotFound."""
    if all(session.token_digest != token_digest for session in await kept.list_sessions(_own(by).id)):
        raise NotFound
    await kept.remove_session(token_digest)


async def end_other_sessions(keeping: str, *, by: Asker) -> None:
    """End all of one's own sessions but this one."""
    await kept.remove_sessions(_own(by).id, but=keeping)


async def make_token(
    name: str, scopes: frozenset[TokenScope], expires_at: datetime | None, *, by: Asker, now: datetime
) -> str:
    """Make an API token and return it: it is shown once. Raises TokenNameMissing or TooManyTokens."""
    person = _own(by)
    if not name.strip():
        raise TokenNameMissing
    token = tokens.new_token()
    async with transaction():
        holding = [each for each in await kept.list_api_tokens(person.id) if each.holds_at(now)]
        if len(holding) >= MOST_TOKENS:
            raise TooManyTokens(most=MOST_TOKENS)
        made = ApiToken(
            id=uuid4(),
            person_id=person.id,
            name=name.strip()[:100],
            token_digest=tokens.digest(token),
            scopes=scopes | {TokenScope.READ},
            created_at=now,
            expires_at=expires_at,
        )
        await kept.add_api_token(made)
        await record(Deed.TOKEN_MADE, Noun.PERSON, person.id, by=by, now=now, label=made.name)
    return token


async def revoke_token(token_id: UUID, *, by: Asker, now: datetime) -> None:
    """Revoke one of one's own tokens. Raises NotFound."""
    person = _own(by)
    async with transaction():
        if not await kept.set_api_token_revoked(token_id, person.id, now):
            raise NotFound
        await record(Deed.TOKEN_REVOKED, Noun.PERSON, person.id, by=by, now=now)


async def held_about(*, by: Asker, now: datetime) -> dict[str, Any]:
    """Everything that is held about oneself, as plain values; digests of secrets are left out."""
    person = _own(by)
    memberships = await people.list_memberships(person_ids=[person.id])
    names = await organisations.list_by_id(each.organisation_id for each in memberships)
    return {
        "written_at": now.isoformat(),
        "person": plain(person),
        "memberships": [
            {
                "organisation": plain(names[each.organisation_id].name),
                "role": each.role.value,
                **_since(each.created_at),
            }
            for each in memberships
        ],
        "sessions": [
            {"device": each.device, "last_seen_at": each.last_seen_at.isoformat(), **_since(each.created_at)}
            for each in await kept.list_sessions(person.id)
        ],
        "api_tokens": [
            {"name": each.name, "scopes": plain(each.scopes), "last_used_at": plain(each.last_used_at)}
            for each in await kept.list_api_tokens(person.id)
        ],
        "invitations": [
            {
                "title": plain(each.told.title),
                "session": plain(each.told.part),
                "starts_at": each.told.starts_at.isoformat(),
                "state": each.state.value,
                **_since(each.told_at),
            }
            for each in await guests.list_of_person(person)
        ],
        "assignments": [plain(each) for each in await staff.list_of_person(person.id)],
        "history": [plain(line) for line in await history.list_lines(person_id=person.id, limit=MOST_LINES)],
    }


def _since(moment: datetime) -> dict[str, str]:
    return {"since": moment.isoformat()}


async def _keep(after: Credentials, before: Credentials, deed: Deed, *, by: Asker, now: datetime) -> None:
    """Keep changed credentials, and that they were. Raises ChangedMeanwhile."""
    async with transaction():
        if not await people.set_credentials(after, before=before):
            raise ChangedMeanwhile
        person = _own(by)
        await record(deed, Noun.PERSON, person.id, by=by, now=now, label=person.name)


def _own(by: Asker) -> Person:
    """The asker's own person; a program with a token has no business with its owner's account."""
    if by.person is None or by.scopes is not None:
        raise NotAllowed
    return by.person
