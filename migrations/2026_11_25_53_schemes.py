"""Support schemes, and what organisers expect taking part to cost."""

from events_app.storage import ddl

STATEMENTS = (
    "ALTER TABLE admission ADD COLUMN costs {text} NOT NULL DEFAULT '[]'",
    """
    CREATE TABLE support_scheme (
        id {uuid} PRIMARY KEY,
        name {text} NOT NULL,
        summary {text} NOT NULL,
        kind {text} NOT NULL CHECK (kind IN ('grant', 'tax', 'insurance', 'credit')),
        rules {text} NOT NULL,
        valid_from {date},
        valid_until {date},
        source {text} NOT NULL,
        is_illustrative {boolean} NOT NULL,
        modified_at {timestamptz} NOT NULL,
        version {integer} NOT NULL,
        CHECK (valid_from IS NULL OR valid_until IS NULL OR valid_from <= valid_until)
    )
    """,
    "CREATE INDEX support_scheme_valid ON support_scheme (valid_until)",
)


async def forwards() -> None:
    """Make the table."""
    await ddl.run(*STATEMENTS)
