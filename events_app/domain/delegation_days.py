"""By when what has to be ready for a member: from the edition's deadlines, else its template, else what is usual.

Hotels and flights have no deadline of their own in an edition: they are counted back from the opening.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType
from typing import Final
from zoneinfo import ZoneInfo

from events_app.domain.countries import Scope
from events_app.domain.deadline_templates import DeadlineTemplate
from events_app.domain.delegations import Due, DueKind, Member
from events_app.domain.exhibitions import DeadlineKind, Edition

DEADLINE_OF: Mapping[DueKind, DeadlineKind] = MappingProxyType(
    {DueKind.VISA: DeadlineKind.VISA_LETTERS, DueKind.FREIGHT: DeadlineKind.FREIGHT}
)
DAYS_BEFORE: Mapping[DueKind, int] = MappingProxyType(
    {DueKind.VISA: 60, DueKind.FREIGHT: 45, DueKind.HOTEL: 60, DueKind.FLIGHT: 30}
)
"""Where neither the edition nor its template says anything."""
ONE_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class DueOn:
    """A deadline of a member on the day that counts."""

    kind: DueKind
    day: date
    is_done: bool
    is_overdue: bool


def usual_days(edition: Edition, template: DeadlineTemplate) -> Mapping[DueKind, date]:
    """The day of each kind for members that have none of their own."""
    opening = edition.days.first
    by_rule = {rule.kind: day for rule, day in template.due(opening)}
    found = {kind: opening - timedelta(days=before) for kind, before in DAYS_BEFORE.items()}
    for kind, deadline in DEADLINE_OF.items():
        found[kind] = set_day(edition, deadline) or by_rule.get(deadline) or found[kind]
    return found


def dues_of(member: Member, usual: Mapping[DueKind, date], today: date) -> tuple[DueOn, ...]:
    """Deadlines of a member: what is open first, the soonest first."""
    found = [
        DueOn(due.kind, day, due.is_done, is_overdue=not due.is_done and day < today)
        for due in member.dues
        for day in [due.day or usual[due.kind]]
    ]
    return tuple(sorted(found, key=lambda due: (due.is_done, due.day, due.kind)))


def first_dues(edition: Edition, *, has_company: bool) -> tuple[Due, ...]:
    """What is to be done for a new member: no visa at home, freight for companies."""
    kinds = [DueKind.HOTEL, DueKind.FLIGHT]
    if edition.scope is not Scope.DOMESTIC:
        kinds.append(DueKind.VISA)
    if has_company:
        kinds.append(DueKind.FREIGHT)
    return tuple(Due(kind) for kind in DueKind if kind in kinds)


def people_until(edition: Edition) -> date:
    """Last day on which a company enters its people."""
    return set_day(edition, DeadlineKind.VISA_LETTERS) or edition.days.first - ONE_DAY


def goods_until(edition: Edition) -> date:
    """Last day on which a company enters its goods."""
    return set_day(edition, DeadlineKind.FREIGHT) or edition.days.first - ONE_DAY


def set_day(edition: Edition, kind: DeadlineKind) -> date | None:
    """Day of a deadline that the edition itself sets, in the zone that it is told in."""
    found = edition.deadline(kind)
    return found.at.astimezone(ZoneInfo(found.zone)).date() if found else None
