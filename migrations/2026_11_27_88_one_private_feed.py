"""Agendas become private feeds as the others are: one table, and every address that was given out keeps working."""

from events_app.storage import ddl

STATEMENTS = (
    """
    CREATE TABLE private_feed_again (
        id {uuid} PRIMARY KEY,
        token_digest {text} NOT NULL UNIQUE,
        person {uuid} NOT NULL REFERENCES person (id),
        kind {text} NOT NULL CHECK (kind IN ('agenda', 'saved', 'unit')),
        name {text} NOT NULL,
        query {text} NOT NULL,
        unit {uuid} REFERENCES organisation (id),
        company {uuid} REFERENCES organisation (id),
        created_at {timestamptz} NOT NULL,
        revoked_at {timestamptz},
        CHECK ((kind = 'agenda') = (company IS NOT NULL))
    )
    """,
    """
    INSERT INTO private_feed_again (id, token_digest, person, kind, name, query, unit, created_at, revoked_at)
    SELECT id, token_digest, person, kind, name, query, unit, created_at, revoked_at FROM private_feed
    """,
    """
    INSERT INTO private_feed_again (id, token_digest, person, kind, name, query, company, created_at, revoked_at)
    SELECT id, token_digest, person, 'agenda', name, '', company, created_at, revoked_at FROM agenda_feed
    """,
    "DROP TABLE private_feed",
    "DROP TABLE agenda_feed",
    "ALTER TABLE private_feed_again RENAME TO private_feed",
    "CREATE INDEX private_feed_person ON private_feed (person, created_at)",
    "CREATE INDEX private_feed_unit ON private_feed (unit)",
    "CREATE INDEX private_feed_company ON private_feed (company)",
)


async def forwards() -> None:
    """Bring the feeds of agendas into the table of private feeds."""
    await ddl.run(*STATEMENTS)
