"""Changes to an application after it was submitted: asked for by the company, granted or refused by the organiser.

What was submitted stays as it is until somebody has decided. A change that is granted counts like the application
itself: a larger space must fit into what is free.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Final, Self
from uuid import UUID

from events_app.domain.applications import EDITABLE, FINAL, Application, ApplicationState, Wish
from events_app.domain.messages import N_, P_, Message
from events_app.domain.refusals import InvalidValue, Refusal

LONGEST_CHANGE: Final = 4_000


class ChangeState(StrEnum):
    """Where a request stands."""

    OPEN = "open"
    GRANTED = "granted"
    REFUSED = "refused"
    TAKEN_BACK = "taken_back"


CHANGE_STATE_NAMES: dict[ChangeState, Message] = {
    ChangeState.OPEN: P_("change request", "Open"),
    ChangeState.GRANTED: P_("change request", "Granted"),
    ChangeState.REFUSED: P_("change request", "Refused"),
    ChangeState.TAKEN_BACK: P_("change request", "Taken back"),
}


class ChangeImpossible(Refusal):
    """A case that is edited directly, has an offer to be answered first, or has ended."""

    message = N_("Changes are asked for after submitting, and before the application ends; answer an offer first.")


class ChangeWordsMissing(InvalidValue):
    """A request that changes nothing and says nothing."""

    message = N_("Say what should change, and why.")


class ChangeOpenAlready(Refusal):
    """A second request beside an open one."""

    message = N_("There is an open request already: take it back first, or wait for the answer.")


class ChangeDecided(Refusal):
    """A request that somebody has decided on."""

    message = N_("Somebody has decided on this request already.")


class RefusalUnexplained(InvalidValue):
    """A request refused without words."""

    message = N_("Say why: the company reads it.")


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeRequest:
    """A company asks for another `wish` or other `exhibits`, in `words`; `answer` is the organiser's."""

    id: UUID
    application_id: UUID
    wish: Wish
    exhibits: str
    words: str
    state: ChangeState = ChangeState.OPEN
    answer: str = ""
    asked_at: datetime
    decided_at: datetime | None = None

    def decide(self, state: ChangeState, *, answer: str, now: datetime) -> Self:
        """Grant, refuse, or take back. Raises ChangeDecided or RefusalUnexplained."""
        if self.state is not ChangeState.OPEN:
            raise ChangeDecided
        if state is ChangeState.REFUSED and not answer.strip():
            raise RefusalUnexplained
        return replace(self, state=state, answer=answer.strip(), decided_at=now)


def may_change(application: Application) -> bool:
    """Whether a change can be asked for."""
    closed = application.state in FINAL or application.state in EDITABLE
    return not closed and application.state not in {
        ApplicationState.OFFERED,
        ApplicationState.STAND_OFFERED,
        ApplicationState.TOOK_PART,
    }


def ask(application: Application, request: ChangeRequest) -> ChangeRequest:
    """Check a new request. Raises ChangeImpossible or ChangeWordsMissing."""
    if not may_change(application):
        raise ChangeImpossible
    if not request.words.strip():
        raise ChangeWordsMissing
    return request
