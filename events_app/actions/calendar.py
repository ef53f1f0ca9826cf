"""Keeping the calendar's projection true: called inside the transaction that changed an edition or project."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from uuid import UUID, uuid4

from events_app.domain.calendar import CalendarEntry, EntryKind, Subject, renewed
from events_app.domain.changes import AspectChange, Change
from events_app.domain.countries import Membership, groups_on
from events_app.domain.selections import Selection
from events_app.domain.texts import Text
from events_app.storage import calendar, selections

REGROUPED_AT_ONCE = 500


async def project_entries(
    subject_id: UUID,
    entries: Iterable[CalendarEntry],
    *,
    is_public: bool,
    memberships: Iterable[Membership],
    now: datetime,
) -> None:
    """Publish the entries of a subject in place of what was published before.

    An entry that is gone stays as cancelled, so that subscribers see it go; of a subject that is no longer public
    nothing stays: its words are nobody's any more. Entries that did not change keep their revision and their bytes;
    nothing at all is written when none changed.
    """
    memberships = tuple(memberships)
    before = {entry.id: entry for entry in await calendar.list_of_subject(subject_id)}
    after = {entry.id: renewed(before.get(entry.id), _with_groups(entry, memberships), now=now) for entry in entries}
    left = {key: entry for key, entry in before.items() if key not in after}
    gone = {key: entry.calls_off(now=now) for key, entry in left.items()} if is_public else {}
    changed = [entry for key, entry in (after | gone).items() if before.get(key) != entry]
    replaced = [before[entry.id] for entry in changed if entry.id in before]
    if not is_public:
        replaced += left.values()
    if changed or replaced:
        await calendar.set_entries(changed, before=replaced, now=now)


async def regroup(country: str, memberships: Iterable[Membership], *, now: datetime) -> None:
    """Find the entries of a country or region under the groups that it now belongs to.

    Their words do not change: revisions stay, and so do the bytes that subscribers hold.
    """
    memberships = tuple(memberships)
    entries = await selections.list_all(Selection(kinds=tuple(EntryKind), countries=(country,)))
    moved = [(old, new) for old in entries if (new := _with_groups(old, memberships)) != old]
    for start in range(0, len(moved), REGROUPED_AT_ONCE):
        some = moved[start : start + REGROUPED_AT_ONCE]
        await calendar.set_entries([new for _, new in some], before=[old for old, _ in some], now=now)


async def log_change(
    subject: Subject,
    subject_id: UUID,
    aspects: tuple[AspectChange, ...],
    *,
    note: Text,
    now: datetime,
) -> None:
    """Add a line to the public change log; none where nothing that readers see has changed."""
    if aspects:
        change = Change(id=uuid4(), subject=subject, subject_id=subject_id, at=now, aspects=aspects, note=note)
        await calendar.add_change(change)


def _with_groups(entry: CalendarEntry, memberships: tuple[Membership, ...]) -> CalendarEntry:
    """Groups of countries as they are on the entry's first day: membership changes."""
    groups = {group for code in entry.countries for group in groups_on(memberships, code, entry.starts_on)}
    return replace(entry, groups=tuple(sorted(groups)))
