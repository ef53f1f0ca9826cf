"""Profiles of companies, their technology offers with the terms that they are found by, and which a case shows."""

from events_app.storage import ddl

STATEMENTS = (
    """
    CREATE TABLE company_profile (
        company {uuid} PRIMARY KEY REFERENCES organisation (id),
        registration_number {text} NOT NULL,
        size {text} CHECK (size IN ('micro', 'small', 'medium', 'large')),
        region {text} NOT NULL,
        details {text} NOT NULL,
        logo {uuid},
        modified_at {timestamptz} NOT NULL,
        version {integer} NOT NULL
    )
    """,
    """
    CREATE TABLE offer (
        id {uuid} PRIMARY KEY,
        slug {text} NOT NULL UNIQUE,
        company {uuid} NOT NULL REFERENCES organisation (id),
        state {text} NOT NULL CHECK (state IN ('draft', 'in_review', 'returned', 'approved', 'withdrawn')),
        content {text} NOT NULL,
        approved {text},
        visibility {text} CHECK (visibility IN ('public', 'partners', 'organisers')),
        reason {text} NOT NULL,
        approved_at {timestamptz},
        approved_on {date},
        valid_until {date},
        is_illustrative {boolean} NOT NULL,
        created_at {timestamptz} NOT NULL,
        modified_at {timestamptz} NOT NULL,
        changed_on {date} NOT NULL,
        words {text} NOT NULL,
        version {integer} NOT NULL,
        CHECK ((approved IS NULL) = (visibility IS NULL)),
        CHECK (approved IS NULL OR (approved_on IS NOT NULL AND valid_until IS NOT NULL))
    )
    """,
    "CREATE INDEX offer_company ON offer (company, changed_on, id)",
    "CREATE INDEX offer_state ON offer (state, changed_on, id)",
    "CREATE INDEX offer_shown ON offer (visibility, approved_on, id)",
    """
    CREATE TABLE offer_term (
        term {text} NOT NULL,
        offer {uuid} NOT NULL REFERENCES offer (id),
        PRIMARY KEY (term, offer)
    ) {without_rowid}
    """,
    "CREATE INDEX offer_term_offer ON offer_term (offer)",
    "ALTER TABLE application ADD COLUMN offers {text} NOT NULL DEFAULT '[]'",
)


async def forwards() -> None:
    """Make the tables."""
    await ddl.run(*STATEMENTS)
