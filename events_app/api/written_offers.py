"""Technology offers in the company's hands: the working copy written, submitted for review, renewed and withdrawn."""

from collections.abc import Awaitable, Callable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from litestar import Response, get, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from events_app.actions import offers as actions
from events_app.api.bodies import patched, read_body, read_patch
from events_app.api.calls import Call, answered, chosen
from events_app.api.fields import Model, ShownText
from events_app.api.offer_bodies import NewOffer, OfferBody
from events_app.api.offer_views import ContentView, OfferLabels, shown_content
from events_app.api.operations import CURSOR, LIMIT, WORDS, Operation, one_of
from events_app.api.references import company_of
from events_app.domain.messages import N_
from events_app.domain.offers import OFFER_STATE_NAMES, VISIBILITY_NAMES, Content, Offer, OfferState
from events_app.domain.organisations import Organisation
from events_app.domain.refusals import NotFound
from events_app.domain.rights import Right
from events_app.edge.offer_words import next_words, warnings_of
from events_app.edge.paging import Cursor, page_after
from events_app.edge.slugs import slug_of
from events_app.storage import offers

Step = Callable[..., Awaitable[Offer]]


class OwnOfferLabels(OfferLabels):
    """Codes in words."""

    state: str
    visibility: str


class OwnOfferView(ContentView):
    """The working copy of a technology offer, for its company.

    `missing` names what a review still needs, `warnings` says what to look at again, `next` what happens next.
    `approved_at` and `valid_until` are of what readers see, which may be older than the working copy.
    """

    id: UUID
    slug: str
    company: str
    company_name: ShownText
    is_illustrative: bool
    licence_number: str
    licence_until: date | None
    document_ids: tuple[UUID, ...]
    picture_ids: tuple[UUID, ...]
    state: OfferState
    reason: str
    missing: tuple[str, ...]
    warnings: tuple[str, ...]
    next: str
    is_shown: bool
    is_renewable: bool
    approved_at: datetime | None
    valid_until: date | None
    labels: OwnOfferLabels
    created_at: datetime
    modified_at: datetime
    version: int


@get("/companies/{slug:str}/offers")
async def list_own(call: NamedDependency[Call], *, slug: FromPath[str]) -> Response[bytes]:
    """List a company's offers, drafts too, the one changed last first."""
    company = await company_of(call, slug, Right.READ)
    form = call.query("state", "q", "cursor", "limit")
    limit, cursor = call.limit(form), call.cursor(form)
    states = tuple(map(OfferState, chosen(form, "state", list(OfferState))))
    wanted = offers.Wanted(company_id=company.id, states=states, words=form.line("q", most=200))
    answered(form)
    rows = await offers.list_offers(wanted, after=cursor, limit=limit + 1)
    page = page_after(rows, limit, _key, after=None)
    return call.page([_view(call, company, offer) for offer in page.items], after=page.next)


@get("/companies/{slug:str}/offers/{offer_slug:str}")
async def get_own(call: NamedDependency[Call], *, slug: FromPath[str], offer_slug: FromPath[str]) -> Response[bytes]:
    """Show the working copy of one offer."""
    company, offer = await own_offer(call, slug, offer_slug, Right.READ)
    return call.item(_view(call, company, offer), offer.version)


@post("/companies/{slug:str}/offers", status_code=201)
async def begin(call: NamedDependency[Call], *, slug: FromPath[str]) -> Response[bytes]:
    """Keep a new offer as a draft."""
    company = await company_of(call, slug, Right.CREATE)
    body = await read_body(call.request, NewOffer)

    async def create() -> tuple[Model, int, str]:
        content = body.on(Content())
        wanted = body.slug or slug_of(content.title.shown(content.title.source).text)
        offer = await actions.begin(company.id, content, slug=wanted, by=call.by, now=call.now)
        return _view(call, company, offer), offer.version, offer.slug

    return await call.created(f"companies/{slug}/offers", create)


@patch("/companies/{slug:str}/offers/{offer_slug:str}")
async def change(call: NamedDependency[Call], *, slug: FromPath[str], offer_slug: FromPath[str]) -> Response[bytes]:
    """Change the working copy by a merge patch; what is approved stays for readers until the next review."""
    company, offer = await own_offer(call, slug, offer_slug, Right.EDIT)
    body = patched(OfferBody.of(offer.content), await read_patch(call.request), OfferBody)
    version = call.version(offer.version)
    saved = await actions.write(
        offer_slug, body.on(offer.content), version=version or offer.version, by=call.by, now=call.now
    )
    return call.changed(_view(call, company, saved), saved.version)


@post("/companies/{slug:str}/offers/{offer_slug:str}/submit", status_code=200)
async def submit(call: NamedDependency[Call], *, slug: FromPath[str], offer_slug: FromPath[str]) -> Response[bytes]:
    """Ask for a review."""
    return await _stepped(call, slug, offer_slug, actions.submit)


@post("/companies/{slug:str}/offers/{offer_slug:str}/withdraw", status_code=200)
async def withdraw(call: NamedDependency[Call], *, slug: FromPath[str], offer_slug: FromPath[str]) -> Response[bytes]:
    """Show it to nobody any more."""
    return await _stepped(call, slug, offer_slug, actions.withdraw)


@post("/companies/{slug:str}/offers/{offer_slug:str}/renew", status_code=200)
async def renew(call: NamedDependency[Call], *, slug: FromPath[str], offer_slug: FromPath[str]) -> Response[bytes]:
    """Let the approval hold for another year."""
    return await _stepped(call, slug, offer_slug, actions.renew, zone=call.settings.home_zone)


async def own_offer(call: Call, slug: str, offer_slug: str, right: Right) -> tuple[Organisation, Offer]:
    """A company and its offer, within reach. Raises TokenMissing, NotFound or NotAllowed."""
    company = await company_of(call, slug, right)
    offer = await offers.get(offer_slug)
    if offer.company_id != company.id:
        raise NotFound
    return company, offer


async def _stepped(call: Call, slug: str, offer_slug: str, step: Step, **words: Any) -> Response[bytes]:  # noqa: ANN401 - of each step
    company, offer = await own_offer(call, slug, offer_slug, Right.PUBLISH)
    saved = await step(offer_slug, version=call.version(offer.version), by=call.by, now=call.now, **words)
    return call.changed(_view(call, company, saved), saved.version)


def _key(row: Offer) -> Cursor:
    return Cursor(row.modified_at.date(), row.id)


def _view(call: Call, company: Organisation, offer: Offer) -> OwnOfferView:
    content = offer.content
    shown = shown_content(call, content)
    labels: OfferLabels = shown.pop("labels")
    return OwnOfferView(
        **shown,
        id=offer.id,
        slug=offer.slug,
        company=company.slug,
        company_name=ShownText.in_(call.language, company.name),
        is_illustrative=offer.is_illustrative,
        licence_number=content.licence_number,
        licence_until=content.licence_until,
        document_ids=content.document_ids,
        picture_ids=content.picture_ids,
        state=offer.state,
        reason=offer.reason,
        missing=content.missing(),
        warnings=tuple(map(call.say, warnings_of(content, call.today))),
        next=call.say(next_words(offer, call.today)),
        is_shown=offer.is_shown(call.today),
        is_renewable=offer.is_renewable(call.today),
        approved_at=offer.approved_at,
        valid_until=offer.valid_until,
        labels=OwnOfferLabels(
            **dict(labels),
            state=call.say(OFFER_STATE_NAMES[offer.state]),
            visibility=call.say(VISIBILITY_NAMES[content.visibility]),
        ),
        created_at=offer.created_at,
        modified_at=offer.modified_at,
        version=offer.version,
    )


EXAMPLE = {
    "title": {"source": "en", "wordings": {"en": "Valves for hot acids"}},
    "summary": {"source": "en", "wordings": {"en": "Ceramic valves that last ten years."}},
    "sectors": ["industry"],
    "fields": [31],
    "trl": 9,
    "forms": ["licence"],
    "ip_rights": [{"kind": "patent", "number": "CN 101", "office": "CN", "countries": ["CN", "DE"]}],
    "export_class": "free",
}
OPERATIONS = (
    Operation(
        handler=list_own,
        id="listCompanyOffers",
        tag="offers",
        summary=N_("List a company’s technology offers, drafts too, the one changed last first."),
        gives=OwnOfferView,
        is_page=True,
        query=(one_of("state", N_("Status of the working copy."), OfferState), WORDS, CURSOR, LIMIT),
        needs_token=True,
    ),
    Operation(
        handler=get_own,
        id="getCompanyOffer",
        tag="offers",
        summary=N_("Show the working copy of a company’s technology offer."),
        gives=OwnOfferView,
        needs_token=True,
    ),
    Operation(
        handler=begin,
        id="beginOffer",
        tag="offers",
        summary=N_("Keep a new technology offer of a company as a draft."),
        gives=OwnOfferView,
        reads=NewOffer,
        needs_token=True,
        creates=True,
        example=EXAMPLE,
    ),
    Operation(
        handler=change,
        id="changeOffer",
        tag="offers",
        summary=N_(
            "Change the working copy of a technology offer by a merge patch; readers see what is approved until the "
            "next review."
        ),
        gives=OwnOfferView,
        reads=OfferBody,
        merges=True,
        needs_token=True,
        is_versioned=True,
        example={"trl": 9, "visibility": "partners"},
    ),
    Operation(
        handler=submit,
        id="submitOffer",
        tag="offers",
        summary=N_("Submit a technology offer for review; “missing” of the offer names what a review needs."),
        gives=OwnOfferView,
        needs_token=True,
        is_versioned=True,
    ),
    Operation(
        handler=withdraw,
        id="withdrawOffer",
        tag="offers",
        summary=N_("Withdraw a technology offer, so that nobody sees it any more."),
        gives=OwnOfferView,
        needs_token=True,
        is_versioned=True,
    ),
    Operation(
        handler=renew,
        id="renewOffer",
        tag="offers",
        summary=N_("Renew the approval of a technology offer for another year, in its last 60 days."),
        gives=OwnOfferView,
        needs_token=True,
        is_versioned=True,
    ),
)
