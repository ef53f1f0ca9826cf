"""Partner needs with the terms that they are found by."""

from events_app.storage import ddl

STATEMENTS = (
    """
    CREATE TABLE need (
        id {uuid} PRIMARY KEY,
        slug {text} NOT NULL UNIQUE,
        organisation {uuid} REFERENCES organisation (id),
        state {text} NOT NULL CHECK (state IN ('draft', 'in_review', 'returned', 'approved', 'withdrawn')),
        content {text} NOT NULL,
        approved {text},
        visibility {text} CHECK (visibility IN ('public', 'exporters', 'organisers')),
        reason {text} NOT NULL,
        approved_at {timestamptz},
        approved_on {date},
        valid_until {date},
        wanted_until {date},
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
    "CREATE INDEX need_organisation ON need (organisation, changed_on, id)",
    "CREATE INDEX need_state ON need (state, changed_on, id)",
    "CREATE INDEX need_shown ON need (visibility, approved_on, id)",
    "CREATE INDEX need_ending ON need (valid_until, id)",
    """
    CREATE TABLE need_term (
        term {text} NOT NULL,
        need {uuid} NOT NULL REFERENCES need (id),
        PRIMARY KEY (term, need)
    ) {without_rowid}
    """,
    "CREATE INDEX need_term_need ON need_term (need)",
)


async def forwards() -> None:
    """Make the tables."""
    await ddl.run(*STATEMENTS)
