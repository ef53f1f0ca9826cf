"""Changes to cooperation projects; each keeps the calendar and the public change log true in the same transaction."""

from datetime import datetime

from events_app.actions.calendar import log_change, project_entries
from events_app.actions.context import Context
from events_app.domain.calendar import Subject, entries_of_project
from events_app.domain.changes import project_changes
from events_app.domain.projects import Project
from events_app.domain.texts import Text
from events_app.storage import calendar, projects
from events_app.storage.database import transaction


async def add(project: Project, *, context: Context, now: datetime) -> Project:
    """Keep a new project and, if it is public, show its milestones in the calendar."""
    async with transaction():
        await projects.add(project)
        await _announce(None, project, Text.empty(), context=context, now=now)
    return project


async def change(project: Project, *, note: Text, context: Context, now: datetime) -> Project:
    """Replace a project by a changed one; raises NotFound if there is none at its slug."""
    async with transaction():
        old = await projects.get(project.slug)
        await projects.set_(project)
        await _announce(old, project, note, context=context, now=now)
    return project


async def _announce(old: Project | None, new: Project, note: Text, *, context: Context, now: datetime) -> None:
    entries = entries_of_project(new, domain=context.uid_domain)
    await project_entries(new.id, entries, is_public=new.is_public, memberships=context.memberships, now=now)
    # Lists of projects show more of them than milestones do.
    await calendar.set_changed(now)
    await log_change(Subject.PROJECT, new.id, project_changes(old, new), note=note, now=now)
