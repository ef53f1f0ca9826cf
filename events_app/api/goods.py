"""Goods that companies send to an edition: the freight list and the general list of the ATA carnet, item by item."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final
from uuid import UUID, uuid4

from litestar import Response, delete, get, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from events_app.actions import goods as actions
from events_app.api.bodies import Faults, patched, read_body, read_patch
from events_app.api.calls import Call, answered
from events_app.api.delegation_bodies import Part, part_of_company, part_of_desk
from events_app.api.fields import Model, Money
from events_app.api.goods_bodies import GoodsList, GoodsTotal, ItemBody, ItemView, NewItem
from events_app.api.match_views import cut, first_place
from events_app.api.operations import CURSOR, LIMIT, Operation, Parameter, one_of
from events_app.domain.agendas import TOOK_OR_TAKES_PART
from events_app.domain.goods import Item, carnet_of
from events_app.domain.messages import N_
from events_app.domain.refusals import NotFound
from events_app.domain.rights import Right
from events_app.edge.forms import NOT_A_CHOICE
from events_app.storage import applications, goods, organisations

DESK: Final = "/exhibitions/{slug:str}/goods"
OWN: Final = "/companies/{slug:str}/delegations/{edition_slug:str}/goods"


@get(f"{DESK}/totals")
async def list_totals(call: NamedDependency[Call], *, slug: FromPath[str]) -> Response[bytes]:
    """List the sums of each company and currency."""
    part = await part_of_desk(call, slug, Right.READ)
    answered(call.query())
    sums = await goods.list_sums(part.edition.id)
    companies = await organisations.list_by_id(row["company"] for row in sums)
    whole = ("kinds", "returning_kinds", "pieces", "weight_g")
    return call.page(
        [
            GoodsTotal(
                company=companies[row["company"]].slug,
                value=Money(amount_minor=row["value_minor"], currency=row["currency"]),
                **{name: row[name] for name in whole},
            )
            for row in sums
        ]
    )


@get(DESK)
async def list_goods(call: NamedDependency[Call], *, slug: FromPath[str]) -> Response[bytes]:
    """List the goods of one company."""
    return await _page(call, await part_of_desk(call, slug, Right.READ))


@post(DESK, status_code=201)
async def add(call: NamedDependency[Call], *, slug: FromPath[str]) -> Response[bytes]:
    """Put goods of a company on its list."""
    part = await part_of_desk(call, slug, Right.EDIT)
    body = await read_body(call.request, NewItem)
    return await _added(call, part, body, await _company_id(body.company, part))


@get(f"{DESK}/{{item_id:uuid}}")
async def get_item(call: NamedDependency[Call], *, slug: FromPath[str], item_id: FromPath[UUID]) -> Response[bytes]:
    """Show goods."""
    return await _shown(call, await part_of_desk(call, slug, Right.READ), item_id)


@patch(f"{DESK}/{{item_id:uuid}}")
async def change(call: NamedDependency[Call], *, slug: FromPath[str], item_id: FromPath[UUID]) -> Response[bytes]:
    """Change goods by a merge patch."""
    return await _changed(call, await part_of_desk(call, slug, Right.EDIT), item_id)


@delete(f"{DESK}/{{item_id:uuid}}", status_code=204)
async def remove(call: NamedDependency[Call], *, slug: FromPath[str], item_id: FromPath[UUID]) -> None:
    """Take goods off the list."""
    await _remove(call, await part_of_desk(call, slug, Right.EDIT), item_id)


@get(OWN)
async def list_own(call: NamedDependency[Call], *, slug: FromPath[str], edition_slug: FromPath[str]) -> Response[bytes]:
    """List a company's goods."""
    return await _page(call, await part_of_company(call, slug, edition_slug, Right.READ))


@post(OWN, status_code=201)
async def add_own(call: NamedDependency[Call], *, slug: FromPath[str], edition_slug: FromPath[str]) -> Response[bytes]:
    """Put goods on a company's list."""
    part = await part_of_company(call, slug, edition_slug, Right.EDIT)
    return await _added(call, part, await read_body(call.request, ItemBody), part.company_id)


@get(f"{OWN}/{{item_id:uuid}}")
async def get_own(
    call: NamedDependency[Call], *, slug: FromPath[str], edition_slug: FromPath[str], item_id: FromPath[UUID]
) -> Response[bytes]:
    """Show a company's goods."""
    return await _shown(call, await part_of_company(call, slug, edition_slug, Right.READ), item_id)


@patch(f"{OWN}/{{item_id:uuid}}")
async def change_own(
    call: NamedDependency[Call], *, slug: FromPath[str], edition_slug: FromPath[str], item_id: FromPath[UUID]
) -> Response[bytes]:
    """Change a company's goods by a merge patch."""
    return await _changed(call, await part_of_company(call, slug, edition_slug, Right.EDIT), item_id)


@delete(f"{OWN}/{{item_id:uuid}}", status_code=204)
async def remove_own(
    call: NamedDependency[Call], *, slug: FromPath[str], edition_slug: FromPath[str], item_id: FromPath[UUID]
) -> None:
    """Take goods off a company's list."""
    await _remove(call, await part_of_company(call, slug, edition_slug, Right.EDIT), item_id)


async def _page(call: Call, part: Part) -> Response[bytes]:
    names = ("list", "cursor", "limit") if part.company else ("company", "list", "cursor", "limit")
    form = call.query(*names)
    limit, first = call.limit(form), first_place(call, form)
    asked = form.choice("list", GoodsList, required=False) or GoodsList.FREIGHT
    company_id = part.company_id
    if not part.company:
        companies = await organisations.list_by_id(row["company"] for row in await goods.list_sums(part.edition.id))
        by_slug = {company.slug: company.id for company in companies.values()}
        slug = form.line("company", required=True, most=100)
        company_id = by_slug.get(slug)
        if slug and company_id is None:
            form.fail("company", NOT_A_CHOICE, value=slug)
    answered(form)
    items = await goods.list_of_company(part.edition.id, company_id) if company_id else ()
    numbered = list(enumerate(carnet_of(items) if asked is GoodsList.CARNET else items, 1))
    page, after = cut(numbered, first, limit)
    return call.page(await _views(part, page), after=after)


async def _item(part: Part, item: Item) -> tuple[ItemView, int]:
    """Goods with their number on the freight list."""
    items = await goods.list_of_company(item.edition_id, item.company_id)
    place = next((number for number, each in enumerate(items, 1) if each.id == item.id), item.number)
    (view,) = await _views(part, [(place, item)])
    return view, item.version


async def _views(part: Part, numbered: Sequence[tuple[int, Item]]) -> list[ItemView]:
    companies = await organisations.list_by_id({item.company_id for _, item in numbered})
    return [
        ItemView.model_construct(
            **dict(ItemBody.of(item)),
            id=item.id,
            exhibition=part.edition.slug,
            company=companies[item.company_id].slug,
            number=number,
            version=item.version,
        )
        for number, item in numbered
    ]


async def _company_id(slug: str, part: Part) -> UUID:
    """A company that takes part, or did. Raises InvalidFields."""
    cases = await applications.list_of_edition(part.edition.id, TOOK_OR_TAKES_PART)
    companies = await organisations.list_by_id(case.company_id for case in cases)
    found = next((company.id for company in companies.values() if company.slug == slug), None)
    if found is None:
        faults = Faults()
        faults.add(("company",), NOT_A_CHOICE, value=slug)
        faults.check()
        raise NotFound
    return found


async def _of(part: Part, item_id: UUID) -> Item:
    found = await goods.get(item_id)
    if not part.reaches(found.edition_id, found.company_id):
        raise NotFound
    return found


async def _shown(call: Call, part: Part, item_id: UUID) -> Response[bytes]:
    return call.item(*await _item(part, await _of(part, item_id)))


async def _added(call: Call, part: Part, body: ItemBody, company_id: UUID | None) -> Response[bytes]:
    if company_id is None:
        raise NotFound

    async def create() -> tuple[Model, int, str]:
        new = Item(id=uuid4(), edition_id=part.edition.id, company_id=company_id, number=1, **body.fields)
        kept = await actions.add(new, by=call.by, now=call.now)
        return *await _item(part, kept), str(kept.id)

    return await call.created(f"{part.base}/goods", create)


async def _changed(call: Call, part: Part, item_id: UUID) -> Response[bytes]:
    old = await _of(part, item_id)
    body = patched(ItemBody.of(old), await read_patch(call.request), ItemBody)
    new = replace(old, **body.fields, version=call.version(old.version) or old.version)
    return call.changed(*await _item(part, await actions.change(new, by=call.by, now=call.now)))


async def _remove(call: Call, part: Part, item_id: UUID) -> None:
    item = await _of(part, item_id)
    answered(call.query())
    await actions.remove(item.id, version=call.version(item.version), by=call.by, now=call.now)


EXAMPLE: Final = {
    "description": "Butterfly valve DN 200",
    "pieces": 2,
    "weight_g": 46_500,
    "value": {"amount_minor": 120_000, "currency": "EUR"},
    "hs_code": "848180",
    "origin": "CN",
    "serial": "LY-1, LY-2",
}
COMPANY = Parameter("company", N_("Slug of the company whose goods are listed."), {"type": "string", "maxLength": 100})
LIST = one_of("list", N_("All goods, or those on the carnet: what returns, numbered anew."), GoodsList, several=False)
PATCHED: Final = {"pieces": 3, "weight_g": 69_750}
OPERATIONS = (
    Operation(
        handler=list_totals,
        id="listGoodsTotals",
        tag="delegations",
        summary=N_("List what each company sends to an exhibition, summed up by currency."),
        gives=GoodsTotal,
        is_page=True,
        needs_token=True,
    ),
    Operation(
        handler=list_goods,
        id="listGoods",
        tag="delegations",
        summary=N_("List the goods of one company for an exhibition: freight list or list of the ATA carnet."),
        gives=ItemView,
        is_page=True,
        query=(COMPANY, LIST, CURSOR, LIMIT),
        needs_token=True,
    ),
    Operation(
        handler=add,
        id="addGoods",
        tag="delegations",
        summary=N_("Put goods of a company on its freight list."),
        gives=ItemView,
        reads=NewItem,
        creates=True,
        example=EXAMPLE | {"company": "harbour-robotics"},
        needs_token=True,
    ),
    Operation(
        handler=get_item,
        id="getGoods",
        tag="delegations",
        summary=N_("Show goods of the freight list."),
        gives=ItemView,
        needs_token=True,
    ),
    Operation(
        handler=change,
        id="changeGoods",
        tag="delegations",
        summary=N_("Change goods of the freight list by a merge patch; company and number stay."),
        gives=ItemView,
        reads=ItemBody,
        merges=True,
        is_versioned=True,
        example=PATCHED,
        needs_token=True,
    ),
    Operation(
        handler=remove,
        id="removeGoods",
        tag="delegations",
        summary=N_("Take goods off the freight list."),
        is_versioned=True,
        needs_token=True,
    ),
    Operation(
        handler=list_own,
        id="listCompanyGoods",
        tag="delegations",
        summary=N_("List a company’s goods for an exhibition: freight list or list of the ATA carnet."),
        gives=ItemView,
        is_page=True,
        query=(LIST, CURSOR, LIMIT),
        needs_token=True,
    ),
    Operation(
        handler=add_own,
        id="addCompanyGoods",
        tag="delegations",
        summary=N_("Put goods on the freight list of a company that takes part."),
        gives=ItemView,
        reads=ItemBody,
        creates=True,
        example=EXAMPLE,
        needs_token=True,
    ),
    Operation(
        handler=get_own,
        id="getCompanyGoods",
        tag="delegations",
        summary=N_("Show goods of a company’s freight list."),
        gives=ItemView,
        needs_token=True,
    ),
    Operation(
        handler=change_own,
        id="changeCompanyGoods",
        tag="delegations",
        summary=N_("Change goods of a company’s freight list by a merge patch."),
        gives=ItemView,
        reads=ItemBody,
        merges=True,
        is_versioned=True,
        example=PATCHED,
        needs_token=True,
    ),
    Operation(
        handler=remove_own,
        id="removeCompanyGoods",
        tag="delegations",
        summary=N_("Take goods off a company’s freight list."),
        is_versioned=True,
        needs_token=True,
    ),
)
