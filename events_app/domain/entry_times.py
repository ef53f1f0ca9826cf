"""What time alone changes about an entry, though nobody edits it: what feeds tell for a while, and then no more.

Neither revision nor SEQUENCE nor DTSTAMP follow: they are of what was decided, not of the day on which it is read.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from events_app.domain.calendar import CalendarEntry

CHANGE_TOLD_FOR: Final = timedelta(days=30)
"""So long after a material change feeds say what has changed."""
REMOVED_SHOWN_FOR: Final = timedelta(days=90)
"""So long what was removed stays in feeds as cancelled: even a program that asks once a month sees it go."""


def tells_change(entry: CalendarEntry, now: datetime) -> bool:
    """Whether the latest change is still told at `now`."""
    return entry.latest_change is not None and now < entry.latest_change.at + CHANGE_TOLD_FOR


def has_left(entry: CalendarEntry, now: datetime) -> bool:
    """Whether an entry was removed so long ago that feeds have it no more."""
    return entry.removed_at is not None and entry.removed_at + REMOVED_SHOWN_FOR <= now


def turns(entry: CalendarEntry) -> Iterator[datetime]:
    """All moments, past and to come, from which feeds tell the entry otherwise, or have it no more."""
    if entry.latest_change is not None:
        yield entry.latest_change.at + CHANGE_TOLD_FOR
    if entry.removed_at is not None:
        yield entry.removed_at + REMOVED_SHOWN_FOR
