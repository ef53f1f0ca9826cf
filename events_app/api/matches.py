"""Matches for organisers: scores of companies and partners, one of them explained, and invitations that follow."""

import asyncio
from typing import Final

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from events_app.actions.apply_invitations import ask_to_apply
from events_app.api.bodies import Faults, read_body
from events_app.api.calls import Call, answered
from events_app.api.fields import Model, ShownText, Slug
from events_app.api.match_views import MatchLabels, PairView, first_place, offer_title, pair_view, rounded
from events_app.api.operations import COUNTRY, CURSOR, LIMIT, Operation, one_of
from events_app.domain.companies import CompanySize
from events_app.domain.countries import DevelopmentClass
from events_app.domain.messages import N_
from events_app.domain.rights import Noun, Right, require, require_somewhere
from events_app.domain.sectors import SECTORS
from events_app.edge.forms import NOT_A_CHOICE, Form
from events_app.edge.match_pages import pair_context
from events_app.edge.match_tables import Matrix, MatrixWanted, best_cells, matrix
from events_app.edge.match_words import verdict
from events_app.edge.matching import Matched, matched
from events_app.reference.countries import all_codes
from events_app.reference.groups import GROUPS, members_of
from events_app.storage import exhibitions, offers, organisations

SHOWN: Final = ("needs", "focus")
NAMES: Final = ("sector", "size", "class", "group", "show", "country")


class MatchView(Model):
    """A company and a country or region with the best score of its offers there, from 0 to 1."""

    place: int
    company: str
    company_name: ShownText
    offer: str
    offer_title: ShownText
    country: str
    score: float
    labels: MatchLabels


class InvitationToApply(Model):
    """The exhibition in that country or region that the company is asked to apply for."""

    exhibition: Slug


class InvitedToApply(Model):
    """A company that was asked to apply."""

    company: str
    exhibition: str


@get("/matches")
async def list_all(call: NamedDependency[Call]) -> Response[bytes]:
    """List the scores of companies and partners, the best first."""
    require_somewhere(call.by, Right.READ, Noun.MATCHING)
    form = call.query(*NAMES, "cursor", "limit")
    found = await matched(call.request.app.state, call.settings, call.today)
    wanted, limit, first = _wanted(call, form, found), call.limit(form), first_place(call, form)
    answered(form)
    whole = await asyncio.to_thread(matrix, found, wanted)
    cells = await asyncio.to_thread(best_cells, whole, first, limit + 1)
    items = await _views(call, found, whole, cells[:limit], first)
    return call.page(items, after=first + limit if len(cells) > limit else None)


@get("/matches/offers/{slug:str}/{code:str}")
async def get_match(call: NamedDependency[Call], *, slug: FromPath[str], code: FromPath[str]) -> Response[bytes]:
    """Explain the score of one offer and one country or region."""
    require_somewhere(call.by, Right.READ, Noun.MATCHING)
    offer = await offers.get(slug)
    context = await pair_context(call, offer, code)
    company = (await organisations.list_by_id([offer.company_id]))[offer.company_id]
    return call.item(pair_view(call, company, context), context["weights"].version)


@post("/matches/offers/{slug:str}/{code:str}/invitation", status_code=200)
async def invite(call: NamedDependency[Call], *, slug: FromPath[str], code: FromPath[str]) -> Response[bytes]:
    """Ask the company to apply for an exhibition there, once for each."""
    require(call.by, Right.CREATE, Noun.INTRODUCTION)
    offer = await offers.get(slug)
    body, faults = await read_body(call.request, InvitationToApply), Faults()
    edition = await exhibitions.find_edition(body.exhibition)
    if edition is None or edition.country != code:
        faults.add(("exhibition",), NOT_A_CHOICE, value=body.exhibition)
    faults.check()
    await ask_to_apply(offer.company_id, body.exhibition, by=call.by, now=call.now)
    company = (await organisations.list_by_id([offer.company_id]))[offer.company_id]
    return call.changed(InvitedToApply(company=company.slug, exhibition=body.exhibition), 1)


def _wanted(call: Call, form: Form, found: Matched) -> MatrixWanted:
    show = form.one_of("show", SHOWN, required=False)
    group = form.one_of("group", GROUPS, required=False)
    country = form.one_of("country", all_codes(), required=False)
    codes = set(found.columns)
    if show == "needs":
        codes &= found.ground.demands.keys()
    elif show == "focus":
        codes &= {partner.code for partner in found.ground.partners if partner.focus}
    if group:
        codes &= members_of(group, call.today)
    if country:
        codes &= {country}
    development = form.choice("class", DevelopmentClass, required=False)
    return MatrixWanted(
        sector=form.one_of("sector", SECTORS, required=False) or "",
        size=form.choice("size", CompanySize, required=False),
        codes=frozenset(codes),
        is_developed=None if development is None else development is DevelopmentClass.DEVELOPED,
    )


async def _views(
    call: Call, found: Matched, whole: Matrix, cells: tuple[tuple[int, int], ...], first: int
) -> list[MatchView]:
    supplies = {(row, column): found.ground.supplies[int(whole.offers[row, column])] for row, column in cells}
    known = {offer.id: offer for offer in await offers.list_by_id(each.offer_id for each in supplies.values())}
    companies = await organisations.list_by_id(whole.companies[row] for row, _ in cells)
    views = []
    for place, (row, column) in enumerate(cells, start=first + 1):
        score, code = whole.cell(row, column), whole.partners[column].code
        company, offer = companies[whole.companies[row]], known[supplies[row, column].offer_id]
        view = MatchView(
            place=place,
            company=company.slug,
            company_name=ShownText.in_(call.language, company.name),
            offer=offer.slug,
            offer_title=offer_title(call, offer),
            country=code,
            score=rounded(score) or 0.0,
            labels=MatchLabels(country=call.country(code), verdict=call.say(verdict(score))),
        )
        views.append(view)
    return views


OPERATIONS = (
    Operation(
        handler=list_all,
        id="listMatches",
        tag="matches",
        summary=N_("List the scores of companies and countries or regions, the highest first; for organisers."),
        gives=MatchView,
        is_page=True,
        query=(
            one_of("sector", N_("Sector of the offer."), SECTORS, several=False),
            one_of("size", N_("Size of the company."), CompanySize, several=False),
            one_of("class", N_("Developed or developing."), DevelopmentClass, several=False),
            one_of("group", N_("Group of countries or regions."), GROUPS, several=False),
            one_of("show", N_("Only countries or regions with stated needs, or in focus."), SHOWN, several=False),
            one_of("country", COUNTRY.about, all_codes(), several=False),
            CURSOR,
            LIMIT,
        ),
        needs_token=True,
    ),
    Operation(
        handler=get_match,
        id="getMatch",
        tag="matches",
        summary=N_("Explain the score of one technology offer and one country or region, part by part."),
        gives=PairView,
        needs_token=True,
    ),
    Operation(
        handler=invite,
        id="inviteToApply",
        tag="matches",
        summary=N_("Ask the company of a match to apply for an exhibition there, once for each exhibition."),
        gives=InvitedToApply,
        reads=InvitationToApply,
        needs_token=True,
        example={"exhibition": "hannover-messe-2027"},
    ),
)
