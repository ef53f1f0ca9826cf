"""Alarms of events and tasks (VALARM, RFC 5545, section 3.6.6), where the subscriber asked for them.

They have identifiers of their own (RFC 9074, section 4), so that a program which reads them again knows them.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import uuid5

from icalendar import Alarm

from events_app.domain.agendas import Duty
from events_app.domain.calendar import CalendarEntry, EntryKind, EntryStatus
from events_app.domain.exhibitions import DeadlineKind
from events_app.formats.entry_words import FeedContext
from events_app.formats.ical_values import text
from events_app.formats.plaintext import SUMMARY_CHARACTERS, single_line

CLOSING: Final = frozenset({DeadlineKind.APPLICATIONS_CLOSE.value, Duty.SUBMIT.value})
"""Deadlines by which applications close: that of an exhibition, and what a company makes of it."""
REMINDED_BEFORE: Final = timedelta(days=14)
"""How long before applications close a program reminds of it."""


def alarms_of(entry: CalendarEntry, context: FeedContext, summary: str, *, is_task: bool) -> Iterator[Alarm]:
    """The alarms of an entry; none of a cancelled one."""
    options = context.options
    if entry.status is EntryStatus.CANCELLED:
        return
    if options.alarm is not None:
        yield _alarm(entry, "alarm", summary, -options.alarm, is_task=is_task)
    if not options.has_reminders or entry.kind is not context.reminded:
        return
    if entry.kind is EntryKind.DEADLINE and entry.part_kind in CLOSING:
        if options.alarm != REMINDED_BEFORE:
            yield _alarm(entry, "reminder", summary, -REMINDED_BEFORE, is_task=is_task)
    elif entry.kind is EntryKind.EXHIBITION and entry.applications_close_at is not None:
        kind = context.wording.part_names.get(DeadlineKind.APPLICATIONS_CLOSE.value, "")
        words = context.wording.deadline_title % {"kind": kind, "title": summary}
        yield _alarm(entry, "reminder", words, entry.applications_close_at - REMINDED_BEFORE, is_task=is_task)


def _alarm(entry: CalendarEntry, name: str, words: str, trigger: timedelta | datetime, *, is_task: bool) -> Alarm:
    alarm = Alarm()
    alarm.add("uid", text(str(uuid5(entry.id, name))))
    alarm.add("action", text("DISPLAY"))
    alarm.add("description", text(single_line(words, limit=SUMMARY_CHARACTERS)))
    if isinstance(trigger, datetime):
        alarm.add("trigger", trigger.astimezone(UTC), parameters={"VALUE": "DATE-TIME"})
    else:
        # A task has no start, only the moment at which it is due (section 3.8.6.3).
        alarm.add("trigger", trigger, parameters={"RELATED": "END"} if is_task else {})
    return alarm
