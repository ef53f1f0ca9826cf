"""Applications to exhibit as companies write them: begun as drafts, changed while they are the company's to change."""

from uuid import UUID

from litestar import Response, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from events_app.actions import applications as actions
from events_app.api.application_bodies import ApplicationBody, NewApplication
from events_app.api.applications import ApplicationView, case_of, company_of, item_of
from events_app.api.bodies import Faults, patched, read_body, read_patch
from events_app.api.calls import Call
from events_app.api.fields import Model
from events_app.api.operations import Operation
from events_app.domain.applications import Actor
from events_app.domain.messages import N_
from events_app.domain.rights import Right
from events_app.storage import offers


@post("/companies/{slug:str}/applications", status_code=201)
async def begin(call: NamedDependency[Call], *, slug: FromPath[str]) -> Response[bytes]:
    """Keep a new application as a draft. The window must be open."""
    company = await company_of(call, slug, Right.CREATE)
    body = await read_body(call.request, NewApplication)
    offer_ids = await _offer_ids(company.id, body)

    async def create() -> tuple[Model, int, str]:
        draft = await actions.begin(
            company.id, body.exhibition, lambda case: body.on(case, offer_ids), by=call.by, now=call.now
        )
        return *await item_of(call, draft, Actor.COMPANY), str(draft.id)

    return await call.created(f"companies/{slug}/applications", create)


@patch("/companies/{slug:str}/applications/{application_id:uuid}")
async def change(
    call: NamedDependency[Call], *, slug: FromPath[str], application_id: FromPath[UUID]
) -> Response[bytes]:
    """Change a draft or a returned application by a merge patch."""
    application = await case_of(call, slug, application_id, Right.EDIT)
    changes = await read_patch(call.request)
    now = ApplicationBody.of(application, await offers.list_by_id(application.offer_ids))
    body = patched(now, changes, ApplicationBody)
    version = call.version(application.version)
    offer_ids = await _offer_ids(application.company_id, body)
    saved = await actions.write(
        application_id,
        lambda case: body.on(case, offer_ids),
        version=application.version if version is None else version,
        by=call.by,
        now=call.now,
    )
    return call.changed(*await item_of(call, saved, Actor.COMPANY))


async def _offer_ids(company_id: UUID, body: ApplicationBody) -> tuple[UUID, ...]:
    """Ids of the offers that are named. Raises InvalidFields."""
    faults = Faults()
    found = body.offer_ids(await offers.list_showable(company_id) if body.offers else (), faults)
    faults.check()
    return found


OPERATIONS = (
    Operation(
        handler=begin,
        id="beginApplication",
        tag="applications",
        summary=N_("Keep a new application of a company as a draft, while applications are open."),
        gives=ApplicationView,
        reads=NewApplication,
        needs_token=True,
        creates=True,
        example={"exhibition": "cisce-2027", "stands": 1, "area_m2": 18, "sector": "ict", "exhibits": "Sensors"},
    ),
    Operation(
        handler=change,
        id="changeApplication",
        tag="applications",
        summary=N_("Change a draft or a returned application by a merge patch."),
        gives=ApplicationView,
        reads=ApplicationBody,
        merges=True,
        needs_token=True,
        is_versioned=True,
        example={"area_m2": 36, "exhibits": "Sensors for bridges"},
    ),
)
