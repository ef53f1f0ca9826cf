"""People, organisations, sign-ins, API tokens and the history; units and versions of editions and projects."""

from events_app.storage import ddl
from events_app.storage.database import current

STATEMENTS = (
    """
    CREATE TABLE organisation (
        id {uuid} PRIMARY KEY,
        slug {text} NOT NULL UNIQUE CHECK (length(slug) BETWEEN 1 AND 200),
        kind {text} NOT NULL CHECK (kind IN ('authority', 'unit', 'exporter', 'partner')),
        name {text} NOT NULL,
        country {text} NOT NULL CHECK (length(country) IN (0, 2)),
        email {text} NOT NULL,
        needs_approval {boolean} NOT NULL,
        created_at {timestamptz} NOT NULL,
        closed_at {timestamptz},
        version {integer} NOT NULL
    )
    """,
    """
    CREATE TABLE person (
        id {uuid} PRIMARY KEY,
        email {text} NOT NULL UNIQUE CHECK (length(email) BETWEEN 3 AND 254),
        name {text} NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
        language {text} NOT NULL,
        zone {text} NOT NULL,
        password_hash {text} NOT NULL,
        totp_secret {text} NOT NULL,
        is_totp_confirmed {boolean} NOT NULL,
        last_step {bigint} NOT NULL,
        recovery_digests {text} NOT NULL,
        created_at {timestamptz} NOT NULL,
        closed_at {timestamptz},
        anonymised_at {timestamptz},
        version {integer} NOT NULL
    )
    """,
    """
    CREATE TABLE membership (
        id {uuid} PRIMARY KEY,
        person {uuid} NOT NULL REFERENCES person (id),
        organisation {uuid} NOT NULL REFERENCES organisation (id),
        role {text} NOT NULL,
        languages {text} NOT NULL,
        created_at {timestamptz} NOT NULL,
        UNIQUE (person, organisation, role)
    )
    """,
    "CREATE INDEX membership_organisation ON membership (organisation)",
    """
    CREATE TABLE sign_in_session (
        token_digest {text} PRIMARY KEY,
        person {uuid} NOT NULL REFERENCES person (id),
        created_at {timestamptz} NOT NULL,
        last_seen_at {timestamptz} NOT NULL,
        is_complete {boolean} NOT NULL,
        device {text} NOT NULL
    )
    """,
    "CREATE INDEX sign_in_session_person ON sign_in_session (person)",
    """
    CREATE TABLE single_use_link (
        token_digest {text} PRIMARY KEY,
        purpose {text} NOT NULL CHECK (purpose IN ('reset', 'invitation')),
        email {text} NOT NULL,
        person {uuid} REFERENCES person (id),
        organisation {uuid} REFERENCES organisation (id),
        role {text} NOT NULL,
        languages {text} NOT NULL,
        language {text} NOT NULL,
        created_by {uuid} REFERENCES person (id),
        created_at {timestamptz} NOT NULL,
        expires_at {timestamptz} NOT NULL,
        used_at {timestamptz}
    )
    """,
    "CREATE INDEX single_use_link_organisation ON single_use_link (organisation)",
    "CREATE INDEX single_use_link_person ON single_use_link (person)",
    """
    CREATE TABLE brake (
        key {text} PRIMARY KEY,
        failures {integer} NOT NULL,
        since {timestamptz} NOT NULL,
        blocked_until {timestamptz}
    )
    """,
    """
    CREATE TABLE api_token (
        id {uuid} PRIMARY KEY,
        person {uuid} NOT NULL REFERENCES person (id),
        name {text} NOT NULL,
        token_digest {text} NOT NULL UNIQUE,
        scopes {text} NOT NULL,
        created_at {timestamptz} NOT NULL,
        expires_at {timestamptz},
        last_used_at {timestamptz},
        revoked_at {timestamptz}
    )
    """,
    "CREATE INDEX api_token_person ON api_token (person)",
    """
    CREATE TABLE history (
        id {uuid} PRIMARY KEY,
        at {timestamptz} NOT NULL,
        person {uuid} REFERENCES person (id),
        noun {text} NOT NULL,
        object_id {uuid},
        owner {uuid},
        deed {text} NOT NULL,
        label {text} NOT NULL,
        changes {text} NOT NULL
    )
    """,
    "CREATE INDEX history_at ON history (at, id)",
    "CREATE INDEX history_object ON history (object_id, at, id)",
    "CREATE INDEX history_person ON history (person, at, id)",
    "CREATE INDEX history_owner ON history (owner, at, id)",
    "ALTER TABLE edition ADD COLUMN unit {uuid} REFERENCES organisation (id)",
    "ALTER TABLE edition ADD COLUMN version {integer} NOT NULL DEFAULT 1",
    "CREATE INDEX edition_unit ON edition (unit, first_day)",
    "CREATE INDEX edition_day ON edition (first_day, id)",
    "ALTER TABLE project ADD COLUMN unit {uuid} REFERENCES organisation (id)",
    "ALTER TABLE project ADD COLUMN version {integer} NOT NULL DEFAULT 1",
    "CREATE INDEX project_unit ON project (unit)",
)
# The history is only ever added to, whoever asks the database.
APPEND_ONLY = {
    "sqlite": (
        """
        CREATE TRIGGER history_no_update BEFORE UPDATE ON history
        BEGIN SELECT RAISE(ABORT, 'the history is only added to'); END
        """,
        """
        CREATE TRIGGER history_no_delete BEFORE DELETE ON history
        BEGIN SELECT RAISE(ABORT, 'the history is only added to'); END
        """,
    ),
    "postgres": (
        """
        CREATE FUNCTION history_is_kept() RETURNS trigger LANGUAGE plpgsql AS
        'BEGIN RAISE EXCEPTION ''the history is only added to''; END'
        """,
        """
        CREATE TRIGGER history_no_change BEFORE UPDATE OR DELETE ON history
        FOR EACH ROW EXECUTE FUNCTION history_is_kept()
        """,
    ),
}


async def forwards() -> None:
    """Make the tables, and keep the history from being rewritten."""
    await ddl.run(*STATEMENTS, *APPEND_ONLY[current().dialect])
