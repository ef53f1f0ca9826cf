"""Private feeds of agendas."""

from events_app.storage import ddl

STATEMENTS = (
    """
    CREATE TABLE agenda_feed (
        id {uuid} PRIMARY KEY,
        token_digest {text} NOT NULL UNIQUE,
        person {uuid} NOT NULL REFERENCES person (id),
        company {uuid} NOT NULL REFERENCES organisation (id),
        name {text} NOT NULL,
        created_at {timestamptz} NOT NULL,
        revoked_at {timestamptz}
    )
    """,
    "CREATE INDEX agenda_feed_person ON agenda_feed (person, company)",
)


async def forwards() -> None:
    """Make the table."""
    await ddl.run(*STATEMENTS)
