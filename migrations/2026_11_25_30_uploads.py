"""Files that were sent for an import and wait for a decision: looked at first, kept or thrown away within the hour."""

from events_app.storage import ddl

STATEMENTS = (
    """
    CREATE TABLE upload (
        id {uuid} PRIMARY KEY,
        person {uuid} NOT NULL REFERENCES person (id) ON DELETE CASCADE,
        kind {text} NOT NULL CHECK (kind IN ('exhibitions', 'projects', 'calendar')),
        name {text} NOT NULL,
        language {text} NOT NULL,
        source {uuid} REFERENCES import_source (id) ON DELETE CASCADE,
        etag {text} NOT NULL,
        content {text} NOT NULL,
        created_at {timestamptz} NOT NULL
    )
    """,
    "CREATE INDEX upload_person ON upload (person, created_at)",
    "CREATE INDEX upload_created_at ON upload (created_at)",
)


async def forwards() -> None:
    """Make the table."""
    await ddl.run(*STATEMENTS)
