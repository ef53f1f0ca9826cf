"""The picture of an edition at the desk: sent, described, taken away; shown to who may read the edition, drafts too."""

import asyncio
from functools import partial
from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from events_app.actions import edition_pictures as actions
from events_app.actions.demo import context_of
from events_app.domain.documents import DocumentTooLarge
from events_app.domain.exhibitions import Edition
from events_app.domain.pictures import LONGEST_ALTERNATIVE, MOST_PIXELS_WIDE
from events_app.domain.refusals import NotFound
from events_app.domain.texts import Text
from events_app.edge.desk import Visit, see
from events_app.edge.downloads import picture_headers
from events_app.edge.forms import Form, read_form
from events_app.formats.pictures import Drawn, photograph
from events_app.storage import documents
from events_app.web.desk_exhibitions import editable, readable
from events_app.web.edition_forms import source_language

BYTES_PER_MB = 1_048_576


@get("/exhibitions/{slug:str}/picture", include_in_schema=False)
async def picture_page(visit: NamedDependency[Visit], *, slug: FromPath[str]) -> Response[str]:
    """Show the picture with the form to change it."""
    edition = await editable(slug, visit.asker)
    form = Form()
    if edition.picture:
        form.put_text("alternative", edition.picture.alternative)
    return _page(visit, edition, form)


@post("/exhibitions/{slug:str}/picture", include_in_schema=False, status_code=200)
async def save(visit: NamedDependency[Visit], *, slug: FromPath[str]) -> Response[Any]:
    """Keep a new picture, or say otherwise what the present one shows."""
    edition = await editable(slug, visit.asker)
    form = await read_form(visit.request)
    old = edition.picture
    before = old.alternative if old else Text.empty(source_language(edition, visit.language))
    alternative = form.text("alternative", before, required=True, most=LONGEST_ALTERNATIVE)
    sent = form.files.get("picture")
    drawn = await _drawn(visit, form) if old is None or (sent and sent.filename) else None
    if not form.is_good:
        return _page(visit, edition, form)
    told: dict[str, Any] = {"by": visit.asker, "context": context_of(visit.settings), "now": visit.now}
    if drawn is None:
        await actions.describe_picture(slug, alternative, **told)
    else:
        size, data_dir = (drawn.width, drawn.height), visit.settings.data_dir
        await actions.set_picture(slug, drawn.content, size, alternative=alternative, data_dir=data_dir, **told)
    return see(f"desk/exhibitions/{slug}/picture", done="saved")


@post("/exhibitions/{slug:str}/picture/remove", include_in_schema=False, status_code=303)
async def remove(visit: NamedDependency[Visit], *, slug: FromPath[str]) -> Response[Any]:
    """Take the picture away."""
    await editable(slug, visit.asker)
    await read_form(visit.request)
    context, data_dir = context_of(visit.settings), visit.settings.data_dir
    await actions.remove_picture(slug, data_dir=data_dir, by=visit.asker, context=context, now=visit.now)
    return see(f"desk/exhibitions/{slug}/picture", done="removed")


@get("/exhibitions/{slug:str}/picture/file", include_in_schema=False)
async def picture_of(visit: NamedDependency[Visit], *, slug: FromPath[str]) -> Response[bytes]:
    """Show the picture itself to who may read the edition."""
    edition = await readable(slug, visit.asker)
    found = [
        document
        for document in await documents.list_of_object(edition.id)
        if edition.picture and document.sha256 == edition.picture.sha256
    ]
    if not found:
        raise NotFound
    content = await documents.get_file(visit.settings.data_dir, found[0])
    headers = {**picture_headers(), "Cache-Control": "no-store"}
    return Response(content, media_type=found[0].media_type, headers=headers)


async def _drawn(visit: Visit, form: Form) -> Drawn | None:
    """The picture that was sent, written anew; None where there is none or where it is refused."""
    most_bytes = visit.settings.max_upload_bytes
    sent = await form.file("picture", most_bytes=most_bytes)
    if sent is None:
        return None
    content = sent[1]
    if len(content) > most_bytes:
        form.fail("picture", DocumentTooLarge.message, most=round(most_bytes / BYTES_PER_MB, 1))
        return None
    return await asyncio.to_thread(form.attempt, "picture", partial(photograph, content, most=MOST_PIXELS_WIDE))


def _page(visit: Visit, edition: Edition, form: Form) -> Response[str]:
    return visit.page(
        "desk/exhibitions/picture.html",
        status_code=200 if form.is_good else 422,
        edition=edition,
        form=form,
        source=edition.picture.alternative.source if edition.picture else source_language(edition, visit.language),
        done=visit.request.query_params.get("done", ""),
    )


ROUTES = (picture_page, save, remove, picture_of)
