"""Approvals: an edition of a kind that the operator names cannot open for applications before its case is approved.

Background: exhibitions abroad are organised on approval in several countries (for China, the rules on organising
exhibitions abroad, Ministry of Commerce and CCPIT).
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from events_app.domain.exhibitions import DeadlineKind, Edition, ParticipationMode
from events_app.domain.messages import N_, P_, Message
from events_app.domain.refusals import InvalidValue, Refusal

KINDS = frozenset({"domestic", "overseas", "separate", "own_event", "organised_delegation", "independent", "none"})
"""Kinds of editions that an operator may put under approval: scopes and modes of participation; none is no kind."""


class ApprovalDecision(StrEnum):
    """Where a case stands."""

    PENDING = "pending"
    APPROVED = "approved"
    CONDITIONAL = "conditional"
    REFUSED = "refused"


DECISION_NAMES: dict[ApprovalDecision, Message] = {
    ApprovalDecision.PENDING: P_("approval case", "Pending"),
    ApprovalDecision.APPROVED: P_("approval case", "Approved"),
    ApprovalDecision.CONDITIONAL: P_("approval case", "Approved with conditions"),
    ApprovalDecision.REFUSED: P_("approval case", "Refused"),
}


class ApprovalMissing(Refusal):
    """An edition that needs approval was to open for applications without it."""

    message = N_("This edition cannot open for applications before it is approved. Record the approval first.")


class DecidedBeforeSubmitted(InvalidValue):
    """A decision dated before the case was submitted."""

    message = N_("The decision cannot be earlier than the day of submission.")


class DecisionDayMissing(InvalidValue):
    """A decision without its date."""

    message = N_("Give the day of the decision.")


class CaseNumberMissing(InvalidValue):
    """An approval without the number under which it can be checked."""

    message = N_("Give the number of the case: an approval must be traceable.")


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalCase:
    """The case of one edition: its `number` at the `authority` that decides, and what was decided."""

    edition_id: UUID
    number: str = ""
    authority: str = ""
    submitted_on: date | None = None
    decided_on: date | None = None
    decision: ApprovalDecision = ApprovalDecision.PENDING
    conditions: str = ""
    documents: str = ""
    version: int = 0

    def __post_init__(self) -> None:
        """Raise DecidedBeforeSubmitted, DecisionDayMissing or CaseNumberMissing."""
        if self.decided_on and self.submitted_on and self.decided_on < self.submitted_on:
            raise DecidedBeforeSubmitted
        if self.decision is not ApprovalDecision.PENDING and self.decided_on is None:
            raise DecisionDayMissing
        if self.is_approved and not self.number:
            raise CaseNumberMissing

    @property
    def is_approved(self) -> bool:
        """Whether the edition may open for applications."""
        return self.decision in {ApprovalDecision.APPROVED, ApprovalDecision.CONDITIONAL}


def needs_approval(edition: Edition, *, kinds: Collection[str], unit_needs_it: bool) -> bool:
    """Whether an edition is of a kind under approval, and its unit works under it."""
    return unit_needs_it and bool({edition.scope.value, edition.mode.value} & set(kinds))


def takes_applications(edition: Edition) -> bool:
    """Whether the public can see when applications open."""
    return (
        edition.is_public
        and edition.mode is not ParticipationMode.INDEPENDENT
        and edition.deadline(DeadlineKind.APPLICATIONS_OPEN) is not None
    )


def check_opening(new: Edition, case: ApprovalCase | None, *, was_open: bool) -> None:
    """Raise ApprovalMissing where `new` opens for applications without an approval.

    `was_open`: the edition took applications already while it was of a kind under approval.
    """
    if takes_applications(new) and not was_open and not (case and case.is_approved):
        raise ApprovalMissing
