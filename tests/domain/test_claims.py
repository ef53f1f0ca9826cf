"""Claims: every way through their states, and what is never granted."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from events_app.domain.claims import (
    CLAIM_FINAL,
    CLAIM_MOVES,
    ClaimCurrency,
    ClaimMove,
    ClaimState,
    CostLine,
    CostNotEligible,
    Evidence,
    EvidenceUndecided,
    GrantTooHigh,
    NothingClaimed,
)
from events_app.domain.money import Money
from events_app.domain.papers import PaperStatus
from events_app.domain.refusals import Refusal
from events_app.domain.support_schemes import CostKind
from tests.builders import an_id
from tests.clients import NOW
from tests.offer_builders import a_scheme
from tests.report_builders import a_claim

SCHEME = a_scheme(rate_percent=50, cap=Money(300_00, "USD"), costs=frozenset({CostKind.SPACE, CostKind.FREIGHT}))


def proof(status: PaperStatus) -> Evidence:
    return Evidence(
        claim_id=an_id("claim"), document_id=an_id("x"), cost=CostKind.SPACE, status=status, received_at=NOW
    )


class Claiming(RuleBasedStateMachine):
    """Whoever does whatever in whatever order."""

    def __init__(self) -> None:
        super().__init__()
        self.seen = self.was = a_claim()
        self.status = PaperStatus.RECEIVED

    def _does(self, deed: object) -> None:
        try:
            self.was, self.seen = self.seen, deed(self.seen)  # type: ignore[operator]
        except Refusal:
            return

    @rule(status=st.sampled_from([PaperStatus.RECEIVED, PaperStatus.ACCEPTED, PaperStatus.REJECTED]))
    def decide_evidence(self, status: PaperStatus) -> None:
        self.status = status

    @rule(took_part=st.booleans())
    def submit(self, took_part: bool) -> None:  # noqa: FBT001 - hypothesis gives it
        self._does(lambda one: one.submit([proof(self.status)], has_taken_part=took_part, now=NOW))

    @rule(granted=st.none() | st.integers(-5, 600_00))
    def approve(self, granted: int | None) -> None:
        self._does(lambda one: one.approve(granted, SCHEME, [proof(self.status)], now=NOW))

    @rule(move=st.sampled_from(ClaimMove), reason=st.sampled_from(["", "Why."]))
    def move(self, move: ClaimMove, reason: str) -> None:
        self._does(lambda one: one.move(move, reason=reason, now=NOW, today=NOW.date()))

    @invariant()
    def every_step_is_in_the_table(self) -> None:
        if self.was.state is not self.seen.state:
            assert any(self.was.state in r.origins and r.to is self.seen.state for r in CLAIM_MOVES.values())
        assert self.was.state not in CLAIM_FINAL or self.seen.state is self.was.state

    @invariant()
    def nothing_is_granted_beyond_rate_and_cap(self) -> None:
        granted = self.seen.granted_minor
        assert granted is None or 0 < granted <= 300_00
        assert self.seen.state not in {ClaimState.APPROVED, ClaimState.PAID} or granted is not None
        assert (self.seen.paid_on is not None) == (self.seen.state is ClaimState.PAID)


TestClaiming = Claiming.TestCase
TestClaiming.settings = settings(max_examples=40, stateful_step_count=12, deadline=None)


@given(amount=st.integers(1, 10**9), granted=st.integers(1, 10**9))
@settings(max_examples=60, deadline=None)
def test_at_most_what_the_scheme_pays_is_granted(amount: int, granted: int) -> None:
    lines = (CostLine(kind=CostKind.SPACE, amount_minor=amount),)
    claim = a_claim(state=ClaimState.SUBMITTED, lines=lines)
    most = min(amount // 2, 300_00)

    if 0 < granted <= most:
        assert claim.approve(granted, SCHEME, [proof(PaperStatus.ACCEPTED)], now=NOW).granted_minor == granted
    else:
        with pytest.raises(GrantTooHigh):
            claim.approve(granted, SCHEME, [proof(PaperStatus.ACCEPTED)], now=NOW)


def test_only_costs_that_the_scheme_names_in_the_currency_of_its_cap() -> None:
    claim = a_claim()

    with pytest.raises(CostNotEligible):
        claim.rewrite(a_claim(lines=(CostLine(kind=CostKind.TRAVEL, amount_minor=1),)), SCHEME, now=NOW)
    with pytest.raises(ClaimCurrency):
        claim.rewrite(a_claim(currency="EUR"), SCHEME, now=NOW)
    with pytest.raises(NothingClaimed):
        a_claim(lines=()).submit([], has_taken_part=True, now=NOW)
    with pytest.raises(EvidenceUndecided):
        a_claim(state=ClaimState.SUBMITTED).approve(None, SCHEME, [proof(PaperStatus.RECEIVED)], now=NOW)
