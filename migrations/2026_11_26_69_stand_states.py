"""States of cases between accepting a place and its confirmation: stand offered, stand accepted, deposit paid."""

from events_app.storage import database, ddl

BEFORE = "'accepted', 'confirmed'"
AFTER = "'accepted', 'stand_offered', 'stand_accepted', 'deposit_paid', 'confirmed'"
STATES = (
    f"'draft', 'submitted', 'returned', 'eligible', 'waiting', 'offered', {AFTER}, 'took_part', "
    "'reported', 'withdrawn', 'declined', 'expired', 'rejected', 'no_show'"
)


async def forwards() -> None:
    """Let cases be in the new states.

    SQLite changes no CHECK; this is its documented way (sqlite.org/lang_altertable.html, section 7: widening one
    changes nothing about rows that are there), instead of making a table anew that others refer to.
    """
    current = database.current()
    if current.dialect == "postgres":
        await ddl.run(
            "ALTER TABLE application DROP CONSTRAINT application_state_check",
            f"ALTER TABLE application ADD CONSTRAINT application_state_check CHECK (state IN ({STATES}))",
        )
        return
    (row,) = await current.fetch("PRAGMA schema_version")
    before, after = (words.replace("'", "''") for words in (BEFORE, AFTER))
    await ddl.run(
        "PRAGMA writable_schema = ON",
        f"UPDATE sqlite_schema SET sql = replace(sql, '{before}', '{after}') "  # noqa: S608 - constants of this file
        "WHERE type = 'table' AND name = 'application'",
        f"PRAGMA schema_version = {row['schema_version'] + 1}",
        "PRAGMA writable_schema = OFF",
    )
