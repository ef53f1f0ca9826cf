"""Public projects are read once per version of the calendar, and anew after any change of a project."""

from dataclasses import replace
from datetime import UTC, datetime

from litestar.datastructures import State

from events_app.actions import projects as actions
from events_app.actions.context import Context
from events_app.domain.money import Money
from events_app.domain.rights import SYSTEM
from events_app.edge.projects import public_projects
from events_app.storage.database import Database
from tests.builders import DOMAIN, a_project
from tests.queries import counted_queries

NOW = datetime(2026, 6, 1, 10, 0, tzinfo=UTC)
CONTEXT = Context(uid_domain=DOMAIN, memberships=())


async def test_projects_are_read_once_until_one_of_them_changes(database: Database) -> None:
    state = State()
    await actions.add(a_project(), by=SYSTEM, context=CONTEXT, now=NOW)
    first = await public_projects(state)
    with counted_queries() as asked:
        again = await public_projects(state)
    signed = replace(a_project(), signed=Money(100, "USD"))
    await actions.change(signed, by=SYSTEM, context=CONTEXT, now=NOW)

    assert first == again == (a_project(),)
    assert len(asked) == 1
    assert await public_projects(state) == (signed,)
