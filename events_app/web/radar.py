"""Gathering for the conflict radar: days off of host and home, other editions near in time, staff, the template."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from events_app.domain.conflicts import NEAR, Conflict, OnStaff, Surroundings, conflicts, other_of, window_of
from events_app.domain.days_off import DaysOff
from events_app.domain.exhibitions import Edition
from events_app.reference.countries import un_subregion
from events_app.reference.public_holidays import between
from events_app.reference.weekends import weekend_of
from events_app.settings import Settings
from events_app.storage import deadline_templates, exhibitions, staff
from events_app.storage.desk_exhibitions import list_near


async def conflicts_of(edition: Edition, settings: Settings, now: datetime) -> tuple[Conflict, ...]:
    """Warnings about an edition; none about one that is over."""
    today = now.astimezone(ZoneInfo(settings.home_zone)).date()
    if edition.days.last < today:
        return ()
    near = await list_near(edition.days.first - NEAR, edition.days.last + NEAR)
    others = await exhibitions.list_editions([row.slug for row in near if row.slug != edition.slug])
    first, last = window_of(edition)
    working = await _staff([edition, *others])
    around = Surroundings(
        host=_days_off(edition.country, first, last),
        home=_days_off(settings.home_country, first, last),
        others=tuple(
            other_of(other, region=un_subregion(other.country) or "", staff=working[other.id]) for other in others
        ),
        region=un_subregion(edition.country) or "",
        staff=working[edition.id],
        rules=(await deadline_templates.get_in_force(edition.unit_id)).rules,
        today=today,
    )
    return conflicts(edition, around)


async def _staff(editions: Sequence[Edition]) -> dict[UUID, frozenset[OnStaff]]:
    """Who works at each of these editions."""
    by_id = {edition.id: edition for edition in editions}
    found: dict[UUID, set[OnStaff]] = {edition.id: set() for edition in editions}
    for each in await staff.list_of_editions(by_id):
        days = each.days_at(by_id[each.edition_id])
        found[each.edition_id].add(OnStaff(each.person_id, each.name, days))
    return {edition_id: frozenset(people) for edition_id, people in found.items()}


def _days_off(country: str, first: date, last: date) -> DaysOff:
    return DaysOff(country, weekend_of(country), between(country, first, last))
