"""Goods of an edition at the desk: sums of each company, the lists of one, and both as workbooks."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from events_app.domain.goods import Item, carnet_of, totals_of
from events_app.domain.messages import P_, Message
from events_app.domain.money import Money
from events_app.domain.organisations import Organisation
from events_app.domain.refusals import NotFound
from events_app.domain.rights import Noun, Right, may
from events_app.domain.tables import Column, Kind, Table
from events_app.edge.desk import Visit
from events_app.edge.forms import Form
from events_app.i18n.numbers import minor_digits
from events_app.reference import countries
from events_app.storage import goods, organisations
from events_app.web.desk_delegations import desk_place, say, sent_workbook
from events_app.web.goods_forms import item_of, item_page, remove_item, save_item

MOST_ROWS = 10_000
CARNET = "carnet"
LISTS = ("freight", CARNET)
TITLES: dict[str, Message] = {
    "freight": P_("exported table", "Freight list"),
    CARNET: P_("exported table", "General list of the ATA carnet"),
}
COLUMNS: tuple[tuple[Message, Kind], ...] = (
    (P_("column of goods", "Item number"), Kind.INTEGER),
    (P_("column of goods", "Trade description"), Kind.TEXT),
    (P_("column of goods", "Marks and serial numbers"), Kind.TEXT),
    (P_("column of goods", "Number of pieces"), Kind.INTEGER),
    (P_("column of goods", "Weight (kg)"), Kind.DECIMAL),
    (P_("column of goods", "Value"), Kind.DECIMAL),
    (P_("column of goods", "Currency"), Kind.TEXT),
    (P_("column of goods", "Country or region of origin"), Kind.TEXT),
)
FREIGHT_COLUMNS: tuple[tuple[Message, Kind], ...] = (
    (P_("column of goods", "HS code"), Kind.TEXT),
    (P_("column of goods", "Returns"), Kind.TEXT),
    (P_("column of goods", "Company"), Kind.TEXT),
)
YES, NO = P_("answer in a table", "yes"), P_("answer in a table", "no")


@get("/exhibitions/{slug:str}/goods", include_in_schema=False)
async def goods_page(visit: NamedDependency[Visit], *, slug: FromPath[str]) -> Response[str]:
    """Sums of each company, and what the chosen one sends."""
    place = await desk_place(visit, slug, Right.READ)
    sums = await goods.list_sums(place.edition.id)
    companies = await organisations.list_by_id(row["company"] for row in sums)
    form, chosen = _read(visit)
    company = companies.get(chosen) if chosen else None
    items = await goods.list_of_company(place.edition.id, company.id) if company else ()
    return visit.page(
        "desk/delegations/goods.html",
        place=place,
        edition=place.edition,
        form=form,
        sums=[(companies[row["company"]], row, Money(row["value_minor"], row["currency"])) for row in sums],
        company=company,
        items=carnet_of(items) if form.value("list") == CARNET else items,
        totals=[Money(amount, currency) for currency, amount in totals_of(items).items()],
        may_edit=may(visit.asker, Right.EDIT, Noun.DELEGATION, owner=place.edition.unit_id),
    )


@get("/exhibitions/{slug:str}/goods.xlsx", include_in_schema=False)
async def workbook(visit: NamedDependency[Visit], *, slug: FromPath[str]) -> Response[bytes]:
    """The freight list of all companies or of one, or the general list of one company's carnet."""
    place = await desk_place(visit, slug, Right.READ)
    form, chosen = _read(visit)
    of_one = await organisations.list_by_id([chosen]) if chosen else {}
    if chosen and not of_one:
        raise NotFound
    items = (
        await goods.list_of_company(place.edition.id, chosen)
        if chosen
        else await goods.list_of_edition(place.edition.id, limit=MOST_ROWS)
    )
    name = CARNET if form.value("list") == CARNET else "freight"
    return await sent_workbook(visit, place.edition, await goods_table(visit, items, name), TITLES[name], name)


@get("/exhibitions/{slug:str}/goods/new", include_in_schema=False)
async def new_page(visit: NamedDependency[Visit], *, slug: FromPath[str]) -> Response[str]:
    """Show the form of new goods."""
    return await item_page(visit, await desk_place(visit, slug), None)


@post("/exhibitions/{slug:str}/goods/new", include_in_schema=False, status_code=200)
async def add(visit: NamedDependency[Visit], *, slug: FromPath[str]) -> Response[Any]:
    """Keep new goods of a company."""
    return await save_item(visit, await desk_place(visit, slug), None)


@get("/exhibitions/{slug:str}/goods/{item_id:uuid}", include_in_schema=False)
async def edit_page(visit: NamedDependency[Visit], *, slug: FromPath[str], item_id: FromPath[UUID]) -> Response[str]:
    """Show goods in their form."""
    place = await desk_place(visit, slug)
    return await item_page(visit, place, await item_of(place, item_id))


@post("/exhibitions/{slug:str}/goods/{item_id:uuid}", include_in_schema=False, status_code=200)
async def edit(visit: NamedDependency[Visit], *, slug: FromPath[str], item_id: FromPath[UUID]) -> Response[Any]:
    """Keep changed goods."""
    place = await desk_place(visit, slug)
    return await save_item(visit, place, await item_of(place, item_id))


@post("/exhibitions/{slug:str}/goods/{item_id:uuid}/remove", include_in_schema=False, status_code=200)
async def remove(visit: NamedDependency[Visit], *, slug: FromPath[str], item_id: FromPath[UUID]) -> Response[Any]:
    """Take goods off the list."""
    place = await desk_place(visit, slug)
    return await remove_item(visit, place, await item_of(place, item_id))


async def goods_table(visit: Visit, items: Iterable[Item], name: str) -> Table:
    """A list as a table, the goods of each company numbered from one without a gap."""
    found = carnet_of(tuple(items)) if name == CARNET else tuple(items)
    companies = await organisations.list_by_id(item.company_id for item in found)
    columns = (*COLUMNS, *FREIGHT_COLUMNS) if name != CARNET else COLUMNS
    rows: list[tuple[Any, ...]] = []
    last: UUID | None = None
    number = 0
    for item in found:
        number = number + 1 if item.company_id == last else 1
        last = item.company_id
        row = _row(visit, item, number)
        rows.append(row if name == CARNET else (*row, *_of_freight(visit, item, companies[item.company_id])))
    return Table(tuple(Column(say(visit, words), kind) for words, kind in columns), tuple(rows))


def _row(visit: Visit, item: Item, number: int) -> tuple[Any, ...]:
    return (
        number,
        item.description,
        item.serial,
        item.pieces,
        float(item.weight_kg),
        item.value.amount_minor / 10 ** minor_digits(item.value.currency),
        item.value.currency,
        countries.name(item.origin, visit.language, visit.settings.country_names),
    )


def _of_freight(visit: Visit, item: Item, company: Organisation) -> tuple[Any, ...]:
    return (item.hs_code, say(visit, YES if item.is_returning else NO), company.name.shown(visit.language).text)


def _read(visit: Visit) -> tuple[Form, UUID | None]:
    query = visit.request.query_params
    form = Form({name: query.getall(name, []) for name in ("company", "list")})
    form.one_of("list", LISTS, required=False)
    return form, form.attempt("company", lambda: form.identity("company")) if form.value("company") else None


ROUTES = (goods_page, workbook, new_page, add, edit_page, edit, remove)
