"""Badges of members, the door, and visitors at stands."""

from events_app.storage import ddl

STATEMENTS = (
    """
    CREATE TABLE badge (
        id {uuid} PRIMARY KEY,
        edition {uuid} NOT NULL REFERENCES edition (id) ON DELETE CASCADE,
        member {uuid} NOT NULL REFERENCES delegation_member (id) ON DELETE CASCADE,
        digest {text} NOT NULL,
        made_at {timestamptz} NOT NULL,
        revoked_at {timestamptz}
    )
    """,
    "CREATE UNIQUE INDEX badge_digest ON badge (digest)",
    "CREATE UNIQUE INDEX badge_once ON badge (member) WHERE revoked_at IS NULL",
    "CREATE INDEX badge_member ON badge (member)",
    "CREATE INDEX badge_edition ON badge (edition)",
    """
    CREATE TABLE check_in (
        member {uuid} PRIMARY KEY REFERENCES delegation_member (id) ON DELETE CASCADE,
        edition {uuid} NOT NULL REFERENCES edition (id) ON DELETE CASCADE,
        at {timestamptz} NOT NULL,
        key {text} NOT NULL
    )
    """,
    "CREATE INDEX check_in_edition ON check_in (edition)",
    """
    CREATE TABLE stand_count (
        edition {uuid} NOT NULL REFERENCES edition (id) ON DELETE CASCADE,
        company {uuid} NOT NULL REFERENCES organisation (id),
        day {date} NOT NULL,
        visitors {integer} NOT NULL CHECK (visitors >= 0),
        PRIMARY KEY (edition, company, day)
    ) {without_rowid}
    """,
    "CREATE INDEX stand_count_company ON stand_count (company)",
    """
    CREATE TABLE stand_scan (
        edition {uuid} NOT NULL REFERENCES edition (id) ON DELETE CASCADE,
        company {uuid} NOT NULL REFERENCES organisation (id),
        day {date} NOT NULL,
        member {uuid} NOT NULL REFERENCES delegation_member (id) ON DELETE CASCADE,
        PRIMARY KEY (edition, company, day, member)
    ) {without_rowid}
    """,
    "CREATE INDEX stand_scan_company ON stand_scan (company)",
    "CREATE INDEX stand_scan_member ON stand_scan (member)",
)


async def forwards() -> None:
    """Make the tables."""
    await ddl.run(*STATEMENTS)
