"""Templates by which deadlines are counted back from the opening: the authority's, and those of organising units."""

from events_app.storage import ddl

STATEMENTS = (
    """
    CREATE TABLE deadline_template (
        id {uuid} PRIMARY KEY,
        unit {uuid} UNIQUE REFERENCES organisation (id),
        rules {text} NOT NULL,
        modified_at {timestamptz} NOT NULL,
        version {integer} NOT NULL
    )
    """,
)


async def forwards() -> None:
    """Make the table."""
    await ddl.run(*STATEMENTS)
