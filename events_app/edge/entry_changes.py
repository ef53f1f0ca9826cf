"""The latest change of an entry of the calendar in words, for feeds: the sentences of the change log where it has them.

How long it is told is the domain's (`entry_times`).
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from events_app.domain.calendar import CalendarEntry, EntryKind, EntryStatus
from events_app.domain.changes import Aspect, AspectChange
from events_app.domain.exhibitions import Days
from events_app.domain.latest_changes import LatestChange
from events_app.domain.messages import P_, Message
from events_app.edge.changes import sentence
from events_app.i18n import dates
from events_app.i18n.catalogues import Catalogues

LINE = P_("latest change of an entry, with its sentences", "Changed on %(day)s: %(sentences)s")
BOTH = P_("two sentences, one after the other", "%(first)s %(second)s")
STATUSES: Mapping[tuple[EntryKind, EntryStatus], Message] = {
    (kind, status): message
    for kind in (EntryKind.SESSION, EntryKind.DEADLINE)
    for status, message in (
        (EntryStatus.CANCELLED, P_("change of a session or deadline", "The exhibition has been cancelled.")),
        (EntryStatus.POSTPONED, P_("change of a session or deadline", "The exhibition has been postponed.")),
        (EntryStatus.PUBLISHED, P_("change of a session or deadline", "It holds after all.")),
    )
} | {
    (EntryKind.MILESTONE, EntryStatus.CANCELLED): P_("change of a milestone", "The project has been stopped."),
    (EntryKind.MILESTONE, EntryStatus.PUBLISHED): P_("change of a milestone", "The project goes on after all."),
}
REMOVED: Mapping[EntryKind, Message] = {
    EntryKind.SESSION: P_("change of a programme session", "This session is no longer in the programme."),
    EntryKind.MILESTONE: P_("change of a milestone", "This milestone is no longer planned."),
}
SESSION_MOVED = P_("change of a programme session", "New time: %(after)s, before: %(before)s.")
SESSION_PLACE = P_("change of a programme session", "The place has changed.")
SESSION_ONLINE = P_("change of a programme session", "How to take part online has changed.")
MILESTONE_MOVED = P_("change of a milestone", "New date: %(after)s, before: %(before)s.")
_PLACE = frozenset({"countries", "city", "venue", "room", "zone"})
_TIME = frozenset({"starts_on", "ends_on", "starts_at", "ends_at"})

Say = Callable[..., str]


def change_line(entry: CalendarEntry, language: str, *, catalogues: Catalogues, zone: str) -> str:
    """One line that says what changed and on which day in `zone`; empty where there is nothing to say."""

    def say(message: Message, **params: object) -> str:
        return catalogues.translate(language, message, **params)

    change = entry.latest_change
    if change is None:
        return ""
    sentences = list(_sentences(entry, change, language, say))
    if not sentences:
        return ""
    together = sentences[0]
    for following in sentences[1:]:
        together = say(BOTH, first=together, second=following)
    day = dates.day(change.at.astimezone(ZoneInfo(zone)).date(), language)
    return say(LINE, day=day, sentences=together)


def _sentences(entry: CalendarEntry, change: LatestChange, language: str, say: Say) -> Iterator[str]:
    if entry.kind is EntryKind.EXHIBITION:
        yield from (sentence(entry.subject, aspect, language, say) for aspect in _aspects(entry, change))
        return
    if entry.removed_at is not None and entry.kind in REMOVED:
        yield say(REMOVED[entry.kind])
        return
    is_removed_deadline = entry.removed_at is not None and "status" in change.fields
    if "status" in change.fields and not is_removed_deadline and (entry.kind, entry.status) in STATUSES:
        yield say(STATUSES[entry.kind, entry.status])
    if entry.kind is EntryKind.DEADLINE:
        if is_removed_deadline or {"starts_at", "zone"} & set(change.fields):
            after = "" if is_removed_deadline else _at(entry.starts_at, entry.zone)
            moved = AspectChange(Aspect.DEADLINE, _at(change.starts_at, change.zone), after, entry.part_kind)
            yield sentence(entry.subject, moved, language, say)
    elif entry.kind is EntryKind.MILESTONE:
        if "starts_on" in change.fields:
            yield say(MILESTONE_MOVED, after=_day(entry.days, language), before=_day(change.days, language))
    else:
        yield from _of_session(entry, change, language, say)


def _of_session(entry: CalendarEntry, change: LatestChange, language: str, say: Say) -> Iterator[str]:
    if _TIME & set(change.fields) and entry.starts_at is not None and change.starts_at is not None:
        after = dates.moment(entry.starts_at, entry.zone, language)
        yield say(SESSION_MOVED, after=after, before=dates.moment(change.starts_at, change.zone, language))
    if _PLACE & set(change.fields):
        yield say(SESSION_PLACE)
    if "online" in change.fields:
        yield say(SESSION_ONLINE)


def _aspects(entry: CalendarEntry, change: LatestChange) -> Iterator[AspectChange]:
    """What changed of an exhibition, as its change log names it."""
    before, after = _written(change.days), _written(entry.days)
    has_moved = before != after
    if "status" in change.fields and entry.status is EntryStatus.CANCELLED:
        yield AspectChange(Aspect.CANCELLED, before)
    elif "status" in change.fields and entry.status is EntryStatus.POSTPONED:
        yield AspectChange(Aspect.POSTPONED, before if has_moved else "", after)
    else:
        if "status" in change.fields:
            yield AspectChange(Aspect.PUBLISHED)
        if has_moved:
            yield AspectChange(Aspect.DAYS, before, after)
    if _PLACE & set(change.fields):
        yield AspectChange(Aspect.PLACE)
    if "online" in change.fields:
        yield AspectChange(Aspect.ONLINE)


def _written(days: Days) -> str:
    return f"{days.first.isoformat()}/{days.last.isoformat()}"


def _at(moment: datetime | None, zone: str) -> str:
    return f"{moment.astimezone(ZoneInfo(zone)).isoformat()}[{zone}]" if moment else ""


def _day(days: Days, language: str) -> str:
    return dates.day_range(days.first, days.last, language)
