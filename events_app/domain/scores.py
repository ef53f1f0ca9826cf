"""Score sheets: criteria with weights of the organiser's own, and what each officer gave.

The score of an application is the weighted mean of what officers gave on the average, from 0 to 10; a criterion that
nobody scored is left out with its weight, and how many were scored is said.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Final
from uuid import UUID

from events_app.domain.messages import N_
from events_app.domain.refusals import InvalidValue
from events_app.domain.texts import Text

HIGHEST_SCORE: Final = 10
MOST_CRITERIA: Final = 12
MOST_WEIGHT: Final = 100
LONGEST_CRITERION: Final = 200


class ScoreOdd(InvalidValue):
    """A score outside of the scale."""

    message = N_("Scores go from 0 to 10.")


@dataclass(frozen=True, slots=True)
class Criterion:
    """One line of a score sheet; `key` stays when its name changes."""

    key: str
    name: Text
    weight: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """What one officer gave an application under one criterion."""

    application_id: UUID
    criterion: str
    person_id: UUID
    value: int
    at: datetime

    def __post_init__(self) -> None:
        """Raise ScoreOdd."""
        if not 0 <= self.value <= HIGHEST_SCORE:
            raise ScoreOdd


@dataclass(frozen=True, slots=True)
class Sheet:
    """What an application was given: means by criterion, the weighted mean, and how many officers scored."""

    means: dict[str, Fraction]
    total: Fraction | None
    officers: int


def sheet_of(criteria: Iterable[Criterion], scores: Iterable[Score]) -> Sheet:
    """Add up; the order of scores does not matter."""
    given: dict[str, list[int]] = defaultdict(list)
    kept = list(criteria)
    keys = {each.key for each in kept}
    counted = [score for score in scores if score.criterion in keys]
    for score in counted:
        given[score.criterion].append(score.value)
    means = {key: Fraction(sum(values), len(values)) for key, values in given.items()}
    weights = {each.key: each.weight for each in kept if each.key in means}
    total = sum((means[key] * weight for key, weight in weights.items()), Fraction(0))
    mean = total / sum(weights.values()) if weights else None
    return Sheet(means, mean, len({score.person_id for score in counted}))
