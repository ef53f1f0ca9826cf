"""What the authority decides about countries and regions."""

from events_app.storage import ddl

STATEMENTS = (
    """
    CREATE TABLE country_policy (
        code {text} PRIMARY KEY CHECK (length(code) = 2),
        names {text} NOT NULL,
        memberships {text} NOT NULL,
        priority {integer} CHECK (priority BETWEEN 1 AND 3),
        focus_since {date},
        focus_until {date},
        focus_reason {text} NOT NULL,
        note {text} NOT NULL,
        modified_at {timestamptz} NOT NULL,
        version {integer} NOT NULL
    )
    """,
    """
    CREATE TABLE development_rule (
        id {integer} PRIMARY KEY CHECK (id = 1),
        body {text} NOT NULL,
        version {integer} NOT NULL
    )
    """,
    """
    CREATE TABLE policy_state (
        id {integer} PRIMARY KEY CHECK (id = 1),
        version {bigint} NOT NULL
    )
    """,
)


async def forwards() -> None:
    """Make the tables."""
    await ddl.run(*STATEMENTS)
