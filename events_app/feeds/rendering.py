"""From entries to the bytes of a feed in one format: each entry rendered once and kept, off the event loop.

What a feed holds and who may keep its answer is decided in `calendar`, which formats there are, in `forms`.
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Self
from uuid import UUID

from events_app.domain.calendar import CalendarEntry, EntryStatus, Subject
from events_app.edge.compression import LEAST_BYTES, gzipped, is_packable
from events_app.edge.conditional import strong_etag
from events_app.edge.feed_names import feed_description
from events_app.edge.pages import address
from events_app.feeds.forms import ICAL, Contexts, Form, Work
from events_app.feeds.keeping import Kept, Shared
from events_app.feeds.wordings import wording_of
from events_app.formats.entry_words import Cancelled, FeedContext, is_shown
from events_app.formats.ical import FeedHead
from events_app.formats.vtimezone import FIRST_YEAR
from events_app.i18n.catalogues import Catalogues
from events_app.reference.policies import generation
from events_app.settings import Settings

FRAGMENTS_KEPT_BYTES = 64 * 1024 * 1024
FEEDS_KEPT_BYTES = 64 * 1024 * 1024

FragmentKey = tuple[UUID, int, datetime, str, Cancelled | None, int, str]
FeedKey = tuple[object, ...]


def never(_: CalendarEntry) -> None:
    """Of entries that time alone does not change."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """A feed to be made: its language, name, own address, the page for people, what to do about cancelled, format."""

    language: str
    name: str
    url: str
    page: str
    cancelled: Cancelled
    form: Form = ICAL
    turns_at: Callable[[CalendarEntry], datetime | None] = never
    """When an entry will next be told otherwise, or not any more, though nobody changes it; None for never."""

    @property
    def variant(self) -> str:
        """What a rendered entry depends on besides the entry and the language."""
        return self.cancelled.value


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed ready to be sent; `packed` is its gzip form, where it is worth one.

    `stale_at` is the moment from which its content differs though nothing changed, None where there is none.
    """

    content: bytes
    packed: bytes | None
    etag: str
    stale_at: datetime | None = None

    @classmethod
    def of(cls, content: bytes, media_type: str = ICAL.media_type) -> Self:
        """Pack the content, where its type shrinks, and mark it."""
        is_packed = len(content) >= LEAST_BYTES and is_packable(media_type)
        return cls(content, gzipped(content) if is_packed else None, strong_etag(content))

    @property
    def size_bytes(self) -> int:
        """What keeping it costs."""
        return len(self.content) + len(self.packed or b"")


class Press:
    """Makes the feeds of one application and keeps fragments and feeds that it has made."""

    def __init__(self, settings: Settings, catalogues: Catalogues) -> None:
        """Nothing is made yet."""
        self.settings, self.catalogues = settings, catalogues
        self.feeds: Kept[FeedKey, Feed] = Kept(FEEDS_KEPT_BYTES, lambda feed: feed.size_bytes)
        self.making: Shared[FeedKey, Feed] = Shared()
        self.events_rendered = 0
        self._fragments: Kept[FragmentKey, bytes] = Kept(FRAGMENTS_KEPT_BYTES, len)
        self._contexts: dict[tuple[str, Cancelled], FeedContext] = {}

    async def printed(self, order: Order, entries: Sequence[CalendarEntry]) -> Feed:
        """Make a feed of these entries, in their order and in the format of the order, in a worker thread."""
        form = order.form
        shown = [entry for entry in entries if is_shown(entry, order.cancelled)]
        contexts = self._contexts_of(order)
        known = [self._fragments.find(_key(entry, contexts[0], form)) for entry in shown] if form.fragment else []
        work = Work(
            head=self._head(order, shown),
            entries=shown,
            fragments=(),
            context=contexts[0],
            author=self.settings.authority(order.language),
        )
        feed, rendered = await asyncio.to_thread(_made, form, work, known, contexts)
        for entry, content in rendered:
            self._fragments.keep(_key(entry, contexts[0], form), content)
        self.events_rendered += len(rendered)
        moments = [moment for entry in entries if (moment := order.turns_at(entry)) is not None]
        return replace(feed, stale_at=min(moments, default=None))

    def _contexts_of(self, order: Order) -> Contexts:
        others = [code for code in self.settings.languages if code != order.language]
        codes = (order.language, *(others if order.form.has_all_languages else ()))
        return tuple(self._context(code, order.cancelled) for code in codes)

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
    form: Form, work: Work, known: Sequence[bytes | None], contexts: Contexts
) -> tuple[Feed, list[tuple[CalendarEntry, bytes]]]:
    """Return the feed, and the fragments that had to be rendered for it. Runs in a thread: shares nothing."""
    rendered: list[tuple[CalendarEntry, bytes]] = []
    fragments: list[bytes] = []
    if form.fragment:
        for entry, found in zip(work.entries, known, strict=True):
            content = found if found is not None else form.fragment(entry, contexts)
            if found is None:
                rendered.append((entry, content))
            fragments.append(content)
    return Feed.of(form.whole(replace(work, fragments=fragments)), form.media_type), rendered


def _key(entry: CalendarEntry, context: FeedContext, form: Form) -> FragmentKey:
    """Only a cancelled entry looks different by what the subscriber chose about cancelled ones."""
    variant = context.cancelled if entry.status is EntryStatus.CANCELLED else None
    return entry.id, entry.revision, entry.modified_at, context.language, variant, generation(), form.ending


def _page_of(entry: CalendarEntry) -> str:
    return f"{'projects' if entry.subject is Subject.PROJECT else 'exhibitions'}/{entry.slug}"
