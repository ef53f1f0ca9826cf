"""Rendered entries of feeds as they are kept: read all at once for a feed, written in batches after its answer.

A fragment counts only with the revision that it was rendered from, and only until time changes it. Entries that are
written anew are taken out first, and their fragments with them. Days and moments come as text, which sorts as time
does: a feed of ten thousand needs the first and the last of them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID, uuid5

from events_app.domain.calendar import CalendarEntry
from events_app.domain.selections import Selection
from events_app.storage import selections, tables
from events_app.storage.database import fetch, fetch_rows
from events_app.storage.sqlite_pool import Row

STYLES: Final = UUID("d7b3b9a4-2f0e-4a39-9a3e-5a6f3a1f8c78")
"""Namespace of the ids of styles, which are told from what they stand for, without asking."""
MOST_STYLES: Final = 300
MOST_MARKS: Final = 2
IDS_AT_ONCE: Final = 5_000


@dataclass(frozen=True, slots=True)
class Style:
    """A way of rendering; `variant` is any text, `mark` stands for the words and the code."""

    form: str
    language: str
    variant: str
    mark: str

    @property
    def id(self) -> UUID:
        """The same in every process."""
        return uuid5(STYLES, f"{self.form}\n{self.language}\n{self.variant}\n{self.mark}")


@dataclass(frozen=True, slots=True)
class Fragment:
    """One entry rendered; an empty body: it is not shown. `zone` is that of a timed entry that a calendar explains.

    `turned_at` and `turns_at` are the moments before and after the rendering at which time alone changes it.
    """

    entry_id: UUID
    modified_at: datetime
    zone: str
    turned_at: datetime | None
    turns_at: datetime | None
    body: str


@dataclass(frozen=True, slots=True)
class Piece:
    """An entry of a feed in its order: its id, first day, revision's moment as text; body None where none is ready."""

    entry: str
    day: str
    modified: str
    zone: str = ""
    turned: str | None = None
    turns: str | None = None
    body: str | None = None


async def list_of_selection(selection: Selection, style: Style, *, now: datetime) -> list[Piece]:
    """Every entry of a selection in order of day, with what is ready of it."""
    found = await selections.find_places(selection)
    if found is None:
        return []
    sql, arguments = found
    return _pieces(await fetch(_joined(f"({sql}) AS found"), *arguments, style.id, now))


async def list_of_entries(entries: Sequence[CalendarEntry], style: Style, *, now: datetime) -> list[Piece]:
    """As many pieces as entries, in their order."""
    ready: dict[str, Piece] = {}
    for start in range(0, len(entries), IDS_AT_ONCE):
        ids = [entry.id for entry in entries[start : start + IDS_AT_ONCE]]
        places = ", ".join("{}" for _ in ids)
        found = f"(SELECT starts_on, id AS entry FROM entry WHERE id IN ({places})) AS found"  # noqa: S608 - places only
        ready |= {piece.entry: piece for piece in _pieces(await fetch(_joined(found), *ids, style.id, now))}
    return [ready[str(entry.id)] for entry in entries if str(entry.id) in ready]


async def set_fragments(style: Style, fragments: Iterable[Fragment]) -> None:
    """Keep fragments in place of those of the same entries. Raises an integrity error where an entry has gone."""
    rows = [
        (style.id, each.entry_id, each.modified_at, each.zone, each.turned_at, each.turns_at, each.body)
        for each in fragments
    ]
    await fetch_rows(
        "INSERT INTO feed_fragment (style, entry, modified_at, zone, turned_at, turns_at, body) VALUES {} "
        "ON CONFLICT (style, entry) DO UPDATE SET modified_at = excluded.modified_at, zone = excluded.zone, "
        "turned_at = excluded.turned_at, turns_at = excluded.turns_at, body = excluded.body",
        rows,
        types=("uuid", "uuid", "timestamptz", "text", "timestamptz", "timestamptz", "text"),
    )


async def set_style_used(style: Style, *, now: datetime) -> None:
    """Keep that a style is in use."""
    await fetch(
        "INSERT INTO feed_style (id, form, language, variant, mark, used_at) VALUES ({}, {}, {}, {}, {}, {}) "
        "ON CONFLICT (id) DO UPDATE SET used_at = excluded.used_at",
        *(style.id, style.form, style.language, style.variant, style.mark, now),
    )


async def remove_old(style: Style) -> None:
    """Take out, with their fragments, former marks of a style but the last, and styles that were used the longest ago.

    The last former mark stays: while machines are upgraded one by one, both are asked for.
    """
    table = tables.FeedStyle
    alike = (table.form == style.form) & (table.language == style.language) & (table.variant == style.variant)
    ordered = table.select(table.id).order_by(table.used_at, ascending=False)
    old = [row["id"] for row in (await ordered.where(alike))[MOST_MARKS:]]
    old += [
        row["id"]
        for row in await table.select(table.id)
        .order_by(table.used_at, ascending=False)
        .offset(MOST_STYLES)
        .limit(MOST_STYLES)
    ]
    if old:
        await table.delete().where(table.id.is_in(old))


def _joined(found: str) -> str:
    return (
        "SELECT CAST(found.entry AS TEXT) AS entry, CAST(found.starts_on AS TEXT) AS day, "  # noqa: S608 - from this module
        "CAST(e.modified_at AS TEXT) AS modified, f.zone AS zone, CAST(f.turned_at AS TEXT) AS turned, "
        f"CAST(f.turns_at AS TEXT) AS turns, f.body AS body FROM {found} JOIN entry e ON e.id = found.entry "
        "LEFT JOIN feed_fragment f ON f.style = {} AND f.entry = found.entry AND f.modified_at = e.modified_at "
        "AND (f.turns_at IS NULL OR f.turns_at > {}) ORDER BY found.starts_on, found.entry"
    )


def _pieces(rows: Iterable[Row]) -> list[Piece]:
    return [
        Piece(row["entry"], row["day"], row["modified"], row["zone"] or "", row["turned"], row["turns"], row["body"])
        for row in rows
    ]
