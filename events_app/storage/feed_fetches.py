"""Counts of who fetched which feed, by day, and what reading feeds back found."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any

from events_app.domain.feed_fetches import ClientFamily, FeedCheck, FetchCount, FetchKey
from events_app.storage.database import fetch, fetch_rows

Row = dict[str, Any]


class Order(StrEnum):
    """How a list of feeds is sorted."""

    LAST = "last"
    TIMES = "times"
    PATH = "path"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which fetches are counted: since a day, and of these where anything is named."""

    since: date
    family: ClientFamily | None = None
    language: str = ""
    words: str = ""

    def clauses(self) -> tuple[str, list[object]]:
        """Conditions in SQL and their arguments."""
        parts: list[tuple[str, object]] = [("day >= {}", self.since)]
        if self.family:
            parts.append(("family = {}", self.family.value))
        if self.language:
            parts.append(("language = {}", self.language))
        if self.words:
            pattern = self.words.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_")
            parts.append((r"path LIKE {} ESCAPE '\'", f"%{pattern}%"))
        return " AND ".join(text for text, _ in parts), [value for _, value in parts]


@dataclass(frozen=True, slots=True)
class FeedRow:
    """One feed with all its fetches; `by_family` and `by_language` tell the same by kind of client and by language."""

    path: str
    total: FetchCount
    by_family: Mapping[ClientFamily, FetchCount] = field(default_factory=dict)
    by_language: Mapping[str, FetchCount] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class After:
    """The last row of the page before: what it was sorted by, and its path."""

    value: int
    path: str


async def add(counts: Mapping[FetchKey, FetchCount]) -> None:
    """Add to what is counted already."""
    rows = [
        (key.path, key.language, key.family.value, key.day, count.times, int(count.last_at.timestamp()))
        # In one order everywhere, so that two processes never wait for each other's rows.
        for key, count in sorted(counts.items(), key=lambda item: (item[0].path, item[0].language, item[0].family))
    ]
    await fetch_rows(
        "INSERT INTO feed_fetch (path, language, family, day, times, last_s) VALUES {} "
        "ON CONFLICT (path, language, family, day) DO UPDATE SET times = feed_fetch.times + excluded.times, "
        "last_s = CASE WHEN excluded.last_s > feed_fetch.last_s THEN excluded.last_s ELSE feed_fetch.last_s END",
        rows,
        types=("text", "text", "text", "date", "bigint", "bigint"),
    )


async def remove_before(day: date) -> None:
    """Forget fetches before a day."""
    await fetch("DELETE FROM feed_fetch WHERE day < {}", day)


async def list_feeds(
    wanted: Wanted, *, order: Order = Order.LAST, after: After | None = None, limit: int = 50
) -> tuple[FeedRow, ...]:
    """Feeds that were fetched, sorted; two queries, however many there are."""
    where, args = wanted.clauses()
    keys = {Order.LAST: "max(last_s)", Order.TIMES: "sum(times)"}
    key = keys.get(order, "0")
    having = ""
    if after is not None:
        having = f"HAVING {key} < {{}} OR ({key} = {{}} AND path > {{}})"
        args = [*args, after.value, after.value, after.path]
    heads = await fetch(
        f"SELECT path FROM feed_fetch WHERE {where} GROUP BY path {having} "  # noqa: S608 - made of our own words
        f"ORDER BY {f'{key} DESC, ' if order in keys else ''}path LIMIT {limit:d}",
        *args,
    )
    paths = [row["path"] for row in heads]
    return await _with_parts(paths, wanted) if paths else ()


async def list_paths(*, since: date, limit: int) -> tuple[str, ...]:
    """Paths of feeds fetched since a day, the most wanted first."""
    rows = await fetch(
        "SELECT path FROM feed_fetch WHERE day >= {} GROUP BY path ORDER BY sum(times) DESC, path LIMIT {}",
        since,
        limit,
    )
    return tuple(row["path"] for row in rows)


async def list_families(since: date) -> Mapping[ClientFamily, FetchCount]:
    """All fetches since a day, by kind of client."""
    rows = await fetch(
        "SELECT family, sum(times) AS times, max(last_s) AS last_s FROM feed_fetch WHERE day >= {} GROUP BY family",
        since,
    )
    return {ClientFamily(row["family"]): _count(row) for row in rows}


async def list_checks(paths: Collection[str] | None = None) -> tuple[FeedCheck, ...]:
    """What is known of these feeds (of all where none are named), by path and language."""
    if paths is not None and not paths:
        return ()
    where = "" if paths is None else f"WHERE path IN ({', '.join(['{}'] * len(paths))})"
    rows = await fetch(f"SELECT * FROM feed_check {where} ORDER BY path, language", *(paths or ()))  # noqa: S608 - places
    return tuple(
        FeedCheck(
            path=row["path"],
            language=row["language"],
            version=row["version"],
            size_bytes=row["size_bytes"],
            entries=row["entries"],
            read_back=row["read_back"],
            fault=row["fault"],
            checked_at=_moment(row["checked_s"]),
        )
        for row in rows
    )


async def set_checks(checks: Iterable[FeedCheck]) -> None:
    """Keep what was found, in place of what was known."""
    rows = [
        (
            each.path,
            each.language,
            each.version,
            each.size_bytes,
            each.entries,
            each.read_back,
            each.fault,
            int(each.checked_at.timestamp()),
        )
        for each in checks
    ]
    await fetch_rows(
        "INSERT INTO feed_check (path, language, version, size_bytes, entries, read_back, fault, checked_s) VALUES {} "
        "ON CONFLICT (path, language) DO UPDATE SET version = excluded.version, size_bytes = excluded.size_bytes, "
        "entries = excluded.entries, read_back = excluded.read_back, fault = excluded.fault, "
        "checked_s = excluded.checked_s",
        rows,
        types=("text", "text", "bigint", "bigint", "bigint", "bigint", "text", "bigint"),
    )


async def remove_checks_before(at: datetime) -> None:
    """Forget what was found before a moment: feeds that nobody fetches any more."""
    await fetch("DELETE FROM feed_check WHERE checked_s < {}", int(at.timestamp()))


async def _with_parts(paths: list[str], wanted: Wanted) -> tuple[FeedRow, ...]:
    where, args = wanted.clauses()
    places = ", ".join(["{}"] * len(paths))
    rows = await fetch(
        "SELECT path, family, language, sum(times) AS times, max(last_s) AS last_s FROM feed_fetch "  # noqa: S608
        f"WHERE {where} AND path IN ({places}) GROUP BY path, family, language",
        *args,
        *paths,
    )
    families: dict[str, dict[ClientFamily, FetchCount]] = {path: {} for path in paths}
    languages: dict[str, dict[str, FetchCount]] = {path: {} for path in paths}
    for row in rows:
        path, family, language, count = row["path"], ClientFamily(row["family"]), row["language"], _count(row)
        of_family, of_language = families[path].get(family), languages[path].get(language)
        families[path][family] = of_family.plus(count) if of_family else count
        languages[path][language] = of_language.plus(count) if of_language else count
    found = [path for path in paths if families[path]]
    return tuple(FeedRow(path, _total(families[path].values()), families[path], languages[path]) for path in found)


def _total(counts: Iterable[FetchCount]) -> FetchCount:
    first, *rest = counts
    for each in rest:
        first = first.plus(each)
    return first


def _count(row: Row) -> FetchCount:
    return FetchCount(int(row["times"]), _moment(row["last_s"]))


def _moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
