"""Public documents of public projects, handed out as downloads. To readers, other documents do not exist."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from events_app.domain.refusals import NotFound
from events_app.edge.conditional import answer, not_modified, unchanged
from events_app.edge.downloads import etag_of, headers_of
from events_app.settings import Settings
from events_app.storage import documents, projects
from events_app.web.filters import KEPT_BRIEFLY


@get("/projects/{slug:str}/documents/{document_id:uuid}", include_in_schema=False)
async def document_file(
    request: Request[Any, Any, Any],
    *,
    slug: FromPath[str],
    document_id: FromPath[UUID],
    settings: NamedDependency[Settings],
) -> Response[bytes]:
    """Hand out a public document of a public project; a client that holds it is told so before the file is read."""
    project = await projects.get(slug)
    document = await documents.get(document_id)
    if not project.is_public or not document.is_public or document.object_id != project.id:
        raise NotFound
    etag, headers, kept = etag_of(document), headers_of(document), KEPT_BRIEFLY["Cache-Control"]
    if not_modified(request.headers, etag):
        return unchanged(etag, cache_control=kept, headers=headers)
    content = await documents.get_file(settings.data_dir, document)
    return answer(request, content, media_type=document.media_type, cache_control=kept, etag=etag, headers=headers)


ROUTES = (document_file,)
