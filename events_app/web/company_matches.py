"""A company's matches: which countries and regions suit its offers, why, and what leads there."""

from typing import Any

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from events_app.domain.match_reasons import PART_NAMES
from events_app.domain.offers import Offer
from events_app.domain.organisations import Organisation
from events_app.domain.refusals import NotFound
from events_app.domain.rights import Noun, Right, require
from events_app.edge.desk import Visit
from events_app.edge.forms import Form
from events_app.edge.match_pages import COMPANIES, naming_of, numbered_page, pair_context
from events_app.edge.match_tables import best_partners
from events_app.edge.match_words import strongest, verdict
from events_app.edge.matching import matched
from events_app.reference.groups import GROUPS, members_of
from events_app.storage import exhibitions, offers, organisations

PER_PAGE = 15


@get("/{slug:str}/matches", include_in_schema=False)
async def matches_page(visit: NamedDependency[Visit], *, slug: FromPath[str]) -> Response[str]:
    """Rank the countries and regions, each with the offer that suits it best and the next step."""
    company = await _company(visit, slug)
    query = visit.request.query_params
    form = Form({"group": query.getall("group", [])})
    group = form.one_of("group", GROUPS, required=False)
    found = await matched(visit.request.app.state, visit.settings, visit.today)
    ranked = best_partners(found, company.id, members_of(group, visit.today) if group else None)
    shown = numbered_page(ranked, query.get("page"), PER_PAGE)
    pairs = {one.partner.code: found.pair(one.supply, one.partner) for one in shown.items}
    naming = await naming_of(pairs.values(), visit, COMPANIES)
    openings = {code: opening for code, pair in pairs.items() if (opening := found.opening_for(pair))}
    return visit.page(
        "company/matches.html",
        company=company,
        form=form,
        query={"group": group},
        pages=shown,
        offers={offer.id: offer for offer in await offers.list_by_id(one.supply.offer_id for one in shown.items)},
        reasons={code: strongest(pair, naming) for code, pair in pairs.items()},
        editions=await exhibitions.list_editions_by_id(opening.edition_id for opening in openings.values()),
        openings=openings,
        verdict=verdict,
        groups=[(code, each.short_name) for code, each in GROUPS.items()],
        has_offers=company.id in found.rows_of,
    )


@get("/{slug:str}/matches/{offer_slug:str}/{code:str}", include_in_schema=False)
async def pair_page(
    visit: NamedDependency[Visit], *, slug: FromPath[str], offer_slug: FromPath[str], code: FromPath[str]
) -> Response[str]:
    """Explain the score of one offer of the company and one country or region."""
    company = await _company(visit, slug)
    offer = await _offer(company, offer_slug)
    context = await pair_context(visit, offer, code, seen=COMPANIES)
    return visit.page("company/match.html", company=company, part_names=PART_NAMES, **context)


async def _company(visit: Visit, slug: str) -> Organisation:
    """A company whose matches the asker may read. Raises NotFound or NotAllowed."""
    company = await organisations.get_by_slug(slug)
    require(visit.asker, Right.READ, Noun.OFFER, owner=company.id)
    return company


async def _offer(company: Organisation, slug: str) -> Offer:
    offer = await offers.get(slug)
    if offer.company_id != company.id:
        raise NotFound
    return offer


ROUTES: tuple[Any, ...] = (matches_page, pair_page)
