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
from events_app.edge.pages import NAMELESS, address
from events_app.edge.projects import public_projects
from events_app.edge.subscriptions import feed_path
from events_app.feeds.answers import press_of, send
from events_app.feeds.keeping import Kept
from events_app.feeds.rendering import Feed, FeedKey
from events_app.formats.atom import NEVER, AtomEntry, AtomHead, AtomLink, feed
from events_app.i18n.catalogues import Catalogues
from events_app.settings import Settings
from events_app.storage import calendar

MEDIA_TYPE = "application/atom+xml; charset=utf-8"
PATH = "changes.atom"
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
    """The fifty latest changes."""
    press, news = press_of(request.app), _news_of(request.app.state)
    version = (await calendar.get_state()).version
    changes = await calendar.list_latest_changes(limit=MOST_CHANGES)
    # A change may leave the calendar as it is (opening hours), so that the version alone does not tell.
    key = (version, language, PATH, changes[0].id if changes else None)
    made = news.find(key)
    if made is None:
        subjects = await _subjects(request.app.state, changes)
        writer = _Writer(language, press.catalogues, press.settings)
        made = await asyncio.to_thread(writer.written, changes, subjects)
        news.keep(key, made)
    last_modified = changes[0].at if changes else None
    return send(request, made, media_type=MEDIA_TYPE, file_name=PATH, last_modified=last_modified)


ROUTES = (changes_atom,)


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
    """Writes the feed in one language."""

    language: str
    catalogues: Catalogues
    settings: Settings

    def written(self, changes: Sequence[Change], subjects: Mapping[UUID, _Subject]) -> Feed:
        url = self.settings.address + feed_path(self.language, PATH)
        head = AtomHead(
            id=url,
            title=titled(self._say(NAME), self.language, catalogues=self.catalogues, settings=self.settings),
            subtitle=self._say(SUBTITLE),
            language=self.language,
            url=url,
            author=self.settings.authority(self.language),
            updated_at=changes[0].at if changes else NEVER,
            links=(self._link("calendar"),),
        )
        entries = (
            self._entry(change, subjects[change.subject_id]) for change in changes if change.subject_id in subjects
        )
        return Feed.of(feed(head, entries), MEDIA_TYPE).with_packed(GZIP)

    def _entry(self, change: Change, subject: _Subject) -> AtomEntry:
        title = subject.name.shown(self.language).text or self._say(NAMELESS)
        sentences = worded(change, self.language, self.catalogues)
        note = change.note.shown(self.language).text
        return AtomEntry(
            id=change.id.urn,
            title=self._say(TITLE, title=title, change=sentences[0]) if sentences else title,
            summary="\n".join([*sentences, note] if note else sentences),
            language=self.language,
            updated_at=change.at,
            published_at=change.at,
            links=(self._link(subject.path),),
            categories=tuple(self._say(ASPECT_NAMES[aspect.aspect]) for aspect in change.aspects),
        )

    def _link(self, path: str) -> AtomLink:
        return AtomLink(url=self.settings.address + address(self.language, path), language=self.language)

    def _say(self, message: Message, **params: object) -> str:
        return self.catalogues.translate(self.language, message, **params)
