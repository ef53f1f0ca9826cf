"""A stand that scans badges, on a phone or with a hand scanner: the organiser at any, a company at its own."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from events_app.actions import stand_scans as actions
from events_app.actions.stand_scans import StandPlace
from events_app.domain.badges import STAND_VERDICT_NAMES, Answer, Scan, day_of
from events_app.domain.organisations import Organisation
from events_app.domain.refusals import NotFound
from events_app.domain.rights import Noun, Right, require
from events_app.edge.badge_sheets import Told
from events_app.edge.desk import Visit
from events_app.edge.forms import Form, read_form
from events_app.storage import exhibitions, organisations, stand_scans
from events_app.web.desk_badges import edition_at
from events_app.web.desk_check_in import asked, json_answer, scanning_page, wants_json

DESK = "/exhibitions/{slug:str}/stands/{stand_id:uuid}/scans"
COMPANY = "/{slug:str}/exhibitions/{edition_slug:str}/stands/{stand_id:uuid}/scans"


@get(DESK, include_in_schema=False)
async def desk_page(visit: NamedDependency[Visit], *, slug: FromPath[str], stand_id: FromPath[UUID]) -> Response[str]:
    """Show the page of a stand to the organiser."""
    return await _page(visit, await _at_desk(visit, slug, stand_id), Form())


@post(DESK, include_in_schema=False, status_code=200)
async def desk_scan(visit: NamedDependency[Visit], *, slug: FromPath[str], stand_id: FromPath[UUID]) -> Response[Any]:
    """Count a badge for the organiser, and say what was done."""
    return await _scan(visit, await _at_desk(visit, slug, stand_id))


@get(COMPANY, include_in_schema=False)
async def company_page(
    visit: NamedDependency[Visit], *, slug: FromPath[str], edition_slug: FromPath[str], stand_id: FromPath[UUID]
) -> Response[str]:
    """Show the page of a stand to its company."""
    place, company = await _of_company(visit, slug, edition_slug, stand_id)
    return await _page(visit, place, Form(), company=company)


@post(COMPANY, include_in_schema=False, status_code=200)
async def company_scan(
    visit: NamedDependency[Visit], *, slug: FromPath[str], edition_slug: FromPath[str], stand_id: FromPath[UUID]
) -> Response[Any]:
    """Count a badge for the company, and say what was done."""
    place, company = await _of_company(visit, slug, edition_slug, stand_id)
    return await _scan(visit, place, company=company)


async def _at_desk(visit: Visit, slug: str, stand_id: UUID) -> StandPlace:
    edition = await edition_at(visit, slug, Right.EDIT)
    place = await actions.place_of(stand_id, by=visit.asker)
    if place.edition.id != edition.id:
        raise NotFound
    return place


async def _of_company(visit: Visit, slug: str, edition_slug: str, stand_id: UUID) -> tuple[StandPlace, Organisation]:
    company = await organisations.get_by_slug(slug)
    require(visit.asker, Right.EDIT, Noun.DELEGATION, owner=company.id)
    edition = await exhibitions.get_edition(edition_slug)
    place = await actions.place_of(stand_id, by=visit.asker)
    if (place.edition.id, place.company_id) != (edition.id, company.id):
        raise NotFound
    return place, company


async def _scan(visit: Visit, place: StandPlace, company: Organisation | None = None) -> Response[Any]:
    form = await read_form(visit.request)

    async def ask(scan: Scan) -> Answer:
        return await actions.scan(place.stand.id, replace(scan, door=""), by=visit.asker, now=visit.now)

    told = await asked(visit, place.edition, form, ask, STAND_VERDICT_NAMES)
    if wants_json(visit):
        return json_answer(visit, form, told, count=await _count(visit, place))
    return await _page(visit, place, form, told, company=company)


async def _count(visit: Visit, place: StandPlace) -> int:
    today = day_of(visit.now, place.edition.zone)
    return await stand_scans.count_at(place.edition.id, place.company_id, place.stand.number, today)


async def _page(
    visit: Visit, place: StandPlace, form: Form, told: Told | None = None, *, company: Organisation | None = None
) -> Response[str]:
    """The page; with `company` as its people see it."""
    return scanning_page(
        visit,
        "stands/scans.html",
        form,
        told,
        edition=place.edition,
        stand=place.stand,
        company=company,
        exhibitor=company or (await organisations.list_by_id([place.company_id]))[place.company_id],
        day=day_of(visit.now, place.edition.zone),
        count=await _count(visit, place),
    )


ROUTES = (desk_page, desk_scan)
COMPANY_ROUTES = (company_page, company_scan)
