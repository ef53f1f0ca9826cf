"""Keeping the price list of an edition. What was drafted or issued before keeps its prices."""

from dataclasses import replace
from datetime import datetime

from events_app.actions.history import record
from events_app.domain.history import Deed, differences
from events_app.domain.messages import N_
from events_app.domain.prices import PriceList
from events_app.domain.refusals import NotFound, Refusal
from events_app.domain.rights import Asker, Noun, Right, require
from events_app.storage import exhibitions, invoices, prices, tax_rules
from events_app.storage.database import transaction


class CurrencySettled(Refusal):
    """Another currency than that of invoices which there are."""

    message = N_("Invoices of this edition exist in %(currency)s: its currency stays.")


async def keep(slug: str, wanted: PriceList, *, by: Asker, now: datetime) -> PriceList:
    """Keep a price list. Raises NotFound, NotAllowed, ChangedMeanwhile or CurrencySettled."""
    async with transaction():
        edition = await exhibitions.get_edition(slug)
        require(by, Right.EDIT, Noun.FEE, owner=edition.unit_id)
        new = replace(wanted, edition_id=edition.id)
        if len(await tax_rules.list_by_id(new.tax_ids)) < len(new.tax_ids):
            raise NotFound
        old = await prices.find(edition.id)
        is_other = old is not None and old.currency != new.currency
        if old and is_other and await invoices.count_invoices(invoices.Wanted(edition_id=edition.id), at_most=1):
            raise CurrencySettled(currency=old.currency)
        await prices.set_(new)
        deed = Deed.CHANGED if old else Deed.ADDED
        changes = differences(old, new)
        owner = edition.unit_id
        await record(deed, Noun.FEE, edition.id, by=by, now=now, owner=owner, label=slug, changes=changes)
    return replace(new, version=new.version + 1)
