"""The clock of the doors: the one place that reads it, so that a test or a worker can hold it still.

Rooms below take `now` and `today` as arguments and never ask.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from litestar.datastructures import State

Clock = Callable[[], datetime]


def system_clock() -> datetime:
    """Present moment in UTC."""
    return datetime.now(UTC)


def provide_now(state: State) -> datetime:
    """Dependency `now`: the moment of this request, in UTC."""
    moment: datetime = state.clock()
    return moment


def provide_today(state: State) -> date:
    """Dependency `today`: the day of this request in the authority's time zone."""
    return provide_now(state).astimezone(ZoneInfo(state.settings.home_zone)).date()
