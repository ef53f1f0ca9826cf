"""Changes to cooperation projects; each keeps calendar, change log and history true in the same transaction."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

from events_app.actions import webhooks
from events_app.actions.calendar import log_change, project_entries
from events_app.actions.context import Context
from events_app.actions.history import record
from events_app.actions.translation_states import keep_states
from events_app.domain.calendar import Subject, entries_of_project
from events_app.domain.changes import project_changes
from events_app.domain.export_control import REGISTRATION_DAYS, with_registration
from events_app.domain.history import Deed, differences
from events_app.domain.money import Money
from events_app.domain.projects import ExportClass, ExportControl, Milestone, Project, Stage
from events_app.domain.refusals import NotFound
from events_app.domain.rights import Asker, Noun, Right, require
from events_app.domain.stages import MoveUnknown, StageHasItsOwnMove, check_stage, move, moves_of
from events_app.domain.texts import Text
from events_app.storage import calendar, exhibitions, projects
from events_app.storage.database import transaction

NO_NOTE = Text.empty()


async def add(project: Project, *, by: Asker, context: Context, now: datetime) -> Project:
    """Keep a new project and, if it is public, show its milestones in the calendar."""
    require(by, Right.CREATE, Noun.PROJECT, owner=project.unit_id)
    if project.is_public:
        require(by, Right.PUBLISH, Noun.PROJECT, owner=project.unit_id)
    if not by.is_system:
        check_stage(project)
    async with transaction():
        await projects.add(project)
        await _tell(Deed.ADDED, None, project, note=NO_NOTE, by=by, context=context, now=now)
    return project


async def change(project: Project, *, note: Text = NO_NOTE, by: Asker, context: Context, now: datetime) -> Project:
    """Replace a project by a changed one, whose `version` is that of the copy it was made from.

    People move stages by `move_stage`. Raises NotFound, NotAllowed, ChangedMeanwhile or StageHasItsOwnMove.
    """

    def changed(old: Project) -> Project:
        if not by.is_system and (old.stage, old.stage_before) != (project.stage, project.stage_before):
            raise StageHasItsOwnMove
        return project

    return await _changed(project.slug, changed, note=note, by=by, context=context, now=now)


async def translate(
    slug: str, change: Callable[[Project], Project], *, language: str, by: Asker, context: Context, now: datetime
) -> Project:
    """Change the wordings of a project in one language, whatever others have saved of it meanwhile.

    `change` must touch nothing else. Raises NotFound, NotAllowed, UnitUnknown, SourceChanged or ChangedMeanwhile.
    """
    async with transaction():
        await projects.lock_(slug)
        old = await projects.get(slug)
        require(by, Right.TRANSLATE, Noun.PROJECT, owner=old.unit_id, language=language)
        new = change(old)
        if new == old:
            return old
        new = replace(new, modified_at=now)
        await projects.set_(new)
        await _tell(Deed.TRANSLATED, old, new, note=NO_NOTE, by=by, context=context, now=now)
    return replace(new, version=new.version + 1)


async def move_stage(
    slug: str,
    to: Stage,
    *,
    reason: str = "",
    signed: Money | None = None,
    has_no_amount: bool = False,
    effective_on: date | None = None,
    registration_days: int = REGISTRATION_DAYS,
    version: int | None = None,
    note: Text = NO_NOTE,
    by: Asker,
    context: Context,
    now: datetime,
) -> Project:
    """Move a project to another stage; a contract in force gets the milestone of its registration.

    Raises NotFound, NotAllowed, ChangedMeanwhile or what `domain.stages.move` raises.
    """

    def moved(old: Project) -> Project:
        right = moves_of(old).get(to)
        if right is None:
            raise MoveUnknown
        require(by, right, Noun.PROJECT, owner=old.unit_id)
        new = move(
            old,
            to,
            reason=reason,
            signed=signed,
            has_no_amount=has_no_amount,
            effective_on=effective_on,
            now=now,
        )
        return _at(with_registration(new, days=registration_days) if to is Stage.EFFECTIVE else new, version)

    return await _changed(slug, moved, note=note, by=by, context=context, now=now)


async def set_control(
    slug: str, control: ExportControl, *, version: int | None = None, by: Asker, context: Context, now: datetime
) -> Project:
    """Keep what export control says. A class that was found once is changed by the authority alone."""
    return await _changed(
        slug, lambda old: _at(replace(old, control=control, modified_at=now), version), by=by, context=context, now=now
    )


async def set_milestones(
    slug: str,
    milestones: tuple[Milestone, ...],
    *,
    version: int | None = None,
    note: Text = NO_NOTE,
    by: Asker,
    context: Context,
    now: datetime,
) -> Project:
    """Replace the milestones."""
    return await _changed(
        slug,
        lambda old: _at(replace(old, milestones=milestones, modified_at=now), version),
        note=note,
        by=by,
        context=context,
        now=now,
    )


async def link_editions(
    slug: str, edition_slugs: tuple[str, ...], *, version: int | None = None, by: Asker, context: Context, now: datetime
) -> Project:
    """Link a project with editions, and with no others. Raises NotFound for an edition that does not exist."""

    def linked(old: Project) -> Project:
        return _at(replace(old, edition_slugs=edition_slugs, modified_at=now), version)

    found = {edition.slug for edition in await exhibitions.list_editions(edition_slugs)} if edition_slugs else set()
    if not set(edition_slugs) <= found:
        raise NotFound
    return await _changed(slug, linked, by=by, context=context, now=now)


async def publish(slug: str, *, version: int | None = None, by: Asker, context: Context, now: datetime) -> Project:
    """Show an internal project to the public."""
    return await _shown(slug, is_public=True, version=version, by=by, context=context, now=now)


async def unpublish(slug: str, *, version: int | None = None, by: Asker, context: Context, now: datetime) -> Project:
    """Take a project back from the public."""
    return await _shown(slug, is_public=False, version=version, by=by, context=context, now=now)


async def _shown(
    slug: str, *, is_public: bool, version: int | None, by: Asker, context: Context, now: datetime
) -> Project:
    return await _changed(
        slug,
        lambda old: _at(replace(old, is_public=is_public, modified_at=now), version),
        deed=Deed.PUBLISHED if is_public else Deed.UNPUBLISHED,
        by=by,
        context=context,
        now=now,
    )


async def _changed(
    slug: str,
    change: Callable[[Project], Project],
    *,
    deed: Deed = Deed.CHANGED,
    note: Text = NO_NOTE,
    by: Asker,
    context: Context,
    now: datetime,
) -> Project:
    """Load, decide, save: the asker needs the right to the project as it is and as it will be."""
    async with transaction():
        old = await projects.get(slug)
        require(by, Right.EDIT, Noun.PROJECT, owner=old.unit_id)
        new = change(old)
        right = Right.EDIT if old.is_public == new.is_public else Right.PUBLISH
        for owner in {old.unit_id, new.unit_id}:
            require(by, right, Noun.PROJECT, owner=owner)
        if old.control.export_class not in {new.control.export_class, ExportClass.UNCLASSIFIED}:
            require(by, Right.DECIDE, Noun.PROJECT, owner=old.unit_id)
        if not by.is_system and _contract(old) != _contract(new):
            check_stage(new)
        await projects.set_(new)
        await _tell(deed, old, new, note=note, by=by, context=context, now=now)
    return replace(new, version=new.version + 1)


def _contract(project: Project) -> tuple[object, ...]:
    """What a contract rests on: it is not taken away; that the class turned out worse is a fact to record."""
    control = replace(project.control, export_class=ExportClass.UNCLASSIFIED, note="")
    return control, project.signed, project.has_no_amount, project.effective_on


def _at(project: Project, version: int | None) -> Project:
    """The project as made from the copy with this version, if one is named."""
    return project if version is None else replace(project, version=version)


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
    await keep_states(new, old=old, now=now)
    changes = differences(old, new)
    await record(deed, Noun.PROJECT, new.id, by=by, now=now, owner=new.unit_id, label=new.slug, changes=changes)
