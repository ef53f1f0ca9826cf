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
from events_app.api.fields import Model, Money, ShownText, Words
from events_app.api.operations import CURSOR, LIMIT, WORDS, Operation, one_of
from events_app.domain.intellectual_property import IP_NAMES, IpKind
from events_app.domain.messages import N_
from events_app.domain.offers import FORM_NAMES, Content, CooperationForm, Offer, OfferState, Visibility
from events_app.domain.organisations import Organisation
from events_app.domain.projects import EXPORT_CLASS_NAMES, ExportClass
from events_app.domain.refusals import NotFound
from events_app.domain.rights import Noun, Right, may_somewhere, require
from events_app.domain.sectors import FIELDS, SECTORS, sector_name
from events_app.edge.offer_words import by_approval
from events_app.edge.paging import page_after
from events_app.storage import offers, organisations


class ShownIpRight(Model):
    """A right that the technology rests on. `office` is where it is registered (WIPO Standard ST.3)."""

    kind: IpKind
    kind_label: str
    number: str
    office: str
    filed_on: date | None
    granted_on: date | None
    expires_on: date | None
    countries: tuple[str, ...]
    owner: str


class OfferLabels(Model):
    """Codes in words."""

    sectors: tuple[str, ...]
    forms: tuple[str, ...]
    export_class: str


class OfferView(Model):
    """A technology offer, as it was approved. `trl` is a technology readiness level (ISO 16290)."""

    id: UUID
    slug: str
    company: str
    company_name: ShownText
    is_illustrative: bool
    title: ShownText
    summary: ShownText
    references: ShownText
    sectors: tuple[str, ...]
    fields: tuple[int, ...]
    trl: int | None
    in_use_since: int | None
    forms: tuple[CooperationForm, ...]
    ip_rights: tuple[ShownIpRight, ...]
    export_class: ExportClass
    control_number: str
    price_from: Money | None
    price_to: Money | None
    visibility: Visibility
    approved_at: datetime
    valid_until: date
    labels: OfferLabels
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
        shown_to=_shown_to(call),
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
    if not offer.is_shown(call.today) or approved is None or approved.visibility not in _shown_to(call):
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


def _shown_to(call: Call) -> tuple[Visibility, ...]:
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
        id=offer.id,
        slug=offer.slug,
        company=company.slug,
        company_name=ShownText.in_(call.language, company.name),
        is_illustrative=offer.is_illustrative,
        title=ShownText.in_(call.language, content.title),
        summary=ShownText.in_(call.language, content.summary),
        references=ShownText.in_(call.language, content.references),
        sectors=content.sectors,
        fields=content.fields,
        trl=content.trl,
        in_use_since=content.in_use_since,
        forms=content.forms,
        ip_rights=_rights(call, content),
        export_class=content.export_class,
        control_number=content.control_number,
        price_from=Money.of(content.price_from),
        price_to=Money.of(content.price_to),
        visibility=content.visibility,
        approved_at=offer.approved_at,
        valid_until=offer.valid_until,
        labels=OfferLabels(
            sectors=tuple(call.say(sector_name(code)) for code in content.sectors),
            forms=tuple(call.say(FORM_NAMES[form]) for form in content.forms),
            export_class=call.say(EXPORT_CLASS_NAMES[content.export_class]),
        ),
        version=offer.version,
    )


def _rights(call: Call, content: Content) -> tuple[ShownIpRight, ...]:
    return tuple(
        ShownIpRight(
            kind=right.kind,
            kind_label=call.say(IP_NAMES[right.kind]),
            number=right.number,
            office=right.office,
            filed_on=right.filed_on,
            granted_on=right.granted_on,
            expires_on=right.expires_on,
            countries=right.countries,
            owner=right.owner,
        )
        for right in content.ip_rights
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
