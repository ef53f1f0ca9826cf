"""Technology offers at the desk: what waits for review, decided with words; what organisers and partners may read."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from events_app.actions import offers as actions
from events_app.domain.offers import (
    FORM_NAMES,
    OFFER_STATE_NAMES,
    Content,
    CooperationForm,
    Offer,
    OfferState,
    Visibility,
)
from events_app.domain.refusals import NotFound, Refusal
from events_app.domain.rights import Asker, NotAllowed, Noun, Right, may, require, require_somewhere
from events_app.domain.sectors import SECTORS
from events_app.edge.desk import Visit, see
from events_app.edge.forms import Form, read_form
from events_app.edge.offer_files import file_response
from events_app.edge.offer_words import OFFER_RINGS, by_approval, facts_of
from events_app.edge.paging import Cursor, page_after, page_before, parse_cursor
from events_app.edge.problems import problem_of
from events_app.storage import companies, documents, offers, organisations

PER_PAGE = 30
COUNTED = 1_000
LONGEST_WORDS = 200
LONGEST_REASON = 2_000
SUBMITTED = (OfferState.IN_REVIEW, OfferState.RETURNED, OfferState.APPROVED, OfferState.WITHDRAWN)
"""What organisers can list: a draft is the company's own until it is submitted."""


@get("/offers", include_in_schema=False)
async def offers_page(visit: NamedDependency[Visit]) -> Response[str]:
    """List what the asker may read: organisers what was submitted, partners what is shown to them."""
    require_somewhere(visit.asker, Right.READ, Noun.CATALOGUE)
    query = visit.request.query_params
    form = Form({name: query.getall(name, []) for name in ("state", "sector", "form", "q")})
    wanted = _wanted(visit, form)
    after, before = (parse_cursor(query.get(name)) for name in ("after", "before"))
    rows = await offers.list_offers(wanted, after=after, before=before, limit=PER_PAGE + 1)
    organises = is_organiser(visit.asker)
    key = _by_change if organises else by_approval
    found = page_before(rows, PER_PAGE, key) if before else page_after(rows, PER_PAGE, key, after=after)
    return visit.page(
        "desk/offers/list.html",
        form=form,
        found=found,
        contents={row.id: _content(row, visit) for row in found.items},
        count=await offers.count_offers(wanted, at_most=COUNTED),
        query={name: form.value(name) for name in ("state", "sector", "form", "q")},
        companies=await organisations.list_by_id(row.company_id for row in found.items),
        states=[(state, OFFER_STATE_NAMES[state]) for state in SUBMITTED],
        state_names=OFFER_STATE_NAMES,
        sectors=list(SECTORS),
        form_names=FORM_NAMES,
        rings=OFFER_RINGS,
        organises=organises,
    )


@get("/offers/{slug:str}", include_in_schema=False)
async def offer_page(visit: NamedDependency[Visit], *, slug: FromPath[str]) -> Response[str]:
    """Show an offer: organisers what is in review, partners what was approved."""
    return await _shown(visit, await _readable(visit, slug), Form())


@post("/offers/{slug:str}", include_in_schema=False, status_code=200)
async def decide(visit: NamedDependency[Visit], *, slug: FromPath[str]) -> Response[Any]:
    """Approve what is in review, or return it with words."""
    require(visit.asker, Right.DECIDE, Noun.CATALOGUE)
    offer = await _readable(visit, slug)
    form = await read_form(visit.request)
    decision = form.one_of("decision", ("approve", "return"))
    reason = form.words("reason", most=LONGEST_REASON)
    version = form.number("version", 1, 10**9, required=True)
    if not form.is_good:
        return await _shown(visit, offer, form)
    try:
        await actions.decide(
            slug,
            is_approved=decision == "approve",
            reason=reason,
            version=version,
            by=visit.asker,
            now=visit.now,
            zone=visit.settings.home_zone,
        )
    except NotAllowed:
        raise
    except Refusal as refusal:
        form.problems["reason"] = problem_of(refusal)
        return await _shown(visit, await _readable(visit, slug), form)
    return see(f"desk/offers/{slug}", done=decision)


@get("/offers/{slug:str}/files/{document_id:uuid}", include_in_schema=False)
async def download(
    visit: NamedDependency[Visit], *, slug: FromPath[str], document_id: FromPath[UUID]
) -> Response[bytes]:
    """Hand out a file of what the asker may read."""
    offer = await _readable(visit, slug)
    return await file_response(visit.settings.data_dir, offer, _content(offer, visit), document_id)


def is_organiser(asker: Asker) -> bool:
    """Whether the asker works for the authority or for a unit."""
    return asker.is_organiser


async def _readable(visit: Visit, slug: str) -> Offer:
    """An offer that the asker may read. Raises NotFound or NotAllowed."""
    require_somewhere(visit.asker, Right.READ, Noun.CATALOGUE)
    offer = await offers.get(slug)
    if is_organiser(visit.asker):
        if offer.state is OfferState.DRAFT and offer.approved is None:
            raise NotFound
        return offer
    approved = offer.approved
    if not offer.is_shown(visit.today) or approved is None or approved.visibility is Visibility.ORGANISERS:
        raise NotFound
    return offer


def _content(offer: Offer, visit: Visit) -> Content:
    """The content that the asker reads: what was submitted, for organisers; a draft over it stays the company's."""
    if is_organiser(visit.asker) and offer.state is not OfferState.DRAFT:
        return offer.content
    return offer.approved or offer.content


def _wanted(visit: Visit, form: Form) -> offers.Wanted:
    words = form.line("q", most=LONGEST_WORDS)
    sector = form.one_of("sector", SECTORS, required=False)
    cooperation = form.choice("form", CooperationForm, required=False)
    if is_organiser(visit.asker):
        state = form.choice("state", OfferState, required=False)
        states = (state,) if state in SUBMITTED else SUBMITTED
        return offers.Wanted(states=states, sector=sector, form=cooperation, words=words)
    shown_to = (Visibility.PUBLIC, Visibility.PARTNERS)
    return offers.Wanted(shown_to=shown_to, today=visit.today, sector=sector, form=cooperation, words=words)


async def _shown(visit: Visit, offer: Offer, form: Form) -> Response[str]:
    company = await organisations.get(offer.company_id)
    content = _content(offer, visit)
    return visit.page(
        "desk/offers/show.html",
        status_code=200 if form.is_good else 422,
        company=company,
        profile=await companies.find(company.id),
        form=form,
        files={each.id: each for each in await documents.list_of_object(offer.id)},
        organises=is_organiser(visit.asker),
        may_decide=may(visit.asker, Right.DECIDE, Noun.CATALOGUE) and offer.state is OfferState.IN_REVIEW,
        state_names=OFFER_STATE_NAMES,
        **facts_of(offer, content, visit.today),
    )


def _by_change(row: Offer) -> Cursor:
    return Cursor(row.modified_at.date(), row.id)


ROUTES = (offers_page, offer_page, decide, download)
