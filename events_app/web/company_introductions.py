"""Introductions that a company was asked about: what it may know, and its answer."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from events_app.domain.introductions import Introduction, Side
from events_app.domain.organisations import Organisation
from events_app.domain.refusals import NotFound
from events_app.domain.rights import Noun, Right, require
from events_app.edge.desk import Visit
from events_app.edge.introduction_pages import answered, side_list, side_page
from events_app.storage import introductions, organisations


@get("/{slug:str}/introductions", include_in_schema=False)
async def introductions_page(visit: NamedDependency[Visit], *, slug: FromPath[str]) -> Response[str]:
    """List what the company was asked."""
    return await side_list(visit, Side.COMPANY, await _company(visit, slug))


@get("/{slug:str}/introductions/{introduction_id:uuid}", include_in_schema=False)
async def introduction_page(
    visit: NamedDependency[Visit], *, slug: FromPath[str], introduction_id: FromPath[UUID]
) -> Response[str]:
    """Show one, with the partner organisation once both have agreed."""
    company = await _company(visit, slug)
    return await side_page(visit, Side.COMPANY, company, await _own(company, introduction_id))


@post("/{slug:str}/introductions/{introduction_id:uuid}", include_in_schema=False, status_code=200)
async def answer(
    visit: NamedDependency[Visit], *, slug: FromPath[str], introduction_id: FromPath[UUID]
) -> Response[Any]:
    """Say yes, later or no."""
    company = await _company(visit, slug, Right.PUBLISH)
    return await answered(visit, Side.COMPANY, company, await _own(company, introduction_id))


async def _company(visit: Visit, slug: str, right: Right = Right.READ) -> Organisation:
    """The company, if the asker may do this for it. Raises NotFound or NotAllowed."""
    company = await organisations.get_by_slug(slug)
    require(visit.asker, right, Noun.OFFER, owner=company.id)
    return company


async def _own(company: Organisation, introduction_id: UUID) -> Introduction:
    introduction = await introductions.get(introduction_id)
    if introduction.company_id != company.id:
        raise NotFound
    return introduction


ROUTES = (introductions_page, introduction_page, answer)
