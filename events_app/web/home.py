"""The home page: what opens and what closes soon, how the next twelve months fill, and the ways in.

Everything on it is bounded, and its counts are kept until the calendar changes (`edge.tallies`).
"""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from litestar import Request, Response, get
from litestar.datastructures import State
from litestar.di import NamedDependency

from events_app.domain.calendar import CalendarEntry, EntryKind, EntryStatus
from events_app.domain.countries import Scope
from events_app.domain.languages import LANGUAGES
from events_app.domain.sectors import ALL_SECTORS, SECTORS
from events_app.domain.selections import Selection
from events_app.edge.pages import address, page
from events_app.edge.tallies import YearCounts, ruler, year_counts
from events_app.formats import jsonld
from events_app.i18n.sorting import sort_key
from events_app.reference import countries
from events_app.settings import Settings
from events_app.storage import selections
from events_app.web.charts import MONTHS_OF_YEAR, MonthCounts, density, months_from
from events_app.web.filters import KEPT_BRIEFLY

NEXT_TO_OPEN = 6
MOST_RUNNING = 4
DEADLINES = 8
DEADLINES_READ = 3 * DEADLINES
DEADLINE_DAYS = 42
MILESTONES_READ = 12
PROJECTS = 4
COUNTRIES = 18
TAKING_PLACE = (EntryStatus.PUBLISHED, EntryStatus.POSTPONED)
MARKS = ("domestic", "overseas", "separate", "milestone")


@get("/", include_in_schema=False)
async def show(
    request: Request[Any, Any, Any],
    *,
    state: State,
    settings: NamedDependency[Settings],
    language: NamedDependency[str],
    now: NamedDependency[datetime],
    today: NamedDependency[date],
) -> Response[str]:
    """Home."""
    years = (await year_counts(state, today.year), await year_counts(state, today.year + 1))
    months = _coming_months(years, today)
    context: dict[str, Any] = {
        "board": await _board(today),
        "deadlines": await _deadlines(now, today),
        "projects": await _projects(today),
        "months": months,
        "columns": density(months, is_mirrored=LANGUAGES[language].direction == "rtl"),
        "totals": {mark: sum(month.counts[mark] for month in months) for mark in MARKS},
        "fullest": max(months, key=lambda month: month.total),
        "emptiest": min(months, key=lambda month: month.total),
        "by_country": _by_country(years, today, settings, language),
        "sectors": (ALL_SECTORS, *SECTORS),
        "scopes": [scope for scope in Scope if scope is not Scope.SEPARATE or settings.separate_regions],
        "structured": _structured(settings, language),
        **await ruler(state, language, year=today.year, current_month=today.month),
    }
    return page(request, "home/home.html", now=now, headers=KEPT_BRIEFLY, **context)


def _structured(settings: Settings, language: str) -> str:
    home, search = (settings.address + address(language, path) for path in ("", "calendar"))
    return jsonld.script(jsonld.website(settings.authority(language), language=language, page=home, search=search))


async def _board(today: date) -> tuple[CalendarEntry, ...]:
    """Exhibitions that are on, then the next to open; none that is called off."""
    exhibitions = Selection(kinds=(EntryKind.EXHIBITION,), statuses=TAKING_PLACE, first_day=today)
    running = await selections.list_on(exhibitions, today, limit=MOST_RUNNING)
    return (*running[::-1], *await selections.list_starting(exhibitions, limit=NEXT_TO_OPEN))


async def _deadlines(now: datetime, today: date) -> tuple[CalendarEntry, ...]:
    """The next deadlines that have not passed, wherever they are due."""
    coming = Selection(
        kinds=(EntryKind.DEADLINE,),
        statuses=TAKING_PLACE,
        # West of here it may still be yesterday.
        first_day=today - timedelta(days=1),
        last_day=today + timedelta(days=DEADLINE_DAYS),
    )
    found = await selections.list_starting(coming, limit=DEADLINES_READ)
    return tuple(entry for entry in found if entry.ends_at is None or entry.ends_at >= now)[:DEADLINES]


async def _projects(today: date) -> tuple[CalendarEntry, ...]:
    """The next milestone of each of a few projects."""
    milestones = Selection(kinds=(EntryKind.MILESTONE,), statuses=TAKING_PLACE, first_day=today)
    found: dict[object, CalendarEntry] = {}
    for entry in await selections.list_starting(milestones, limit=MILESTONES_READ):
        found.setdefault(entry.subject_id, entry)
    return tuple(found.values())[:PROJECTS]


def _coming_months(years: Sequence[YearCounts], today: date) -> tuple[MonthCounts, ...]:
    """Twelve months from the present one on; what has no scope are milestones."""
    counted = {
        (year.year, mark): year.by_month(scope="" if mark == "milestone" else mark) for year in years for mark in MARKS
    }
    return tuple(
        MonthCounts(first, {mark: counted[first.year, mark][first.month] for mark in MARKS})
        for first in months_from(today, MONTHS_OF_YEAR)
    )


def _by_country(
    years: Sequence[YearCounts], today: date, settings: Settings, language: str
) -> tuple[tuple[str, int], ...]:
    """Countries and regions with the most exhibitions from this month on, and how many; equals by name."""
    counts: Counter[str] = Counter()
    for year in years:
        counts.update(year.by_country(since=today))

    def place(pair: tuple[str, int]) -> tuple[int, object]:
        return -pair[1], sort_key(countries.name(pair[0], language, settings.country_names), language)

    # Which are shown must not depend on the language; only the order of equals does.
    most = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:COUNTRIES]
    return tuple(sorted(most, key=place))


ROUTES = (show,)
