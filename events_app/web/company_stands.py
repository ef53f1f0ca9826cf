"""The stand that is offered to a company: the plan around it, and its answer."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from events_app.actions import stand_gifts
from events_app.domain.application_names import MOVE_NAMES, STAND_KIND_NAMES
from events_app.domain.applications import LONGEST_REASON, Application, ApplicationState, Move, PreferenceMissing
from events_app.domain.refusals import NotFound, Refusal
from events_app.domain.rights import NotAllowed, Noun, Right, may
from events_app.edge.application_words import SIDE_NAMES, step_of
from events_app.edge.desk import Visit, see
from events_app.edge.forms import REQUIRED, Form, read_form
from events_app.edge.problems import problem_of
from events_app.edge.stand_drawings import find_plan_around
from events_app.storage import stands
from events_app.web.company_applications import Place, place_of, shown_case


@get("/{slug:str}/applications/{application_id:uuid}/stand", include_in_schema=False)
async def stand_page(
    visit: NamedDependency[Visit], *, slug: FromPath[str], application_id: FromPath[UUID]
) -> Response[str]:
    """Show the stands of a case on the plan, and what can be answered."""
    place = await place_of(visit, slug, application_id)
    return await _page(visit, place, Form.of({"version": _case(place).version}))


@post("/{slug:str}/applications/{application_id:uuid}/stand", include_in_schema=False, status_code=200)
async def answer(
    visit: NamedDependency[Visit], *, slug: FromPath[str], application_id: FromPath[UUID]
) -> Response[Any]:
    """Accept the stands, ask for others, or decline them."""
    place = await place_of(visit, slug, application_id, Right.PUBLISH)
    form = await read_form(visit.request)
    words = form.words("words", most=LONGEST_REASON)
    version = form.number("version", 1, 10**9)
    move = next((each for each in stand_gifts.ANSWERS if each.value == form.value("move")), None)
    if move is None:
        form.fail("move", REQUIRED)
    if not form.is_good or move is None:
        return await _page(visit, place, form)
    try:
        await stand_gifts.answer(application_id, move, words=words, version=version, by=visit.asker, now=visit.now)
    except NotAllowed:
        raise
    except PreferenceMissing as refusal:
        form.problems["words"] = problem_of(refusal)
        return await _page(visit, place, form)
    except Refusal as refusal:
        return await shown_case(visit, await place_of(visit, slug, application_id), refusal)
    return see(f"company/{slug}/applications/{application_id}", done=move.value)


def _case(place: Place) -> Application:
    if place.application is None:
        raise NotFound
    return place.application


async def _page(visit: Visit, place: Place, form: Form) -> Response[str]:
    """Stands are shown from the moment that they are offered: what is only held may still change."""
    case = _case(place)
    is_early = case.state in {ApplicationState.ACCEPTED, ApplicationState.DEPOSIT_PAID} or not case.holds_place
    found = () if is_early else await stands.list_of_application(case.id)
    return visit.page(
        "company/stand.html",
        status_code=200 if form.is_good else 422,
        place=place,
        case=case,
        form=form,
        found=found,
        halls={hall.id: hall for hall in await stands.list_halls(case.edition_id)} if found else {},
        drawings=await find_plan_around(case.id, visit.language) if found else (),
        is_open=case.state is ApplicationState.STAND_OFFERED,
        step=step_of(case, place.edition),
        moves={move.value: MOVE_NAMES[move] for move in (Move.ACCEPT_STAND, Move.ASK_OTHER_STAND, Move.DECLINE_STAND)},
        may_bind=may(visit.asker, Right.PUBLISH, Noun.APPLICATION, owner=place.company.id),
        kind_names=STAND_KIND_NAMES,
        side_names=SIDE_NAMES,
    )


ROUTES = (stand_page, answer)
