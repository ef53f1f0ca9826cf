"""The desk's list of projects: filters and order, the same on both engines."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from events_app.domain.projects import ExportClass, ExportControl, Project, ProjectKind, Stage
from events_app.storage import projects
from events_app.storage.desk_projects import DeskProject, Wanted, count_projects, list_projects
from tests.builders import MODIFIED_AT, a_milestone, a_project, a_text, an_id

pytestmark = pytest.mark.usefixtures("database")


def named(slug: str, on: date | None, **changes: Any) -> Project:  # noqa: ANN401 - fields of Project
    milestones = (a_milestone(id=an_id(f"of {slug}"), planned_on=on),) if on else ()
    project = a_project(id=an_id(slug), slug=slug, name=a_text(slug.title()), milestones=milestones)
    return replace(project, **changes)


async def slugs(wanted: Wanted, **place: Any) -> list[str]:  # noqa: ANN401 - places in the list
    return [row.slug for row in await list_projects(wanted, **place)]


async def test_everything_of_a_project_is_read_back() -> None:
    project = a_project(
        control=ExportControl(
            export_class=ExportClass.DUAL_USE, letter_of_intent="LOI 7", licence_number="L 8", note="Ask again"
        ),
        effective_on=date(2026, 11, 20),
        has_no_amount=True,
        stage=Stage.DISPUTE,
        stage_before=Stage.DELIVERY,
        stage_reason="Claims",
    )

    await projects.add(project)

    assert await projects.get(project.slug) == project


async def test_rows_tell_what_is_due_next_overdue_first_and_what_has_nothing_ahead_last() -> None:
    reached = a_milestone(id=an_id("reached"), planned_on=date(2026, 1, 1), actual_on=date(2026, 1, 2))
    late = named("late", date(2026, 3, 1))
    await projects.add(replace(late, milestones=(*late.milestones, reached)))
    await projects.add(named("next", date(2027, 3, 1)))
    await projects.add(named("none", None))
    await projects.add(named("over", date(2026, 2, 1), stage=Stage.TERMINATED))

    rows = await list_projects(Wanted())

    assert [(row.slug, row.due_on) for row in rows[:2]] == [("late", date(2026, 3, 1)), ("next", date(2027, 3, 1))]
    assert {(row.slug, row.due_on) for row in rows[2:]} == {("none", None), ("over", None)}
    assert rows[0] == DeskProject(
        id=an_id("late"),
        slug="late",
        name=a_text("Late"),
        kind=ProjectKind.CONTRACTING,
        stage=Stage.SIGNED,
        countries=("KE",),
        is_public=True,
        unit_id=None,
        export_class=ExportClass.UNCLASSIFIED,
        due_on=date(2026, 3, 1),
        changed_on=MODIFIED_AT.date(),
    )


async def test_each_filter_limits_the_list_and_the_count() -> None:
    restricted = ExportControl(export_class=ExportClass.RESTRICTED)
    await projects.add(named("alpha", date(2027, 1, 1), countries=("KE", "TZ")))
    await projects.add(named("beta", date(2027, 2, 1), countries=("BR",), stage=Stage.IDEA, control=restricted))

    for wanted, found in (
        (Wanted(country="TZ"), ["alpha"]),
        (Wanted(stages=(Stage.IDEA, Stage.CONTACT)), ["beta"]),
        (Wanted(export_classes=(ExportClass.RESTRICTED,)), ["beta"]),
        (Wanted(kinds=(ProjectKind.TRAINING,)), []),
        (Wanted(words="alp"), ["alpha"]),
        (Wanted(words="energy"), ["alpha", "beta"]),
        (Wanted(unit_ids=frozenset()), []),
        (Wanted(unit_ids=frozenset({UUID(int=1)})), []),
    ):
        assert await slugs(wanted) == found, wanted
        assert await count_projects(wanted) == len(found)


async def test_places_in_the_list_are_found_from_both_sides() -> None:
    for number in range(5):
        await projects.add(named(f"p{number}", date(2027, 1, 1 + number)))
    middle = (date(2027, 1, 3), an_id("p2"))

    assert await slugs(Wanted(), after=middle) == ["p3", "p4"]
    assert await slugs(Wanted(), before=middle) == ["p1", "p0"]
    assert await slugs(Wanted(), limit=2) == ["p0", "p1"]
    assert len(await slugs(Wanted(changed_first=True))) == 5
