"""Matches at the desk: companies by partners as a heat map that reads as a table, rankings, each score explained."""

import asyncio
from typing import Any
from uuid import UUID

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from events_app.actions.exports import record_export
from events_app.domain.companies import SIZE_NAMES, CompanySize
from events_app.domain.countries import DEVELOPMENT_NAMES, DevelopmentClass
from events_app.domain.match_reasons import PART_NAMES
from events_app.domain.refusals import NotFound
from events_app.domain.rights import Noun, Right, require_somewhere
from events_app.domain.sectors import SECTORS
from events_app.domain.tables import Column, Kind, Table
from events_app.edge.desk import Visit
from events_app.edge.forms import Form
from events_app.edge.introduction_pages import pair_deeds
from events_app.edge.match_pages import naming_of, numbered_page, pair_context
from events_app.edge.match_tables import MOST_COLUMNS, Matrix, MatrixWanted, matrix, offers_for, partners_of
from events_app.edge.match_words import fit, strongest, verdict
from events_app.edge.matching import Matched, matched
from events_app.edge.table_files import table_file
from events_app.reference.groups import GROUPS, members_of
from events_app.storage import offers, organisations
from events_app.storage.needs import list_matchable

PER_PAGE = 25
RANKED_PER_PAGE = 30
SHOWN = ("needs", "focus")
NAMES = ("sector", "size", "class", "group", "show")


@get("/matches", include_in_schema=False)
async def matrix_page(visit: NamedDependency[Visit]) -> Response[str]:
    """Companies by partners: the best score of each pair."""
    require_somewhere(visit.asker, Right.READ, Noun.MATCHING)
    query = visit.request.query_params
    form = Form({name: query.getall(name, []) for name in NAMES})
    found = await matched(visit.request.app.state, visit.settings, visit.today)
    whole = await asyncio.to_thread(matrix, found, _wanted(form, found, visit))
    shown = numbered_page(whole.companies, query.get("page"), PER_PAGE)
    rows = [whole.companies.index(company) for company in shown.items]
    return visit.page(
        "desk/matches/matrix.html",
        form=form,
        query={name: form.value(name) for name in NAMES},
        whole=whole,
        rows=rows,
        columns=range(min(MOST_COLUMNS, len(whole.partners))),
        pages=shown,
        companies=await organisations.list_by_id(shown.items),
        slugs=await _slugs(whole, rows, found),
        fit=fit,
        weights=found.weights,
        sectors=list(SECTORS),
        sizes=list(SIZE_NAMES.items()),
        classes=list(DEVELOPMENT_NAMES.items()),
        groups=[(code, group.short_name) for code, group in GROUPS.items()],
        is_empty=not found.ground.supplies,
    )


@get("/matches.xlsx", include_in_schema=False)
async def matrix_workbook(visit: NamedDependency[Visit]) -> Response[bytes]:
    """Every company and every partner of the filters as a workbook."""
    require_somewhere(visit.asker, Right.READ, Noun.MATCHING)
    query = visit.request.query_params
    form = Form({name: query.getall(name, []) for name in NAMES})
    found = await matched(visit.request.app.state, visit.settings, visit.today)
    whole = await asyncio.to_thread(matrix, found, _wanted(form, found, visit))
    known = await organisations.list_by_id(whole.companies)
    columns = (
        Column("company", Kind.TEXT),
        *(Column(partner.code, Kind.DECIMAL) for partner in whole.partners),
    )
    across = range(len(whole.partners))
    table = Table(
        columns,
        tuple(
            (known[company].name.shown(visit.language).text, *(_figure(whole.cell(row, c)) for c in across))
            for row, company in enumerate(whole.companies)
        ),
    )
    file = f"matches-{visit.today.isoformat()}.xlsx"
    answer = await table_file(table, file, title="matches", language=visit.language)
    await record_export(Noun.MATCHING, count=len(table.rows), label="matches.xlsx", by=visit.asker, now=visit.now)
    return answer


@get("/matches/countries/{code:str}", include_in_schema=False)
async def country_page(visit: NamedDependency[Visit], *, code: FromPath[str]) -> Response[str]:
    """Rank the offers for one country or region."""
    require_somewhere(visit.asker, Right.READ, Noun.MATCHING)
    found = await matched(visit.request.app.state, visit.settings, visit.today)
    if code not in found.columns:
        raise NotFound
    form = Form({"sector": visit.request.query_params.getall("sector", [])})
    sector = form.one_of("sector", SECTORS, required=False)
    ranked = [one for one in offers_for(found, code) if not sector or sector in one.supply.sectors]
    shown = numbered_page(ranked, visit.request.query_params.get("page"), RANKED_PER_PAGE)
    pairs = {one.supply.offer_id: found.pair(one.supply, one.partner) for one in shown.items}
    naming = await naming_of(pairs.values(), visit)
    known = {offer.id: offer for offer in await offers.list_by_id(pairs)}
    return visit.page(
        "desk/matches/country.html",
        code=code,
        form=form,
        query={"sector": sector},
        pages=shown,
        offers=known,
        companies=await organisations.list_by_id(offer.company_id for offer in known.values()),
        reasons={offer_id: strongest(pair, naming) for offer_id, pair in pairs.items()},
        verdict=verdict,
        sectors=list(SECTORS),
        needs=[need for need in await list_matchable(visit.today) if (need.approved or need.content).country == code],
    )


@get("/matches/offers/{slug:str}", include_in_schema=False)
async def offer_page(visit: NamedDependency[Visit], *, slug: FromPath[str]) -> Response[str]:
    """Rank the countries and regions for one offer."""
    require_somewhere(visit.asker, Right.READ, Noun.MATCHING)
    offer = await offers.get(slug)
    found = await matched(visit.request.app.state, visit.settings, visit.today)
    form = Form({"group": visit.request.query_params.getall("group", [])})
    group = form.one_of("group", GROUPS, required=False)
    codes = members_of(group, visit.today) if group else None
    is_matched = offer.id in found.rows
    supply = found.ground.supplies[found.rows[offer.id]] if is_matched else None
    ranked = partners_of(found, supply, codes) if supply else ()
    shown = numbered_page(ranked, visit.request.query_params.get("page"), RANKED_PER_PAGE)
    pairs = {one.partner.code: found.pair(one.supply, one.partner) for one in shown.items}
    naming = await naming_of(pairs.values(), visit)
    return visit.page(
        "desk/matches/offer.html",
        offer=offer,
        company=(await organisations.list_by_id([offer.company_id]))[offer.company_id],
        form=form,
        query={"group": group},
        pages=shown,
        is_matched=is_matched,
        reasons={code: strongest(pair, naming) for code, pair in pairs.items()},
        verdict=verdict,
        groups=[(code, each.short_name) for code, each in GROUPS.items()],
    )


@get("/matches/offers/{slug:str}/{code:str}", include_in_schema=False)
async def pair_page(visit: NamedDependency[Visit], *, slug: FromPath[str], code: FromPath[str]) -> Response[str]:
    """Explain the score of one offer and one country or region."""
    require_somewhere(visit.asker, Right.READ, Noun.MATCHING)
    return await shown_pair(visit, slug, code)


async def shown_pair(visit: Visit, slug: str, code: str, form: Form | None = None) -> Response[str]:
    """The page of a score; `form` holds what was wrong with something that was to follow from it."""
    offer = await offers.get(slug)
    context = await pair_context(visit, offer, code)
    company = (await organisations.list_by_id([offer.company_id]))[offer.company_id]
    return visit.page(
        "desk/matches/pair.html",
        status_code=200 if form is None else 422,
        company=company,
        part_names=PART_NAMES,
        form=form or Form(),
        **context,
        **await pair_deeds(visit, offer, code, context),
    )


def _wanted(form: Form, found: Matched, visit: Visit) -> MatrixWanted:
    codes: frozenset[str] | None = None
    show = form.one_of("show", SHOWN, required=False)
    group = form.one_of("group", GROUPS, required=False)
    if show == "needs":
        codes = frozenset(found.ground.demands)
    elif show == "focus":
        codes = frozenset(partner.code for partner in found.ground.partners if partner.focus)
    if group:
        members = members_of(group, visit.today)
        codes = members if codes is None else codes & members
    development = form.choice("class", DevelopmentClass, required=False)
    return MatrixWanted(
        sector=form.one_of("sector", SECTORS, required=False) or "",
        size=form.choice("size", CompanySize, required=False),
        codes=codes,
        is_developed=None if development is None else development is DevelopmentClass.DEVELOPED,
    )


def _figure(score: float | None) -> float | None:
    return None if score is None else round(score, 4)


async def _slugs(whole: Matrix, rows: list[int], found: Matched) -> dict[tuple[int, int], str]:
    """Slug of the offer behind each cell that is shown."""
    columns = range(min(MOST_COLUMNS, len(whole.partners)))
    ids: dict[tuple[int, int], UUID] = {
        (row, column): found.ground.supplies[int(whole.offers[row, column])].offer_id
        for row in rows
        for column in columns
        if whole.cell(row, column) is not None
    }
    slugs = {offer.id: offer.slug for offer in await offers.list_by_id(ids.values())}
    return {place: slugs[offer_id] for place, offer_id in ids.items() if offer_id in slugs}


ROUTES: tuple[Any, ...] = (matrix_page, matrix_workbook, country_page, offer_page, pair_page)
