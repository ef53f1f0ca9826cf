"""Reminders of the deadlines of travellers: one row for a member, a deadline, its day and a step."""

from events_app.storage import ddl

STATEMENTS = (
    """
    CREATE TABLE due_reminder (
        member {uuid} NOT NULL REFERENCES delegation_member (id) ON DELETE CASCADE,
        kind {text} NOT NULL CHECK (kind IN ('visa', 'freight', 'hotel', 'flight')),
        day {date} NOT NULL,
        step {text} NOT NULL CHECK (step IN ('near', 'over')),
        at {timestamptz} NOT NULL,
        PRIMARY KEY (member, kind, day, step)
    ) {without_rowid}
    """,
)


async def forwards() -> None:
    """Make the table."""
    await ddl.run(*STATEMENTS)
