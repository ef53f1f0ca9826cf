"""Proposals of who gets which stands of an edition, and what they say of each application."""

from events_app.storage import ddl

STATEMENTS = (
    """
    CREATE TABLE allotment (
        id {uuid} PRIMARY KEY,
        edition {uuid} NOT NULL REFERENCES edition (id),
        number {integer} NOT NULL,
        seed {text} NOT NULL,
        state {text} NOT NULL CHECK (
            state IN ('queued', 'running', 'done', 'stopped', 'failed', 'partly_accepted', 'accepted', 'discarded')
        ),
        attempt {integer} NOT NULL,
        aim {text},
        fraction {real} NOT NULL CHECK (fraction >= 0 AND fraction <= 1),
        input_digest {text} NOT NULL,
        fault {text},
        figures {text},
        made_at {timestamptz} NOT NULL,
        made_by {uuid} REFERENCES person (id),
        seen_at {timestamptz} NOT NULL,
        finished_at {timestamptz},
        CHECK ((state = 'failed') = (fault IS NOT NULL)),
        CHECK (state NOT IN ('done', 'partly_accepted', 'accepted') OR figures IS NOT NULL)
    )
    """,
    "CREATE UNIQUE INDEX allotment_number ON allotment (edition, number)",
    "CREATE UNIQUE INDEX allotment_under_way ON allotment (edition) WHERE state IN ('queued', 'running')",
    "CREATE INDEX allotment_made_by ON allotment (made_by)",
    """
    CREATE TABLE allotment_line (
        allotment {uuid} NOT NULL REFERENCES allotment (id),
        application {uuid} NOT NULL REFERENCES application (id),
        stands {text} NOT NULL,
        choice {integer},
        neighbours {integer} NOT NULL,
        extra_m2 {integer} NOT NULL,
        why {text},
        counts {text},
        PRIMARY KEY (allotment, application),
        CHECK ((why IS NULL) = (counts IS NULL))
    ) {without_rowid}
    """,
    "CREATE INDEX allotment_line_application ON allotment_line (application)",
)


async def forwards() -> None:
    """Make the tables."""
    await ddl.run(*STATEMENTS)
