"""Who fetches feeds, by kind of client and day, and what reading them back found."""

from events_app.storage import ddl

STATEMENTS = (
    # The moment is kept in seconds: sums and latest moments are asked for, which SQLite gives back without a type.
    """
    CREATE TABLE feed_fetch (
        path {text} NOT NULL,
        language {text} NOT NULL,
        family {text} NOT NULL,
        day {date} NOT NULL,
        times {bigint} NOT NULL CHECK (times > 0),
        last_s {bigint} NOT NULL,
        PRIMARY KEY (path, language, family, day)
    ) {without_rowid}
    """,
    "CREATE INDEX feed_fetch_day ON feed_fetch (day)",
    """
    CREATE TABLE feed_check (
        path {text} NOT NULL,
        language {text} NOT NULL,
        version {bigint} NOT NULL,
        size_bytes {bigint} NOT NULL,
        entries {bigint} NOT NULL,
        read_back {bigint} NOT NULL,
        fault {text} NOT NULL,
        checked_s {bigint} NOT NULL,
        PRIMARY KEY (path, language)
    ) {without_rowid}
    """,
)


async def forwards() -> None:
    """Make the tables."""
    await ddl.run(*STATEMENTS)
