"""From entries to the bytes of a calendar feed: each event rendered once and kept, off the event loop.

What a feed holds and who may keep its answer is decided in `calendar`; how an event is written, in `formats.ical`.
"""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Self
from uuid import UUID

from events_app.domain.calendar import CalendarEntry, EntryStatus, Subject
from events_app.edge.compression import LEAST_BYTES, gzipped
from events_app.edge.conditional import strong_etag
from events_app.edge.feed_names import feed_description
from events_app.edge.pages import address
from events_app.feeds.keeping import Kept, Shared
from events_app.feeds.wordings import wording_of
from events_app.formats.entry_words import Cancelled, FeedContext, is_shown
from events_app.formats.ical import FeedHead, calendar, event, zones_of
from events_app.formats.vtimezone import FIRST_YEAR
from events_app.i18n.catalogues import Catalogues
from events_app.reference.policies import generation
from events_app.settings import Settings

EVENTS_KEPT_BYTES = 64 * 1024 * 1024
FEEDS_KEPT_BYTES = 64 * 1024 * 1024

EventKey = tuple[UUID, int, datetime, str, Cancelled | None, int]
FeedKey = tuple[object, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """A calendar to be made: its language, name, own address, the page for people, and what to do about cancelled."""

    language: str
    name: str
    url: str
    page: str
    cancelled: Cancelled


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed ready to be sent; `packed` is its gzip form, where it is worth one."""

    content: bytes
    packed: bytes | None
    etag: str

    @classmethod
    def of(cls, content: bytes) -> Self:
        """Pack the content and mark it."""
        return cls(content, gzipped(content) if len(content) >= LEAST_BYTES else None, strong_etag(content))

    @property
    def size_bytes(self) -> int:
        """What keeping it costs."""
        return len(self.content) + len(self.packed or b"")


class Press:
    """Makes the feeds of one application and keeps events and feeds that it has made."""

    def __init__(self, settings: Settings, catalogues: Catalogues) -> None:
        """Nothing is made yet."""
        self.settings, self.catalogues = settings, catalogues
        self.feeds: Kept[FeedKey, Feed] = Kept(FEEDS_KEPT_BYTES, lambda feed: feed.size_bytes)
        self.making: Shared[FeedKey, Feed] = Shared()
        self.events_rendered = 0
        self._events: Kept[EventKey, bytes] = Kept(EVENTS_KEPT_BYTES, len)
        self._contexts: dict[tuple[str, Cancelled], FeedContext] = {}

    async def printed(self, order: Order, entries: Iterable[CalendarEntry]) -> Feed:
        """Make a feed of these entries, in their order, in a worker thread."""
        shown = [entry for entry in entries if is_shown(entry, order.cancelled)]
        context = self._context(order.language, order.cancelled)
        known = [self._events.find(_key(entry, context)) for entry in shown]
        feed, rendered = await asyncio.to_thread(_made, self._head(order, shown), shown, known, context)
        for entry, content in rendered:
            self._events.keep(_key(entry, context), content)
        self.events_rendered += len(rendered)
        return feed

    def _context(self, language: str, cancelled: Cancelled) -> FeedContext:
        found = self._contexts.get((language, cancelled))
        if found is None:
            found = FeedContext(
                language=language,
                wording=wording_of(language, catalogues=self.catalogues, settings=self.settings),
                page=lambda entry: self.settings.address + address(language, _page_of(entry)),
                cancelled=cancelled,
            )
            self._contexts[language, cancelled] = found
        return found

    def _head(self, order: Order, entries: Sequence[CalendarEntry]) -> FeedHead:
        return FeedHead(
            name=order.name,
            description=feed_description(order.language, catalogues=self.catalogues, settings=self.settings),
            language=order.language,
            url=order.url,
            page=order.page,
            zone=self.settings.home_zone,
            modified_at=max((entry.modified_at for entry in entries), default=None),
            since_year=min((entry.starts_on.year for entry in entries), default=FIRST_YEAR),
        )


def _made(
    head: FeedHead, entries: Sequence[CalendarEntry], known: Sequence[bytes | None], context: FeedContext
) -> tuple[Feed, list[tuple[CalendarEntry, bytes]]]:
    """Return the feed, and the events that had to be rendered for it. Runs in a thread: shares nothing."""
    rendered: list[tuple[CalendarEntry, bytes]] = []
    events: list[bytes] = []
    for entry, found in zip(entries, known, strict=True):
        content = found if found is not None else event(entry, context)
        if found is None:
            rendered.append((entry, content))
        events.append(content)
    return Feed.of(calendar(head, events, zones_of(entries))), rendered


def _key(entry: CalendarEntry, context: FeedContext) -> EventKey:
    """Only a cancelled entry looks different by what the subscriber chose about cancelled ones."""
    variant = context.cancelled if entry.status is EntryStatus.CANCELLED else None
    return entry.id, entry.revision, entry.modified_at, context.language, variant, generation()


def _page_of(entry: CalendarEntry) -> str:
    return f"{'projects' if entry.subject is Subject.PROJECT else 'exhibitions'}/{entry.slug}"
