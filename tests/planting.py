"""Putting values where pages find them, the way an organiser would: through the actions, calendar and log included."""

from datetime import datetime

from events_app.actions import exhibitions, projects
from events_app.actions.context import Context
from events_app.domain.exhibitions import Edition, Series
from events_app.domain.projects import Project
from events_app.domain.rights import SYSTEM
from events_app.reference.groups import memberships
from tests.builders import CREATED_AT, DOMAIN, a_series


def context(domain: str = DOMAIN) -> Context:
    return Context(uid_domain=domain, memberships=memberships())


async def plant(
    *editions: Edition, series: Series | None = None, now: datetime = CREATED_AT, domain: str = DOMAIN
) -> None:
    """Keep a series and these editions of it."""
    await exhibitions.add_series(series or a_series(), by=SYSTEM, now=now)
    for edition in editions:
        await exhibitions.add_edition(edition, by=SYSTEM, context=context(domain), now=now)


async def plant_projects(*found: Project, now: datetime = CREATED_AT) -> None:
    for project in found:
        await projects.add(project, by=SYSTEM, context=context(), now=now)
