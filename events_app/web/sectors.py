"""Trade sectors: all of them with what is coming, and the page of each with its editions, projects and fields."""

from datetime import date, datetime
from typing import Any

from litestar import Request, Response, get
from litestar.datastructures import State
from litestar.di import NamedDependency
from litestar.params import FromPath

from events_app.domain.calendar import EntryKind
from events_app.domain.refusals import NotFound
from events_app.domain.sectors import ALL_SECTORS, FIELDS, SECTORS, sector_name
from events_app.domain.selections import Selection
from events_app.edge.pages import page
from events_app.edge.projects import public_projects
from events_app.edge.tallies import ruler
from events_app.i18n.catalogues import Catalogues
from events_app.i18n.sorting import sort_key
from events_app.storage import calendar, selections
from events_app.web.filters import KEPT_BRIEFLY
from events_app.web.projects import rows_of

SHOWN = 30
COUNTED = 999
"""Counting stops here: what is more is told as more."""


@get("/sectors", include_in_schema=False)
async def sectors_page(
    request: Request[Any, Any, Any],
    *,
    state: State,
    language: NamedDependency[str],
    now: NamedDependency[datetime],
    today: NamedDependency[date],
) -> Response[str]:
    """Show every sector in the order of its name, fairs of all sectors last."""
    catalogues: Catalogues = state.catalogues
    names = {code: catalogues.translate(language, sector.name) for code, sector in SECTORS.items()}
    counts = await _upcoming_counts(state, today)
    months: dict[str, Any] = await ruler(state, language, year=today.year, current_month=today.month)
    return page(
        request,
        "sectors/list.html",
        now=now,
        headers=KEPT_BRIEFLY,
        sectors=[
            (code, counts[code])
            for code in (*sorted(names, key=lambda code: sort_key(names[code], language)), ALL_SECTORS)
        ],
        counted=COUNTED,
        **months,
    )


@get("/sectors/{code:str}", include_in_schema=False)
async def sector_page(
    request: Request[Any, Any, Any],
    *,
    state: State,
    code: FromPath[str],
    language: NamedDependency[str],
    now: NamedDependency[datetime],
    today: NamedDependency[date],
) -> Response[str]:
    """Show one sector."""
    if code != ALL_SECTORS and code not in SECTORS:
        raise NotFound
    coming = _upcoming(code, today)
    found = await selections.list_starting(coming, limit=SHOWN)
    of_sector = [project for project in await public_projects(state) if code in project.sectors]
    months: dict[str, Any] = await ruler(state, language, year=today.year, current_month=today.month)
    return page(
        request,
        "sectors/show.html",
        now=now,
        headers=KEPT_BRIEFLY,
        code=code,
        name=sector_name(code),
        running=await selections.list_on(_of_sector(code), today, limit=SHOWN),
        coming=found,
        count=await selections.count_up_to(coming, COUNTED),
        counted=COUNTED,
        fields=[FIELDS[number] for number in SECTORS[code].fields] if code in SECTORS else [],
        projects=rows_of(of_sector, today=today, language=language)[:SHOWN],
        project_count=len(of_sector),
        feed=f"/feeds/{language}/calendar.ics?sector={code}",
        **months,
    )


def _of_sector(code: str) -> Selection:
    return Selection(kinds=(EntryKind.EXHIBITION,), sectors=(code,))


def _upcoming(code: str, today: date) -> Selection:
    return Selection(kinds=(EntryKind.EXHIBITION,), sectors=(code,), first_day=today)


async def _upcoming_counts(state: State, today: date) -> dict[str, int]:
    """How many editions of each sector open from today on; counted anew when the calendar or the day has changed."""
    key = ((await calendar.get_state()).version, today)
    kept: tuple[object, dict[str, int]] | None = state.get("sector_counts")
    if kept is not None and kept[0] == key:
        return kept[1]
    counts = {code: await selections.count_up_to(_upcoming(code, today), COUNTED) for code in (*SECTORS, ALL_SECTORS)}
    state["sector_counts"] = (key, counts)
    return counts


ROUTES = (sectors_page, sector_page)
