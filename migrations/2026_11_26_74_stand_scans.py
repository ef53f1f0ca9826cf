"""Badges that were scanned at stands: one row for a badge, a stand and a day."""

from events_app.storage import ddl

STATEMENTS = (
    """
    CREATE TABLE stand_scan (
        edition {uuid} NOT NULL REFERENCES edition (id) ON DELETE CASCADE,
        company {uuid} NOT NULL REFERENCES organisation (id),
        stand {text} NOT NULL,
        day {date} NOT NULL,
        member {uuid} NOT NULL REFERENCES delegation_member (id) ON DELETE CASCADE,
        at {timestamptz} NOT NULL,
        key {text} NOT NULL,
        PRIMARY KEY (edition, company, stand, day, member)
    ) {without_rowid}
    """,
    "CREATE UNIQUE INDEX stand_scan_key ON stand_scan (edition, key)",
    "CREATE INDEX stand_scan_company ON stand_scan (company)",
    "CREATE INDEX stand_scan_member ON stand_scan (member)",
)


async def forwards() -> None:
    """Make the table."""
    await ddl.run(*STATEMENTS)
