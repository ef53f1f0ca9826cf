"""Matches of a company's own offers, and of a partner organisation: what each reads on its pages, and no more."""

from collections.abc import Sequence

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from events_app.api.calls import Call, answered
from events_app.api.fields import Model, ShownText
from events_app.api.match_views import (
    MatchedPart,
    MatchLabels,
    PairView,
    cut,
    first_place,
    offer_title,
    pair_view,
    part_view,
    rounded,
    sentences,
)
from events_app.api.operations import CURSOR, LIMIT, Operation, one_of
from events_app.api.references import company_of, partner_of
from events_app.domain.introductions import is_seen_by_partners
from events_app.domain.matching import Match
from events_app.domain.messages import N_
from events_app.domain.needs import Need
from events_app.domain.organisations import Organisation
from events_app.domain.refusals import NotFound
from events_app.domain.rights import Right
from events_app.domain.sectors import SECTORS
from events_app.edge.match_pages import COMPANIES, PARTNERS, PARTS_OF_PARTNERS, naming_of, pair_context
from events_app.edge.match_tables import Ranked, best_partners, offers_for
from events_app.edge.match_words import strongest, verdict
from events_app.edge.matching import Matched, matched
from events_app.reference.groups import GROUPS, members_of
from events_app.storage import exhibitions, needs, offers, organisations


class CompanyMatch(Model):
    """A country or region with the offer that suits it best, the strongest reasons, and an exhibition there."""

    place: int
    country: str
    offer: str
    offer_title: ShownText
    score: float
    reasons: tuple[str, ...]
    exhibition: str | None
    labels: MatchLabels


class VerdictLabels(Model):
    """The word for a score."""

    verdict: str


class PartnerMatch(Model):
    """An offer that suits the country or region of a partner organisation, with the strongest reasons."""

    place: int
    offer: str
    offer_title: ShownText
    company: str
    company_name: ShownText
    reasons: tuple[str, ...]
    labels: VerdictLabels


class PartnerPairView(Model):
    """Why an offer suits a partner organisation. What is excluded is not matched."""

    offer: str
    offer_title: ShownText
    company: str
    company_name: ShownText
    is_excluded: bool
    parts: tuple[MatchedPart, ...]
    labels: VerdictLabels


@get("/companies/{slug:str}/matches")
async def list_of_company(call: NamedDependency[Call], *, slug: FromPath[str]) -> Response[bytes]:
    """Rank the countries and regions for a company, each with the offer that suits it best."""
    company = await company_of(call, slug, Right.READ)
    form = call.query("group", "cursor", "limit")
    group = form.one_of("group", GROUPS, required=False)
    limit, first = call.limit(form), first_place(call, form)
    answered(form)
    found = await matched(call.request.app.state, call.settings, call.today)
    ranked = best_partners(found, company.id, members_of(group, call.today) if group else None)
    shown, after = cut(ranked, first, limit)
    return call.page(await _company_matches(call, found, shown), after=after)


@get("/companies/{slug:str}/matches/{offer_slug:str}/{code:str}")
async def get_of_company(
    call: NamedDependency[Call], *, slug: FromPath[str], offer_slug: FromPath[str], code: FromPath[str]
) -> Response[bytes]:
    """Explain the score of one offer of the company and one country or region."""
    company = await company_of(call, slug, Right.READ)
    offer = await offers.get(offer_slug)
    if offer.company_id != company.id:
        raise NotFound
    context = await pair_context(call, offer, code, seen=COMPANIES)
    return call.item(pair_view(call, company, context), context["weights"].version)


@get("/partners/{slug:str}/matches")
async def list_of_partner(call: NamedDependency[Call], *, slug: FromPath[str]) -> Response[bytes]:
    """Rank the offers that partners may see, for the partner's country or region."""
    partner = await partner_of(call, slug, Right.READ)
    form = call.query("sector", "cursor", "limit")
    sector = form.one_of("sector", SECTORS, required=False)
    limit, first = call.limit(form), first_place(call, form)
    answered(form)
    found = await matched(call.request.app.state, call.settings, call.today)
    if partner.country not in found.columns:
        return call.page([])
    seen = [offer for offer in await offers.list_by_id(found.rows) if is_seen_by_partners(offer, call.today)]
    ranked = [
        one
        for one in offers_for(found, partner.country, frozenset(offer.id for offer in seen))
        if not sector or sector in one.supply.sectors
    ]
    shown, after = cut(ranked, first, limit)
    return call.page(await _partner_matches(call, found, partner, shown), after=after)


@get("/partners/{slug:str}/matches/{offer_slug:str}")
async def get_of_partner(
    call: NamedDependency[Call], *, slug: FromPath[str], offer_slug: FromPath[str]
) -> Response[bytes]:
    """Explain why an offer suits the partner's country or region."""
    partner = await partner_of(call, slug, Right.READ)
    offer = await offers.get(offer_slug)
    if not is_seen_by_partners(offer, call.today):
        raise NotFound
    own = await _own_needs(call, partner)
    context = await pair_context(call, offer, partner.country, seen=PARTNERS, parts=PARTS_OF_PARTNERS, own=own)
    company = (await organisations.list_by_id([offer.company_id]))[offer.company_id]
    match: Match = context["match"]
    scores = {one.part: one for one in match.parts}
    view = PartnerPairView(
        offer=offer.slug,
        offer_title=offer_title(call, offer),
        company=company.slug,
        company_name=ShownText.in_(call.language, company.name),
        is_excluded=bool(match.exclusions),
        parts=tuple(MatchedPart(**part_view(call, each, scores[each.part])) for each in context["told"]),
        labels=VerdictLabels(verdict=call.say(context["verdict"])),
    )
    return call.item(view, 1)


async def _company_matches(call: Call, found: Matched, shown: Sequence[Ranked]) -> list[CompanyMatch]:
    pairs = {one.partner.code: found.pair(one.supply, one.partner) for one in shown}
    naming = await naming_of(pairs.values(), call, COMPANIES)
    known = {offer.id: offer for offer in await offers.list_by_id(one.supply.offer_id for one in shown)}
    openings = {code: opening for code in pairs if (opening := found.opening_for(pairs[code]))}
    editions = await exhibitions.list_editions_by_id(opening.edition_id for opening in openings.values())
    slugs = {code: editions[one.edition_id].slug for code, one in openings.items() if one.edition_id in editions}
    return [
        CompanyMatch(
            place=one.place,
            country=one.partner.code,
            offer=known[one.supply.offer_id].slug,
            offer_title=offer_title(call, known[one.supply.offer_id]),
            score=rounded(one.score) or 0.0,
            reasons=sentences(strongest(pairs[one.partner.code], naming)),
            exhibition=slugs.get(one.partner.code),
            labels=MatchLabels(country=call.country(one.partner.code), verdict=call.say(verdict(one.score))),
        )
        for one in shown
        if one.supply.offer_id in known
    ]


async def _partner_matches(
    call: Call, found: Matched, partner: Organisation, shown: Sequence[Ranked]
) -> list[PartnerMatch]:
    pairs = {one.supply.offer_id: found.pair(one.supply, one.partner) for one in shown}
    naming = await naming_of(pairs.values(), call, PARTNERS, own=await _own_needs(call, partner))
    known = {offer.id: offer for offer in await offers.list_by_id(pairs)}
    companies = await organisations.list_by_id(offer.company_id for offer in known.values())
    views = []
    for one in shown:
        offer = known[one.supply.offer_id]
        company = companies[offer.company_id]
        view = PartnerMatch(
            place=one.place,
            offer=offer.slug,
            offer_title=offer_title(call, offer),
            company=company.slug,
            company_name=ShownText.in_(call.language, company.name),
            reasons=sentences(strongest(pairs[offer.id], naming, parts=PARTS_OF_PARTNERS)),
            labels=VerdictLabels(verdict=call.say(verdict(one.score))),
        )
        views.append(view)
    return views


async def _own_needs(call: Call, partner: Organisation) -> list[Need]:
    return [need for need in await needs.list_matchable(call.today) if need.organisation_id == partner.id]


OPERATIONS = (
    Operation(
        handler=list_of_company,
        id="listCompanyMatches",
        tag="matches",
        summary=N_("Rank the countries and regions for a company, each with the offer that suits it best."),
        gives=CompanyMatch,
        is_page=True,
        query=(one_of("group", N_("Group of countries or regions."), GROUPS, several=False), CURSOR, LIMIT),
        needs_token=True,
    ),
    Operation(
        handler=get_of_company,
        id="getCompanyMatch",
        tag="matches",
        summary=N_("Explain the score of one technology offer of a company and one country or region."),
        gives=PairView,
        needs_token=True,
    ),
    Operation(
        handler=list_of_partner,
        id="listPartnerMatches",
        tag="matches",
        summary=N_("Rank the technology offers for the country or region of a partner organisation."),
        gives=PartnerMatch,
        is_page=True,
        query=(one_of("sector", N_("Sector of the offer."), SECTORS, several=False), CURSOR, LIMIT),
        needs_token=True,
    ),
    Operation(
        handler=get_of_partner,
        id="getPartnerMatch",
        tag="matches",
        summary=N_("Explain why a technology offer suits the country or region of a partner organisation."),
        gives=PartnerPairView,
        needs_token=True,
    ),
)
