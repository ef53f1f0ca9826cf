"""Goods that companies send to an edition, in the order of their numbers."""

from typing import Any
from uuid import UUID

from events_app.domain.goods import Item
from events_app.domain.money import Money
from events_app.domain.refusals import ChangedMeanwhile, NotFound
from events_app.storage.database import fetch

Row = dict[str, Any]


async def get(item_id: UUID) -> Item:
    """Item by id; raises NotFound."""
    rows = await fetch("SELECT * FROM goods_item WHERE id = {}", item_id)
    if not rows:
        raise NotFound
    return _item(rows[0])


async def list_of_company(edition_id: UUID, company_id: UUID) -> tuple[Item, ...]:
    """What one company sends."""
    sql = "SELECT * FROM goods_item WHERE edition = {} AND company = {} ORDER BY number"
    return tuple(map(_item, await fetch(sql, edition_id, company_id)))


async def list_of_edition(edition_id: UUID, *, limit: int) -> tuple[Item, ...]:
    """What all companies send, company by company."""
    sql = "SELECT * FROM goods_item WHERE edition = {} ORDER BY company, number LIMIT {}"
    return tuple(map(_item, await fetch(sql, edition_id, limit)))


async def list_sums(edition_id: UUID) -> tuple[Row, ...]:
    """For each company and currency: company, currency, kinds, pieces, weight_g, value_minor and how many return."""
    rows = await fetch(
        "SELECT company, currency, COUNT(*) AS kinds, SUM(pieces) AS pieces, SUM(weight_g) AS weight_g, "
        "SUM(value_minor) AS value_minor, SUM(CASE WHEN is_returning = {} THEN 1 ELSE 0 END) AS returning_kinds "
        "FROM goods_item WHERE edition = {} GROUP BY company, currency ORDER BY company, currency",
        True,
        edition_id,
    )
    whole = ("kinds", "pieces", "weight_g", "value_minor", "returning_kinds")
    return tuple(row | {name: int(row[name]) for name in whole} for row in rows)


async def get_next_number(edition_id: UUID, company_id: UUID) -> int:
    """The number after the last of a company."""
    sql = "SELECT MAX(number) AS last FROM goods_item WHERE edition = {} AND company = {}"
    return int((await fetch(sql, edition_id, company_id))[0]["last"] or 0) + 1


async def count_of_company(edition_id: UUID, company_id: UUID) -> int:
    """How many kinds of goods a company sends."""
    sql = "SELECT COUNT(*) AS found FROM goods_item WHERE edition = {} AND company = {}"
    return int((await fetch(sql, edition_id, company_id))[0]["found"])


async def add(item: Item) -> None:
    """Keep a new item."""
    await fetch(
        "INSERT INTO goods_item (id, edition, company, number, description, pieces, weight_g, value_minor, currency, "
        "hs_code, origin, serial, is_returning, version) "
        "VALUES ({}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {})",
        item.id,
        item.edition_id,
        item.company_id,
        item.number,
        *_written(item),
        item.version,
    )


async def set_(item: Item) -> None:
    """Replace an item, and raise the version. Raises ChangedMeanwhile."""
    kept = await fetch(
        "UPDATE goods_item SET description = {}, pieces = {}, weight_g = {}, value_minor = {}, currency = {}, "
        "hs_code = {}, origin = {}, serial = {}, is_returning = {}, version = version + 1 "
        "WHERE id = {} AND version = {} RETURNING id",
        *_written(item),
        item.id,
        item.version,
    )
    if not kept:
        raise ChangedMeanwhile


async def remove(item_id: UUID) -> None:
    """Take an item off the list."""
    await fetch("DELETE FROM goods_item WHERE id = {}", item_id)


def _written(item: Item) -> tuple[object, ...]:
    return (
        item.description,
        item.pieces,
        item.weight_g,
        item.value.amount_minor,
        item.value.currency,
        item.hs_code,
        item.origin,
        item.serial,
        item.is_returning,
    )


def _item(row: Row) -> Item:
    return Item(
        id=row["id"],
        edition_id=row["edition"],
        company_id=row["company"],
        number=row["number"],
        description=row["description"],
        pieces=row["pieces"],
        weight_g=row["weight_g"],
        value=Money(row["value_minor"], row["currency"]),
        hs_code=row["hs_code"],
        origin=row["origin"],
        serial=row["serial"],
        is_returning=bool(row["is_returning"]),
        version=row["version"],
    )
