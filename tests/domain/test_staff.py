"""Assignments: on which days somebody works, and which days are none of the edition's."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from events_app.domain.exhibitions import Days
from events_app.domain.staff import MOST_AROUND, Assignment, DaysFarOff
from tests.builders import an_edition, an_id

FIRST = an_edition().days.first
ASSIGNED = Assignment(id=an_id("assignment"), edition_id=an_edition().id, person_id=an_id("officer"))


def test_without_days_of_their_own_people_work_on_those_of_the_edition() -> None:
    own = Days(FIRST, FIRST)

    assert ASSIGNED.days_at(an_edition()) == an_edition().days
    assert replace(ASSIGNED, days=own).days_at(an_edition()) == own


def test_own_days_follow_an_edition_that_moves() -> None:
    moved = replace(ASSIGNED, days=Days(FIRST, FIRST)).moved(timedelta(days=7))

    assert moved.days == Days(date(2026, 10, 19), date(2026, 10, 19))
    assert ASSIGNED.moved(timedelta(days=7)) == ASSIGNED


def test_days_far_from_the_edition_are_a_slip() -> None:
    earliest = FIRST - MOST_AROUND
    latest = an_edition().days.last + MOST_AROUND
    day = timedelta(days=1)

    for days in (Days(earliest - day, FIRST), Days(FIRST, latest + day)):
        with pytest.raises(DaysFarOff):
            replace(ASSIGNED, days=days).check(an_edition())
    replace(ASSIGNED, days=Days(earliest, latest)).check(an_edition())
