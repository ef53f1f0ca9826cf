"""What search engines may find: every public page in every language (sitemaps.org), and robots.txt.

One file while the calendar is small. Beyond that an index of parts: standing pages, projects, and exhibitions with
their series by the month in which they begin, or by the day where a month has too many.
"""

import asyncio
from calendar import monthrange
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from litestar import Request, Response, get
from litestar.di import NamedDependency

from events_app.domain.calendar import EntryKind
from events_app.domain.refusals import NotFound
from events_app.domain.sectors import ALL_SECTORS, SECTORS
from events_app.domain.selections import Selection
from events_app.edge.conditional import answer
from events_app.edge.pages import Pages
from events_app.settings import Settings
from events_app.storage import calendar, exhibitions, projects, selections
from events_app.storage.calendar import Tally
from events_app.web.filters import FIRST_YEAR, LAST_YEAR

MOST_EXHIBITIONS = 1_000
"""Exhibitions in one file, each in every language: far below 50,000 addresses and 50 MB (sitemaps.org)."""
MOST_OF_A_DAY = 3_000
CACHE_CONTROL = "public, max-age=3600"
XML = "application/xml; charset=utf-8"
STANDING = (
    "",
    "calendar",
    "calendar/month",
    "calendar/year",
    "countries",
    "projects",
    "sectors",
    "subscribe",
    "about",
    "sources",
    "accessibility",
    "privacy",
)
"""Paths that are always there."""
PAGES, PROJECTS = "pages", "projects"


@dataclass(frozen=True, slots=True)
class Place:
    """A page below the language, and when it last changed, where that is known."""

    path: str
    changed_at: datetime | None = None


@get("/sitemap.xml", include_in_schema=False)
async def sitemap(request: Request[Any, Any, Any], settings: NamedDependency[Settings]) -> Response[bytes]:
    """Everything, or an index of parts; with `?part=` one of them."""
    part = request.query_params.get("part")
    if part is not None:
        return await _answer(request, settings, "sitemaps/part.xml", {"places": await _part(part)})
    tallies = await _tallies()
    months = _by_month(tallies)
    if sum(months.values()) <= MOST_EXHIBITIONS:
        places = [*_standing(tallies), *await _projects(), *await _exhibitions(*_period(months), MOST_EXHIBITIONS)]
        return await _answer(request, settings, "sitemaps/part.xml", {"places": places})
    parts = [PAGES, PROJECTS, *(name for month, count in sorted(months.items()) for name in _names(month, count))]
    return await _answer(request, settings, "sitemaps/index.xml", {"parts": parts})


@get("/robots.txt", include_in_schema=False)
async def robots(request: Request[Any, Any, Any], settings: NamedDependency[Settings]) -> Response[bytes]:
    """What crawlers should leave alone, and where the sitemap is.

    Feeds are open to all: the fetchers of some calendar services keep to robots.txt.
    """
    return await _answer(request, settings, "sitemaps/robots.txt", {}, media_type="text/plain")


ROUTES = (sitemap, robots)


async def _answer(
    request: Request[Any, Any, Any],
    settings: Settings,
    template: str,
    context: Mapping[str, object],
    media_type: str = XML,
) -> Response[bytes]:
    state = request.app.state
    kept: dict[str, tuple[Mapping[str, object], bytes]] = state.setdefault("sitemaps", {})
    known = kept.get(template)
    # Written anew only where it would say something else: two megabytes take longer than asking for what is in them.
    if known is None or known[0] != context:
        pages: Pages = state.pages
        render = pages.environment.get_template(template).render
        text = await asyncio.to_thread(render, languages=settings.languages, **context)
        known = kept[template] = (context, text.encode())
    return answer(request, known[1], media_type=media_type, cache_control=CACHE_CONTROL)


async def _part(name: str) -> Sequence[Place]:
    """Pages of a part: `pages`, `projects`, a month ("2027-04") or a day. Raises NotFound for another name."""
    if name == PAGES:
        return _standing(await _tallies())
    if name == PROJECTS:
        return await _projects()
    try:
        first = date.fromisoformat(name if len(name) > len("2027-04") else f"{name}-01")
    except ValueError:
        raise NotFound from None
    if first.isoformat() == name:
        return await _exhibitions(first, first, MOST_OF_A_DAY)
    if f"{first:%Y-%m}" == name:
        return await _exhibitions(first, _last_day(first), MOST_EXHIBITIONS)
    raise NotFound


async def _tallies() -> Sequence[Tally]:
    return await calendar.list_tallies(date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 1))


def _by_month(tallies: Iterable[Tally]) -> Counter[date]:
    """Exhibitions by the first day of the month in which they begin."""
    counts: Counter[date] = Counter()
    for tally in tallies:
        if tally.kind == EntryKind.EXHIBITION.value and not tally.country:
            counts[tally.month] += tally.entries
    return counts


def _period(months: Iterable[date]) -> tuple[date, date]:
    first, last = min(months, default=date(FIRST_YEAR, 1, 1)), max(months, default=date(FIRST_YEAR, 1, 1))
    return first, _last_day(last)


def _last_day(month: date) -> date:
    return month.replace(day=monthrange(month.year, month.month)[1])


def _names(month: date, count: int) -> Iterable[str]:
    """Parts of a month: itself, or its days."""
    if count <= MOST_EXHIBITIONS:
        return (f"{month:%Y-%m}",)
    return (month.replace(day=day).isoformat() for day in range(1, _last_day(month).day + 1))


def _standing(tallies: Iterable[Tally]) -> list[Place]:
    """Pages that are always there, sectors, and the countries and regions in which something takes place."""
    held = sorted({tally.country for tally in tallies if tally.country})
    sectors = (f"sectors/{code}" for code in (*SECTORS, ALL_SECTORS))
    return [Place(path) for path in (*STANDING, *sectors, *(f"countries/{code}" for code in held))]


async def _projects() -> list[Place]:
    return [Place(f"projects/{project.slug}", project.modified_at) for project in await projects.list_public()]


async def _exhibitions(first: date, last: date, most: int) -> list[Place]:
    """Pages of the exhibitions that begin in a period, and of their series."""
    within = Selection(kinds=(EntryKind.EXHIBITION,), first_day=first, last_day=last)
    entries = await selections.list_starting(within, limit=most)
    editions = await exhibitions.list_editions([entry.slug for entry in entries])
    public = {edition.slug: edition.series_id for edition in editions if edition.is_public}
    series = [each for each in await exhibitions.list_series() if each.id in set(public.values())]
    places = [Place(f"exhibitions/{entry.slug}", entry.modified_at) for entry in entries if entry.slug in public]
    return places + [Place(f"series/{each.slug}") for each in series]
