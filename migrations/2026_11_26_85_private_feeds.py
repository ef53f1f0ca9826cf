"""Private feeds of people: saved selections and internal calendars."""

from events_app.storage import ddl

STATEMENTS = (
    """
    CREATE TABLE private_feed (
        id {uuid} PRIMARY KEY,
        token_digest {text} NOT NULL UNIQUE,
        person {uuid} NOT NULL REFERENCES person (id),
        kind {text} NOT NULL CHECK (kind IN ('saved', 'unit')),
        name {text} NOT NULL,
        query {text} NOT NULL,
        unit {uuid} REFERENCES organisation (id),
        created_at {timestamptz} NOT NULL,
        revoked_at {timestamptz}
    )
    """,
    "CREATE INDEX private_feed_person ON private_feed (person, created_at)",
    "CREATE INDEX private_feed_unit ON private_feed (unit)",
)


async def forwards() -> None:
    """Make the table."""
    await ddl.run(*STATEMENTS)
