"""Rendered entries of feeds as they are kept: read all at once for a feed, written in batches after its answer.

Entries that are written anew are taken out first, and their fragments with them; a fragment of a former revision is not
written any more. So what is there is right, until time changes it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, Self
from uuid import UUID, uuid5

from events_app.domain.selections import Selection
from events_app.storage import selections, tables
from events_app.storage.database import current, fetch, fetch_rows
from events_app.storage.sqlite_pool import Row

STYLES: Final = UUID("d7b3b9a4-2f0e-4a39-9a3e-5a6f3a1f8c78")
"""Namespace of the ids of styles, which are told from what they stand for, without asking."""
MOST_STYLES: Final = 300
MOST_MARKS: Final = 2
MONTH_DAYS: Final = 32
SEPARATOR: Final = "\x1e"
MISSING: Final = "\x18"
SEPARATING: Final = SEPARATOR.encode()
MISSING_BODY: Final = MISSING.encode()
"""No rendered entry has them: control characters are taken out of all texts, and JSON escapes them."""


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
class Ready:
    """What is ready of a feed: its entries in order, and their bodies as the database joined them, in pieces.

    It `is_whole` where every body is ready. Of what is shown, the latest revision, the first day and the zones; of all,
    when time changed and changes something.
    """

    entries: tuple[str, ...] = ()
    pieces: tuple[bytes, ...] = ()
    is_whole: bool = True
    modified_at: datetime | None = None
    since: date | None = None
    zones: frozenset[str] = frozenset()
    turned_at: datetime | None = None
    turns_at: datetime | None = None

    @classmethod
    def of_nothing(cls, entries: Iterable[str]) -> Self:
        """Nothing is ready of these entries."""
        named = tuple(entries)
        return cls(entries=named, pieces=(MISSING_BODY,) * len(named), is_whole=not named)

    @property
    def texts(self) -> list[bytes]:
        """Parts that are all bodies one after the other, where every one is ready. Faster than taking them apart."""
        return [piece.replace(SEPARATING, b"") for piece in self.pieces]

    def bodies(self) -> list[bytes | None]:
        """The body of each entry, None where none is ready."""
        found = (body for piece in self.pieces for body in piece.split(SEPARATING))
        return [None if body == MISSING_BODY else body for body in found]


async def find_of_selection(selection: Selection, style: Style, *, now: datetime) -> Ready:
    """What is ready of all entries of a selection, in order of day."""
    found = await selections.find_places(selection)
    if found is None:
        return Ready()
    sql, arguments = found
    return await _ready(f"({sql})", arguments, style, now)


async def find_of_entries(ids: Sequence[UUID], style: Style, *, now: datetime) -> Ready:
    """What is ready of these entries, as far as they are there, in order of day."""
    if not ids:
        return Ready()
    places = ", ".join("{}" for _ in ids)
    return await _ready(f"(SELECT starts_on, id AS entry FROM entry WHERE id IN ({places}))", ids, style, now)  # noqa: S608 - places only


async def set_fragments(style: Style, fragments: Sequence[Fragment]) -> None:
    """Keep fragments in place of those of the same entries, but for entries that were written anew since.

    Call it inside a transaction: the entries are locked, so that none changes before its fragment is there, and whoever
    changes one afterwards takes the fragment out with it.
    """
    places = ", ".join("{}" for _ in fragments)
    sql = f"SELECT id, modified_at FROM entry WHERE id IN ({places})"  # noqa: S608 - places only
    lock = "" if current().dialect == "sqlite" else " ORDER BY id FOR SHARE"
    there = {row["id"]: row["modified_at"] for row in await fetch(sql + lock, *(each.entry_id for each in fragments))}
    rows = [
        (style.id, each.entry_id, each.modified_at, each.zone, each.turned_at, each.turns_at, each.body)
        for each in fragments
        if there.get(each.entry_id) == each.modified_at and SEPARATOR not in each.body and each.body != MISSING
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


async def _ready(found: str, arguments: Sequence[object], style: Style, now: datetime) -> Ready:
    """One row for the whole feed, on PostgreSQL one for each month: a row for each entry would cost more than all else.

    Both engines aggregate in the order of the rows beneath; SQLite keeps that order on purpose for such functions. A
    month at a time PostgreSQL sends the first while it looks for the last, and needs little memory.
    """
    is_sqlite = current().dialect == "sqlite"
    wanted = "f.style = {} AND f.entry = found.entry AND (f.turns_at IS NULL OR f.turns_at > {})"
    # PostgreSQL takes a style that it has no figures of for one row, and would walk through all of it for each entry.
    # OFFSET 0 keeps it from making a join of this.
    looked_up = f"LATERAL (SELECT * FROM feed_fragment f WHERE {wanted} OFFSET 0) AS f ON TRUE"  # noqa: S608 - from this module
    fragment = f"feed_fragment f ON {wanted}" if is_sqlite else looked_up
    # What is rendered is large: what it is looked up for is put in order instead.
    dated = (
        f"(SELECT starts_on, entry, (starts_on - DATE '2000-01-01') / {MONTH_DAYS} AS month FROM {found} AS found "  # noqa: S608 - from this module
        "ORDER BY month, starts_on, entry)"
    )
    within, found, order = ("", found, "") if is_sqlite else ("found.month AS month, ", dated, "found.month, ")
    one = (
        "SELECT CAST(found.entry AS TEXT) AS entry, f.body AS body, f.zone AS zone, f.turned_at AS turned, "  # noqa: S608 - from this module
        f"f.turns_at AS turns, CASE WHEN f.body <> '' THEN f.modified_at END AS modified, {within}"
        f"CASE WHEN f.body <> '' THEN found.starts_on END AS since FROM {found} AS found "
        f"LEFT JOIN {fragment} ORDER BY {order}found.starts_on, found.entry"
    )
    joined, sign, comma = ("group_concat", "char", "") if is_sqlite else ("string_agg", "chr", ", ','")
    bodies = f"{joined}(COALESCE(body, {sign}(24)), {sign}(30))"
    # Bytes go into the feed as they are; text would be read and written again on the way.
    bodies = f"CAST({bodies} AS BLOB)" if is_sqlite else f"convert_to({bodies}, 'UTF8')"
    sql = (
        f"SELECT {joined}(entry, {sign}(30)) AS entries, {bodies} AS bodies, max(modified) AS modified, "  # noqa: S608 - from this module
        "min(since) AS since, max(turned) AS turned, min(turns) AS turns, count(*) - count(body) AS missing, "
        f"{joined}(DISTINCT zone{comma}) FILTER (WHERE zone <> '') AS zones FROM ({one}) AS one"
        + ("" if is_sqlite else " GROUP BY month ORDER BY month")
    )
    rows = await fetch(sql, *arguments, style.id, now)
    return _of_rows([row for row in rows if row["entries"] is not None])


def _of_rows(rows: Sequence[Row]) -> Ready:
    """What rows of the aggregate say together, given in order of day."""
    if not rows:
        return Ready()
    moments = {
        name: [_moment(row[name]) for row in rows if row[name] is not None] for name in ("modified", "turned", "turns")
    }
    since = next((row["since"] for row in rows if row["since"] is not None), None)
    return Ready(
        entries=tuple(SEPARATOR.join(row["entries"] for row in rows).split(SEPARATOR)),
        pieces=tuple(row["bodies"] for row in rows),
        is_whole=not any(row["missing"] for row in rows),
        modified_at=max(moments["modified"], default=None),
        since=date.fromisoformat(since) if isinstance(since, str) else since,
        zones=frozenset(zone for row in rows if row["zones"] for zone in row["zones"].split(",")),
        turned_at=max(moments["turned"], default=None),
        turns_at=min(moments["turns"], default=None),
    )


def _moment(kept: datetime | str) -> datetime:
    """SQLite answers an aggregate with text."""
    return datetime.fromisoformat(kept) if isinstance(kept, str) else kept
