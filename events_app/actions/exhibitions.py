"""Changes to series and editions; each keeps calendar, change log and history true in the same transaction."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from events_app.actions import approvals, webhooks
from events_app.actions.calendar import log_change, project_entries
from events_app.actions.cases import tell_applicants
from events_app.actions.context import Context
from events_app.actions.guests import tell_guests
from events_app.actions.history import record
from events_app.actions.staff import move_staff
from events_app.actions.translation_states import keep_states
from events_app.domain.calendar import Subject, entries_of_edition
from events_app.domain.changes import edition_changes
from events_app.domain.exhibitions import Days, Deadline, Edition, Series
from events_app.domain.history import Deed, differences
from events_app.domain.letters import LetterKind
from events_app.domain.pictures import Picture
from events_app.domain.readiness import PublishRule, ready_enough
from events_app.domain.rights import Asker, Noun, Right, require
from events_app.domain.texts import Text
from events_app.storage import exhibitions
from events_app.storage.database import transaction

NO_NOTE = Text.empty()
_RIGHTS = {Deed.CHANGED: Right.EDIT, Deed.TRANSLATED: Right.TRANSLATE}
"""What each deed asks for; those that are not here, the right to publish."""
_LETTERS = {Deed.CANCELLED: LetterKind.EDITION_CANCELLED, Deed.POSTPONED: LetterKind.EDITION_POSTPONED}
"""What companies with a case are told."""


async def add_series(series: Series, *, by: Asker, now: datetime) -> Series:
    """Keep a new series."""
    require(by, Right.CREATE, Noun.EXHIBITION, owner=next(iter(by.unit_ids), None))
    async with transaction():
        await exhibitions.add_series(series)
        await keep_states(series, now=now)
        changes = differences(None, series)
        await record(Deed.ADDED, Noun.EXHIBITION, series.id, by=by, now=now, label=series.slug, changes=changes)
    return series


async def add_edition(edition: Edition, *, by: Asker, context: Context, now: datetime) -> Edition:
    """Keep a new edition and, unless it is a draft, show it in the calendar."""
    require(by, Right.CREATE, Noun.EXHIBITION, owner=edition.unit_id)
    if edition.is_public:
        require(by, Right.PUBLISH, Noun.EXHIBITION, owner=edition.unit_id)
    async with transaction():
        if not by.is_system:
            await approvals.check(None, edition, context=context)
        await exhibitions.add_edition(edition)
        await _tell(Deed.ADDED, None, edition, by=by, context=context, now=now)
    return edition


async def change_edition(
    edition: Edition, *, note: Text = NO_NOTE, by: Asker, context: Context, now: datetime
) -> Edition:
    """Replace an edition by a changed one, whose `version` is that of the copy it was made from.

    A change of status is not made here. Raises NotFound, NotAllowed or ChangedMeanwhile.
    """
    return await _changed(
        edition.slug, lambda _: edition, deed=Deed.CHANGED, note=note, by=by, context=context, now=now
    )


async def change_picture(slug: str, picture: Picture | None, *, by: Asker, context: Context, now: datetime) -> Edition:
    """Give an edition a picture, whose file is kept already, or none. Raises NotFound or NotAllowed."""

    def pictured(old: Edition) -> Edition:
        return replace(old, picture=picture, modified_at=now)

    return await _changed(slug, pictured, deed=Deed.CHANGED, by=by, context=context, now=now)


async def translate(
    slug: str, change: Callable[[Edition], Edition], *, language: str, by: Asker, context: Context, now: datetime
) -> Edition:
    """Change the wordings of an edition in one language, whatever others have saved of it meanwhile.

    `change` must touch nothing else. Raises NotFound, NotAllowed, UnitUnknown, SourceChanged or ChangedMeanwhile.
    """

    def translated(old: Edition) -> Edition:
        new = change(old)
        return old if new == old else replace(new, modified_at=now)

    return await _changed(slug, translated, deed=Deed.TRANSLATED, language=language, by=by, context=context, now=now)


async def publish(slug: str, *, version: int | None = None, by: Asker, context: Context, now: datetime) -> Edition:
    """Show a draft to the public."""

    def published(old: Edition) -> Edition:
        return _at(old.publish(now=now), version)

    return await _changed(slug, published, deed=Deed.PUBLISHED, by=by, context=context, now=now)


async def unpublish(slug: str, *, version: int | None = None, by: Asker, context: Context, now: datetime) -> Edition:
    """Take a published edition back to a draft: readers do not find it any more. Raises AlreadyAnnounced."""

    def withdrawn(old: Edition) -> Edition:
        return _at(old.unpublish(now=now), version)

    return await _changed(slug, withdrawn, deed=Deed.UNPUBLISHED, by=by, context=context, now=now)


async def postpone(
    slug: str,
    days: Days,
    *,
    deadlines: tuple[Deadline, ...],
    note: Text,
    version: int | None = None,
    by: Asker,
    context: Context,
    now: datetime,
) -> Edition:
    """Move a public edition to new days, with new deadlines. Raises NotFound, NotPublic or AlreadyCancelled."""

    def postponed(old: Edition) -> Edition:
        return _at(replace(old.postpone(days, now=now), deadlines=deadlines), version)

    return await _changed(slug, postponed, deed=Deed.POSTPONED, note=note, by=by, context=context, now=now)


async def cancel(
    slug: str, reason: Text, *, version: int | None = None, by: Asker, context: Context, now: datetime
) -> Edition:
    """Cancel a public edition; the reason stands in the change log too. Raises NotFound, NotPublic or ReasonMissing."""

    def cancelled(old: Edition) -> Edition:
        return _at(old.cancel(reason, now=now), version)

    return await _changed(slug, cancelled, deed=Deed.CANCELLED, note=reason, by=by, context=context, now=now)


async def _changed(
    slug: str,
    change: Callable[[Edition], Edition],
    *,
    deed: Deed,
    note: Text = NO_NOTE,
    language: str | None = None,
    by: Asker,
    context: Context,
    now: datetime,
) -> Edition:
    """Load, decide, save: the asker needs the right to the edition as it is and as it will be."""
    right = _RIGHTS.get(deed, Right.PUBLISH)
    async with transaction():
        await exhibitions.lock_edition(slug)
        old = await exhibitions.get_edition(slug)
        require(by, right, Noun.EXHIBITION, owner=old.unit_id, language=language)
        new = change(old)
        if deed is Deed.TRANSLATED and new == old:
            return old
        require(by, right, Noun.EXHIBITION, owner=new.unit_id, language=language)
        if deed is Deed.PUBLISHED:
            ready_enough(new, PublishRule(context.publish_languages))
        if not by.is_system:
            await approvals.check(old, new, context=context)
        await exhibitions.set_edition(new)
        await _tell(deed, old, new, note=note, by=by, context=context, now=now)
    return replace(new, version=new.version + 1)


def _at(edition: Edition, version: int | None) -> Edition:
    """The edition as made from the copy with this version, if one is named."""
    return edition if version is None else replace(edition, version=version)


def _letter_of(deed: Deed, old: Edition | None, new: Edition) -> LetterKind | None:
    """What applicants are written: the edition was cancelled or postponed, or its public days were changed."""
    if deed is Deed.CHANGED and old is not None and old.is_public and new.is_public and old.days != new.days:
        return LetterKind.EDITION_MOVED
    return _LETTERS.get(deed)


async def _tell(
    deed: Deed,
    old: Edition | None,
    new: Edition,
    *,
    note: Text = NO_NOTE,
    by: Asker,
    context: Context,
    now: datetime,
) -> None:
    """Tell subscribers, guests, readers and the authority."""
    entries = entries_of_edition(new, domain=context.uid_domain)
    await project_entries(new.id, entries, is_public=new.is_public, memberships=context.memberships, now=now)
    await tell_guests(new, now=now)
    kind = _letter_of(deed, old, new)
    if kind is not None:
        await tell_applicants(kind, new, reason=note, by=by, now=now)
    if old is not None:
        await move_staff(new, new.days.first - old.days.first)
    await log_change(Subject.EXHIBITION, new.id, edition_changes(old, new), note=note, now=now)
    await webhooks.tell_of_edition(old, new, now=now)
    await keep_states(new, old=old, now=now)
    changes = differences(old, new)
    owner = new.unit_id
    await record(deed, Noun.EXHIBITION, new.id, by=by, now=now, owner=owner, label=new.slug, changes=changes)
