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
from litestar.datastructures import State
from litestar.di import NamedDependency

from events_app.domain import needs as of_needs
from events_app.domain.calendar import EntryKind
from events_app.domain.offers import Visibility
from events_app.domain.refusals import NotFound
from events_app.domain.sectors import ALL_SECTORS, SECTORS
from events_app.domain.selections import Selection
from events_app.edge.conditional import answer
from events_app.edge.pages import Pages
from events_app.edge.projects import public_projects
from events_app.storage import calendar, exhibitions, needs, offers, selections
from events_app.storage.calendar import Tally
from events_app.web.filters import FIRST_YEAR, LAST_YEAR

MOST_EXHIBITIONS = 1_000
"""Exhibitions in one file, each in every language: far below 50,000 addresses and 50 MB (sitemaps.org)."""
MOST_OF_A_DAY = 3_000
MOST_OFFERS = 2_000
MOST_NEEDS = 2_000
MOST_KEPT = 24
CACHE_CONTROL = "public, max-age=3600"
XML = "application/xml; charset=utf-8"
STANDING = (
    "",
    "calendar",
    "calendar/month",
    "calendar/year",
    "countries",
    "projects",
    "offers",
    "needs",
    "sectors",
    "subscribe",
    "about",
    "api",
    "sources",
    "accessibility",
    "privacy",
)
"""Paths that are always there."""
PAGES, PROJECTS, OFFERS, NEEDS = "pages", "projects", "offers", "needs"


@dataclass(frozen=True, slots=True)
class Place:
    """A page below the language, and when it last changed, where that is known."""

    path: str
    changed_at: datetime | None = None


@get("/sitemap.xml", include_in_schema=False)
async def sitemap(request: Request[Any, Any, Any], *, today: NamedDependency[date]) -> Response[bytes]:
    """Everything, or an index of parts; with `?part=` one of them. Written once per version of them."""
    state, part = request.app.state, request.query_params.get("part")
    marks = f"{await offers.get_mark(today)} {await needs.get_mark(today)}"
    version = ((await calendar.get_state()).version, marks)
    kept: dict[str | None, tuple[tuple[int, str], bytes]] = state.setdefault("sitemaps", {})
    known = kept.get(part)
    if known is None or known[0] != version:
        template, context = await _contents(state, part, today)
        known = (version, await _written(state.pages, template, context))
        while len(kept) >= MOST_KEPT:
            del kept[next(iter(kept))]
        kept[part] = known
    return answer(request, known[1], media_type=XML, cache_control=CACHE_CONTROL)


@get("/robots.txt", include_in_schema=False)
async def robots(request: Request[Any, Any, Any]) -> Response[bytes]:
    """What crawlers should leave alone, and where the sitemap is.

    Feeds are open to all: the fetchers of some calendar services keep to robots.txt.
    """
    text = await _written(request.app.state.pages, "sitemaps/robots.txt", {})
    return answer(request, text, media_type="text/plain", cache_control=CACHE_CONTROL)


ROUTES = (sitemap, robots)


async def _written(pages: Pages, template: str, context: Mapping[str, object]) -> bytes:
    render = pages.environment.get_template(template).render
    text = await asyncio.to_thread(render, languages=pages.settings.languages, **context)
    return text.encode()


async def _contents(state: State, part: str | None, today: date) -> tuple[str, Mapping[str, object]]:
    """Template and contents of the whole, of the index of parts where the whole is too large, or of one part."""
    if part is not None:
        return "sitemaps/part.xml", {"places": await _part(state, part, today)}
    tallies = await _tallies()
    months = _by_month(tallies)
    if sum(months.values()) <= MOST_EXHIBITIONS:
        places = [*_standing(tallies), *await _projects(state), *await _offers(today), *await _needs(today)]
        places += await _exhibitions(*_period(months), MOST_EXHIBITIONS)
        return "sitemaps/part.xml", {"places": places}
    parts = [
        PAGES,
        PROJECTS,
        OFFERS,
        NEEDS,
        *(name for month, count in sorted(months.items()) for name in _names(month, count)),
    ]
    return "sitemaps/index.xml", {"parts": parts}


async def _part(state: State, name: str, today: date) -> Sequence[Place]:
    """Pages of a part: `pages`, `projects`, `offers`, `needs`, a month ("2027-04") or a day. Raises NotFound."""
    if name == PAGES:
        return _standing(await _tallies())
    if name == PROJECTS:
        return await _projects(state)
    if name == OFFERS:
        return await _offers(today)
    if name == NEEDS:
        return await _needs(today)
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


async def _projects(state: State) -> list[Place]:
    return [Place(f"projects/{project.slug}", project.modified_at) for project in await public_projects(state)]


async def _offers(today: date) -> list[Place]:
    """Pages of the public technology offers approved last."""
    wanted = offers.Wanted(shown_to=(Visibility.PUBLIC,), today=today)
    return [
        Place(f"offers/{each.slug}", each.approved_at) for each in await offers.list_offers(wanted, limit=MOST_OFFERS)
    ]


async def _needs(today: date) -> list[Place]:
    """Pages of the public technology needs approved last."""
    wanted = needs.Wanted(shown_to=(of_needs.Visibility.PUBLIC,), today=today)
    return [Place(f"needs/{each.slug}", each.approved_at) for each in await needs.list_needs(wanted, limit=MOST_NEEDS)]


async def _exhibitions(first: date, last: date, most: int) -> list[Place]:
    """Pages of the exhibitions that begin in a period, and of their series."""
    within = Selection(kinds=(EntryKind.EXHIBITION,), first_day=first, last_day=last)
    entries = await selections.list_starting(within, limit=most)
    editions = await exhibitions.list_editions([entry.slug for entry in entries])
    public = {edition.slug: edition.series_id for edition in editions if edition.is_public}
    series = [each for each in await exhibitions.list_series() if each.id in set(public.values())]
    places = [Place(f"exhibitions/{entry.slug}", entry.modified_at) for entry in entries if entry.slug in public]
    return places + [Place(f"series/{each.slug}") for each in series]
