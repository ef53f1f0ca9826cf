"""The picture of an edition: first its file, whole on the disk, then its row and the edition, in one transaction."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path

from events_app.actions import exhibitions as actions
from events_app.actions.context import Context
from events_app.actions.files import Sent, store
from events_app.domain.exhibitions import Edition
from events_app.domain.pictures import MEDIA_TYPE, Picture
from events_app.domain.rights import Asker, Noun, Right, require
from events_app.domain.texts import Text
from events_app.storage import documents, exhibitions
from events_app.storage.database import transaction


async def set_picture(
    slug: str,
    content: bytes,
    size: tuple[int, int],
    *,
    alternative: Text,
    data_dir: Path,
    by: Asker,
    context: Context,
    now: datetime,
) -> Edition:
    """Keep a picture that was written anew in place of the one before. Raises NotFound, NotAllowed or InvalidValue."""
    edition = await _edition(slug, by)
    document = await store(
        Sent(content=content, name="picture.jpg", media_type=MEDIA_TYPE),
        noun=Noun.EXHIBITION,
        object_id=edition.id,
        owner=edition.unit_id,
        data_dir=data_dir,
        by=by,
        now=now,
    )
    picture = Picture(sha256=document.sha256, width=size[0], height=size[1], alternative=alternative)
    async with transaction():
        kept = await actions.change_picture(slug, picture, by=by, context=context, now=now)
        await _forget(kept)
        await documents.add(document)
    await documents.remove_unkept(data_dir)
    return kept


async def describe_picture(slug: str, alternative: Text, *, by: Asker, context: Context, now: datetime) -> Edition:
    """Say otherwise what the picture shows; nothing where there is none. Raises NotFound or NotAllowed."""
    async with transaction():
        edition = await _edition(slug, by)
        if edition.picture is None or edition.picture.alternative == alternative:
            return edition
        picture = replace(edition.picture, alternative=alternative)
        return await actions.change_picture(slug, picture, by=by, context=context, now=now)


async def remove_picture(slug: str, *, data_dir: Path, by: Asker, context: Context, now: datetime) -> Edition:
    """Take the picture away; without one, nothing changes. Raises NotFound or NotAllowed."""
    async with transaction():
        edition = await _edition(slug, by)
        if edition.picture is None:
            return edition
        kept = await actions.change_picture(slug, None, by=by, context=context, now=now)
        await _forget(kept)
    await documents.remove_unkept(data_dir)
    return kept


async def _edition(slug: str, by: Asker) -> Edition:
    edition = await exhibitions.get_edition(slug)
    require(by, Right.EDIT, Noun.EXHIBITION, owner=edition.unit_id)
    return edition


async def _forget(edition: Edition) -> None:
    """An edition has no documents but its picture."""
    for document in await documents.list_of_object(edition.id):
        await documents.remove_(document.id)
