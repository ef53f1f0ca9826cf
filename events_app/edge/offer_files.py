"""Files of technology offers as answers: pictures to be shown in a page, documents as downloads."""

from pathlib import Path
from uuid import UUID

from litestar import Response

from events_app.domain.offers import Content, Offer
from events_app.domain.refusals import NotFound
from events_app.edge.downloads import headers_of, picture_headers
from events_app.storage import documents


async def file_response(
    data_dir: Path, offer: Offer, content: Content, document_id: UUID, *, cache_control: str = "no-store"
) -> Response[bytes]:
    """A file that belongs to this content of the offer. Raises NotFound."""
    if document_id not in {*content.document_ids, *content.picture_ids}:
        raise NotFound
    document = await documents.get(document_id)
    if document.object_id != offer.id:
        raise NotFound
    body = await documents.get_file(data_dir, document)
    headers = picture_headers() if document_id in content.picture_ids else headers_of(document)
    return Response(body, media_type=document.media_type, headers={**headers, "Cache-Control": cache_control})
