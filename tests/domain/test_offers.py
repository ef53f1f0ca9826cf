"""Technology offers: what a review needs, what readers see meanwhile, and how long an approval holds."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from events_app.domain.offers import (
    HOLDS_FOR,
    RENEWABLE_BEFORE,
    Content,
    OfferIncomplete,
    OfferNotRenewable,
    OfferNotReviewable,
    OfferProhibited,
    OfferState,
    ReturnUnexplained,
)
from events_app.domain.projects import ExportClass
from events_app.domain.refusals import InvalidValue, Refusal
from events_app.domain.texts import Text
from tests.offer_builders import WRITTEN, a_content, an_offer

TODAY = WRITTEN.date()


@pytest.mark.parametrize(
    ("name", "without"),
    [
        ("title", {"title": Text.empty()}),
        ("summary", {"summary": Text.empty()}),
        ("sectors", {"sectors": ()}),
        ("fields", {"fields": ()}),
        ("trl", {"trl": None}),
        ("forms", {"forms": ()}),
    ],
)
def test_a_review_needs_it(name: str, without: dict[str, Any]) -> None:
    offer = an_offer(content=a_content(**without))

    assert offer.content.missing() == (name,)
    with pytest.raises(OfferIncomplete):
        offer.submit(now=WRITTEN)


def test_a_year_of_use_stands_for_a_readiness_level() -> None:
    assert a_content(trl=None, in_use_since=2014).missing() == ()
    assert set(Content().missing()) == {"title", "summary", "sectors", "fields", "trl", "forms"}


def test_prohibited_technology_is_never_submitted() -> None:
    with pytest.raises(OfferProhibited):
        an_offer(content=a_content(export_class=ExportClass.PROHIBITED)).submit(now=WRITTEN)


def test_an_approval_holds_for_a_year_including_its_last_day() -> None:
    offer = an_offer().submit(now=WRITTEN).approve(now=WRITTEN, today=TODAY)

    assert offer.valid_until == TODAY + HOLDS_FOR
    assert offer.is_shown(TODAY + HOLDS_FOR)
    assert not offer.is_shown(TODAY + HOLDS_FOR + timedelta(days=1))
    assert offer.has_expired(TODAY + HOLDS_FOR + timedelta(days=1))


def test_readers_keep_the_approved_content_until_the_next_review() -> None:
    shown = an_offer().submit(now=WRITTEN).approve(now=WRITTEN, today=TODAY)
    newer = a_content(summary=Text.of("en", "Better valves."))

    changed = shown.write(newer, now=WRITTEN)

    assert (changed.state, changed.content) == (OfferState.DRAFT, newer)
    assert changed.approved == shown.approved
    assert changed.is_shown(TODAY)
    returned = changed.submit(now=WRITTEN).send_back("Which valves?", now=WRITTEN)
    assert (returned.state, returned.reason, returned.approved) == (
        OfferState.RETURNED,
        "Which valves?",
        shown.approved,
    )
    again = returned.submit(now=WRITTEN).approve(now=WRITTEN, today=TODAY)
    assert (again.approved, again.reason) == (newer, "")


def test_saving_what_is_there_changes_nothing() -> None:
    shown = an_offer().submit(now=WRITTEN).approve(now=WRITTEN, today=TODAY)

    assert shown.write(shown.content, now=WRITTEN) is shown


@pytest.mark.parametrize("state", [state for state in OfferState if state is not OfferState.IN_REVIEW])
def test_only_what_is_in_review_is_decided(state: OfferState) -> None:
    offer = an_offer(state=state)

    with pytest.raises(OfferNotReviewable):
        offer.approve(now=WRITTEN, today=TODAY)
    with pytest.raises(OfferNotReviewable):
        offer.send_back("Why?", now=WRITTEN)


def test_returning_needs_words() -> None:
    with pytest.raises(ReturnUnexplained):
        an_offer(state=OfferState.IN_REVIEW).send_back("  ", now=WRITTEN)


def test_an_approval_is_renewed_in_its_last_days_and_after_it() -> None:
    offer = an_offer().submit(now=WRITTEN).approve(now=WRITTEN, today=TODAY)
    ends: date = TODAY + HOLDS_FOR

    with pytest.raises(OfferNotRenewable):
        offer.renew(now=WRITTEN, today=ends - RENEWABLE_BEFORE - timedelta(days=1))
    assert offer.renew(now=WRITTEN, today=ends - RENEWABLE_BEFORE).valid_until == ends + HOLDS_FOR
    late = ends + timedelta(days=40)
    assert offer.renew(now=WRITTEN, today=late).valid_until == late + HOLDS_FOR
    with pytest.raises(OfferNotRenewable):
        offer.withdraw(now=WRITTEN).renew(now=WRITTEN, today=ends)


@pytest.mark.parametrize("way", ["write", "submit"])
def test_what_was_withdrawn_is_not_shown_again_before_a_new_review(way: str) -> None:
    gone = an_offer().submit(now=WRITTEN).approve(now=WRITTEN, today=TODAY).withdraw(now=WRITTEN)

    back = gone.submit(now=WRITTEN) if way == "submit" else gone.write(a_content(trl=3), now=WRITTEN)

    assert (back.approved, back.is_shown(TODAY)) == (None, False)
    again = (back if way == "submit" else back.submit(now=WRITTEN)).approve(now=WRITTEN, today=TODAY)
    assert again.is_shown(TODAY)


def test_withdrawn_is_seen_by_nobody_and_taken_up_with_a_new_review() -> None:
    gone = an_offer().submit(now=WRITTEN).approve(now=WRITTEN, today=TODAY).withdraw(now=WRITTEN)

    assert not gone.is_shown(TODAY)
    again = gone.write(gone.content, now=WRITTEN)
    assert again.state is OfferState.DRAFT


class Life(RuleBasedStateMachine):
    """Any order of deeds: what readers see is only ever something that an officer approved."""

    def __init__(self) -> None:
        super().__init__()
        self.offer = an_offer()
        self.today = TODAY
        self.approved: list[Content] = []

    @rule(number=st.integers(0, 3))
    def write(self, number: int) -> None:
        self.offer = self.offer.write(a_content(summary=Text.of("en", f"Text {number}")), now=WRITTEN)

    @rule(days=st.integers(1, 300))
    def wait(self, days: int) -> None:
        self.today += timedelta(days=days)

    @rule(name=st.sampled_from(["submit", "approve", "send_back", "renew", "withdraw"]))
    def act(self, name: str) -> None:
        given_: dict[str, Any] = {"now": WRITTEN} | ({"today": self.today} if name in {"approve", "renew"} else {})
        args = ("Please explain.",) if name == "send_back" else ()
        try:
            self.offer = getattr(self.offer, name)(*args, **given_)
        except (Refusal, InvalidValue):
            return
        if name == "approve":
            self.approved.append(self.offer.content)

    @invariant()
    def readers_see_only_what_was_approved(self) -> None:
        if self.offer.is_shown(self.today):
            assert self.offer.approved == self.approved[-1]
        if self.offer.state is OfferState.APPROVED:
            assert self.offer.content == self.offer.approved


TestLife = Life.TestCase
TestLife.settings = settings(max_examples=60, stateful_step_count=20, deadline=None)
