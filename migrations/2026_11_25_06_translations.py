"""How translations stand, earlier wordings of sources, and the glossary."""

from events_app.storage import ddl

STATEMENTS = (
    """
    CREATE TABLE source_wording (
        digest {text} PRIMARY KEY CHECK (length(digest) = 16),
        wording {text} NOT NULL,
        language {text} NOT NULL,
        kept_at {timestamptz} NOT NULL
    )
    """,
    """
    CREATE TABLE glossary_term (
        id {uuid} PRIMARY KEY,
        source_language {text} NOT NULL,
        term {text} NOT NULL CHECK (length(term) BETWEEN 1 AND 200),
        language {text} NOT NULL CHECK (language <> source_language),
        translation {text} NOT NULL CHECK (length(translation) BETWEEN 1 AND 200),
        note {text} NOT NULL,
        modified_at {timestamptz} NOT NULL
    )
    """,
    "CREATE UNIQUE INDEX glossary_term_words ON glossary_term (language, source_language, term)",
    """
    CREATE TABLE translation_state (
        subject_id {uuid} NOT NULL,
        language {text} NOT NULL,
        subject {text} NOT NULL CHECK (subject IN ('edition', 'series', 'project')),
        slug {text} NOT NULL,
        name {text} NOT NULL,
        unit {uuid},
        missing {integer} NOT NULL CHECK (missing >= 0),
        outdated {integer} NOT NULL CHECK (outdated >= 0),
        up_to_date {integer} NOT NULL CHECK (up_to_date >= 0),
        waiting {integer} NOT NULL CHECK (waiting = missing + outdated),
        weight {integer} NOT NULL,
        weight_current {integer} NOT NULL,
        urgent_at {timestamptz} NOT NULL,
        ends_at {timestamptz} NOT NULL,
        PRIMARY KEY (language, subject_id)
    ) {without_rowid}
    """,
    "CREATE INDEX translation_state_waiting ON translation_state (language, urgent_at, subject_id) WHERE waiting > 0",
    """
    CREATE INDEX translation_state_unit ON translation_state (unit, language, urgent_at, subject_id)
    WHERE waiting > 0
    """,
    "CREATE INDEX translation_state_subject ON translation_state (subject_id)",
    "CREATE INDEX translation_state_urgent ON translation_state (urgent_at, subject_id)",
)


async def forwards() -> None:
    """Make the tables; the states of what is there are kept by `actions.translation_states.keep_unkept`."""
    await ddl.run(*STATEMENTS)
