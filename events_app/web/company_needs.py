"""What partners seek, for companies: what everybody reads, and what is shown to exporters that are signed in."""

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from events_app.domain.needs import Visibility
from events_app.domain.organisations import Organisation
from events_app.domain.rights import Noun, Right, may, require
from events_app.edge.desk import Visit
from events_app.edge.need_words import facts_of
from events_app.storage import organisations
from events_app.web.needs import Reader, get_partner, get_shown, list_shown

FOR_EXPORTERS = (Visibility.PUBLIC, Visibility.EXPORTERS)


@get("/{slug:str}/needs", include_in_schema=False)
async def needs_page(visit: NamedDependency[Visit], *, slug: FromPath[str]) -> Response[str]:
    """List what is sought, the need approved last first."""
    company = await _company(visit, slug)
    reader = Reader(visit.language, visit.request.app.state.catalogues, visit.settings)
    found = await list_shown(
        visit.request.query_params,
        reader,
        today=visit.today,
        shown_to=FOR_EXPORTERS,
        path=f"company/{company.slug}/needs",
    )
    return visit.page("company/needs.html", company=company, **found)


@get("/{slug:str}/needs/{need_slug:str}", include_in_schema=False)
async def need_page(visit: NamedDependency[Visit], *, slug: FromPath[str], need_slug: FromPath[str]) -> Response[str]:
    """Show one need, as it was approved."""
    company = await _company(visit, slug)
    need, content = await get_shown(need_slug, visit.today, FOR_EXPORTERS)
    return visit.page(
        "company/need.html",
        company=company,
        partner=await get_partner(need),
        may_offer=may(visit.asker, Right.CREATE, Noun.OFFER, owner=company.id),
        **facts_of(need, content, visit.today),
    )


async def _company(visit: Visit, slug: str) -> Organisation:
    company = await organisations.get_by_slug(slug)
    require(visit.asker, Right.READ, Noun.OFFER, owner=company.id)
    return company


ROUTES = (needs_page, need_page)
