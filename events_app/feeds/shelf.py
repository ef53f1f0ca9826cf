"""Made feeds, each kept until something in it changes, not merely something in the calendar.

A kept feed knows the version of the calendar up to which it was looked over. When the version has risen, the log tells
which entries changed since: if none of them is in the feed or belongs into it now, it is still good.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from events_app.domain.calendar import CalendarEntry
from events_app.edge.policies import renew_policies
from events_app.feeds.keeping import Grouped, Kept, Shared
from events_app.feeds.rendering import Feed, FeedKey
from events_app.storage import calendar, calendar_log
from events_app.storage.calendar import State
from events_app.storage.calendar_log import LogPosition

FEEDS_KEPT_BYTES: Final = 128 * 1024 * 1024
ADDRESSES_KEPT_BYTES: Final = 4 * 1024 * 1024
ADDRESS_BYTES: Final = 300
"""What keeping an address costs beside its letters."""
MOST_CHANGED: Final = 200
"""Where more entries changed since, a feed is made again: they would have to be read to be told."""
CHANGES_KEPT: Final = 64
PATIENCE_S: Final = 2.0
"""Who waits longer for a feed that is being made again gets the last one: it was good a moment ago."""

Address = tuple[str, bytes]
"""Path and query as they were asked for."""
ADDRESS: Final = "feed_address"
"""In the state of a request: the address under which its answer may be found again."""
Make = Callable[[State], Awaitable[Feed]]


@dataclass(frozen=True, slots=True)
class Changes:
    """Entries that changed: the ids of all, and those of them that are there now."""

    ids: frozenset[str]
    entries: tuple[CalendarEntry, ...]


@dataclass(slots=True)
class KeptFeed:
    """A feed on the shelf: what it was asked by, where it holds up to, and since when it is what it is.

    `holds` tells whether an entry belongs into it; None where only making it can tell.
    """

    key: FeedKey
    feed: Feed
    language: str
    file_name: str
    version: int
    last_modified: datetime
    holds: Callable[[CalendarEntry], bool] | None
    told: dict[tuple[str, ...], object] = field(default_factory=dict)
    """Answers to questions that were asked before, by the fields of the question; emptied with each encoded form."""


class Shelf:
    """The made feeds of one application, and the addresses that lead to them."""

    def __init__(self) -> None:
        """Nothing is kept yet."""
        self.feeds: Kept[FeedKey, KeptFeed] = Kept(FEEDS_KEPT_BYTES, lambda kept: kept.feed.size_bytes)
        self.addresses: Kept[Address, FeedKey] = Kept(
            ADDRESSES_KEPT_BYTES, lambda key: ADDRESS_BYTES + sum(len(str(part)) for part in key)
        )
        self._state = Grouped(calendar.get_state)
        self._making: Shared[object, KeptFeed] = Shared()
        self._changes: Kept[tuple[int, int], Changes | None] = Kept(CHANGES_KEPT, lambda _: 1)
        self._looking: Shared[tuple[int, int], Changes | None] = Shared()
        self._packing = asyncio.Semaphore(1)
        self._words_seen = -1

    async def state(self) -> State:
        """The calendar's version, no older than this call: one small query, shared by who asks together."""
        state = await self._state.asked()
        if state.words_version != self._words_seen:
            # Names of countries are kept in the process: those of this version must stand in what is made now.
            await renew_policies()
            self._words_seen = state.words_version
        return state

    async def find_good(self, key: FeedKey, *, now: datetime) -> KeptFeed | None:
        """The feed under this key, if it is kept and still good."""
        kept = self.feeds.find(key)
        return kept if kept is not None and await self._is_good(kept, await self.state(), now) else None

    async def made(self, wanted: "Wanted", *, now: datetime) -> tuple[KeptFeed, bool]:
        """The feed, kept or made by one for all who wait; False with it where it is the last one, no longer good."""
        state = await self.state()
        last = self.feeds.find(wanted.key)
        if last is not None and await self._is_good(last, state, now):
            return last, True
        making = self._making.made((wanted.key, state.version), lambda: self._make(wanted, state, last))
        if last is None:
            return await making, True
        try:
            return await asyncio.wait_for(making, PATIENCE_S), True
        except TimeoutError:
            return last, False

    async def pack(self, kept: KeptFeed, coding: str) -> None:
        """Make an encoded form of a feed, one at a time, while nobody waits for it."""
        async with self._packing:
            feed = kept.feed
            if coding in feed.packed or self.feeds.find(kept.key) is not kept:
                return
            packed = await asyncio.to_thread(feed.with_packed, coding)
            if self.feeds.find(kept.key) is kept and kept.feed is feed:
                kept.feed = packed
                kept.told.clear()
                self.feeds.keep(kept.key, kept)

    async def _make(self, wanted: "Wanted", state: State, last: KeptFeed | None) -> KeptFeed:
        """Make a feed. Of the same bytes as the last one, the last one stays, with all its forms."""
        try:
            feed = await wanted.make(state)
        except Exception:
            # Nothing is there any more, or nobody knows: the last one must not come back.
            self.feeds.drop(wanted.key)
            raise
        holds = wanted.holds if wanted.is_told_by_selection or feed.entries else None
        moments = [state.changed_at, feed.turned_at]
        since = max(moment for moment in moments if moment is not None)
        if last is not None and last.feed.etag == feed.etag:
            feed, since = replace(feed, packed=last.feed.packed), last.last_modified
        kept = KeptFeed(
            wanted.key, feed, wanted.language, wanted.file_name, state.version, last_modified=since, holds=holds
        )
        self.feeds.keep(wanted.key, kept)
        return kept

    async def _is_good(self, kept: KeptFeed, state: State, now: datetime) -> bool:
        if kept.feed.stale_at is not None and kept.feed.stale_at <= now:
            return False
        if kept.version >= state.version:
            # A lower version is that of another database in its place.
            return kept.version == state.version
        if state.words_version > kept.version or kept.holds is None:
            return False
        changes = await self._since(kept.version, state.version)
        if changes is None or not changes.ids.isdisjoint(kept.feed.entries):
            return False
        if any(map(kept.holds, changes.entries)):
            return False
        kept.version = max(kept.version, state.version)
        return True

    async def _since(self, version: int, until: int) -> Changes | None:
        """What changed after a version, asked for once for all feeds; None where it is too much."""
        found = self._changes.find((version, until))
        if found is None:
            found = await self._looking.made((version, until), lambda: _changes(version))
            self._changes.keep((version, until), found)
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A feed that is asked for, and how it is made; `is_told_by_selection`: `holds` knows all that may come into it."""

    key: FeedKey
    language: str
    file_name: str
    make: Make
    holds: Callable[[CalendarEntry], bool]
    is_told_by_selection: bool


async def _changes(version: int) -> Changes | None:
    lines = await calendar_log.list_since(LogPosition(version), limit=MOST_CHANGED + 1)
    if len(lines) > MOST_CHANGED:
        return None
    entries = await calendar.list_of_ids(line.entry_id for line in lines)
    return Changes(frozenset(str(line.entry_id) for line in lines), entries)
