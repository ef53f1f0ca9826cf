"""Introductions that a partner organisation was asked about: what it may know, and its answer."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from events_app.domain.introductions import Introduction, Side
from events_app.domain.organisations import Organisation
from events_app.domain.refusals import NotFound
from events_app.domain.rights import Right
from events_app.edge.desk import Visit
from events_app.edge.introduction_pages import answered, side_list, side_page
from events_app.storage import introductions
from events_app.web.partner import member_partner


@get("/{slug:str}/introductions", include_in_schema=False)
async def introductions_page(visit: NamedDependency[Visit], *, slug: FromPath[str]) -> Response[str]:
    """List what the partner organisation was asked."""
    return await side_list(visit, Side.PARTNER, await member_partner(slug, visit.asker))


@get("/{slug:str}/introductions/{introduction_id:uuid}", include_in_schema=False)
async def introduction_page(
    visit: NamedDependency[Visit], *, slug: FromPath[str], introduction_id: FromPath[UUID]
) -> Response[str]:
    """Show one, with the company once both have agreed."""
    partner = await member_partner(slug, visit.asker)
    return await side_page(visit, Side.PARTNER, partner, await _own(partner, introduction_id))


@post("/{slug:str}/introductions/{introduction_id:uuid}", include_in_schema=False, status_code=200)
async def answer(
    visit: NamedDependency[Visit], *, slug: FromPath[str], introduction_id: FromPath[UUID]
) -> Response[Any]:
    """Say yes, later or no."""
    partner = await member_partner(slug, visit.asker, Right.PUBLISH)
    return await answered(visit, Side.PARTNER, partner, await _own(partner, introduction_id))


async def _own(partner: Organisation, introduction_id: UUID) -> Introduction:
    introduction = await introductions.get(introduction_id)
    if introduction.partner_id != partner.id:
        raise NotFound
    return introduction


ROUTES = (introductions_page, introduction_page, answer)
