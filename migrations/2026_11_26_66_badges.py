"""Badges of members, who was let in on which day, what doors were answered, and visitors at stands."""

from events_app.storage import ddl

STATEMENTS = (
    """
    CREATE TABLE badge (
        id {uuid} PRIMARY KEY,
        edition {uuid} NOT NULL REFERENCES edition (id) ON DELETE CASCADE,
        member {uuid} NOT NULL REFERENCES delegation_member (id) ON DELETE CASCADE,
        digest {text} NOT NULL,
        made_at {timestamptz} NOT NULL,
        printed_at {timestamptz},
        revoked_at {timestamptz}
    )
    """,
    "CREATE UNIQUE INDEX badge_digest ON badge (digest)",
    "CREATE UNIQUE INDEX badge_once ON badge (member) WHERE revoked_at IS NULL",
    "CREATE INDEX badge_member ON badge (member)",
    "CREATE INDEX badge_edition ON badge (edition)",
    """
    CREATE TABLE check_in (
        member {uuid} NOT NULL REFERENCES delegation_member (id) ON DELETE CASCADE,
        day {date} NOT NULL,
        edition {uuid} NOT NULL REFERENCES edition (id) ON DELETE CASCADE,
        at {timestamptz} NOT NULL,
        door {text} NOT NULL,
        key {text} NOT NULL,
        PRIMARY KEY (member, day)
    ) {without_rowid}
    """,
    "CREATE INDEX check_in_edition ON check_in (edition, day)",
    """
    CREATE TABLE door_answer (
        edition {uuid} NOT NULL REFERENCES edition (id) ON DELETE CASCADE,
        key {text} NOT NULL,
        digest {text} NOT NULL,
        verdict {text} NOT NULL CHECK (verdict IN ('admitted', 'already', 'revoked', 'unknown', 'elsewhere')),
        member {uuid} REFERENCES delegation_member (id) ON DELETE CASCADE,
        at {timestamptz},
        door {text} NOT NULL,
        asked_at {timestamptz} NOT NULL,
        PRIMARY KEY (edition, key)
    ) {without_rowid}
    """,
    "CREATE INDEX door_answer_member ON door_answer (member)",
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
)


async def forwards() -> None:
    """Make the tables."""
    await ddl.run(*STATEMENTS)
