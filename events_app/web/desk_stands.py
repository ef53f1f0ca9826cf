"""The plan of an edition at the desk: drawn and as a table, with the chosen stand and what can be done with it."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from events_app.actions import stand_gifts
from events_app.actions import stands as actions
from events_app.domain.application_names import APPLICATION_STATE_NAMES, STAND_KIND_NAMES
from events_app.domain.applications import LONGEST_REASON, TAKING_PART, Application, StandKind
from events_app.domain.exhibitions import Edition
from events_app.domain.refusals import NotFound, Refusal
from events_app.domain.rights import NotAllowed, Noun, Right, may, require
from events_app.domain.stand_rules import Exhibitor, Remark, needs_stand, remarks_on, remarks_on_plan
from events_app.domain.stands import LONGEST_SIDE, STAND_STATE_NAMES, Stand, StandState
from events_app.domain.texts import Text
from events_app.edge.application_words import SIDE_NAMES
from events_app.edge.desk import Visit, see
from events_app.edge.forms import Form, read_form
from events_app.edge.problems import problem_of
from events_app.edge.stand_drawings import drawn, list_exhibitors
from events_app.storage import applications, exhibitions, organisations, stands

ORDERS: Mapping[str, Callable[[Stand], Any]] = {
    "number": lambda stand: stand.number,
    "state": lambda stand: (list(StandState).index(stand.state), stand.number),
    "area": lambda stand: (-stand.area_m2, stand.number),
}
RINGS = {
    StandState.AVAILABLE: "provisional",
    StandState.HELD: "open",
    StandState.OFFERED: "running",
    StandState.CONFIRMED: "confirmed",
    StandState.BLOCKED: "cancelled",
}


@dataclass(frozen=True, slots=True)
class Told:
    """What comes back with the page after a form: a refusal, or remarks that an officer may pass over."""

    refusal: Refusal | None = None
    remarks: tuple[Remark, ...] = ()
    application_id: UUID | None = None


@get("/exhibitions/{slug:str}/stands", include_in_schema=False)
async def plan_page(visit: NamedDependency[Visit], *, slug: FromPath[str]) -> Response[str]:
    """Show one hall of the plan, its stands as a table, and the chosen stand."""
    edition = await edition_at(visit, slug, Right.READ)
    return await _page(visit, edition, Form(_query(visit)))


@post("/exhibitions/{slug:str}/stands/publish", include_in_schema=False, status_code=200)
async def publish(visit: NamedDependency[Visit], *, slug: FromPath[str]) -> Response[Any]:
    """Show the plan to everybody, or no longer."""
    edition = await edition_at(visit, slug, Right.EDIT)
    form = await read_form(visit.request)
    is_published = form.value("published") == "yes"
    await actions.publish(edition.id, is_published=is_published, by=visit.asker, now=visit.now)
    return see(f"desk/exhibitions/{slug}/stands", done="published" if is_published else "unpublished")


@post("/exhibitions/{slug:str}/stands/offer/{application_id:uuid}", include_in_schema=False, status_code=200)
async def offer(visit: NamedDependency[Visit], *, slug: FromPath[str], application_id: FromPath[UUID]) -> Response[Any]:
    """Offer an application the stands that are held for it."""
    edition = await edition_at(visit, slug, Right.DECIDE)
    form = await read_form(visit.request)
    if (await applications.get(application_id)).edition_id != edition.id:
        raise NotFound
    try:
        await stand_gifts.offer(application_id, by=visit.asker, now=visit.now)
    except NotAllowed:
        raise
    except Refusal as refusal:
        return await _page(visit, edition, form, Told(refusal))
    return see(f"desk/exhibitions/{slug}/stands", **_kept(form), done="offered")


@post("/exhibitions/{slug:str}/stands/{stand_id:uuid}/{deed:str}", include_in_schema=False, status_code=200)
async def act(
    visit: NamedDependency[Visit], *, slug: FromPath[str], stand_id: FromPath[UUID], deed: FromPath[str]
) -> Response[Any]:
    """Give a stand, take it away, swap, merge, split, block, free or remove it."""
    edition = await edition_at(visit, slug, Right.EDIT)
    form = await read_form(visit.request)
    stand = await stands.get_stand(stand_id)
    if stand.edition_id != edition.id or deed not in DEEDS:
        raise NotFound
    form.put("stand", str(stand_id))
    form.put("hall", str(stand.hall_id))
    try:
        told = await DEEDS[deed](visit, form, stand)
    except NotAllowed:
        raise
    except Refusal as refusal:
        told = Told(refusal)
    if told is not None:
        return await _page(visit, edition, form, told)
    return see(f"desk/exhibitions/{slug}/stands", **_kept(form, without_stand=deed == "remove"), done=deed)


async def edition_at(visit: Visit, slug: str, right: Right) -> Edition:
    """The edition, if its plan is within reach. Raises NotFound or NotAllowed."""
    edition = await exhibitions.get_edition(slug)
    require(visit.asker, right, Noun.ADMISSION, owner=edition.unit_id)
    return edition


async def _give(visit: Visit, form: Form, stand: Stand) -> Told | None:
    application = await applications.get(form.identity("application"))
    version = form.number("version", 1, 10**9)
    if stand.is_free and not form.ticked("sure"):
        found, _ = await list_exhibitors(stand.edition_id, visit.language)
        exhibitor = await _exhibitor(application, visit.language)
        everything = await stands.list_stands(stand.edition_id)
        if remarks := remarks_on(stand, exhibitor, everything, found):
            return Told(remarks=remarks, application_id=application.id)
    await stand_gifts.give(stand.id, application.id, version=version, by=visit.asker, now=visit.now)
    return None


async def _take_away(visit: Visit, form: Form, stand: Stand) -> None:
    reason = form.words("reason", most=LONGEST_REASON)
    await stand_gifts.take_away(stand.id, reason=reason, by=visit.asker, now=visit.now)


async def _swap(visit: Visit, form: Form, stand: Stand) -> None:
    await stand_gifts.swap(stand.id, form.identity("other"), by=visit.asker, now=visit.now)


async def _merge(visit: Visit, form: Form, stand: Stand) -> None:
    await actions.merge(stand.id, form.identity("other"), by=visit.asker, now=visit.now)


async def _split(visit: Visit, form: Form, stand: Stand) -> None:
    at = form.number("at", 1, LONGEST_SIDE) or 0
    await actions.split(stand.id, at, along=form.value("along") == "depth", by=visit.asker, now=visit.now)


async def _block(visit: Visit, _form: Form, stand: Stand) -> None:
    await actions.block(stand.id, by=visit.asker, now=visit.now)


async def _free(visit: Visit, _form: Form, stand: Stand) -> None:
    await actions.unblock(stand.id, by=visit.asker, now=visit.now)


async def _remove(visit: Visit, _form: Form, stand: Stand) -> None:
    await actions.remove(stand.id, by=visit.asker, now=visit.now)


DEEDS: Mapping[str, Callable[[Visit, Form, Stand], Awaitable[Told | None]]] = {
    "give": _give,
    "take-away": _take_away,
    "swap": _swap,
    "merge": _merge,
    "split": _split,
    "block": _block,
    "free": _free,
    "remove": _remove,
}


async def _exhibitor(application: Application, language: str) -> Exhibitor:
    name = (await organisations.get(application.company_id)).name
    return Exhibitor(application, name.shown(language).text, tuple(name.wordings.values()))


def _query(visit: Visit) -> dict[str, list[str]]:
    given = visit.request.query_params
    return {name: given.getall(name, []) for name in ("hall", "state", "kind", "order", "stand")}


def _kept(form: Form, *, without_stand: bool = False) -> dict[str, object]:
    names = ("hall",) if without_stand else ("hall", "stand")
    return {name: form.value(name) for name in names if form.value(name)}


async def _page(visit: Visit, edition: Edition, form: Form, told: Told | None = None) -> Response[str]:
    halls = await stands.list_halls(edition.id)
    everything = await stands.list_stands(edition.id)
    found, names = await list_exhibitors(edition.id, visit.language)
    chosen = next((each for each in everything if str(each.id) == form.value("stand")), None)
    wanted = str(chosen.hall_id) if chosen else form.value("hall")
    hall = next((each for each in halls if str(each.id) == wanted), halls[0] if halls else None)
    in_hall = [each for each in everything if hall and each.hall_id == hall.id]
    ids = frozenset([chosen.id] if chosen else [])
    return visit.page(
        "desk/stands/plan.html",
        status_code=409 if told and told.refusal else 422 if told else 200,
        edition=edition,
        plan=await stands.get_plan(edition.id),
        halls=halls,
        hall=hall,
        drawing=drawn(hall, in_hall, names, visit.language, chosen=ids) if hall else None,
        rows=_filtered(in_hall, form),
        counts={state: sum(each.state is state for each in in_hall) for state in StandState},
        net_m2=sum(each.area_m2 for each in in_hall),
        names=names,
        chosen=chosen,
        case=found[chosen.application_id].application if chosen and chosen.application_id in found else None,
        form=form,
        told=told or Told(),
        refusal=problem_of(told.refusal) if told and told.refusal else None,
        remarks=await asyncio.to_thread(_remarks, chosen, in_hall, found),
        candidates=await _candidates(edition, visit.language, everything),
        others=[each for each in everything if chosen and each.id != chosen.id],
        may_edit=may(visit.asker, Right.EDIT, Noun.ADMISSION, owner=edition.unit_id),
        **_words(),
    )


def _words() -> dict[str, object]:
    return {
        "state_names": STAND_STATE_NAMES,
        "case_state_names": APPLICATION_STATE_NAMES,
        "kind_names": STAND_KIND_NAMES,
        "side_names": SIDE_NAMES,
        "rings": RINGS,
    }


def _filtered(found: list[Stand], form: Form) -> list[Stand]:
    states, kinds = frozenset(form.list("state")), frozenset(form.list("kind"))
    rows = [
        each
        for each in found
        if (not states & set(StandState) or each.state in states) and (not kinds & set(StandKind) or each.kind in kinds)
    ]
    return sorted(rows, key=ORDERS.get(form.value("order"), ORDERS["number"]))


def _remarks(chosen: Stand | None, in_hall: list[Stand], found: Mapping[UUID, Exhibitor]) -> tuple[Remark, ...]:
    """What is to be said of the chosen stand, or of the hall where none is chosen."""
    if chosen is None:
        return remarks_on_plan(in_hall, found)
    exhibitor = found.get(chosen.application_id) if chosen.application_id else None
    return remarks_on(chosen, exhibitor, in_hall, found) if exhibitor else ()


async def _candidates(edition: Edition, language: str, everything: tuple[Stand, ...]) -> list[tuple[Application, Text]]:
    """Applications that have a place and need stands still, by the names of their companies."""
    given: dict[UUID, int] = {}
    for stand in everything:
        if stand.application_id:
            given[stand.application_id] = given.get(stand.application_id, 0) + 1
    cases = [
        case
        for case in await applications.list_of_edition(edition.id, TAKING_PART)
        if needs_stand(case, given.get(case.id, 0))
    ]
    companies = await organisations.list_by_id(case.company_id for case in cases)
    named = [(case, companies[case.company_id].name) for case in cases]
    return sorted(named, key=lambda pair: (pair[1].shown(language).text.casefold(), pair[0].number))


ROUTES = (plan_page, publish, offer, act)
