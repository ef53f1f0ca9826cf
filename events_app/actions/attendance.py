"""Visitors at stands, noted by the organiser for any company, or by a company for itself."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from uuid import UUID

from events_app.actions.history import line_of, record
from events_app.domain.attendance import NotADayOfThis, check_visitors, days_of
from events_app.domain.exhibitions import Edition
from events_app.domain.history import Deed, FieldChange
from events_app.domain.refusals import NotFound
from events_app.domain.rights import Asker, NotAllowed, Noun, Right, may, require
from events_app.storage import attendance, exhibitions, history
from events_app.storage.database import transaction

Counted = tuple[UUID, date]
"""A company and a day."""


async def note_visitors(slug: str, visitors: Mapping[Counted, int | None], *, by: Asker, now: datetime) -> int:
    """Keep what companies counted on days, None for nothing; return how many numbers changed.

    Raises NotFound for an edition or a company that is not there, NotAllowed, NotADayOfThis or VisitorsOutOfRange.
    """
    async with transaction():
        edition = await exhibitions.get_edition(slug)
        companies = frozenset(company for company, _ in visitors)
        _require(by, edition, companies)
        if not {day for _, day in visitors} <= set(days_of(edition.days)):
            raise NotADayOfThis
        for number in visitors.values():
            check_visitors(number)
        await exhibitions.lock_edition(slug)
        if not companies <= await attendance.list_companies(edition.id):
            raise NotFound
        before = await attendance.count_visitors(edition.id)
        changed = {each: number for each, number in visitors.items() if before.get(each) != number}
        await attendance.set_visitors(edition.id, changed)
        lines = [
            line_of(
                Deed.CHANGED, Noun.DELEGATION, each[0], by=by, now=now, owner=edition.unit_id, label=slug, changes=told
            )
            for each, number in changed.items()
            for told in [_told(each[1], before.get(each), number)]
        ]
        await history.add(*lines)
    return len(changed)


async def note_exported(slug: str, count: int, *, by: Asker, now: datetime) -> None:
    """Keep in the history that the attendance left the house as a file. Raises NotFound or NotAllowed."""
    async with transaction():
        edition = await exhibitions.get_edition(slug)
        owner = edition.unit_id
        require(by, Right.READ, Noun.DELEGATION, owner=owner)
        changes = (FieldChange("count", None, count),)
        await record(
            Deed.EXPORTED, Noun.DELEGATION, edition.id, by=by, now=now, owner=owner, label=slug, changes=changes
        )


def _require(by: Asker, edition: Edition, companies: Iterable[UUID]) -> None:
    is_organiser = may(by, Right.EDIT, Noun.DELEGATION, owner=edition.unit_id)
    if not is_organiser and not all(may(by, Right.EDIT, Noun.DELEGATION, owner=each) for each in companies):
        raise NotAllowed


def _told(day: date, before: int | None, after: int | None) -> tuple[FieldChange, ...]:
    return FieldChange("day", None, day.isoformat()), FieldChange("visitors", before, after)
