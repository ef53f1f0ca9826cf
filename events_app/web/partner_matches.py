"""A partner organisation's matches: which offers suit its country or region and its needs, and why."""

from typing import Any

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from events_app.domain.match_reasons import PART_NAMES
from events_app.domain.offers import Offer, Visibility
from events_app.domain.refusals import NotFound
from events_app.domain.sectors import SECTORS
from events_app.edge.desk import Visit
from events_app.edge.forms import Form
from events_app.edge.match_pages import PARTNERS, PARTS_OF_PARTNERS, naming_of, numbered_page, pair_context
from events_app.edge.match_tables import offers_for
from events_app.edge.match_words import strongest, verdict
from events_app.edge.matching import matched
from events_app.storage import needs, offers, organisations
from events_app.web.partner import member_partner

PER_PAGE = 20
SEEN = frozenset({Visibility.PUBLIC, Visibility.PARTNERS})


@get("/{slug:str}/matches", include_in_schema=False)
async def matches_page(visit: NamedDependency[Visit], *, slug: FromPath[str]) -> Response[str]:
    """Rank the offers that partners may see, for the partner's country or region."""
    partner = await member_partner(slug, visit.asker)
    query = visit.request.query_params
    form = Form({"sector": query.getall("sector", [])})
    sector = form.one_of("sector", SECTORS, required=False)
    found = await matched(visit.request.app.state, visit.settings, visit.today)
    if partner.country not in found.columns:
        return visit.page("partner/matches.html", partner=partner, form=form, pages=None)
    visible = {offer.id: offer for offer in await offers.list_by_id(found.rows) if _is_seen(offer)}
    ranked = [
        one
        for one in offers_for(found, partner.country, frozenset(visible))
        if not sector or sector in one.supply.sectors
    ]
    shown = numbered_page(ranked, query.get("page"), PER_PAGE)
    pairs = {one.supply.offer_id: found.pair(one.supply, one.partner) for one in shown.items}
    own = await needs.list_matchable(visit.today)
    naming = await naming_of(
        pairs.values(), visit, PARTNERS, own=[need for need in own if need.organisation_id == partner.id]
    )
    return visit.page(
        "partner/matches.html",
        partner=partner,
        form=form,
        query={"sector": sector},
        pages=shown,
        offers=visible,
        companies=await organisations.list_by_id(visible[one.supply.offer_id].company_id for one in shown.items),
        reasons={offer_id: strongest(pair, naming, parts=PARTS_OF_PARTNERS) for offer_id, pair in pairs.items()},
        verdict=verdict,
        sectors=list(SECTORS),
    )


@get("/{slug:str}/matches/{offer_slug:str}", include_in_schema=False)
async def pair_page(visit: NamedDependency[Visit], *, slug: FromPath[str], offer_slug: FromPath[str]) -> Response[str]:
    """Explain the score of one offer for the partner's country or region."""
    partner = await member_partner(slug, visit.asker)
    offer = await offers.get(offer_slug)
    if not _is_seen(offer) or not offer.is_shown(visit.today):
        raise NotFound
    own = [need for need in await needs.list_matchable(visit.today) if need.organisation_id == partner.id]
    context = await pair_context(visit, offer, partner.country, seen=PARTNERS, parts=PARTS_OF_PARTNERS, own=own)
    company = (await organisations.list_by_id([offer.company_id]))[offer.company_id]
    return visit.page("partner/match.html", partner=partner, company=company, part_names=PART_NAMES, **context)


def _is_seen(offer: Offer) -> bool:
    return offer.approved is not None and offer.approved.visibility in SEEN


ROUTES: tuple[Any, ...] = (matches_page, pair_page)
