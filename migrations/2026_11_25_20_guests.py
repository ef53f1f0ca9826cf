"""Who is invited to which session of an edition, and what each was told last."""

from events_app.storage import ddl

STATEMENTS = (
    """
    CREATE TABLE session_guest (
        id {uuid} PRIMARY KEY,
        edition {uuid} NOT NULL REFERENCES edition (id),
        session {uuid} NOT NULL,
        email {text} NOT NULL,
        name {text} NOT NULL,
        language {text} NOT NULL,
        zone {text} NOT NULL,
        person {uuid} REFERENCES person (id),
        state {text} NOT NULL CHECK (state IN ('invited', 'updated', 'cancelled')),
        told {text} NOT NULL,
        told_at {timestamptz} NOT NULL,
        ends_at {timestamptz} NOT NULL
    )
    """,
    "CREATE UNIQUE INDEX session_guest_email ON session_guest (session, email)",
    "CREATE INDEX session_guest_edition ON session_guest (edition)",
    "CREATE INDEX session_guest_person ON session_guest (person)",
    "CREATE INDEX session_guest_ends_at ON session_guest (ends_at)",
)


async def forwards() -> None:
    """Make the table."""
    await ddl.run(*STATEMENTS)
