"""Templates of deadlines: what makes one, and what it gives for an opening."""

from dataclasses import replace
from datetime import date, time

import pytest

from events_app.domain.deadline_templates import OF_AUTHORITY, DeadlineTemplate, OpensAfterClose, TemplateEmpty
from events_app.domain.exhibitions import DEADLINE_TEMPLATE, DeadlineKind, DeadlineRule
from tests.builders import an_id

CLOSE = DeadlineRule(DeadlineKind.APPLICATIONS_CLOSE, 150, time(17, 0))


def test_a_template_begins_as_the_one_that_came_with_the_program() -> None:
    assert DeadlineTemplate().rules == DEADLINE_TEMPLATE
    assert (DeadlineTemplate().id, DeadlineTemplate(unit_id=an_id("unit")).id) == (OF_AUTHORITY, an_id("unit"))


def test_a_template_sets_something_and_lets_people_apply() -> None:
    late = replace(CLOSE, kind=DeadlineKind.APPLICATIONS_OPEN, at=time(17, 0))

    with pytest.raises(TemplateEmpty):
        DeadlineTemplate(rules=())
    with pytest.raises(OpensAfterClose):
        DeadlineTemplate(rules=(late, CLOSE))
    assert DeadlineTemplate(rules=(replace(late, at=time(9, 0)), CLOSE)).rules[1] == CLOSE


def test_deadlines_are_counted_back_from_the_opening_earliest_first() -> None:
    build_up = DeadlineRule(DeadlineKind.BUILD_UP, 3, time(8, 0))

    found = DeadlineTemplate(rules=(build_up, CLOSE)).due(date(2028, 3, 1))

    assert found == ((CLOSE, date(2027, 10, 3)), (build_up, date(2028, 2, 27)))
