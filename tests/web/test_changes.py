from datetime import UTC, datetime

import pytest

from events_app.domain.calendar import Subject
from events_app.domain.changes import Aspect, AspectChange, Change
from events_app.domain.exhibitions import DeadlineKind
from events_app.domain.messages import Message
from events_app.web.changes import Line, worded
from tests.builders import a_text, an_id

AT = datetime(2026, 11, 12, 9, 0, tzinfo=UTC)
OLD, NEW = "2027-04-15/2027-04-19", "2027-05-02/2027-05-06"
DUE = "2027-03-18T17:00:00+08:00[Asia/Shanghai]"
LATER = "2027-03-25T17:00:00+08:00[Asia/Shanghai]"


def say(message: Message, **params: object) -> str:
    return message.id % params if params else message.id


def said(*aspects: AspectChange, language: str = "en") -> tuple[str, ...]:
    (line,) = worded([a_change(*aspects)], language, say)
    return line.sentences


def a_change(*aspects: AspectChange) -> Change:
    return Change(
        id=an_id("change"),
        subject=Subject.EXHIBITION,
        subject_id=an_id("edition"),
        at=AT,
        aspects=aspects,
        note=a_text("Notice no. 14"),
    )


@pytest.mark.parametrize("aspect", list(Aspect))
def test_every_aspect_has_a_whole_sentence_without_any_values(aspect: Aspect) -> None:
    (sentence,) = said(AspectChange(aspect))

    assert sentence.endswith(".")
    assert "%" not in sentence


def test_a_line_keeps_the_moment_the_order_and_the_note() -> None:
    lines = worded([a_change(AspectChange(Aspect.CONFIRMED), AspectChange(Aspect.HOURS))], "en", say)

    assert lines == (
        Line(
            AT,
            ("The organiser has confirmed the dates.", "The opening hours have changed."),
            a_text("Notice no. 14"),
        ),
    )


def test_dates_stand_as_each_language_writes_them() -> None:
    change = AspectChange(Aspect.POSTPONED, OLD, NEW)

    assert said(change) == ("Postponed to 2–6 May 2027; before, the dates were 15–19 Apr 2027.",)
    assert "2027年5月2日至6日" in said(change, language="zh-Hans")[0]


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        ("", NEW, "The dates are now 2–6 May 2027."),
        (OLD, "", "The dates have changed; before, they were 15–19 Apr 2027."),
        ("some day", NEW, "The dates are now 2–6 May 2027."),
        ("2027-05-09", "2027-13-01/x", "The dates have changed."),
    ],
)
def test_what_is_missing_or_unreadable_is_left_out_of_its_sentence(before: str, after: str, sentence: str) -> None:
    assert said(AspectChange(Aspect.DAYS, before, after)) == (sentence,)


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        (
            DUE,
            LATER,
            (
                "“Deposit due” is now due on 25 Mar 2027, 17:00 (Shanghai, UTC+8); before, it was "
                "18 Mar 2027, 17:00 (Shanghai, UTC+8)."
            ),
        ),
        ("", LATER, "“Deposit due” is due on 25 Mar 2027, 17:00 (Shanghai, UTC+8)."),
        (DUE, "", "“Deposit due” no longer applies; before, it was due on 18 Mar 2027, 17:00 (Shanghai, UTC+8)."),
        ("", "2027-03-25T17:00:00+08:00[Nowhere/Here]", "“Deposit due” has changed."),
    ],
)
def test_a_deadline_is_named_with_its_moments_and_zone(before: str, after: str, sentence: str) -> None:
    assert said(AspectChange(Aspect.DEADLINE, before, after, DeadlineKind.DEPOSIT.value)) == (sentence,)


def test_a_kind_of_deadline_that_no_longer_exists_is_told_without_its_name() -> None:
    assert said(AspectChange(Aspect.DEADLINE, DUE, LATER, "fax_form")) == ("A deadline has changed.",)


def test_stages_are_named_and_unknown_ones_left_out() -> None:
    assert said(
        AspectChange(Aspect.STAGE, "memorandum", "signed"),
        AspectChange(Aspect.STAGE, "someday", "signed"),
    ) == (
        "The stage is now “Signed”; before, it was “Memorandum of understanding”.",
        "The stage is now “Signed”.",
    )
