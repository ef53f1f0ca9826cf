"""Pictures of public editions, under the digest of their content; to readers, those of drafts do not exist."""

from typing import Any

from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from events_app.domain.pictures import FOLDER, digest_in
from events_app.domain.refusals import NotFound
from events_app.edge.conditional import answer, not_modified, unchanged
from events_app.edge.downloads import etag_of, picture_headers
from events_app.edge.static_files import FOREVER
from events_app.settings import Settings
from events_app.storage import documents


@get(f"{FOLDER}{{name:str}}", include_in_schema=False)
async def picture_file(
    request: Request[Any, Any, Any], *, name: FromPath[str], settings: NamedDependency[Settings]
) -> Response[bytes]:
    """Show a picture: another one has another address, so it may be kept for ever."""
    digest = digest_in(name)
    document = await documents.find_public_picture(digest) if digest else None
    if document is None:
        raise NotFound
    etag, headers = etag_of(document), picture_headers()
    if not_modified(request.headers, etag):
        return unchanged(etag, cache_control=FOREVER, headers=headers)
    content = await documents.get_file(settings.data_dir, document)
    return answer(request, content, media_type=document.media_type, cache_control=FOREVER, etag=etag, headers=headers)


ROUTES = (picture_file,)
