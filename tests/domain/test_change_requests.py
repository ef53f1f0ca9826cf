"""Changes after submitting: when they can be asked for, and that each is decided once."""

from dataclasses import replace

import pytest

from events_app.domain.applications import ApplicationState, Wish
from events_app.domain.change_requests import (
    ChangeDecided,
    ChangeImpossible,
    ChangeRequest,
    ChangeState,
    ChangeWordsMissing,
    RefusalUnexplained,
    ask,
    may_change,
)
from tests.application_builders import WITHIN, an_application
from tests.builders import an_id

REQUEST = ChangeRequest(
    id=an_id("request"),
    application_id=an_id("application"),
    wish=Wish(stands=2, area=36),
    exhibits="Sensors",
    words="We bring a larger machine.",
    asked_at=WITHIN,
)
CHANGEABLE = {"submitted", "eligible", "waiting", "accepted", "stand_accepted", "deposit_paid", "confirmed"}


@pytest.mark.parametrize("state", list(ApplicationState))
def test_changes_are_asked_for_between_submitting_and_the_end(state: ApplicationState) -> None:
    application = an_application(state=state)

    assert may_change(application) is (state.value in CHANGEABLE)
    if state.value in CHANGEABLE:
        assert ask(application, REQUEST) is REQUEST
    else:
        with pytest.raises(ChangeImpossible):
            ask(application, REQUEST)


def test_a_request_says_why() -> None:
    with pytest.raises(ChangeWordsMissing):
        ask(an_application(state=ApplicationState.SUBMITTED), replace(REQUEST, words=" "))


def test_each_is_decided_once_and_refused_with_words() -> None:
    with pytest.raises(RefusalUnexplained):
        REQUEST.decide(ChangeState.REFUSED, answer=" ", now=WITHIN)
    granted = REQUEST.decide(ChangeState.GRANTED, answer="", now=WITHIN)
    for state in (ChangeState.REFUSED, ChangeState.GRANTED, ChangeState.TAKEN_BACK):
        with pytest.raises(ChangeDecided):
            granted.decide(state, answer="No.", now=WITHIN)
