"""Calendars of other publishers that are imported, and which edition each of their events became."""

from events_app.storage import ddl

STATEMENTS = (
    """
    CREATE TABLE import_source (
        id {uuid} PRIMARY KEY,
        address {text} NOT NULL UNIQUE CHECK (length(address) BETWEEN 1 AND 2000),
        name {text} NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
        unit {uuid} REFERENCES organisation (id),
        etag {text} NOT NULL,
        fetched_at {timestamptz},
        created_at {timestamptz} NOT NULL,
        version {integer} NOT NULL
    )
    """,
    "CREATE INDEX import_source_unit ON import_source (unit, name)",
    """
    CREATE TABLE imported_identity (
        id {uuid} PRIMARY KEY,
        source {uuid} NOT NULL REFERENCES import_source (id) ON DELETE CASCADE,
        uid {text} NOT NULL CHECK (length(uid) BETWEEN 1 AND 255),
        edition {uuid} NOT NULL REFERENCES edition (id),
        sequence {integer} NOT NULL,
        changed_at {timestamptz},
        imported_at {timestamptz} NOT NULL,
        UNIQUE (source, uid)
    )
    """,
    "CREATE INDEX imported_identity_edition ON imported_identity (edition)",
)


async def forwards() -> None:
    """Make the tables."""
    await ddl.run(*STATEMENTS)
