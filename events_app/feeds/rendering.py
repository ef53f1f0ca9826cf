"""From entries to the bytes of a feed in one format: each entry rendered once for all processes, off the event loop.

What a feed holds and who may keep its answer is decided in `calendar`, which formats there are, in `forms`; made feeds
lie on the `shelf`. What was rendered is written to the database after the answer; until then it is held here.
"""

import asyncio
from collections.abc import Callable, Coroutine, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from typing import Any, Final, Self
from uuid import UUID

import structlog

from events_app.actions import feed_fragments as actions
from events_app.domain.calendar import CalendarEntry, Subject
from events_app.domain.selections import Selection
from events_app.edge.compression import BROTLI, GZIP, LEAST_BYTES, brotlied, gzipped, is_packable
from events_app.edge.conditional import strong_etag
from events_app.edge.feed_names import feed_description
from events_app.edge.pages import address
from events_app.feeds.forms import ICAL, Contexts, Form, Work
from events_app.feeds.marks import mark_of
from events_app.feeds.wordings import wording_of
from events_app.formats.entry_words import Cancelled, FeedContext, is_shown
from events_app.formats.ical import FeedHead, zones_of
from events_app.formats.vtimezone import FIRST_YEAR
from events_app.i18n.catalogues import Catalogues
from events_app.settings import Settings
from events_app.storage import calendar, feed_fragments, selections
from events_app.storage.feed_fragments import Fragment, Piece, Style

READ_SINGLY: Final = 200
"""Of a selection, so many entries without a fragment are read by their ids; more are read with the whole selection."""
STYLE_NOTED_EVERY: Final = timedelta(hours=12)
PACKERS: Final[Mapping[str, Callable[[bytes], bytes]]] = MappingProxyType({BROTLI: brotlied, GZIP: gzipped})

FeedKey = tuple[object, ...]
Source = Selection | Sequence[CalendarEntry]

log = structlog.get_logger("events_app.feeds")


def never(_: CalendarEntry) -> tuple[datetime, ...]:
    """Of entries that time alone does not change."""
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """A feed to be made: its language, name, own address, the page for people, what to do about cancelled, format."""

    language: str
    name: str
    url: str
    page: str
    cancelled: Cancelled
    form: Form = ICAL
    turns: Callable[[CalendarEntry], Iterable[datetime]] = never
    """All moments, past and to come, from which an entry is told otherwise, or no longer, though nobody changes it."""

    @property
    def variant(self) -> str:
        """What a rendered entry depends on besides the entry and the language."""
        return self.cancelled.value


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
        self._contexts: dict[tuple[str, Cancelled], FeedContext] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    async def printed(self, order: Order, source: Source, *, now: datetime, words_version: int = 0) -> Feed:
        """Make a feed of these entries, or of all of a selection, in the format of the order, in a worker thread."""
        contexts = self._contexts_of(order)
        if order.form.fragment is None:
            return await self._whole(order, source, contexts, now)
        pieces = await self.pieces(order, source, now=now, words_version=words_version)
        return await asyncio.to_thread(self._joined, order, pieces, contexts)

    async def pieces(self, order: Order, source: Source, *, now: datetime, words_version: int = 0) -> Sequence[Piece]:
        """What each entry contributes to the format of the order, in order of day; an empty body: not shown."""
        style = Style(order.form.ending, order.language, order.variant, mark_of(self.settings, words_version))
        pieces = await _pieces(source, style, now)
        held = self._held(style, pieces)
        lacking = {piece.entry for piece in pieces if piece.body is None and piece.entry not in held}
        entries = await _entries(source, lacking)
        rendered = await asyncio.to_thread(_rendered, order, entries, self._contexts_of(order), now)
        self.events_rendered += len(rendered)
        held |= {str(each.entry_id): each for each in rendered}
        if self.keeps:
            self._keep(style, rendered, now)
        return [_piece(piece, held) for piece in pieces] if held else pieces

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

    def _held(self, style: Style, pieces: Iterable[Piece]) -> dict[str, Fragment]:
        """Fragments that are rendered but not written yet."""
        if not self._unwritten:
            return {}
        held: dict[str, Fragment] = {}
        for piece in pieces:
            found = self._unwritten.get((style.id, piece.entry))
            if piece.body is None and found and found.modified_at == datetime.fromisoformat(piece.modified):
                held[piece.entry] = found
        return held

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
        shown = [entry for entry in entries if is_shown(entry, order.cancelled)]
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

    def _joined(self, order: Order, ready: Sequence[Piece], contexts: Contexts) -> Feed:
        """Join what is ready. Runs in a thread: shares nothing that changes."""
        shown = [piece for piece in ready if piece.body]
        head = self._head(
            order,
            modified_at=_moment(max((piece.modified for piece in shown), default=None)),
            since_year=int(min((piece.day for piece in shown), default=str(FIRST_YEAR))[:4]),
        )
        work = Work(
            head=head,
            entries=(),
            fragments=[piece.body.encode() for piece in shown if piece.body],
            zones=frozenset({piece.zone for piece in shown}) - {""},
            context=contexts[0],
            author=self.settings.authority(order.language),
        )
        return replace(
            Feed.of(order.form.whole(work), order.form.media_type),
            stale_at=_moment(min((piece.turns for piece in ready if piece.turns), default=None)),
            turned_at=_moment(max((piece.turned for piece in ready if piece.turned), default=None)),
            entries=frozenset(piece.entry for piece in ready),
        )

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
        )


async def _pieces(source: Source, style: Style, now: datetime) -> list[Piece]:
    if isinstance(source, Selection):
        return await feed_fragments.list_of_selection(source, style, now=now)
    return await feed_fragments.list_of_entries(source, style, now=now)


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
    body = render(entry, contexts).decode() if render and is_shown(entry, order.cancelled) else ""
    moments = tuple(order.turns(entry))
    zone = next(iter(zones_of((entry,))), "")
    return Fragment(entry.id, entry.modified_at, zone, _last(moments, now), _next(moments, now), body)


def _piece(piece: Piece, held: Mapping[str, Fragment]) -> Piece:
    found = held.get(piece.entry)
    if found is None:
        return piece
    modified, turned, turns = (_text(moment) for moment in (found.modified_at, found.turned_at, found.turns_at))
    return Piece(piece.entry, piece.day, modified or piece.modified, found.zone, turned, turns, found.body)


def _text(moment: datetime | None) -> str | None:
    """As the tables give it."""
    return moment.astimezone(UTC).isoformat(" ") if moment else None


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _next(moments: Iterable[datetime], now: datetime) -> datetime | None:
    return min((moment for moment in moments if moment > now), default=None)


def _last(moments: Iterable[datetime], now: datetime) -> datetime | None:
    return max((moment for moment in moments if moment <= now), default=None)


def _page_of(entry: CalendarEntry) -> str:
    return f"{'projects' if entry.subject is Subject.PROJECT else 'exhibitions'}/{entry.slug}"
