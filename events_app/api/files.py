"""Files as bodies and answers: raw bytes both ways, with the same limits, checks and headers of safety as on the pages.

A body is the content of the file and nothing else, its name a parameter of the query. What kind of file it is, its
content tells: no Content-Type is believed, so there is one for all (RFC 2046 §4.5.1). Answers are downloads of the same
type, which no browser shows or runs; lists name the kind.
"""

import asyncio
from functools import partial
from typing import Final
from uuid import UUID

from litestar import Response

from events_app.actions.files import Sent
from events_app.api.bodies import check_media_type
from events_app.api.calls import Call, answered
from events_app.api.fields import Model
from events_app.api.operations import Parameter
from events_app.domain.documents import Document, DocumentTooLarge, media_type_of
from events_app.domain.messages import N_
from events_app.domain.pictures import MOST_PIXELS_WIDE
from events_app.edge.downloads import etag_of, headers_of
from events_app.edge.forms import Form
from events_app.formats.pictures import MEDIA_TYPE, Drawn, photograph, reduced
from events_app.storage import documents

OCTETS: Final = "application/octet-stream"
LONGEST_NAME: Final = 200
BYTES_PER_MB: Final = 1_048_576
NAME: Final = Parameter(
    "name",
    N_("Name of the file, as people shall read it; its suffix becomes that of its kind."),
    {"type": "string", "minLength": 1, "maxLength": LONGEST_NAME},
)


class SentFile(Model):
    """A file that the company sent."""

    id: UUID
    name: str
    media_type: str
    size_bytes: int


def view_of(document: Document) -> SentFile:
    """What is told of a file."""
    return SentFile(id=document.id, name=document.name, media_type=document.media_type, size_bytes=document.size_bytes)


def name_of(form: Form) -> str:
    """The name that the query gives to a file; empty where it gives none."""
    return form.line("name", most=LONGEST_NAME)


async def read_document(call: Call, name: str) -> Sent:
    """The body as a document. Raises WrongMediaType, or the InvalidValue that says why it is not kept."""
    content = await _content(call)
    most_bytes = call.settings.max_upload_bytes
    media_type = await asyncio.to_thread(partial(media_type_of, content, most_bytes=most_bytes))
    return Sent(content=content, name=name, media_type=media_type)


async def read_picture(call: Call, name: str, *, most_pixels: int) -> Sent:
    """The body as a picture, written anew. Raises WrongMediaType, DocumentTooLarge or PictureUnreadable."""
    content = await asyncio.to_thread(partial(reduced, await _content(call), most=most_pixels))
    return Sent(content=content, name=name, media_type=MEDIA_TYPE)


async def read_photograph(call: Call) -> Drawn:
    """The body as a picture to be shown large, written anew. Raises as `read_picture`, or PictureTooSmall."""
    return await asyncio.to_thread(partial(photograph, await _content(call), most=MOST_PIXELS_WIDE))


async def download(call: Call, document: Document) -> Response[bytes]:
    """The content of a file, or 304. Raises NotFound where it is gone."""
    answered(call.query())
    content = await documents.get_file(call.settings.data_dir, document)
    return call.file(content, media_type=OCTETS, etag=etag_of(document), headers=headers_of(document))


async def _content(call: Call) -> bytes:
    """The whole body, which `BodyLimit` cuts off while it is read. Raises WrongMediaType or DocumentTooLarge."""
    check_media_type(call.request, (OCTETS,))
    content = await call.request.body()
    if len(content) > call.settings.max_upload_bytes:
        raise DocumentTooLarge(most=round(call.settings.max_upload_bytes / BYTES_PER_MB, 1))
    return content
