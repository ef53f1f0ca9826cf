"""Pages of partner organisations: the way to one's own."""

from typing import Any

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from events_app.domain.organisations import Organisation, OrganisationKind
from events_app.domain.refusals import NotFound
from events_app.domain.rights import Asker, Noun, Right, require
from events_app.edge.desk import Visit, see
from events_app.storage import organisations


@get("/", include_in_schema=False)
async def partners_page(visit: NamedDependency[Visit]) -> Response[Any]:
    """Lead to the partner organisation of whoever is signed in."""
    own = await list_partners(visit.asker)
    if not own:
        return see("account")
    if len(own) == 1:
        return see(f"partner/{own[0].slug}/needs")
    return visit.page("partner/choose.html", partners=own)


@get("/{slug:str}", include_in_schema=False)
async def partner_page(visit: NamedDependency[Visit], *, slug: FromPath[str]) -> Response[Any]:
    """Lead to what the partner organisation seeks."""
    partner = await member_partner(slug, visit.asker)
    return see(f"partner/{partner.slug}/needs")


async def member_partner(slug: str, asker: Asker, right: Right = Right.READ) -> Organisation:
    """The partner organisation, if the asker may do this for it. Raises NotFound or NotAllowed."""
    partner = await organisations.get_by_slug(slug)
    require(asker, right, Noun.NEED, owner=partner.id)
    if partner.kind is not OrganisationKind.PARTNER:
        raise NotFound
    return partner


async def list_partners(asker: Asker) -> list[Organisation]:
    """Partner organisations that the asker works for."""
    ids = [m.organisation_id for m in asker.memberships if m.organisation_kind is OrganisationKind.PARTNER]
    found = await organisations.list_by_id(ids)
    return sorted(found.values(), key=lambda partner: partner.slug)


ROUTES = (partners_page, partner_page)
