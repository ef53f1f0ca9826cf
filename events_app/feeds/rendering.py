"""From entries to the bytes of a feed in one format: each entry rendered once and kept, off the event loop.

What a feed holds and who may keep its answer is decided in `calendar`, which formats there are, in `forms`.
"""

import asyncio
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Self
from uuid import UUID

from events_app.domain.calendar import CalendarEntry, EntryKind, Subject
from events_app.domain.entry_times import has_left, turned_at
from events_app.edge.compression import LEAST_BYTES, gzipped, is_packable
from events_app.edge.conditional import strong_etag
from events_app.edge.feed_names import feed_description
from events_app.edge.feed_wordings import wording_of
from events_app.edge.pages import address
from events_app.feeds.forms import ICAL, Contexts, Form, Work
from events_app.feeds.keeping import Kept, Shared
from events_app.formats.entry_words import FeedContext, Wording, is_shown, variant_of
from events_app.formats.feed_options import PLAINEST, Options
from events_app.formats.ical import FeedHead
from events_app.formats.vtimezone import FIRST_YEAR
from events_app.i18n.catalogues import Catalogues
from events_app.reference.policies import generation
from events_app.settings import Settings

FRAGMENTS_KEPT_BYTES = 64 * 1024 * 1024
FEEDS_KEPT_BYTES = 64 * 1024 * 1024

FragmentKey = tuple[UUID, int, datetime, str, Hashable, int, str]
FeedKey = tuple[object, ...]


def never(_: CalendarEntry) -> None:
    """Of entries that time alone does not change."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """A feed to be made: its language, name, own address, the page for people, options, format.

    `now` decides what is still told of changes and removed entries, `reminded` which kind of entry reminds of the close
    of applications.
    """

    language: str
    name: str
    url: str
    page: str
    options: Options = PLAINEST
    now: datetime | None = None
    reminded: EntryKind = EntryKind.EXHIBITION
    form: Form = ICAL
    turns_at: Callable[[CalendarEntry], datetime | None] = never
    """When an entry will next be told otherwise, or not any more, though nobody changes it; None for never."""

    @property
    def variant(self) -> str:
        """What a rendered entry depends on besides the entry and the language."""
        return repr((self.options, self.reminded.value))


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed ready to be sent; `packed` is its gzip form, where it is worth one.

    `stale_at` is the moment from which its content differs though nothing changed, None where there is none;
    `turned_at` is the last moment at which it did.
    """

    content: bytes
    packed: bytes | None
    etag: str
    stale_at: datetime | None = None
    turned_at: datetime | None = None

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
        self._wordings: dict[str, Wording] = {}

    async def printed(self, order: Order, entries: Sequence[CalendarEntry]) -> Feed:
        """Make a feed of these entries, in their order and in the format of the order, in a worker thread."""
        form = order.form
        shown = [
            entry
            for entry in entries
            if is_shown(entry, order.options.cancelled) and not (order.now and has_left(entry, order.now))
        ]
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
        past = [moment for entry in entries if order.now and (moment := turned_at(entry, order.now)) is not None]
        return replace(feed, stale_at=min(moments, default=None), turned_at=max(past, default=None))

    def _contexts_of(self, order: Order) -> Contexts:
        others = [code for code in self.settings.languages if code != order.language]
        alone = replace(order.options, languages=())
        first = self._context(order.language, order.options, order)
        return (first, *(self._context(code, alone, order) for code in others if order.form.has_all_languages))

    def _context(self, language: str, options: Options, order: Order) -> FeedContext:
        wording = self._wordings.get(language)
        if wording is None:
            wording = wording_of(language, catalogues=self.catalogues, settings=self.settings)
            self._wordings[language] = wording
        return FeedContext(
            language=language,
            wording=wording,
            page=lambda entry: self.settings.address + address(language, _page_of(entry)),
            options=options,
            now=order.now,
            reminded=order.reminded,
        )

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
    """Only what makes this entry look different is in it."""
    variant = variant_of(entry, context)
    return entry.id, entry.revision, entry.modified_at, context.language, variant, generation(), form.ending


def _page_of(entry: CalendarEntry) -> str:
    return f"{'projects' if entry.subject is Subject.PROJECT else 'exhibitions'}/{entry.slug}"
