"""How many entries begin when and where: counted once per version of the calendar, for the ruler and the ways in.

Asking costs one small query (the version); the counts themselves are kept until the calendar changes.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from litestar.datastructures import State

from events_app.domain.calendar import EntryKind
from events_app.edge.pages import RulerMonth, address
from events_app.storage import calendar
from events_app.storage.calendar import Tally

MONTHS = range(1, 13)
KEPT_YEARS = 12
SHOWN_KINDS = frozenset({EntryKind.EXHIBITION.value, EntryKind.MILESTONE.value})


@dataclass(frozen=True, slots=True)
class YearCounts:
    """Counts of one year of the calendar, exhibitions and milestones only."""

    year: int
    tallies: tuple[Tally, ...]

    def by_month(self, *, scope: str | None = None) -> dict[int, int]:
        """Entries that begin in each month, 1 to 12; `scope` limits them to one ("" for milestones)."""
        counts: Counter[int] = Counter()
        for tally in self._whole():
            if scope is None or tally.scope == scope:
                counts[tally.month.month] += tally.entries
        return {month: counts[month] for month in MONTHS}

    def by_country(self, *, since: date | None = None) -> Counter[str]:
        """Exhibitions by country or region, in the months from the one of `since` on."""
        first = since.replace(day=1) if since else date(self.year, 1, 1)
        counts: Counter[str] = Counter()
        for tally in self.tallies:
            if tally.country and tally.kind == EntryKind.EXHIBITION.value and tally.month >= first:
                counts[tally.country] += tally.entries
        return counts

    def _whole(self) -> Iterable[Tally]:
        return (tally for tally in self.tallies if not tally.country)


async def year_counts(state: State, year: int) -> YearCounts:
    """Return the counts of a year, made anew only after the calendar has changed."""
    version = (await calendar.get_state()).version
    kept: dict[tuple[int, int], YearCounts] = state.setdefault("year_counts", {})
    known = kept.get((version, year))
    if known is None:
        tallies = await calendar.list_tallies(date(year, 1, 1), date(year, 12, 1))
        known = YearCounts(year, tuple(tally for tally in tallies if tally.kind in SHOWN_KINDS))
        for outdated in [key for key in kept if key[0] != version]:
            del kept[outdated]
        while len(kept) >= KEPT_YEARS:
            del kept[next(iter(kept))]
        kept[version, year] = known
    return known


async def ruler(state: State, language: str, *, year: int, current_month: int | None) -> dict[str, Any]:
    """Context of a page for the ruler of months: `ruler` and `ruler_year`."""
    counts = (await year_counts(state, year)).by_month()
    months = tuple(
        RulerMonth(
            month,
            address(language, "calendar/month", {"month": f"{year}-{month:02}"}),
            counts[month],
            is_current=month == current_month,
        )
        for month in MONTHS
    )
    return {"ruler": months, "ruler_year": year}
