"""Changes to series and editions; each keeps the calendar and the public change log true in the same transaction."""

from dataclasses import replace
from datetime import datetime

from events_app.actions.calendar import log_change, project_entries
from events_app.actions.context import Context
from events_app.domain.calendar import Subject, entries_of_edition
from events_app.domain.changes import edition_changes
from events_app.domain.exhibitions import Days, Deadline, Edition, Series
from events_app.domain.texts import Text
from events_app.storage import exhibitions
from events_app.storage.database import transaction


async def add_series(series: Series) -> Series:
    """Keep a new series."""
    async with transaction():
        await exhibitions.add_series(series)
    return series


async def add_edition(edition: Edition, *, context: Context, now: datetime) -> Edition:
    """Keep a new edition and, unless it is a draft, show it in the calendar."""
    async with transaction():
        await exhibitions.add_edition(edition)
        await _announce(None, edition, Text.empty(), context=context, now=now)
    return edition


async def change_edition(edition: Edition, *, note: Text, context: Context, now: datetime) -> Edition:
    """Replace an edition by a changed one; raises NotFound if there is none at its slug."""
    async with transaction():
        old = await exhibitions.get_edition(edition.slug)
        await exhibitions.set_edition(edition)
        await _announce(old, edition, note, context=context, now=now)
    return edition


async def postpone(
    slug: str,
    days: Days,
    *,
    deadlines: tuple[Deadline, ...],
    note: Text,
    context: Context,
    now: datetime,
) -> Edition:
    """Move a public edition to new days, with new deadlines. Raises NotFound, NotPublic or AlreadyCancelled."""
    async with transaction():
        old = await exhibitions.get_edition(slug)
        postponed = replace(old.postpone(days, now=now), deadlines=deadlines)
        await exhibitions.set_edition(postponed)
        await _announce(old, postponed, note, context=context, now=now)
    return postponed


async def cancel(slug: str, reason: Text, *, context: Context, now: datetime) -> Edition:
    """Cancel a public edition. Raises NotFound, NotPublic or ReasonMissing."""
    async with transaction():
        old = await exhibitions.get_edition(slug)
        cancelled = old.cancel(reason, now=now)
        await exhibitions.set_edition(cancelled)
        await _announce(old, cancelled, Text.empty(), context=context, now=now)
    return cancelled


async def _announce(old: Edition | None, new: Edition, note: Text, *, context: Context, now: datetime) -> None:
    entries = entries_of_edition(new, domain=context.uid_domain)
    await project_entries(new.id, entries, is_public=new.is_public, memberships=context.memberships, now=now)
    await log_change(Subject.EXHIBITION, new.id, edition_changes(old, new), note=note, now=now)
