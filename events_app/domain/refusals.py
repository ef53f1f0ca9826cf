"""How a rule says no: a Refusal named for the fact, with the sentence that explains it."""

from collections.abc import Mapping
from typing import ClassVar

from events_app.domain.messages import N_, Message


class Refusal(Exception):  # noqa: N818 - a refusal is an answer, not a fault of the program
    """A rule of the field says no.

    `message` is the sentence for the reader, `params` its named parameters; `edge` translates it and picks the
    HTTP status by the class.
    """

    message: ClassVar[Message] = N_("This is not possible.")

    def __init__(self, **params: object) -> None:
        """Keep the named parameters of the sentence."""
        super().__init__(type(self).__name__, params)
        self.params: Mapping[str, object] = params


class NotFound(Refusal):
    """Nothing stands at this address, or nothing that the asker may see."""

    message = N_("There is nothing at this address.")


class ChangedMeanwhile(Refusal):
    """Somebody else saved the object after the copy was read that is to be saved now."""

    message = N_("Somebody else has changed this meanwhile. Compare, then save again.")


class InvalidValue(Refusal):
    """A value breaks a rule of its type."""

    message = N_("This value is not valid.")
