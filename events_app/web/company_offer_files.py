"""Pictures and documents of an offer in the company's hands: sent, fetched and taken out of the working copy."""

import asyncio
from functools import partial
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from events_app.actions import offer_files as actions
from events_app.actions.files import Sent
from events_app.domain.documents import media_type_of
from events_app.domain.refusals import InvalidValue, NotFound
from events_app.domain.rights import Right
from events_app.edge.desk import Visit, see
from events_app.edge.forms import read_form
from events_app.edge.offer_files import file_response
from events_app.edge.problems import problem_of
from events_app.formats.pictures import MEDIA_TYPE, reduced
from events_app.web.company_offers import place_of, shown


@post("/{slug:str}/offers/{offer_slug:str}/files", include_in_schema=False, status_code=200)
async def attach(visit: NamedDependency[Visit], *, slug: FromPath[str], offer_slug: FromPath[str]) -> Response[Any]:
    """Keep a file: a picture is shown with the offer, anything else is a document to download."""
    place = await place_of(visit, slug, offer_slug, Right.EDIT)
    form = await read_form(visit.request)
    settings = visit.settings
    sent = await form.file("file", most_bytes=settings.max_upload_bytes)
    if sent is None:
        return await shown(visit, place, form)
    is_picture = form.value("kind") == "picture"
    try:
        file = await asyncio.to_thread(
            partial(_read, sent, is_picture=is_picture, most_bytes=settings.max_upload_bytes)
        )
        await actions.attach(
            offer_slug, file, is_picture=is_picture, data_dir=settings.data_dir, by=visit.asker, now=visit.now
        )
    except InvalidValue as refusal:
        form.problems["file"] = problem_of(refusal)
        return await shown(visit, place, form)
    return see(f"company/{slug}/offers/{offer_slug}", done="attached")


@get("/{slug:str}/offers/{offer_slug:str}/files/{document_id:uuid}", include_in_schema=False)
async def download(
    visit: NamedDependency[Visit], *, slug: FromPath[str], offer_slug: FromPath[str], document_id: FromPath[UUID]
) -> Response[bytes]:
    """Hand out a file of the offer to the company."""
    place = await place_of(visit, slug, offer_slug)
    if place.offer is None:
        raise NotFound
    return await file_response(visit.settings.data_dir, place.offer, place.offer.content, document_id)


@post("/{slug:str}/offers/{offer_slug:str}/files/{document_id:uuid}/remove", include_in_schema=False, status_code=303)
async def remove(
    visit: NamedDependency[Visit], *, slug: FromPath[str], offer_slug: FromPath[str], document_id: FromPath[UUID]
) -> Response[Any]:
    """Take a file out of the working copy."""
    await place_of(visit, slug, offer_slug, Right.EDIT)
    await read_form(visit.request)
    await actions.remove(offer_slug, document_id, data_dir=visit.settings.data_dir, by=visit.asker, now=visit.now)
    return see(f"company/{slug}/offers/{offer_slug}", done="removed")


def _read(sent: tuple[str, bytes], *, is_picture: bool, most_bytes: int) -> Sent:
    """The file as it is kept: pictures written anew, others as they are. Raises what makes it unfit."""
    name, content = sent
    media_type = media_type_of(content, most_bytes=most_bytes) if not is_picture else MEDIA_TYPE
    if is_picture:
        content = reduced(content, most=actions.PICTURE_PIXELS)
    return Sent(content=content, name=name, media_type=media_type)


ROUTES = (attach, download, remove)
