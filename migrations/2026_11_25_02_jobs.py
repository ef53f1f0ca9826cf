"""The outbox: jobs that are done after the transaction that promised them."""

from events_app.storage import ddl

STATEMENTS = (
    """
    CREATE TABLE job (
        id {uuid} PRIMARY KEY,
        kind {text} NOT NULL,
        payload {text} NOT NULL,
        state {text} NOT NULL CHECK (state IN ('waiting', 'running', 'done', 'failed', 'given_up')),
        attempts {integer} NOT NULL,
        run_at {timestamptz} NOT NULL,
        last_error {text} NOT NULL,
        created_at {timestamptz} NOT NULL,
        finished_at {timestamptz},
        key {text} UNIQUE,
        CHECK ((finished_at IS NULL) = (state IN ('waiting', 'running', 'failed')))
    )
    """,
    "CREATE INDEX job_due ON job (run_at, id) WHERE finished_at IS NULL",
    "CREATE INDEX job_created ON job (created_at, id)",
    "CREATE INDEX job_state ON job (state, created_at, id)",
    "CREATE INDEX job_finished ON job (finished_at) WHERE finished_at IS NOT NULL",
)


async def forwards() -> None:
    """Make the table."""
    await ddl.run(*STATEMENTS)
