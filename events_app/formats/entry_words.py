"""What an entry of the calendar is called and what is told about it, in one language: the same words in every format.

Sentences come from the caller (`Wording`), cleaning of hostile text from `formats.plaintext`.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from events_app.domain.calendar import CalendarEntry, EntryKind, EntryStatus
from events_app.domain.entry_times import tells_change
from events_app.domain.exhibitions import Days
from events_app.domain.private_feeds import Notice
from events_app.domain.texts import Shown
from events_app.formats.feed_options import PLAINEST, Cancelled, Fallback, Options
from events_app.formats.plaintext import paragraph, single_line

BODY_CHARACTERS = 6_000
ASIDE_CHARACTERS = 500
"""How much of a description, and of a reason or a name beside it, is shown: the address at the end must survive."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """The sentences of a feed in one language, translated by the caller.

    Patterns are whole sentences with named parameters, filled by `%`: `cancelled_title` has %(title)s; `session_title`
    and `milestone_title` %(part)s and %(title)s; `deadline_title` %(kind)s and %(title)s; `cancelled_line` %(reason)s;
    `postponed_line` %(new)s and %(old)s; `organiser_line` %(name)s; `spoken_line` %(languages)s; `fallback_line`, said
    of a description in another language, %(language)s; `website_line` and `page_line` %(url)s. `part_names` are the
    names of the kinds of sessions and deadlines, by value. `days`, `countries`, `languages` and `address` turn whole
    days, country codes, language codes and the parts of an address into words of this language, `categories` names
    what an entry is listed under, `changed` tells its latest change in one line (empty: nothing to tell).
    `notice_titles` (%(title)s) and `notice_lines` are said of what its organisers alone see. `columns`, `statuses` and
    `certainties` are for tables: names of the columns, in their order, and what stands in them.
    `online_names` are the names of links to take part online, by the value of their kind.
    """

    cancelled_title: str
    session_title: str
    deadline_title: str
    milestone_title: str
    cancelled_line: str
    postponed_line: str
    unconfirmed_line: str
    organiser_line: str
    spoken_line: str
    fallback_line: str
    website_line: str
    page_line: str
    part_names: Mapping[str, str]
    online_names: Mapping[str, str]
    days: Callable[[Days], str]
    countries: Callable[[tuple[str, ...]], str]
    languages: Callable[[tuple[str, ...]], str]
    address: Callable[[tuple[str, ...]], str]
    categories: Callable[[CalendarEntry], tuple[str, ...]]
    changed: Callable[[CalendarEntry], str]
    notice_titles: Mapping[Notice, str]
    notice_lines: Mapping[Notice, str]
    columns: Mapping[str, str]
    statuses: Mapping[str, str]
    certainties: Mapping[bool, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedContext:
    """What a rendered event depends on besides its entry; `page` gives the address of an entry's page.

    `notices` is what must be said of entries that their organisers alone see, by UID.
    `site` is the address of the installation, with which addresses of pictures begin. `now` decides whether the latest
    change is told: without it, none is. `reminded` is the kind of entry that reminds of the close of applications,
    where reminders are asked for: exhibitions, or deadlines where the feed has them.
    """

    language: str
    wording: Wording
    page: Callable[[CalendarEntry], str]
    site: str = ""
    options: Options = PLAINEST
    now: datetime | None = None
    reminded: EntryKind = EntryKind.EXHIBITION
    notices: Mapping[str, Notice] = field(default_factory=dict)

    @property
    def wished(self) -> str | tuple[str, ...]:
        """What `Text.shown` takes: the chain asked for, or the language with its declared chain."""
        return self.options.languages or self.language

    def shows(self, shown: Shown) -> bool:
        """Whether a text may appear, other than a name, which always does."""
        wished = self.options.languages or (self.language,)
        return self.options.fallback is Fallback.MARK or shown.language in wished

    def status_of(self, entry: CalendarEntry) -> str:
        """The word for programs and tables: a draft is nothing that was published."""
        return Notice.DRAFT.value if self.notices.get(entry.uid) is Notice.DRAFT else entry.status.value

    def tells_change(self, entry: CalendarEntry) -> bool:
        """Whether the latest change leads the description."""
        return self.now is not None and tells_change(entry, self.now)


def is_shown(entry: CalendarEntry, cancelled: Cancelled) -> bool:
    """Whether an entry belongs into a feed with this choice."""
    return entry.status is not EntryStatus.CANCELLED or cancelled is not Cancelled.DROP


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """An entry in words. Where nothing is said in the language of the feed, words come in another, which is named."""

    summary: str
    summary_language: str
    location: str
    location_language: str
    description: str
    categories: tuple[str, ...]


def told(entry: CalendarEntry, context: FeedContext) -> Told:
    """Return the words of an entry; `description` is plain text, since Google reads HTML and Apple shows its tags."""
    summary, summary_language = _summary(entry, context)
    location, location_language = _location(entry, context)
    return Told(
        summary=summary,
        summary_language=summary_language,
        location=location,
        location_language=location_language,
        description=_description(entry, context),
        categories=tuple(name for name in map(single_line, context.wording.categories(entry)) if name),
    )


def _summary(entry: CalendarEntry, context: FeedContext) -> tuple[str, str]:
    """Title and the language that it is in; what is not in the language of the feed bears a mark ("Messe [de]")."""
    wording = context.wording
    title = entry.title.shown(context.wished)
    kind = wording.part_names.get(entry.part_kind, "")
    part = entry.part.shown(context.wished) if entry.part else Shown(kind, context.language, is_fallback=False)
    pattern = {
        EntryKind.SESSION: wording.session_title,
        EntryKind.MILESTONE: wording.milestone_title,
        EntryKind.DEADLINE: wording.deadline_title,
    }.get(entry.kind)
    shown = [title] if pattern is None else [part, title]
    if pattern is None:
        summary = marked(title)
    elif title.is_fallback and part.is_fallback and title.language == part.language:
        summary = _with_code(pattern % {"part": part.text, "kind": kind, "title": title.text}, title.language)
    else:
        summary = pattern % {"part": marked(part), "kind": kind, "title": marked(title)}
    language = _language(shown, context)
    notice = context.notices.get(entry.uid)
    if notice is not None:
        summary, language = wording.notice_titles[notice] % {"title": summary}, context.language
    if entry.status is EntryStatus.CANCELLED and context.options.cancelled is Cancelled.MARK:
        summary, language = wording.cancelled_title % {"title": summary}, context.language
    return summary, language


def marked(shown: Shown) -> str:
    """A name; where it is in none of the languages asked for first, with the code of the one that it is in."""
    return _with_code(shown.text, shown.language) if shown.is_fallback else shown.text


def _with_code(text: str, language: str) -> str:
    """The mark of pages: the code of the language behind the words. Places bear none, since maps look them up."""
    return f"{text} [{language}]"


def _location(entry: CalendarEntry, context: FeedContext) -> tuple[str, str]:
    """Room, venue, city and country, as far as there are any, and the language that they are in.

    A deadline has no place: programs would offer the way to the venue.
    """
    if entry.kind is EntryKind.DEADLINE:
        return "", context.language
    shown = [text.shown(context.wished) for text in (entry.room, entry.venue, entry.city) if text]
    names = [part.text for part in shown]
    countries = context.wording.countries(entry.countries)
    # A city that is a country or region of its own (Singapore) is said once.
    parts = tuple(names if not countries or countries in names else [*names, countries])
    return (context.wording.address(parts) if parts else "", _language(shown, context))


def _language(shown: Iterable[Shown], context: FeedContext) -> str:
    """One language for words of several: the feed's if any word is in it, since its sentence holds the others."""
    languages = [part.language for part in shown]
    return languages[0] if languages and context.language not in languages else context.language


def _description(entry: CalendarEntry, context: FeedContext) -> str:
    wording = context.wording
    body: list[str] = []
    shown = entry.description.shown(context.wished)
    if shown.text and context.shows(shown):
        if shown.is_fallback:
            body.append(wording.fallback_line % {"language": wording.languages((shown.language,))})
        body.append(paragraph(shown.text, limit=BODY_CHARACTERS))
    return "\n\n".join("\n".join(block) for block in (_notices(entry, context), body, _facts(entry, context)) if block)


def _notices(entry: CalendarEntry, context: FeedContext) -> list[str]:
    """What must be read first: the latest change for a while, then what holds as long as it is so."""
    wording, notice = context.wording, context.notices.get(entry.uid)
    changed = single_line(wording.changed(entry), limit=ASIDE_CHARACTERS) if context.tells_change(entry) else ""
    notices = [] if notice is None else [wording.notice_lines[notice]]
    notices += [changed] if changed else []
    if entry.status is EntryStatus.CANCELLED and entry.reason:
        reason = entry.reason.shown(context.wished)
        if context.shows(reason):
            notices.append(wording.cancelled_line % {"reason": single_line(reason.text, limit=ASIDE_CHARACTERS)})
    if entry.status is EntryStatus.POSTPONED and entry.former_days and not (changed and _is_postponement(entry)):
        dates = {"new": wording.days(entry.days), "old": wording.days(entry.former_days[-1])}
        notices.append(wording.postponed_line % dates)
    if not entry.dates_confirmed and entry.status is not EntryStatus.CANCELLED:
        notices.append(wording.unconfirmed_line)
    return notices


def _is_postponement(entry: CalendarEntry) -> bool:
    """Whether the latest change tells the former dates already."""
    change = entry.latest_change
    return change is not None and {"starts_on", "status"} <= set(change.fields) and change.days == entry.former_days[-1]


def _facts(entry: CalendarEntry, context: FeedContext) -> list[str]:
    wording = context.wording
    facts: list[str] = []
    if entry.languages:
        facts.append(wording.spoken_line % {"languages": wording.languages(entry.languages)})
    if entry.organiser:
        organiser = single_line(entry.organiser.shown(context.wished).text, limit=ASIDE_CHARACTERS)
        facts.append(wording.organiser_line % {"name": organiser})
    if entry.website:
        facts.append(wording.website_line % {"url": entry.website})
    facts.append(wording.page_line % {"url": context.page(entry)})
    return facts
