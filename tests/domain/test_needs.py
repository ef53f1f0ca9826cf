"""Partner needs: what a review needs, what readers see meanwhile, and how long an approval holds."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from events_app.domain.money import Money
from events_app.domain.needs import (
    BudgetOdd,
    NeedContent,
    NeedIncomplete,
    NeedNotRenewable,
    NeedNotReviewable,
    NeedOver,
    NeedReturnUnexplained,
    NeedState,
)
from events_app.domain.offers import HOLDS_FOR, RENEWABLE_BEFORE
from events_app.domain.refusals import InvalidValue, Refusal
from events_app.domain.texts import Text
from tests.need_builders import a_need, a_need_content
from tests.offer_builders import WRITTEN

TODAY = WRITTEN.date()
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("name", "empty"),
    [("country", ""), ("title", Text.empty()), ("summary", Text.empty()), ("sectors", ()), ("forms", ())],
)
def test_a_review_needs_it(name: str, empty: object) -> None:
    need = a_need(content=a_need_content(**{name: empty}))

    assert need.missing() == (name,)
    with pytest.raises(NeedIncomplete):
        need.submit(now=WRITTEN)


def test_what_only_some_know_is_not_needed() -> None:
    content = a_need_content(fields=(), trl_from=None, budget_from=None, budget_to=None, languages=())

    assert content.missing() == ()
    assert NeedContent().missing() == ("country", "title", "summary", "sectors", "forms")


@given(low=st.integers(0, 9), high=st.integers(0, 9), currency=st.sampled_from(["USD", "EUR"]))
def test_a_budget_is_of_one_currency_and_ends_above_its_beginning(low: int, high: int, currency: str) -> None:
    budget = {"budget_from": Money(low, "USD"), "budget_to": Money(high, currency)}

    if currency == "USD" and low <= high:
        assert a_need_content(**budget).budget_from == Money(low, "USD")
        return
    with pytest.raises(BudgetOdd):
        a_need_content(**budget)


def test_an_approval_holds_for_a_year_including_its_last_day() -> None:
    need = a_need().submit(now=WRITTEN).approve(now=WRITTEN, today=TODAY)

    assert need.valid_until == TODAY + HOLDS_FOR
    assert need.is_shown(TODAY + HOLDS_FOR)
    assert not need.is_shown(TODAY + HOLDS_FOR + DAY)
    assert need.has_expired(TODAY + HOLDS_FOR + DAY)


def test_an_approval_never_holds_beyond_the_partners_last_day() -> None:
    last = TODAY + timedelta(days=30)
    need = a_need(wanted_until=last).submit(now=WRITTEN).approve(now=WRITTEN, today=TODAY)

    assert need.valid_until == last
    with pytest.raises(NeedNotRenewable):
        need.renew(now=WRITTEN, today=last)
    longer = need.want_until(last + timedelta(days=20), now=WRITTEN)
    assert (longer.state, longer.valid_until) == (NeedState.APPROVED, last)
    assert longer.renew(now=WRITTEN, today=last).valid_until == last + timedelta(days=20)
    assert need.want_until(None, now=WRITTEN).renew(now=WRITTEN, today=last).valid_until == last + HOLDS_FOR


def test_an_earlier_last_day_ends_an_approval_without_a_review() -> None:
    need = a_need().submit(now=WRITTEN).approve(now=WRITTEN, today=TODAY)

    shorter = need.want_until(TODAY + DAY, now=WRITTEN)

    assert (shorter.state, shorter.valid_until, shorter.wanted_until) == (NeedState.APPROVED, TODAY + DAY, TODAY + DAY)
    assert shorter.want_until(TODAY + DAY, now=WRITTEN) is shorter
    assert a_need().want_until(TODAY, now=WRITTEN).valid_until is None


def test_nothing_is_approved_that_nobody_wants_any_longer() -> None:
    need = a_need(wanted_until=TODAY).submit(now=WRITTEN)

    assert need.approve(now=WRITTEN, today=TODAY).valid_until == TODAY
    with pytest.raises(NeedOver):
        need.approve(now=WRITTEN, today=TODAY + DAY)


def test_readers_keep_the_approved_content_until_the_next_review() -> None:
    shown = a_need().submit(now=WRITTEN).approve(now=WRITTEN, today=TODAY)
    newer = a_need_content(summary=Text.of("en", "Hand pumps do as well."))

    changed = shown.write(newer, now=WRITTEN)

    assert (changed.state, changed.content, changed.approved) == (NeedState.DRAFT, newer, shown.approved)
    assert changed.is_shown(TODAY)
    returned = changed.submit(now=WRITTEN).send_back("How deep?", now=WRITTEN)
    assert (returned.state, returned.reason, returned.approved) == (NeedState.RETURNED, "How deep?", shown.approved)
    again = returned.submit(now=WRITTEN).approve(now=WRITTEN, today=TODAY)
    assert (again.approved, again.reason) == (newer, "")
    assert again.write(newer, now=WRITTEN) is again


@pytest.mark.parametrize("state", [state for state in NeedState if state is not NeedState.IN_REVIEW])
def test_only_what_is_in_review_is_decided(state: NeedState) -> None:
    need = a_need(state=state)

    with pytest.raises(NeedNotReviewable):
        need.approve(now=WRITTEN, today=TODAY)
    with pytest.raises(NeedNotReviewable):
        need.send_back("Why?", now=WRITTEN)


def test_returning_needs_words() -> None:
    with pytest.raises(NeedReturnUnexplained):
        a_need(state=NeedState.IN_REVIEW).send_back("  ", now=WRITTEN)


def test_an_approval_is_renewed_in_its_last_days_and_after_it() -> None:
    need = a_need().submit(now=WRITTEN).approve(now=WRITTEN, today=TODAY)
    ends: date = TODAY + HOLDS_FOR

    with pytest.raises(NeedNotRenewable):
        need.renew(now=WRITTEN, today=ends - RENEWABLE_BEFORE - DAY)
    assert need.renew(now=WRITTEN, today=ends - RENEWABLE_BEFORE).valid_until == ends + HOLDS_FOR
    late = ends + timedelta(days=40)
    assert need.renew(now=WRITTEN, today=late).valid_until == late + HOLDS_FOR
    with pytest.raises(NeedNotRenewable):
        need.withdraw(now=WRITTEN).renew(now=WRITTEN, today=ends)


def test_withdrawn_is_seen_by_nobody_and_taken_up_with_a_new_review() -> None:
    gone = a_need().submit(now=WRITTEN).approve(now=WRITTEN, today=TODAY).withdraw(now=WRITTEN)

    assert not gone.is_shown(TODAY)
    again = gone.write(gone.content, now=WRITTEN)
    assert (again.state, again.is_shown(TODAY)) == (NeedState.DRAFT, False)
    again = again.submit(now=WRITTEN)
    assert not again.is_shown(TODAY)
    assert again.approve(now=WRITTEN, today=TODAY).is_shown(TODAY)


class Life(RuleBasedStateMachine):
    """Any order of deeds: readers see only what an officer approved, and only while the partner wants it."""

    def __init__(self) -> None:
        super().__init__()
        self.need = a_need()
        self.today = TODAY
        self.approved: list[NeedContent] = []
        self.is_gone = False

    @rule(number=st.integers(0, 3))
    def write(self, number: int) -> None:
        self.need = self.need.write(a_need_content(summary=Text.of("en", f"Text {number}")), now=WRITTEN)

    @rule(days=st.none() | st.integers(-10, 800))
    def want_until(self, days: int | None) -> None:
        last_day = None if days is None else self.today + timedelta(days=days)
        self.need = self.need.want_until(last_day, now=WRITTEN)

    @rule(days=st.integers(1, 300))
    def wait(self, days: int) -> None:
        self.today += timedelta(days=days)

    @rule(name=st.sampled_from(["submit", "approve", "send_back", "renew", "withdraw"]))
    def act(self, name: str) -> None:
        named: dict[str, Any] = {"now": WRITTEN} | ({"today": self.today} if name in {"approve", "renew"} else {})
        args = ("Please explain.",) if name == "send_back" else ()
        before = self.need
        try:
            self.need = getattr(before, name)(*args, **named)
        except (Refusal, InvalidValue):
            return
        self.is_gone = name == "withdraw" or (self.is_gone and name != "approve")
        if name == "approve":
            self.approved.append(self.need.content)
            assert self.need.is_shown(self.today)
        if name == "renew":
            assert before.valid_until is not None
            assert self.need.valid_until is not None
            assert self.need.valid_until > before.valid_until

    @invariant()
    def readers_see_only_what_was_approved(self) -> None:
        if self.need.is_shown(self.today):
            assert self.need.approved == self.approved[-1]
        if self.need.state is NeedState.APPROVED:
            assert self.need.content == self.need.approved

    @invariant()
    def what_was_withdrawn_comes_back_only_by_a_review(self) -> None:
        assert not (self.is_gone and self.need.is_shown(self.today))

    @invariant()
    def nothing_is_shown_beyond_the_last_day(self) -> None:
        if self.need.wanted_until is not None:
            assert not self.need.is_shown(self.need.wanted_until + DAY)


TestLife = Life.TestCase
TestLife.settings = settings(max_examples=60, stateful_step_count=20, deadline=None)
