"""Idempotency keys: what was answered to a program that created something, so that asking twice creates once."""

from events_app.storage import ddl

STATEMENTS = (
    """
    CREATE TABLE idempotency_key (
        id {uuid} PRIMARY KEY,
        person {uuid} NOT NULL REFERENCES person (id) ON DELETE CASCADE,
        key {text} NOT NULL,
        fingerprint {text} NOT NULL,
        answer {text} NOT NULL,
        created_at {timestamptz} NOT NULL,
        CONSTRAINT idempotency_key_person_key_key UNIQUE (person, key)
    )
    """,
    "CREATE INDEX idempotency_key_created_at ON idempotency_key (created_at)",
)


async def forwards() -> None:
    """Make the table."""
    await ddl.run(*STATEMENTS)
