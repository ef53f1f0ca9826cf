"""From entries to the bytes of a feed in one format: each entry rendered once for all processes, off the event loop.

What a feed holds and who may keep its answer is decided in `calendar`, which formats there are, in `forms`; made feeds
lie on the `shelf`. What was rendered is written to the database after the answer; until then it is held here.
"""

import asyncio
from collections.abc import Callable, Coroutine, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import Any, Final, Self
from uuid import UUID

import structlog

from events_app.actions import feed_fragments as actions
from events_app.domain.calendar import CalendarEntry, EntryKind, Subject
from events_app.domain.entry_times import has_left
from events_app.domain.private_feeds import Notice
from events_app.domain.selections import Selection
from events_app.edge.compression import BROTLI, GZIP, LEAST_BYTES, brotlied, gzipped, is_packable
from events_app.edge.conditional import strong_etag
from events_app.edge.feed_names import feed_description
from events_app.edge.feed_wordings import wording_of
from events_app.edge.pages import address
from events_app.feeds.forms import ICAL, Contexts, Form, Work
from events_app.feeds.marks import mark_of
from events_app.formats.entry_words import FeedContext, Wording, is_shown
from events_app.formats.feed_options import PLAINEST, Options
from events_app.formats.ical import FeedHead, zones_of
from events_app.formats.vtimezone import FIRST_YEAR
from events_app.i18n.catalogues import Catalogues
from events_app.settings import Settings
from events_app.storage import calendar, feed_fragments, selections
from events_app.storage.feed_fragments import Fragment, Ready, Style

READ_SINGLY: Final = 200
"""Of a selection, so many entries without a fragment are read by their ids; more are read with the whole selection."""
STYLE_NOTED_EVERY: Final = timedelta(hours=12)
PACKERS: Final[Mapping[str, Callable[[bytes], bytes]]] = MappingProxyType({BROTLI: brotlied, GZIP: gzipped})

FeedKey = tuple[object, ...]
Dated = tuple[date, Fragment]
"""A fragment and the first day of its entry."""
Source = Selection | Sequence[CalendarEntry]

log = structlog.get_logger("events_app.feeds")


def never(_: CalendarEntry) -> tuple[datetime, ...]:
    """Of entries that time alone does not change."""
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """A feed to be made: its language, name, own address, the page for people, options, format.

    A private feed has no `url` but an `own_name`; `paths` are the pages of its entries below the language, and
    `notices` what must be said of them, by UID: only a press that keeps nothing may make it. `reminded` is the kind
    of entry that reminds of the close of applications.
    """

    language: str
    name: str
    url: str
    page: str
    options: Options = PLAINEST
    reminded: EntryKind = EntryKind.EXHIBITION
    form: Form = ICAL
    turns: Callable[[CalendarEntry], Iterable[datetime]] = never
    """All moments, past and to come, from which an entry is told otherwise, or no longer, though nobody changes it."""
    own_name: str = ""
    paths: Mapping[str, str] = field(default_factory=dict)
    notices: Mapping[str, Notice] = field(default_factory=dict)

    @property
    def variant(self) -> str:
        """What a rendered entry depends on besides the entry and the language."""
        return f"{self.options.mark}|{self.reminded.value if self.options.has_reminders else ''}"


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed ready to be sent; `packed` are its encoded forms by coding, as far as they are made.

    `stale_at` is the moment from which its content differs though nothing changed, None where there is none;
    `turned_at` the last such moment before it was made. `entries` are the ids of what it holds, hidden ones too.
    """

    content: bytes
    etag: str
    media_type: str = ICAL.media_type
    packed: Mapping[str, bytes] = field(default_factory=dict)
    stale_at: datetime | None = None
    turned_at: datetime | None = None
    entries: frozenset[str] = frozenset()

    @classmethod
    def of(cls, content: bytes, media_type: str = ICAL.media_type) -> Self:
        """Mark the content; nothing is packed yet."""
        return cls(content, strong_etag(content), media_type)

    @property
    def is_packable(self) -> bool:
        """Whether encoded forms are worth making."""
        return len(self.content) >= LEAST_BYTES and is_packable(self.media_type)

    @property
    def size_bytes(self) -> int:
        """What keeping it costs."""
        return len(self.content) + sum(map(len, self.packed.values())) + 100 * len(self.entries)

    def with_packed(self, coding: str) -> Self:
        """The same with one more encoded form. It takes a while: call it in a thread."""
        return replace(self, packed={**self.packed, coding: PACKERS[coding](self.content)})


class Press:
    """Makes the feeds of one application; holds what it rendered until that is written."""

    def __init__(self, settings: Settings, catalogues: Catalogues, *, keeps: bool = True) -> None:
        """Nothing is made yet. `keeps` what it renders, in the database."""
        self.settings, self.catalogues, self.keeps = settings, catalogues, keeps
        self.events_rendered = 0
        self._unwritten: dict[tuple[UUID, str], Fragment] = {}
        self._noted: dict[UUID, datetime] = {}
        self._wordings: dict[str, Wording] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    async def printed(self, order: Order, source: Source, *, now: datetime, words_version: int = 0) -> Feed:
        """Make a feed of these entries, or of all of a selection, in the format of the order, in a worker thread."""
        contexts = self.contexts_of(order, now)
        if order.form.fragment is None:
            return await self._whole(order, source, contexts, now)
        ready, new = await self._found(order, source, contexts, now=now, words_version=words_version)
        return await asyncio.to_thread(self._joined, order, ready, new, contexts)

    async def bodies(
        self, order: Order, source: Source, *, now: datetime, words_version: int = 0
    ) -> list[tuple[str, str]]:
        """What each entry that is shown contributes to the format of the order, by its id, in order of day."""
        contexts = self.contexts_of(order, now)
        ready, new = await self._found(order, source, contexts, now=now, words_version=words_version)
        return await asyncio.to_thread(_bodies, ready, new)

    async def _found(
        self, order: Order, source: Source, contexts: Contexts, *, now: datetime, words_version: int
    ) -> tuple[Ready, Sequence[Dated]]:
        """What is ready, and what had to be rendered beside it, which is kept."""
        style = Style(order.form.ending, order.language, order.variant, mark_of(self.settings, words_version))
        ready = await _ready(source, style, now) if self.keeps or isinstance(source, Selection) else _unready(source)
        if ready.is_whole:
            return ready, []
        lacking = {entry for entry, body in zip(ready.entries, ready.bodies(), strict=True) if body is None}
        entries = await _entries(source, lacking)
        held = [(entry.starts_on, found) for entry in entries if (found := self._held(style, entry)) is not None]
        missing = [entry for entry in entries if self._held(style, entry) is None]
        rendered = await asyncio.to_thread(_rendered, order, missing, contexts, now)
        self.events_rendered += len(rendered)
        if self.keeps:
            self._keep(style, rendered, now)
        return ready, [*held, *((entry.starts_on, each) for entry, each in zip(missing, rendered, strict=True))]

    def start(self, work: Coroutine[Any, Any, None]) -> None:
        """Begin what nobody waits for."""
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._finish)

    async def settled(self) -> None:
        """Return when everything that was begun is done: before the database is closed."""
        while self._tasks:
            await asyncio.wait(self._tasks)

    def _finish(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("work after an answer failed", exc_info=error)

    def _held(self, style: Style, entry: CalendarEntry) -> Fragment | None:
        """The fragment of this revision, if it is rendered but not written yet."""
        found = self._unwritten.get((style.id, str(entry.id)))
        return found if found is not None and found.modified_at == entry.modified_at else None

    def _keep(self, style: Style, rendered: Sequence[Fragment], now: datetime) -> None:
        noted = self._noted.get(style.id)
        if not rendered and noted is not None and now - noted < STYLE_NOTED_EVERY:
            return
        self._noted[style.id] = now
        self._unwritten |= {(style.id, str(each.entry_id)): each for each in rendered}
        self.start(self._written(style, rendered, now))

    async def _written(self, style: Style, rendered: Sequence[Fragment], now: datetime) -> None:
        try:
            await actions.keep(style, rendered, now=now)
        finally:
            for each in rendered:
                if self._unwritten.get(key := (style.id, str(each.entry_id))) is each:
                    del self._unwritten[key]

    async def _whole(self, order: Order, source: Source, contexts: Contexts, now: datetime) -> Feed:
        entries = await selections.list_all(source) if isinstance(source, Selection) else source
        shown = [entry for entry in entries if _is_in(entry, order, now)]
        moments = [moment for entry in entries for moment in order.turns(entry)]
        head = self._head(
            order,
            modified_at=max((entry.modified_at for entry in shown), default=None),
            since_year=min((entry.starts_on.year for entry in shown), default=FIRST_YEAR),
        )
        work = Work(
            head=head,
            entries=shown,
            fragments=(),
            zones=zones_of(shown),
            context=contexts[0],
            author=self.settings.authority(order.language),
        )
        content = await asyncio.to_thread(order.form.whole, work)
        return replace(
            Feed.of(content, order.form.media_type),
            stale_at=_next(moments, now),
            turned_at=_last(moments, now),
            entries=frozenset(str(entry.id) for entry in entries),
        )

    def _joined(self, order: Order, ready: Ready, new: Sequence[Dated], contexts: Contexts) -> Feed:
        """Join what is ready and what was just rendered. Runs in a thread: shares nothing that changes."""
        shown = [dated for dated in new if dated[1].body]
        moments = [ready.modified_at, *(each.modified_at for _, each in shown)]
        days = [ready.since, *(day for day, _ in shown)]
        work = Work(
            head=self._head(
                order,
                modified_at=max((moment for moment in moments if moment is not None), default=None),
                since_year=min((day.year for day in days if day is not None), default=FIRST_YEAR),
            ),
            entries=(),
            fragments=_fragments(order.form, ready, new),
            zones=ready.zones | frozenset(each.zone for _, each in shown if each.zone),
            context=contexts[0],
            author=self.settings.authority(order.language),
        )
        turns = [ready.turns_at, *(each.turns_at for _, each in new)]
        turned = [ready.turned_at, *(each.turned_at for _, each in new)]
        return replace(
            Feed.of(order.form.whole(work), order.form.media_type),
            stale_at=min((moment for moment in turns if moment is not None), default=None),
            turned_at=max((moment for moment in turned if moment is not None), default=None),
            entries=frozenset(ready.entries),
        )

    def contexts_of(self, order: Order, now: datetime | None = None) -> Contexts:
        """The words of the order's language, and of all others where the format has them."""
        others = [code for code in self.settings.languages if code != order.language]
        alone = replace(order.options, languages=())
        first = self._context(order.language, order.options, order, now)
        return (first, *(self._context(code, alone, order, now) for code in others if order.form.has_all_languages))

    def _context(self, language: str, options: Options, order: Order, now: datetime | None) -> FeedContext:
        wording = self._wordings.get(language)
        if wording is None:
            wording = wording_of(language, catalogues=self.catalogues, settings=self.settings)
            self._wordings[language] = wording
        return FeedContext(
            language=language,
            wording=wording,
            page=lambda entry: self.settings.address + address(language, order.paths.get(entry.uid) or _page_of(entry)),
            site=self.settings.address,
            options=options,
            now=now,
            reminded=order.reminded,
            notices=order.notices,
        )

    def _head(self, order: Order, *, modified_at: datetime | None, since_year: int) -> FeedHead:
        return FeedHead(
            name=order.name,
            description=feed_description(order.language, catalogues=self.catalogues, settings=self.settings),
            language=order.language,
            url=order.url,
            page=order.page,
            zone=self.settings.home_zone,
            modified_at=modified_at,
            since_year=since_year,
            own_name=order.own_name,
        )


def _bodies(ready: Ready, new: Sequence[Dated]) -> list[tuple[str, str]]:
    """Runs in a thread: ten thousand are megabytes."""
    made = {str(each.entry_id): each.body for _, each in new}
    found = zip(ready.entries, ready.bodies(), strict=True)
    bodies = ((entry, made.get(entry, "") if body is None else body.decode()) for entry, body in found)
    return [(entry, body) for entry, body in bodies if body]


def _fragments(form: Form, ready: Ready, new: Sequence[Dated]) -> list[bytes]:
    """What a feed is joined from, in order."""
    if ready.is_whole and form.is_plainly_joined:
        return ready.texts
    made = {str(each.entry_id): each.body.encode() for _, each in new}
    found = zip(ready.entries, ready.bodies(), strict=True)
    bodies = (made.get(entry) if body is None else body for entry, body in found)
    return [body for body in bodies if body]


async def _ready(source: Source, style: Style, now: datetime) -> Ready:
    if isinstance(source, Selection):
        return await feed_fragments.find_of_selection(source, style, now=now)
    return await feed_fragments.find_of_entries([entry.id for entry in source], style, now=now)


def _unready(entries: Iterable[CalendarEntry]) -> Ready:
    """Nothing is ready of entries that are in no public calendar."""
    return Ready.of_nothing(str(entry.id) for entry in entries)


async def _entries(source: Source, lacking: set[str]) -> list[CalendarEntry]:
    """The entries that nothing is ready of."""
    if not lacking:
        return []
    if not isinstance(source, Selection):
        found: Iterable[CalendarEntry] = source
    elif len(lacking) <= READ_SINGLY:
        found = await calendar.list_of_ids(map(UUID, lacking))
    else:
        found = await selections.list_all(source)
    return [entry for entry in found if str(entry.id) in lacking]


def _rendered(order: Order, entries: Iterable[CalendarEntry], contexts: Contexts, now: datetime) -> list[Fragment]:
    """Render entries. Runs in a thread: shares nothing."""
    return [_fragment(order, entry, contexts, now) for entry in entries]


def _fragment(order: Order, entry: CalendarEntry, contexts: Contexts, now: datetime) -> Fragment:
    render = order.form.fragment
    body = render(entry, contexts).decode() if render and _is_in(entry, order, now) else ""
    moments = tuple(order.turns(entry))
    zone = next(iter(zones_of((entry,))), "") if body else ""
    return Fragment(entry.id, entry.modified_at, zone, _last(moments, now), _next(moments, now), body)


def _is_in(entry: CalendarEntry, order: Order, now: datetime) -> bool:
    return is_shown(entry, order.options.cancelled) and not has_left(entry, now)


def _next(moments: Iterable[datetime], now: datetime) -> datetime | None:
    return min((moment for moment in moments if moment > now), default=None)


def _last(moments: Iterable[datetime], now: datetime) -> datetime | None:
    return max((moment for moment in moments if moment <= now), default=None)


def _page_of(entry: CalendarEntry) -> str:
    return f"{'projects' if entry.subject is Subject.PROJECT else 'exhibitions'}/{entry.slug}"
