"""What an entry of the calendar is called besides its title: its one status word, and the kind of its part."""

from collections.abc import Mapping
from datetime import datetime

from events_app.domain.calendar import CalendarEntry, EntryKind
from events_app.domain.exhibitions import DEADLINE_NAMES, SESSION_NAMES, DeadlineKind, SessionKind
from events_app.domain.messages import Message
from events_app.domain.standings import (
    DEADLINE_STANDINGS,
    EXHIBITION_STANDINGS,
    MILESTONE_STANDINGS,
    SESSION_STANDINGS,
    Standing,
)

_STANDINGS: Mapping[EntryKind, Mapping[Standing, Message]] = {
    EntryKind.EXHIBITION: EXHIBITION_STANDINGS,
    EntryKind.SESSION: SESSION_STANDINGS,
    EntryKind.DEADLINE: DEADLINE_STANDINGS,
    EntryKind.MILESTONE: MILESTONE_STANDINGS,
}


def standing_name(entry: CalendarEntry, now: datetime) -> Message:
    """Status word of an entry: each noun has words of its own."""
    return _STANDINGS[entry.kind][entry.standing(now)]


def part_name(entry: CalendarEntry) -> Message | None:
    """Name of the kind of session or deadline that an entry is, where it is one."""
    if entry.kind is EntryKind.DEADLINE:
        return DEADLINE_NAMES[DeadlineKind(entry.part_kind)]
    if entry.kind is EntryKind.SESSION:
        return SESSION_NAMES[SessionKind(entry.part_kind)]
    return None
