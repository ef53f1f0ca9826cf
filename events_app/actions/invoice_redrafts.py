"""An issued invoice whose stands have changed: found, credited in full and drafted again, in one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from events_app.actions.invoices import Chosen, credit_by_hand, draft
from events_app.actions.places import lock_places
from events_app.domain.applications import TAKING_PART
from events_app.domain.fees import Charge, ChargedSpace, LineKind
from events_app.domain.invoices import Invoice, NotIssued
from events_app.domain.prices import PriceList
from events_app.domain.refusals import ChangedMeanwhile
from events_app.domain.rights import Asker, Noun, Right, require
from events_app.domain.stand_changes import StandChange, StandsUnchanged, changes_of, zone_of
from events_app.domain.support_schemes import SupportScheme
from events_app.domain.tax_rules import WHOLE
from events_app.domain.texts import Text
from events_app.storage import applications, invoices, prices, stands, support_schemes
from events_app.storage.database import transaction


@dataclass(frozen=True, slots=True)
class Redraft:
    """The invoice that was credited, and the draft in its place."""

    credited: Invoice
    draft: Invoice


async def find_changes(invoice: Invoice) -> tuple[StandChange, ...]:
    """What has changed about the stands since it was issued.

    Nothing of drafts, of what is credited in full, and of cases that take part no more: the scale settles those.
    """
    found = await prices.find(invoice.edition_id)
    if not invoice.number or invoice.credited_share == WHOLE or found is None:
        return ()
    if (await applications.get(invoice.application_id)).state not in TAKING_PART:
        return ()
    return changes_of(invoice.charge, found, await _spaces(invoice.application_id))


async def credit_and_draft(
    invoice_id: UUID, reason: Text, *, version: int | None = None, new_id: UUID | None = None, by: Asker, now: datetime
) -> Redraft:
    """Credit an issued invoice in full and draft one of the stands as they are, with the same packages and schemes.

    Raises NotFound, NotAllowed, ChangedMeanwhile, NotIssued, StandsUnchanged, or what crediting or drafting refuses.
    """
    seen = await invoices.get(invoice_id)
    async with transaction():
        counted = await lock_places(seen.edition_id)
        require(by, Right.DECIDE, Noun.FEE, owner=counted.edition.unit_id)
        invoice = await invoices.lock_(invoice_id)
        if version not in {None, invoice.version}:
            raise ChangedMeanwhile
        if not invoice.number:
            raise NotIssued
        if not await find_changes(invoice):
            raise StandsUnchanged
        list_now = await prices.get(invoice.edition_id)
        spaces = await _spaces(invoice.application_id)
        chosen = chosen_of(invoice.charge, list_now, spaces, await support_schemes.list_schemes())
        credited, _ = await credit_by_hand(invoice_id, WHOLE, reason, by=by, now=now)
        drafted = await draft(invoice.application_id, chosen, new_id=new_id, by=by, now=now)
    return Redraft(credited, drafted)


def chosen_of(
    issued: Charge, list_now: PriceList, spaces: Sequence[ChargedSpace], schemes: Sequence[SupportScheme]
) -> Chosen:
    """What an officer chose for a charge, as its lines tell: packages and older supports by their words."""
    packages = [line.name.wordings for line in issued.lines if line.kind is LineKind.PACKAGE]
    supports = [line for line in issued.lines if line.kind is LineKind.SUPPORT]
    return Chosen(
        zone=zone_of(issued, list_now, spaces),
        packages=frozenset(
            each.key
            for each in list_now.items
            if each.kind.value == LineKind.PACKAGE.value and each.name.wordings in packages
        ),
        scheme_ids=frozenset(
            scheme.id
            for scheme in schemes
            for line in supports
            if (line.scheme_id == scheme.id if line.scheme_id else line.name.wordings == scheme.name.wordings)
        ),
    )


async def _spaces(application_id: UUID) -> tuple[ChargedSpace, ...]:
    return tuple(map(ChargedSpace.of_stand, await stands.list_of_application(application_id)))
