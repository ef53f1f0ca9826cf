"""Sessions, single-use links, the brake on guessing, and API tokens: digests only, never what they open."""

from datetime import datetime
from typing import Any
from uuid import UUID

from events_app.domain.api_tokens import ApiToken
from events_app.domain.organisations import Role
from events_app.domain.rights import TokenScope
from events_app.domain.sign_ins import Brake, LinkPurpose, Session, SingleUseLink
from events_app.storage import tables
from events_app.storage.database import fetch
from events_app.storage.values import dumps, loads

Row = dict[str, Any]


async def find_session(token_digest: str) -> Session | None:
    """Session by the digest of its token."""
    rows = await fetch("SELECT * FROM sign_in_session WHERE token_digest = {}", token_digest)
    return _session(rows[0]) if rows else None


async def list_sessions(person_id: UUID) -> tuple[Session, ...]:
    """Sessions of a person, used last first."""
    table = tables.SignInSession
    rows = await table.select().where(table.person == person_id).order_by(table.last_seen_at, ascending=False)
    return tuple(map(_session, rows))


async def add_session(session: Session) -> None:
    """Keep a new session."""
    await tables.SignInSession.insert(
        tables.SignInSession(
            token_digest=session.token_digest,
            person=session.person_id,
            created_at=session.created_at,
            last_seen_at=session.last_seen_at,
            is_complete=session.is_complete,
            device=session.device,
        )
    )


async def set_session_seen(token_digest: str, at: datetime) -> None:
    """Keep when a session was last used."""
    table = tables.SignInSession
    await table.update({table.last_seen_at: at}).where(table.token_digest == token_digest)


async def remove_session(token_digest: str) -> None:
    """End a session."""
    await tables.SignInSession.delete().where(tables.SignInSession.token_digest == token_digest)


async def remove_sessions(person_id: UUID, *, but: str = "") -> None:
    """End every session of a person, except the one with this digest."""
    table = tables.SignInSession
    await table.delete().where((table.person == person_id) & (table.token_digest != but))


async def remove_old_sessions(created_before: datetime, seen_before: datetime) -> None:
    """Remove sessions that no longer hold."""
    table = tables.SignInSession
    await table.delete().where((table.created_at < created_before) | (table.last_seen_at < seen_before))


async def find_link(token_digest: str) -> SingleUseLink | None:
    """Single-use link by the digest of its token."""
    row = await tables.SingleUseLink.select().where(tables.SingleUseLink.token_digest == token_digest).first()
    return _link(row) if row else None


async def list_invitations(organisation_id: UUID) -> tuple[SingleUseLink, ...]:
    """Invitations into an organisation, newest first."""
    table = tables.SingleUseLink
    rows = await table.select().where(table.organisation == organisation_id).order_by(table.created_at, ascending=False)
    return tuple(map(_link, rows))


async def add_link(link: SingleUseLink) -> None:
    """Keep a new link."""
    await tables.SingleUseLink.insert(
        tables.SingleUseLink(
            token_digest=link.token_digest,
            purpose=link.purpose.value,
            email=link.email,
            person=link.person_id,
            organisation=link.organisation_id,
            role=link.role.value if link.role else "",
            languages=dumps(link.languages),
            language=link.language,
            created_by=link.created_by,
            created_at=link.created_at,
            expires_at=link.expires_at,
            used_at=link.used_at,
        )
    )


async def set_link_used(token_digest: str, at: datetime) -> bool:
    """Spend a link; False where it was spent already: of two requests one succeeds."""
    table = tables.SingleUseLink
    unused = (table.token_digest == token_digest) & table.used_at.is_null()
    return bool(await table.update({table.used_at: at}).where(unused).returning(table.token_digest))


async def remove_resets(person_id: UUID) -> None:
    """Take back the unused reset links of a person."""
    table = tables.SingleUseLink
    is_open = table.used_at.is_null() & (table.purpose == LinkPurpose.RESET.value)
    await table.delete().where((table.person == person_id) & is_open)


async def remove_link(token_digest: str) -> bool:
    """Take back an unused link; False where there is none."""
    table = tables.SingleUseLink
    unused = (table.token_digest == token_digest) & table.used_at.is_null()
    return bool(await table.delete().where(unused).returning(table.token_digest))


async def find_brake(key: str) -> Brake | None:
    """Failures counted under a key."""
    row = await tables.Brake.select().where(tables.Brake.key == key).first()
    return Brake(**row) if row else None


async def set_brake(brake: Brake) -> None:
    """Keep the failures counted under a key."""
    await fetch(
        "INSERT INTO brake (key, failures, since, blocked_until) VALUES ({}, {}, {}, {}) "
        "ON CONFLICT (key) DO UPDATE SET "
        "failures = excluded.failures, since = excluded.since, blocked_until = excluded.blocked_until",
        brake.key,
        brake.failures,
        brake.since,
        brake.blocked_until,
    )


async def lock_brake(key: str, now: datetime) -> Brake:
    """Return the failures under a key, kept from other transactions until this one ends."""
    await fetch(
        "INSERT INTO brake (key, failures, since) VALUES ({}, 0, {}) "
        "ON CONFLICT (key) DO UPDATE SET key = excluded.key",
        key,
        now,
    )
    return await find_brake(key) or Brake(key=key, since=now)


async def remove_brake(key: str) -> None:
    """Forget the failures under a key."""
    await tables.Brake.delete().where(tables.Brake.key == key)


async def find_api_token(token_digest: str) -> ApiToken | None:
    """API token by the digest of the token."""
    rows = await fetch("SELECT * FROM api_token WHERE token_digest = {}", token_digest)
    return _api_token(rows[0]) if rows else None


async def list_api_tokens(person_id: UUID) -> tuple[ApiToken, ...]:
    """API tokens of a person, newest first, the revoked ones too."""
    table = tables.ApiToken
    rows = await table.select().where(table.person == person_id).order_by(table.created_at, ascending=False)
    return tuple(map(_api_token, rows))


async def add_api_token(token: ApiToken) -> None:
    """Keep a new API token."""
    await tables.ApiToken.insert(
        tables.ApiToken(
            id=token.id,
            person=token.person_id,
            name=token.name,
            token_digest=token.token_digest,
            scopes=dumps(sorted(scope.value for scope in token.scopes)),
            created_at=token.created_at,
            expires_at=token.expires_at,
            last_used_at=token.last_used_at,
            revoked_at=token.revoked_at,
        )
    )


async def set_api_token_used(token_id: UUID, at: datetime) -> None:
    """Keep when a token was last used."""
    table = tables.ApiToken
    await table.update({table.last_used_at: at}).where(table.id == token_id)


async def set_api_token_revoked(token_id: UUID, person_id: UUID, at: datetime) -> bool:
    """Revoke a token of this person; False where there is none that still holds."""
    table = tables.ApiToken
    holding = (table.id == token_id) & (table.person == person_id) & table.revoked_at.is_null()
    return bool(await table.update({table.revoked_at: at}).where(holding).returning(table.id))


async def set_all_api_tokens_revoked(person_id: UUID, at: datetime) -> None:
    """Revoke every token of a person."""
    table = tables.ApiToken
    await table.update({table.revoked_at: at}).where((table.person == person_id) & table.revoked_at.is_null())


def _session(row: Row) -> Session:
    return Session(
        token_digest=row["token_digest"],
        person_id=row["person"],
        created_at=row["created_at"],
        last_seen_at=row["last_seen_at"],
        is_complete=row["is_complete"],
        device=row["device"],
    )


def _link(row: Row) -> SingleUseLink:
    return SingleUseLink(
        token_digest=row["token_digest"],
        purpose=LinkPurpose(row["purpose"]),
        email=row["email"],
        person_id=row["person"],
        organisation_id=row["organisation"],
        role=Role(row["role"]) if row["role"] else None,
        languages=tuple(loads(row["languages"])),
        language=row["language"],
        created_by=row["created_by"],
        created_at=row["created_at"],
        expires_at=row["expires_at"],
        used_at=row["used_at"],
    )


def _api_token(row: Row) -> ApiToken:
    return ApiToken(
        id=row["id"],
        person_id=row["person"],
        name=row["name"],
        token_digest=row["token_digest"],
        scopes=frozenset(map(TokenScope, loads(row["scopes"]))),
        created_at=row["created_at"],
        expires_at=row["expires_at"],
        last_used_at=row["last_used_at"],
        revoked_at=row["revoked_at"],
    )
