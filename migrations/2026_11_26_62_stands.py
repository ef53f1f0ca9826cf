"""Halls and stands of editions, and whether their plan is public."""

from events_app.storage import ddl

STATEMENTS = (
    """
    CREATE TABLE stand_plan (
        edition {uuid} PRIMARY KEY REFERENCES edition (id),
        is_published {boolean} NOT NULL,
        version {integer} NOT NULL
    ) {without_rowid}
    """,
    """
    CREATE TABLE hall (
        id {uuid} PRIMARY KEY,
        edition {uuid} NOT NULL REFERENCES edition (id),
        name {text} NOT NULL,
        gross_m2 {integer} NOT NULL,
        net_m2 {integer} NOT NULL CHECK (net_m2 >= 0 AND net_m2 <= gross_m2),
        width {integer} NOT NULL CHECK (width > 0),
        depth {integer} NOT NULL CHECK (depth > 0),
        position {integer} NOT NULL,
        version {integer} NOT NULL
    )
    """,
    "CREATE UNIQUE INDEX hall_name ON hall (edition, name)",
    """
    CREATE TABLE stand (
        id {uuid} PRIMARY KEY,
        hall {uuid} NOT NULL REFERENCES hall (id),
        edition {uuid} NOT NULL REFERENCES edition (id),
        number {text} NOT NULL,
        x {integer} NOT NULL CHECK (x >= 0),
        y {integer} NOT NULL CHECK (y >= 0),
        width {integer} NOT NULL CHECK (width > 0),
        depth {integer} NOT NULL CHECK (depth > 0),
        area_m2 {integer} NOT NULL CHECK (area_m2 > 0),
        kind {text} NOT NULL CHECK (kind IN ('shell_scheme', 'raw_space')),
        open_sides {integer} NOT NULL CHECK (open_sides >= 1 AND open_sides <= 4),
        zone {text} NOT NULL,
        pavilion {text} NOT NULL,
        state {text} NOT NULL CHECK (state IN ('available', 'held', 'offered', 'confirmed', 'blocked')),
        application {uuid} REFERENCES application (id),
        version {integer} NOT NULL,
        CHECK ((application IS NOT NULL) = (state IN ('held', 'offered', 'confirmed')))
    )
    """,
    "CREATE UNIQUE INDEX stand_number ON stand (edition, number)",
    "CREATE INDEX stand_hall ON stand (hall)",
    "CREATE INDEX stand_application ON stand (application)",
)


async def forwards() -> None:
    """Make the tables."""
    await ddl.run(*STATEMENTS)
