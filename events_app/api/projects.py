"""Cooperation projects: public ones read by everybody, internal ones by who may; entered and moved with a token."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import uuid4

from litestar import Response, get, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from events_app.actions import projects as actions
from events_app.api.bodies import Faults, patched, read_body, read_patch
from events_app.api.calls import Call, answered, chosen
from events_app.api.fields import Model
from events_app.api.operations import COUNTRY, CURSOR, LIMIT, WORDS, Operation, Parameter, one_of
from events_app.api.project_bodies import NewProject, ProjectBody, ProjectPatch, StageMove
from events_app.api.project_views import ProjectView, shown
from events_app.api.references import SLUG_TAKEN, UNKNOWN_NAME, check_parts, unit_id_of, unit_slug_of
from events_app.domain.messages import N_
from events_app.domain.projects import Project, ProjectKind, Stage
from events_app.domain.refusals import NotFound
from events_app.domain.rights import Noun, Right, may, require
from events_app.domain.texts import Text
from events_app.edge.forms import Form
from events_app.edge.paging import Cursor, page_after
from events_app.edge.slugs import slug_of
from events_app.reference.countries import all_codes
from events_app.storage import exhibitions, projects
from events_app.storage.desk_projects import DeskProject, Wanted, list_projects

Move = Callable[..., Awaitable[Project]]


@get("/projects")
async def list_all(call: NamedDependency[Call]) -> Response[bytes]:
    """List projects by what is due next; internal ones within the reach of the token, if they are asked for."""
    form = call.query("kind", "stage", "country", "q", "internal", "cursor", "limit")
    wanted, limit, cursor = _wanted(call, form), call.limit(form), call.cursor(form)
    answered(form)
    rows = await list_projects(wanted, after=cursor, limit=limit + 1)
    page = page_after(rows, limit, _key, after=None)
    found = {project.slug: project for project in await projects.list_projects([row.slug for row in page.items])}
    items = await shown(call, [found[row.slug] for row in page.items if row.slug in found])
    return call.page(items, after=page.next)


@get("/projects/{slug:str}")
async def get_project(call: NamedDependency[Call], *, slug: FromPath[str]) -> Response[bytes]:
    """Show one project."""
    return call.item(*await _item(call, await _readable(call, slug)))


@post("/projects", status_code=201)
async def add_project(call: NamedDependency[Call]) -> Response[bytes]:
    """Keep a new project as an internal idea."""
    require(call.by, Right.CREATE, Noun.PROJECT, owner=next(iter(call.by.unit_ids), None))
    body = await read_body(call.request, NewProject)

    async def create() -> tuple[Model, int, str]:
        project = await _new(call, body)
        await actions.add(project, by=call.by, context=call.context, now=call.now)
        return *await _item(call, project), project.slug

    return await call.created("projects", create)


@patch("/projects/{slug:str}")
async def change_project(call: NamedDependency[Call], *, slug: FromPath[str]) -> Response[bytes]:
    """Change a project by a merge patch; its stage is moved by an operation of its own."""
    project = await _held(call, slug, Right.EDIT)
    now = ProjectBody.of(project, await unit_slug_of(project.unit_id))
    body = patched(now, await read_patch(call.request), ProjectPatch)
    version = call.version(project.version)
    new = await _written(call, body, project, Faults())
    saved = await actions.change(
        replace(new, version=version or project.version),
        note=body.note.merged(),
        by=call.by,
        context=call.context,
        now=call.now,
    )
    return call.changed(*await _item(call, saved))


@post("/projects/{slug:str}/stage", status_code=200)
async def move_project(call: NamedDependency[Call], *, slug: FromPath[str]) -> Response[bytes]:
    """Move a project to another stage."""
    await _held(call, slug, Right.EDIT)
    body = await read_body(call.request, StageMove)
    return await _moved(
        call,
        slug,
        actions.move_stage,
        to=body.stage,
        reason=body.reason,
        signed=body.signed.kept if body.signed else None,
        has_no_amount=body.has_no_amount,
        effective_on=body.effective_on,
        registration_days=call.settings.registration_days,
        note=body.note.merged(),
    )


@post("/projects/{slug:str}/publish", status_code=200)
async def publish_project(call: NamedDependency[Call], *, slug: FromPath[str]) -> Response[bytes]:
    """Show an internal project to the public."""
    return await _moved(call, slug, actions.publish)


@post("/projects/{slug:str}/unpublish", status_code=200)
async def unpublish_project(call: NamedDependency[Call], *, slug: FromPath[str]) -> Response[bytes]:
    """Take a project back from the public."""
    return await _moved(call, slug, actions.unpublish)


def _wanted(call: Call, form: Form) -> Wanted:
    reach, is_public = None, True
    if form.one_of("internal", ("true", "false"), required=False) == "true":
        reach, is_public = None if may(call.by, Right.READ, Noun.PROJECT) else call.by.unit_ids, False
    return Wanted(
        unit_ids=reach,
        is_public=is_public,
        kinds=tuple(map(ProjectKind, chosen(form, "kind", list(ProjectKind)))),
        stages=tuple(map(Stage, chosen(form, "stage", list(Stage)))),
        country=form.one_of("country", all_codes(), required=False),
        words=form.line("q", most=200),
    )


def _key(row: DeskProject) -> Cursor:
    return Cursor(row.due_on or date.max, row.id)


async def _item(call: Call, project: Project) -> tuple[ProjectView, int]:
    return (await shown(call, [project]))[0], project.version


async def _readable(call: Call, slug: str) -> Project:
    """The project, if it is public or the caller may see what its unit keeps internal. Raises NotFound."""
    project = await projects.get(slug)
    if not project.is_public and not may(call.caller, Right.READ, Noun.PROJECT, owner=project.unit_id):
        raise NotFound
    return project


async def _held(call: Call, slug: str, right: Right) -> Project:
    """The project, if the caller has a right to it. Raises TokenMissing, NotFound or NotAllowed."""
    by = call.by
    project = await _readable(call, slug)
    require(by, right, Noun.PROJECT, owner=project.unit_id)
    return project


async def _moved(call: Call, slug: str, move: Move, **words: Any) -> Response[bytes]:  # noqa: ANN401 - of each move
    project = await _held(call, slug, Right.EDIT)
    version = call.version(project.version)
    saved = await move(slug, **words, version=version, by=call.by, context=call.context, now=call.now)
    return call.changed(*await _item(call, saved))


async def _written(call: Call, body: ProjectBody, project: Project, faults: Faults) -> Project:
    """The project as the body writes it; what it refers to must be within reach. Raises InvalidFields."""
    check_parts({"milestones": body.milestones}, {"milestones": (each.id for each in project.milestones)}, faults)
    unit_id = await unit_id_of(call, body.unit, Noun.PROJECT, faults)
    found = {edition.slug: edition for edition in await exhibitions.list_editions(body.exhibitions)}
    for index, slug in enumerate(body.exhibitions):
        edition = found.get(slug)
        is_there = edition is not None and (
            edition.is_public or may(call.by, Right.READ, Noun.EXHIBITION, owner=edition.unit_id)
        )
        if not is_there and slug not in project.edition_slugs:
            faults.add(("exhibitions", index), UNKNOWN_NAME)
    faults.check()
    return body.on(project, unit_id=unit_id, now=call.now)


async def _new(call: Call, body: NewProject) -> Project:
    faults, name = Faults(), body.name.merged()
    slug = body.slug or slug_of(name.shown(name.source).text)
    if not slug or await projects.find(slug):
        faults.add(("slug",), SLUG_TAKEN)
    blank = Project(
        id=uuid4(),
        slug=slug,
        name=name,
        summary=Text.empty(name.source),
        kind=body.kind,
        contract_kind=None,
        stage=Stage.IDEA,
        countries=(),
        parties=(),
        sectors=(),
        fields=(),
        milestones=(),
        zone=body.zone,
        is_public=False,
        created_at=call.now,
        modified_at=call.now,
    )
    return await _written(call, body, blank, faults)


EXAMPLE = {
    "name": {"source": "en", "wordings": {"en": "Biogas plants for dairy farms"}},
    "kind": "technology",
    "contract_kind": "licence",
    "countries": ["KE"],
    "zone": "Africa/Nairobi",
    "milestones": [{"name": {"source": "en", "wordings": {"en": "Feasibility study"}}, "planned_on": "2027-06-30"}],
}
OPERATIONS = (
    Operation(
        handler=list_all,
        id="listProjects",
        tag="projects",
        summary=N_(
            "List projects by what is due next; internal ones within reach of the token, if they are asked for."
        ),
        gives=ProjectView,
        is_page=True,
        query=(
            one_of("kind", N_("Kind of the project."), ProjectKind),
            one_of("stage", N_("Stage of the project."), Stage),
            COUNTRY,
            WORDS,
            Parameter("internal", N_("Internal ones instead of public ones; needs a token."), {"type": "boolean"}),
            CURSOR,
            LIMIT,
        ),
    ),
    Operation(handler=get_project, id="getProject", tag="projects", summary=N_("Show one project."), gives=ProjectView),
    Operation(
        handler=add_project,
        id="addProject",
        tag="projects",
        summary=N_("Keep a new project as an internal idea."),
        gives=ProjectView,
        reads=NewProject,
        needs_token=True,
        creates=True,
        example=EXAMPLE,
    ),
    Operation(
        handler=change_project,
        id="changeProject",
        tag="projects",
        summary=N_("Change a project by a merge patch; its stage is moved by an operation of its own."),
        gives=ProjectView,
        reads=ProjectPatch,
        merges=True,
        needs_token=True,
        is_versioned=True,
        example={"intended": {"amount_minor": 12_500_000, "currency": "EUR"}},
    ),
    Operation(
        handler=move_project,
        id="moveProject",
        tag="projects",
        summary=N_("Move a project to another stage, with what must be known for it."),
        gives=ProjectView,
        reads=StageMove,
        needs_token=True,
        is_versioned=True,
        example={"stage": "memorandum"},
    ),
    Operation(
        handler=publish_project,
        id="publishProject",
        tag="projects",
        summary=N_("Show an internal project to the public."),
        gives=ProjectView,
        needs_token=True,
        is_versioned=True,
    ),
    Operation(
        handler=unpublish_project,
        id="unpublishProject",
        tag="projects",
        summary=N_("Take a project back from the public."),
        gives=ProjectView,
        needs_token=True,
        is_versioned=True,
    ),
)
