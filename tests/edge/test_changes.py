from datetime import UTC, datetime

import pytest

from events_app.domain.calendar import Subject
from events_app.domain.changes import Aspect, AspectChange, Change
from events_app.domain.texts import Text
from events_app.edge.changes import PLAIN, worded
from events_app.i18n.catalogues import Catalogues
from tests.builders import an_id

ENGLISH = Catalogues({})
APRIL, MAY = "2027-04-05/2027-04-09", "2027-05-11/2027-05-11"
IN_BERLIN = "2027-03-01T17:00:00+01:00[Europe/Berlin]"
IN_UTC = "2027-03-08T17:00:00+00:00[UTC]"


def a_change(*aspects: AspectChange, subject: Subject = Subject.EXHIBITION) -> Change:
    at = datetime(2026, 11, 5, 15, 0, tzinfo=UTC)
    return Change(
        id=an_id("change"), subject=subject, subject_id=an_id("it"), at=at, aspects=aspects, note=Text.empty()
    )


@pytest.mark.parametrize(
    ("aspect", "sentence"),
    [
        (AspectChange(Aspect.ADDED), "Added to the calendar."),
        (AspectChange(Aspect.DAYS, APRIL, MAY), "New dates: 11 May 2027, before: 5–9 Apr 2027."),
        (AspectChange(Aspect.POSTPONED, APRIL, MAY), "Postponed. New dates: 11 May 2027, before: 5–9 Apr 2027."),
        (AspectChange(Aspect.POSTPONED, "", MAY), "Postponed."),
        (AspectChange(Aspect.CANCELLED, "", APRIL), "Cancelled. It was planned for these dates: 5–9 Apr 2027."),
        (
            AspectChange(Aspect.DEADLINE, IN_BERLIN, IN_UTC, "deposit"),
            "Deadline moved. Deposit due: 8 Mar 2027, 17:00, before: 1 Mar 2027, 17:00 (Berlin).",
        ),
        (
            AspectChange(Aspect.DEADLINE, "", IN_BERLIN, "deposit"),
            "New deadline. Deposit due: 1 Mar 2027, 17:00 (Berlin).",
        ),
        (
            AspectChange(Aspect.DEADLINE, IN_BERLIN, "", "deposit"),
            "This deadline no longer holds. Deposit due: 1 Mar 2027, 17:00 (Berlin).",
        ),
        (AspectChange(Aspect.DEADLINE, "x", "y", "unheard of"), "A deadline has changed."),
        (AspectChange(Aspect.DAYS, "spring", "autumn"), "The dates have changed."),
    ],
)
def test_a_change_is_told_in_one_sentence(aspect: AspectChange, sentence: str) -> None:
    assert worded(a_change(aspect), "en", ENGLISH) == [sentence]


def test_each_aspect_of_a_change_has_its_sentence_in_order() -> None:
    stage = AspectChange(Aspect.STAGE, "memorandum", "signed")
    change = a_change(stage, AspectChange(Aspect.MILESTONES), subject=Subject.PROJECT)

    assert worded(change, "en", ENGLISH) == [
        "New stage: Signed, before: Memorandum of understanding.",
        "The milestones have changed.",
    ]


def test_every_aspect_can_be_told() -> None:
    assert set(PLAIN[Subject.EXHIBITION]) | set(PLAIN[Subject.PROJECT]) == set(Aspect)
