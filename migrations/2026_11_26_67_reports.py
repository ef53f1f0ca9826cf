"""Reports of exhibitors and units after an edition, what they say by partner country, and projects that came of it."""

from events_app.storage import ddl

STATEMENTS = (
    """
    CREATE TABLE report (
        id {uuid} PRIMARY KEY,
        edition {uuid} NOT NULL REFERENCES edition (id) ON DELETE CASCADE,
        application {uuid} REFERENCES application (id) ON DELETE CASCADE,
        company {uuid} REFERENCES organisation (id),
        number {integer} NOT NULL,
        state {text} NOT NULL CHECK (state IN ('draft', 'current', 'replaced')),
        visitors {integer} CHECK (visitors >= 0),
        leads {integer} CHECK (leads >= 0),
        memoranda {integer} CHECK (memoranda >= 0),
        satisfaction {integer} CHECK (satisfaction BETWEEN 1 AND 5),
        ip_incidents {integer} CHECK (ip_incidents >= 0),
        content {text} NOT NULL,
        created_at {timestamptz} NOT NULL,
        modified_at {timestamptz} NOT NULL,
        sent_at {timestamptz},
        sent_on {date},
        sent_by {uuid},
        version {integer} NOT NULL,
        CHECK ((application IS NULL) = (company IS NULL)),
        CHECK ((state = 'draft') = (sent_at IS NULL))
    )
    """,
    "CREATE UNIQUE INDEX report_number ON report (application, number) WHERE application IS NOT NULL",
    "CREATE UNIQUE INDEX report_unit_number ON report (edition, number) WHERE application IS NULL",
    """
    CREATE UNIQUE INDEX report_once ON report (application, state)
    WHERE application IS NOT NULL AND state IN ('draft', 'current')
    """,
    """
    CREATE UNIQUE INDEX report_unit_once ON report (edition, state)
    WHERE application IS NULL AND state IN ('draft', 'current')
    """,
    "CREATE INDEX report_edition ON report (edition, state, sent_on, id)",
    "CREATE INDEX report_company ON report (company)",
    """
    CREATE TABLE report_amount (
        report {uuid} NOT NULL REFERENCES report (id) ON DELETE CASCADE,
        currency {text} NOT NULL,
        intended_minor {bigint} NOT NULL CHECK (intended_minor >= 0),
        signed_minor {bigint} NOT NULL CHECK (signed_minor >= 0),
        PRIMARY KEY (report, currency)
    ) {without_rowid}
    """,
    """
    CREATE TABLE report_line (
        id {uuid} PRIMARY KEY,
        report {uuid} NOT NULL REFERENCES report (id) ON DELETE CASCADE,
        country {text} NOT NULL,
        leads {integer} NOT NULL CHECK (leads >= 0),
        memoranda {integer} NOT NULL CHECK (memoranda >= 0),
        currency {text} NOT NULL,
        intended_minor {bigint} NOT NULL CHECK (intended_minor >= 0),
        signed_minor {bigint} NOT NULL CHECK (signed_minor >= 0)
    )
    """,
    "CREATE INDEX report_line_report ON report_line (report)",
    """
    CREATE TABLE report_project (
        line {uuid} PRIMARY KEY,
        edition {uuid} NOT NULL REFERENCES edition (id) ON DELETE CASCADE,
        project_slug {text} NOT NULL,
        at {timestamptz} NOT NULL,
        person {uuid}
    ) {without_rowid}
    """,
    "CREATE INDEX report_project_edition ON report_project (edition)",
)


async def forwards() -> None:
    """Make the tables."""
    await ddl.run(*STATEMENTS)
