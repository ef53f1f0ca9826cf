"""When time alone changes what feeds tell of an entry: so that programs which ask what changed are told of it, too."""

import json
from datetime import datetime, timedelta
from uuid import UUID

from events_app.storage import ddl
from events_app.storage.database import fetch, fetch_rows

STATEMENTS = (
    # An entry that is written anew is taken out first, and its moments with it.
    """
    CREATE TABLE calendar_turn (
        entry {uuid} NOT NULL REFERENCES entry (id) ON DELETE CASCADE,
        at {timestamptz} NOT NULL,
        PRIMARY KEY (entry, at)
    )
    """,
    "CREATE INDEX calendar_turn_at ON calendar_turn (at, entry)",
)


async def forwards() -> None:
    """Make the table, and fill it from the entries that there are."""
    await ddl.run(*STATEMENTS)
    rows: set[tuple[UUID, datetime]] = set()
    for row in await fetch("SELECT body FROM entry"):
        body = json.loads(row["body"]) if isinstance(row["body"], str) else row["body"]
        if body.get("latest_change"):
            rows.add((UUID(body["id"]), datetime.fromisoformat(body["latest_change"][0]) + timedelta(days=30)))
        if body.get("removed_at"):
            rows.add((UUID(body["id"]), datetime.fromisoformat(body["removed_at"]) + timedelta(days=90)))
    types = ("uuid", "timestamptz")
    await fetch_rows("INSERT INTO calendar_turn (entry, at) VALUES {}", sorted(rows), types=types)
