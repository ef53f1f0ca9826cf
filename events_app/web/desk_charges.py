"""What a case is charged: computed from its space, looked at, drafted as an invoice."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from events_app.actions import invoices as actions
from events_app.domain.fees import Charge
from events_app.domain.prices import PriceList
from events_app.domain.refusals import Refusal
from events_app.domain.rights import NotAllowed, Noun, Right, may, require
from events_app.domain.support_schemes import SchemeKind
from events_app.domain.tax_rules import WHOLE
from events_app.edge.desk import Visit, see
from events_app.edge.forms import Form, read_form
from events_app.edge.invoice_words import names
from events_app.edge.problems import problem_of
from events_app.storage import invoices, prices, stands, support_schemes
from events_app.web.desk_applications import DeskCase, readable_case


@get("/applications/{application_id:uuid}/fees", include_in_schema=False)
async def charges_page(visit: NamedDependency[Visit], *, application_id: FromPath[UUID]) -> Response[str]:
    """Show what a case would be charged, and its invoices."""
    case = await _case(visit, application_id, Right.READ)
    query = visit.request.query_params
    form = Form({name: query.getall(name, []) for name in ("zone", "packages", "schemes")})
    return await _shown(visit, case, form)


@post("/applications/{application_id:uuid}/fees", include_in_schema=False, status_code=200)
async def draft(visit: NamedDependency[Visit], *, application_id: FromPath[UUID]) -> Response[Any]:
    """Draft the invoice."""
    case = await _case(visit, application_id, Right.DECIDE)
    form = await read_form(visit.request)
    found = await prices.get(case.edition.id)
    chosen = await _chosen(form, found)
    if form.is_good:
        try:
            invoice = await actions.draft(application_id, chosen, by=visit.asker, now=visit.now)
        except NotAllowed:
            raise
        except Refusal as refusal:
            form.problems["zone"] = problem_of(refusal)
        else:
            return see(f"desk/invoices/{invoice.id}", done="drafted")
    return await _shown(visit, case, form)


async def _case(visit: Visit, application_id: UUID, right: Right) -> DeskCase:
    case = await readable_case(application_id, visit.asker)
    require(visit.asker, right, Noun.FEE, owner=case.edition.unit_id)
    return case


async def _chosen(form: Form, found: PriceList) -> actions.Chosen:
    schemes = await support_schemes.list_schemes()
    zone = form.one_of("zone", found.zones, required=False)
    return actions.Chosen(
        zone=zone,
        packages=frozenset(form.some_of("packages", [each.key for each in found.packages])),
        scheme_ids=frozenset(map(UUID, form.some_of("schemes", [str(each.id) for each in schemes]))),
    )


async def _shown(visit: Visit, case: DeskCase, form: Form) -> Response[str]:
    found = await prices.find(case.edition.id)
    own = await invoices.list_of_cases([case.application.id])
    given = await stands.list_of_application(case.application.id)
    asks_zone = not given or not all(stand.zone for stand in given)
    charge: Charge | None = None
    refusal: Refusal | None = None
    if found is not None:
        chosen = await _chosen(form, found)
        try:
            charge = await actions.foresee(case.application.id, chosen, by=visit.asker, now=visit.now)
        except Refusal as told:
            refusal = told
    current = next((each for each in own if each.credited_share < WHOLE), None)
    schemes = await support_schemes.list_schemes(valid_on=visit.today)
    return visit.page(
        "desk/fees/charges.html",
        status_code=200 if form.is_good else 422,
        case=case,
        form=form,
        prices=found,
        charge=charge,
        refusal=problem_of(refusal) if refusal else None,
        invoices=own,
        current=current,
        schemes=[
            (str(each.id), each.name.shown(visit.language).text) for each in schemes if each.kind is SchemeKind.GRANT
        ],
        packages=[(each.key, each.name.shown(visit.language).text) for each in found.packages] if found else [],
        zones=[(zone, zone) for zone in found.zones] if found and asks_zone else [],
        stands=", ".join(stand.number for stand in given),
        may_decide=may(visit.asker, Right.DECIDE, Noun.FEE, owner=case.edition.unit_id),
        **names(),
    )


ROUTES = (charges_page, draft)
