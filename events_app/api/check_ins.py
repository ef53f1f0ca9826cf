"""The door through the API: a scan lets a member in once a day, and the same key is answered the same."""

from datetime import datetime, timedelta
from typing import Annotated, Final
from uuid import UUID

from litestar import Response, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from pydantic import Field

from events_app.actions import badges as actions
from events_app.api.bodies import read_body
from events_app.api.calls import JSON, Call
from events_app.api.fields import Line, Model
from events_app.api.operations import Operation
from events_app.domain.badges import LONGEST_CODE, LONGEST_DOOR, LONGEST_WAIT, VERDICT_NAMES, Answer, Scan, Verdict
from events_app.domain.messages import N_
from events_app.domain.rights import Noun, Right, require
from events_app.storage import badges, exhibitions

LONGEST_WAIT_S: Final = int(LONGEST_WAIT.total_seconds())


class ScanBody(Model):
    """One scan of a badge."""

    code: Annotated[
        Line, Field(min_length=1, max_length=LONGEST_CODE, description=N_("What the badge’s code says.").id)
    ]
    door: Annotated[
        Line, Field(max_length=LONGEST_DOOR, description=N_("Name of the door, for who asks later.").id)
    ] = ""
    waited_s: int = Field(
        default=0,
        ge=0,
        le=LONGEST_WAIT_S,
        description=N_("Seconds since the scan, where the device had no network meanwhile.").id,
    )


class AdmittedMember(Model):
    """Who carries the badge."""

    id: UUID
    name: str
    local_name: str


class DoorLabels(Model):
    """Codes in words."""

    verdict: str


class DoorAnswer(Model):
    """What the door says. `at` and `door` are of the first admission that day; of a revoked badge, when that was."""

    verdict: Verdict
    member: AdmittedMember | None
    at: datetime | None
    door: str
    labels: DoorLabels


@post("/exhibitions/{slug:str}/check-ins", status_code=200)
async def check_in(call: NamedDependency[Call], *, slug: FromPath[str]) -> Response[bytes]:
    """Let in whoever carries a badge, once on each day of the exhibition."""
    by = call.by
    edition = await exhibitions.get_edition(slug)
    require(by, Right.EDIT, Noun.DELEGATION, owner=edition.unit_id)
    body = await read_body(call.request, ScanBody)
    key = call.request.headers.get("idempotency-key", "")
    scan = Scan(code=body.code, key=key, door=body.door, waited=timedelta(seconds=body.waited_s))
    answer = await actions.check_in(slug, scan, by=by, now=call.now)
    view = await _view(call, edition.id, answer)
    return Response(view.model_dump_json().encode(), media_type=JSON, headers={"Cache-Control": "no-store"})


async def _view(call: Call, edition_id: UUID, answer: Answer) -> DoorAnswer:
    found = await badges.list_bearers_by_id(edition_id, [answer.member_id]) if answer.member_id else ()
    return DoorAnswer(
        verdict=answer.verdict,
        member=AdmittedMember(id=found[0].id, name=found[0].name, local_name=found[0].local_name) if found else None,
        at=answer.at,
        door=answer.door,
        labels=DoorLabels(verdict=call.say(VERDICT_NAMES[answer.verdict])),
    )


OPERATIONS = (
    Operation(
        handler=check_in,
        id="checkIn",
        tag="delegations",
        summary=N_(
            "Let in whoever carries a badge, once on each day of the exhibition. Send a new Idempotency-Key for each "
            "scan, and the same one when you ask again: the answer is the same."
        ),
        gives=DoorAnswer,
        reads=ScanBody,
        needs_token=True,
        needs_key=True,
        example={"code": "kZ3v0Yq9hJm2cVt7xLw1pRb8nFs5dGa4uEo6iXyTzQk", "door": "North", "waited_s": 0},
    ),
)
