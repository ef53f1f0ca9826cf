"""What changed last about an entry of the calendar, as far as subscribers are told: the former values, and when.

How long it is told, and how long a removed entry is still shown, is the business of `entry_times`.
"""

from dataclasses import dataclass
from datetime import datetime

from events_app.domain.exhibitions import Days


@dataclass(frozen=True, slots=True, kw_only=True)
class LatestChange:
    """The last material change: `fields` are the names of those that changed, the others are values before it.

    `status` is the value of an EntryStatus; `starts_at` is UTC, None where the entry had no clock times.
    """

    at: datetime
    fields: tuple[str, ...]
    days: Days
    starts_at: datetime | None
    zone: str
    status: str
