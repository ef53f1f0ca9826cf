"""Long lists of one table, filtered, in the order of a day or name and an id: rows beside a place, and their number."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Self
from uuid import UUID

from events_app.domain.search import query_tokens
from events_app.storage.database import fetch

Row = dict[str, Any]
Place = tuple[date | str, UUID]
"""Day (or name) and id of the row that a place lies beside."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """Conditions on the rows of a table, all of which must hold, with the arguments of their places `{}`."""

    conditions: tuple[str, ...] = ()
    args: tuple[object, ...] = ()

    @property
    def where(self) -> str:
        """The conditions as one; true where there is none."""
        return " AND ".join(self.conditions) or "1 = 1"

    def with_(self, condition: str, *args: object) -> Self:
        """One more condition."""
        return type(self)((*self.conditions, condition), (*self.args, *args))

    def among(self, column: str, values: Iterable[StrEnum]) -> Self:
        """A column with one of these values; no values, no condition."""
        given = tuple(value.value for value in values)
        return self.with_(f"{column} IN ({_places(given)})", *given) if given else self

    def of_units(self, unit_ids: Collection[UUID] | None, column: str = "unit") -> Self:
        """What belongs to these units; None reaches every unit and what belongs to none."""
        if unit_ids is None:
            return self
        given = sorted(unit_ids)
        return self.with_(f"{column} IN ({_places(given)})", *given) if given else self.with_("1 = 0")

    def with_words(self, words: str) -> Self:
        """Rows in whose column `words` each of these words begins one."""
        found = self
        for token in query_tokens(words):
            found = found.with_("words LIKE {}", f"% {token}%")
        return found


async def list_rows(
    table: str,
    columns: str,
    chosen: Chosen,
    *,
    column: str,
    is_latest_first: bool = False,
    after: Place | None = None,
    before: Place | None = None,
    limit: int,
) -> list[Row]:
    """Rows in the order of `column` and id, after or before a place; with `before` the nearest comes first."""
    backwards = (before is not None) != is_latest_first
    if edge := after or before:
        chosen = chosen.with_(f"({column}, id) {'<' if backwards else '>'} ({{}}, {{}})", *edge)
    direction = "DESC" if backwards else "ASC"
    sql = (
        f"SELECT {columns} FROM {table} WHERE {chosen.where} "  # noqa: S608 - names of our own
        f"ORDER BY {column} {direction}, id {direction} LIMIT {{}}"
    )
    return await fetch(sql, *chosen.args, limit)


async def count_rows(table: str, chosen: Chosen, *, at_most: int) -> int:
    """How many rows there are of these, counted up to a bound."""
    sql = f"SELECT COUNT(*) AS found FROM (SELECT 1 FROM {table} WHERE {chosen.where} LIMIT {{}}) AS counted"  # noqa: S608
    return int((await fetch(sql, *chosen.args, at_most))[0]["found"])


def _places(values: Iterable[object]) -> str:
    return ", ".join("{}" for _ in values)
