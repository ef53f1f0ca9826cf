"""Projects at the desk: the list with its filters, and the page of one with its preview.

Entering and editing is next door in `desk_project_forms`; stages, milestones, export control and the public in
`desk_project_parts`; files in `desk_project_documents`.
"""

from dataclasses import replace
from datetime import date
from typing import Any

from litestar import Response, get
from litestar.datastructures import State
from litestar.di import NamedDependency
from litestar.params import FromPath

from events_app.domain.export_control import export_warnings, needs_registration, registration_id
from events_app.domain.introductions import Introduction
from events_app.domain.projects import (
    CONTRACT_NAMES,
    EXPORT_CLASS_NAMES,
    PROJECT_NAMES,
    ROLE_NAMES,
    STAGE_NAMES,
    ExportClass,
    Project,
    ProjectKind,
    Stage,
)
from events_app.domain.refusals import Refusal
from events_app.domain.rights import Asker, Noun, Right, may, require, require_somewhere
from events_app.domain.stages import moves_of
from events_app.edge.changes import worded
from events_app.edge.desk import Visit
from events_app.edge.forms import Form
from events_app.edge.pages import page
from events_app.edge.paging import Cursor, page_after, page_before, parse_cursor
from events_app.edge.problems import problem_of
from events_app.i18n.sorting import sort_key
from events_app.reference import countries
from events_app.settings import Settings
from events_app.storage import calendar, documents, exhibitions, history, introductions, organisations, projects
from events_app.storage.desk_projects import DeskProject, Wanted, count_projects, list_projects
from events_app.storage.saved_filters import list_filters
from events_app.web.projects import context_of_page

PER_PAGE = 30
COUNTED = 1_000
MOST_LINES = 20
FILTERS = ("stage", "kind", "country", "unit", "class", "q", "order")


@get("/projects", include_in_schema=False)
async def projects_page(visit: NamedDependency[Visit]) -> Response[str]:
    """List the projects that the asker may see, internal ones too."""
    require_somewhere(visit.asker, Right.READ, Noun.PROJECT)
    form, wanted = read_wanted(visit)
    after, before = (parse_cursor(visit.request.query_params.get(name)) for name in ("after", "before"))
    rows = await list_projects(wanted, after=after, before=before, limit=PER_PAGE + 1)

    def key(row: DeskProject) -> Cursor:
        return Cursor(row.changed_on if wanted.changed_first else row.due_on or date.max, row.id)

    found = page_before(rows, PER_PAGE, key) if before else page_after(rows, PER_PAGE, key, after=after)
    return visit.page(
        "desk/projects/list.html",
        form=form,
        found=found,
        count=await count_projects(wanted, at_most=COUNTED),
        counted_up_to=COUNTED,
        units=await organisations.list_by_id(row.unit_id for row in found.items if row.unit_id),
        query={name: form.list(name) for name in FILTERS},
        stage_names=STAGE_NAMES,
        kind_names=PROJECT_NAMES,
        class_names=EXPORT_CLASS_NAMES,
        countries=country_choices(visit.language, visit.settings),
        own_units=await units_for(visit.asker, Right.READ),
        may_enter=bool(await units_for(visit.asker)) or may(visit.asker, Right.CREATE, Noun.PROJECT),
        saved=await list_filters(visit.asker.person_id, "projects") if visit.asker.person_id else (),
        asked=visit.request.scope["query_string"].decode("ascii", "replace"),
        filter_outcome=visit.request.query_params.get("filter", ""),
    )


@get("/projects/{slug:str}", include_in_schema=False)
async def project_page(visit: NamedDependency[Visit], *, slug: FromPath[str]) -> Response[str]:
    """Show everything about one project that the desk knows, and what can be done with it."""
    return await shown(visit, await readable(slug, visit.asker))


@get("/projects/{slug:str}/preview", include_in_schema=False)
async def preview_page(visit: NamedDependency[Visit], *, slug: FromPath[str], state: State) -> Response[str]:
    """Show the project as the public will see it, in the language of the address."""
    project = await readable(slug, visit.asker)
    as_public = replace(project, is_public=True)
    context = await context_of_page(as_public, state=state, language=visit.language, today=visit.today)
    told: dict[str, Any] = {**context, "is_indexed": False, "previewed": project}
    headers = {"Cache-Control": "no-store"}
    return page(visit.request, "desk/projects/preview.html", now=visit.now, headers=headers, **told)


async def shown(
    visit: Visit, project: Project, refusal: Refusal | None = None, *, form: Form | None = None, status_code: int = 200
) -> Response[str]:
    """The page of a project; `refusal` says why something that was asked could not be done."""
    changes = await calendar.list_changes(project.id, limit=MOST_LINES)
    catalogues = visit.request.app.state.catalogues
    return visit.page(
        "desk/projects/show.html",
        status_code=409 if refusal else status_code,
        project=project,
        form=form or Form(),
        refusal=problem_of(refusal) if refusal else None,
        unit=await organisations.get(project.unit_id) if project.unit_id else None,
        kind_name=PROJECT_NAMES[project.kind],
        contract_name=CONTRACT_NAMES[project.contract_kind] if project.contract_kind else None,
        stage_names=STAGE_NAMES,
        class_names=EXPORT_CLASS_NAMES,
        role_names=ROLE_NAMES,
        moves=[to for to, right in moves_of(project).items() if _may(visit, right, project)],
        export_warnings=export_warnings(project),
        registration=registration_id(project) if needs_registration(project) else None,
        documents=await documents.list_of_object(project.id),
        most_upload_mb=visit.settings.max_upload_bytes / 1_048_576,
        linked=await exhibitions.list_editions(project.edition_slugs),
        lines=await history.list_lines(object_id=project.id, limit=MOST_LINES),
        changes=[(change, worded(change, visit.language, catalogues)) for change in changes],
        introduction=await _introduction(visit, project),
        may_edit=_may(visit, Right.EDIT, project),
        may_publish=_may(visit, Right.PUBLISH, project),
    )


async def _introduction(visit: Visit, project: Project) -> Introduction | None:
    """The introduction that the project came of, for who may read it."""
    is_read = may(visit.asker, Right.READ, Noun.INTRODUCTION)
    return await introductions.find_by_project(project.slug) if is_read else None


async def readable(slug: str, asker: Asker) -> Project:
    """The project, if the asker may see it at the desk. Raises NotFound or NotAllowed."""
    return await editable(slug, asker, Right.READ)


async def editable(slug: str, asker: Asker, right: Right = Right.EDIT) -> Project:
    """The project, if the asker may change it. Raises NotFound or NotAllowed."""
    project = await projects.get(slug)
    require(asker, right, Noun.PROJECT, owner=project.unit_id)
    return project


async def units_for(asker: Asker, right: Right = Right.CREATE) -> list[Any]:
    """Organising units in whose name the asker may keep projects."""
    return [unit for unit in await organisations.list_units() if may(asker, right, Noun.PROJECT, owner=unit.id)]


def country_choices(language: str, settings: Settings) -> list[tuple[str, str]]:
    """Countries and regions to choose from, by name."""
    names = countries.names(language, settings.country_names)
    return sorted(names.items(), key=lambda pair: sort_key(pair[1], language))


def read_wanted(visit: Visit) -> tuple[Form, Wanted]:
    """The filters of the list, within what the asker may see."""
    query = visit.request.query_params
    form = Form({name: query.getall(name, []) for name in FILTERS})
    reach = None if may(visit.asker, Right.READ, Noun.PROJECT) else visit.asker.unit_ids
    if form.value("unit"):
        chosen = form.attempt("unit", lambda: form.identity("unit"))
        reach = frozenset({chosen} if chosen and (reach is None or chosen in reach) else ())
    return form, Wanted(
        unit_ids=reach,
        stages=tuple(Stage(value) for value in form.some_of("stage", list(Stage))),
        kinds=tuple(ProjectKind(value) for value in form.some_of("kind", list(ProjectKind))),
        export_classes=tuple(ExportClass(value) for value in form.some_of("class", list(ExportClass))),
        country=form.one_of("country", countries.all_codes(), required=False),
        words=form.line("q"),
        changed_first=form.one_of("order", ("due", "changed"), required=False) == "changed",
    )


def _may(visit: Visit, right: Right, project: Project) -> bool:
    return may(visit.asker, right, Noun.PROJECT, owner=project.unit_id)


ROUTES = (projects_page, project_page, preview_page)
