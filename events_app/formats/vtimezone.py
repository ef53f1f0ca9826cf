"""VTIMEZONE components (RFC 5545, section 3.6.5) of our own: small, without an end, right from a given year on.

Yearly changes are written as rules that never end; changes that follow no yearly rule (a reform, Ramadan in Morocco)
as dates, as far ahead as the time zone database knows them. Where rules come from is the business of `formats.tzif`.
"""

from calendar import monthrange
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from itertools import groupby, takewhile

from events_app.formats.tzif import (
    DAY_SECONDS,
    LAST_WEEK,
    WEEK_DAYS,
    Change,
    History,
    LocalTime,
    Transition,
    YearlyRule,
    ZoneUnreadable,
    read,
)

FIRST_YEAR = 2020
"""From here on our VTIMEZONEs are right unless the caller asks for an earlier year."""
YEARS_WITHOUT_FIRST = 40
"""In any 40 years each weekday falls on each day of a month (RFC 5545 wants DTSTART to be an occurrence)."""
WEEKDAY_CODES = ("SU", "MO", "TU", "WE", "TH", "FR", "SA")
FEBRUARY = 2


@dataclass(frozen=True, slots=True)
class _Observance:
    """One STANDARD or DAYLIGHT sub-component; `starts` are wall clocks before the change, the first is DTSTART."""

    before: timedelta
    after: LocalTime
    starts: tuple[datetime, ...]
    is_daylight: bool
    rule: str = ""

    def lines(self) -> Iterator[str]:
        kind = "DAYLIGHT" if self.is_daylight else "STANDARD"
        yield f"BEGIN:{kind}"
        yield f"TZNAME:{self.after.name}"
        yield f"TZOFFSETFROM:{_offset(self.before)}"
        yield f"TZOFFSETTO:{_offset(self.after.offset)}"
        yield f"DTSTART:{self.starts[0]:%Y%m%dT%H%M%S}"
        if self.rule:
            yield f"RRULE:FREQ=YEARLY;{self.rule}"
        if self.starts[1:]:
            # One line for each date, the first one too (as Apple writes them): ical.js and vobject read only the first
            # of several dates on a line, and ical.js overlooks DTSTART where there are others.
            yield from (f"RDATE:{start:%Y%m%dT%H%M%S}" for start in self.starts)
        yield f"END:{kind}"


@lru_cache(maxsize=1024)
def vtimezone(zone: str, *, since_year: int = FIRST_YEAR) -> bytes:
    """Return the VTIMEZONE of an IANA zone, right for every instant from the beginning of `since_year` on.

    Raises ZoneInfoNotFoundError, ValueError or ZoneUnreadable.
    """
    observances = sorted(_observances(read(zone), since_year), key=lambda found: (found.starts[0], found.rule))
    lines = (line for observance in observances for line in observance.lines())
    # No line needs folding: the longest have a name of a zone, or seven days of a month.
    return "\r\n".join(("BEGIN:VTIMEZONE", f"TZID:{zone}", *lines, "END:VTIMEZONE", "")).encode("ascii")


def _observances(history: History, since_year: int) -> Iterator[_Observance]:
    # A day earlier, since the year begins east of Greenwich before it does in UTC.
    since = int(datetime(since_year, 1, 1, tzinfo=UTC).timestamp()) - DAY_SECONDS
    dated, regular = _split(history, since_year)
    # Regular changes may begin with the one that holds at `since`; then nothing has to be said of the time before.
    earlier = sum(1 for transition in regular if transition.at <= since)
    regular = regular[max(earlier - 1, 0) :]
    later = [transition for transition in dated if transition.at > since]
    if not earlier:
        yield _before(history, since, since_year, has_changes=bool(later or regular))
        yield from _dated(later)
    if regular:
        for change in history.changes:
            yield from _yearly(change, regular[0].at)


def _split(history: History, since_year: int) -> tuple[Sequence[Transition], Sequence[Transition]]:
    """Split transitions into those that follow no rule and those, to the end of what is written out, that do."""
    known = list(history.transitions)
    if not history.changes:
        return known, ()
    after = history.changes_after
    last_year = max(since_year, known[-1].wall.year if known else since_year) + 1
    ruled = sorted(
        (change.transition(year) for year in range(since_year - 2, last_year + 1) for change in history.changes),
        key=lambda transition: transition.at,
    )
    known += [transition for transition in ruled if after is None or transition.at > after]
    pairs = zip(reversed(known), reversed(ruled), strict=False)
    count = sum(1 for _ in takewhile(lambda pair: pair[0].is_same_change(pair[1]), pairs))
    return known[: len(known) - count], known[len(known) - count :]


def _before(history: History, since: int, since_year: int, *, has_changes: bool) -> _Observance:
    """State at `since`, for a zone whose changes begin later or never come (then it is STANDARD: one must be)."""
    last = next((transition for transition in reversed(history.transitions) if transition.at <= since), None)
    state = last.after if last else history.first
    # 1970, as most programs write: a program may look at instants before ours.
    start = datetime(min(1970, since_year - 1), 1, 1)  # noqa: DTZ001 - a wall clock
    if last and has_changes and _is_daylight(last.before, state):
        return _Observance(last.before.offset, state, (start,), is_daylight=True)
    return _Observance(state.offset, state, (start,), is_daylight=False)


def _dated(transitions: Iterable[Transition]) -> Iterator[_Observance]:
    """One sub-component for each kind of change, with the dates on which it happens."""

    def kind(transition: Transition) -> tuple[timedelta, LocalTime, bool]:
        return transition.before.offset, transition.after, _is_daylight(transition.before, transition.after)

    def key(transition: Transition) -> tuple[timedelta, timedelta, str, bool, int]:
        before, after, is_daylight = kind(transition)
        return before, after.offset, after.name, is_daylight, transition.at

    for (before, after, is_daylight), same in groupby(sorted(transitions, key=key), key=kind):
        yield _Observance(before, after, tuple(transition.wall for transition in same), is_daylight)


def _yearly(change: Change, first_at: int) -> Iterator[_Observance]:
    """Sub-components with a rule that does not end: one, or two where the rule reaches into a second month."""
    first_year = datetime.fromtimestamp(first_at, UTC).year
    walls = [
        transition.wall
        for year in range(first_year, first_year + YEARS_WITHOUT_FIRST)
        if (transition := change.transition(year)).at >= first_at
    ]
    is_daylight = _is_daylight(change.before, change.after)
    for month, rule in _recurrences(change.rule):
        start = next(wall for wall in walls if wall.month == month)
        yield _Observance(change.before.offset, change.after, (start,), is_daylight, rule)


def _is_daylight(before: LocalTime, after: LocalTime) -> bool:
    """Whether the clocks go forward for a season.

    By what clocks do, not by what the law calls it: Irish winter time and Ramadan in Morocco are "negative daylight
    saving", which calendar programs misread when DAYLIGHT lies behind STANDARD.
    """
    return after.offset > before.offset and (before.is_daylight or after.is_daylight)


def _recurrences(rule: YearlyRule) -> Iterator[tuple[int, str]]:
    """RRULE parts for each month that a rule can fall in.

    Hours beyond the day (24:00, or 50:00 in Gaza) move the day; then the weekday is one of seven days of the month.
    """
    shift = rule.seconds // DAY_SECONDS
    weekday = WEEKDAY_CODES[(rule.weekday + shift) % WEEK_DAYS]
    if shift == 0:
        week = -1 if rule.week == LAST_WEEK else rule.week
        yield rule.month, f"BYMONTH={rule.month};BYDAY={week}{weekday}"
        return
    # Any common year will do; only February differs, and no rule counts from its end.
    length = monthrange(2001, rule.month)[1]
    last = (length if rule.week == LAST_WEEK else rule.week * WEEK_DAYS) + shift
    days = [datetime(2001, rule.month, 1) + timedelta(days=day - 1) for day in range(last - 6, last + 1)]  # noqa: DTZ001
    if FEBRUARY in {rule.month, *(day.month for day in days)}:
        raise ZoneUnreadable(rule)
    for month, same in groupby(days, key=lambda day: day.month):
        yield month, f"BYMONTH={month};BYMONTHDAY={','.join(str(day.day) for day in same)};BYDAY={weekday}"


def _offset(offset: timedelta) -> str:
    """UTC-OFFSET (RFC 5545, section 3.3.14): seconds only where there are any, and never -0000."""
    minutes, seconds = divmod(abs(offset) // timedelta(seconds=1), 60)
    sign = "-" if offset < timedelta(0) else "+"
    return f"{sign}{minutes // 60:02}{minutes % 60:02}" + (f"{seconds:02}" if seconds else "")
