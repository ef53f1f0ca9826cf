"""Attendance: on each day, how many of a company's people were let in, and how many visitors its stand counted."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from events_app.domain.applications import ApplicationState
from events_app.domain.exhibitions import Days
from events_app.domain.messages import N_
from events_app.domain.refusals import InvalidValue

MOST_VISITORS: Final = 1_000_000
EXHIBITING: Final = (ApplicationState.CONFIRMED, ApplicationState.TOOK_PART, ApplicationState.REPORTED)
"""Cases of companies that are there."""


class NotADayOfThis(InvalidValue):
    """A day on which the exhibition is not open."""

    message = N_("The exhibition is not open on this day.")


class VisitorsOutOfRange(InvalidValue):
    """A number of visitors below zero or beyond belief."""

    message = N_("Visitors at a stand on a day are from 0 to %(most)s.")


@dataclass(frozen=True, slots=True)
class Attendance:
    """One company on one day; `visitors` None where nobody counted, `scanned` the badges at each of its stands."""

    company_id: UUID
    day: date
    present: int
    visitors: int | None
    scanned: tuple[tuple[str, int], ...] = ()

    @property
    def badges(self) -> int:
        """Badges scanned at all its stands; one that came to two of them is counted at both."""
        return sum(number for _, number in self.scanned)


def days_of(days: Days) -> tuple[date, ...]:
    """Every day of an edition, in order."""
    return tuple(days.first + timedelta(days=number) for number in range(days.length))


def scanned_at(stands: Iterable[str], scanned: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    """Badges at the stands that a company has, and at those where some were scanned for it."""
    return tuple(sorted((dict.fromkeys(stands, 0) | dict(scanned)).items()))


def check_visitors(visitors: int | None) -> None:
    """Raise VisitorsOutOfRange."""
    if visitors is not None and not 0 <= visitors <= MOST_VISITORS:
        raise VisitorsOutOfRange(most=MOST_VISITORS)
