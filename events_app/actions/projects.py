"""Changes to cooperation projects; each keeps calendar, change log and history true in the same transaction."""

from dataclasses import replace
from datetime import datetime

from events_app.actions import webhooks
from events_app.actions.calendar import log_change, project_entries
from events_app.actions.context import Context
from events_app.actions.history import record
from events_app.domain.calendar import Subject, entries_of_project
from events_app.domain.changes import project_changes
from events_app.domain.history import Deed, differences
from events_app.domain.projects import Project
from events_app.domain.rights import Asker, Noun, Right, require
from events_app.domain.texts import Text
from events_app.storage import calendar, projects
from events_app.storage.database import transaction

NO_NOTE = Text.empty()


async def add(project: Project, *, by: Asker, context: Context, now: datetime) -> Project:
    """Keep a new project and, if it is public, show its milestones in the calendar."""
    require(by, Right.CREATE, Noun.PROJECT, owner=project.unit_id)
    if project.is_public:
        require(by, Right.PUBLISH, Noun.PROJECT, owner=project.unit_id)
    async with transaction():
        await projects.add(project)
        await _tell(Deed.ADDED, None, project, note=NO_NOTE, by=by, context=context, now=now)
    return project


async def change(project: Project, *, note: Text = NO_NOTE, by: Asker, context: Context, now: datetime) -> Project:
    """Replace a project by a changed one, whose `version` is that of the copy it was made from.

    Raises NotFound, NotAllowed or ChangedMeanwhile.
    """
    async with transaction():
        old = await projects.get(project.slug)
        right = Right.EDIT if old.is_public == project.is_public else Right.PUBLISH
        require(by, right, Noun.PROJECT, owner=old.unit_id)
        require(by, right, Noun.PROJECT, owner=project.unit_id)
        await projects.set_(project)
        await _tell(Deed.CHANGED, old, project, note=note, by=by, context=context, now=now)
    return replace(project, version=project.version + 1)


async def _tell(
    deed: Deed, old: Project | None, new: Project, *, note: Text, by: Asker, context: Context, now: datetime
) -> None:
    """Tell subscribers, readers and the authority."""
    entries = entries_of_project(new, domain=context.uid_domain)
    await project_entries(new.id, entries, is_public=new.is_public, memberships=context.memberships, now=now)
    # Lists of projects show more of them than milestones do.
    await calendar.set_changed(now)
    await log_change(Subject.PROJECT, new.id, project_changes(old, new), note=note, now=now)
    await webhooks.tell_of_project(old, new, now=now)
    changes = differences(old, new)
    await record(deed, Noun.PROJECT, new.id, by=by, now=now, owner=new.unit_id, label=new.slug, changes=changes)
