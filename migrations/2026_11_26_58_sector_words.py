"""What the authority decided of words for imports and industries."""

from events_app.storage import ddl

STATEMENTS = (
    """
    CREATE TABLE sector_word (
        id {uuid} PRIMARY KEY,
        kind {text} NOT NULL CHECK (kind IN ('import', 'industry')),
        item {text} NOT NULL,
        sectors {text} NOT NULL,
        modified_at {timestamptz} NOT NULL,
        version {integer} NOT NULL
    )
    """,
    "CREATE UNIQUE INDEX sector_word_item ON sector_word (kind, item)",
)


async def forwards() -> None:
    """Make the table."""
    await ddl.run(*STATEMENTS)
