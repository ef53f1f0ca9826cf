"""Who works at which edition, on which days, at what."""

from events_app.storage import ddl

STATEMENTS = (
    """
    CREATE TABLE staff_assignment (
        id {uuid} PRIMARY KEY,
        edition {uuid} NOT NULL REFERENCES edition (id),
        person {uuid} NOT NULL REFERENCES person (id),
        task {text} NOT NULL,
        first_day {date},
        last_day {date},
        version {integer} NOT NULL,
        CHECK ((first_day IS NULL) = (last_day IS NULL))
    )
    """,
    "CREATE INDEX staff_assignment_edition ON staff_assignment (edition)",
    "CREATE INDEX staff_assignment_person ON staff_assignment (person)",
)


async def forwards() -> None:
    """Make the table."""
    await ddl.run(*STATEMENTS)
