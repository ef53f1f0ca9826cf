"""Finding calendar entries by what a reader chose: lists, what is on, counts.

Every answer is bounded. The conditions of a selection are terms in `posting`, whose key (term, day, entry) is also the
order of a list; `_plan` counts each condition up to a bound and starts from the rarest, so that neither a rare nor a
common choice reads more than it shows.
"""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Self
from uuid import UUID

from events_app.domain.calendar import CalendarEntry, EntryKind
from events_app.domain.exhibitions import LONGEST_DAYS
from events_app.domain.selections import AnyOf, Selection, week_term
from events_app.storage.database import fetch
from events_app.storage.sqlite_pool import Row
from events_app.storage.values import load_entry

RARE = 1_000
"""A condition that at most so many entries meet is read whole and sorted; a commoner one is walked in order."""
HIGHEST_CHARACTER = "\U0010ffff"


@dataclass(frozen=True, slots=True)
class Position:
    """A place between two entries of a list ordered by first day: the entry it lies at."""

    day: date
    entry_id: UUID


@dataclass(frozen=True, slots=True)
class _Sql:
    """A piece of SQL with its arguments."""

    text: str
    arguments: tuple[object, ...] = ()

    def __add__(self, other: "_Sql") -> "_Sql":
        return _Sql(self.text + other.text, (*self.arguments, *other.arguments))


@dataclass(frozen=True, slots=True)
class _Plan:
    """FROM and WHERE of a selection; `day` and `entry` are the columns in whose order it is read."""

    source: str
    day: str
    entry: str
    where: tuple[_Sql, ...] = field(default=())

    def only(self, *conditions: _Sql) -> Self:
        return replace(self, where=(*self.where, *conditions))

    def select(self, columns: str, *, descending: bool = False, limit: int | None = None) -> _Sql:
        way = " DESC" if descending else ""
        sql = _Sql(f"SELECT {columns} FROM {self.source}")
        for number, condition in enumerate(self.where):
            sql += _Sql(" AND " if number else " WHERE ") + condition
        sql += _Sql(f" ORDER BY {self.day}{way}, {self.entry}{way}")
        return sql + _Sql(f" LIMIT {limit}") if limit is not None else sql


async def list_starting(
    selection: Selection,
    *,
    limit: int,
    after: Position | None = None,
    before: Position | None = None,
) -> tuple[CalendarEntry, ...]:
    """Up to `limit` entries that begin within the period, in order of day.

    `after` gives the ones that follow a place, `before` the last ones ahead of it.
    """
    if not selection.can_match:
        return ()
    plan = _within(await _plan(selection), selection)
    if after is not None:
        plan = plan.only(_Sql(f"({plan.day}, {plan.entry}) > ({{}}, {{}})", (after.day, after.entry_id)))
    if before is not None:
        plan = plan.only(_Sql(f"({plan.day}, {plan.entry}) < ({{}}, {{}})", (before.day, before.entry_id)))
    backwards = before is not None and after is None
    found = await _entries(plan.select("e.body", descending=backwards, limit=limit))
    return found[::-1] if backwards else found


async def list_on(selection: Selection, day: date, *, limit: int) -> tuple[CalendarEntry, ...]:
    """Up to `limit` entries that began before `day` and are still on, the one that began last first."""
    if not selection.can_match:
        return ()
    week = _Plan(
        "posting p JOIN entry e ON e.id = p.entry",
        "p.starts_on",
        "p.entry",
        (_Sql("p.term = {}", (week_term(day),)), _kinds("p", selection.effective_kinds)),
    )
    plan = week.only(
        *(_holds(condition, "p.entry", "p.starts_on") for condition in selection.conditions()),
        _Sql("p.starts_on < {}", (day,)),
        _Sql("p.starts_on >= {}", (day - timedelta(days=LONGEST_DAYS),)),
        _Sql("e.ends_on >= {}", (day,)),
    )
    return await _entries(plan.select("e.body", descending=True, limit=limit))


async def list_all(selection: Selection) -> tuple[CalendarEntry, ...]:
    """Every entry that begins within the period, in order of day: what a feed holds."""
    if not selection.can_match:
        return ()
    sql = _within(await _plan(selection), selection).select("e.body")
    rows = await fetch(sql.text, *sql.arguments)
    # A tenth of a second for each thousand: in a thread, so that others are answered meanwhile.
    return await asyncio.to_thread(_loaded, rows)


async def count_up_to(selection: Selection, most: int) -> int:
    """How many entries begin within the period; `most` + 1 stands for more than `most`."""
    if not selection.can_match:
        return 0
    plan = _within(await _plan(selection), selection)
    bounded = plan.select("1 AS one", limit=most + 1)
    rows = await fetch(f"SELECT count(*) AS entries FROM ({bounded.text}) AS bounded", *bounded.arguments)
    return int(rows[0]["entries"])


async def _entries(sql: _Sql) -> tuple[CalendarEntry, ...]:
    return _loaded(await fetch(sql.text, *sql.arguments))


def _loaded(rows: Iterable[Row]) -> tuple[CalendarEntry, ...]:
    return tuple(load_entry(row["body"]) for row in rows)


def _within(plan: _Plan, selection: Selection) -> _Plan:
    if selection.first_day is not None:
        plan = plan.only(_Sql(f"{plan.day} >= {{}}", (selection.first_day,)))
    if selection.last_day is not None:
        plan = plan.only(_Sql(f"{plan.day} <= {{}}", (selection.last_day,)))
    return plan


async def _plan(selection: Selection) -> _Plan:
    """Choose where to begin: the rarest condition read whole, or a common one walked in the order of days."""
    conditions = list(selection.conditions())
    kinds = selection.effective_kinds
    if not conditions:
        return _Plan("entry e", "e.starts_on", "e.id", (_kinds("e", kinds),))
    sizes = await _sizes(conditions, kinds)
    # Of equals, one exact term: it is walked in the order of days, where a prefix is looked up for each entry.
    first = min(range(len(conditions)), key=lambda number: (sizes[number], not _is_exact(conditions[number])))
    driver, others = conditions.pop(first), conditions
    if sizes[first] <= RARE:
        rare = _Sql("e.id IN (SELECT p.entry FROM posting p WHERE ") + _matches(driver, "p")
        # By kind too: what is rare among milestones may be on a million exhibitions.
        rare += _Sql(" AND ") + _kinds("p", kinds) + _Sql(")")
        plan = _Plan("entry e", "e.starts_on", "e.id", (rare,))
    elif _is_exact(driver):
        walked = (_Sql("p.term = {}", driver.terms), _kinds("p", kinds))
        plan = _Plan("posting p JOIN entry e ON e.id = p.entry", "p.starts_on", "p.entry", walked)
    else:
        plan = _Plan("entry e", "e.starts_on", "e.id", (_kinds("e", kinds), _holds(driver, "e.id", "e.starts_on")))
    return plan.only(*(_holds(condition, plan.entry, plan.day) for condition in others))


async def _sizes(conditions: Sequence[AnyOf], kinds: Sequence[EntryKind]) -> list[int]:
    """How many postings each condition has, counted no further than just past RARE, in one query."""
    if len(conditions) == 1 and _is_exact(conditions[0]):
        return [RARE + 1]
    parts = _Sql("")
    for number, condition in enumerate(conditions):
        bounded = _Sql("SELECT 1 AS one FROM posting p WHERE ") + _matches(condition, "p")
        bounded += _Sql(" AND ") + _kinds("p", kinds) + _Sql(f" LIMIT {RARE + 1}")
        parts += _Sql(" UNION ALL " if number else "") + _Sql(f"SELECT {number} AS condition, count(*) AS size FROM (")
        parts += bounded + _Sql(f") AS bounded{number}")
    rows = await fetch(parts.text, *parts.arguments)
    sizes = {int(row["condition"]): int(row["size"]) for row in rows}
    return [sizes[number] for number in range(len(conditions))]


def _is_exact(condition: AnyOf) -> bool:
    return len(condition.terms) == 1 and not condition.is_prefix


def _matches(condition: AnyOf, alias: str) -> _Sql:
    if condition.is_prefix:
        low = condition.terms[0]
        return _Sql(f"{alias}.term >= {{}} AND {alias}.term < {{}}", (low, low + HIGHEST_CHARACTER))
    places = ", ".join("{}" for _ in condition.terms)
    return _Sql(f"{alias}.term IN ({places})", condition.terms)


def _holds(condition: AnyOf, entry: str, day: str) -> _Sql:
    """Condition on an entry at hand: an exact term is one look at the key, a prefix one at the entry's own terms."""
    exact = _Sql("") if condition.is_prefix else _Sql(f"q.starts_on = {day} AND ")
    inner = _Sql(f"EXISTS (SELECT 1 FROM posting q WHERE q.entry = {entry} AND ") + exact
    return inner + _matches(condition, "q") + _Sql(")")


def _kinds(alias: str, kinds: Sequence[EntryKind]) -> _Sql:
    places = ", ".join("{}" for _ in kinds)
    return _Sql(f"{alias}.kind IN ({places})", tuple(kind.value for kind in kinds))
