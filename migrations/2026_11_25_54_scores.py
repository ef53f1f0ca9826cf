"""Score sheets of admissions, and what officers gave."""

from events_app.storage import ddl

STATEMENTS = (
    "ALTER TABLE admission ADD COLUMN criteria {text} NOT NULL DEFAULT '[]'",
    """
    CREATE TABLE application_score (
        id {uuid} PRIMARY KEY,
        application {uuid} NOT NULL REFERENCES application (id),
        criterion {text} NOT NULL,
        person {uuid} NOT NULL REFERENCES person (id),
        value {integer} NOT NULL CHECK (value >= 0 AND value <= 10),
        at {timestamptz} NOT NULL
    )
    """,
    "CREATE UNIQUE INDEX application_score_key ON application_score (application, criterion, person)",
)


async def forwards() -> None:
    """Make the table."""
    await ddl.run(*STATEMENTS)
