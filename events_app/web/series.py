"""The page of a series: its names then and now, how often it is held, and every edition that readers may see."""

from datetime import date, datetime
from typing import Any

from litestar import Request, Response, get
from litestar.datastructures import State
from litestar.di import NamedDependency
from litestar.params import FromPath

from events_app.domain.calendar import CalendarEntry
from events_app.domain.exhibitions import Series
from events_app.domain.refusals import NotFound
from events_app.edge.pages import address, page
from events_app.edge.subscriptions import feed_path
from events_app.edge.tallies import ruler
from events_app.formats import jsonld
from events_app.i18n.names import endonym
from events_app.settings import Settings
from events_app.storage import exhibitions
from events_app.web.exhibitions import head_of
from events_app.web.filters import KEPT_BRIEFLY


@get("/series/{slug:str}", include_in_schema=False)
async def series_page(
    request: Request[Any, Any, Any],
    *,
    state: State,
    slug: FromPath[str],
    language: NamedDependency[str],
    settings: NamedDependency[Settings],
    now: NamedDependency[datetime],
    today: NamedDependency[date],
) -> Response[str]:
    """Show a series; one whose editions are all drafts is not public yet."""
    series = await exhibitions.find_series(slug)
    if series is None:
        raise NotFound
    editions = [
        head_of(edition) for edition in await exhibitions.list_editions_of_series(series.id) if edition.is_public
    ]
    if not editions:
        raise NotFound
    coming = [entry for entry in editions if entry.ends_on >= today]
    shown = series.name.shown(language)
    months: dict[str, Any] = await ruler(state, language, year=today.year, current_month=today.month)
    return page(
        request,
        "series/show.html",
        now=now,
        headers=KEPT_BRIEFLY,
        series=series,
        coming=coming,
        past=[entry for entry in reversed(editions) if entry.ends_on < today],
        other_names=[
            (endonym(code), code, name) for code, name in sorted(series.name.wordings.items()) if code != shown.language
        ],
        feed=feed_path(language, f"series/{slug}.ics"),
        structured=_structured(series, editions, language, settings),
        **months,
    )


def _structured(series: Series, editions: list[CalendarEntry], language: str, settings: Settings) -> str:
    def page_of(entry: CalendarEntry) -> str:
        return settings.address + address(language, f"exhibitions/{entry.slug}")

    own = settings.address + address(language, f"series/{series.slug}")
    return jsonld.script(jsonld.series(series, editions, language=language, page=own, page_of=page_of))


ROUTES = (series_page,)
