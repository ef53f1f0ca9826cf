"""Applications to exhibit: how an edition admits, the cases, their trail, and notes among organisers."""

from events_app.storage import ddl

STATES = (
    "'draft', 'submitted', 'returned', 'eligible', 'waiting', 'offered', 'accepted', 'confirmed', 'took_part', "
    "'reported', 'withdrawn', 'declined', 'expired', 'rejected', 'no_show'"
)
STATEMENTS = (
    """
    CREATE TABLE admission (
        edition {uuid} PRIMARY KEY REFERENCES edition (id),
        stands {integer} CHECK (stands >= 0),
        area {integer} CHECK (area >= 0),
        quotas {text} NOT NULL,
        stands_per_company {integer} CHECK (stands_per_company >= 1),
        applications_per_company {integer} NOT NULL CHECK (applications_per_company >= 1),
        grace_minutes {integer} NOT NULL CHECK (grace_minutes >= 0),
        offer_days {integer} NOT NULL CHECK (offer_days >= 1),
        completion_days {integer} NOT NULL CHECK (completion_days >= 1),
        policy {text} NOT NULL CHECK (policy IN ('strict_order', 'best_fit', 'lottery', 'quota_balance')),
        seed {text} NOT NULL,
        terms {text} NOT NULL,
        terms_version {integer} NOT NULL,
        last_number {integer} NOT NULL DEFAULT 0,
        version {integer} NOT NULL,
        CHECK (stands IS NOT NULL OR area IS NOT NULL)
    )
    """,
    f"""
    CREATE TABLE application (
        id {{uuid}} PRIMARY KEY,
        edition {{uuid}} NOT NULL REFERENCES admission (edition),
        company {{uuid}} NOT NULL REFERENCES organisation (id),
        number {{integer}} NOT NULL,
        state {{text}} NOT NULL CHECK (state IN ({STATES})),
        stands {{integer}} NOT NULL CHECK (stands >= 1),
        area {{integer}} NOT NULL CHECK (area >= 1),
        wish {{text}} NOT NULL,
        sector {{text}} NOT NULL,
        country {{text}} NOT NULL,
        exhibits {{text}} NOT NULL,
        co_exhibitors {{text}} NOT NULL,
        remarks {{text}} NOT NULL,
        terms_version {{integer}} NOT NULL,
        reason {{text}} NOT NULL,
        report {{text}} NOT NULL,
        submitted_at {{timestamptz}},
        queued_at {{timestamptz}},
        due_at {{timestamptz}},
        created_at {{timestamptz}} NOT NULL,
        modified_at {{timestamptz}} NOT NULL,
        changed_on {{date}} NOT NULL,
        words {{text}} NOT NULL,
        version {{integer}} NOT NULL,
        CHECK (state <> 'offered' OR due_at IS NOT NULL)
    )
    """,
    "CREATE UNIQUE INDEX application_number ON application (edition, number)",
    "CREATE INDEX application_state ON application (edition, state, sector, country, company)",
    "CREATE INDEX application_company ON application (company, created_at)",
    "CREATE INDEX application_changed ON application (changed_on, id)",
    "CREATE INDEX application_due ON application (due_at) WHERE due_at IS NOT NULL",
    """
    CREATE TABLE application_step (
        id {uuid} PRIMARY KEY,
        application {uuid} NOT NULL REFERENCES application (id),
        at {timestamptz} NOT NULL,
        actor {text} NOT NULL CHECK (actor IN ('company', 'organiser', 'system')),
        move {text},
        why {text},
        reason {text} NOT NULL,
        person {uuid} REFERENCES person (id),
        CHECK ((move IS NULL) <> (why IS NULL))
    )
    """,
    "CREATE INDEX application_step_application ON application_step (application, at)",
    """
    CREATE TABLE application_note (
        id {uuid} PRIMARY KEY,
        application {uuid} NOT NULL REFERENCES application (id),
        at {timestamptz} NOT NULL,
        person {uuid} REFERENCES person (id),
        text {text} NOT NULL
    )
    """,
    "CREATE INDEX application_note_application ON application_note (application, at)",
)


async def forwards() -> None:
    """Make the tables."""
    await ddl.run(*STATEMENTS)
