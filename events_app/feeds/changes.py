"""The Atom feed of changes: what was added, moved or cancelled, in words, newest first.

The words of a change are those of the pages (`edge.changes`); how Atom is written is the business of `formats.atom`.
"""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from litestar import Request, Response, get
from litestar.datastructures import State
from litestar.di import NamedDependency

from events_app.domain.calendar import Subject
from events_app.domain.changes import ASPECT_NAMES, Change
from events_app.domain.messages import N_, P_, Message
from events_app.domain.texts import Text
from events_app.edge.changes import worded
from events_app.edge.compression import GZIP
from events_app.edge.feed_names import titled
from events_app.edge.feed_options import FALLBACK, LANG, path_languages, query_of_options
from events_app.edge.languages import languages_of
from events_app.edge.pages import NAMELESS, address
from events_app.edge.projects import public_projects
from events_app.edge.subscriptions import feed_path
from events_app.feeds.answers import press_of, send
from events_app.feeds.keeping import Kept
from events_app.feeds.refusing import problems_in, refused
from events_app.feeds.rendering import Feed, FeedKey, Order
from events_app.feeds.targets import Speech
from events_app.formats.atom import NEVER, AtomEntry, AtomHead, AtomLink, feed
from events_app.formats.entry_words import FeedContext, marked
from events_app.formats.feed_options import Options
from events_app.storage import calendar

MEDIA_TYPE = "application/atom+xml; charset=utf-8"
PATH = "changes.atom"
NAMES = frozenset({LANG, FALLBACK})
"""Options of news: how they are worded."""
MOST_CHANGES = 50
NEWS_KEPT_BYTES = 2 * 1024 * 1024
NAME = P_("name of a news feed", "Changes in the calendar")
SUBTITLE = N_("What was added, moved, postponed or cancelled, newest first.")
TITLE = P_("title of a piece of news", "%(title)s: %(change)s")


@dataclass(frozen=True, slots=True)
class _Subject:
    """What a change is about: its name and its page below the language."""

    name: Text
    path: str


@get("/changes.atom", include_in_schema=False)
async def changes_atom(request: Request[Any, Any, Any], language: NamedDependency[str]) -> Response[bytes]:
    """The fifty latest changes, in a language or a chain of them."""
    state = request.app.state
    speech = Speech(language, state.catalogues, state.settings, languages_of(request))
    speech, choice = speech.read(request.query_params)
    problems = problems_in(request.query_params, speech, NAMES, choice.chosen.problems)
    if problems:
        return refused(request, speech, problems)
    press, news = press_of(request.app), _news_of(state)
    version = (await calendar.get_state()).version
    changes = await calendar.list_latest_changes(limit=MOST_CHANGES)
    # A change may leave the calendar as it is (opening hours), so that the version alone does not tell.
    key = (version, speech.language, choice.options.mark, PATH, changes[0].id if changes else None)
    made = news.find(key)
    if made is None:
        subjects = await _subjects(state, changes)
        order = _order(speech, choice.options)
        writer = _Writer(press.contexts_of(order)[0], speech)
        made = await asyncio.to_thread(writer.written, order, changes, subjects)
        news.keep(key, made)
    last_modified = changes[0].at if changes else None
    return send(
        request,
        made,
        media_type=MEDIA_TYPE,
        file_name=PATH,
        language=speech.language,
        last_modified=last_modified,
    )


ROUTES = (changes_atom,)


def _order(speech: Speech, options: Options) -> Order:
    """What the news are called, where they are, and how they are told."""
    settings, language = speech.settings, speech.language
    name = speech.catalogues.translate(language, NAME)
    path = feed_path(path_languages(language, options), PATH, query_of_options(options))
    return Order(
        language=language,
        name=titled(name, language, catalogues=speech.catalogues, settings=settings),
        url=settings.address + path,
        page=settings.address + address(language, "calendar"),
        options=options,
    )


def _news_of(state: State) -> Kept[FeedKey, Feed]:
    found: Kept[FeedKey, Feed] = state.setdefault("news", Kept(NEWS_KEPT_BYTES, lambda feed: feed.size_bytes))
    return found


async def _subjects(state: State, changes: Iterable[Change]) -> Mapping[UUID, _Subject]:
    """Names of what the changes are about; a public project without milestones has no entry that would tell."""
    wanted = {change.subject_id: change.subject for change in changes}
    found = {
        entry.subject_id: _Subject(entry.title, f"{entry.subject.value}s/{entry.slug}")
        for entry in await calendar.list_heads(wanted)
    }
    if any(subject is Subject.PROJECT and key not in found for key, subject in wanted.items()):
        for project in await public_projects(state):
            found.setdefault(project.id, _Subject(project.name, f"projects/{project.slug}"))
    return found


@dataclass(frozen=True, slots=True)
class _Writer:
    """Writes the feed in the words of a context, what is in none of its languages marked as entries of feeds are."""

    context: FeedContext
    speech: Speech

    def written(self, order: Order, changes: Sequence[Change], subjects: Mapping[UUID, _Subject]) -> Feed:
        language = self.speech.language
        head = AtomHead(
            id=order.url,
            title=order.name,
            subtitle=self._say(SUBTITLE),
            language=language,
            url=order.url,
            author=self.speech.settings.authority(language),
            updated_at=changes[0].at if changes else NEVER,
            links=(AtomLink(url=order.page, language=language),),
        )
        entries = (
            self._entry(change, subjects[change.subject_id]) for change in changes if change.subject_id in subjects
        )
        return Feed.of(feed(head, entries), MEDIA_TYPE).with_packed(GZIP)

    def _entry(self, change: Change, subject: _Subject) -> AtomEntry:
        language = self.speech.language
        title = marked(subject.name.shown(self.context.wished)) or self._say(NAMELESS)
        sentences = worded(change, language, self.speech.catalogues)
        page = self.speech.settings.address + address(language, subject.path)
        return AtomEntry(
            id=change.id.urn,
            title=self._say(TITLE, title=title, change=sentences[0]) if sentences else title,
            summary="\n".join([*sentences, *self._note(change)]),
            language=language,
            updated_at=change.at,
            published_at=change.at,
            links=(AtomLink(url=page, language=language),),
            categories=tuple(self._say(ASPECT_NAMES[aspect.aspect]) for aspect in change.aspects),
        )

    def _note(self, change: Change) -> list[str]:
        """What the organiser says of it."""
        note, wording = change.note.shown(self.context.wished), self.context.wording
        if not note.text or not self.context.shows(note):
            return []
        fallback = wording.fallback_line % {"language": wording.languages((note.language,))}
        return [fallback, note.text] if note.is_fallback else [note.text]

    def _say(self, message: Message, **params: object) -> str:
        return self.speech.catalogues.translate(self.speech.language, message, **params)
