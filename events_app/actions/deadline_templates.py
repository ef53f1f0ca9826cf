"""Changing the templates by which deadlines are counted back; editions that have their deadlines keep them."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from events_app.actions.history import record
from events_app.domain.deadline_templates import DeadlineTemplate
from events_app.domain.history import Deed, FieldChange, differences
from events_app.domain.organisations import OrganisationKind
from events_app.domain.refusals import NotFound
from events_app.domain.rights import Asker, Noun, Right, require
from events_app.storage import deadline_templates, organisations
from events_app.storage.database import transaction

LABEL = "deadline-template"


async def keep(template: DeadlineTemplate, *, by: Asker, now: datetime) -> DeadlineTemplate:
    """Keep a template whose `version` is that of the copy it was made from: the authority's business.

    Raises NotAllowed, NotFound or ChangedMeanwhile.
    """
    async with transaction():
        label = await _label(template.unit_id, by)
        old = await deadline_templates.find(template.unit_id)
        if old == template:
            return old
        before = old or await deadline_templates.get_in_force(None)
        await deadline_templates.set_(template, now=now)
        await _record(template, differences(before, template), label=label, by=by, now=now)
    return replace(template, version=template.version + 1)


async def reset(unit_id: UUID | None, *, by: Asker, now: datetime) -> None:
    """Forget the template of a unit, or the authority's: the next wider one holds again.

    Raises NotAllowed or NotFound.
    """
    async with transaction():
        label = await _label(unit_id, by)
        old = await deadline_templates.find(unit_id)
        if old is None:
            return
        await deadline_templates.remove_(unit_id)
        wider = replace(await deadline_templates.get_in_force(None), unit_id=unit_id)
        await _record(old, differences(old, wider), label=label, by=by, now=now)


async def _label(unit_id: UUID | None, by: Asker) -> str:
    """What the history calls the template. Raises NotAllowed, or NotFound where it is no unit."""
    require(by, Right.DECIDE, Noun.EXHIBITION, owner=unit_id)
    if unit_id is None:
        return LABEL
    unit = await organisations.get(unit_id)
    if unit.kind is not OrganisationKind.UNIT:
        raise NotFound
    return f"{LABEL}: {unit.slug}"


async def _record(
    template: DeadlineTemplate, changes: tuple[FieldChange, ...], *, label: str, by: Asker, now: datetime
) -> None:
    told = tuple(change for change in changes if change.name == "rules")
    owner = template.unit_id
    await record(Deed.CHANGED, Noun.EXHIBITION, template.id, by=by, now=now, owner=owner, label=label, changes=told)
