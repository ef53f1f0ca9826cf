"""Technology offers in the company's hands: listed, written, submitted for review, renewed and withdrawn."""

from dataclasses import dataclass
from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from events_app.actions import offers as actions
from events_app.domain.messages import N_, Message
from events_app.domain.offers import OFFER_STATE_NAMES, Content, Offer, OfferIncomplete, OfferState
from events_app.domain.organisations import Organisation
from events_app.domain.refusals import ChangedMeanwhile, NotFound, Refusal
from events_app.domain.rights import NotAllowed, Noun, Right, may, require
from events_app.edge.desk import Visit, see
from events_app.edge.forms import REQUIRED, Form, read_form
from events_app.edge.offer_words import facts_of, next_words
from events_app.edge.paging import Cursor, page_after, page_before, parse_cursor
from events_app.edge.problems import problem_of
from events_app.edge.slugs import slug_of
from events_app.storage import documents, offers, organisations
from events_app.web.offer_forms import choices, filled, read_content

PER_PAGE = 20
COUNTED = 1_000
LONGEST_WORDS = 200
DEEDS = ("submit", "withdraw", "renew")
FIELD_OF = {"trl": "trl", "title": "title", "summary": "summary"}
MATURITY_MISSING: Message = N_("Give a readiness level, or the year since which it is in use.")


@dataclass(frozen=True, slots=True)
class Place:
    """Whose offer it is, and which; without one, a new one."""

    company: Organisation
    offer: Offer | None = None


@get("/{slug:str}/offers", include_in_schema=False)
async def offers_page(visit: NamedDependency[Visit], *, slug: FromPath[str]) -> Response[str]:
    """List the company's offers, the one changed last first."""
    company = await _company(visit, slug)
    query = visit.request.query_params
    form = Form({name: query.getall(name, []) for name in ("state", "q")})
    state = form.choice("state", OfferState, required=False)
    words = form.line("q", most=LONGEST_WORDS)
    wanted = offers.Wanted(company_id=company.id, states=(state,) if state else (), words=words)
    after, before = (parse_cursor(query.get(name)) for name in ("after", "before"))
    rows = await offers.list_offers(wanted, after=after, before=before, limit=PER_PAGE + 1)
    found = page_before(rows, PER_PAGE, _key) if before else page_after(rows, PER_PAGE, _key, after=after)
    return visit.page(
        "company/offers.html",
        company=company,
        form=form,
        found=found,
        count=await offers.count_offers(wanted, at_most=COUNTED),
        query={"state": state or "", "q": words},
        next_words={row.id: next_words(row, visit.today) for row in found.items},
        states=list(OFFER_STATE_NAMES.items()),
        state_names=OFFER_STATE_NAMES,
        may_create=may(visit.asker, Right.CREATE, Noun.OFFER, owner=company.id),
    )


@get("/{slug:str}/offers/new", include_in_schema=False)
async def new_page(visit: NamedDependency[Visit], *, slug: FromPath[str]) -> Response[str]:
    """Show the form of a new offer."""
    company = await _company(visit, slug, Right.CREATE)
    return _form(visit, Place(company), filled(Content()))


@post("/{slug:str}/offers/new", include_in_schema=False, status_code=200)
async def add(visit: NamedDependency[Visit], *, slug: FromPath[str]) -> Response[Any]:
    """Keep a new offer as a draft, and submit it where that was asked for."""
    company = await _company(visit, slug, Right.CREATE)
    form = await read_form(visit.request)
    content = read_content(form, Content(), visit.language)
    if content is None:
        return _form(visit, Place(company), form)
    try:
        title = slug_of(content.title.shown(visit.language).text)
        offer = await actions.begin(company.id, content, slug=title, by=visit.asker, now=visit.now)
    except Refusal as refusal:
        form.problems["submit"] = problem_of(refusal)
        return _form(visit, Place(company), form)
    return await _saved(visit, Place(company, offer), form)


@get("/{slug:str}/offers/{offer_slug:str}", include_in_schema=False)
async def offer_page(visit: NamedDependency[Visit], *, slug: FromPath[str], offer_slug: FromPath[str]) -> Response[str]:
    """Show the working copy, where it stands, and what can be done."""
    return await shown(visit, await place_of(visit, slug, offer_slug), Form())


@post("/{slug:str}/offers/{offer_slug:str}", include_in_schema=False, status_code=200)
async def act(visit: NamedDependency[Visit], *, slug: FromPath[str], offer_slug: FromPath[str]) -> Response[Any]:
    """Submit it for review, renew its approval, or withdraw it."""
    place = await place_of(visit, slug, offer_slug, Right.PUBLISH)
    form = await read_form(visit.request)
    deed = form.one_of("deed", DEEDS)
    try:
        match deed:
            case "submit":
                version = form.number("version", 1, 10**9)
                await actions.submit(offer_slug, version=version, by=visit.asker, now=visit.now)
            case "withdraw":
                await actions.withdraw(offer_slug, by=visit.asker, now=visit.now)
            case "renew":
                zone = visit.settings.home_zone
                await actions.renew(offer_slug, by=visit.asker, now=visit.now, zone=zone)
    except NotAllowed:
        raise
    except Refusal as refusal:
        form.problems["deed"] = problem_of(refusal)
    if not form.is_good:
        return await shown(visit, place, form)
    return see(_path(place), done=deed)


@get("/{slug:str}/offers/{offer_slug:str}/edit", include_in_schema=False)
async def edit_page(visit: NamedDependency[Visit], *, slug: FromPath[str], offer_slug: FromPath[str]) -> Response[str]:
    """Show the form as the working copy is now."""
    place = await place_of(visit, slug, offer_slug, Right.EDIT)
    offer = _of(place)
    form = filled(offer.content)
    form.put("version", offer.version)
    return _form(visit, place, form)


@post("/{slug:str}/offers/{offer_slug:str}/edit", include_in_schema=False, status_code=200)
async def edit(visit: NamedDependency[Visit], *, slug: FromPath[str], offer_slug: FromPath[str]) -> Response[Any]:
    """Keep the working copy, and submit it where that was asked for."""
    place = await place_of(visit, slug, offer_slug, Right.EDIT)
    form = await read_form(visit.request)
    content = read_content(form, _of(place).content, visit.language)
    version = form.number("version", 1, 10**9, required=True)
    if content is None or version is None:
        return _form(visit, place, form)
    try:
        kept = await actions.write(offer_slug, content, version=version, by=visit.asker, now=visit.now)
    except Refusal as refusal:
        if isinstance(refusal, ChangedMeanwhile):
            form.put("version", _of(place).version)
        form.problems["submit"] = problem_of(refusal)
        return _form(visit, place, form)
    return await _saved(visit, Place(place.company, kept), form)


async def place_of(visit: Visit, slug: str, offer_slug: str, right: Right = Right.READ) -> Place:
    """An offer of this very company. Raises NotFound or NotAllowed."""
    company = await _company(visit, slug, right)
    offer = await offers.get(offer_slug)
    if offer.company_id != company.id:
        raise NotFound
    return Place(company, offer)


async def shown(visit: Visit, place: Place, form: Form) -> Response[str]:
    """The page of an offer; with what went wrong."""
    offer, company = _of(place), place.company
    may_edit = may(visit.asker, Right.EDIT, Noun.OFFER, owner=company.id)
    return visit.page(
        "company/offer.html",
        status_code=200 if form.is_good else 422,
        company=company,
        form=form,
        next=next_words(offer, visit.today),
        missing=offer.content.missing(),
        files={each.id: each for each in await documents.list_of_object(offer.id)},
        is_renewable=offer.is_renewable(visit.today),
        may_edit=may_edit,
        may_bind=may(visit.asker, Right.PUBLISH, Noun.OFFER, owner=company.id),
        **facts_of(offer, offer.content, visit.today),
    )


async def _company(visit: Visit, slug: str, right: Right = Right.READ) -> Organisation:
    company = await organisations.get_by_slug(slug)
    require(visit.asker, right, Noun.OFFER, owner=company.id)
    return company


def _of(place: Place) -> Offer:
    if place.offer is None:
        raise NotFound
    return place.offer


def _path(place: Place) -> str:
    return f"company/{place.company.slug}/offers/{_of(place).slug}"


async def _saved(visit: Visit, place: Place, form: Form) -> Response[Any]:
    """Go on after what was written is kept: to the offer, or submit it first."""
    offer = _of(place)
    if form.value("then") != "submit":
        return see(_path(place), done="saved")
    form.put("version", offer.version)
    try:
        await actions.submit(offer.slug, version=offer.version, by=visit.asker, now=visit.now)
    except OfferIncomplete:
        for name in offer.content.missing():
            field = f"{name}-{_source(offer.content, visit)}" if name in {"title", "summary"} else name
            form.fail(field, MATURITY_MISSING if name == "trl" else REQUIRED)
        return _form(visit, place, form)
    except Refusal as refusal:
        form.problems["submit"] = problem_of(refusal)
        return _form(visit, place, form)
    return see(_path(place), done="submit")


def _source(content: Content, visit: Visit) -> str:
    return content.title.source if content.title else visit.language


def _form(visit: Visit, place: Place, form: Form) -> Response[str]:
    content = place.offer.content if place.offer else Content()
    return visit.page(
        "company/offer_edit.html",
        status_code=200 if form.is_good else 422,
        company=place.company,
        offer=place.offer,
        form=form,
        source=_source(content, visit),
        may_bind=may(visit.asker, Right.PUBLISH, Noun.OFFER, owner=place.company.id),
        action=f"{_path(place)}/edit" if place.offer else f"company/{place.company.slug}/offers/new",
        **choices(form, content),
    )


def _key(row: Offer) -> Cursor:
    return Cursor(row.modified_at.date(), row.id)


ROUTES = (offers_page, new_page, add, offer_page, act, edit_page, edit)
