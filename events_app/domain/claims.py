"""Claims of companies for support: what a case cost, the evidence for it, and what officers grant under a scheme.

A case has one claim under each scheme. docs/claims.md draws the moves. What a scheme pays at most is computed where
estimates are (`domain.support_schemes`), from what was claimed.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Final, Self
from uuid import UUID

from events_app.domain.applications import TAKING_PART, Application
from events_app.domain.invoiced_supports import InvoicedSupport
from events_app.domain.messages import N_, P_, Message
from events_app.domain.money import Money
from events_app.domain.papers import PaperStatus, PaperUnexplained
from events_app.domain.refusals import InvalidValue, Refusal
from events_app.domain.reports import REPORTING
from events_app.domain.support_schemes import MOST_MINOR, CostKind, SchemeKind, SupportScheme, support_of

LONGEST_WORDS: Final = 2_000
MOST_EVIDENCE: Final = 20
CLAIMABLE: Final = frozenset(TAKING_PART | REPORTING)
"""States of cases under which a claim is written; it is submitted after taking part."""


class ClaimState(StrEnum):
    """Where a claim stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    APPROVED = "approved"
    REFUSED = "refused"
    PAID = "paid"
    WITHDRAWN = "withdrawn"


class ClaimMove(StrEnum):
    """What can be done with a claim."""

    SUBMIT = "submit"
    RETURN = "return"
    APPROVE = "approve"
    REFUSE = "refuse"
    PAY = "pay"
    WITHDRAW = "withdraw"


S, M = ClaimState, ClaimMove
CLAIM_STATE_NAMES: dict[ClaimState, Message] = {
    S.DRAFT: P_("state of a claim", "Draft"),
    S.SUBMITTED: P_("state of a claim", "Submitted"),
    S.RETURNED: P_("state of a claim", "Returned for completion"),
    S.APPROVED: P_("state of a claim", "Approved"),
    S.REFUSED: P_("state of a claim", "Refused"),
    S.PAID: P_("state of a claim", "Paid"),
    S.WITHDRAWN: P_("state of a claim", "Withdrawn"),
}
CLAIM_MOVE_NAMES: dict[ClaimMove, Message] = {
    M.SUBMIT: P_("claim", "Submit the claim"),
    M.RETURN: P_("claim", "Return for completion"),
    M.APPROVE: P_("claim", "Approve"),
    M.REFUSE: P_("claim", "Refuse"),
    M.PAY: P_("claim", "Note the payment"),
    M.WITHDRAW: P_("claim", "Withdraw the claim"),
}


@dataclass(frozen=True, slots=True)
class ClaimRule:
    """From where a move leads whither, whether the company makes it, and whether it must say why."""

    origins: frozenset[ClaimState]
    to: ClaimState
    is_companys: bool = False
    needs_reason: bool = False


CLAIM_MOVES: Mapping[ClaimMove, ClaimRule] = MappingProxyType(
    {
        M.SUBMIT: ClaimRule(frozenset({S.DRAFT, S.RETURNED}), S.SUBMITTED, is_companys=True),
        M.RETURN: ClaimRule(frozenset({S.SUBMITTED}), S.RETURNED, needs_reason=True),
        M.APPROVE: ClaimRule(frozenset({S.SUBMITTED}), S.APPROVED),
        M.REFUSE: ClaimRule(frozenset({S.SUBMITTED}), S.REFUSED, needs_reason=True),
        M.PAY: ClaimRule(frozenset({S.APPROVED}), S.PAID),
        M.WITHDRAW: ClaimRule(frozenset({S.DRAFT, S.SUBMITTED, S.RETURNED, S.APPROVED}), S.WITHDRAWN, is_companys=True),
    }
)
CLAIM_EDITABLE: Final = frozenset({S.DRAFT, S.RETURNED})
"""States in which the company writes its claim and sends evidence."""
CLAIM_FINAL: Final = frozenset({S.REFUSED, S.PAID, S.WITHDRAWN})


class ClaimMoveImpossible(Refusal):
    """The claim does not stand where this move begins."""

    message = N_("This cannot be done any more, or not yet: the claim stands elsewhere.")


class ClaimNotEditable(Refusal):
    """What was submitted is not written any more."""

    message = N_("A claim that was submitted is changed only after it has been returned.")


class ClaimReasonNeeded(InvalidValue):
    """A claim refused or returned without words."""

    message = N_("Give the reason: the company reads it.")


class NotClaimable(Refusal):
    """A case without a place, or a scheme that does not help with it."""

    message = N_("This scheme pays nothing for this application.")


class ClaimTooEarly(Refusal):
    """Costs of something that has not happened yet."""

    message = N_("A claim is submitted after taking part.")


class AlreadyClaimed(Refusal):
    """A second claim of a case under one scheme."""

    message = N_("There is a claim of this application under this scheme already.")


class CostNotEligible(InvalidValue):
    """A cost that the scheme does not name, or names twice."""

    message = N_("The scheme pays nothing for this kind of cost.")


class NothingClaimed(InvalidValue):
    """A claim without costs."""

    message = N_("Give the amount of at least one cost.")


class ClaimCurrency(InvalidValue):
    """A claim in another currency than the cap of the scheme."""

    message = N_("Claim in %(currency)s: the scheme has its cap in this currency.")


class EvidenceMissing(InvalidValue):
    """A cost that nothing proves."""

    message = N_("Send at least one document for each cost that you claim.")


class EvidenceUndecided(InvalidValue):
    """An approval before every cost has a document that was accepted."""

    message = N_("Accept at least one document for each cost before approving, and decide about all of them.")


class EvidenceGone(Refusal):
    """A decision about a document that is not there any more."""

    message = N_("This document is not there any more: look again.")


class GrantTooHigh(InvalidValue):
    """More than the scheme pays."""

    message = N_("At most %(most)s may be granted, by the rate and cap of the scheme.")


class SupportInvoiced(InvalidValue):
    """More than the scheme pays together with what it took off an invoice."""

    message = N_(
        "An invoice carries %(invoiced)s under this scheme already: at most %(most)s may be granted beside it."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class CostLine:
    """What one kind of cost came to, in minor units of the claim's currency."""

    kind: CostKind
    amount_minor: int
    words: str = ""

    def __post_init__(self) -> None:
        """Raise NothingClaimed for an amount that is none."""
        if not 0 < self.amount_minor <= MOST_MINOR:
            raise NothingClaimed


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A document that the company sent for one kind of cost."""

    claim_id: UUID
    document_id: UUID
    cost: CostKind
    status: PaperStatus = PaperStatus.RECEIVED
    reason: str = ""
    received_at: datetime
    decided_at: datetime | None = None

    def decide(self, status: PaperStatus, *, reason: str, now: datetime) -> Self:
        """Accept or reject it. Raises PaperUnexplained."""
        if status is PaperStatus.REJECTED and not reason.strip():
            raise PaperUnexplained
        return replace(self, status=status, reason=reason.strip(), decided_at=now)


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One company's claim for one case under one scheme.

    `reason` is what officers told the company last, `granted_minor` what they granted.
    """

    id: UUID
    application_id: UUID
    scheme_id: UUID
    company_id: UUID
    edition_id: UUID
    state: ClaimState = ClaimState.DRAFT
    currency: str
    lines: tuple[CostLine, ...] = ()
    granted_minor: int | None = None
    remarks: str = ""
    reason: str = ""
    submitted_at: datetime | None = None
    decided_at: datetime | None = None
    paid_on: date | None = None
    created_at: datetime
    modified_at: datetime
    version: int = field(default=1, compare=False)

    def __post_init__(self) -> None:
        """Raise CurrencyUnknown, or CostNotEligible for a kind of cost that stands twice."""
        Money(0, self.currency)
        if len({line.kind for line in self.lines}) != len(self.lines):
            raise CostNotEligible

    @property
    def claimed(self) -> Money:
        """All costs together."""
        return Money(sum(line.amount_minor for line in self.lines), self.currency)

    @property
    def granted(self) -> Money | None:
        """What was granted."""
        return Money(self.granted_minor, self.currency) if self.granted_minor is not None else None

    def most(self, scheme: SupportScheme) -> Money:
        """What the scheme pays for these costs at most."""
        lines = {line.kind: Money(line.amount_minor, self.currency) for line in self.lines}
        return support_of(scheme, lines, self.currency) or Money(0, self.currency)

    def left(self, scheme: SupportScheme, invoiced: InvoicedSupport) -> Money:
        """What the scheme pays for these costs at most beside what invoices carry."""
        return invoiced.left({line.kind: line.amount_minor for line in self.lines}, scheme)

    def rewrite(self, new: Self, scheme: SupportScheme, *, now: datetime) -> Self:
        """Take over what the company wrote. Raises ClaimNotEditable, CostNotEligible or ClaimCurrency."""
        if self.state not in CLAIM_EDITABLE:
            raise ClaimNotEditable
        if any(line.kind not in scheme.costs for line in new.lines):
            raise CostNotEligible
        if scheme.cap is not None and scheme.cap.currency != new.currency:
            raise ClaimCurrency(currency=scheme.cap.currency)
        return replace(self, currency=new.currency, lines=new.lines, remarks=new.remarks, modified_at=now)

    def submit(self, evidence: Iterable[Evidence], *, has_taken_part: bool, now: datetime) -> Self:
        """Submit it. Raises ClaimMoveImpossible, ClaimTooEarly, NothingClaimed or EvidenceMissing."""
        self._check(M.SUBMIT, "x")
        if not has_taken_part:
            raise ClaimTooEarly
        if not self.lines:
            raise NothingClaimed
        proved = {each.cost for each in evidence if each.status is not PaperStatus.REJECTED}
        if not proved.issuperset(line.kind for line in self.lines):
            raise EvidenceMissing
        return replace(self, state=S.SUBMITTED, submitted_at=now, modified_at=now)

    def approve(
        self,
        granted_minor: int | None,
        scheme: SupportScheme,
        evidence: Iterable[Evidence],
        *,
        invoiced: InvoicedSupport | None = None,
        reason: str = "",
        now: datetime,
    ) -> Self:
        """Grant an amount, or without one all that the scheme pays beside what invoices carry.

        Raises ClaimMoveImpossible, EvidenceUndecided, GrantTooHigh or SupportInvoiced.
        """
        self._check(M.APPROVE, reason)
        sent = tuple(evidence)
        proved = {each.cost for each in sent if each.status is PaperStatus.ACCEPTED}
        if any(each.status is PaperStatus.RECEIVED for each in sent) or not proved.issuperset(
            line.kind for line in self.lines
        ):
            raise EvidenceUndecided
        most = self.most(scheme)
        left = most if invoiced is None else self.left(scheme, invoiced)
        granted = left.amount_minor if granted_minor is None else granted_minor
        if invoiced is not None and left.amount_minor < max(granted, 1) <= most.amount_minor:
            raise SupportInvoiced(invoiced=invoiced.amount, most=left)
        if not 0 < granted <= most.amount_minor:
            raise GrantTooHigh(most=most)
        return replace(
            self, state=S.APPROVED, granted_minor=granted, reason=reason.strip(), decided_at=now, modified_at=now
        )

    def move(self, move: ClaimMove, *, reason: str = "", now: datetime, today: date) -> Self:
        """Return, refuse, pay or withdraw it. Raises ClaimMoveImpossible or ClaimReasonNeeded."""
        if move in {M.SUBMIT, M.APPROVE}:
            raise ClaimMoveImpossible
        self._check(move, reason)
        rule = CLAIM_MOVES[move]
        return replace(
            self,
            state=rule.to,
            reason=self.reason if rule.is_companys else reason.strip(),
            decided_at=now if move is M.REFUSE else self.decided_at,
            paid_on=today if move is M.PAY else None,
            modified_at=now,
        )

    def _check(self, move: ClaimMove, reason: str) -> None:
        rule = CLAIM_MOVES[move]
        if self.state not in rule.origins:
            raise ClaimMoveImpossible
        if rule.needs_reason and not reason.strip():
            raise ClaimReasonNeeded


def claim_moves_of(claim: Claim, *, is_companys: bool) -> tuple[ClaimMove, ...]:
    """Moves that this side can make as the claim stands."""
    return tuple(
        move for move, rule in CLAIM_MOVES.items() if rule.is_companys is is_companys and claim.state in rule.origins
    )


def check_claimable(application: Application, scheme: SupportScheme, *, may_apply: bool) -> None:
    """Raise NotClaimable unless the case has a place and the scheme is a grant that may help with it."""
    if application.state not in CLAIMABLE or scheme.kind is not SchemeKind.GRANT or not may_apply:
        raise NotClaimable


def has_taken_part(application: Application) -> bool:
    """Whether the costs of the case have arisen."""
    return application.state in REPORTING
