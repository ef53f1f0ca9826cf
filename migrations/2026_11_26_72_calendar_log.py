"""Which entries of the calendar changed at which version: what a subscriber who knows a version has not seen yet."""

from events_app.storage import ddl

STATEMENTS = (
    # Entries from before this table count as changed at version 0: whoever knows any version has seen them.
    """
    CREATE TABLE calendar_log (
        entry {uuid} PRIMARY KEY,
        version {bigint} NOT NULL,
        gone_at {timestamptz}
    )
    """,
    "CREATE INDEX calendar_log_version ON calendar_log (version, entry)",
    "ALTER TABLE calendar_state ADD COLUMN words_version {bigint} NOT NULL DEFAULT 0",
)


async def forwards() -> None:
    """Make the table."""
    await ddl.run(*STATEMENTS)
