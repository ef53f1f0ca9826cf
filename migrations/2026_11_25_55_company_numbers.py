"""Companies found by their registration number."""

from events_app.storage import ddl


async def forwards() -> None:
    """Make the index."""
    await ddl.run("CREATE INDEX company_profile_number ON company_profile (registration_number)")
