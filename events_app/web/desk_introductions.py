"""Introductions at the desk: the list, one with both answers, and what an officer does with it."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from events_app.actions import introductions as actions
from events_app.actions.demo import context_of
from events_app.actions.introduction_projects import open_project
from events_app.domain.introductions import (
    LONGEST_WORDS,
    REPLY_NAMES,
    SIDE_NAMES,
    STATE_NAMES,
    Introduction,
    IntroductionState,
    Side,
)
from events_app.domain.refusals import Refusal
from events_app.domain.rights import NotAllowed, Noun, Right, may, require
from events_app.edge.desk import Visit, see
from events_app.edge.forms import Form, read_form
from events_app.edge.introduction_pages import COUNTED, RINGS, page_of
from events_app.edge.problems import problem_of
from events_app.storage import introductions, needs, offers, organisations, people
from events_app.storage.introductions import Wanted
from events_app.web.desk_exhibitions import country_choices

BASE = "desk/introductions"
FILTERS = ("state", "country")


@get("/introductions", include_in_schema=False)
async def introductions_page(visit: NamedDependency[Visit]) -> Response[str]:
    """List introductions, the one proposed last first."""
    require(visit.asker, Right.READ, Noun.INTRODUCTION)
    query = visit.request.query_params
    form = Form({name: query.getall(name, []) for name in FILTERS})
    countries = country_choices(visit.language, visit.settings)
    state = form.choice("state", IntroductionState, required=False)
    country = form.one_of("country", [code for code, _ in countries], required=False)
    found, count = await page_of(visit, Wanted(states=(state,) if state else (), country=country))
    return visit.page(
        "desk/introductions/list.html",
        form=form,
        query={"state": state or "", "country": country},
        found=found,
        count=count,
        counted_up_to=COUNTED,
        offers={offer.id: offer for offer in await offers.list_by_id(row.offer_id for row in found.items)},
        sides=await organisations.list_by_id(each for row in found.items for each in (row.company_id, row.partner_id)),
        countries=countries,
        states=list(STATE_NAMES.items()),
        state_names=STATE_NAMES,
        reply_names=REPLY_NAMES,
        rings=RINGS,
    )


@get("/introductions/{introduction_id:uuid}", include_in_schema=False)
async def introduction_page(visit: NamedDependency[Visit], *, introduction_id: FromPath[UUID]) -> Response[str]:
    """Show one, with what both have said."""
    require(visit.asker, Right.READ, Noun.INTRODUCTION)
    return await _shown(visit, await introductions.get(introduction_id))


@post("/introductions/{introduction_id:uuid}/withdraw", include_in_schema=False, status_code=200)
async def withdraw(visit: NamedDependency[Visit], *, introduction_id: FromPath[UUID]) -> Response[Any]:
    """Take a proposal back."""
    require(visit.asker, Right.DECIDE, Noun.INTRODUCTION)
    form = await read_form(visit.request)
    try:
        await actions.withdraw(introduction_id, by=visit.asker, now=visit.now)
    except NotAllowed:
        raise
    except Refusal as refusal:
        return await _refused(visit, introduction_id, form, refusal)
    return see(f"{BASE}/{introduction_id}", done="withdrawn")


@post("/introductions/{introduction_id:uuid}/lift", include_in_schema=False, status_code=200)
async def lift(visit: NamedDependency[Visit], *, introduction_id: FromPath[UUID]) -> Response[Any]:
    """Let the pair be matched again, with a reason."""
    require(visit.asker, Right.DECIDE, Noun.INTRODUCTION)
    form = await read_form(visit.request)
    reason = form.words("reason", required=True, most=LONGEST_WORDS)
    if not form.is_good:
        return await _shown(visit, await introductions.get(introduction_id), form)
    try:
        await actions.lift(introduction_id, reason, by=visit.asker, now=visit.now)
    except NotAllowed:
        raise
    except Refusal as refusal:
        return await _refused(visit, introduction_id, form, refusal)
    return see(f"{BASE}/{introduction_id}", done="lifted")


@post("/introductions/{introduction_id:uuid}/project", include_in_schema=False, status_code=200)
async def to_project(visit: NamedDependency[Visit], *, introduction_id: FromPath[UUID]) -> Response[Any]:
    """Open an internal cooperation project with both sides as its parties."""
    require(visit.asker, Right.READ, Noun.INTRODUCTION)
    require(visit.asker, Right.CREATE, Noun.PROJECT)
    form = await read_form(visit.request)
    settings = visit.settings
    try:
        _, project = await open_project(
            introduction_id, by=visit.asker, context=context_of(settings), now=visit.now, zone=settings.home_zone
        )
    except NotAllowed:
        raise
    except Refusal as refusal:
        return await _refused(visit, introduction_id, form, refusal)
    return see(f"desk/projects/{project.slug}", done="added")


async def _refused(visit: Visit, introduction_id: UUID, form: Form, refusal: Refusal) -> Response[str]:
    form.problems["main"] = problem_of(refusal)
    return await _shown(visit, await introductions.get(introduction_id), form)


async def _shown(visit: Visit, introduction: Introduction, form: Form | None = None) -> Response[str]:
    shown = form or Form()
    sides = await organisations.list_by_id([introduction.company_id, introduction.partner_id])
    answers = [introduction.answer_of(side) for side in Side]
    asked = {introduction.proposed_by, introduction.lifted_by, *(answer.by for answer in answers)}
    (offer,) = await offers.list_by_id([introduction.offer_id])
    excludes = introduction.excludes
    return visit.page(
        "desk/introductions/show.html",
        status_code=200 if shown.is_good else 422,
        introduction=introduction,
        here=f"{BASE}/{introduction.id}",
        form=shown,
        offer=offer,
        company=sides[introduction.company_id],
        partner=sides[introduction.partner_id],
        need=next(iter(await needs.list_by_id([introduction.need_id] if introduction.need_id else [])), None),
        people=await people.list_by_id(identity for identity in asked if identity),
        answers=[(side, SIDE_NAMES[side], introduction.answer_of(side)) for side in Side],
        excluding=await introductions.list_excluding(introduction, excludes) if excludes else (),
        state_names=STATE_NAMES,
        reply_names=REPLY_NAMES,
        rings=RINGS,
        may_decide=may(visit.asker, Right.DECIDE, Noun.INTRODUCTION),
        may_open=may(visit.asker, Right.CREATE, Noun.PROJECT),
    )


ROUTES = (introductions_page, introduction_page, withdraw, lift, to_project)
