"""Filters of lists that people keep under a name, each for themselves."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from events_app.domain.messages import N_
from events_app.domain.refusals import InvalidValue, Refusal

MOST_FILTERS = 20
LONGEST_NAME = 60
LONGEST_QUERY = 2_000


class FilterNameMissing(InvalidValue):
    """A filter without a name cannot be found again."""

    message = N_("Give the filter a short name.")


class TooManyFilters(Refusal):
    """More filters than a list of them helps."""

    message = N_("You have %(most)s saved filters. Remove one first.")


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedFilter:
    """The query of a page of the desk (below the language), under a name."""

    id: UUID
    person_id: UUID
    page: str
    name: str
    query: str
    created_at: datetime

    def __post_init__(self) -> None:
        """Raise FilterNameMissing."""
        if not self.name or len(self.name) > LONGEST_NAME or len(self.query) > LONGEST_QUERY:
            raise FilterNameMissing
