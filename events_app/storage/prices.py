"""Price lists of editions."""

from typing import Any
from uuid import UUID

from events_app.domain.prices import PriceList
from events_app.domain.refusals import ChangedMeanwhile, NotFound
from events_app.storage import tables
from events_app.storage.fee_values import json_prices, prices_json
from events_app.storage.values import dumps, loads

Row = dict[str, Any]


async def find(edition_id: UUID) -> PriceList | None:
    """The price list of an edition, where it has one."""
    row = await tables.PriceList.select().where(tables.PriceList.edition == edition_id).first()
    return _prices(row) if row else None


async def get(edition_id: UUID) -> PriceList:
    """The price list of an edition; raises NotFound."""
    found = await find(edition_id)
    if found is None:
        raise NotFound
    return found


async def set_(prices: PriceList) -> None:
    """Keep the price list of an edition, the first from version 0. Raises ChangedMeanwhile."""
    table = tables.PriceList
    columns: dict[Any, Any] = {
        "currency": prices.currency,
        "body": dumps(prices_json(prices)),
        "version": prices.version + 1,
    }
    if prices.version == 0:
        row = table(edition=prices.edition_id, **columns)
        made = await table.insert(row).on_conflict(table.edition, "DO NOTHING").returning(table.edition)
        if not made:
            raise ChangedMeanwhile
        return
    at_its_version = (table.edition == prices.edition_id) & (table.version == prices.version)
    if not await table.update(columns).where(at_its_version).returning(table.edition):
        raise ChangedMeanwhile


def _prices(row: Row) -> PriceList:
    return json_prices(loads(row["body"]), edition_id=row["edition"], currency=row["currency"], version=row["version"])
