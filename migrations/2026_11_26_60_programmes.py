"""Matching programmes, what was computed for them, and the pairs that officers accepted."""

from events_app.storage import ddl

STATEMENTS = (
    """
    CREATE TABLE programme (
        id {uuid} PRIMARY KEY,
        slug {text} NOT NULL UNIQUE,
        name {text} NOT NULL,
        kind {text} NOT NULL CHECK (kind IN ('edition', 'season', 'year')),
        edition {uuid} REFERENCES edition (id),
        year {integer},
        first_day {date} NOT NULL,
        last_day {date} NOT NULL,
        rules {text} NOT NULL,
        forced {text} NOT NULL,
        seed {text} NOT NULL,
        state {text} NOT NULL CHECK (state IN ('open', 'closed')),
        is_illustrative {boolean} NOT NULL,
        created_at {timestamptz} NOT NULL,
        modified_at {timestamptz} NOT NULL,
        words {text} NOT NULL,
        version {integer} NOT NULL,
        CHECK (first_day <= last_day),
        CHECK ((kind = 'edition') = (edition IS NOT NULL)),
        CHECK (kind = 'edition' OR year IS NOT NULL)
    )
    """,
    "CREATE INDEX programme_days ON programme (first_day, id)",
    "CREATE INDEX programme_edition ON programme (edition)",
    """
    CREATE TABLE proposal (
        id {uuid} PRIMARY KEY,
        programme {uuid} NOT NULL REFERENCES programme (id),
        number {integer} NOT NULL,
        state {text} NOT NULL CHECK (
            state IN ('queued', 'running', 'done', 'stopped', 'failed', 'partly_accepted', 'accepted')
        ),
        conditions {text} NOT NULL,
        weights_version {integer} NOT NULL,
        attempt {integer} NOT NULL,
        step {text} NOT NULL,
        fraction {real} NOT NULL CHECK (fraction >= 0 AND fraction <= 1),
        input_digest {text} NOT NULL,
        fault {text},
        fault_at {text} NOT NULL,
        result {text},
        made_at {timestamptz} NOT NULL,
        made_by {uuid} REFERENCES person (id),
        seen_at {timestamptz} NOT NULL,
        finished_at {timestamptz},
        CHECK ((state = 'failed') = (fault IS NOT NULL)),
        CHECK (state NOT IN ('done', 'partly_accepted', 'accepted') OR result IS NOT NULL)
    )
    """,
    "CREATE UNIQUE INDEX proposal_number ON proposal (programme, number)",
    "CREATE UNIQUE INDEX proposal_under_way ON proposal (programme) WHERE state IN ('queued', 'running')",
    """
    CREATE TABLE accepted_pair (
        programme {uuid} NOT NULL REFERENCES programme (id),
        company {uuid} NOT NULL REFERENCES organisation (id),
        country {text} NOT NULL,
        offer {uuid} REFERENCES offer (id),
        score {real} CHECK (score >= 0 AND score <= 1),
        proposal {uuid} NOT NULL REFERENCES proposal (id),
        accepted_by {uuid} REFERENCES person (id),
        accepted_at {timestamptz} NOT NULL,
        PRIMARY KEY (programme, company, country)
    ) {without_rowid}
    """,
    "CREATE INDEX accepted_pair_company ON accepted_pair (company, accepted_at)",
    "CREATE INDEX accepted_pair_offer ON accepted_pair (offer)",
    "CREATE INDEX accepted_pair_proposal ON accepted_pair (proposal)",
)


async def forwards() -> None:
    """Make the tables."""
    await ddl.run(*STATEMENTS)
