"""Series, editions, projects, the calendar's projection with its index, and the public change log."""

from events_app.storage import ddl

STATEMENTS = (
    """
    CREATE TABLE series (
        id {uuid} PRIMARY KEY,
        slug {text} NOT NULL UNIQUE CHECK (length(slug) BETWEEN 1 AND 200),
        name {text} NOT NULL,
        summary {text} NOT NULL,
        former_names {text} NOT NULL,
        every_months {integer} CHECK (every_months > 0),
        website {text} NOT NULL
    )
    """,
    """
    CREATE TABLE edition (
        id {uuid} PRIMARY KEY,
        slug {text} NOT NULL UNIQUE CHECK (length(slug) BETWEEN 1 AND 200),
        series {uuid} NOT NULL REFERENCES series (id),
        name {text} NOT NULL,
        summary {text} NOT NULL,
        country {text} NOT NULL CHECK (length(country) = 2),
        city {text} NOT NULL,
        venue {text} NOT NULL,
        zone {text} NOT NULL,
        first_day {date} NOT NULL,
        last_day {date} NOT NULL,
        scope {text} NOT NULL CHECK (scope IN ('domestic', 'overseas', 'separate')),
        mode {text} NOT NULL CHECK (mode IN ('own_event', 'organised_delegation', 'independent')),
        organiser {text} NOT NULL,
        website {text} NOT NULL,
        status {text} NOT NULL CHECK (status IN ('draft', 'published', 'postponed', 'cancelled')),
        reason {text} NOT NULL,
        dates_confirmed {boolean} NOT NULL,
        latitude {real} CHECK (latitude BETWEEN -90 AND 90),
        longitude {real} CHECK (longitude BETWEEN -180 AND 180),
        details {text} NOT NULL,
        source {text} NOT NULL,
        created_at {timestamptz} NOT NULL,
        modified_at {timestamptz} NOT NULL,
        CHECK (first_day <= last_day)
    )
    """,
    "CREATE INDEX edition_series ON edition (series, first_day)",
    """
    CREATE TABLE session (
        id {uuid} PRIMARY KEY,
        edition {uuid} NOT NULL REFERENCES edition (id),
        kind {text} NOT NULL CHECK (kind IN ('opening', 'forum', 'matchmaking', 'seminar', 'visit')),
        title {text} NOT NULL,
        starts_at {timestamptz} NOT NULL,
        ends_at {timestamptz} NOT NULL,
        room {text} NOT NULL,
        languages {text} NOT NULL,
        CHECK (starts_at < ends_at)
    )
    """,
    "CREATE INDEX session_edition ON session (edition, starts_at)",
    """
    CREATE TABLE deadline (
        id {uuid} PRIMARY KEY,
        edition {uuid} NOT NULL REFERENCES edition (id),
        kind {text} NOT NULL CHECK (kind IN ('applications_open', 'applications_close', 'deposit', 'balance',
            'catalogue', 'visa_letters', 'freight', 'build_up')),
        at {timestamptz} NOT NULL,
        zone {text} NOT NULL,
        note {text} NOT NULL
    )
    """,
    "CREATE INDEX deadline_edition ON deadline (edition, at)",
    """
    CREATE TABLE project (
        id {uuid} PRIMARY KEY,
        slug {text} NOT NULL UNIQUE CHECK (length(slug) BETWEEN 1 AND 200),
        name {text} NOT NULL,
        summary {text} NOT NULL,
        kind {text} NOT NULL CHECK (kind IN ('contracting', 'technology', 'research', 'training', 'industrial_park')),
        contract_kind {text},
        stage {text} NOT NULL CHECK (stage IN ('idea', 'contact', 'memorandum', 'negotiation', 'signed', 'effective',
            'delivery', 'accepted', 'closed', 'suspended', 'terminated', 'dispute')),
        details {text} NOT NULL,
        intended_minor {bigint} CHECK (intended_minor >= 0),
        intended_currency {text} CHECK (length(intended_currency) = 3),
        signed_minor {bigint} CHECK (signed_minor >= 0),
        signed_currency {text} CHECK (length(signed_currency) = 3),
        zone {text} NOT NULL,
        is_public {boolean} NOT NULL,
        is_illustrative {boolean} NOT NULL,
        source {text} NOT NULL,
        created_at {timestamptz} NOT NULL,
        modified_at {timestamptz} NOT NULL,
        CHECK ((intended_minor IS NULL) = (intended_currency IS NULL)),
        CHECK ((signed_minor IS NULL) = (signed_currency IS NULL))
    )
    """,
    "CREATE INDEX project_public ON project (is_public, modified_at)",
    """
    CREATE TABLE project_country (
        id {uuid} PRIMARY KEY,
        project {uuid} NOT NULL REFERENCES project (id),
        country {text} NOT NULL CHECK (length(country) = 2),
        UNIQUE (project, country)
    )
    """,
    "CREATE INDEX project_country_country ON project_country (country)",
    """
    CREATE TABLE project_edition (
        id {uuid} PRIMARY KEY,
        project {uuid} NOT NULL REFERENCES project (id),
        edition_slug {text} NOT NULL REFERENCES edition (slug),
        UNIQUE (project, edition_slug)
    )
    """,
    "CREATE INDEX project_edition_edition ON project_edition (edition_slug)",
    """
    CREATE TABLE milestone (
        id {uuid} PRIMARY KEY,
        project {uuid} NOT NULL REFERENCES project (id),
        name {text} NOT NULL,
        planned_on {date} NOT NULL,
        forecast_on {date},
        actual_on {date},
        is_public {boolean} NOT NULL
    )
    """,
    "CREATE INDEX milestone_project ON milestone (project, planned_on)",
    """
    CREATE TABLE entry (
        id {uuid} PRIMARY KEY,
        kind {text} NOT NULL CHECK (kind IN ('exhibition', 'session', 'deadline', 'milestone')),
        subject {text} NOT NULL CHECK (subject IN ('exhibition', 'project')),
        subject_id {uuid} NOT NULL,
        starts_on {date} NOT NULL,
        ends_on {date} NOT NULL,
        modified_at {timestamptz} NOT NULL,
        body {text} NOT NULL,
        CHECK (starts_on <= ends_on)
    )
    """,
    "CREATE INDEX entry_day ON entry (starts_on, id)",
    "CREATE INDEX entry_kind_day ON entry (kind, starts_on, id)",
    "CREATE INDEX entry_subject ON entry (subject_id)",
    """
    CREATE TABLE posting (
        term {text} NOT NULL,
        starts_on {date} NOT NULL,
        entry {uuid} NOT NULL REFERENCES entry (id),
        kind {text} NOT NULL,
        PRIMARY KEY (term, starts_on, entry)
    ) {without_rowid}
    """,
    "CREATE INDEX posting_entry ON posting (entry, term)",
    """
    CREATE TABLE tally (
        id {text} PRIMARY KEY,
        month {date} NOT NULL,
        kind {text} NOT NULL,
        scope {text} NOT NULL,
        country {text} NOT NULL,
        entries {bigint} NOT NULL
    )
    """,
    "CREATE INDEX tally_month ON tally (month)",
    """
    CREATE TABLE change (
        id {uuid} PRIMARY KEY,
        subject {text} NOT NULL CHECK (subject IN ('exhibition', 'project')),
        subject_id {uuid} NOT NULL,
        at {timestamptz} NOT NULL,
        aspects {text} NOT NULL,
        note {text} NOT NULL
    )
    """,
    "CREATE INDEX change_subject ON change (subject_id, at)",
    "CREATE INDEX change_at ON change (at, id)",
    """
    CREATE TABLE calendar_state (
        id {integer} PRIMARY KEY CHECK (id = 1),
        version {bigint} NOT NULL,
        changed_at {timestamptz} NOT NULL
    )
    """,
)


async def forwards() -> None:
    """Make the tables."""
    await ddl.run(*STATEMENTS)
