"""Introductions: every way through their states, and what is never told before both sides agree."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from events_app.domain.introductions import (
    ANSWERS,
    LATER_GIVES,
    STATE_NAMES,
    UNDERTAKINGS,
    WAITS_FOR,
    Answer,
    AnswerTooLate,
    IntroductionOver,
    IntroductionState,
    LiftUnexplained,
    NotAgreed,
    NotDeclined,
    Reply,
    Side,
    WordsReveal,
    check_words,
    undertaking_of,
)
from events_app.domain.offers import CooperationForm
from events_app.domain.projects import CONTRACT_KINDS
from events_app.domain.refusals import Refusal
from events_app.domain.texts import Text
from tests.builders import an_id
from tests.clients import NOW
from tests.introduction_builders import an_introduction

S = IntroductionState
DAY = timedelta(days=1)
FINAL = {S.OPENED, S.DECLINED, S.LAPSED, S.WITHDRAWN}


class Introducing(RuleBasedStateMachine):
    """Whoever does whatever in whatever order."""

    def __init__(self) -> None:
        super().__init__()
        self.today = NOW.date()
        self.seen = an_introduction()
        self.lasts = self.seen.expires_on
        self.was = self.seen

    def _does(self, deed: object) -> None:
        try:
            self.was, self.seen = self.seen, deed(self.seen)  # type: ignore[operator]
        except Refusal:
            return

    @rule(side=st.sampled_from(Side), reply=st.sampled_from(ANSWERS))
    def answer(self, side: Side, reply: Reply) -> None:
        self._does(lambda one: one.answer(side, reply, by=an_id("x"), now=NOW, today=self.today))

    @rule(days=st.integers(0, 70))
    def wait(self, days: int) -> None:
        self.today += days * DAY
        self._does(lambda one: one.lapse(self.today))

    @rule()
    def withdraw(self) -> None:
        self._does(lambda one: one.withdraw())

    @rule()
    def open_project(self) -> None:
        self._does(lambda one: one.open_project("x"))

    @rule()
    def lift(self) -> None:
        self._does(lambda one: one.lift("They spoke.", by=an_id("x"), now=NOW))

    @invariant()
    def both_have_agreed_before_anything_is_revealed(self) -> None:
        replies = [self.seen.answer_of(side).reply for side in Side]
        assert self.seen.is_revealed == (replies == [Reply.YES, Reply.YES])
        assert (self.seen.state is S.DECLINED) == (Reply.NO in replies)

    @invariant()
    def what_has_ended_stays_ended(self) -> None:
        if self.was.state in FINAL:
            assert self.seen.state is self.was.state
            assert [self.seen.answer_of(side) for side in Side] == [self.was.answer_of(side) for side in Side]
        if self.was.state is S.AGREED:
            assert self.seen.state in {S.AGREED, S.OPENED}

    @invariant()
    def the_last_day_moves_once(self) -> None:
        assert self.seen.expires_on == self.lasts + (LATER_GIVES if self.seen.is_extended else timedelta())

    @invariant()
    def nothing_waits_beyond_the_last_day(self) -> None:
        if self.seen.state is S.PROPOSED:
            assert self.today <= self.seen.expires_on

    @invariant()
    def a_no_excludes_until_it_is_lifted(self) -> None:
        side = self.seen.excludes
        assert (side is not None) == (self.seen.state is S.DECLINED and self.seen.lifted_at is None)
        if side:
            assert self.seen.answer_of(side).reply is Reply.NO


TestIntroducing = Introducing.TestCase
TestIntroducing.settings = settings(max_examples=60, stateful_step_count=12, deadline=None)


def test_answers_are_kept_with_who_gave_them_and_may_change_while_nothing_is_decided() -> None:
    later = an_introduction().answer(
        Side.PARTNER, Reply.LATER, words=" After the rains. ", by=an_id("x"), now=NOW, today=NOW.date()
    )
    yes = later.answer(Side.PARTNER, Reply.YES, by=an_id("y"), now=NOW + DAY, today=NOW.date())

    assert later.partner_answer == Answer(reply=Reply.LATER, at=NOW, by=an_id("x"), words="After the rains.")
    assert later.expires_on == NOW.date() + WAITS_FOR + LATER_GIVES
    assert yes.partner_answer == Answer(reply=Reply.YES, at=NOW + DAY, by=an_id("y"))
    assert (yes.state, yes.company_answer) == (S.PROPOSED, Answer())


def test_each_step_is_refused_where_it_is_too_late() -> None:
    proposed = an_introduction()
    withdrawn = proposed.withdraw()
    declined = proposed.answer(Side.COMPANY, Reply.NO, by=None, now=NOW, today=NOW.date())

    with pytest.raises(IntroductionOver):
        withdrawn.answer(Side.COMPANY, Reply.YES, by=None, now=NOW, today=NOW.date())
    with pytest.raises(AnswerTooLate):
        proposed.answer(Side.COMPANY, Reply.YES, by=None, now=NOW, today=proposed.expires_on + DAY)
    assert proposed.lapse(proposed.expires_on) == proposed
    assert proposed.lapse(proposed.expires_on + DAY) == replace(proposed, state=S.LAPSED)
    with pytest.raises(NotAgreed):
        proposed.open_project("x")
    with pytest.raises(NotDeclined):
        proposed.lift("Why not?", by=None, now=NOW)
    with pytest.raises(LiftUnexplained):
        declined.lift("  ", by=None, now=NOW)
    lifted = declined.lift(" They spoke. ", by=an_id("x"), now=NOW)
    assert (lifted.lift_reason, lifted.lifted_by, lifted.lifted_at, lifted.excludes) == (
        "They spoke.",
        an_id("x"),
        NOW,
        None,
    )
    with pytest.raises(NotDeclined):
        lifted.lift("Again.", by=None, now=NOW)


def test_words_for_both_name_neither() -> None:
    names = [Text.of("en", "Kisumu Institute", {"fr": "Institut de Kisumu"})]

    check_words(Text.of("en", "An institute in Kisumu."), names)
    check_words(Text.of("en", "Anything."), [Text.empty()])
    for words in (
        Text.of("en", "The KISUMU institute asks."),
        Text.of("en", "x", {"fr": "L’institut de Kisumu demande."}),
    ):
        with pytest.raises(WordsReveal):
            check_words(words, names)


def test_a_project_begins_with_the_form_that_both_name() -> None:
    licence, training, equipment = CooperationForm.LICENCE, CooperationForm.TRAINING, CooperationForm.EQUIPMENT

    assert undertaking_of((licence, training), (training,)) == UNDERTAKINGS[training]
    assert undertaking_of((licence, training), (equipment,)) == UNDERTAKINGS[licence]
    assert undertaking_of((), ()) == UNDERTAKINGS[equipment]
    assert set(UNDERTAKINGS) == set(CooperationForm)
    for each in UNDERTAKINGS.values():
        assert each.contract is None or each.contract in CONTRACT_KINDS[each.kind]


def test_every_state_has_a_name() -> None:
    assert set(STATE_NAMES) == set(S)
