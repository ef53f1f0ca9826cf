"""The next entries of a feed as a calendar program would show them: whole days or a time, struck out or hidden.

Times are in the reader's zone, the words are those of the feed itself. What is said of each program stands, with its
source, in docs/feeds.md.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from events_app.domain.calendar import CalendarEntry, EntryKind, EntryStatus, Subject
from events_app.domain.languages import Direction, direction_of
from events_app.domain.messages import P_, Message
from events_app.edge.feed_wordings import wording_of
from events_app.edge.pages import address
from events_app.edge.subscriptions import FeedChoice
from events_app.formats.entry_words import FeedContext, told
from events_app.formats.feed_options import Cancelled
from events_app.i18n import dates
from events_app.i18n.catalogues import Catalogues
from events_app.settings import Settings


class Program(StrEnum):
    """A kind of program that reads feeds."""

    ANY = "any"
    GOOGLE = "google"
    OUTLOOK = "outlook"
    APPLE = "apple"
    THUNDERBIRD = "thunderbird"


PROGRAM_NAMES: Mapping[Program, Message] = {
    Program.ANY: P_("calendar program", "Any program"),
    Program.GOOGLE: P_("calendar program", "Google Calendar"),
    Program.OUTLOOK: P_("calendar program", "Outlook"),
    Program.APPLE: P_("calendar program", "Apple Calendar"),
    Program.THUNDERBIRD: P_("calendar program", "Thunderbird"),
}
HIDES_CANCELLED = frozenset({Program.GOOGLE})
STRIKES_CANCELLED = frozenset({Program.APPLE, Program.THUNDERBIRD})
SHOWS_TASKS = frozenset({Program.ANY, Program.THUNDERBIRD})


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewLine:
    """One entry: `clock` is empty for a bar of whole days, `lead` is the first line of the description."""

    entry: CalendarEntry
    title: str
    language: str
    lead: str
    first_day: date
    last_day: date
    clock: str
    is_struck: bool
    is_task: bool
    is_hidden: bool

    @property
    def direction(self) -> Direction:
        """Writing direction of the title."""
        return direction_of(self.language)


def previewing(choice: FeedChoice, settings: Settings, catalogues: Catalogues, now: datetime) -> FeedContext:
    """What a feed of this choice would be rendered with at `now`."""
    language = choice.language

    def page(entry: CalendarEntry) -> str:
        place = "projects" if entry.subject is Subject.PROJECT else "exhibitions"
        return settings.address + address(language, f"{place}/{entry.slug}")

    wording = wording_of(language, catalogues=catalogues, settings=settings)
    return FeedContext(language=language, wording=wording, page=page, options=choice.options, now=now)


def previewed(
    entries: Iterable[CalendarEntry], context: FeedContext, *, program: Program, zone: str
) -> tuple[PreviewLine, ...]:
    """The entries in their order; those that the program does not show are marked, for the page to say so."""
    return tuple(_line(entry, context, program, ZoneInfo(zone)) for entry in entries)


def _line(entry: CalendarEntry, context: FeedContext, program: Program, zone: ZoneInfo) -> PreviewLine:
    words, options = told(entry, context), context.options
    has_status = entry.status is EntryStatus.CANCELLED and options.cancelled is Cancelled.STATUS
    is_task = options.has_todos and entry.kind is EntryKind.DEADLINE
    first, last, clock = entry.starts_on, entry.ends_on, ""
    if entry.starts_at is not None:
        starts, ends = entry.starts_at.astimezone(zone), (entry.ends_at or entry.starts_at).astimezone(zone)
        first, last = starts.date(), ends.date()
        is_moment, code = starts == ends, context.language
        clock = dates.clock_time(starts, code) if is_moment else dates.clock_range(starts, ends, code)
    return PreviewLine(
        entry=entry,
        title=words.summary,
        language=words.summary_language,
        lead=words.description.partition("\n")[0],
        first_day=first,
        last_day=last,
        clock=clock,
        is_struck=has_status and program in STRIKES_CANCELLED,
        is_task=is_task,
        is_hidden=(has_status and program in HIDES_CANCELLED) or (is_task and program not in SHOWS_TASKS),
    )
