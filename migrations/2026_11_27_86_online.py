"""Where one takes part online in editions and their sessions; empty text: nowhere."""

from events_app.storage import ddl


async def forwards() -> None:
    """Add the columns."""
    await ddl.run(
        "ALTER TABLE edition ADD COLUMN online {text} NOT NULL DEFAULT ''",
        "ALTER TABLE session ADD COLUMN online {text} NOT NULL DEFAULT ''",
    )
