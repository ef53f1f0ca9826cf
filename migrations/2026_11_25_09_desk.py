"""Approval cases and saved filters; words by which drafts are found at the desk."""

from events_app.domain.search import tokens_of
from events_app.storage import ddl
from events_app.storage.database import fetch
from events_app.storage.values import load_text

STATEMENTS = (
    """
    CREATE TABLE approval (
        edition {uuid} PRIMARY KEY REFERENCES edition (id),
        number {text} NOT NULL,
        authority {text} NOT NULL,
        submitted_on {date},
        decided_on {date},
        decision {text} NOT NULL CHECK (decision IN ('pending', 'approved', 'conditional', 'refused')),
        conditions {text} NOT NULL,
        documents {text} NOT NULL,
        version {integer} NOT NULL
    )
    """,
    """
    CREATE TABLE saved_filter (
        id {uuid} PRIMARY KEY,
        person {uuid} NOT NULL REFERENCES person (id),
        page {text} NOT NULL,
        name {text} NOT NULL,
        query {text} NOT NULL,
        created_at {timestamptz} NOT NULL
    )
    """,
    "CREATE INDEX saved_filter_person ON saved_filter (person, page)",
    "ALTER TABLE edition ADD COLUMN words {text} NOT NULL DEFAULT ''",
    "CREATE INDEX edition_status ON edition (status, first_day)",
)


async def forwards() -> None:
    """Make the tables, and find the words of the editions that are there."""
    await ddl.run(*STATEMENTS)
    for row in await fetch("SELECT id, name, city, venue FROM edition"):
        texts = (text for column in ("name", "city", "venue") for text in load_text(row[column]).wordings.values())
        words = f" {' '.join(sorted(tokens_of(texts)))} "
        await fetch("UPDATE edition SET words = {} WHERE id = {}", words, row["id"])
