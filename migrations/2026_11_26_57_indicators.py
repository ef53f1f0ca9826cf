"""Tables of indicators with their figures, and files that wait to become one.

SQLite cannot change a check: the table of waiting files is made anew with the new kind, and keeps what waits.
"""

from events_app.storage import ddl

STATEMENTS = (
    """
    CREATE TABLE indicator_table (
        id {uuid} PRIMARY KEY,
        code {text} NOT NULL,
        title {text} NOT NULL,
        source {text} NOT NULL,
        licence {text} NOT NULL,
        version {integer} NOT NULL CHECK (version >= 1),
        is_current {boolean} NOT NULL,
        rows {integer} NOT NULL,
        no_data {integer} NOT NULL,
        imported_at {timestamptz} NOT NULL,
        imported_by {uuid} REFERENCES person (id)
    )
    """,
    "CREATE UNIQUE INDEX indicator_table_key ON indicator_table (code, version)",
    "CREATE UNIQUE INDEX indicator_table_current ON indicator_table (code) WHERE is_current",
    "CREATE INDEX indicator_table_imported_by ON indicator_table (imported_by)",
    """
    CREATE TABLE indicator_measure (
        id {uuid} PRIMARY KEY,
        version {uuid} NOT NULL REFERENCES indicator_table (id) ON DELETE CASCADE,
        position {integer} NOT NULL,
        country {text} NOT NULL CHECK (length(country) = 2),
        counterpart {text} NOT NULL,
        sector {text} NOT NULL,
        field {integer} NOT NULL CHECK (field >= 0 AND field <= 35),
        indicator {text} NOT NULL,
        value {text} NOT NULL CHECK (value <> ''),
        unit {text} NOT NULL,
        year {integer} NOT NULL CHECK (year >= 1900 AND year <= 2100),
        source {text} NOT NULL,
        licence {text} NOT NULL
    )
    """,
    "CREATE UNIQUE INDEX indicator_measure_place ON indicator_measure (version, position)",
    """
    CREATE UNIQUE INDEX indicator_measure_key
    ON indicator_measure (version, indicator, country, counterpart, sector, field, year)
    """,
    """
    CREATE TABLE upload_anew (
        id {uuid} PRIMARY KEY,
        person {uuid} NOT NULL REFERENCES person (id) ON DELETE CASCADE,
        kind {text} NOT NULL CHECK (kind IN ('exhibitions', 'projects', 'calendar', 'indicators')),
        name {text} NOT NULL,
        language {text} NOT NULL,
        source {uuid} REFERENCES import_source (id) ON DELETE CASCADE,
        etag {text} NOT NULL,
        content {text} NOT NULL,
        created_at {timestamptz} NOT NULL
    )
    """,
    """
    INSERT INTO upload_anew (id, person, kind, name, language, source, etag, content, created_at)
    SELECT id, person, kind, name, language, source, etag, content, created_at FROM upload
    """,
    "DROP TABLE upload",
    "ALTER TABLE upload_anew RENAME TO upload",
    "CREATE INDEX upload_person ON upload (person, created_at)",
    "CREATE INDEX upload_created_at ON upload (created_at)",
)


async def forwards() -> None:
    """Make the tables."""
    await ddl.run(*STATEMENTS)
