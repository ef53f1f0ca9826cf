"""Files kept with a project: sent, fetched, made public and removed. A file is only ever handed out as a download."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from events_app.actions import documents as actions
from events_app.domain.refusals import InvalidValue, NotFound
from events_app.domain.rights import Right
from events_app.edge.desk import Visit, see
from events_app.edge.downloads import headers_of
from events_app.edge.forms import read_form
from events_app.edge.problems import problem_of
from events_app.storage import documents
from events_app.web.desk_projects import editable, readable, shown


@post("/projects/{slug:str}/documents", include_in_schema=False, status_code=200)
async def attach(visit: NamedDependency[Visit], *, slug: FromPath[str]) -> Response[Any]:
    """Keep a file with the project, if its content is of a kind that is kept."""
    project = await editable(slug, visit.asker)
    form = await read_form(visit.request)
    settings = visit.settings
    sent = await form.file("file", most_bytes=settings.max_upload_bytes)
    if sent is None:
        return await shown(visit, project, form=form, status_code=422)
    name, content = sent
    try:
        await actions.attach(
            slug,
            content,
            name=name,
            data_dir=settings.data_dir,
            most_bytes=settings.max_upload_bytes,
            by=visit.asker,
            now=visit.now,
        )
    except InvalidValue as refusal:
        form.problems["file"] = problem_of(refusal)
        return await shown(visit, project, form=form, status_code=422)
    return see(f"desk/projects/{slug}", done="attached")


@get("/projects/{slug:str}/documents/{document_id:uuid}", include_in_schema=False)
async def download(
    visit: NamedDependency[Visit], *, slug: FromPath[str], document_id: FromPath[UUID]
) -> Response[bytes]:
    """Hand out a file of the project to who may read the project."""
    project = await readable(slug, visit.asker)
    document = await documents.get(document_id)
    if document.object_id != project.id:
        raise NotFound
    content = await documents.get_file(visit.settings.data_dir, document)
    headers = {**headers_of(document), "Cache-Control": "no-store"}
    return Response(content, media_type=document.media_type, headers=headers)


@post("/projects/{slug:str}/documents/{document_id:uuid}/remove", include_in_schema=False, status_code=303)
async def remove(visit: NamedDependency[Visit], *, slug: FromPath[str], document_id: FromPath[UUID]) -> Response[Any]:
    """Remove a file from the project."""
    await editable(slug, visit.asker)
    await read_form(visit.request)
    await actions.remove(slug, document_id, data_dir=visit.settings.data_dir, by=visit.asker, now=visit.now)
    return see(f"desk/projects/{slug}", done="removed")


@post("/projects/{slug:str}/documents/{document_id:uuid}/public", include_in_schema=False, status_code=303)
async def set_public(
    visit: NamedDependency[Visit], *, slug: FromPath[str], document_id: FromPath[UUID]
) -> Response[Any]:
    """Show a document on the public page of the project, or take it back from there."""
    await editable(slug, visit.asker, Right.PUBLISH)
    form = await read_form(visit.request)
    is_public = form.ticked("is_public")
    await actions.set_public(slug, document_id, is_public=is_public, by=visit.asker, now=visit.now)
    return see(f"desk/projects/{slug}", done="shown" if is_public else "hidden")


ROUTES = (attach, download, remove, set_public)
