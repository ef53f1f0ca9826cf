"""What is wrong with one value that somebody sent, to be shown beside its field."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from events_app.domain.messages import N_, Message
from events_app.domain.refusals import InvalidValue, Refusal

Params = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Problem:
    """The sentence and its parameters."""

    message: Message
    params: Params = field(default_factory=dict)


def problem_of(refusal: Refusal) -> Problem:
    """A refusal as what is wrong with a value."""
    return Problem(refusal.message, refusal.params)


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """What is wrong with one value that a program sent.

    `pointer` leads to a value of the body (RFC 6901, as a URI fragment: `#/sessions/0/title`); `parameter` names one of
    the query or a header. One of them is empty.
    """

    problem: Problem
    pointer: str = ""
    parameter: str = ""


class InvalidFields(InvalidValue):
    """Values that a program sent, every one of them that is wrong."""

    message = N_("Some of what was sent cannot be used: “errors” says what and why.")

    def __init__(self, problems: Iterable[FieldProblem]) -> None:
        """In the order in which they were found."""
        super().__init__()
        self.problems = tuple(problems)


class UnreadableBody(Refusal):
    """A body that is not JSON, or not an object."""

    message = N_("The body must be a JSON object in UTF-8.")


class WrongMediaType(Refusal):
    """A body whose Content-Type this door does not read."""

    message = N_("Send the body as %(types)s.")


class VersionMissing(Refusal):
    """A change that does not say which version it was made from."""

    message = N_("Send If-Match with the ETag of the version that you read, so that nothing of others is lost.")
