"""Changes to projects: milestones in the calendar and the change log follow, on both engines."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from events_app.actions import exhibitions as edition_actions
from events_app.actions import projects as actions
from events_app.actions.context import Context
from events_app.domain.calendar import EntryStatus
from events_app.domain.changes import Aspect
from events_app.domain.money import Money
from events_app.domain.projects import Stage
from events_app.domain.refusals import NotFound
from events_app.domain.rights import SYSTEM
from events_app.domain.selections import Selection
from events_app.storage import calendar, projects, selections
from events_app.storage.database import Database
from tests.builders import DOMAIN, a_milestone, a_project, a_series, an_edition, an_id

NOW = datetime(2026, 6, 1, 10, 0, tzinfo=UTC)
CONTEXT = Context(uid_domain=DOMAIN, memberships=())


async def test_a_project_is_read_back_whole_and_found_by_country_and_edition(database: Database) -> None:
    await edition_actions.add_series(a_series(), by=SYSTEM, now=NOW)
    await edition_actions.add_edition(an_edition(), by=SYSTEM, context=CONTEXT, now=NOW)
    project = a_project(
        countries=("KE", "TZ"),
        signed=Money(250_000_000, "USD"),
        intended=Money(0, "EUR"),
        edition_slugs=(an_edition().slug,),
    )

    await actions.add(project, by=SYSTEM, context=CONTEXT, now=NOW)

    assert await projects.get(project.slug) == project
    assert await projects.list_public_with_country("TZ") == (project,)
    assert await projects.list_public_linked_with(an_edition().slug) == (project,)
    found = await selections.list_all(Selection(countries=("TZ",)))
    assert [entry.starts_on for entry in found] == [date(2026, 9, 1)]


async def test_an_internal_project_is_nowhere_in_public(database: Database) -> None:
    await actions.add(a_project(is_public=False), by=SYSTEM, context=CONTEXT, now=NOW)

    assert await projects.list_public() == ()
    assert await projects.list_public_with_country("KE") == ()
    assert await selections.list_all(Selection()) == ()
    assert await calendar.list_latest_changes() == ()


async def test_a_project_that_is_terminated_calls_its_milestones_off(database: Database) -> None:
    await actions.add(a_project(), by=SYSTEM, context=CONTEXT, now=NOW)

    await actions.change(replace(a_project(), stage=Stage.TERMINATED), by=SYSTEM, context=CONTEXT, now=NOW)

    (entry,) = await calendar.list_of_subject(a_project().id)
    assert (entry.status, entry.sequence) == (EntryStatus.CANCELLED, 1)
    aspects = {a.aspect for change in await calendar.list_changes(a_project().id) for a in change.aspects}
    assert aspects == {Aspect.ADDED, Aspect.STAGE}


async def test_a_project_made_internal_leaves_nothing_in_public(database: Database) -> None:
    await actions.add(
        a_project(milestones=(a_milestone(), a_milestone(id=an_id("two")))), by=SYSTEM, context=CONTEXT, now=NOW
    )

    await actions.change(replace(a_project(), is_public=False), by=SYSTEM, context=CONTEXT, now=NOW)

    assert await projects.list_public() == ()
    assert await calendar.list_of_subject(a_project().id) == ()


async def test_changing_a_project_that_is_not_there_is_refused(database: Database) -> None:
    with pytest.raises(NotFound):
        await actions.change(a_project(), by=SYSTEM, context=CONTEXT, now=NOW)
