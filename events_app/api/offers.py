"""Technology offers: public ones read by everybody, others by whom they are shown to; reviewed with a token."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from pydantic import Field

from events_app.actions import offers as actions
from events_app.api.bodies import read_body
from events_app.api.calls import Call, answered
from events_app.api.fields import Model, ShownText, Words
from events_app.api.offer_views import ContentView, shown_content
from events_app.api.operations import CURSOR, LIMIT, WORDS, Operation, one_of
from events_app.domain.messages import N_
from events_app.domain.offers import Content, CooperationForm, Offer, OfferState, Visibility
from events_app.domain.organisations import Organisation
from events_app.domain.refusals import NotFound
from events_app.domain.rights import Noun, Right, may_somewhere, require
from events_app.domain.sectors import FIELDS, SECTORS
from events_app.edge.offer_words import by_approval
from events_app.edge.paging import page_after
from events_app.storage import offers, organisations


class OfferView(ContentView):
    """A technology offer, as it was approved. `trl` is a technology readiness level (ISO 16290)."""

    id: UUID
    slug: str
    company: str
    company_name: ShownText
    is_illustrative: bool
    approved_at: datetime
    valid_until: date
    version: int


class OfferDecision(Model):
    """What an officer decides about an offer in review."""

    decision: Literal["approve", "return"]
    reason: Words = Field(default="", description=N_("What has to be changed; needed where it is returned.").id)


class ReviewedOffer(Model):
    """Where an offer stands after a review."""

    id: UUID
    slug: str
    company: str
    state: OfferState
    reason: str
    valid_until: date | None
    version: int


@get("/offers")
async def list_all(call: NamedDependency[Call]) -> Response[bytes]:
    """List approved offers, the latest first: public ones, and with a token those that are shown to its owner."""
    form = call.query("sector", "field", "form", "q", "cursor", "limit")
    limit, cursor = call.limit(form), call.cursor(form)
    wanted = offers.Wanted(
        shown_to=shown_to(call),
        today=call.today,
        sector=form.one_of("sector", SECTORS, required=False),
        field=form.number("field", min(FIELDS), max(FIELDS)),
        form=form.choice("form", CooperationForm, required=False),
        words=form.line("q", most=200),
    )
    answered(form)
    rows = await offers.list_offers(wanted, after=cursor, limit=limit + 1)
    page = page_after(rows, limit, by_approval, after=None)
    return call.page(await _views(call, page.items), after=page.next)


@get("/offers/{slug:str}")
async def get_offer(call: NamedDependency[Call], *, slug: FromPath[str]) -> Response[bytes]:
    """Show one approved offer."""
    offer = await offers.get(slug)
    approved = offer.approved
    if not offer.is_shown(call.today) or approved is None or approved.visibility not in shown_to(call):
        raise NotFound
    (view,) = await _views(call, [offer])
    return call.item(view, offer.version)


@post("/offers/{slug:str}/decision", status_code=200)
async def decide_offer(call: NamedDependency[Call], *, slug: FromPath[str]) -> Response[bytes]:
    """Approve an offer in review for a year, or return it with words; the company is told."""
    require(call.by, Right.DECIDE, Noun.CATALOGUE)
    offer = await offers.get(slug)
    body = await read_body(call.request, OfferDecision)
    decided = await actions.decide(
        slug,
        is_approved=body.decision == "approve",
        reason=body.reason,
        version=call.version(offer.version),
        by=call.by,
        now=call.now,
        zone=call.settings.home_zone,
    )
    company = await organisations.get(decided.company_id)
    view = ReviewedOffer(
        id=decided.id,
        slug=decided.slug,
        company=company.slug,
        state=decided.state,
        reason=decided.reason,
        valid_until=decided.valid_until,
        version=decided.version,
    )
    return call.changed(view, decided.version)


def shown_to(call: Call) -> tuple[Visibility, ...]:
    """Whose offers the caller reads: everybody's, partners', or all that organisers read."""
    asker = call.caller
    if asker.person is None or not may_somewhere(asker, Right.READ, Noun.CATALOGUE):
        return (Visibility.PUBLIC,)
    if asker.has_authority_role or asker.unit_ids:
        return tuple(Visibility)
    return (Visibility.PUBLIC, Visibility.PARTNERS)


async def _views(call: Call, found: Sequence[Offer]) -> list[OfferView]:
    companies = await organisations.list_by_id(offer.company_id for offer in found)
    return [_view(call, offer, offer.approved, companies[offer.company_id]) for offer in found if offer.approved]


def _view(call: Call, offer: Offer, content: Content, company: Organisation) -> OfferView:
    if offer.approved_at is None or offer.valid_until is None:
        raise NotFound
    return OfferView(
        **shown_content(call, content),
        id=offer.id,
        slug=offer.slug,
        company=company.slug,
        company_name=ShownText.in_(call.language, company.name),
        is_illustrative=offer.is_illustrative,
        approved_at=offer.approved_at,
        valid_until=offer.valid_until,
        version=offer.version,
    )


OPERATIONS = (
    Operation(
        handler=list_all,
        id="listOffers",
        tag="offers",
        summary=N_("List approved technology offers, the latest first: public ones, and those shown to the caller."),
        gives=OfferView,
        is_page=True,
        query=(
            one_of("sector", N_("Sector of the offer."), SECTORS, several=False),
            one_of("field", N_("Technology field of WIPO"), map(str, FIELDS), several=False),
            one_of("form", N_("Form of cooperation."), CooperationForm, several=False),
            WORDS,
            CURSOR,
            LIMIT,
        ),
    ),
    Operation(
        handler=get_offer,
        id="getOffer",
        tag="offers",
        summary=N_("Show one approved technology offer."),
        gives=OfferView,
    ),
    Operation(
        handler=decide_offer,
        id="decideOffer",
        tag="offers",
        summary=N_("Approve a technology offer in review for a year, or return it with words; the company is told."),
        gives=ReviewedOffer,
        reads=OfferDecision,
        needs_token=True,
        is_versioned=True,
        example={"decision": "return", "reason": "Which rights hold abroad?"},
    ),
)
