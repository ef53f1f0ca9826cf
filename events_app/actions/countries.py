"""Decisions about countries and regions: kept, told to every process, and written into the history."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID, uuid5

from events_app.actions.calendar import regroup
from events_app.actions.history import record
from events_app.domain.country_policies import CountryPolicy, KeptRule
from events_app.domain.history import Deed, differences
from events_app.domain.rights import Asker, Noun, Right, require
from events_app.reference.groups import shipped_memberships
from events_app.storage import calendar, country_policies
from events_app.storage.database import transaction

IDS = UUID("5f0c6f1e-8a5b-4c3e-9d57-2f6f0e6b7c01")
"""Namespace of the ids under which the history keeps countries and regions, which have codes and no ids."""
RULE = "development-rule"


def history_id(name: str) -> UUID:
    """Id in the history of a country or region by its code, or of the rule for development classes (`RULE`)."""
    return uuid5(IDS, name)


async def decide(policy: CountryPolicy, *, by: Asker, now: datetime) -> CountryPolicy:
    """Keep a policy whose `version` is that of the copy it was made from. Raises NotAllowed or ChangedMeanwhile."""
    require(by, Right.EDIT, Noun.COUNTRY)
    async with transaction():
        old = await country_policies.get(policy.code)
        new = replace(policy, modified_at=now)
        if replace(old, modified_at=None, version=0) == replace(new, modified_at=None, version=0):
            return old
        await country_policies.set_(new)
        if old.memberships != new.memberships:
            decided = await country_policies.get_policies()
            await regroup(new.code, decided.applied_to(shipped_memberships()), now=now)
        await _tell(now)
        changes = tuple(change for change in differences(old, new) if change.name != "code")
        await record(Deed.CHANGED, Noun.COUNTRY, history_id(new.code), by=by, now=now, label=new.code, changes=changes)
    return replace(new, version=new.version + 1)


async def decide_rule(kept: KeptRule, *, by: Asker, now: datetime) -> KeptRule:
    """Keep the rule for development classes. Raises NotAllowed or ChangedMeanwhile."""
    require(by, Right.EDIT, Noun.COUNTRY)
    async with transaction():
        old = await country_policies.get_rule()
        if old.rule == kept.rule:
            return old
        await country_policies.set_rule(kept)
        await _tell(now)
        changes = differences(old.rule, kept.rule)
        await record(Deed.CHANGED, Noun.COUNTRY, history_id(RULE), by=by, now=now, label=RULE, changes=changes)
    return replace(kept, version=kept.version + 1)


async def _tell(now: datetime) -> None:
    """Names and groups stand on public pages and in feeds: what was made from them is out of date."""
    await country_policies.set_changed()
    await calendar.set_changed(now, in_words=True)
