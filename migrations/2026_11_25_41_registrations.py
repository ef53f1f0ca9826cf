"""Addresses that asked to register a company, until their link is used."""

from events_app.storage import ddl

STATEMENTS = (
    """
    CREATE TABLE registration (
        token_digest {text} PRIMARY KEY,
        email {text} NOT NULL,
        language {text} NOT NULL,
        created_at {timestamptz} NOT NULL,
        expires_at {timestamptz} NOT NULL,
        used_at {timestamptz}
    )
    """,
    "CREATE INDEX registration_email ON registration (email)",
    "CREATE INDEX registration_expires_at ON registration (expires_at)",
)


async def forwards() -> None:
    """Make the table."""
    await ddl.run(*STATEMENTS)
