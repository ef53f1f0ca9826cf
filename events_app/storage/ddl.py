"""SQL of migrations, written once for both engines: names of types in braces, and how a statement is run.

A migration that landed is never edited, so what a name here means may never change; new meanings get new names.
"""

from types import MappingProxyType
from typing import Final

from events_app.storage import database

TYPES: Final = MappingProxyType(
    {
        "sqlite": {
            "uuid": "UUID",
            "text": "TEXT",
            "json": "TEXT",
            "date": "DATE",
            "timestamptz": "TIMESTAMPTZ",
            "integer": "INTEGER",
            "bigint": "INTEGER",
            "boolean": "BOOLEAN",
            "real": "REAL",
            "without_rowid": "WITHOUT ROWID",
        },
        "postgres": {
            "uuid": "UUID",
            # "C" sorts and compares by code point, as SQLite does: prefix searches can use an index on both.
            "text": 'TEXT COLLATE "C"',
            "json": "JSONB",
            "date": "DATE",
            "timestamptz": "TIMESTAMPTZ",
            "integer": "INTEGER",
            "bigint": "BIGINT",
            "boolean": "BOOLEAN",
            "real": "DOUBLE PRECISION",
            "without_rowid": "",
        },
    }
)


def written(statement: str, dialect: database.Dialect) -> str:
    """Return the statement with `{uuid}`, `{timestamptz}` … in the dialect's words; literal braces are doubled.

    Raises KeyError for a type that has no name here.
    """
    return statement.format_map(TYPES[dialect])


async def run(*statements: str) -> None:
    """Run statements one by one in the current transaction."""
    current = database.current()
    for statement in statements:
        await current.engine.run_ddl(written(statement, current.dialect))
