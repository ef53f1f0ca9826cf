"""What an entry of the calendar is called and what is told about it, in one language: the same words in every format.

Sentences come from the caller (`Wording`), cleaning of hostile text from `formats.plaintext`.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from events_app.domain.calendar import CalendarEntry, EntryKind, EntryStatus
from events_app.domain.exhibitions import Days
from events_app.domain.texts import Shown
from events_app.formats.plaintext import paragraph, single_line

BODY_CHARACTERS = 6_000
ASIDE_CHARACTERS = 500
"""How much of a description, and of a reason or a name beside it, is shown: the address at the end must survive."""


class Cancelled(StrEnum):
    """What a subscriber wants to see of cancelled entries.

    MARK says so in the title, STATUS sets STATUS:CANCELLED (which Google hides and Apple strikes through), DROP leaves
    them out: the caller asks `is_shown` before it renders.
    """

    MARK = "mark"
    STATUS = "status"
    DROP = "drop"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """The sentences of a feed in one language, translated by the caller.

    Patterns are whole sentences with named parameters, filled by `%`: `cancelled_title` has %(title)s; `session_title`
    and `milestone_title` %(part)s and %(title)s; `deadline_title` %(kind)s and %(title)s; `cancelled_line` %(reason)s;
    `postponed_line` %(new)s and %(old)s; `organiser_line` %(name)s; `spoken_line` %(languages)s; `fallback_line`, said
    of a description in another language, %(language)s; `website_line` and `page_line` %(url)s. `part_names` are the
    names of the kinds of sessions and deadlines, by value. `days`, `countries`, `languages` and `address` turn whole
    days, country codes, language codes and the parts of an address into words of this language, `categories` names
    what an entry is listed under. `columns`, `statuses` and `certainties` are for tables: names of the columns, in
    their order, and what stands in them.
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
    days: Callable[[Days], str]
    countries: Callable[[tuple[str, ...]], str]
    languages: Callable[[tuple[str, ...]], str]
    address: Callable[[tuple[str, ...]], str]
    categories: Callable[[CalendarEntry], tuple[str, ...]]
    columns: Mapping[str, str]
    statuses: Mapping[str, str]
    certainties: Mapping[bool, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedContext:
    """What a rendered event depends on besides its entry; `page` gives the public address of an entry."""

    language: str
    wording: Wording
    page: Callable[[CalendarEntry], str]
    cancelled: Cancelled = Cancelled.MARK


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
    """Title and the language that it is in."""
    wording = context.wording
    title = entry.title.shown(context.language)
    kind = wording.part_names.get(entry.part_kind, "")
    part = entry.part.shown(context.language) if entry.part else Shown(kind, context.language, is_fallback=False)
    summary, shown = title.text, [title]
    if entry.kind is EntryKind.SESSION:
        summary, shown = wording.session_title % {"part": part.text, "title": title.text}, [part, title]
    elif entry.kind is EntryKind.MILESTONE:
        summary, shown = wording.milestone_title % {"part": part.text, "title": title.text}, [part, title]
    elif entry.kind is EntryKind.DEADLINE:
        summary, shown = wording.deadline_title % {"kind": kind, "title": title.text}, [part, title]
    if entry.status is EntryStatus.CANCELLED and context.cancelled is Cancelled.MARK:
        return wording.cancelled_title % {"title": summary}, context.language
    return summary, _language(shown, context)


def _location(entry: CalendarEntry, context: FeedContext) -> tuple[str, str]:
    """Room, venue, city and country, as far as there are any, and the language that they are in.

    A deadline has no place: programs would offer the way to the venue.
    """
    if entry.kind is EntryKind.DEADLINE:
        return "", context.language
    shown = [text.shown(context.language) for text in (entry.room, entry.venue, entry.city) if text]
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
    notices: list[str] = []
    if entry.status is EntryStatus.CANCELLED and entry.reason:
        reason = single_line(entry.reason.shown(context.language).text, limit=ASIDE_CHARACTERS)
        notices.append(wording.cancelled_line % {"reason": reason})
    if entry.status is EntryStatus.POSTPONED and entry.former_days:
        dates = {"new": wording.days(entry.days), "old": wording.days(entry.former_days[-1])}
        notices.append(wording.postponed_line % dates)
    if not entry.dates_confirmed and entry.status is not EntryStatus.CANCELLED:
        notices.append(wording.unconfirmed_line)
    body: list[str] = []
    if entry.description:
        shown = entry.description.shown(context.language)
        if shown.is_fallback:
            body.append(wording.fallback_line % {"language": wording.languages((shown.language,))})
        body.append(paragraph(shown.text, limit=BODY_CHARACTERS))
    return "\n\n".join("\n".join(block) for block in (notices, body, _facts(entry, context)) if block)


def _facts(entry: CalendarEntry, context: FeedContext) -> list[str]:
    wording = context.wording
    facts: list[str] = []
    if entry.languages:
        facts.append(wording.spoken_line % {"languages": wording.languages(entry.languages)})
    if entry.organiser:
        organiser = single_line(entry.organiser.shown(context.language).text, limit=ASIDE_CHARACTERS)
        facts.append(wording.organiser_line % {"name": organiser})
    if entry.website:
        facts.append(wording.website_line % {"url": entry.website})
    facts.append(wording.page_line % {"url": context.page(entry)})
    return facts
