"""Matching programmes: listed, made, changed and closed; pairs forced or released, accepted ones taken back."""

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import date
from typing import Any, Final
from uuid import uuid4

from litestar import Response, get, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from events_app.actions import programmes as actions
from events_app.actions import proposals as proposal_actions
from events_app.api.bodies import Faults, patched, read_body, read_patch
from events_app.api.calls import Call, answered, chosen
from events_app.api.fields import Model
from events_app.api.match_views import cut, first_place
from events_app.api.operations import CURSOR, LIMIT, WORDS, Operation, one_of
from events_app.api.programme_bodies import (
    EXAMPLE,
    ForcedPairBody,
    NewProgramme,
    PairName,
    ProgrammeBody,
    TakenBack,
)
from events_app.api.programme_views import (
    AcceptedPairView,
    ProgrammeSummary,
    ProgrammeView,
    accepted_view,
    exhibition_slugs,
    shown,
    summaries,
)
from events_app.domain.messages import N_
from events_app.domain.organisations import Organisation, OrganisationKind
from events_app.domain.programmes import Programme, ProgrammeDaysOdd, ProgrammeKind, ProgrammeState, SubjectMissing
from events_app.domain.proposals import MOST_PROPOSALS, PlacesTaken
from events_app.domain.refusals import NotFound
from events_app.domain.rights import Noun, Right, require, require_somewhere
from events_app.edge.forms import NOT_A_CHOICE, REQUIRED
from events_app.edge.paging import Cursor, page_after
from events_app.edge.slugs import slug_of
from events_app.reference.countries import all_codes
from events_app.storage import exhibitions, offers, organisations, programmes, proposals

Step = Callable[..., Awaitable[Programme]]


@get("/programmes")
async def list_all(call: NamedDependency[Call]) -> Response[bytes]:
    """List the programmes, the one that begins last first."""
    require_somewhere(call.by, Right.READ, Noun.PROGRAMME)
    form = call.query("kind", "state", "q", "cursor", "limit")
    limit, cursor = call.limit(form), call.cursor(form)
    wanted = programmes.Wanted(
        kinds=tuple(map(ProgrammeKind, chosen(form, "kind", list(ProgrammeKind)))),
        states=tuple(map(ProgrammeState, chosen(form, "state", list(ProgrammeState)))),
        words=form.line("q", most=200),
    )
    answered(form)
    rows = await programmes.list_programmes(wanted, after=cursor, limit=limit + 1)
    page = page_after(rows, limit, lambda row: Cursor(row.first_day, row.id), after=None)
    return call.page(await summaries(call, page.items), after=page.next)


@get("/programmes/{slug:str}")
async def get_programme(call: NamedDependency[Call], *, slug: FromPath[str]) -> Response[bytes]:
    """Show the rules, forced pairs and proposals."""
    require_somewhere(call.by, Right.READ, Noun.PROGRAMME)
    return call.item(*await shown(call, await programmes.get(slug)))


@post("/programmes", status_code=201)
async def add(call: NamedDependency[Call]) -> Response[bytes]:
    """Keep a new programme."""
    require(call.by, Right.CREATE, Noun.PROGRAMME)
    body = await read_body(call.request, NewProgramme)
    fields = await _fields(call, body)

    async def create() -> tuple[Model, int, str]:
        slug = body.slug or slug_of(fields["name"].shown("en").text) or f"programme-{fields['first_day'].year}"
        new = Programme(id=uuid4(), slug=slug, created_at=call.now, modified_at=call.now, **fields)
        kept = await actions.add(new, by=call.by, now=call.now)
        return *await shown(call, kept), kept.slug

    return await call.created("programmes", create)


@patch("/programmes/{slug:str}")
async def change(call: NamedDependency[Call], *, slug: FromPath[str]) -> Response[bytes]:
    """Change the rules by a merge patch."""
    require(call.by, Right.EDIT, Noun.PROGRAMME)
    old = await programmes.get(slug)
    slugs = await exhibition_slugs([old])
    before = ProgrammeBody.of(old, slugs[old.edition_id] if old.edition_id else None)
    body = patched(before, await read_patch(call.request), ProgrammeBody)
    version = call.version(old.version) or old.version
    new = replace(old, **await _fields(call, body, old), version=version)
    with named(call):
        return call.changed(*await shown(call, await actions.change(slug, new, by=call.by, now=call.now)))


@post("/programmes/{slug:str}/close", status_code=200)
async def close(call: NamedDependency[Call], *, slug: FromPath[str]) -> Response[bytes]:
    """Neither change nor propose nor accept any more."""
    return await _stepped(call, slug, actions.close)


@post("/programmes/{slug:str}/reopen", status_code=200)
async def reopen(call: NamedDependency[Call], *, slug: FromPath[str]) -> Response[bytes]:
    """Go on with a programme."""
    return await _stepped(call, slug, actions.reopen)


@post("/programmes/{slug:str}/forced-pairs", status_code=200)
async def force(call: NamedDependency[Call], *, slug: FromPath[str]) -> Response[bytes]:
    """Say that a pair has to be, or must not be, in place of what was said of it before."""
    require(call.by, Right.EDIT, Noun.PROGRAMME)
    body = await read_body(call.request, ForcedPairBody)
    version = call.version((await programmes.get(slug)).version)
    company = await _company(body)
    changed = await actions.force(
        slug, company.id, body.country, body.force, reason=body.reason, version=version, by=call.by, now=call.now
    )
    return call.changed(*await shown(call, changed))


@post("/programmes/{slug:str}/forced-pairs/release", status_code=200)
async def release(call: NamedDependency[Call], *, slug: FromPath[str]) -> Response[bytes]:
    """Leave a pair to the computation again."""
    require(call.by, Right.EDIT, Noun.PROGRAMME)
    body = await read_body(call.request, PairName)
    version = call.version((await programmes.get(slug)).version)
    company = await _company(body)
    changed = await actions.release(slug, company.id, body.country, version=version, by=call.by, now=call.now)
    return call.changed(*await shown(call, changed))


@get("/programmes/{slug:str}/accepted-pairs")
async def list_accepted(call: NamedDependency[Call], *, slug: FromPath[str]) -> Response[bytes]:
    """List what was accepted, by country or region."""
    require_somewhere(call.by, Right.READ, Noun.PROGRAMME)
    programme = await programmes.get(slug)
    form = call.query("country", "cursor", "limit")
    country = form.one_of("country", all_codes(), required=False)
    limit, first = call.limit(form), first_place(call, form)
    answered(form)
    whole = [pair for pair in await proposals.list_accepted_of(programme) if not country or pair.code == country]
    pairs, after = cut(whole, first, limit)
    companies = await organisations.list_by_id(pair.company_id for pair in pairs)
    led = {offer.id: offer.slug for offer in await offers.list_by_id(pair.offer_id for pair in pairs if pair.offer_id)}
    made = await proposals.list_proposals(programme.id, limit=MOST_PROPOSALS)
    numbers = {proposal.id: proposal.number for proposal in made}
    views = [
        accepted_view(
            call,
            pair,
            companies[pair.company_id],
            led.get(pair.offer_id) if pair.offer_id else None,
            numbers[pair.proposal_id],
        )
        for pair in pairs
    ]
    return call.page(views, after=after)


@post("/programmes/{slug:str}/accepted-pairs/take-back", status_code=200)
async def take_back(call: NamedDependency[Call], *, slug: FromPath[str]) -> Response[bytes]:
    """Let an accepted pair hold no longer, with the reason."""
    require(call.by, Right.DECIDE, Noun.PROGRAMME)
    body = await read_body(call.request, TakenBack)
    company = await _company(body)
    await proposal_actions.take_back(slug, company.id, body.country, reason=body.reason, by=call.by, now=call.now)
    return call.changed(*await shown(call, await programmes.get(slug)))


@contextmanager
def named(call: Call) -> Iterator[None]:
    """Tell of a country or region that is full by its name."""
    try:
        yield
    except PlacesTaken as refusal:
        country = call.country(str(refusal.params["country"]))
        raise PlacesTaken(country=country, capacity=refusal.params["capacity"]) from None


async def _stepped(call: Call, slug: str, step: Step) -> Response[bytes]:
    require(call.by, Right.EDIT, Noun.PROGRAMME)
    version = call.version((await programmes.get(slug)).version)
    return call.changed(*await shown(call, await step(slug, version=version, by=call.by, now=call.now)))


async def _fields(call: Call, body: ProgrammeBody, old: Programme | None = None) -> dict[str, Any]:
    """Fields of a programme as they are written; raises InvalidFields for what cannot be."""
    faults = Faults()
    is_of_edition = body.kind is ProgrammeKind.EDITION
    edition = await exhibitions.find_edition(body.exhibition) if is_of_edition and body.exhibition else None
    year = None if is_of_edition else body.year
    if is_of_edition and edition is None:
        faults.add(("exhibition",), NOT_A_CHOICE if body.exhibition else SubjectMissing.message, value=body.exhibition)
    if not is_of_edition and year is None:
        faults.add(("year",), SubjectMissing.message)
    shut = {call.settings.home_country, *call.settings.separate_regions}
    for number, each in enumerate(body.countries):
        if each.code in shut:
            faults.add(("countries", number, "code"), NOT_A_CHOICE, value=each.code)
    first, last = body.first_day, body.last_day
    if first is None and last is None and (edition or year):
        days = (edition.days.first, edition.days.last) if edition else (date(year or 1, 1, 1), date(year or 1, 12, 31))
        first, last = days
    if first is None or last is None:
        faults.add(("first_day",) if first is None else ("last_day",), REQUIRED)
    elif last < first:
        faults.add(("last_day",), ProgrammeDaysOdd.message)
    faults.check()
    return {
        "name": body.name.merged(old.name if old else None),
        "kind": body.kind,
        "edition_id": edition.id if edition else None,
        "year": year,
        "first_day": first,
        "last_day": last,
        "rules": body.rules,
        "seed": body.seed or uuid4().hex[:12],
    }


async def _company(pair: PairName) -> Organisation:
    """The exporter of a pair. Raises InvalidFields."""
    faults = Faults()
    with suppress(NotFound):
        company = await organisations.get_by_slug(pair.company)
        if company.kind is OrganisationKind.EXPORTER:
            return company
    faults.add(("company",), NOT_A_CHOICE, value=pair.company)
    faults.check()
    raise NotFound


PAIR: Final = {"company": "harbour-robotics", "country": "KE"}
OPERATIONS = (
    Operation(
        handler=list_all,
        id="listProgrammes",
        tag="programmes",
        summary=N_("List matching programmes, the one that begins last first; for organisers."),
        gives=ProgrammeSummary,
        is_page=True,
        query=(
            one_of("kind", N_("What the programme is for."), ProgrammeKind),
            one_of("state", N_("Status of the programme."), ProgrammeState),
            WORDS,
            CURSOR,
            LIMIT,
        ),
        needs_token=True,
    ),
    Operation(
        handler=get_programme,
        id="getProgramme",
        tag="programmes",
        summary=N_("Show a matching programme: its rules, forced pairs and proposals."),
        gives=ProgrammeView,
        needs_token=True,
    ),
    Operation(
        handler=add,
        id="addProgramme",
        tag="programmes",
        summary=N_("Keep a new matching programme."),
        gives=ProgrammeView,
        reads=NewProgramme,
        needs_token=True,
        creates=True,
        example=EXAMPLE,
    ),
    Operation(
        handler=change,
        id="changeProgramme",
        tag="programmes",
        summary=N_("Change the rules of a matching programme by a merge patch; accepted and forced pairs have to fit."),
        gives=ProgrammeView,
        reads=ProgrammeBody,
        merges=True,
        needs_token=True,
        is_versioned=True,
        example={"most_each": 3, "countries": [{"code": "KE", "floor": 2, "capacity": 8}]},
    ),
    Operation(
        handler=close,
        id="closeProgramme",
        tag="programmes",
        summary=N_("Close a matching programme: nothing is changed, proposed or accepted any more."),
        gives=ProgrammeView,
        needs_token=True,
        is_versioned=True,
    ),
    Operation(
        handler=reopen,
        id="reopenProgramme",
        tag="programmes",
        summary=N_("Open a closed matching programme again."),
        gives=ProgrammeView,
        needs_token=True,
        is_versioned=True,
    ),
    Operation(
        handler=force,
        id="forcePair",
        tag="programmes",
        summary=N_("Say that an exporter has to go to a country or region, or must not, with the reason."),
        gives=ProgrammeView,
        reads=ForcedPairBody,
        needs_token=True,
        is_versioned=True,
        example=PAIR | {"force": "must", "reason": "Invited by the minister."},
    ),
    Operation(
        handler=release,
        id="releasePair",
        tag="programmes",
        summary=N_("Leave a forced pair to the computation again."),
        gives=ProgrammeView,
        reads=PairName,
        needs_token=True,
        is_versioned=True,
        example=PAIR,
    ),
    Operation(
        handler=list_accepted,
        id="listAcceptedPairs",
        tag="programmes",
        summary=N_("List the accepted pairs of a matching programme, by country or region."),
        gives=AcceptedPairView,
        is_page=True,
        query=(one_of("country", N_("Country or region of the pair."), all_codes(), several=False), CURSOR, LIMIT),
        needs_token=True,
    ),
    Operation(
        handler=take_back,
        id="takePairBack",
        tag="programmes",
        summary=N_("Take an accepted pair back, with the reason."),
        gives=ProgrammeView,
        reads=TakenBack,
        needs_token=True,
        example=PAIR | {"reason": "The company has withdrawn."},
    ),
)
