"""Support schemes: entered and changed by the authority."""

from dataclasses import replace
from datetime import datetime

from events_app.actions.history import record
from events_app.domain.history import Deed, differences
from events_app.domain.rights import Asker, Noun, Right, require
from events_app.domain.support_schemes import SupportScheme
from events_app.storage import support_schemes
from events_app.storage.database import transaction


async def add(scheme: SupportScheme, *, by: Asker, now: datetime) -> SupportScheme:
    """Keep a new scheme. Raises NotAllowed."""
    require(by, Right.CREATE, Noun.SCHEME)
    kept = replace(scheme, modified_at=now)
    async with transaction():
        await support_schemes.add(kept)
        await _record(Deed.ADDED, None, kept, by=by, now=now)
    return kept


async def change(scheme: SupportScheme, *, by: Asker, now: datetime) -> SupportScheme:
    """Keep a changed scheme, whose `version` is that of the copy it was made from.

    Raises NotAllowed, NotFound or ChangedMeanwhile.
    """
    require(by, Right.EDIT, Noun.SCHEME)
    kept = replace(scheme, modified_at=now)
    async with transaction():
        old = await support_schemes.get(scheme.id)
        await support_schemes.set_(kept)
        await _record(Deed.CHANGED, old, kept, by=by, now=now)
    return replace(kept, version=kept.version + 1)


async def _record(deed: Deed, old: SupportScheme | None, new: SupportScheme, *, by: Asker, now: datetime) -> None:
    label = new.name.shown("en").text
    await record(deed, Noun.SCHEME, new.id, by=by, now=now, label=label, changes=differences(old, new))
