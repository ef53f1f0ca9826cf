"""Applications to exhibit, from both sides: organisers list and decide them, companies follow and answer their own."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from pydantic import Field

from events_app.actions import applications as actions
from events_app.actions import decisions
from events_app.api.application_bodies import ApplicationBody
from events_app.api.bodies import read_body
from events_app.api.calls import Call, answered, chosen
from events_app.api.fields import Model, Words
from events_app.api.operations import CURSOR, LIMIT, WORDS, Operation, Parameter, one_of
from events_app.domain.admissions import Admission
from events_app.domain.application_names import ACTOR_NAMES, APPLICATION_STATE_NAMES
from events_app.domain.applications import Actor, Application, ApplicationState, Move, moves_by, moves_of
from events_app.domain.exhibitions import Edition
from events_app.domain.messages import N_
from events_app.domain.organisations import Organisation
from events_app.domain.refusals import NotFound
from events_app.domain.rights import Noun, Right, may, require, require_somewhere
from events_app.domain.sectors import SECTORS, sector_name
from events_app.edge.application_words import step_of
from events_app.edge.forms import Form
from events_app.edge.paging import Cursor, page_after
from events_app.storage import admissions, applications, exhibitions, offers, organisations
from events_app.storage.desk_applications import Wanted, list_applications

ORGANISERS = tuple(move for move in moves_by(Actor.ORGANISER))
IN_FORCE = N_("Version of the conditions in force; null where there are none.")
COMPANYS = tuple(move for move in Move if move in actions.BINDING)


class NextStepView(Model):
    """What happens next: in words, by when, and who acts (null: nobody)."""

    words: str
    by: datetime | None
    actor: Actor | None


class ApplicationLabels(Model):
    """Codes in words."""

    state: str
    sector: str | None
    actor: str | None


class ApplicationView(ApplicationBody):
    """One company's application for one exhibition; `moves` are those that the caller's side may make."""

    id: UUID
    number: int
    exhibition: str
    company: str
    state: ApplicationState
    country: str | None
    conditions_version: int | None = Field(description=IN_FORCE.id)
    reason: str
    report: str
    submitted_at: datetime | None
    queued_at: datetime | None
    due_at: datetime | None
    next: NextStepView
    moves: tuple[Move, ...]
    labels: ApplicationLabels
    created_at: datetime
    modified_at: datetime
    version: int


class Decision(Model):
    """A move of the organiser."""

    move: Move = Field(json_schema_extra={"enum": [move.value for move in ORGANISERS]})
    reason: Words = Field(
        default="", description=N_("Needed where it is returned or rejected; the company reads it.").id
    )


class Answer(Model):
    """A move of the company."""

    move: Move = Field(json_schema_extra={"enum": [move.value for move in COMPANYS]})
    reason: Words = Field(default="", description=N_("A reason, where there is one.").id)


@get("/applications")
async def list_all(call: NamedDependency[Call]) -> Response[bytes]:
    """List submitted applications within the reach of the token, the one changed last first."""
    require_somewhere(call.by, Right.READ, Noun.ADMISSION)
    form = call.query("exhibition", "state", "sector", "q", "cursor", "limit")
    named = form.line("exhibition", most=200)
    edition = await exhibitions.find_edition(named) if named else None
    reach = None if may(call.by, Right.READ, Noun.ADMISSION) else call.by.unit_ids
    submitted = [state for state in ApplicationState if state is not ApplicationState.DRAFT]
    wanted = Wanted(
        unit_ids=reach,
        edition_id=edition.id if edition else None,
        states=tuple(map(ApplicationState, chosen(form, "state", submitted))),
        sector=form.one_of("sector", SECTORS, required=False),
        words=form.line("q", most=200),
    )
    return await _page(call, form, wanted, Actor.ORGANISER, is_nowhere=bool(named) and edition is None)


@get("/applications/{application_id:uuid}")
async def get_application(call: NamedDependency[Call], *, application_id: FromPath[UUID]) -> Response[bytes]:
    """Show one submitted application."""
    application, _ = await submitted_case(call, application_id, Right.READ)
    return call.item(*await item_of(call, application, Actor.ORGANISER))


@post("/applications/{application_id:uuid}/decision", status_code=200)
async def decide(call: NamedDependency[Call], *, application_id: FromPath[UUID]) -> Response[bytes]:
    """Make a move of the organiser; the company is told."""
    application, edition = await submitted_case(call, application_id, Right.READ)
    require(call.by, Right.DECIDE, Noun.ADMISSION, owner=edition.unit_id)
    body = await read_body(call.request, Decision)
    version = call.version(application.version)
    await decisions.decide(application_id, body.move, reason=body.reason, version=version, by=call.by, now=call.now)
    return call.changed(*await item_of(call, await applications.get(application_id), Actor.ORGANISER))


@get("/companies/{slug:str}/applications")
async def list_own(call: NamedDependency[Call], *, slug: FromPath[str]) -> Response[bytes]:
    """List a company's applications, drafts too, the one changed last first."""
    company = await company_of(call, slug, Right.READ)
    form = call.query("state", "cursor", "limit")
    states = tuple(map(ApplicationState, chosen(form, "state", list(ApplicationState))))
    return await _page(call, form, Wanted(company_id=company.id, states=states), Actor.COMPANY)


@get("/companies/{slug:str}/applications/{application_id:uuid}")
async def get_own(
    call: NamedDependency[Call], *, slug: FromPath[str], application_id: FromPath[UUID]
) -> Response[bytes]:
    """Show one application of a company."""
    return call.item(*await item_of(call, await case_of(call, slug, application_id, Right.READ), Actor.COMPANY))


@post("/companies/{slug:str}/applications/{application_id:uuid}/answer", status_code=200)
async def answer(
    call: NamedDependency[Call], *, slug: FromPath[str], application_id: FromPath[UUID]
) -> Response[bytes]:
    """Make a move of the company: submit, accept or decline a place, withdraw."""
    application = await case_of(call, slug, application_id, Right.PUBLISH)
    body = await read_body(call.request, Answer)
    version = call.version(application.version)
    if body.move is Move.SUBMIT:
        held = application.version if version is None else version
        await actions.submit(application_id, version=held, by=call.by, now=call.now)
    else:
        await actions.answer(application_id, body.move, reason=body.reason, version=version, by=call.by, now=call.now)
    return call.changed(*await item_of(call, await applications.get(application_id), Actor.COMPANY))


async def _page(call: Call, form: Form, wanted: Wanted, side: Actor, *, is_nowhere: bool = False) -> Response[bytes]:
    limit, cursor = call.limit(form), call.cursor(form)
    answered(form)
    rows = () if is_nowhere else await list_applications(wanted, after=cursor, limit=limit + 1)
    page = page_after(rows, limit, _key, after=None)
    return call.page(await _views(call, page.items, side), after=page.next)


async def item_of(call: Call, application: Application, side: Actor) -> tuple[ApplicationView, int]:
    (view,) = await _views(call, [application], side)
    return view, application.version


async def submitted_case(call: Call, application_id: UUID, right: Right) -> tuple[Application, Edition]:
    """A submitted case within reach. Raises TokenMissing or NotFound."""
    by = call.by
    application = await applications.get(application_id)
    edition = (await exhibitions.list_editions_by_id([application.edition_id]))[application.edition_id]
    if application.state is ApplicationState.DRAFT or not may(by, right, Noun.ADMISSION, owner=edition.unit_id):
        raise NotFound
    return application, edition


async def company_of(call: Call, slug: str, right: Right) -> Organisation:
    """The company, within reach. Raises TokenMissing, NotFound or NotAllowed."""
    by = call.by
    company = await organisations.get_by_slug(slug)
    if not may(by, Right.READ, Noun.APPLICATION, owner=company.id):
        raise NotFound
    require(by, right, Noun.APPLICATION, owner=company.id)
    return company


async def case_of(call: Call, slug: str, application_id: UUID, right: Right) -> Application:
    company = await company_of(call, slug, right)
    application = await applications.get(application_id)
    if application.company_id != company.id:
        raise NotFound
    return application


async def _views(call: Call, found: Sequence[Application], side: Actor) -> list[ApplicationView]:
    editions = await exhibitions.list_editions_by_id(each.edition_id for each in found)
    companies = await organisations.list_by_id(each.company_id for each in found)
    rules = await admissions.list_by_edition(editions)
    named = await offers.list_by_id(offer_id for each in found for offer_id in each.offer_ids)
    return [
        _view(
            call,
            case,
            written=ApplicationBody.of(case, named),
            edition=editions[case.edition_id],
            company=companies[case.company_id],
            rules=rules.get(case.edition_id),
            side=side,
        )
        for case in found
    ]


def _view(
    call: Call,
    case: Application,
    *,
    written: ApplicationBody,
    edition: Edition,
    company: Organisation,
    rules: Admission | None,
    side: Actor,
) -> ApplicationView:
    step = step_of(case, edition)
    return ApplicationView(
        **dict(written),
        id=case.id,
        number=case.number,
        exhibition=edition.slug,
        company=company.slug,
        state=case.state,
        country=case.country or None,
        conditions_version=rules.terms_version if rules and rules.terms else None,
        reason=case.reason,
        report=case.report,
        submitted_at=case.submitted_at,
        queued_at=case.queued_at,
        due_at=case.due_at,
        next=NextStepView(words=call.say(step.words), by=step.by, actor=step.actor),
        moves=tuple(moves_of(case, side)),
        labels=ApplicationLabels(
            state=call.say(APPLICATION_STATE_NAMES[case.state]),
            sector=call.say(sector_name(case.sector)) if case.sector else None,
            actor=call.say(ACTOR_NAMES[step.actor]) if step.actor else None,
        ),
        created_at=case.created_at,
        modified_at=case.modified_at,
        version=case.version,
    )


def _key(row: Application) -> Cursor:
    return Cursor(row.modified_at.date(), row.id)


OPERATIONS = (
    Operation(
        handler=list_all,
        id="listApplications",
        tag="applications",
        summary=N_("List submitted applications within the reach of the token, the one changed last first."),
        gives=ApplicationView,
        is_page=True,
        query=(
            Parameter("exhibition", N_("Exhibition, by its name in addresses."), {"type": "string", "maxLength": 200}),
            one_of("state", N_("Status of the application."), [s for s in ApplicationState if s != "draft"]),
            one_of("sector", N_("Sector of the application."), SECTORS, several=False),
            WORDS,
            CURSOR,
            LIMIT,
        ),
        needs_token=True,
    ),
    Operation(
        handler=get_application,
        id="getApplication",
        tag="applications",
        summary=N_("Show one submitted application."),
        gives=ApplicationView,
        needs_token=True,
    ),
    Operation(
        handler=decide,
        id="decideApplication",
        tag="applications",
        summary=N_("Make a move of the organiser; the company is told. Places are never given away twice."),
        gives=ApplicationView,
        reads=Decision,
        needs_token=True,
        is_versioned=True,
        example={"move": "find_eligible"},
    ),
    Operation(
        handler=list_own,
        id="listCompanyApplications",
        tag="applications",
        summary=N_("List a company’s applications, drafts too, the one changed last first."),
        gives=ApplicationView,
        is_page=True,
        query=(one_of("state", N_("Status of the application."), ApplicationState), CURSOR, LIMIT),
        needs_token=True,
    ),
    Operation(
        handler=get_own,
        id="getCompanyApplication",
        tag="applications",
        summary=N_("Show one application of a company."),
        gives=ApplicationView,
        needs_token=True,
    ),
    Operation(
        handler=answer,
        id="answerApplication",
        tag="applications",
        summary=N_("Make a move of the company: submit, accept or decline a place, withdraw."),
        gives=ApplicationView,
        reads=Answer,
        needs_token=True,
        is_versioned=True,
        example={"move": "accept"},
    ),
)
