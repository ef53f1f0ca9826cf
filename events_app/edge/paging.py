"""Pages of a long list by key, not by number: page ten thousand costs what page one costs.

A cursor is the place between two rows, as (day, id) of the row beside it; which rows lie there, storage asks.
"""

import struct
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Generic, NamedTuple, TypeVar
from uuid import UUID

Item = TypeVar("Item")

_FORM = struct.Struct(">I16s")
_PADDING = "="
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class Cursor(NamedTuple):
    """The key of a row in a list ordered by day and id."""

    day: date
    id: UUID

    def __str__(self) -> str:
        """Opaque text for an address: 27 URL-safe characters."""
        return urlsafe_b64encode(_FORM.pack(self.day.toordinal(), self.id.bytes)).decode().rstrip(_PADDING)


class MomentCursor(NamedTuple):
    """The key of a row in a list ordered by moment and id, newest first: logs."""

    at: datetime
    id: UUID

    def __str__(self) -> str:
        """Text for an address: microseconds since 1970 and the id, in hexadecimal."""
        return f"{(self.at - _EPOCH) // _MICROSECOND:x}-{self.id.hex}"


def parse_moment_cursor(text: str | None) -> MomentCursor | None:
    """Read a cursor of a log from an address; None for anything that is not one."""
    moment, _, raw = (text or "").partition("-")
    try:
        return MomentCursor(_EPOCH + int(moment, 16) * _MICROSECOND, UUID(hex=raw))
    except (ValueError, OverflowError):
        return None


@dataclass(frozen=True, slots=True)
class Page(Generic[Item]):
    """One page of a list: its items in order, and the cursors to go on from (None: the list ends there)."""

    items: tuple[Item, ...]
    previous: Cursor | None
    next: Cursor | None


def parse_cursor(text: str | None) -> Cursor | None:
    """Read a cursor from an address; None for anything that is not one, so that a mangled address shows page one."""
    if not text or not text.isascii():
        return None
    try:
        ordinal, raw = _FORM.unpack(urlsafe_b64decode(text + _PADDING * (-len(text) % 4)))
        return Cursor(date.fromordinal(ordinal), UUID(bytes=raw))
    except (ValueError, OverflowError, struct.error):
        return None


def page_after(rows: Sequence[Item], size: int, key: Callable[[Item], Cursor], *, after: Cursor | None) -> Page[Item]:
    """Cut a page from at most `size + 1` rows that follow `after` in ascending order."""
    items = tuple(rows[:size])
    return Page(
        items,
        previous=key(items[0]) if after is not None and items else None,
        next=key(items[-1]) if len(rows) > size else None,
    )


def page_before(rows: Sequence[Item], size: int, key: Callable[[Item], Cursor]) -> Page[Item]:
    """Cut a page from at most `size + 1` rows that precede a cursor, given in descending order (the nearest first)."""
    items = tuple(reversed(rows[:size]))
    return Page(
        items,
        previous=key(items[0]) if len(rows) > size else None,
        next=key(items[-1]) if items else None,
    )
