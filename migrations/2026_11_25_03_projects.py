"""Export control, stages and documents of projects; what projects are listed by at the desk."""

from datetime import date

from events_app.domain.search import tokens_of
from events_app.storage import ddl
from events_app.storage.database import fetch
from events_app.storage.values import load_text, loads

STATEMENTS = (
    "ALTER TABLE project ADD COLUMN export_class {text} NOT NULL DEFAULT 'unclassified'",
    "ALTER TABLE project ADD COLUMN letter_of_intent {text} NOT NULL DEFAULT ''",
    "ALTER TABLE project ADD COLUMN licence_number {text} NOT NULL DEFAULT ''",
    "ALTER TABLE project ADD COLUMN export_note {text} NOT NULL DEFAULT ''",
    "ALTER TABLE project ADD COLUMN effective_on {date}",
    "ALTER TABLE project ADD COLUMN has_no_amount {boolean} NOT NULL DEFAULT FALSE",
    "ALTER TABLE project ADD COLUMN stage_before {text}",
    "ALTER TABLE project ADD COLUMN stage_reason {text} NOT NULL DEFAULT ''",
    "ALTER TABLE project ADD COLUMN words {text} NOT NULL DEFAULT ''",
    "ALTER TABLE project ADD COLUMN due_on {date} NOT NULL DEFAULT '9999-12-31'",
    "ALTER TABLE project ADD COLUMN changed_on {date} NOT NULL DEFAULT '2000-01-01'",
    "CREATE INDEX project_due ON project (due_on, id)",
    "CREATE INDEX project_changed ON project (changed_on, id)",
    """
    CREATE TABLE document (
        id {uuid} PRIMARY KEY,
        noun {text} NOT NULL,
        object_id {uuid} NOT NULL,
        owner {uuid} REFERENCES organisation (id),
        name {text} NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
        media_type {text} NOT NULL,
        size_bytes {bigint} NOT NULL,
        sha256 {text} NOT NULL CHECK (length(sha256) = 64),
        is_public {boolean} NOT NULL,
        uploaded_by {uuid} REFERENCES person (id),
        at {timestamptz} NOT NULL
    )
    """,
    "CREATE INDEX document_object ON document (object_id, at, id)",
    "CREATE INDEX document_sha256 ON document (sha256)",
)


async def forwards() -> None:
    """Make them, and find words and days of the projects that are there."""
    await ddl.run(*STATEMENTS)
    due: dict[object, date] = {}
    for row in await fetch("SELECT project, planned_on, forecast_on FROM milestone WHERE actual_on IS NULL"):
        on = row["forecast_on"] or row["planned_on"]
        due[row["project"]] = min(on, due.get(row["project"], on))
    for row in await fetch("SELECT id, name, summary, stage, details, modified_at FROM project"):
        texts = [load_text(row["name"]), load_text(row["summary"])]
        wordings = [wording for text in texts for wording in text.wordings.values()]
        wordings += [wording for party in loads(row["details"])["parties"] for wording in party[0][1].values()]
        words = f" {' '.join(sorted(tokens_of(wordings)))} "
        is_over = row["stage"] in {"suspended", "terminated", "closed"}
        on = date.max if is_over else due.get(row["id"], date.max)
        sql = "UPDATE project SET words = {}, due_on = {}, changed_on = {} WHERE id = {}"
        await fetch(sql, words, on, row["modified_at"].date(), row["id"])
