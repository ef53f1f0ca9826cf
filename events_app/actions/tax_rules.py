"""Tax rules: entered and changed by the authority."""

from dataclasses import replace
from datetime import datetime

from events_app.actions.history import record
from events_app.domain.history import Deed, differences
from events_app.domain.rights import Asker, Noun, Right, require
from events_app.domain.tax_rules import TaxRule
from events_app.storage import tax_rules
from events_app.storage.database import transaction


async def add(rule: TaxRule, *, by: Asker, now: datetime) -> TaxRule:
    """Keep a new rule. Raises NotAllowed."""
    require(by, Right.EDIT, Noun.FEE)
    kept = replace(rule, modified_at=now)
    async with transaction():
        await tax_rules.add(kept)
        await _record(Deed.ADDED, None, kept, by=by, now=now)
    return kept


async def change(rule: TaxRule, *, by: Asker, now: datetime) -> TaxRule:
    """Keep a changed rule; what was issued states the rule as it was. Raises NotAllowed, NotFound, ChangedMeanwhile."""
    require(by, Right.EDIT, Noun.FEE)
    kept = replace(rule, modified_at=now)
    async with transaction():
        old = await tax_rules.get(rule.id)
        await tax_rules.set_(kept)
        await _record(Deed.CHANGED, old, kept, by=by, now=now)
    return replace(kept, version=kept.version + 1)


async def _record(deed: Deed, old: TaxRule | None, new: TaxRule, *, by: Asker, now: datetime) -> None:
    label = new.name.shown("en").text
    await record(deed, Noun.FEE, new.id, by=by, now=now, label=label, changes=differences(old, new))
