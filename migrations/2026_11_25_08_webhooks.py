"""Webhooks of organisations and what was sent to them."""

from events_app.storage import ddl

STATEMENTS = (
    """
    CREATE TABLE webhook (
        id {uuid} PRIMARY KEY,
        organisation {uuid} NOT NULL REFERENCES organisation (id),
        address {text} NOT NULL CHECK (length(address) BETWEEN 9 AND 500),
        events {text} NOT NULL,
        secret {text} NOT NULL,
        is_active {boolean} NOT NULL,
        created_at {timestamptz} NOT NULL,
        version {integer} NOT NULL
    )
    """,
    "CREATE INDEX webhook_organisation ON webhook (organisation, created_at, id)",
    """
    CREATE TABLE webhook_delivery (
        id {uuid} PRIMARY KEY REFERENCES job (id) ON DELETE CASCADE,
        webhook {uuid} NOT NULL REFERENCES webhook (id) ON DELETE CASCADE,
        event {text} NOT NULL,
        label {text} NOT NULL,
        body {text} NOT NULL,
        created_at {timestamptz} NOT NULL,
        response_status {integer}
    )
    """,
    "CREATE INDEX webhook_delivery_webhook ON webhook_delivery (webhook, created_at, id)",
)


async def forwards() -> None:
    """Make the tables."""
    await ddl.run(*STATEMENTS)
