"""Score sheets at the desk, and two applications side by side."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from events_app.actions import scores as actions
from events_app.domain.application_names import APPLICATION_STATE_NAMES, STAND_KIND_NAMES
from events_app.domain.applications import ApplicationState
from events_app.domain.companies import SIZE_NAMES
from events_app.domain.refusals import NotFound
from events_app.domain.rights import Right
from events_app.domain.scores import HIGHEST_SCORE, sheet_of
from events_app.edge.application_words import RINGS, SIDE_NAMES
from events_app.edge.desk import Visit, see
from events_app.edge.forms import Form, read_form
from events_app.edge.papers import papers_of
from events_app.storage import companies, offers, organisations
from events_app.storage import scores as stored
from events_app.storage.desk_applications import Wanted, list_applications
from events_app.web.desk_applications import DeskCase, readable_case, shown_case

MOST_CHOICES = 200


@post("/applications/{application_id:uuid}/scores", include_in_schema=False, status_code=200)
async def give(visit: NamedDependency[Visit], *, application_id: FromPath[UUID]) -> Response[Any]:
    """Keep what the officer gives."""
    case = await readable_case(application_id, visit.asker, Right.DECIDE)
    form = await read_form(visit.request)
    given = {each.key: form.number(f"score-{each.key}", 0, HIGHEST_SCORE) for each in case.admission.criteria}
    if not form.is_good:
        return await shown_case(visit, case, form)
    kept = {key: value for key, value in given.items() if value is not None}
    await actions.give(application_id, kept, by=visit.asker, now=visit.now)
    return see(f"desk/applications/{application_id}", done="scored")


@get("/applications/{application_id:uuid}/compare", include_in_schema=False)
async def compare_page(visit: NamedDependency[Visit], *, application_id: FromPath[UUID]) -> Response[str]:
    """Show an application beside another one of the same edition, named by `with` in the query."""
    one = await readable_case(application_id, visit.asker)
    states = tuple(state for state in ApplicationState if state is not ApplicationState.DRAFT)
    others = await list_applications(Wanted(edition_id=one.edition.id, states=states), limit=MOST_CHOICES)
    form = Form({"with": visit.request.query_params.getall("with", [])})
    chosen = form.attempt("with", lambda: form.identity("with")) if form.value("with") else None
    two = await readable_case(chosen, visit.asker) if chosen and chosen != application_id else None
    if two is not None and two.edition.id != one.edition.id:
        raise NotFound
    names = await organisations.list_by_id(each.company_id for each in others)
    return visit.page(
        "desk/applications/compare.html",
        form=form,
        one=one,
        columns=[await _column(case) for case in (one, two) if case],
        others=[(each, names[each.company_id].name) for each in others if each.id != application_id],
        state_names=APPLICATION_STATE_NAMES,
        rings=RINGS,
        kind_names=STAND_KIND_NAMES,
        side_names=SIDE_NAMES,
        size_names=SIZE_NAMES,
    )


async def _column(case: DeskCase) -> dict[str, Any]:
    application = case.application
    given = await stored.list_scores([application.id])
    return {
        "case": case,
        "profile": await companies.find(case.company.id),
        "offered": await offers.list_by_id(application.offer_ids),
        "sheet": sheet_of(case.admission.criteria, given),
        **await papers_of(application, case.admission),
    }


ROUTES = (give, compare_page)
