"""Changes to an application after it was submitted: asked for by the company, granted or refused by the organiser."""

from dataclasses import replace
from datetime import datetime
from typing import Literal
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from pydantic import Field

from events_app.actions import change_requests as actions
from events_app.api.application_bodies import Exhibits
from events_app.api.applications import case_of, submitted_case
from events_app.api.bodies import read_body
from events_app.api.calls import Call, answered
from events_app.api.fields import WITHOUT_NUL, Model
from events_app.api.operations import Operation
from events_app.domain.application_names import STAND_KIND_NAMES
from events_app.domain.applications import LARGEST_AREA, MOST_SIDES, MOST_STANDS, StandKind, Wish
from events_app.domain.change_requests import CHANGE_STATE_NAMES, LONGEST_CHANGE, ChangeRequest, ChangeState
from events_app.domain.messages import N_
from events_app.domain.papers import LONGEST_PAPER_REASON
from events_app.domain.refusals import NotFound
from events_app.domain.rights import Noun, Right, require
from events_app.storage import papers

DECISIONS = {"grant": ChangeState.GRANTED, "refuse": ChangeState.REFUSED}


class NewChangeRequest(Model):
    """A change that the company asks for; what is null stays as it is."""

    words: str = Field(
        max_length=LONGEST_CHANGE, pattern=WITHOUT_NUL, description=N_("What should change, and why.").id
    )
    kind: StandKind | None = None
    stands: int | None = Field(default=None, ge=1, le=MOST_STANDS)
    area_m2: int | None = Field(
        default=None, ge=1, le=LARGEST_AREA, description=N_("Net area of all stands together.").id
    )
    open_sides: int | None = Field(default=None, ge=1, le=MOST_SIDES)
    exhibits: Exhibits | None = None

    def wish(self, old: Wish) -> Wish:
        """The space that is asked for now."""
        named = {"kind": self.kind, "stands": self.stands, "area": self.area_m2, "open_sides": self.open_sides}
        return replace(old, **{name: value for name, value in named.items() if value is not None})  # type: ignore[arg-type]


class ChangeDecision(Model):
    """What the organiser decides about a change."""

    decision: Literal["grant", "refuse"]
    answer: str = Field(
        default="",
        max_length=LONGEST_PAPER_REASON,
        pattern=WITHOUT_NUL,
        description=N_("Needed where it is refused; the company reads it.").id,
    )


class ChangeRequestLabels(Model):
    """Codes in words."""

    state: str
    kind: str


class ChangeRequestView(Model):
    """A change of an application: what it would be then, in which words it was asked for, and how it was answered."""

    id: UUID
    application: UUID
    kind: StandKind
    stands: int
    area_m2: int
    open_sides: int
    exhibits: str
    words: str
    state: ChangeState
    answer: str
    labels: ChangeRequestLabels
    asked_at: datetime
    decided_at: datetime | None


@get("/companies/{slug:str}/applications/{application_id:uuid}/changes")
async def list_own(
    call: NamedDependency[Call], *, slug: FromPath[str], application_id: FromPath[UUID]
) -> Response[bytes]:
    """List the changes that a company asked for, the newest first."""
    await case_of(call, slug, application_id, Right.READ)
    return await _listed(call, application_id)


@get("/companies/{slug:str}/applications/{application_id:uuid}/changes/{request_id:uuid}")
async def get_own(
    call: NamedDependency[Call], *, slug: FromPath[str], application_id: FromPath[UUID], request_id: FromPath[UUID]
) -> Response[bytes]:
    """Show one change that a company asked for."""
    await case_of(call, slug, application_id, Right.READ)
    return call.item(*_item(call, await _request(application_id, request_id)))


@post("/companies/{slug:str}/applications/{application_id:uuid}/changes", status_code=201)
async def ask(call: NamedDependency[Call], *, slug: FromPath[str], application_id: FromPath[UUID]) -> Response[bytes]:
    """Ask for a change of a submitted application."""
    case = await case_of(call, slug, application_id, Right.PUBLISH)
    body = await read_body(call.request, NewChangeRequest)
    exhibits = case.exhibits if body.exhibits is None else body.exhibits

    async def create() -> tuple[Model, int, str]:
        asked = await actions.request(
            application_id, body.wish(case.wish), exhibits, body.words, by=call.by, now=call.now
        )
        return *_item(call, asked), str(asked.id)

    return await call.created(f"companies/{slug}/applications/{application_id}/changes", create)


@post("/companies/{slug:str}/applications/{application_id:uuid}/changes/{request_id:uuid}/take-back", status_code=200)
async def take_back(
    call: NamedDependency[Call], *, slug: FromPath[str], application_id: FromPath[UUID], request_id: FromPath[UUID]
) -> Response[bytes]:
    """Take an open request back."""
    await case_of(call, slug, application_id, Right.PUBLISH)
    await _request(application_id, request_id)
    await actions.take_back(request_id, by=call.by, now=call.now)
    return call.changed(*_item(call, await papers.get_request(request_id)))


@get("/applications/{application_id:uuid}/changes")
async def list_all(call: NamedDependency[Call], *, application_id: FromPath[UUID]) -> Response[bytes]:
    """List the changes that were asked for in an application, the newest first."""
    await submitted_case(call, application_id, Right.READ)
    return await _listed(call, application_id)


@post("/applications/{application_id:uuid}/changes/{request_id:uuid}/decision", status_code=200)
async def decide(
    call: NamedDependency[Call], *, application_id: FromPath[UUID], request_id: FromPath[UUID]
) -> Response[bytes]:
    """Grant or refuse a change; the company is told."""
    _, edition = await submitted_case(call, application_id, Right.READ)
    require(call.by, Right.DECIDE, Noun.ADMISSION, owner=edition.unit_id)
    body = await read_body(call.request, ChangeDecision)
    state = DECISIONS[body.decision]
    await actions.decide(application_id, request_id, state, answer=body.answer, by=call.by, now=call.now)
    return call.changed(*_item(call, await papers.get_request(request_id)))


async def _listed(call: Call, application_id: UUID) -> Response[bytes]:
    answered(call.query())
    return call.page([_item(call, each)[0] for each in await papers.list_requests(application_id)])


async def _request(application_id: UUID, request_id: UUID) -> ChangeRequest:
    found = await papers.get_request(request_id)
    if found.application_id != application_id:
        raise NotFound
    return found


def _item(call: Call, asked: ChangeRequest) -> tuple[ChangeRequestView, int]:
    """A request with its version: it changes once, when it is decided or taken back."""
    view = ChangeRequestView(
        id=asked.id,
        application=asked.application_id,
        kind=asked.wish.kind,
        stands=asked.wish.stands,
        area_m2=asked.wish.area,
        open_sides=asked.wish.open_sides,
        exhibits=asked.exhibits,
        words=asked.words,
        state=asked.state,
        answer=asked.answer,
        labels=ChangeRequestLabels(
            state=call.say(CHANGE_STATE_NAMES[asked.state]), kind=call.say(STAND_KIND_NAMES[asked.wish.kind])
        ),
        asked_at=asked.asked_at,
        decided_at=asked.decided_at,
    )
    return view, 1 if asked.state is ChangeState.OPEN else 2


OPERATIONS = (
    Operation(
        handler=list_own,
        id="listCompanyChangeRequests",
        tag="applications",
        summary=N_("List the changes that a company asked for in an application, the newest first."),
        gives=ChangeRequestView,
        is_page=True,
        needs_token=True,
    ),
    Operation(
        handler=get_own,
        id="getCompanyChangeRequest",
        tag="applications",
        summary=N_("Show one change that a company asked for."),
        gives=ChangeRequestView,
        needs_token=True,
    ),
    Operation(
        handler=ask,
        id="askForChange",
        tag="applications",
        summary=N_("Ask for a change of a submitted application; it stays as it is until somebody has decided."),
        gives=ChangeRequestView,
        reads=NewChangeRequest,
        needs_token=True,
        creates=True,
        example={"words": "We bring a larger machine.", "area_m2": 36},
    ),
    Operation(
        handler=take_back,
        id="takeChangeRequestBack",
        tag="applications",
        summary=N_("Take back a change that nobody has decided on."),
        gives=ChangeRequestView,
        needs_token=True,
    ),
    Operation(
        handler=list_all,
        id="listChangeRequests",
        tag="applications",
        summary=N_("List the changes that were asked for in an application, the newest first."),
        gives=ChangeRequestView,
        is_page=True,
        needs_token=True,
    ),
    Operation(
        handler=decide,
        id="decideChangeRequest",
        tag="applications",
        summary=N_("Grant or refuse a change; the company is told. A larger space is granted only where it is free."),
        gives=ChangeRequestView,
        reads=ChangeDecision,
        needs_token=True,
        example={"decision": "refuse", "answer": "Hall 3 is full."},
    ),
)
