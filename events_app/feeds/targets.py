"""Which feed an address asks for: what it may be narrowed by, what it holds, and what it is called.

How it is made and answered is the business of `rendering` and `calendar`.
"""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, replace
from typing import Self

from litestar.datastructures import MultiDict

from events_app.domain.calendar import CalendarEntry, EntryKind, Subject
from events_app.domain.entry_times import turns
from events_app.domain.private_feeds import PrivateItem
from events_app.domain.refusals import NotFound
from events_app.domain.selections import Selection, holds
from events_app.domain.texts import Text
from events_app.edge.feed_names import feed_name, titled
from events_app.edge.feed_options import OPTION_NAMES, path_languages
from events_app.edge.pages import address
from events_app.edge.problems import Problem
from events_app.edge.selections import Chosen, query_of
from events_app.edge.subscriptions import NAMES, FeedChoice, feed_path, read_choice
from events_app.feeds.forms import Form
from events_app.feeds.rendering import FeedKey, Order
from events_app.i18n.catalogues import Catalogues
from events_app.reference.countries import all_codes
from events_app.settings import Settings
from events_app.storage import calendar, exhibitions, projects, selections

WHOLE = "calendar"
SERIES = "series/"
Entries = tuple[CalendarEntry, ...]
Query = MultiDict[str]
Contents = tuple[Entries, str]
"""Entries in order of day, and the name of the feed."""


@dataclass(frozen=True, slots=True)
class Speech:
    """The language of a feed and what is needed to speak it; `languages` is the whole chain, if one was asked for."""

    language: str
    catalogues: Catalogues
    settings: Settings
    languages: tuple[str, ...] = ()

    def read(self, query: Query, subject: str = "") -> tuple[Self, FeedChoice]:
        """What a query asks for, and the speech in the language that it names."""
        languages = self.languages or (self.language,)
        choice = read_choice(query, subject=subject, languages=languages, offered=self.settings.languages)
        return replace(self, language=choice.language, languages=choice.options.languages), choice

    def name(self, selection: Selection) -> str:
        """Name of the feed of a selection."""
        return feed_name(selection, self.language, catalogues=self.catalogues, settings=self.settings)

    def titled(self, title: Text) -> str:
        """Name of the feed of something that has a title."""
        shown = title.shown(self.languages or self.language).text
        return titled(shown, self.language, catalogues=self.catalogues, settings=self.settings)


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """One feed: its `path` below the language, without ending, `page` the same for people, `names` a query may have.

    `load` raises NotFound where there is no such exhibition, series or project for the public.
    """

    speech: Speech
    path: str
    page: str
    names: frozenset[str]
    choice: FeedChoice
    load: Callable[[], Awaitable[Contents]]
    is_told_by_selection: bool = False
    """Whether the selection alone says what the feed holds and is called: then nothing needs to be loaded for it."""
    items: tuple[PrivateItem, ...] = ()
    """What a private feed holds beside the public calendar."""

    def holds(self, entry: CalendarEntry) -> bool:
        """Whether an entry that changed may belong to this feed now; those of a series do not say of which."""
        if self.path.startswith(SERIES):
            return entry.kind is EntryKind.EXHIBITION
        return holds(self.choice.selection, entry)

    @property
    def key(self) -> FeedKey:
        """What two askers for the same feed share."""
        return self.speech.language, self.path, self.choice.selection, self.choice.options

    @property
    def problems(self) -> dict[str, Problem]:
        """What of the query could not be read, by name."""
        return {name: problem for name, problem in self.choice.chosen.problems.items() if name in self.names}

    def names_of(self, form: Form) -> frozenset[str]:
        """Names that mean something in this format."""
        return self.names - (OPTION_NAMES - form.options)

    def order(self, name: str, form: Form) -> Order:
        """What `rendering` must know."""
        settings, language, options = self.speech.settings, self.speech.language, self.choice.options
        kinds = self.choice.selection.effective_kinds
        feed_language = path_languages(language, options)
        query = {key: values for key, values in self.choice.query.items() if key in self.names}
        page_query = query_of(self.choice.selection) if self.path == WHOLE else {}
        return Order(
            language=language,
            name=name,
            url=settings.address + feed_path(feed_language, self.path + form.ending, query),
            page=settings.address + address(language, self.page, page_query),
            options=options,
            reminded=EntryKind.DEADLINE if EntryKind.DEADLINE in kinds else EntryKind.EXHIBITION,
            form=form,
            turns=turns,
            paths={item.entry.uid: item.path for item in self.items},
            notices={item.entry.uid: item.notice for item in self.items if item.notice is not None},
        )


def of_selection(speech: Speech, query: Query) -> Target:
    """Every entry of the selection in a query."""
    return of_choice(*speech.read(query))


def of_choice(speech: Speech, choice: FeedChoice) -> Target:
    """Every entry of a selection."""
    return _selected(speech, WHOLE, choice, NAMES)


def of_country(speech: Speech, code: str, query: Query) -> Target:
    """Every entry in a country or region, narrowed by what else is asked. Raises NotFound for an unknown code."""
    code = code.upper()
    if code not in all_codes():
        raise NotFound
    speech, choice = speech.read(query)
    within = replace(choice.selection, countries=(code,))
    choice = replace(choice, chosen=replace(choice.chosen, selection=within))
    return _selected(speech, f"countries/{code}", choice, NAMES - {"country"})


def of_exhibition(speech: Speech, slug: str, query: Query) -> Target:
    """An exhibition with its programme and deadlines."""
    return _of_subject(*speech.read(query, f"{Subject.EXHIBITION.value}/{slug}"))


def of_project(speech: Speech, slug: str, query: Query) -> Target:
    """The public milestones of a project."""
    return _of_subject(*speech.read(query, f"{Subject.PROJECT.value}/{slug}"))


def of_series(speech: Speech, slug: str, query: Query) -> Target:
    """Every public edition of a series, without programmes and deadlines."""
    speech, choice = speech.read(query)

    async def load() -> Contents:
        series = await exhibitions.find_series(slug)
        if series is None:
            raise NotFound
        editions = [each for each in await exhibitions.list_editions_of_series(series.id) if each.is_public]
        if not editions:
            raise NotFound
        return await calendar.list_heads(edition.id for edition in editions), speech.titled(series.name)

    path = f"{SERIES}{slug}"
    return Target(speech=speech, path=path, page=path, names=OPTION_NAMES, choice=choice, load=load)


def of_items(speech: Speech, choice: FeedChoice, items: Iterable[PrivateItem], *, page: str, name: str) -> Target:
    """An agenda or an internal calendar: entries of every kind, each with a page of its own."""
    held = tuple(items)
    every = replace(choice, chosen=Chosen(Selection(kinds=tuple(EntryKind)), choice.chosen.problems))

    async def load() -> Contents:
        return tuple(item.entry for item in held), name

    return Target(speech=speech, path=page, page=page, names=OPTION_NAMES, choice=every, load=load, items=held)


def _selected(speech: Speech, path: str, choice: FeedChoice, names: frozenset[str]) -> Target:
    async def load() -> Contents:
        return await selections.list_all(choice.selection), speech.name(choice.selection)

    return Target(speech=speech, path=path, page=path, names=names, choice=choice, load=load, is_told_by_selection=True)


def _of_subject(speech: Speech, choice: FeedChoice) -> Target:
    """All entries of the exhibition or project that the selection names."""
    kind, _, slug = choice.selection.subject.partition("/")
    subject = Subject(kind)

    async def load() -> Contents:
        entries = await selections.list_all(choice.selection)
        # Where nothing is left to show, the page may still be there: a feed that was subscribed to stays a feed.
        title = entries[0].title if entries else await _public_title(subject, slug)
        return entries, speech.titled(title)

    path = f"{subject.value}s/{slug}"
    names = OPTION_NAMES | {"kind"}
    return Target(speech=speech, path=path, page=path, names=names, choice=choice, load=load)


async def _public_title(subject: Subject, slug: str) -> Text:
    found = await (exhibitions.find_edition(slug) if subject is Subject.EXHIBITION else projects.find(slug))
    if found is None or not found.is_public:
        raise NotFound
    return found.name
