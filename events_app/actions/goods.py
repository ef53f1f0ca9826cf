"""Goods of companies for an edition: entered, changed, taken off; by the company until its time is over."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from events_app.actions.cases import get_edition_of
from events_app.actions.delegations import check_part
from events_app.actions.history import record
from events_app.domain.delegation_days import goods_until
from events_app.domain.delegations import EntryClosed
from events_app.domain.exhibitions import Edition
from events_app.domain.goods import MOST_ITEMS, Item, TooManyItems
from events_app.domain.history import Deed, FieldChange, differences
from events_app.domain.refusals import ChangedMeanwhile
from events_app.domain.rights import Asker, NotAllowed, Noun, Right, may
from events_app.storage import exhibitions, goods
from events_app.storage.database import transaction


async def add(item: Item, *, by: Asker, now: datetime) -> Item:
    """Put an item at the end of its company's list.

    Raises NotFound, NotAllowed, InvalidValue, NotTakingPart, EntryClosed or TooManyItems.
    """
    item.check()
    async with transaction():
        edition = await get_edition_of(item.edition_id)
        _require(by, item, edition, now)
        await check_part(edition, item.company_id)
        await exhibitions.lock_edition(edition.slug)
        if await goods.count_of_company(edition.id, item.company_id) >= MOST_ITEMS:
            raise TooManyItems(most=MOST_ITEMS)
        number = await goods.get_next_number(edition.id, item.company_id)
        kept = replace(item, number=number, version=1)
        await goods.add(kept)
        await _record(Deed.ADDED, kept, edition, by=by, now=now)
    return kept


async def change(item: Item, *, by: Asker, now: datetime) -> Item:
    """Keep an item as it is now; company and number stay.

    Raises NotFound, NotAllowed, InvalidValue, EntryClosed or ChangedMeanwhile.
    """
    item.check()
    async with transaction():
        old = await goods.get(item.id)
        edition = await get_edition_of(old.edition_id)
        _require(by, old, edition, now)
        kept = replace(item, edition_id=old.edition_id, company_id=old.company_id, number=old.number)
        await goods.set_(kept)
        await _record(Deed.CHANGED, kept, edition, *differences(old, kept), by=by, now=now)
    return replace(kept, version=item.version + 1)


async def remove(item_id: UUID, *, version: int | None = None, by: Asker, now: datetime) -> None:
    """Take an item off the list.

    Raises NotFound, NotAllowed, EntryClosed, or ChangedMeanwhile where it is not this version any more.
    """
    async with transaction():
        item = await goods.get(item_id)
        edition = await get_edition_of(item.edition_id)
        _require(by, item, edition, now)
        if version not in {None, item.version}:
            raise ChangedMeanwhile
        await goods.remove(item.id)
        await _record(Deed.REMOVED, item, edition, by=by, now=now)


def _require(by: Asker, item: Item, edition: Edition, now: datetime) -> None:
    if may(by, Right.EDIT, Noun.DELEGATION, owner=edition.unit_id):
        return
    if not may(by, Right.EDIT, Noun.DELEGATION, owner=item.company_id):
        raise NotAllowed
    if now.astimezone(ZoneInfo(edition.zone)).date() > goods_until(edition):
        raise EntryClosed


async def _record(deed: Deed, item: Item, edition: Edition, *changes: FieldChange, by: Asker, now: datetime) -> None:
    owner = edition.unit_id
    await record(
        deed, Noun.DELEGATION, item.id, by=by, now=now, owner=owner, label=edition.slug, changes=tuple(changes)
    )
