"""Stands of an edition: laid out, given to applications and offered by organisers, answered by companies."""

from dataclasses import replace
from typing import Annotated, Any, Final, Self
from uuid import UUID, uuid4

from litestar import Response, get, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from pydantic import Field

from events_app.actions import stand_gifts
from events_app.actions import stands as actions
from events_app.api.applications import ApplicationView, case_of, item_of, submitted_case
from events_app.api.bodies import patched, read_body, read_patch
from events_app.api.calls import Call, answered, chosen
from events_app.api.fields import Line, Model, Nothing, Words
from events_app.api.halls import Side, edition_of
from events_app.api.operations import CURSOR, LIMIT, Operation, one_of
from events_app.domain.application_names import STAND_KIND_NAMES
from events_app.domain.applications import MOST_SIDES, Actor, Move, StandKind
from events_app.domain.exhibitions import Edition
from events_app.domain.messages import N_
from events_app.domain.refusals import NotFound
from events_app.domain.rights import Noun, Right, require
from events_app.domain.stands import (
    LARGEST_HALL,
    LONGEST_NUMBER,
    LONGEST_SIDE,
    LONGEST_ZONE,
    STAND_STATE_NAMES,
    Stand,
    StandState,
)
from events_app.storage import applications, stands

PLAIN: Final = ("number", "x", "y", "width", "depth", "area_m2", "kind", "open_sides", "zone", "pavilion")
Place = Annotated[int, Field(ge=0, le=LONGEST_SIDE, description=N_("In decimetres.").id)]
Short = Annotated[Line, Field(max_length=LONGEST_ZONE)]


class StandBody(Model):
    """A rectangle on the floor of a hall, measured from its corner at the top left."""

    number: Annotated[Line, Field(min_length=1, max_length=LONGEST_NUMBER)]
    x: Place
    y: Place
    width: Side
    depth: Side
    area_m2: int = Field(ge=1, le=LARGEST_HALL)
    kind: StandKind = StandKind.SHELL_SCHEME
    open_sides: int = Field(default=1, ge=1, le=MOST_SIDES)
    zone: Short = Field(default="", description=N_("Price zone.").id)
    pavilion: Short = ""

    @classmethod
    def of(cls, stand: Stand) -> Self:
        """What is written of a stand now: what a merge patch is laid on."""
        return cls(**{name: getattr(stand, name) for name in PLAIN})


class NewStand(StandBody):
    """A new stand of a hall."""

    hall: UUID


class StandLabels(Model):
    """Codes in words."""

    state: str
    kind: str


class StandView(StandBody):
    """A stand; `application` is the one that it belongs to."""

    id: UUID
    exhibition: str
    hall: UUID
    state: StandState
    application: UUID | None
    labels: StandLabels
    version: int


class Gift(Model):
    """To which application a stand is given."""

    application: UUID


class TakingAway(Model):
    """Why a stand is taken away."""

    reason: Words = Field(
        default="", description=N_("Needed once the stand is offered or accepted; the company reads it.").id
    )


class StandAnswer(Model):
    """What the company answers to the stand that is offered."""

    move: Move = Field(json_schema_extra={"enum": [*sorted(move.value for move in stand_gifts.ANSWERS)]})
    words: Words = Field(default="", description=N_("Needed where another stand is asked for: which one, and why.").id)


@get("/exhibitions/{slug:str}/stands")
async def list_stands(call: NamedDependency[Call], *, slug: FromPath[str]) -> Response[bytes]:
    """List the stands of an exhibition, in the order of their numbers."""
    edition = await edition_of(call, slug, Right.READ)
    form = call.query("state", "kind", "cursor", "limit")
    states = frozenset(chosen(form, "state", list(StandState)))
    kinds = frozenset(chosen(form, "kind", list(StandKind)))
    limit, after = call.limit(form), call.name_cursor(form)
    answered(form)
    found = [
        stand
        for stand in await stands.list_stands(edition.id)
        if stand.number > after and (not states or stand.state in states) and (not kinds or stand.kind in kinds)
    ]
    shown = found[:limit]
    views = [_view(call, stand, edition)[0] for stand in shown]
    return call.page(views, after=shown[-1].number if len(found) > limit else None)


@get("/exhibitions/{slug:str}/stands/{stand_id:uuid}")
async def get_stand(call: NamedDependency[Call], *, slug: FromPath[str], stand_id: FromPath[UUID]) -> Response[bytes]:
    """Show one stand."""
    edition = await edition_of(call, slug, Right.READ)
    return call.item(*_view(call, await _stand(edition, stand_id), edition))


@post("/exhibitions/{slug:str}/stands", status_code=201)
async def create_stand(call: NamedDependency[Call], *, slug: FromPath[str]) -> Response[bytes]:
    """Put a stand into a hall."""
    edition = await edition_of(call, slug, Right.EDIT)
    body = await read_body(call.request, NewStand)
    if body.hall not in {hall.id for hall in await stands.list_halls(edition.id)}:
        raise NotFound

    async def create() -> tuple[Model, int, str]:
        values: dict[str, Any] = body.model_dump(exclude={"hall"})
        stand = Stand(id=uuid4(), hall_id=body.hall, edition_id=edition.id, **values)
        kept = await actions.add_stand(stand, by=call.by, now=call.now)
        return *_view(call, kept, edition), str(kept.id)

    return await call.created(f"exhibitions/{slug}/stands", create)


@patch("/exhibitions/{slug:str}/stands/{stand_id:uuid}")
async def change_stand(
    call: NamedDependency[Call], *, slug: FromPath[str], stand_id: FromPath[UUID]
) -> Response[bytes]:
    """Change a free stand, by a merge patch."""
    edition = await edition_of(call, slug, Right.EDIT)
    stand = await _stand(edition, stand_id)
    body = patched(StandBody.of(stand), await read_patch(call.request), StandBody)
    version = call.version(stand.version)
    values: dict[str, Any] = body.model_dump()
    kept = await actions.change_stand(
        stand_id, lambda old: replace(old, **values), version=version, by=call.by, now=call.now
    )
    return call.changed(*_view(call, kept, edition))


@post("/exhibitions/{slug:str}/stands/{stand_id:uuid}/give", status_code=200)
async def give(call: NamedDependency[Call], *, slug: FromPath[str], stand_id: FromPath[UUID]) -> Response[bytes]:
    """Hold a stand for an application that has a place."""
    edition = await edition_of(call, slug, Right.DECIDE)
    stand = await _stand(edition, stand_id)
    body = await read_body(call.request, Gift)
    version = call.version(stand.version)
    kept = await stand_gifts.give(stand_id, body.application, version=version, by=call.by, now=call.now)
    return call.changed(*_view(call, kept, edition))


@post("/exhibitions/{slug:str}/stands/{stand_id:uuid}/take-away", status_code=200)
async def take_away(call: NamedDependency[Call], *, slug: FromPath[str], stand_id: FromPath[UUID]) -> Response[bytes]:
    """Make a stand free again; what was offered is taken back with all of its application."""
    edition = await edition_of(call, slug, Right.DECIDE)
    await _stand(edition, stand_id)
    body = await read_body(call.request, TakingAway)
    kept = await stand_gifts.take_away(stand_id, reason=body.reason, by=call.by, now=call.now)
    return call.changed(*_view(call, kept, edition))


@post("/applications/{application_id:uuid}/offer-stand", status_code=200)
async def offer(call: NamedDependency[Call], *, application_id: FromPath[UUID]) -> Response[bytes]:
    """Offer an application the stands that are held for it."""
    case, edition = await submitted_case(call, application_id, Right.READ)
    require(call.by, Right.DECIDE, Noun.ADMISSION, owner=edition.unit_id)
    await read_body(call.request, Nothing)
    version = call.version(case.version)
    await stand_gifts.offer(application_id, version=version, by=call.by, now=call.now)
    return call.changed(*await item_of(call, await applications.get(application_id), Actor.ORGANISER))


@post("/companies/{slug:str}/applications/{application_id:uuid}/stand-answer", status_code=200)
async def answer(
    call: NamedDependency[Call], *, slug: FromPath[str], application_id: FromPath[UUID]
) -> Response[bytes]:
    """Accept the stand, ask for another, or decline it; the place stays."""
    case = await case_of(call, slug, application_id, Right.PUBLISH)
    body = await read_body(call.request, StandAnswer)
    version = call.version(case.version)
    await stand_gifts.answer(application_id, body.move, words=body.words, version=version, by=call.by, now=call.now)
    return call.changed(*await item_of(call, await applications.get(application_id), Actor.COMPANY))


async def _stand(edition: Edition, stand_id: UUID) -> Stand:
    stand = await stands.get_stand(stand_id)
    if stand.edition_id != edition.id:
        raise NotFound
    return stand


def _view(call: Call, stand: Stand, edition: Edition) -> tuple[StandView, int]:
    view = StandView(
        **{name: getattr(stand, name) for name in PLAIN},
        id=stand.id,
        exhibition=edition.slug,
        hall=stand.hall_id,
        state=stand.state,
        application=stand.application_id,
        labels=StandLabels(state=call.say(STAND_STATE_NAMES[stand.state]), kind=call.say(STAND_KIND_NAMES[stand.kind])),
        version=stand.version,
    )
    return view, stand.version


def _operation(handler: Any, id_: str, summary: Any, gives: type[Model] = StandView, **more: Any) -> Operation:  # noqa: ANN401 - fields of Operation
    return Operation(handler=handler, id=id_, tag="stands", summary=summary, gives=gives, needs_token=True, **more)


OPERATIONS = (
    _operation(
        list_stands,
        "listStands",
        N_("List the stands of an exhibition, in the order of their numbers."),
        is_page=True,
        query=(
            one_of("state", N_("Status of the stand."), StandState),
            one_of("kind", N_("Kind of stand."), StandKind),
            CURSOR,
            LIMIT,
        ),
    ),
    _operation(get_stand, "getStand", N_("Show one stand.")),
    _operation(
        create_stand,
        "createStand",
        N_("Put a stand into a hall."),
        reads=NewStand,
        creates=True,
        example={
            "hall": "6f1c1f6e-7a0f-4c39-9d64-2b7f6f3c1d11",
            "number": "A01",
            "x": 0,
            "y": 0,
            "width": 30,
            "depth": 30,
            "area_m2": 9,
        },
    ),
    _operation(
        change_stand,
        "changeStand",
        N_("Change a free stand, by a merge patch."),
        reads=StandBody,
        merges=True,
        is_versioned=True,
        example={"zone": "Gold"},
    ),
    _operation(
        give,
        "giveStand",
        N_("Hold a stand for an application that has a place. A stand is never given twice."),
        reads=Gift,
        is_versioned=True,
        example={"application": "6f1c1f6e-7a0f-4c39-9d64-2b7f6f3c1d11"},
    ),
    _operation(
        take_away,
        "takeStandAway",
        N_("Make a stand free again; what was offered is taken back with all of its application."),
        reads=TakingAway,
        example={"reason": "The hall is smaller than planned."},
    ),
    _operation(
        offer,
        "offerStand",
        N_("Offer an application the stands that are held for it; the company is told."),
        ApplicationView,
        reads=Nothing,
        is_versioned=True,
        example={},
    ),
    _operation(
        answer,
        "answerStand",
        N_("Accept the stand that is offered, ask for another, or decline it; the place stays."),
        ApplicationView,
        reads=StandAnswer,
        is_versioned=True,
        example={"move": "accept_stand"},
    ),
)
