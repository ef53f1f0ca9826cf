"""The picture of an edition; empty text: none."""

from events_app.storage import ddl


async def forwards() -> None:
    """Add the column."""
    await ddl.run("ALTER TABLE edition ADD COLUMN picture {text} NOT NULL DEFAULT ''")
