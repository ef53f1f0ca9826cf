"""Pictures and documents of technology offers: part of what is reviewed, so readers see them when it is approved."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Final
from uuid import UUID

from events_app.actions import offers as actions
from events_app.actions.files import Sent, store
from events_app.domain.documents import Document, TooManyFiles
from events_app.domain.offers import Content
from events_app.domain.refusals import NotFound
from events_app.domain.rights import Asker, Noun, Right, require
from events_app.storage import documents, offers
from events_app.storage.database import transaction

MOST_FILES: Final = 12
PICTURE_PIXELS: Final = 1_600
"""Widest and highest of a picture that is kept."""


async def attach(slug: str, sent: Sent, *, is_picture: bool, data_dir: Path, by: Asker, now: datetime) -> Document:
    """Keep a picture or a document with the working copy. Raises NotFound, NotAllowed or TooManyFiles."""
    offer = await offers.get(slug)
    require(by, Right.EDIT, Noun.OFFER, owner=offer.company_id)
    document = await store(
        sent, noun=Noun.OFFER, object_id=offer.id, owner=offer.company_id, data_dir=data_dir, by=by, now=now
    )
    async with transaction():
        fresh = await offers.get(slug)
        old = fresh.content
        if len(old.document_ids) + len(old.picture_ids) >= MOST_FILES:
            raise TooManyFiles(most=MOST_FILES)
        await documents.add(document)
        content = (
            replace(old, picture_ids=(*old.picture_ids, document.id))
            if is_picture
            else replace(old, document_ids=(*old.document_ids, document.id))
        )
        await actions.write(slug, content, version=fresh.version, by=by, now=now)
    return document


async def remove(slug: str, document_id: UUID, *, data_dir: Path, by: Asker, now: datetime) -> None:
    """Take a file out of the working copy; readers keep one that was approved until the next review.

    Raises NotFound or NotAllowed.
    """
    async with transaction():
        offer = await offers.get(slug)
        require(by, Right.EDIT, Noun.OFFER, owner=offer.company_id)
        if document_id not in _files(offer.content):
            raise NotFound
        content = replace(
            offer.content,
            document_ids=tuple(each for each in offer.content.document_ids if each != document_id),
            picture_ids=tuple(each for each in offer.content.picture_ids if each != document_id),
        )
        await actions.write(slug, content, version=offer.version, by=by, now=now)
        if offer.approved is None or document_id not in _files(offer.approved):
            await documents.remove_(document_id)
    await documents.remove_unkept(data_dir)


def _files(content: Content) -> tuple[UUID, ...]:
    return (*content.document_ids, *content.picture_ids)
