"""The formats in which a selection can be had, by the ending of its address: one list for every feed.

A format with a `fragment` is rendered once per entry, and the fragments are kept; the others are written as a whole.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from events_app.domain.calendar import CalendarEntry
from events_app.domain.pictures import MEDIA_TYPE
from events_app.edge.feed_options import OPTION_NAMES, WORDS
from events_app.feeds.entry_tables import table_of
from events_app.formats import atom, csv_tables, ical, jcal, jscalendar, json_feed, xlsx_tables
from events_app.formats.entry_words import FeedContext, told
from events_app.formats.ical import FeedHead

Contexts = tuple[FeedContext, ...]
"""That of the feed's own language first; then, for a format with all languages, those of the others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What a feed is joined from: for a format with fragments, `fragments` and their `zones`; for others, `entries`."""

    head: FeedHead
    entries: Sequence[CalendarEntry]
    fragments: Sequence[bytes]
    zones: frozenset[str]
    context: FeedContext
    author: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """One format; the same work gives the same bytes.

    `options` are the names of those that it honours: others are refused. What `is_plainly_joined` has nothing between
    its fragments, so that all of them may come as one.
    """

    ending: str
    media_type: str
    whole: Callable[[Work], bytes]
    fragment: Callable[[CalendarEntry, Contexts], bytes] | None = None
    has_all_languages: bool = False
    is_plainly_joined: bool = False
    options: frozenset[str] = WORDS


def _atom(work: Work) -> bytes:
    """Entries as news (RFC 4287): `updated` is the moment of the revision."""
    language = work.head.language
    head = atom.AtomHead(
        id=work.head.identity,
        title=work.head.name,
        subtitle=work.head.description,
        language=language,
        url=work.head.url,
        author=work.author,
        updated_at=work.head.modified_at or atom.NEVER,
        links=(atom.AtomLink(url=work.head.page, language=language),),
    )
    return atom.feed(head, (_atom_entry(entry, work.context) for entry in work.entries))


def _atom_entry(entry: CalendarEntry, context: FeedContext) -> atom.AtomEntry:
    words = told(entry, context)
    return atom.AtomEntry(
        id=entry.id.urn,
        title=words.summary,
        summary=words.description,
        language=words.summary_language,
        updated_at=entry.modified_at,
        published_at=entry.created_at,
        links=tuple(_atom_links(entry, context)),
        categories=words.categories,
    )


def _atom_links(entry: CalendarEntry, context: FeedContext) -> Iterator[atom.AtomLink]:
    yield atom.AtomLink(url=context.page(entry), language=context.language)
    if entry.online:
        name = context.wording.online_names[entry.online.kind.value]
        yield atom.AtomLink(url=entry.online.address, rel="related", title=name)
    if entry.picture:
        alternative = entry.picture.alternative.shown(context.wished).text
        address = context.site + entry.picture.path
        yield atom.AtomLink(url=address, rel="enclosure", media_type=MEDIA_TYPE, title=alternative)


def _xlsx(work: Work) -> bytes:
    return xlsx_tables.written(
        table_of(work.entries, work.context), title=work.head.name, language=work.context.language
    )


ICAL = Form(
    ending=".ics",
    media_type="text/calendar",
    fragment=lambda entry, contexts: ical.event(entry, contexts[0]),
    whole=lambda work: ical.calendar(work.head, work.fragments, work.zones),
    is_plainly_joined=True,
    options=OPTION_NAMES,
)
FORMS = MappingProxyType(
    {
        form.ending: form
        for form in (
            ICAL,
            Form(
                ending=".jcal",
                media_type="application/calendar+json",
                fragment=lambda entry, contexts: jcal.event(ical.event(entry, contexts[0])),
                whole=lambda work: jcal.calendar(work.head, work.fragments, work.zones),
                options=OPTION_NAMES,
            ),
            Form(
                ending=".jscalendar",
                media_type="application/jscalendar+json;type=group",
                fragment=jscalendar.event,
                whole=lambda work: jscalendar.group(work.head, work.fragments),
                has_all_languages=True,
            ),
            Form(
                ending=".json",
                media_type="application/feed+json",
                fragment=lambda entry, contexts: json_feed.item(entry, contexts[0]),
                whole=lambda work: json_feed.feed(work.head, work.fragments, author=work.author),
            ),
            Form(ending=".atom", media_type="application/atom+xml; charset=utf-8", whole=_atom),
            Form(
                ending=".csv",
                media_type=csv_tables.MEDIA_TYPE,
                whole=lambda work: csv_tables.written(table_of(work.entries, work.context)),
            ),
            Form(
                ending=".xlsx",
                media_type=xlsx_tables.MEDIA_TYPE,
                whole=_xlsx,
            ),
        )
    }
)
