"""Finding calendar entries by what a reader chose: lists, what is on, counts.

Every answer is bounded. The conditions of a selection are terms in `posting`, whose key (term, day, entry) is also the
order of a list. The rarest condition, each being counted up to a bound, is walked in that order, the others are looked
up by key: neither a rare nor a common choice reads much more than it shows. Bodies are read once it is known whose.
"""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Self
from uuid import UUID

from events_app.domain.calendar import CalendarEntry, EntryKind
from events_app.domain.exhibitions import LONGEST_DAYS
from events_app.domain.selections import KIND, AnyOf, Selection, week_term
from events_app.storage.database import fetch
from events_app.storage.sqlite_pool import Row
from events_app.storage.values import load_entry

RARE = 1_000
"""The beginning of a word that has at most so many postings is read whole and sorted."""
MOST_TERMS = 40
"""Of a commoner one, the words that it stands for are walked side by side; of more than so many, all entries are."""
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
class _Period:
    """First and last day, both inclusive; None for no limit."""

    first_day: date | None
    last_day: date | None


@dataclass(frozen=True, slots=True)
class _Walk:
    """FROM and WHERE of postings `p` that are read in the order of their days."""

    source: _Sql
    where: tuple[_Sql, ...] = ()

    def only(self, *conditions: _Sql) -> Self:
        return replace(self, where=(*self.where, *conditions))

    def holding(self, conditions: Iterable[AnyOf]) -> Self:
        return self.only(*map(_holds, conditions))

    def within(self, period: _Period) -> Self:
        return self.only(*_within(period))

    def beside(self, sign: str, place: Position | None) -> Self:
        if place is None:
            return self
        return self.only(_Sql(f"(p.starts_on, p.entry) {sign} ({{}}, {{}})", (place.day, place.entry_id)))

    def rows(self, order: _Sql) -> _Sql:
        sql = _Sql("SELECT p.starts_on, p.entry FROM ") + self.source
        for number, condition in enumerate(self.where):
            sql += _Sql(" AND " if number else " WHERE ") + condition
        return sql + order


@dataclass(frozen=True, slots=True)
class _Choice:
    """Conditions that must all hold: the rarest, the others, and whether the rarest has at most RARE postings."""

    driver: AnyOf
    others: tuple[AnyOf, ...]
    is_rare: bool


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
    walks = [walk.beside(">", after).beside("<", before) for walk in await _walks(selection)]
    backwards = before is not None and after is None
    found = await _entries(walks, descending=backwards, limit=limit)
    return found[::-1] if backwards else found


async def list_on(selection: Selection, day: date, *, limit: int) -> tuple[CalendarEntry, ...]:
    """Up to `limit` entries that began before `day` and are still on, the one that began last first."""
    if not selection.can_match:
        return ()
    period = _Period(day - timedelta(days=LONGEST_DAYS), day - timedelta(days=1))
    choice, kinds = await _chosen(selection, period), selection.effective_kinds
    if choice.is_rare:
        walks = await _beginnings(choice, kinds, period)
    else:
        walks = [_walk_of(week_term(day), kinds).holding(selection.conditions()).within(period)]
    on = _Sql("e.ends_on >= {}", (day,))
    walks = [replace(walk, source=walk.source + _Sql(" JOIN entry e ON e.id = p.entry")).only(on) for walk in walks]
    return await _entries(walks, descending=True, limit=limit)


async def list_all(selection: Selection) -> tuple[CalendarEntry, ...]:
    """Every entry that begins within the period, in order of day: what a feed holds."""
    rows = await _rows(await _walks(selection))
    # A tenth of a second for each thousand: in a thread, so that others are answered meanwhile.
    return await asyncio.to_thread(_loaded, rows)


async def find_places(selection: Selection) -> tuple[str, tuple[object, ...]] | None:
    """SQL with its arguments that gives (starts_on, entry) of every entry of a selection, for a neighbour to join."""
    walks = await _walks(selection)
    if not walks:
        return None
    found = _merged(walks)
    return found.text, found.arguments


async def count_up_to(selection: Selection, most: int) -> int:
    """How many entries begin within the period; `most` + 1 stands for more than `most`."""
    walks = await _walks(selection)
    if not walks:
        return 0
    bounded = _merged(walks, limit=most + 1)
    rows = await fetch(f"SELECT count(*) AS entries FROM ({bounded.text}) AS bounded", *bounded.arguments)
    return int(rows[0]["entries"])


async def _entries(walks: Sequence[_Walk], *, descending: bool = False, limit: int) -> tuple[CalendarEntry, ...]:
    return _loaded(await _rows(walks, descending=descending, limit=limit))


def _loaded(rows: Iterable[Row]) -> tuple[CalendarEntry, ...]:
    return tuple(load_entry(row["body"]) for row in rows)


async def _rows(walks: Sequence[_Walk], *, descending: bool = False, limit: int | None = None) -> list[Row]:
    if not walks:
        return []
    found = _merged(walks, descending=descending, limit=limit)
    sql = _Sql("SELECT e.body FROM (") + found + _Sql(") AS found JOIN entry e ON e.id = found.entry")
    sql += _order("found", descending=descending)
    return await fetch(sql.text, *sql.arguments)


def _merged(walks: Sequence[_Walk], *, descending: bool = False, limit: int | None = None) -> _Sql:
    """First rows of all walks together, each entry once: no walk goes further than the list."""
    first, *more = (walk.rows(_order("p", descending=descending, limit=limit)) for walk in walks)
    if not more:
        return first
    sql = _Sql("SELECT starts_on, entry FROM (SELECT starts_on, entry FROM (") + first + _Sql(") AS walk")
    for number, rows in enumerate(more):
        sql += _Sql(" UNION SELECT starts_on, entry FROM (") + rows + _Sql(f") AS walk{number}")
    return sql + _Sql(") AS merged") + _order("merged", descending=descending, limit=limit)


def _order(alias: str, *, descending: bool, limit: int | None = None) -> _Sql:
    way = " DESC" if descending else ""
    return _Sql(
        f" ORDER BY {alias}.starts_on{way}, {alias}.entry{way}" + (f" LIMIT {limit}" if limit is not None else "")
    )


async def _walks(selection: Selection) -> list[_Walk]:
    """The walks that together meet the entries of a selection; none where it cannot match."""
    if not selection.can_match:
        return []
    period = _Period(selection.first_day, selection.last_day)
    return await _beginnings(await _chosen(selection, period), selection.effective_kinds, period)


async def _beginnings(choice: _Choice, kinds: Sequence[EntryKind], period: _Period) -> list[_Walk]:
    """Walks along the rarest condition."""
    driver = choice.driver
    if driver.is_prefix and choice.is_rare:
        whole = _Sql("(SELECT DISTINCT r.starts_on, r.entry FROM posting r WHERE ") + _matches(driver, "r")
        whole += _Sql(" AND ") + _kinds("r", kinds) + _Sql(") AS p")
        return [_Walk(whole).holding(choice.others).within(period)]
    terms, others = await _kept_terms(driver) if driver.is_prefix else driver.terms, choice.others
    if driver.is_prefix and len(terms) > MOST_TERMS:
        terms, others = _of_kinds(kinds).terms, (driver, *others)
    return [_walk_of(term, kinds).holding(others).within(period) for term in terms]


def _walk_of(term: str, kinds: Sequence[EntryKind]) -> _Walk:
    # A term that says the kind itself: nothing but the key is read.
    said = () if term.startswith(KIND) else (_kinds("p", kinds),)
    return _Walk(_Sql("posting p"), (_Sql("p.term = {}", (term,)), *said))


def _of_kinds(kinds: Sequence[EntryKind]) -> AnyOf:
    return AnyOf(tuple(KIND + kind.value for kind in kinds))


async def _chosen(selection: Selection, period: _Period) -> _Choice:
    """Of the conditions, the kinds among them, the rarest; of common ones an exact term, the kinds last."""
    conditions = sorted(selection.conditions(), key=lambda condition: condition.is_prefix)
    candidates = [*conditions, _of_kinds(selection.effective_kinds)]
    sizes = await _sizes(candidates, period) if conditions else [RARE + 1]
    driver = candidates[sizes.index(min(sizes))]
    # The kinds need no look at the key: they stand in each posting.
    return _Choice(driver, tuple(condition for condition in conditions if condition != driver), min(sizes) <= RARE)


async def _sizes(conditions: Sequence[AnyOf], period: _Period) -> list[int]:
    """How many postings each condition has, counted no further than just past RARE, in one query.

    Those of exact terms are counted within the period. Ordered as the key is: PostgreSQL would else collect them all
    before it counts a few.
    """
    parts = _Sql("")
    for number, condition in enumerate(conditions):
        for term in condition.terms:
            one = _matches(AnyOf((term,), is_prefix=condition.is_prefix), "p")
            if not condition.is_prefix:
                for limit in _within(period):
                    one += _Sql(" AND ") + limit
            parts += _Sql(" UNION ALL " if parts.text else "") + _Sql(f"SELECT {number} AS condition, count(*) AS size")
            parts += _Sql(" FROM (SELECT 1 AS one FROM posting p WHERE ") + one
            parts += _Sql(f" ORDER BY p.term, p.starts_on, p.entry LIMIT {RARE + 1}) AS bounded")
    sizes = [0] * len(conditions)
    for row in await fetch(parts.text, *parts.arguments):
        sizes[int(row["condition"])] += int(row["size"])
    return [min(size, RARE + 1) for size in sizes]


async def _kept_terms(prefix: AnyOf) -> tuple[str, ...]:
    """The first MOST_TERMS + 1 kept terms with this beginning: one look at the key for each."""
    low = prefix.terms[0]
    high = low + HIGHEST_CHARACTER
    rows = await fetch(
        "WITH RECURSIVE kept (term) AS (SELECT min(p.term) FROM posting p WHERE p.term >= {} AND p.term < {} "
        "UNION ALL SELECT (SELECT min(p.term) FROM posting p WHERE p.term > kept.term AND p.term < {}) FROM kept "
        f"WHERE kept.term IS NOT NULL) SELECT term FROM kept WHERE term IS NOT NULL LIMIT {MOST_TERMS + 1}",
        *(low, high, high),
    )
    return tuple(row["term"] for row in rows)


def _within(period: _Period) -> tuple[_Sql, ...]:
    ends = ((">=", period.first_day), ("<=", period.last_day))
    return tuple(_Sql(f"p.starts_on {sign} {{}}", (end,)) for sign, end in ends if end is not None)


def _matches(condition: AnyOf, alias: str) -> _Sql:
    if condition.is_prefix:
        low = condition.terms[0]
        return _Sql(f"{alias}.term >= {{}} AND {alias}.term < {{}}", (low, low + HIGHEST_CHARACTER))
    places = ", ".join("{}" for _ in condition.terms)
    return _Sql(f"{alias}.term IN ({places})", condition.terms)


def _holds(condition: AnyOf) -> _Sql:
    """Condition on an entry at hand: an exact term is one look at the key, a prefix one at the entry's own terms.

    Not EXISTS: PostgreSQL would make a join of it, which reads all that meet the condition to find a page of them; nor
    a comparison, of which it would expect so few to hold that it sorted all.
    """
    exact = _Sql("") if condition.is_prefix else _Sql("q.starts_on = p.starts_on AND ")
    inner = _Sql("(SELECT 1 FROM posting q WHERE q.entry = p.entry AND ") + exact
    return inner + _matches(condition, "q") + _Sql(" LIMIT 1) IS NOT NULL")


def _kinds(alias: str, kinds: Sequence[EntryKind]) -> _Sql:
    places = ", ".join("{}" for _ in kinds)
    return _Sql(f"{alias}.kind IN ({places})", tuple(kind.value for kind in kinds))
