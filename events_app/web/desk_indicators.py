"""Indicator tables at the desk: every table, and the figures of each version with unit, year, source and licence."""

import asyncio
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from events_app.actions import indicators as actions
from events_app.actions.exports import record_export
from events_app.domain.indicator_cells import indicator_of
from events_app.domain.indicators import (
    INDICATOR_NAMES,
    MOST_MEASURES,
    IndicatorTable,
    Measure,
    TableIsCurrent,
    table_of,
)
from events_app.domain.refusals import ChangedMeanwhile
from events_app.domain.rights import Noun, Right, may, require, require_somewhere
from events_app.domain.sectors import FIELDS
from events_app.edge.desk import UNKEPT, Visit, see
from events_app.edge.forms import Form, read_form
from events_app.edge.problems import problem_of
from events_app.formats import csv_tables
from events_app.i18n.sorting import sort_key
from events_app.reference import countries
from events_app.storage import indicators, people
from events_app.storage.indicators import Wanted

PER_PAGE = 50
MOST_COUNTED = 1_000
LAST_PLACE = MOST_MEASURES
FILTERS = ("country", "field", "indicator")
DEEDS = {"make_current": actions.make_current, "retire": actions.retire, "remove": actions.remove}


@get("/indicators", include_in_schema=False)
async def tables_page(visit: NamedDependency[Visit]) -> Response[str]:
    """List the tables: of each the version in force, or else the newest."""
    require_somewhere(visit.asker, Right.READ, Noun.INDICATOR)
    versions = await indicators.list_versions()
    shown: dict[str, IndicatorTable] = {}
    for each in versions:
        if each.is_current or each.code not in shown:
            shown[each.code] = each
    return visit.page(
        "desk/indicators/list.html",
        tables=list(shown.values()),
        counts={code: sum(each.code == code for each in versions) for code in shown},
        may_import=may(visit.asker, Right.CREATE, Noun.INDICATOR),
    )


@get("/indicators/{version_id:uuid}", include_in_schema=False)
async def table_page(visit: NamedDependency[Visit], *, version_id: FromPath[UUID]) -> Response[str]:
    """Show the figures of a version, filtered, a page at a time."""
    require_somewhere(visit.asker, Right.READ, Noun.INDICATOR)
    return await _shown(visit, await indicators.get(version_id), Form())


@post("/indicators/{version_id:uuid}", include_in_schema=False, status_code=200)
async def decide(visit: NamedDependency[Visit], *, version_id: FromPath[UUID]) -> Response[Any]:
    """Put a version in force, take it out of force, or remove it."""
    require(visit.asker, Right.EDIT, Noun.INDICATOR)
    form = await read_form(visit.request)
    version = await indicators.get(version_id)
    deed = form.one_of("deed", DEEDS)
    if not form.is_good:
        return await _shown(visit, version, form)
    try:
        await DEEDS[deed](version_id, by=visit.asker, now=visit.now)
    except (TableIsCurrent, ChangedMeanwhile) as refusal:
        form.problems["deed"] = problem_of(refusal)
        return await _shown(visit, version, form)
    if deed == "remove":
        return see("desk/indicators", done=deed)
    return see(f"desk/indicators/{version_id}", done=deed)


@get("/indicators/{version_id:uuid}/figures.csv", include_in_schema=False)
async def figures_file(visit: NamedDependency[Visit], *, version_id: FromPath[UUID]) -> Response[bytes]:
    """The figures, filtered as on the page, as a CSV file in the documented form."""
    require_somewhere(visit.asker, Right.READ, Noun.INDICATOR)
    version = await indicators.get(version_id)
    found = await indicators.list_measures(_wanted(version, _filters(visit)), limit=MOST_MEASURES)
    measures = [measure for _, measure in found]
    content = await asyncio.to_thread(lambda: csv_tables.written(table_of(measures)))
    name = f"{version.code}-{version.version}.csv"
    await record_export(Noun.INDICATOR, count=len(measures), label=name, by=visit.asker, now=visit.now)
    headers = dict(UNKEPT) | {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type="text/csv; charset=utf-8", headers=headers)


def _filters(visit: Visit) -> Form:
    query = visit.request.query_params
    return Form({name: query.getall(name, []) for name in (*FILTERS, "after", "before")})


def _wanted(version: IndicatorTable, filters: Form) -> Wanted:
    named = filters.line("indicator")
    return Wanted(
        version_id=version.id,
        country=filters.one_of("country", countries.all_codes(), required=False),
        field=filters.number("field", 0, len(FIELDS)),
        indicator=filters.attempt("indicator", lambda: indicator_of(named)) or "" if named else "",
    )


async def _shown(visit: Visit, version: IndicatorTable, form: Form) -> Response[str]:
    filters = _filters(visit)
    wanted = _wanted(version, filters)
    measures, before, after = await _page(wanted, filters)
    codes, fields, names = await indicators.list_choices(version.id)
    versions = await indicators.list_versions(version.code)
    return visit.page(
        "desk/indicators/show.html",
        status_code=200 if form.is_good else 422,
        version=version,
        versions=versions,
        form=form,
        filters=filters,
        query={name: filters.value(name) for name in FILTERS},
        measures=measures,
        previous=before,
        next=after,
        count=await indicators.count_measures(wanted, at_most=MOST_COUNTED + 1),
        most_counted=MOST_COUNTED,
        country_choices=_by_name(visit, codes),
        fields=[(number, FIELDS[number].name) for number in fields],
        indicators=names,
        indicator_names=INDICATOR_NAMES,
        field_names={number: field.name for number, field in FIELDS.items()},
        people=await people.list_by_id(each.imported_by for each in versions if each.imported_by),
        may_edit=may(visit.asker, Right.EDIT, Noun.INDICATOR),
        may_remove=may(visit.asker, Right.MANAGE, Noun.INDICATOR),
    )


def _by_name(visit: Visit, codes: tuple[str, ...]) -> list[tuple[str, str]]:
    named = [(code, countries.name(code, visit.language, visit.settings.country_names)) for code in codes]
    return sorted(named, key=lambda pair: sort_key(pair[1], visit.language))


async def _page(wanted: Wanted, filters: Form) -> tuple[list[Measure], int | None, int | None]:
    """The figures of one page, and the places before and after which there are more."""
    before = filters.number("before", 0, LAST_PLACE)
    after = filters.number("after", 0, LAST_PLACE) if before is None else None
    found = list(await indicators.list_measures(wanted, after=after, before=before, limit=PER_PAGE + 1))
    is_more = len(found) > PER_PAGE
    found = found[:PER_PAGE]
    if before is not None:
        found.reverse()
    if not found:
        return [], None, None
    has_earlier = after is not None if before is None else is_more
    has_later = is_more if before is None else True
    measures = [measure for _, measure in found]
    return measures, found[0][0] if has_earlier else None, found[-1][0] if has_later else None


ROUTES = (tables_page, table_page, decide, figures_file)
