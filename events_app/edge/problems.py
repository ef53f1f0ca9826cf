"""What is wrong with one value that somebody sent, to be shown beside its field."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from events_app.domain.messages import Message
from events_app.domain.refusals import Refusal

Params = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Problem:
    """The sentence and its parameters."""

    message: Message
    params: Params = field(default_factory=dict)


def problem_of(refusal: Refusal) -> Problem:
    """A refusal as what is wrong with a value."""
    return Problem(refusal.message, refusal.params)
