"""Introductions for organisers: listed, proposed, withdrawn, exclusions lifted, cooperation projects opened."""

from collections.abc import Awaitable, Callable
from typing import Annotated, Final
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from pydantic import Field

from events_app.actions import introductions as actions
from events_app.actions.introduction_projects import open_project
from events_app.api.bodies import Faults, read_body
from events_app.api.calls import Call, answered, chosen
from events_app.api.fields import WITHOUT_NUL, Model, Slug, Text, at_most
from events_app.api.introduction_views import IntroductionLine, IntroductionView, lines, whole
from events_app.api.operations import CURSOR, LIMIT, Operation, one_of
from events_app.domain.introductions import LONGEST_WORDS, IntroductionState
from events_app.domain.messages import N_
from events_app.domain.needs import Need
from events_app.domain.offers import Offer
from events_app.domain.organisations import Organisation, OrganisationKind
from events_app.domain.refusals import NotFound
from events_app.domain.rights import Noun, Right, require
from events_app.edge.forms import NOT_A_CHOICE
from events_app.edge.introduction_pages import cursor_of
from events_app.edge.matching import place_of
from events_app.edge.paging import page_after
from events_app.reference.countries import all_codes
from events_app.storage import introductions, needs, offers, organisations

NOTHING: Final = Text(source="en")


class NewIntroduction(Model):
    """An offer and a partner organisation of the country or region that it is to be known in."""

    offer: Slug
    partner: Slug = Field(description=N_("Partner organisation, by its name in addresses.").id)
    need: Slug | None = Field(default=None, description=N_("Need that it is about, by its name in addresses.").id)
    words: Annotated[Text, at_most(LONGEST_WORDS)] = Field(
        default=NOTHING, description=N_("Both sides read it before they agree: name neither.").id
    )


class Lifting(Model):
    """Why an exclusion is lifted; it stays on record."""

    reason: str = Field(max_length=LONGEST_WORDS, pattern=WITHOUT_NUL)


@get("/introductions")
async def list_all(call: NamedDependency[Call]) -> Response[bytes]:
    """List introductions, the one proposed last first."""
    require(call.by, Right.READ, Noun.INTRODUCTION)
    form = call.query("state", "country", "cursor", "limit")
    limit, cursor = call.limit(form), call.cursor(form)
    wanted = introductions.Wanted(
        states=tuple(map(IntroductionState, chosen(form, "state", list(IntroductionState)))),
        country=form.one_of("country", all_codes(), required=False),
    )
    answered(form)
    rows = await introductions.list_introductions(wanted, after=cursor, limit=limit + 1)
    page = page_after(rows, limit, cursor_of, after=None)
    return call.page(await lines(call, page.items), after=page.next)


@get("/introductions/{introduction_id:uuid}")
async def get_introduction(call: NamedDependency[Call], *, introduction_id: FromPath[UUID]) -> Response[bytes]:
    """Show one, with what both have said."""
    require(call.by, Right.READ, Noun.INTRODUCTION)
    return call.item(*await whole(call, await introductions.get(introduction_id)))


@post("/introductions", status_code=201)
async def propose(call: NamedDependency[Call]) -> Response[bytes]:
    """Ask a company and a partner organisation whether they want to know each other."""
    require(call.by, Right.CREATE, Noun.INTRODUCTION)
    body = await read_body(call.request, NewIntroduction)
    partner, need = await _named(body)

    async def create() -> tuple[Model, int, str]:
        proposed = await actions.propose(
            body.offer,
            partner.id,
            country=partner.country,
            need_id=need.id if need else None,
            words=body.words.merged(),
            place=place_of(call.settings),
            by=call.by,
            now=call.now,
            zone=call.settings.home_zone,
        )
        return *await whole(call, proposed), str(proposed.id)

    return await call.created("introductions", create)


@post("/introductions/{introduction_id:uuid}/withdraw", status_code=200)
async def withdraw(call: NamedDependency[Call], *, introduction_id: FromPath[UUID]) -> Response[bytes]:
    """Take a proposal back; both sides are told."""
    require(call.by, Right.DECIDE, Noun.INTRODUCTION)
    version = call.version((await introductions.get(introduction_id)).version)
    withdrawn = await actions.withdraw(introduction_id, version=version, by=call.by, now=call.now)
    return call.changed(*await whole(call, withdrawn))


@post("/introductions/{introduction_id:uuid}/lift", status_code=200)
async def lift(call: NamedDependency[Call], *, introduction_id: FromPath[UUID]) -> Response[bytes]:
    """Let the pair be matched again, with a reason."""
    require(call.by, Right.DECIDE, Noun.INTRODUCTION)
    await introductions.get(introduction_id)
    body = await read_body(call.request, Lifting)
    await actions.lift(introduction_id, body.reason, by=call.by, now=call.now)
    return call.changed(*await whole(call, await introductions.get(introduction_id)))


@post("/introductions/{introduction_id:uuid}/project", status_code=200)
async def to_project(call: NamedDependency[Call], *, introduction_id: FromPath[UUID]) -> Response[bytes]:
    """Open an internal cooperation project with both sides as its parties."""
    require(call.by, Right.READ, Noun.INTRODUCTION)
    require(call.by, Right.CREATE, Noun.PROJECT)
    opened, _ = await open_project(
        introduction_id, by=call.by, context=call.context, now=call.now, zone=call.settings.home_zone
    )
    return call.changed(*await whole(call, opened))


async def _named(body: NewIntroduction) -> tuple[Organisation, Need | None]:
    """What the body names. Raises InvalidFields."""
    faults = Faults()
    getters: dict[str, tuple[str | None, Callable[[str], Awaitable[Offer | Organisation | Need]]]] = {
        "offer": (body.offer, offers.get),
        "partner": (body.partner, organisations.get_by_slug),
        "need": (body.need, needs.get),
    }
    found: dict[str, Offer | Organisation | Need] = {}
    for name, (slug, get_it) in getters.items():
        if slug is not None:
            try:
                found[name] = await get_it(slug)
            except NotFound:
                faults.add((name,), NOT_A_CHOICE, value=slug)
    partner, need = found.get("partner"), found.get("need")
    if isinstance(partner, Organisation) and partner.kind is not OrganisationKind.PARTNER:
        faults.add(("partner",), NOT_A_CHOICE, value=body.partner)
    faults.check()
    if not isinstance(partner, Organisation):
        raise NotFound
    return partner, need if isinstance(need, Need) else None


OPERATIONS = (
    Operation(
        handler=list_all,
        id="listIntroductions",
        tag="introductions",
        summary=N_("List introductions, the one proposed last first; for the authority."),
        gives=IntroductionLine,
        is_page=True,
        query=(
            one_of("state", N_("Status of the introduction."), IntroductionState),
            one_of("country", N_("Country or region of the pair."), all_codes(), several=False),
            CURSOR,
            LIMIT,
        ),
        needs_token=True,
    ),
    Operation(
        handler=get_introduction,
        id="getIntroduction",
        tag="introductions",
        summary=N_("Show an introduction with the answers of both sides; for the authority."),
        gives=IntroductionView,
        needs_token=True,
    ),
    Operation(
        handler=propose,
        id="proposeIntroduction",
        tag="introductions",
        summary=N_("Ask a company and a partner organisation whether they want to know each other."),
        gives=IntroductionView,
        reads=NewIntroduction,
        needs_token=True,
        creates=True,
        example={
            "offer": "surgical-robot",
            "partner": "kisumu-institute",
            "words": {"source": "en", "wordings": {"en": "Both work on pumps for villages."}},
        },
    ),
    Operation(
        handler=withdraw,
        id="withdrawIntroduction",
        tag="introductions",
        summary=N_("Withdraw the proposal of an introduction; both sides are told that it does not come about."),
        gives=IntroductionView,
        needs_token=True,
        is_versioned=True,
    ),
    Operation(
        handler=lift,
        id="liftExclusion",
        tag="introductions",
        summary=N_("Lift the exclusion that a no has led to, with a reason: the pair is matched again."),
        gives=IntroductionView,
        reads=Lifting,
        needs_token=True,
        example={"reason": "The company has a new licence."},
    ),
    Operation(
        handler=to_project,
        id="openProject",
        tag="introductions",
        summary=N_("Open a cooperation project from an introduction that both sides agreed to, once."),
        gives=IntroductionView,
        needs_token=True,
    ),
)
