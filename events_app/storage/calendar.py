"""The calendar's projection as it is kept: entries with their terms, tallies by month, the change log, the version.

Finding entries by what a reader chose is done next door in `selections`.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from events_app.domain.calendar import CalendarEntry, Subject
from events_app.domain.changes import Aspect, AspectChange, Change
from events_app.domain.entry_times import turns
from events_app.domain.selections import terms_of
from events_app.storage import calendar_log, tables
from events_app.storage.database import fetch, fetch_rows
from events_app.storage.values import dump_entry, dump_text, dumps, load_entry, load_text, loads

TallyKey = tuple[date, str, str, str]


@dataclass(frozen=True, slots=True)
class State:
    """How many times the public calendar has changed, and when last: what is made from it is kept under this.

    `words_version` is the version at which words that stand in many entries (names of countries, of series) changed
    last: what was made before it is out of date whatever `calendar_log` says of the entries.
    """

    version: int
    changed_at: datetime
    words_version: int = 0


@dataclass(frozen=True, slots=True)
class Tally:
    """How many entries of a kind begin in the month that `month` is the first day of.

    `scope` is "" for milestones; `country` is "" for all of them together, since an entry may lie in several.
    """

    month: date
    kind: str
    scope: str
    country: str
    entries: int


async def get_state() -> State:
    """Version of the calendar."""
    rows = await fetch("SELECT version, changed_at, words_version FROM calendar_state WHERE id = 1")
    if not rows:
        return State(0, datetime.fromisoformat("1970-01-01T00:00Z"))
    (row,) = rows
    return State(row["version"], row["changed_at"], row["words_version"])


async def list_of_ids(ids: Iterable[UUID]) -> tuple[CalendarEntry, ...]:
    """The entries that bear these ids, as far as they are there, by day."""
    wanted = list(set(ids))
    if not wanted:
        return ()
    table = tables.Entry
    rows = await table.select(table.body).where(table.id.is_in(wanted)).order_by(table.starts_on, table.id)
    return tuple(load_entry(row["body"]) for row in rows)


async def list_of_subject(subject_id: UUID) -> tuple[CalendarEntry, ...]:
    """Entries of an edition or project, the called-off ones included, by day."""
    table = tables.Entry
    rows = await table.select(table.body).where(table.subject_id == subject_id).order_by(table.starts_on, table.id)
    return tuple(load_entry(row["body"]) for row in rows)


async def list_of_subjects(subject_ids: Iterable[UUID]) -> tuple[CalendarEntry, ...]:
    """Entries of several editions or projects, the called-off ones included, by day."""
    ids = list(set(subject_ids))
    if not ids:
        return ()
    table = tables.Entry
    rows = await table.select(table.body).where(table.subject_id.is_in(ids)).order_by(table.starts_on, table.id)
    return tuple(load_entry(row["body"]) for row in rows)


async def set_entries(entries: Iterable[CalendarEntry], *, before: Iterable[CalendarEntry], now: datetime) -> None:
    """Keep entries in place of the ones that bore their ids `before`, with terms, tallies and log; raise the version.

    Call it inside a transaction: the calendar is never seen half changed.
    """
    entries, before = tuple(entries), tuple(before)
    version = await set_changed(now)
    if before:
        ids = [entry.id for entry in before]
        await tables.Posting.delete().where(tables.Posting.entry.is_in(ids))
        await tables.Entry.delete().where(tables.Entry.id.is_in(ids))
    if entries:
        await tables.Entry.insert(*(_row(entry) for entry in entries))
        # Dozens of rows for an entry: an object for each would cost more than all else here.
        await fetch_rows(
            "INSERT INTO posting (term, starts_on, entry, kind) VALUES {}",
            [
                (term, entry.starts_on, entry.id, entry.kind.value)
                for entry in entries
                for term in sorted(terms_of(entry))
            ],
        )
    await _tally(entries, before)
    there = {entry.id for entry in entries}
    gone = {entry.id for entry in before} - there
    await calendar_log.set_logged(there, gone, version=version, now=now)
    await calendar_log.set_turns({entry.id: turns(entry) for entry in entries})


async def set_changed(now: datetime, *, in_words: bool = False) -> int:
    """Raise the version and return it: something that readers may see has changed, and what was made is out of date.

    `in_words` says that words which stand in many entries changed. The row stays locked until the transaction ends.
    """
    rows = await fetch(
        "INSERT INTO calendar_state (id, version, changed_at, words_version) VALUES (1, 1, {}, {}) "
        "ON CONFLICT (id) DO UPDATE SET version = calendar_state.version + 1, changed_at = CASE "
        # Never back: subscribers who ask by time alone would be told that nothing has changed.
        "WHEN excluded.changed_at > calendar_state.changed_at THEN excluded.changed_at "
        "ELSE calendar_state.changed_at END, "
        "words_version = CASE WHEN excluded.words_version = 1 THEN calendar_state.version + 1 "
        "ELSE calendar_state.words_version END RETURNING version",
        now,
        1 if in_words else 0,
    )
    return int(rows[0]["version"])


async def list_tallies(first_month: date, last_month: date) -> tuple[Tally, ...]:
    """Tallies of the months from first to last, both given by their first day."""
    table = tables.Tally
    rows = await table.select().where(table.month >= first_month).where(table.month <= last_month)
    return tuple(
        Tally(row["month"], row["kind"], row["scope"], row["country"], row["entries"]) for row in rows if row["entries"]
    )


async def add_change(change: Change) -> None:
    """Keep a line of a change log; lines are never edited."""
    aspects = [[a.aspect.value, a.before, a.after, a.detail] for a in change.aspects]
    await tables.Change.insert(
        tables.Change(
            id=change.id,
            subject=change.subject.value,
            subject_id=change.subject_id,
            at=change.at,
            aspects=dumps(aspects),
            note=dump_text(change.note),
        )
    )


async def list_changes(
    subject_id: UUID, *, before: tuple[datetime, UUID] | None = None, limit: int = 50
) -> tuple[Change, ...]:
    """Change log of an edition or project, newest first; `before` is the (at, id) of the last line already seen."""
    return await _changes(tables.Change.subject_id == subject_id, before, limit)


async def list_latest_changes(*, before: tuple[datetime, UUID] | None = None, limit: int = 50) -> tuple[Change, ...]:
    """Newest lines of all change logs; as `list_changes`."""
    return await _changes(None, before, limit)


async def _changes(condition: Any, before: tuple[datetime, UUID] | None, limit: int) -> tuple[Change, ...]:  # noqa: ANN401 - Piccolo's
    table = tables.Change
    query = table.select() if condition is None else table.select().where(condition)
    if before is not None:
        at, identity = before
        query = query.where((table.at < at) | ((table.at == at) & (table.id < identity)))
    return tuple(map(_change, await query.order_by(table.at, table.id, ascending=False).limit(limit)))


async def list_heads(subject_ids: Iterable[UUID]) -> tuple[CalendarEntry, ...]:
    """The exhibition entry of each of these editions, and the earliest milestone of each of these projects."""
    ids = list(subject_ids)
    if not ids:
        return ()
    table = tables.Entry
    rows = (
        await table.select(table.body)
        .where(table.subject_id.is_in(ids))
        .where(table.kind.is_in(["exhibition", "milestone"]))
        .order_by(table.starts_on, table.id)
    )
    heads: dict[UUID, CalendarEntry] = {}
    for row in rows:
        entry = load_entry(row["body"])
        heads.setdefault(entry.subject_id, entry)
    return tuple(heads.values())


def _row(entry: CalendarEntry) -> tables.Entry:
    return tables.Entry(
        id=entry.id,
        kind=entry.kind.value,
        subject=entry.subject.value,
        subject_id=entry.subject_id,
        starts_on=entry.starts_on,
        ends_on=entry.ends_on,
        modified_at=entry.modified_at,
        body=dump_entry(entry),
    )


async def _tally(added: Iterable[CalendarEntry], removed: Iterable[CalendarEntry]) -> None:
    difference: Counter[TallyKey] = Counter(_tally_keys(added))
    difference.subtract(_tally_keys(removed))
    rows = [
        (f"{month.isoformat()}|{kind}|{scope}|{country}", month, kind, scope, country, by)
        for (month, kind, scope, country), by in sorted(difference.items())
        if by
    ]
    await fetch_rows(
        "INSERT INTO tally (id, month, kind, scope, country, entries) VALUES {} "
        "ON CONFLICT (id) DO UPDATE SET entries = tally.entries + excluded.entries",
        rows,
    )


def _tally_keys(entries: Iterable[CalendarEntry]) -> list[TallyKey]:
    """One key for the whole and one for each country or region of an entry."""
    return [
        (entry.starts_on.replace(day=1), entry.kind.value, entry.scope.value if entry.scope else "", country)
        for entry in entries
        for country in ("", *entry.countries)
    ]


def _change(row: dict[str, Any]) -> Change:
    return Change(
        id=row["id"],
        subject=Subject(row["subject"]),
        subject_id=row["subject_id"],
        at=row["at"],
        aspects=tuple(AspectChange(Aspect(a), b, c, d) for a, b, c, d in loads(row["aspects"])),
        note=load_text(row["note"]),
    )
