"""Recording approval cases, and the gate that asks for them."""

from dataclasses import replace
from datetime import datetime

from events_app.actions.context import Context
from events_app.actions.history import record
from events_app.domain.approvals import ApprovalCase, check_opening, needs_approval, takes_applications
from events_app.domain.exhibitions import Edition
from events_app.domain.history import Deed, differences
from events_app.domain.rights import Asker, Noun, Right, require
from events_app.storage import approvals, exhibitions, organisations
from events_app.storage.database import transaction


async def keep(slug: str, case: ApprovalCase, *, by: Asker, now: datetime) -> ApprovalCase:
    """Keep the case of an edition. Whoever may publish may record it; deciding is the authority's.

    Raises NotFound, NotAllowed or ChangedMeanwhile.
    """
    async with transaction():
        edition = await exhibitions.get_edition(slug)
        old = await approvals.find(edition.id)
        decides = case.decision != (old.decision if old else ApprovalCase(edition_id=edition.id).decision)
        right = Right.DECIDE if decides else Right.PUBLISH
        require(by, right, Noun.EXHIBITION, owner=edition.unit_id)
        await approvals.set_(replace(case, edition_id=edition.id))
        changes = differences(old, case)
        deed = Deed.DECIDED if decides else Deed.CHANGED
        owner = edition.unit_id
        await record(deed, Noun.EXHIBITION, edition.id, by=by, now=now, owner=owner, label=slug, changes=changes)
    return replace(case, version=case.version + 1)


async def check(old: Edition | None, new: Edition, *, context: Context) -> None:
    """Raise ApprovalMissing where an edition would open for applications without the approval that it needs."""
    if await _needs_approval(new, context):
        was_open = bool(old and takes_applications(old) and await _needs_approval(old, context))
        check_opening(new, await approvals.find(new.id), was_open=was_open)


async def _needs_approval(edition: Edition, context: Context) -> bool:
    unit = await organisations.get(edition.unit_id) if edition.unit_id else None
    return needs_approval(edition, kinds=context.approval_for, unit_needs_it=bool(unit and unit.needs_approval))
