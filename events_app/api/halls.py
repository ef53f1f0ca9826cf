"""Halls of an edition: listed, entered and changed, for organisers alone."""

from typing import Annotated, Any, Final, Self
from uuid import UUID, uuid4

from litestar import Response, get, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from pydantic import Field

from events_app.actions import stands as actions
from events_app.api.bodies import patched, read_body, read_patch
from events_app.api.calls import Call, answered
from events_app.api.fields import Line, Model
from events_app.api.operations import Operation
from events_app.domain.exhibitions import Edition
from events_app.domain.messages import N_
from events_app.domain.refusals import NotFound
from events_app.domain.rights import Noun, Right, may, require
from events_app.domain.stands import LARGEST_HALL, LONGEST_HALL, LONGEST_SIDE, Hall
from events_app.storage import exhibitions, stands

Side = Annotated[int, Field(ge=1, le=LONGEST_SIDE, description=N_("In decimetres.").id)]
Area = Annotated[int, Field(ge=0, le=LARGEST_HALL, description=N_("In whole m².").id)]
PLAIN: Final = ("name", "gross_m2", "net_m2", "width", "depth")


class HallBody(Model):
    """A hall; the net area is at most the gross area."""

    name: Annotated[Line, Field(min_length=1, max_length=LONGEST_HALL)]
    gross_m2: Area
    net_m2: Area
    width: Side
    depth: Side

    @classmethod
    def of(cls, hall: Hall) -> Self:
        """What is written of a hall now: what a merge patch is laid on."""
        return cls(**{name: getattr(hall, name) for name in PLAIN})


class HallView(HallBody):
    """A hall of an exhibition; `position` is its place in the order of halls."""

    id: UUID
    exhibition: str
    position: int
    version: int


@get("/exhibitions/{slug:str}/halls")
async def list_halls(call: NamedDependency[Call], *, slug: FromPath[str]) -> Response[bytes]:
    """List the halls of an exhibition, in their order."""
    edition = await edition_of(call, slug, Right.READ)
    answered(call.query())
    return call.page([_view(hall, edition)[0] for hall in await stands.list_halls(edition.id)])


@get("/exhibitions/{slug:str}/halls/{hall_id:uuid}")
async def get_hall(call: NamedDependency[Call], *, slug: FromPath[str], hall_id: FromPath[UUID]) -> Response[bytes]:
    """Show one hall."""
    edition = await edition_of(call, slug, Right.READ)
    return call.item(*_view(await hall_of(edition, hall_id), edition))


@post("/exhibitions/{slug:str}/halls", status_code=201)
async def create_hall(call: NamedDependency[Call], *, slug: FromPath[str]) -> Response[bytes]:
    """Enter a hall."""
    edition = await edition_of(call, slug, Right.EDIT)
    body = await read_body(call.request, HallBody)

    async def create() -> tuple[Model, int, str]:
        hall = Hall(id=uuid4(), edition_id=edition.id, **body.model_dump())
        kept = await actions.add_hall(hall, by=call.by, now=call.now)
        return *_view(kept, edition), str(kept.id)

    return await call.created(f"exhibitions/{slug}/halls", create)


@patch("/exhibitions/{slug:str}/halls/{hall_id:uuid}")
async def change_hall(call: NamedDependency[Call], *, slug: FromPath[str], hall_id: FromPath[UUID]) -> Response[bytes]:
    """Change a hall, by a merge patch; its stands must still lie inside."""
    edition = await edition_of(call, slug, Right.EDIT)
    hall = await hall_of(edition, hall_id)
    body = patched(HallBody.of(hall), await read_patch(call.request), HallBody)
    version = call.version(hall.version)
    values: dict[str, Any] = body.model_dump()
    new = Hall(id=hall.id, edition_id=edition.id, version=version or hall.version, **values)
    return call.changed(*_view(await actions.change_hall(new, by=call.by, now=call.now), edition))


async def edition_of(call: Call, slug: str, right: Right) -> Edition:
    """The edition, if the caller may see its plan. Raises TokenMissing, NotFound or NotAllowed."""
    by = call.by
    edition = await exhibitions.get_edition(slug)
    if not may(by, Right.READ, Noun.ADMISSION, owner=edition.unit_id):
        raise NotFound
    require(by, right, Noun.ADMISSION, owner=edition.unit_id)
    return edition


async def hall_of(edition: Edition, hall_id: UUID) -> Hall:
    """A hall of this very edition. Raises NotFound."""
    hall = await stands.get_hall(hall_id)
    if hall.edition_id != edition.id:
        raise NotFound
    return hall


def _view(hall: Hall, edition: Edition) -> tuple[HallView, int]:
    values: dict[str, Any] = HallBody.of(hall).model_dump()
    view = HallView(**values, id=hall.id, exhibition=edition.slug, position=hall.position, version=hall.version)
    return view, hall.version


OPERATIONS = (
    Operation(
        handler=list_halls,
        id="listHalls",
        tag="stands",
        summary=N_("List the halls of an exhibition, in their order."),
        gives=HallView,
        is_page=True,
        needs_token=True,
    ),
    Operation(
        handler=get_hall,
        id="getHall",
        tag="stands",
        summary=N_("Show one hall."),
        gives=HallView,
        needs_token=True,
    ),
    Operation(
        handler=create_hall,
        id="createHall",
        tag="stands",
        summary=N_("Enter a hall."),
        gives=HallView,
        reads=HallBody,
        needs_token=True,
        creates=True,
        example={"name": "Hall 4", "gross_m2": 1200, "net_m2": 600, "width": 400, "depth": 300},
    ),
    Operation(
        handler=change_hall,
        id="changeHall",
        tag="stands",
        summary=N_("Change a hall, by a merge patch; its stands must still lie inside."),
        gives=HallView,
        reads=HallBody,
        merges=True,
        needs_token=True,
        is_versioned=True,
        example={"net_m2": 580},
    ),
)
