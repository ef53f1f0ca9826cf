"""Weights of matching, by version."""

from events_app.storage import ddl

STATEMENTS = (
    """
    CREATE TABLE match_weights (
        version {integer} PRIMARY KEY,
        parts {text} NOT NULL,
        developing_percent {integer} NOT NULL CHECK (developing_percent BETWEEN 0 AND 100),
        note {text} NOT NULL,
        set_at {timestamptz} NOT NULL,
        set_by {uuid}
    )
    """,
)


async def forwards() -> None:
    """Make the table."""
    await ddl.run(*STATEMENTS)
