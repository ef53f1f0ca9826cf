"""Templates of deadlines: what the authority wants counted back from an opening, for all units or for one.

How a template is applied to an edition stands in `domain.planning`.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Final
from uuid import UUID

from events_app.domain.exhibitions import DEADLINE_TEMPLATE, DeadlineKind, DeadlineRule
from events_app.domain.messages import N_
from events_app.domain.planning import due_on
from events_app.domain.refusals import InvalidValue

OF_AUTHORITY: Final = UUID("3d0f5a1c-7a43-4f0b-8a57-5a5c1f7f2e01")
"""Id of the authority's template; that of a unit has the id of the unit."""


class TemplateEmpty(InvalidValue):
    """A template that sets no deadline."""

    message = N_("Set at least one deadline.")


class OpensAfterClose(InvalidValue):
    """A template by which nobody could apply."""

    message = N_("Applications must open before they close.")


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineTemplate:
    """The deadlines that new editions get, each kind once, the earliest first; `unit_id` is None for the authority's.

    `version` counts the savings; 0 is a template that nobody has saved yet.
    """

    unit_id: UUID | None = None
    rules: tuple[DeadlineRule, ...] = DEADLINE_TEMPLATE
    version: int = field(default=0, compare=False)

    def __post_init__(self) -> None:
        """Raise TemplateEmpty or OpensAfterClose."""
        if not self.rules:
            raise TemplateEmpty
        opens, closes = (
            next((rule for rule in self.rules if rule.kind is kind), None)
            for kind in (DeadlineKind.APPLICATIONS_OPEN, DeadlineKind.APPLICATIONS_CLOSE)
        )
        if opens and closes and _order(opens) >= _order(closes):
            raise OpensAfterClose

    @property
    def id(self) -> UUID:
        """Under which it is kept."""
        return self.unit_id or OF_AUTHORITY

    def due(self, opening: date) -> tuple[tuple[DeadlineRule, date], ...]:
        """Rules with the days on which they put the deadlines of an edition that opens on this day, earliest first."""
        return tuple((rule, due_on(rule, opening)) for rule in sorted(self.rules, key=_order))


def _order(rule: DeadlineRule) -> tuple[int, int]:
    """Earlier is smaller."""
    return -rule.days_before, rule.at.hour * 60 + rule.at.minute
