"""Documents of applications with a status each, and changes that were asked for after submitting."""

from events_app.storage import ddl

STATEMENTS = (
    "ALTER TABLE admission ADD COLUMN papers {text} NOT NULL DEFAULT '[]'",
    """
    CREATE TABLE application_paper (
        id {uuid} PRIMARY KEY,
        application {uuid} NOT NULL REFERENCES application (id),
        paper {text} NOT NULL,
        document {uuid} NOT NULL,
        status {text} NOT NULL CHECK (status IN ('received', 'accepted', 'rejected')),
        reason {text} NOT NULL,
        received_at {timestamptz} NOT NULL,
        decided_at {timestamptz},
        CHECK (status <> 'rejected' OR reason <> '')
    )
    """,
    "CREATE UNIQUE INDEX application_paper_key ON application_paper (application, paper)",
    """
    CREATE TABLE change_request (
        id {uuid} PRIMARY KEY,
        application {uuid} NOT NULL REFERENCES application (id),
        wish {text} NOT NULL,
        exhibits {text} NOT NULL,
        words {text} NOT NULL,
        state {text} NOT NULL CHECK (state IN ('open', 'granted', 'refused', 'taken_back')),
        answer {text} NOT NULL,
        asked_at {timestamptz} NOT NULL,
        decided_at {timestamptz}
    )
    """,
    "CREATE INDEX change_request_application ON change_request (application, asked_at)",
    "CREATE UNIQUE INDEX change_request_open ON change_request (application) WHERE state = 'open'",
)


async def forwards() -> None:
    """Make the tables."""
    await ddl.run(*STATEMENTS)
