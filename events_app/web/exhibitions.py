"""The page of one edition: when and where it is, what is due when, how sure that is, and what lies near it.

Drafts are not here: their address is nowhere. How changes are worded is told in `changes`, the drawn year in `charts`.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from urllib.parse import quote, urlencode
from uuid import UUID
from zoneinfo import ZoneInfo

from litestar import Request, Response, get
from litestar.datastructures import State
from litestar.di import NamedDependency
from litestar.params import FromPath

from events_app.domain.admissions import Window, find_window
from events_app.domain.calendar import CalendarEntry, EntryKind, EntryStatus, entries_of_edition
from events_app.domain.exhibitions import (
    DEADLINE_NAMES,
    PARTICIPATION_NAMES,
    SESSION_NAMES,
    DeadlineKind,
    Edition,
    OpeningHours,
    Series,
)
from events_app.domain.refusals import NotFound
from events_app.domain.sectors import FIELDS, sector_name
from events_app.domain.selections import Selection
from events_app.domain.standings import Standing
from events_app.edge.changes import worded
from events_app.edge.pages import address, page
from events_app.edge.stand_drawings import list_public_plan
from events_app.edge.subscriptions import feed_path
from events_app.edge.tallies import ruler
from events_app.formats import jsonld
from events_app.formats.plaintext import paragraph, single_line
from events_app.reference import countries
from events_app.settings import Settings
from events_app.storage import admissions, calendar, exhibitions, projects, selections
from events_app.web.charts import Drawing, empty_drawing, mark_of, year_scale
from events_app.web.filters import KEPT_BRIEFLY
from events_app.web.projects import rows_of

GOOGLE = "https://calendar.google.com/calendar/render"
OUTLOOK = "https://outlook.live.com/calendar/0/deeplink/compose"
OFFICE = "https://outlook.office.com/calendar/0/deeplink/compose"
LONGEST_DETAILS = 1_500
"""Longer addresses are cut off or refused by one calendar program or another."""
SIBLINGS = 6
NEIGHBOURS = 4
CANDIDATES = 24
AROUND = timedelta(days=16)
"""An edition is near in time if it opens within about a month around."""
MOST_CHANGES = 30


@dataclass(frozen=True, slots=True)
class Opening:
    """Days in a row with the same hours; the moments are those of the first day, in UTC."""

    first: date
    last: date
    opens: time
    closes: time
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class AddLinks:
    """Addresses that open a calendar program with the edition filled in."""

    google: str
    outlook: str
    office: str


@get("/exhibitions/{slug:str}", include_in_schema=False)
async def exhibition_page(
    request: Request[Any, Any, Any],
    *,
    state: State,
    slug: FromPath[str],
    language: NamedDependency[str],
    now: NamedDependency[datetime],
    today: NamedDependency[date],
    settings: NamedDependency[Settings],
) -> Response[str]:
    """Show an edition; the postponed and the cancelled keep their pages."""
    edition = await exhibitions.get_edition(slug)
    if not edition.is_public:
        raise NotFound
    told = await context_of_page(edition, state=state, language=language, now=now, today=today, settings=settings)
    return page(request, "exhibitions/show.html", now=now, headers=KEPT_BRIEFLY, **told)


async def context_of_page(
    edition: Edition, *, state: State, language: str, now: datetime, today: date, settings: Settings
) -> dict[str, Any]:
    """Everything that the page of a public edition shows."""
    slug = edition.slug
    entry = head_of(edition)
    series = await exhibitions.get_series(edition.series_id)
    changes = await calendar.list_changes(edition.id, limit=MOST_CHANGES)
    linked = await projects.list_public_linked_with(slug)
    url = settings.address + address(language, f"exhibitions/{slug}")
    return {
        "entry": entry,
        "series": series,
        "is_over": entry.standing(now) in {Standing.HELD, Standing.CANCELLED},
        "strip": _strip(edition, entry, today, language),
        "changes": [(change, worded(change, language, state.catalogues)) for change in changes],
        "projects": rows_of(linked, today=today, language=language),
        "links": links_of(entry, language=language, url=url, settings=settings),
        "feed": feed_path(language, f"exhibitions/{slug}.ics"),
        "window": await _window(edition, now),
        "hall_drawings": await list_public_plan(edition.id, language),
        "structured": _structured(edition, series, language, state, settings),
        **_details(edition, settings.home_zone),
        **await _neighbours(edition, today),
        **await ruler(state, language, year=today.year, current_month=today.month),
    }


def _structured(edition: Edition, series: Series, language: str, state: State, settings: Settings) -> str:
    page_of, series_page = (
        address(language, path) for path in (f"exhibitions/{edition.slug}", f"series/{series.slug}")
    )
    told = jsonld.edition(
        edition,
        entries_of_edition(edition, domain="page"),
        language=language,
        page=settings.address + page_of,
        site=settings.address,
        of_series=(series.name.shown(language).text, settings.address + series_page),
        sectors=[state.catalogues.translate(language, sector_name(code)) for code in edition.sectors],
    )
    return jsonld.script(told)


async def _window(edition: Edition, now: datetime) -> Window | None:
    """The window in which companies apply here, while it is open."""
    if edition.deadline(DeadlineKind.APPLICATIONS_OPEN) is None:
        return None  # most pages need not ask the database
    window = find_window(edition, await admissions.find(edition.id))
    return window if window and window.holds_at(now) else None


def head_of(edition: Edition) -> CalendarEntry:
    """The whole-day entry of a public edition, for lists; its UID is not the one of feeds."""
    return entries_of_edition(edition, domain="page")[0]


def openings_of(edition: Edition, home_zone: str) -> tuple[Opening, ...]:
    """Opening hours with days in a row put together where the clocks show the same, at the venue and at home."""
    found: list[Opening] = []
    for hours in sorted(edition.hours, key=lambda hours: hours.day):
        starts, ends = (_utc(edition.zone, hours.day, at) for at in (hours.opens, hours.closes))
        last = found[-1] if found else None
        if last and _continues(last, hours, starts, home_zone):
            found[-1] = Opening(last.first, hours.day, last.opens, last.closes, last.starts_at, last.ends_at)
        else:
            found.append(Opening(hours.day, hours.day, hours.opens, hours.closes, starts, ends))
    return tuple(found)


def links_of(entry: CalendarEntry, *, language: str, url: str, settings: Settings) -> AddLinks:
    """Addresses for adding a whole-day entry; both programs take the day after the last one as the end."""
    title = single_line(entry.title.shown(language).text)
    summary = paragraph(entry.description.shown(language).text, limit=LONGEST_DETAILS)
    details = f"{summary}\n\n{url}" if summary else url
    country = countries.name(entry.countries[0], language, settings.country_names)
    parts = (entry.venue.shown(language).text, entry.city.shown(language).text, country)
    place = ", ".join(single_line(part) for part in parts if part)
    end = entry.ends_on + timedelta(days=1)
    google = {
        "action": "TEMPLATE",
        "text": title,
        "dates": f"{entry.starts_on:%Y%m%d}/{end:%Y%m%d}",
        "details": details,
        "location": place,
    }
    outlook = {
        "path": "/calendar/action/compose",
        "rru": "addevent",
        "subject": title,
        "startdt": entry.starts_on.isoformat(),
        "enddt": end.isoformat(),
        "allday": "true",
        "body": details,
        "location": place,
    }
    # Outlook shows a plus sign as it is: spaces are written in percents.
    compose = urlencode(outlook, quote_via=quote)
    return AddLinks(f"{GOOGLE}?{urlencode(google, quote_via=quote)}", f"{OUTLOOK}?{compose}", f"{OFFICE}?{compose}")


def _details(edition: Edition, home_zone: str) -> dict[str, object]:
    """The edition, with the words for its parts and its hours on both clocks."""
    return {
        "edition": edition,
        "picture_address": edition.picture.path if edition.picture else "",
        "participation_names": PARTICIPATION_NAMES,
        "deadline_names": DEADLINE_NAMES,
        "session_names": SESSION_NAMES,
        "fields": [FIELDS[number] for number in edition.fields],
        "openings": openings_of(edition, home_zone),
        "has_own_clock": _clocks_differ(edition, home_zone),
        "first_moment": _noon(edition),
    }


async def _neighbours(edition: Edition, today: date) -> dict[str, object]:
    """Editions of the series, of the same sectors about the same time, and in the same country; none of them twice."""
    siblings = [
        head_of(other)
        for other in await exhibitions.list_editions_of_series(edition.series_id)
        if other.is_public and other.id != edition.id
    ]
    known = {edition.id, *(sibling.subject_id for sibling in siblings)}
    nearby = await _nearby(edition, known)
    in_country = await _in_country(edition, today, known | {other.subject_id for other in nearby})
    return {
        "siblings": _closest(siblings, edition.days.first),
        "nearby": nearby,
        "in_country": in_country,
    }


async def _in_country(edition: Edition, today: date, known: set[UUID]) -> list[CalendarEntry]:
    """The next editions in the same country or region, other than the known ones."""
    chosen = Selection(kinds=(EntryKind.EXHIBITION,), countries=(edition.country,), first_day=today)
    found = await selections.list_starting(chosen, limit=CANDIDATES)
    return [entry for entry in found if entry.subject_id not in known][:NEIGHBOURS]


async def _nearby(edition: Edition, known: set[UUID]) -> list[CalendarEntry]:
    """Editions of the same sectors about the same time: those in the same region of the world first, then by day."""
    chosen = Selection(
        kinds=(EntryKind.EXHIBITION,),
        sectors=edition.sectors,
        first_day=edition.days.first - AROUND,
        last_day=edition.days.first + AROUND,
    )
    found = await selections.list_starting(chosen, limit=CANDIDATES) if edition.sectors else ()
    region = countries.un_region(edition.country)
    others = [entry for entry in found if entry.subject_id not in known and entry.status is not EntryStatus.CANCELLED]
    near = sorted(
        others,
        key=lambda entry: (
            countries.un_region(entry.countries[0]) != region,
            abs(entry.starts_on - edition.days.first),
        ),
    )
    return sorted(near[:NEIGHBOURS], key=lambda entry: (entry.starts_on, entry.slug))


def _closest(entries: Iterable[CalendarEntry], day: date) -> list[CalendarEntry]:
    """The entries closest to a day, put in the order of days once they are chosen."""
    near = sorted(entries, key=lambda entry: abs(entry.starts_on - day))[:SIBLINGS]
    return sorted(near, key=lambda entry: entry.starts_on)


def _strip(edition: Edition, entry: CalendarEntry, today: date, language: str) -> Drawing:
    """The year of the first day with the edition and, unless it is cancelled, its deadlines."""
    scale = year_scale(edition.days.first.year, language)
    bar = scale.bar(edition.days.first, edition.days.last, mark_of(entry))
    blank = empty_drawing(scale, today)
    is_off = entry.status is EntryStatus.CANCELLED
    due = [deadline.at.astimezone(ZoneInfo(deadline.zone)).date() for deadline in edition.deadlines if not is_off]
    points = tuple(scale.at(day) for day in due if scale.covers(day))
    return replace(blank, bars=(bar,) if bar else (), points=points)


def _noon(edition: Edition) -> datetime:
    """A moment of the first day, at which the offsets of the zones are named."""
    return _utc(edition.zone, edition.days.first, time(12))


def _clocks_differ(edition: Edition, home_zone: str) -> bool:
    noon = _noon(edition)
    return noon.astimezone(ZoneInfo(edition.zone)).utcoffset() != noon.astimezone(ZoneInfo(home_zone)).utcoffset()


def _utc(zone: str, day: date, at: time) -> datetime:
    return datetime.combine(day, at, tzinfo=ZoneInfo(zone)).astimezone(UTC)


def _continues(last: Opening, hours: OpeningHours, starts_at: datetime, home_zone: str) -> bool:
    home = ZoneInfo(home_zone)
    return (
        hours.day == last.last + timedelta(days=1)
        and (hours.opens, hours.closes) == (last.opens, last.closes)
        and starts_at.astimezone(home).time() == last.starts_at.astimezone(home).time()
    )


ROUTES = (exhibition_page,)
