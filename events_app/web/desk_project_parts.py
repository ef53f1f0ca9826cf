"""What befalls a project: moved to another stage, classed for export, given milestones and editions, made public."""

from typing import Any
from uuid import uuid4

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from events_app.actions import projects as actions
from events_app.actions.demo import context_of
from events_app.domain.export_control import CONTRACT_STAGES, FORCE_STAGES, export_warnings
from events_app.domain.messages import N_
from events_app.domain.projects import (
    EXPORT_CLASS_NAMES,
    STAGE_NAMES,
    ExportClass,
    ExportControl,
    Milestone,
    Project,
    Stage,
)
from events_app.domain.refusals import NotFound, Refusal
from events_app.domain.rights import Noun, Right, may
from events_app.domain.stages import STOPS, EffectiveDayMissing, MoveUnknown, StageReasonMissing, moves_of
from events_app.domain.texts import Text
from events_app.edge.desk import Visit, see
from events_app.edge.forms import Form, read_form
from events_app.edge.problems import problem_of
from events_app.storage import exhibitions, projects
from events_app.web.desk_project_forms import money_of, source_of
from events_app.web.desk_projects import editable, shown

MOST_LINKED = 50
EDITION_UNKNOWN = N_("There is no edition with this address: %(slug)s")


@get("/projects/{slug:str}/stage/{to:str}", include_in_schema=False)
async def stage_page(visit: NamedDependency[Visit], *, slug: FromPath[str], to: FromPath[str]) -> Response[str]:
    """Ask for what a move needs."""
    project = await editable(slug, visit.asker)
    form = Form.of({"version": project.version, "effective_on": project.effective_on})
    form.put("has_no_amount", project.has_no_amount)
    return _stage_form(visit, project, _stage(project, to), form)


@post("/projects/{slug:str}/stage/{to:str}", include_in_schema=False, status_code=200)
async def move(visit: NamedDependency[Visit], *, slug: FromPath[str], to: FromPath[str]) -> Response[Any]:
    """Move the project."""
    project = await editable(slug, visit.asker)
    stage = _stage(project, to)
    form = await read_form(visit.request)
    signed, effective_on = money_of(form, "signed"), form.day("effective_on")
    reason = form.words("reason", most=2_000)
    note = form.line(f"note-{visit.language}")
    if not form.is_good:
        return _stage_form(visit, project, stage, form)
    try:
        await actions.move_stage(
            slug,
            stage,
            reason=reason,
            signed=signed,
            has_no_amount=form.ticked("has_no_amount"),
            effective_on=effective_on,
            registration_days=visit.settings.registration_days,
            version=form.number("version", 1, 10**9) or project.version,
            note=Text.of(visit.language, note),
            by=visit.asker,
            context=context_of(visit.settings),
            now=visit.now,
        )
    except Refusal as refusal:
        form.problems[_field_of(refusal)] = problem_of(refusal)
        return _stage_form(visit, project, stage, form)
    return see(f"desk/projects/{slug}", done="moved")


@get("/projects/{slug:str}/export-control", include_in_schema=False)
async def control_page(visit: NamedDependency[Visit], *, slug: FromPath[str]) -> Response[str]:
    """Show what export control says."""
    project = await editable(slug, visit.asker)
    control = project.control
    names = ("export_class", "letter_of_intent", "licence_number", "note")
    form = Form.of({"version": project.version} | {name: getattr(control, name) for name in names})
    return _control_form(visit, project, form)


@post("/projects/{slug:str}/export-control", include_in_schema=False, status_code=200)
async def keep_control(visit: NamedDependency[Visit], *, slug: FromPath[str]) -> Response[Any]:
    """Keep what export control says."""
    project = await editable(slug, visit.asker)
    form = await read_form(visit.request)
    control = ExportControl(
        export_class=form.choice("export_class", ExportClass) or project.control.export_class,
        letter_of_intent=form.line("letter_of_intent", most=200),
        licence_number=form.line("licence_number", most=200),
        note=form.words("note", most=5_000),
    )
    if not form.is_good:
        return _control_form(visit, project, form)
    try:
        await actions.set_control(slug, control, **_saving(visit, project, form))
    except Refusal as refusal:
        form.problems["export_class"] = problem_of(refusal)
        return _control_form(visit, project, form)
    return see(f"desk/projects/{slug}", done="control")


@get("/projects/{slug:str}/milestones/{name:str}", include_in_schema=False)
async def milestone_page(visit: NamedDependency[Visit], *, slug: FromPath[str], name: FromPath[str]) -> Response[str]:
    """Show the form of a milestone, or of a new one."""
    project = await editable(slug, visit.asker)
    form = Form.of({"version": project.version, "is_public": True})
    if milestone := _milestone(project, name):
        dates = ("planned_on", "forecast_on", "actual_on", "is_public")
        form = Form.of({"version": project.version} | {field: getattr(milestone, field) for field in dates})
        form.put_text("name", milestone.name)
    return _milestone_form(visit, project, milestone, form)


@post("/projects/{slug:str}/milestones/{name:str}", include_in_schema=False, status_code=200)
async def save_milestone(visit: NamedDependency[Visit], *, slug: FromPath[str], name: FromPath[str]) -> Response[Any]:
    """Keep a milestone, or remove it."""
    project = await editable(slug, visit.asker)
    old = _milestone(project, name)
    form = await read_form(visit.request)
    others = tuple(milestone for milestone in project.milestones if old is None or milestone.id != old.id)
    if old is None or not form.ticked("remove"):
        made = Milestone(
            id=old.id if old else uuid4(),
            name=form.text("name", old.name if old else Text.empty(source_of(project, visit.language)), required=True),
            planned_on=form.day("planned_on", required=True) or visit.today,
            forecast_on=form.day("forecast_on"),
            actual_on=form.day("actual_on"),
            is_public=form.ticked("is_public"),
        )
        others = (*others, made)
    if not form.is_good:
        return _milestone_form(visit, project, old, form)
    try:
        await actions.set_milestones(slug, others, **_saving(visit, project, form))
    except Refusal as refusal:
        form.problems["planned_on"] = problem_of(refusal)
        return _milestone_form(visit, project, old, form)
    return see(f"desk/projects/{slug}", done="saved")


@post("/projects/{slug:str}/editions", include_in_schema=False, status_code=200)
async def link(visit: NamedDependency[Visit], *, slug: FromPath[str]) -> Response[Any]:
    """Link editions: those that stay ticked, and one more by its address."""
    project = await editable(slug, visit.asker)
    form = await read_form(visit.request)
    more = form.line("edition").rstrip("/").rpartition("/")[2]
    chosen = tuple(dict.fromkeys((*form.list("linked"), *([more] if more else []))))[:MOST_LINKED]
    if more and await exhibitions.find_edition(more) is None:
        form.fail("edition", EDITION_UNKNOWN, slug=more[:100])
        return await shown(visit, project, form=form, status_code=422)
    try:
        await actions.link_editions(slug, chosen, **_saving(visit, project, form))
    except Refusal as refusal:
        return await shown(visit, await projects.get(slug), refusal)
    return see(f"desk/projects/{slug}", done="saved")


@post(["/projects/{slug:str}/publish", "/projects/{slug:str}/unpublish"], include_in_schema=False, status_code=303)
async def publish(visit: NamedDependency[Visit], *, slug: FromPath[str]) -> Response[Any]:
    """Show an internal project to the public, or take it back."""
    project = await editable(slug, visit.asker, Right.PUBLISH)
    form = await read_form(visit.request)
    act = actions.publish if visit.request.scope["path"].endswith("/publish") else actions.unpublish
    try:
        await act(slug, **_saving(visit, project, form))
    except Refusal as refusal:
        return await shown(visit, await projects.get(slug), refusal)
    return see(f"desk/projects/{slug}", done="published" if act is actions.publish else "unpublished")


def _saving(visit: Visit, project: Project, form: Form) -> dict[str, Any]:
    version = form.number("version", 1, 10**9) or project.version
    return {"version": version, "by": visit.asker, "context": context_of(visit.settings), "now": visit.now}


def _stage(project: Project, name: str) -> Stage:
    """The stage named in an address. Raises NotFound or MoveUnknown."""
    if name not in list(Stage):
        raise NotFound
    stage = Stage(name)
    if stage not in moves_of(project):
        raise MoveUnknown
    return stage


def _milestone(project: Project, name: str) -> Milestone | None:
    """The milestone named in an address; none for a new one. Raises NotFound."""
    if name == "new":
        return None
    for milestone in project.milestones:
        if str(milestone.id) == name:
            return milestone
    raise NotFound


def _field_of(refusal: Refusal) -> str:
    """The field of the form of a move that a refusal is about."""
    match refusal:
        case EffectiveDayMissing():
            return "effective_on"
        case StageReasonMissing():
            return "reason"
        case _:
            return "signed"


def _stage_form(visit: Visit, project: Project, to: Stage, form: Form) -> Response[str]:
    return visit.page(
        "desk/projects/stage.html",
        status_code=200 if form.is_good else 422,
        project=project,
        to_stage=to,
        stage_names=STAGE_NAMES,
        form=form,
        asks_amount=to in CONTRACT_STAGES and project.signed is None,
        asks_day=to in FORCE_STAGES and (project.effective_on is None or to is Stage.EFFECTIVE),
        asks_reason=to in STOPS,
        export_warnings=export_warnings(project) if to in CONTRACT_STAGES else (),
    )


def _control_form(visit: Visit, project: Project, form: Form) -> Response[str]:
    return visit.page(
        "desk/projects/control.html",
        status_code=200 if form.is_good else 422,
        project=project,
        form=form,
        classes=list(EXPORT_CLASS_NAMES.items()),
        is_settled=project.control.export_class is not ExportClass.UNCLASSIFIED
        and not may(visit.asker, Right.DECIDE, Noun.PROJECT, owner=project.unit_id),
    )


def _milestone_form(visit: Visit, project: Project, milestone: Milestone | None, form: Form) -> Response[str]:
    return visit.page(
        "desk/projects/milestone.html",
        status_code=200 if form.is_good else 422,
        project=project,
        part=milestone.id if milestone else None,
        form=form,
        source=milestone.name.source if milestone else source_of(project, visit.language),
    )


ROUTES = (stage_page, move, control_page, keep_control, milestone_page, save_milestone, link, publish)
