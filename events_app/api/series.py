"""Exhibition series: the names under which editions recur."""

from uuid import UUID

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from events_app.api.calls import Call, answered
from events_app.api.fields import Model, ShownText
from events_app.api.operations import CURSOR, LIMIT, Operation
from events_app.domain.exhibitions import Edition, Series
from events_app.domain.messages import N_
from events_app.domain.refusals import NotFound
from events_app.domain.rights import Noun, Right, may
from events_app.storage import exhibitions


class FormerName(Model):
    """A name that a series bore, until the year `until` (exclusive)."""

    name: ShownText
    until: int


class SeriesView(Model):
    """An exhibition that recurs; `exhibitions` are the editions that the caller may see, oldest first."""

    id: UUID
    slug: str
    name: ShownText
    summary: ShownText
    former_names: tuple[FormerName, ...]
    every_months: int | None
    website: str
    exhibitions: tuple[str, ...] | None


@get("/series")
async def list_series(call: NamedDependency[Call]) -> Response[bytes]:
    """List public series by their names in addresses."""
    form = call.query("cursor", "limit")
    limit = call.limit(form)
    cursor = call.name_cursor(form)
    answered(form)
    found = await exhibitions.list_public_series(after=cursor, limit=limit + 1)
    after = found[limit - 1].slug if len(found) > limit else None
    return call.page([_shown(call, series, None) for series in found[:limit]], after=after)


@get("/series/{slug:str}")
async def get_series(call: NamedDependency[Call], *, slug: FromPath[str]) -> Response[bytes]:
    """Show one series with its editions."""
    series = await exhibitions.find_series(slug)
    editions = await exhibitions.list_editions_of_series(series.id) if series else ()
    seen = [edition for edition in editions if _may_see(call, edition)]
    if series is None or not seen:
        raise NotFound
    return call.item(_shown(call, series, tuple(edition.slug for edition in seen)), 1)


def _may_see(call: Call, edition: Edition) -> bool:
    return edition.is_public or may(call.caller, Right.READ, Noun.EXHIBITION, owner=edition.unit_id)


def _shown(call: Call, series: Series, editions: tuple[str, ...] | None) -> SeriesView:
    return SeriesView(
        id=series.id,
        slug=series.slug,
        name=ShownText.in_(call.language, series.name),
        summary=ShownText.in_(call.language, series.summary),
        former_names=tuple(
            FormerName(name=ShownText.in_(call.language, each.name), until=each.until) for each in series.former_names
        ),
        every_months=series.every_months,
        website=series.website,
        exhibitions=editions,
    )


OPERATIONS = (
    Operation(
        handler=list_series,
        id="listSeries",
        tag="series",
        summary=N_("List public series by their names in addresses; their editions are told where one is shown."),
        gives=SeriesView,
        is_page=True,
        query=(CURSOR, LIMIT),
    ),
    Operation(
        handler=get_series,
        id="getSeries",
        tag="series",
        summary=N_("Show one series with its editions."),
        gives=SeriesView,
    ),
)
