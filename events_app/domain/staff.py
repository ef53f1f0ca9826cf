"""Staff of an edition: who works there, on which days, at what. Double use is told by `domain.conflicts`."""

from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Final, Self
from uuid import UUID

from events_app.domain.exhibitions import Days, Edition
from events_app.domain.messages import N_
from events_app.domain.refusals import InvalidValue

LONGEST_TASK: Final = 200
MOST_STAFF: Final = 100
MOST_AROUND: Final = timedelta(days=60)
"""Staff come at most this long before an edition, and stay at most this long after it."""


class NotOnStaff(InvalidValue):
    """A person who works neither for the unit nor for the authority."""

    message = N_("Choose a person of the organising unit or of the authority.")


class DaysFarOff(InvalidValue):
    """Days that have nothing to do with the edition."""

    message = N_("These days lie far from those of the edition: at most %(most)s days before or after.")


class TooManyStaff(InvalidValue):
    """More staff than an edition has."""

    message = N_("An edition has at most %(most)s lines of staff.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """A person's work at an edition; `days` is None for the days of the edition, wherever they move.

    `name` is that of the person, and not kept with the assignment.
    """

    id: UUID
    edition_id: UUID
    person_id: UUID
    name: str = field(default="", compare=False)
    task: str = ""
    days: Days | None = None
    version: int = field(default=1, compare=False)

    def days_at(self, edition: Edition) -> Days:
        """Days on which the person works there."""
        return self.days or edition.days

    def check(self, edition: Edition) -> None:
        """Raise DaysFarOff."""
        if self.days is None:
            return
        is_early = self.days.first < edition.days.first - MOST_AROUND
        if is_early or self.days.last > edition.days.last + MOST_AROUND:
            raise DaysFarOff(most=MOST_AROUND.days)

    def moved(self, by: timedelta) -> Self:
        """Return the assignment on days that moved with its edition."""
        return self if self.days is None else replace(self, days=Days(self.days.first + by, self.days.last + by))
