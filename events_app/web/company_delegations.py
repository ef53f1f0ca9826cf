"""A company's own people and goods for an edition that it takes part in."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from events_app.actions.delegations import may_open
from events_app.credentials.passport_states import with_states
from events_app.credentials.sealing import Sealer
from events_app.domain.agendas import TOOK_OR_TAKES_PART
from events_app.domain.delegation_days import dues_of, goods_until, people_until, usual_days
from events_app.domain.delegations import erased_on
from events_app.domain.goods import carnet_of, totals_of
from events_app.domain.money import Money
from events_app.domain.refusals import NotFound
from events_app.domain.rights import Noun, Right, may, require
from events_app.edge.desk import Visit
from events_app.storage import applications, deadline_templates, exhibitions, goods, organisations
from events_app.storage.desk_delegations import Wanted, list_members
from events_app.web.delegation_forms import (
    Place,
    member_page,
    open_passport,
    passport_page,
    remove_member,
    save_member,
    save_passport,
)
from events_app.web.desk_delegations import words_of_members
from events_app.web.goods_forms import item_of, item_page, remove_item, save_item

BASE = "/{slug:str}/delegations/{edition_slug:str}"
MEMBER, ITEM = f"{BASE}/members/{{member_id:uuid}}", f"{BASE}/goods/{{item_id:uuid}}"
MOST_MEMBERS = 500


@get(BASE, include_in_schema=False)
async def delegation_page(
    visit: NamedDependency[Visit], *, slug: FromPath[str], edition_slug: FromPath[str]
) -> Response[str]:
    """Show the company's people and goods, by when they are entered, and what is still to be done."""
    place = await company_place(visit, slug, edition_slug, Right.READ)
    edition, company_id = place.edition, place.company_id
    members = await list_members(
        Wanted(edition_id=edition.id, company_id=company_id, today=visit.today), limit=MOST_MEMBERS
    )
    if may_open(visit.asker, edition, company_id):
        members = with_states(members, sealer=Sealer(visit.settings.secrets_keys))
    usual = usual_days(edition, await deadline_templates.get_in_force(edition.unit_id))
    items = await goods.list_of_company(edition.id, company_id) if company_id else ()
    people_by, goods_by = people_until(edition), goods_until(edition)
    may_edit = may(visit.asker, Right.EDIT, Noun.DELEGATION, owner=company_id)
    return visit.page(
        "company/delegation.html",
        place=place,
        edition=edition,
        company=place.company,
        members=members,
        dues={member.id: dues_of(member, usual, visit.today) for member in members},
        items=items,
        returning=len(carnet_of(items)),
        totals=[Money(amount, currency) for currency, amount in totals_of(items).items()],
        people_until=people_by,
        goods_until=goods_by,
        may_add_people=may_edit and visit.today <= people_by,
        may_add_goods=may_edit and visit.today <= goods_by,
        may_open=may_open(visit.asker, edition, company_id),
        erased=erased_on(edition.days.last, days=visit.settings.passport_days),
        has_key=Sealer(visit.settings.secrets_keys).has_key,
        **words_of_members(),
    )


@get(f"{BASE}/members/new", include_in_schema=False)
async def new_member(
    visit: NamedDependency[Visit], *, slug: FromPath[str], edition_slug: FromPath[str]
) -> Response[str]:
    """Show the form of a new member."""
    return await member_page(visit, await company_place(visit, slug, edition_slug), None)


@post(f"{BASE}/members/new", include_in_schema=False, status_code=200)
async def add_member(
    visit: NamedDependency[Visit], *, slug: FromPath[str], edition_slug: FromPath[str]
) -> Response[Any]:
    """Keep a new member."""
    return await save_member(visit, await company_place(visit, slug, edition_slug), None)


@get(MEMBER, include_in_schema=False)
async def edit_member_page(
    visit: NamedDependency[Visit], *, slug: FromPath[str], edition_slug: FromPath[str], member_id: FromPath[UUID]
) -> Response[str]:
    """Show a member in their form."""
    place = await company_place(visit, slug, edition_slug)
    return await member_page(visit, place, await place.member(member_id))


@post(MEMBER, include_in_schema=False, status_code=200)
async def edit_member(
    visit: NamedDependency[Visit], *, slug: FromPath[str], edition_slug: FromPath[str], member_id: FromPath[UUID]
) -> Response[Any]:
    """Keep a changed member."""
    place = await company_place(visit, slug, edition_slug)
    return await save_member(visit, place, await place.member(member_id))


@post(f"{MEMBER}/remove", include_in_schema=False, status_code=200)
async def take_out_member(
    visit: NamedDependency[Visit], *, slug: FromPath[str], edition_slug: FromPath[str], member_id: FromPath[UUID]
) -> Response[Any]:
    """Take a member out."""
    place = await company_place(visit, slug, edition_slug)
    return await remove_member(visit, place, await place.member(member_id))


@get(f"{MEMBER}/passport", include_in_schema=False)
async def passport(
    visit: NamedDependency[Visit], *, slug: FromPath[str], edition_slug: FromPath[str], member_id: FromPath[UUID]
) -> Response[str]:
    """Show what is known of a passport without opening it."""
    place = await company_place(visit, slug, edition_slug, Right.PUBLISH)
    return passport_page(visit, place, await place.member(member_id))


@post(f"{MEMBER}/passport", include_in_schema=False, status_code=200)
async def keep_passport(
    visit: NamedDependency[Visit], *, slug: FromPath[str], edition_slug: FromPath[str], member_id: FromPath[UUID]
) -> Response[Any]:
    """Keep passport and visa."""
    place = await company_place(visit, slug, edition_slug, Right.PUBLISH)
    return await save_passport(visit, place, await place.member(member_id))


@post(f"{MEMBER}/passport/open", include_in_schema=False, status_code=200)
async def show_passport(
    visit: NamedDependency[Visit], *, slug: FromPath[str], edition_slug: FromPath[str], member_id: FromPath[UUID]
) -> Response[Any]:
    """Open a passport; the history says who did."""
    place = await company_place(visit, slug, edition_slug, Right.PUBLISH)
    return await open_passport(visit, place, await place.member(member_id))


@get(f"{BASE}/goods/new", include_in_schema=False)
async def new_item(visit: NamedDependency[Visit], *, slug: FromPath[str], edition_slug: FromPath[str]) -> Response[str]:
    """Show the form of new goods."""
    return await item_page(visit, await company_place(visit, slug, edition_slug), None)


@post(f"{BASE}/goods/new", include_in_schema=False, status_code=200)
async def add_item(visit: NamedDependency[Visit], *, slug: FromPath[str], edition_slug: FromPath[str]) -> Response[Any]:
    """Keep new goods."""
    return await save_item(visit, await company_place(visit, slug, edition_slug), None)


@get(ITEM, include_in_schema=False)
async def edit_item_page(
    visit: NamedDependency[Visit], *, slug: FromPath[str], edition_slug: FromPath[str], item_id: FromPath[UUID]
) -> Response[str]:
    """Show goods in their form."""
    place = await company_place(visit, slug, edition_slug)
    return await item_page(visit, place, await item_of(place, item_id))


@post(ITEM, include_in_schema=False, status_code=200)
async def edit_item(
    visit: NamedDependency[Visit], *, slug: FromPath[str], edition_slug: FromPath[str], item_id: FromPath[UUID]
) -> Response[Any]:
    """Keep changed goods."""
    place = await company_place(visit, slug, edition_slug)
    return await save_item(visit, place, await item_of(place, item_id))


@post(f"{ITEM}/remove", include_in_schema=False, status_code=200)
async def take_off_item(
    visit: NamedDependency[Visit], *, slug: FromPath[str], edition_slug: FromPath[str], item_id: FromPath[UUID]
) -> Response[Any]:
    """Take goods off the list."""
    place = await company_place(visit, slug, edition_slug)
    return await remove_item(visit, place, await item_of(place, item_id))


async def company_place(visit: Visit, slug: str, edition_slug: str, right: Right = Right.EDIT) -> Place:
    """A company's part of the delegation of an edition that it takes part in. Raises NotFound or NotAllowed."""
    company = await organisations.get_by_slug(slug)
    require(visit.asker, right, Noun.DELEGATION, owner=company.id)
    edition = await exhibitions.get_edition(edition_slug)
    cases = await applications.list_of_company(company.id, edition_id=edition.id)
    if not any(case.state in TOOK_OR_TAKES_PART for case in cases):
        raise NotFound
    return Place(edition, company)


ROUTES = (
    delegation_page,
    new_member,
    add_member,
    edit_member_page,
    edit_member,
    take_out_member,
    passport,
    keep_passport,
    show_passport,
    new_item,
    add_item,
    edit_item_page,
    edit_item,
    take_off_item,
)
