"""What an application is charged: foreseen, and drafted as an invoice, by organisers."""

from typing import Annotated, Final
from uuid import UUID

from litestar import Response, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from pydantic import Field

from events_app.actions import invoices as actions
from events_app.actions.invoices import Chosen
from events_app.api.bodies import Faults, read_body
from events_app.api.calls import Call
from events_app.api.fields import Line, Model
from events_app.api.invoice_views import ChargeView, InvoiceView, charge_view, view_of
from events_app.api.operations import Operation
from events_app.domain.applications import Application, ApplicationState
from events_app.domain.messages import N_
from events_app.domain.prices import LONGEST_ZONE, MOST_ITEMS, PriceList
from events_app.domain.refusals import NotFound
from events_app.domain.rights import Noun, Right, may, require
from events_app.edge.forms import NOT_A_CHOICE
from events_app.storage import applications, exhibitions, prices, support_schemes

MOST_SCHEMES: Final = 20
ZONE: Final = N_("Price zone of stands for which the plan names none, and of a wish.")
PACKAGES: Final = N_("Keys of packages of the price list that are charged only where they are chosen.")
SCHEMES: Final = N_("Ids of support schemes that pay a part.")


class ChargeBody(Model):
    """What an organiser chooses; the space is that of the stands, or of the wish while there are none."""

    zone: Annotated[Line, Field(max_length=LONGEST_ZONE)] = Field(default="", description=ZONE.id)
    packages: tuple[Annotated[Line, Field(max_length=100)], ...] = Field(
        default=(), max_length=MOST_ITEMS, description=PACKAGES.id
    )
    schemes: tuple[UUID, ...] = Field(default=(), max_length=MOST_SCHEMES, description=SCHEMES.id)


@post("/applications/{application_id:uuid}/charge", status_code=200)
async def foresee(call: NamedDependency[Call], *, application_id: FromPath[UUID]) -> Response[bytes]:
    """Say what an application would be charged now."""
    application = await _case(call, application_id, Right.READ)
    body = await read_body(call.request, ChargeBody)
    chosen = await _chosen(body, await prices.get(application.edition_id))
    charge = await actions.foresee(application_id, chosen, by=call.by, now=call.now)
    return call.changed(charge_view(call, charge), application.version)


@post("/applications/{application_id:uuid}/invoices", status_code=201)
async def draft(call: NamedDependency[Call], *, application_id: FromPath[UUID]) -> Response[bytes]:
    """Draft the invoice of an application, in place of a draft that there is."""
    application = await _case(call, application_id, Right.DECIDE)
    body = await read_body(call.request, ChargeBody)
    chosen = await _chosen(body, await prices.get(application.edition_id))

    async def create() -> tuple[Model, int, str]:
        invoice = await actions.draft(application_id, chosen, by=call.by, now=call.now)
        view, version = await view_of(call, invoice)
        return view, version, str(invoice.id)

    return await call.created("invoices", create, asked=(str(application_id),))


async def _case(call: Call, application_id: UUID, right: Right) -> Application:
    by = call.by
    application = await applications.get(application_id)
    edition = (await exhibitions.list_editions_by_id([application.edition_id]))[application.edition_id]
    is_hidden = application.state is ApplicationState.DRAFT
    if is_hidden or not may(by, Right.READ, Noun.FEE, owner=edition.unit_id):
        raise NotFound
    require(by, right, Noun.FEE, owner=edition.unit_id)
    return application


async def _chosen(body: ChargeBody, listed: PriceList) -> Chosen:
    """The choice that a body makes. Raises InvalidFields."""
    faults = Faults()
    if body.zone and body.zone not in listed.zones:
        faults.add(("zone",), NOT_A_CHOICE, value=body.zone)
    keys = {each.key for each in listed.packages}
    for number, key in enumerate(body.packages):
        if key not in keys:
            faults.add(("packages", number), NOT_A_CHOICE, value=key)
    known = {each.id for each in await support_schemes.list_schemes()} if body.schemes else set()
    for number, scheme_id in enumerate(body.schemes):
        if scheme_id not in known:
            faults.add(("schemes", number), NOT_A_CHOICE, value=str(scheme_id))
    faults.check()
    return Chosen(zone=body.zone, packages=frozenset(body.packages), scheme_ids=frozenset(body.schemes))


OPERATIONS = (
    Operation(
        handler=foresee,
        id="foreseeCharge",
        tag="fees",
        summary=N_("Say what an application would be charged now; nothing is kept."),
        gives=ChargeView,
        reads=ChargeBody,
        needs_token=True,
        example={"packages": []},
    ),
    Operation(
        handler=draft,
        id="draftInvoice",
        tag="fees",
        summary=N_("Draft the invoice of an application, in place of a draft that there is."),
        gives=InvoiceView,
        reads=ChargeBody,
        needs_token=True,
        creates=True,
        example={"packages": []},
    ),
)
