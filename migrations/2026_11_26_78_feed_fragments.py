"""Rendered entries of feeds: what one contributes to a format in one language and variant, kept for all workers."""

from events_app.storage import ddl

STATEMENTS = (
    """
    CREATE TABLE feed_style (
        id {uuid} PRIMARY KEY,
        form {text} NOT NULL,
        language {text} NOT NULL,
        variant {text} NOT NULL,
        mark {text} NOT NULL,
        used_at {timestamptz} NOT NULL,
        UNIQUE (form, language, variant, mark)
    )
    """,
    "CREATE INDEX feed_style_used ON feed_style (used_at)",
    # An entry that is written anew is taken out first, and its fragments with it: no old revision stays.
    """
    CREATE TABLE feed_fragment (
        style {uuid} NOT NULL REFERENCES feed_style (id) ON DELETE CASCADE,
        entry {uuid} NOT NULL REFERENCES entry (id) ON DELETE CASCADE,
        modified_at {timestamptz} NOT NULL,
        zone {text} NOT NULL,
        turned_at {timestamptz},
        turns_at {timestamptz},
        body {text} NOT NULL,
        PRIMARY KEY (style, entry)
    )
    """,
    "CREATE INDEX feed_fragment_entry ON feed_fragment (entry)",
)


async def forwards() -> None:
    """Make the tables."""
    await ddl.run(*STATEMENTS)
