"""Introductions of exporters to partner organisations, and companies that were asked to apply for an edition."""

from events_app.storage import ddl

STATEMENTS = (
    """
    CREATE TABLE introduction (
        id {uuid} PRIMARY KEY,
        offer {uuid} NOT NULL REFERENCES offer (id),
        company {uuid} NOT NULL REFERENCES organisation (id),
        country {text} NOT NULL,
        partner {uuid} NOT NULL REFERENCES organisation (id),
        need {uuid} REFERENCES need (id),
        state {text} NOT NULL
            CHECK (state IN ('proposed', 'agreed', 'opened', 'declined', 'lapsed', 'withdrawn')),
        company_reply {text} NOT NULL CHECK (company_reply IN ('waiting', 'yes', 'later', 'no')),
        company_at {timestamptz},
        company_by {uuid},
        company_words {text} NOT NULL,
        partner_reply {text} NOT NULL CHECK (partner_reply IN ('waiting', 'yes', 'later', 'no')),
        partner_at {timestamptz},
        partner_by {uuid},
        partner_words {text} NOT NULL,
        words {text} NOT NULL,
        proposed_by {uuid},
        proposed_at {timestamptz} NOT NULL,
        proposed_on {date} NOT NULL,
        reminded_at {timestamptz},
        expires_on {date} NOT NULL,
        is_extended {boolean} NOT NULL,
        project_slug {text},
        lifted_at {timestamptz},
        lifted_by {uuid},
        lift_reason {text} NOT NULL,
        version {integer} NOT NULL,
        CHECK (state NOT IN ('agreed', 'opened') OR (company_reply = 'yes' AND partner_reply = 'yes')),
        CHECK (state <> 'proposed' OR (company_reply <> 'no' AND partner_reply <> 'no')),
        CHECK (state <> 'declined' OR company_reply = 'no' OR partner_reply = 'no'),
        CHECK ((state = 'opened') = (project_slug IS NOT NULL)),
        CHECK (lifted_at IS NULL OR state = 'declined')
    )
    """,
    """
    CREATE UNIQUE INDEX introduction_once ON introduction (offer, partner)
    WHERE state IN ('proposed', 'agreed', 'opened')
    """,
    "CREATE INDEX introduction_proposed ON introduction (proposed_on, id)",
    "CREATE INDEX introduction_state ON introduction (state, proposed_on, id)",
    "CREATE INDEX introduction_country ON introduction (country, proposed_on, id)",
    "CREATE INDEX introduction_offer ON introduction (offer)",
    "CREATE INDEX introduction_company ON introduction (company, proposed_on, id)",
    "CREATE INDEX introduction_partner ON introduction (partner, proposed_on, id)",
    "CREATE INDEX introduction_need ON introduction (need)",
    "CREATE INDEX introduction_project ON introduction (project_slug)",
    """
    CREATE TABLE apply_invitation (
        company {uuid} NOT NULL REFERENCES organisation (id),
        edition {uuid} NOT NULL REFERENCES edition (id) ON DELETE CASCADE,
        at {timestamptz} NOT NULL,
        person {uuid},
        PRIMARY KEY (company, edition)
    ) {without_rowid}
    """,
    "CREATE INDEX apply_invitation_edition ON apply_invitation (edition)",
)


async def forwards() -> None:
    """Make the tables."""
    await ddl.run(*STATEMENTS)
