"""Setting how an edition admits: its room, quotas, window's grace, and the rule of its waiting list."""

from dataclasses import replace
from datetime import datetime

from events_app.actions.history import record
from events_app.actions.places import Counted, fill_counted
from events_app.domain.admissions import Admission, RulesAreSettled
from events_app.domain.history import Deed, differences
from events_app.domain.rights import Asker, Noun, Right, require
from events_app.storage import admissions, applications, exhibitions
from events_app.storage.database import transaction


async def keep(slug: str, admission: Admission, *, by: Asker, now: datetime) -> Admission:
    """Keep how an edition admits; conditions that changed get a new version, room that grew goes to who waits.

    Less room than is taken already takes nothing away from anybody: nothing more is offered until it fits again.
    Raises NotFound, NotAllowed, ChangedMeanwhile or RulesAreSettled.
    """
    async with transaction():
        edition = await exhibitions.get_edition(slug)
        require(by, Right.EDIT, Noun.ADMISSION, owner=edition.unit_id)
        old = await admissions.find(edition.id)
        if old is not None:
            old = await admissions.lock_(edition.id)
            is_settled = (old.policy, old.seed) != (admission.policy, admission.seed)
            if is_settled and await applications.list_waiting(edition.id):
                raise RulesAreSettled
        terms_version = admission.terms_version if old is None else old.terms_version + (old.terms != admission.terms)
        new = replace(admission, edition_id=edition.id, terms_version=terms_version)
        await admissions.set_(new)
        deed = Deed.CHANGED if old else Deed.ADDED
        changes = differences(old, new)
        owner = edition.unit_id
        await record(deed, Noun.ADMISSION, edition.id, by=by, now=now, owner=owner, label=slug, changes=changes)
        await fill_counted(Counted(edition, new), now=now)
    return replace(new, version=new.version + 1)
