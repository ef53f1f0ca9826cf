"""Counting what the database is asked, through the engine that answers: the same number whatever the rows."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from events_app.storage.database import current


@contextmanager
def counted_queries() -> Iterator[list[str]]:
    """The SQL of each statement that the started database runs inside the block, in order."""
    engine: Any = current().engine
    run, asked = engine._run, list[str]()

    async def counting(sql: str, args: Sequence[object]) -> list[Any]:
        asked.append(sql)
        rows: list[Any] = await run(sql, args)
        return rows

    engine._run = counting
    try:
        yield asked
    finally:
        del engine._run
