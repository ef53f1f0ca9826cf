"""Claims of companies under support schemes, and the evidence that they send."""

from events_app.storage import ddl

STATEMENTS = (
    """
    CREATE TABLE claim (
        id {uuid} PRIMARY KEY,
        application {uuid} NOT NULL REFERENCES application (id),
        scheme {uuid} NOT NULL REFERENCES support_scheme (id),
        company {uuid} NOT NULL REFERENCES organisation (id),
        edition {uuid} NOT NULL REFERENCES edition (id),
        state {text} NOT NULL CHECK (
            state IN ('draft', 'submitted', 'returned', 'approved', 'refused', 'paid', 'withdrawn')
        ),
        currency {text} NOT NULL,
        lines {text} NOT NULL,
        claimed_minor {bigint} NOT NULL CHECK (claimed_minor >= 0),
        granted_minor {bigint} CHECK (granted_minor > 0),
        remarks {text} NOT NULL,
        reason {text} NOT NULL,
        submitted_at {timestamptz},
        decided_at {timestamptz},
        paid_on {date},
        created_at {timestamptz} NOT NULL,
        modified_at {timestamptz} NOT NULL,
        changed_on {date} NOT NULL,
        version {integer} NOT NULL,
        CHECK (state NOT IN ('approved', 'paid') OR granted_minor IS NOT NULL),
        CHECK ((state = 'paid') = (paid_on IS NOT NULL))
    )
    """,
    "CREATE UNIQUE INDEX claim_once ON claim (application, scheme)",
    "CREATE INDEX claim_changed ON claim (changed_on, id)",
    "CREATE INDEX claim_state ON claim (state, changed_on, id)",
    "CREATE INDEX claim_scheme ON claim (scheme, changed_on, id)",
    "CREATE INDEX claim_company ON claim (company, changed_on, id)",
    "CREATE INDEX claim_edition ON claim (edition)",
    """
    CREATE TABLE claim_evidence (
        document {uuid} PRIMARY KEY,
        claim {uuid} NOT NULL REFERENCES claim (id) ON DELETE CASCADE,
        cost {text} NOT NULL,
        status {text} NOT NULL CHECK (status IN ('received', 'accepted', 'rejected')),
        reason {text} NOT NULL,
        received_at {timestamptz} NOT NULL,
        decided_at {timestamptz}
    ) {without_rowid}
    """,
    "CREATE INDEX claim_evidence_claim ON claim_evidence (claim, received_at)",
)


async def forwards() -> None:
    """Make the tables."""
    await ddl.run(*STATEMENTS)
