"""Links with which companies register themselves."""

from datetime import datetime

from events_app.domain.registrations import Registration
from events_app.storage import tables


async def find(token_digest: str) -> Registration | None:
    """Registration by the digest of its token."""
    table = tables.Registration
    row = await table.select().where(table.token_digest == token_digest).first()
    if row is None:
        return None
    return Registration(
        token_digest=row["token_digest"],
        email=row["email"],
        language=row["language"],
        created_at=row["created_at"],
        expires_at=row["expires_at"],
        used_at=row["used_at"],
    )


async def add(registration: Registration) -> None:
    """Keep a new link; earlier ones to the same address hold no more."""
    table = tables.Registration
    await table.delete().where((table.email == registration.email) & table.used_at.is_null())
    await table.insert(
        table(
            token_digest=registration.token_digest,
            email=registration.email,
            language=registration.language,
            created_at=registration.created_at,
            expires_at=registration.expires_at,
            used_at=registration.used_at,
        )
    )


async def set_used(token_digest: str, at: datetime) -> bool:
    """Spend a link; False where it was spent already: of two requests one succeeds."""
    table = tables.Registration
    unused = (table.token_digest == token_digest) & table.used_at.is_null()
    return bool(await table.update({table.used_at: at}).where(unused).returning(table.token_digest))


async def remove_expired(before: datetime) -> None:
    """Forget links that expired before a moment, and with them the addresses."""
    await tables.Registration.delete().where(tables.Registration.expires_at < before)
